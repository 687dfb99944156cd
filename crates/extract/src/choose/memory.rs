//! Remembers of a story what the claims before told: who, where, when. Forgets nothing within a story.

use super::Cast;
use super::cast::most;
use crate::draft::Draft;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use truce_model::{Interval, Kind};

/// What a claim told.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub kind: Kind,
    pub source: Option<String>,
    pub agent: Option<String>,
    pub target: Option<String>,
    pub places: Vec<String>,
    pub time: Interval,
    pub paragraph: usize,
    pub sentence: usize,
}

/// What the claims before told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    told: Vec<Told>,
    /// Whom and what the whole story names most.
    pub cast: Cast,
    /// The places that the paragraph has named before the sentence, the last first.
    pub named: Vec<String>,
    /// How often each party was told of.
    parties: BTreeMap<String, usize>,
    /// Of each name asked for what it is of, which is the same in the whole story.
    sorts: RefCell<FxHashMap<String, Vec<&'static str>>>,
}

impl Memory {
    /// Notes what a claim tells; `sentence` is where its sentence starts.
    pub fn note(&mut self, draft: &Draft, paragraph: usize, sentence: usize) {
        for name in [&draft.agent, &draft.target].into_iter().flatten() {
            *self.parties.entry(name.clone()).or_default() += 1;
        }
        self.told.push(Told {
            kind: draft.act.kind(),
            source: draft.sources.first().cloned().flatten(),
            agent: draft.agent.clone(),
            target: draft.target.clone(),
            places: draft.places.clone(),
            time: draft.occurred,
            paragraph,
            sentence,
        });
    }

    /// What a name is of, found out once.
    pub fn sorts(&self, name: &str, find: impl FnOnce() -> Vec<&'static str>) -> Vec<&'static str> {
        if let Some(sorts) = self.sorts.borrow().get(name) {
            return sorts.clone();
        }
        let sorts = find();
        self.sorts.borrow_mut().insert(name.to_owned(), sorts.clone());
        sorts
    }

    /// The claims told before, the last first.
    pub fn back(&self) -> impl Iterator<Item = &Told> {
        self.told.iter().rev()
    }

    /// The parties told of most, the first of equals by name.
    pub fn main(&self) -> Vec<&String> {
        most(&self.parties, 3)
    }
}
