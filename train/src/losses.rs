//! Where a parser goes wrong: tags taken for others, arcs lost, tokens cut otherwise; for people who improve it.

use crate::conllu::Sentence;
use std::collections::BTreeMap;
use truce_extract::parse::{self, Parser, Scratch, Tag, Token, Word};

/// Counts tags that were taken for others, the most frequent first.
pub fn confusions(parser: &Parser, sentences: &[Sentence]) -> String {
    let mut all: BTreeMap<String, usize> = Default::default();
    let mut scratch = Scratch::default();
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        for (word, gold) in parser.parse(&forms, &mut scratch).iter().zip(&sentence.words) {
            let Word { upos, form, number, passive, .. } = *word;
            let (want, have) = (shown(gold.tag), shown(Tag { upos, form, number, passive }));
            if want != have {
                *all.entry(format!("{want} as {have}")).or_default() += 1;
            }
        }
    }
    let mut rows: Vec<_> = all.into_iter().collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.1));
    rows.iter().take(25).map(|(t, n)| format!("{n} {t}")).collect::<Vec<_>>().join("\n")
}

/// Counts attachment by gold relation, the most words lost first.
pub fn attachment(parser: &Parser, sentences: &[Sentence]) -> String {
    let mut all: BTreeMap<&str, [usize; 3]> = Default::default();
    let mut scratch = Scratch::default();
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        for (word, gold) in parser.parse(&forms, &mut scratch).iter().zip(&sentence.words) {
            let entry = all.entry(gold.relation.base()).or_default();
            let head = word.head.map_or(0, |h| h + 1) == gold.head;
            entry[0] += 1;
            entry[1] += usize::from(!head);
            entry[2] += usize::from(!head || word.relation.base() != gold.relation.base());
        }
    }
    let mut rows: Vec<_> = all.into_iter().collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.1[2]));
    let text = |(r, [n, h, l]): &(&str, [usize; 3])| format!("{r} {n} head -{h} label -{l}");
    rows.iter().take(20).map(text).collect::<Vec<_>>().join("; ")
}

/// Counts right heads by the lead that they had over the next best, for the table of the parser.
pub fn leads(parser: &Parser, sentences: &[Sentence]) -> String {
    let mut bins = [(0, 0); 256];
    let mut scratch = Scratch::default();
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        for (word, gold) in parser.parse(&forms, &mut scratch).iter().zip(&sentence.words) {
            let bin = &mut bins[usize::from(word.lead)];
            bin.0 += 1;
            bin.1 += usize::from(word.head.map_or(0, |h| h + 1) == gold.head);
        }
    }
    let mut text = String::from("lead: words, right heads in percent\n");
    let bounds = [0, 1, 8, 16, 24, 32, 40, 48, 64, 80, 96, 128, 160, 256];
    for pair in bounds.windows(2) {
        let (words, right) = bins[pair[0]..pair[1]].iter().fold((0, 0), |(w, r), b| (w + b.0, r + b.1));
        text +=
            &format!("{:3} and more: {words:6} {:.1}\n", pair[0], 100.0 * right as f64 / words.max(1) as f64);
    }
    text
}

/// Lists words of the gold that the tokeniser cut otherwise.
pub fn misses(sentences: &[Sentence], most: usize) -> Vec<String> {
    let mut out = Vec::new();
    for sentence in sentences {
        let text = sentence.text.as_str();
        let place = |byte: usize| text[..byte].chars().count();
        let tokens = parse::tokens(text);
        let spans: Vec<_> = tokens.iter().map(|t| (place(t.start), place(t.end))).collect();
        for gold in sentence.words.iter().filter(|g| !spans.contains(&g.span)) {
            let over = |t: &&Token| place(t.start) < gold.span.1 && gold.span.0 < place(t.end);
            let ours: Vec<&str> = tokens.iter().filter(over).map(|t| t.of(text)).collect();
            out.push(format!("{} ours {}", gold.form, ours.join("|")));
            if out.len() == most {
                return out;
            }
        }
    }
    out
}

fn shown(tag: Tag) -> String {
    let Tag { upos, form, number, passive } = tag;
    format!("{upos}/{form}/{number}/{}", if passive { "pass" } else { "-" })
}
