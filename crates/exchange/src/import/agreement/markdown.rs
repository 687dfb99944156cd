//! The parts of an agreement's Markdown file: title, quoted articles, TOML blocks. Knows no more Markdown than that.

use super::{
    super::{
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    fences::fences,
};
use std::ops::Range;

/// What a TOML block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Who agreed, when, where.
    Agreement,
    /// Ground that the agreement draws.
    Area,
    /// One binding unit of the article above.
    Provision,
    /// What became of the terms.
    Turn,
    /// One way to understand contested terms.
    Reading,
}

impl Sort {
    /// Every sort of block.
    pub const ALL: [Sort; 5] = [Sort::Agreement, Sort::Area, Sort::Provision, Sort::Turn, Sort::Reading];

    /// The word after `toml` on the fence.
    pub fn word(&self) -> &'static str {
        match self {
            Sort::Agreement => "agreement",
            Sort::Area => "area",
            Sort::Turn => "turn",
            Sort::Provision => "provision",
            Sort::Reading => "reading",
        }
    }
}

/// A fenced TOML block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it holds.
    pub sort: Sort,
    /// The opening fence.
    pub fence: Range<usize>,
    /// Line of the opening fence, from 1.
    pub line: usize,
    /// The TOML between the fences.
    pub body: Range<usize>,
    /// The article above it, if there is one.
    pub article: Option<usize>,
}

/// All that counts in the file.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The first heading of the first level.
    pub title: Option<Placed<String>>,
    /// The words of each block quote, with its first line.
    pub articles: Vec<Placed<(String, usize)>>,
    /// The TOML blocks in order.
    pub blocks: Vec<Block>,
}

/// Finds the parts. Notes fences that are not closed and TOML blocks of unknown sort.
pub(super) fn parts(text: &str, problems: &mut Problems) -> Parts {
    let mut parts = Parts::default();
    let (mut at, mut line) = (0, 1);
    for fence in fences(text) {
        line += prose(text, at..fence.head.start, line, &mut parts);
        if let Some(sort) = sort_of(&fence.info, &fence.head, problems) {
            let (fence, body) = (fence.head.clone(), fence.body.clone());
            let article = parts.articles.len().checked_sub(1);
            parts.blocks.push(Block { sort, fence, line, body, article });
        }
        if !fence.is_closed() {
            let hint = format!("end it with {}", fence.marks);
            problems.add(&fence.head, "this block is never closed", Some(hint));
        }
        line += text[fence.head.start..fence.end].matches('\n').count();
        at = fence.end;
    }
    prose(text, at..text.len(), line, &mut parts);
    parts
}

/// Reads title and articles from the lines between two fenced blocks, of which `first` is the first. Gives their number.
fn prose(text: &str, lines: Range<usize>, first: usize, parts: &mut Parts) -> usize {
    let (mut at, mut count, mut quoting) = (lines.start, 0, false);
    for raw in text[lines].split_inclusive('\n') {
        let line = raw.trim_end();
        let place = at..at + line.len();
        let quoted = line.trim_start().strip_prefix('>');
        if let Some(words) = quoted {
            quote(words, quoting, &place, first + count, parts);
        } else if let (None, Some(title)) = (&parts.title, line.strip_prefix("# ")) {
            let value = title.trim().trim_end_matches('#').trim_end().to_owned();
            parts.title = (!value.is_empty()).then_some(Placed { value, at: place });
        }
        quoting = quoted.is_some();
        at += raw.len();
        count += 1;
    }
    count
}

/// Begins an article, or adds a line to the one that is being quoted.
fn quote(words: &str, quoting: bool, place: &Range<usize>, line: usize, parts: &mut Parts) {
    let words = words.trim();
    match parts.articles.last_mut() {
        Some(article) if quoting => {
            let text = &mut article.value.0;
            match (words.is_empty(), text.is_empty() || text.ends_with('\n')) {
                (true, false) => text.push_str("\n\n"),
                (true, true) => {}
                (false, true) => text.push_str(words),
                (false, false) => {
                    text.push(' ');
                    text.push_str(words);
                }
            }
            article.at.end = place.end;
        }
        _ => parts.articles.push(Placed { value: (words.to_owned(), line), at: place.clone() }),
    }
}

/// The sort of a TOML block; other languages are none of ours.
fn sort_of(info: &str, fence: &Range<usize>, problems: &mut Problems) -> Option<Sort> {
    let mut words = info.split_whitespace();
    let language = words.next()?;
    if language != "toml" {
        return None;
    }
    let word = words.next().unwrap_or("");
    let sort = Sort::ALL.into_iter().find(|sort| sort.word() == word);
    if sort.is_none() {
        let hint = did_you_mean(word, Sort::ALL.iter().map(Sort::word))
            .unwrap_or_else(|| "write ```toml agreement, area, provision, turn or reading".to_owned());
        let message = match word {
            "" => "this TOML block does not say what it holds".to_owned(),
            word => format!("unknown block `toml {word}`"),
        };
        problems.add(fence, message, Some(hint));
    }
    sort
}
