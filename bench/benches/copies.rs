//! Finding near copies among a hundred thousand documents on one core, with known truth.
//!
//! `cargo xtask bench --bench copies [-- DOCUMENTS]`. Prints figures; asserts nothing.

use std::{collections::BTreeSet, sync::Arc};
use truce_bench::{busy_seconds, peak_memory_mb};
use truce_model::{Document, DocumentId, Hash, Published, Span};
use truce_reconcile::{Copies, Wording};

/// Of so many documents one is republished, in one of four ways.
const EVERY: usize = 10;

fn main() {
    let count =
        std::env::args().skip(1).find_map(|argument| argument.parse::<usize>().ok()).unwrap_or(100_000);
    let texts: Vec<(usize, String)> = (0..count).map(text).collect();
    let megabytes = texts.iter().map(|(_, text)| text.len()).sum::<usize>() as f64 / 1e6;
    println!("{count} documents, {megabytes:.0} MB, one core");
    let signed = || texts.iter().map(|(_, text)| Arc::new(Wording::of(text, &[]))).collect();
    let (read, wordings): (f64, Vec<Arc<Wording>>) = busy_seconds(signed);
    println!("  words read and signed   {read:>7.2} s  {:>7.1} MB/s", megabytes / read);
    let documents: Vec<Document> = (0..count).map(document).collect();
    let (took, copies) = busy_seconds(|| Copies::of(documents.iter().zip(wordings)));
    println!("  copies found            {took:>7.2} s");
    let told = |at: usize| (texts[at].0 != at).then(|| (at, texts[at].0));
    let truth: BTreeSet<(usize, usize)> = (0..count).filter_map(told).collect();
    let place = |id: &DocumentId| id.as_str()[4..].parse::<usize>().unwrap_or_default();
    let found: BTreeSet<(usize, usize)> = documents
        .iter()
        .map(|document| (place(&document.id), place(copies.first(&document.id))))
        .filter(|(at, first)| at != first)
        .collect();
    let right = found.intersection(&truth).count();
    let share = |of: usize| 100.0 * right as f64 / of.max(1) as f64;
    println!(
        "  {} copies; precision {:.2} %, recall {:.2} %",
        truth.len(),
        share(found.len()),
        share(truth.len())
    );
    if let Some(peak) = peak_memory_mb() {
        println!("  peak memory {peak:.0} MB, the texts among it");
    }
}

/// A text with the place of the one that carried it first.
fn text(at: usize) -> (usize, String) {
    if at % EVERY != EVERY - 1 {
        return (at, story(at));
    }
    let of = at - EVERY / 2;
    let whole = story(of);
    let copy = match at / EVERY % 4 {
        0 => format!("A new headline over it\n\n{whole}"),
        1 => whole[..whole.len() * 2 / 3].to_owned(),
        2 => whole.replacen(". ", &format!(". {} ", &story(at + 7_000_000)[..300]), 1),
        _ => whole.replace(" of ", " from "),
    };
    (of, copy)
}

/// Some three hundred invented words in sentences of eighteen; every story ends in the same forty.
fn story(seed: usize) -> String {
    let mut state = seed as u64 ^ 0x2545_f491_4f6c_dd1d;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut text = String::new();
    for n in 0..260 {
        // Common words stand as thick as in news.
        match next() % 3 {
            0 => text.push_str(["the", "of", "a", "in", "to", "and"][next() % 6]),
            _ => text.push_str(&format!("w{}", next() % 4_000)),
        }
        text.push_str(if n % 18 == 17 { ". " } else { " " });
    }
    text.push_str(
        "Both sides agreed in March to stop all firing along the line for ten days and to let lorries ",
    );
    text.push_str(
        "with food and medicine through to the towns of the valley, where some forty thousand people live.",
    );
    text
}

fn document(at: usize) -> Document {
    let hash = Hash::of(&at.to_le_bytes());
    Document {
        id: DocumentId::new(format!("doc-{at:08}")),
        name: String::new(),
        outlet: None,
        published: jiff::Timestamp::from_second(at as i64 * 60).ok().map(Published::At),
        dateline: vec![],
        text: hash,
        original: hash,
        part: Span::new(0, 0),
        blocks: vec![],
    }
}
