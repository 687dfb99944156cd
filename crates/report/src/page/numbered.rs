//! The numbers of the quotes behind a figure, short enough to read. Drops no number: a long list goes to an annex.

use super::Piece;
use crate::{Daily, Figure, FigureValue};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};
use truce_model::ClaimId;

/// With more runs than this, a list is given in the annex.
const LONGEST: usize = 12;
/// So many runs stand before "and more".
const SHOWN: usize = 3;

/// Numbers of quotes, in runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refs {
    /// First and last of each run that is shown.
    pub runs: Vec<(usize, usize)>,
    /// How many more there are, and in which list of the annex they all stand.
    pub more: Option<(usize, usize)>,
}

/// A report with the numbers of its quotes at hand.
pub(crate) struct Numbered<'a> {
    pub daily: &'a Daily,
    quotes: BTreeMap<&'a ClaimId, usize>,
    // Text is made in many places from a shared view; only the list of long lists grows on the way.
    lists: RefCell<Vec<Vec<(usize, usize)>>>,
}

impl<'a> Numbered<'a> {
    /// Looks the numbers of `daily` up once.
    pub fn new(daily: &'a Daily) -> Numbered<'a> {
        let quotes = daily.quotes.iter().map(|quote| (&quote.claim, quote.number)).collect();
        Numbered { daily, quotes, lists: RefCell::default() }
    }

    /// The quotes of these claims.
    pub fn refs<'c>(&self, claims: impl IntoIterator<Item = &'c ClaimId>) -> Piece {
        Piece::Refs(self.numbers(claims))
    }

    /// A figure with its quotes.
    pub fn figure(&self, figure: &Figure) -> Piece {
        Piece::Figure(figure.value.to_string(), self.numbers(&figure.claims))
    }

    /// A count with its quotes, and the words for none: only incidents are reported, verdicts are found.
    pub fn count(&self, figure: &Figure, none: &str) -> Piece {
        if figure.is_none_reported() {
            return Piece::Figure(none.to_owned(), Refs::default());
        }
        self.figure(figure)
    }

    /// A figure with its noun and its quotes: `4 incidents [1–6]`.
    pub fn counted(&self, figure: &Figure, one: &str, many: &str) -> Piece {
        let noun = if figure.value == (FigureValue::Exact { n: 1 }) { one } else { many };
        Piece::Figure(format!("{} {noun}", figure.value), self.numbers(&figure.claims))
    }

    /// The lists that were too long for their place, in the order of their numbers.
    pub fn lists(self) -> Vec<Refs> {
        self.lists.into_inner().into_iter().map(|runs| Refs { runs, more: None }).collect()
    }

    fn numbers<'c>(&self, claims: impl IntoIterator<Item = &'c ClaimId>) -> Refs {
        let numbers: BTreeSet<usize> =
            claims.into_iter().filter_map(|id| self.quotes.get(id).copied()).collect();
        let mut runs = runs(&numbers);
        if runs.len() <= LONGEST {
            return Refs { runs, more: None };
        }
        let mut lists = self.lists.borrow_mut();
        let at = lists.iter().position(|list| *list == runs).unwrap_or_else(|| {
            lists.push(runs.clone());
            lists.len() - 1
        });
        runs.truncate(SHOWN);
        let shown: usize = runs.iter().map(|(first, last)| last - first + 1).sum();
        Refs { runs, more: Some((numbers.len() - shown, at + 1)) }
    }
}

/// Numbers as single ones and runs of three or more: `1, 2, 4–9`.
fn runs(numbers: &BTreeSet<usize>) -> Vec<(usize, usize)> {
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
        assert_eq!(runs(&BTreeSet::from([1, 2, 4, 5, 6, 9])), [(1, 1), (2, 2), (4, 6), (9, 9)]);
        assert_eq!(runs(&BTreeSet::new()), []);
    }
}
