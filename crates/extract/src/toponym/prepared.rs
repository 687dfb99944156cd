//! A text cut into words and runs, ready to be labelled or learnt from.

use super::evidence::Evidence;
use super::feature::View;
use super::label::Label;
use super::lists::Lists;
use super::run::{Known, Lookup, Run, runs};
use super::token::{Word, words};
use crate::gazetteer::Gazetteer;

/// A text with its words, the runs of capitalised ones, and what it tells of them.
pub struct Prepared<'t> {
    pub(super) text: &'t str,
    pub(super) words: Vec<Word>,
    pub(super) runs: Vec<Run>,
    pub(super) evidence: Evidence,
    all: &'t [Gazetteer],
    lists: &'t Lists,
}

/// The known parts of one run, and the memory to find those of the next.
#[derive(Default)]
pub struct Parts {
    known: Vec<Known>,
    within: Vec<Option<u8>>,
    lookup: Lookup,
}

impl<'t> Prepared<'t> {
    /// Cuts a text.
    pub fn new(text: &'t str, all: &'t [Gazetteer], lists: &'t Lists) -> Prepared<'t> {
        let words = words(text);
        let runs = runs(&words);
        let evidence = Evidence::collect(&words, lists);
        Prepared { text, words, runs, evidence, all, lists }
    }

    /// How many runs there are.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The words of a run, as numbers of [`Prepared::word`].
    pub fn run(&self, run: usize) -> std::ops::Range<usize> {
        self.runs.get(run).map_or(0..0, |run| run.from..run.to)
    }

    /// A word by its number.
    pub fn word(&self, word: usize) -> Option<&Word> {
        self.words.get(word)
    }

    /// Finds the known parts of a run.
    pub fn look(&self, run: usize, parts: &mut Parts) {
        parts.known.clear();
        parts.within.clear();
        let Run { from, to } = self.runs[run];
        let mut i = from;
        while i < to {
            let found = if self.words[i].capital() || i == from {
                parts.lookup.longest(self.text, &self.words, i, to, self.all)
            } else {
                None
            };
            let end = found.map_or(i + 1, |known| known.to);
            let number = found.and_then(|_| u8::try_from(parts.known.len()).ok());
            parts.known.extend(found.filter(|_| number.is_some()));
            parts.within.extend((i..end).map(|_| number));
            i = end;
        }
    }

    /// The known part that begins at a word and ends in front of another, if there is one.
    pub(super) fn known(&self, parts: &Parts, from: usize, to: usize) -> Option<Known> {
        parts.known.iter().find(|known| known.from == from && known.to == to).copied()
    }

    pub(super) fn view<'a>(&'a self, run: usize, parts: &'a Parts) -> View<'a> {
        View {
            text: self.text,
            words: &self.words,
            run: self.runs[run],
            within: &parts.within,
            known: &parts.known,
            lists: self.lists,
            evidence: &self.evidence,
        }
    }

    /// The features of a word of a run that was looked at, behind a word with the label `before`.
    pub fn features(&self, run: usize, parts: &Parts, word: usize, before: Label, give: impl FnMut(u32)) {
        self.view(run, parts).features(word, before, give);
    }
}
