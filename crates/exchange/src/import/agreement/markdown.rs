//! The parts of an agreement's Markdown file: title, quoted articles, TOML blocks. Knows no more Markdown than that.

use super::super::{
    nearest::did_you_mean,
    problem::{Placed, Problems},
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

/// A fence that is open.
struct Open {
    marks: String,
    fence: Range<usize>,
    line: usize,
    body: usize,
    sort: Option<Sort>,
}

/// Finds the parts. Notes fences that are not closed and TOML blocks of unknown sort.
pub(super) fn parts(text: &str, problems: &mut Problems) -> Parts {
    let mut parts = Parts::default();
    let mut open: Option<Open> = None;
    let (mut at, mut quoting) = (0, false);
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let line = raw.trim_end();
        let place = at..at + line.len();
        if let Some(fence) = &open {
            let closes = line.trim_start().strip_prefix(&fence.marks);
            if closes.is_some_and(|rest| rest.chars().all(|mark| fence.marks.starts_with(mark))) {
                close(open.take(), at, &mut parts);
            }
        } else if let Some(words) = line.trim_start().strip_prefix('>') {
            quote(words, quoting, &place, index + 1, &mut parts);
        } else if let Some((marks, info)) = fence_of(line) {
            let sort = sort_of(info, &place, problems);
            open = Some(Open { marks, fence: place, line: index + 1, body: at + raw.len(), sort });
        } else if let (None, Some(title)) = (&parts.title, line.strip_prefix("# ")) {
            let value = title.trim().trim_end_matches('#').trim_end().to_owned();
            parts.title = (!value.is_empty()).then_some(Placed { value, at: place });
        }
        quoting = open.is_none() && line.trim_start().starts_with('>');
        at += raw.len();
    }
    if let Some(fence) = &open {
        problems.add(
            &fence.fence,
            "this block is never closed",
            Some(format!("end it with {}", fence.marks)),
        );
        close(open.take(), text.len(), &mut parts);
    }
    parts
}

fn close(open: Option<Open>, end: usize, parts: &mut Parts) {
    if let Some(Open { fence, line, body, sort: Some(sort), .. }) = open {
        let article = parts.articles.len().checked_sub(1);
        parts.blocks.push(Block { sort, fence, line, body: body.min(end)..end, article });
    }
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

/// The marks of an opening fence and what stands after them.
fn fence_of(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|mark| "`~".contains(*mark))?;
    let info = line.trim_start_matches(mark);
    let marks = &line[..line.len() - info.len()];
    (marks.len() >= 3 && !info.contains('`')).then(|| (marks.to_owned(), info.trim()))
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
