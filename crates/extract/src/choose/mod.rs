//! Chooses among what could fill a slot, by what annotated stories teach. Proposes nothing that the story does not hold.

mod cast;
mod memory;
mod party;
mod place;
mod pool;
mod settle;
mod signs;
mod source;
mod time;

pub(crate) use cast::Cast;
pub(crate) use memory::Memory;
pub(crate) use signs::{Filler, Setting, groups, signs};

use crate::draft::Draft;
use crate::weigh::{Parts, START, Weights};
use rustc_hash::FxHashMap;
use truce_model::{Act, Claim, Document, Interval};

/// The name of the file of weights in a folder of rules, below its language.
pub(crate) const FILE: &str = "choices.bin";

/// A slot that is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// What.
    Act,
    /// Who says it.
    Source,
    /// Who did it.
    Agent,
    /// To whom or what.
    Target,
    /// Where.
    Places,
    /// When.
    Time,
}

impl Slot {
    /// Its name in the annotation guide; both ends of a time are one slot.
    pub fn word(self) -> &'static str {
        match self {
            Slot::Act => "act",
            Slot::Source => "source",
            Slot::Agent => "agent",
            Slot::Target => "target",
            Slot::Places => "places",
            Slot::Time => "time",
        }
    }
}

/// What a slot is filled with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Act(Act),
    Sources(Vec<Option<String>>),
    Party(Option<String>),
    Places(Vec<String>),
    Time(Interval),
}

/// A slot of a claim with all that could fill it, for learning and for showing why.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Which slot.
    pub slot: Slot,
    /// The claim with the slot filled by each, and the signs that speak for that.
    pub options: Vec<(Claim, Vec<String>)>,
}

/// The same before the draft becomes a claim.
#[derive(Clone, Debug)]
pub(crate) struct Choosing {
    pub slot: Slot,
    pub draft: Draft,
    pub options: Vec<(Value, Vec<String>)>,
}

impl Choosing {
    /// The choice, with the first source of the draft.
    pub fn choice(&self, document: &Document, text: &str) -> Option<Choice> {
        let mut options = Vec::with_capacity(self.options.len());
        for (value, signs) in &self.options {
            let mut draft = self.draft.clone();
            fill(&mut draft, self.slot, value.clone());
            options.push((draft.claims(document, text).into_iter().next()?, signs.clone()));
        }
        Some(Choice { slot: self.slot, options })
    }
}

/// Puts a value into a slot.
pub(crate) fn fill(draft: &mut Draft, slot: Slot, value: Value) {
    match (slot, value) {
        (Slot::Act, Value::Act(act)) => draft.act = act,
        (Slot::Source, Value::Sources(names)) => draft.sources = names,
        (Slot::Agent, Value::Party(name)) => draft.agent = name,
        (Slot::Target, Value::Party(name)) => draft.target = name,
        (Slot::Places, Value::Places(places)) => draft.places = places,
        (Slot::Time, Value::Time(time)) => draft.occurred = time,
        (Slot::Act | Slot::Source | Slot::Agent | Slot::Target | Slot::Places | Slot::Time, _) => {}
    }
}

/// The filler for which the signs speak most; the first of equals. `None`: there is none.
pub(crate) fn best(weights: &Weights, setting: &Setting<'_>, fillers: &[Filler]) -> Option<usize> {
    let mut scale = Scale::default();
    let sums: Vec<Parts> = fillers.iter().map(|filler| scale.weigh(weights, setting, filler)).collect();
    (0..fillers.len()).reduce(|best, at| if sums[at] > sums[best] { at } else { best })
}

/// Weighs the fillers of one slot. They share many of their marks, and what a mark adds is the same for all.
#[derive(Default)]
struct Scale {
    known: FxHashMap<u64, Parts>,
    /// The hashes of signs whose weights are asked for, all groups behind each other.
    hashes: Vec<u64>,
    /// Groups asked for, and where their hashes end.
    asked: Vec<(u64, usize)>,
    cells: Vec<(u32, i16)>,
    sums: Vec<Parts>,
}

impl Scale {
    fn weigh(&mut self, weights: &Weights, setting: &Setting<'_>, filler: &Filler) -> Parts {
        let mut sum = Parts::default();
        self.hashes.clear();
        self.asked.clear();
        self.sums.clear();
        groups(filler, &mut |group| {
            let key = group.key();
            if let Some(known) = self.known.get(&key) {
                sum += *known;
                return;
            }
            signs(setting, group, &mut |parts| {
                self.hashes.push(parts.iter().fold(START, |hash, part| part.behind(hash)));
            });
            self.asked.push((key, self.hashes.len()));
        });
        weights.of_all(&self.hashes, &mut self.cells, &mut self.sums);
        let mut from = 0;
        for (key, to) in &self.asked {
            let group = self.sums[from..*to].iter().copied().sum();
            self.known.insert(*key, group);
            sum += group;
            from = *to;
        }
        sum
    }
}
