//! Running text with its references, before it is written in any format. Escapes nothing: the writers do.

use super::words;
use crate::{Daily, Figure, FigureValue};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::ClaimId;

/// A stretch of text of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Plain(String),
    /// Words that stand out.
    Strong(String),
    /// Quoted words, in quotation marks.
    Quoted(String),
    /// A figure with the numbers of its quotes.
    Figure(String, Vec<usize>),
    /// Numbers of quotes.
    Refs(Vec<usize>),
    /// The number of an incident in the annex.
    Incident(usize),
}

/// Pieces in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text(pub Vec<Piece>);

impl Text {
    /// Text of words alone.
    pub fn of(words: impl Into<String>) -> Text {
        Text(vec![Piece::Plain(words.into())])
    }

    /// Adds words.
    pub fn say(self, words: impl Into<String>) -> Text {
        self.and(Piece::Plain(words.into()))
    }

    /// Adds words that stand out.
    pub fn strong(self, words: impl Into<String>) -> Text {
        self.and(Piece::Strong(words.into()))
    }

    /// Adds words in quotation marks.
    pub fn quoted(self, words: impl AsRef<str>) -> Text {
        self.and(Piece::Quoted(words::quotation(words.as_ref())))
    }

    /// Adds a piece.
    pub fn and(mut self, piece: Piece) -> Text {
        self.0.push(piece);
        self
    }
}

/// A report with the numbers of its quotes and incidents at hand.
pub(crate) struct Numbered<'a> {
    pub daily: &'a Daily,
    quotes: BTreeMap<&'a ClaimId, usize>,
}

impl<'a> Numbered<'a> {
    /// Looks the numbers of `daily` up once.
    pub fn new(daily: &'a Daily) -> Numbered<'a> {
        Numbered { daily, quotes: daily.quotes.iter().map(|quote| (&quote.claim, quote.number)).collect() }
    }

    /// The quotes of these claims.
    pub fn refs<'c>(&self, claims: impl IntoIterator<Item = &'c ClaimId>) -> Piece {
        let numbers: BTreeSet<usize> =
            claims.into_iter().filter_map(|id| self.quotes.get(id).copied()).collect();
        Piece::Refs(numbers.into_iter().collect())
    }

    /// A figure with its quotes.
    pub fn figure(&self, figure: &Figure) -> Piece {
        match self.refs(&figure.claims) {
            Piece::Refs(numbers) => Piece::Figure(figure.value.to_string(), numbers),
            piece => piece,
        }
    }

    /// A figure with its noun and its quotes: `4 incidents [1–6]`.
    pub fn counted(&self, figure: &Figure, one: &str, many: &str) -> Piece {
        let noun = if figure.value == (FigureValue::Exact { n: 1 }) { one } else { many };
        match self.figure(figure) {
            Piece::Figure(words, numbers) => Piece::Figure(format!("{words} {noun}"), numbers),
            piece => piece,
        }
    }
}

/// Numbers as single ones and runs of three or more: `1, 2, 4–9`.
pub(crate) fn runs(numbers: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = vec![];
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let split = |(first, last): (usize, usize)| {
        if first + 1 == last { vec![(first, first), (last, last)] } else { vec![(first, last)] }
    };
    runs.into_iter().flat_map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_a_row_are_a_run() {
        assert_eq!(runs(&[1, 2, 4, 5, 6, 9]), [(1, 1), (2, 2), (4, 6), (9, 9)]);
        assert_eq!(runs(&[]), []);
    }
}
