//! The signs that speak for a filler: where it comes from, how it stands to the act, what it is, each with the act.

use super::{Slot, Value};
use crate::weigh::{Part, Signs};

/// How many roles of a filler are put together with the classes of its word.
const PLAIN: usize = 2;

/// What could fill a slot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filler {
    pub value: Value,
    /// Where it comes from: the rule, the source, the claim before.
    pub origins: Vec<&'static str>,
    /// How it stands to the word of the act.
    pub roles: Vec<String>,
    /// What it is.
    pub sorts: Vec<&'static str>,
    /// The classes by meaning of its word, where it stands in the sentence.
    pub kin: Vec<String>,
}

/// The claim whose slot is to be filled.
#[derive(Clone, Debug)]
pub(crate) struct Setting<'a> {
    pub slot: Slot,
    pub kind: Part<'static>,
    pub act: Part<'static>,
    pub rule: Part<'a>,
    /// The word of the act.
    pub word: Part<'a>,
    /// The classes by meaning of the word of the act.
    pub classes: Vec<Part<'a>>,
    /// How the clause is built and told.
    pub marks: Vec<Part<'static>>,
    /// What words the clause holds and how it is built; only where the act is chosen.
    pub holds: Signs,
}

/// Names each sign to `take`, as parts that are read with a space between them.
pub(crate) fn signs(setting: &Setting<'_>, filler: &Filler, take: &mut impl FnMut(&[Part<'_>])) {
    let Setting { kind, act, rule, word, marks, slot, holds, classes } = setting;
    let (kind, act, rule, word, slot) = (*kind, *act, *rule, *word, Part::of(slot.word()));
    let of = |names: &[&'static str]| names.iter().map(|name| Part::of(name)).collect::<Vec<_>>();
    let origins = of(&filler.origins);
    if let Value::Act(other) = filler.value {
        let act = Part::of(other.word());
        take(&[slot, act]);
        take(&[slot, act, Part::of("word"), word]);
        for mark in marks {
            take(&[slot, act, *mark]);
        }
        for origin in origins {
            take(&[slot, origin]);
            take(&[slot, act, origin]);
            take(&[slot, rule, origin]);
        }
        take(&[slot, rule, act]);
        for sign in holds.iter().filter(|sign| telling(sign.name)) {
            take(&[slot, act, sign.part()]);
        }
        return;
    }
    let roles: Vec<Part<'_>> = filler.roles.iter().map(|role| Part::of(role)).collect();
    let sorts = of(&filler.sorts);
    for sign in origins.iter().chain(&roles).chain(&sorts) {
        take(&[slot, *sign]);
        take(&[slot, kind, *sign]);
        take(&[slot, act, *sign]);
    }
    let kin = filler.kin.iter().map(|kin| Part::of(kin));
    for kin in kin {
        take(&[slot, kind, kin]);
        take(&[slot, act, kin]);
        for role in roles.iter().take(PLAIN) {
            take(&[slot, kind, *role, kin]);
        }
    }
    for class in classes {
        for sign in roles.iter().chain(&origins) {
            take(&[slot, *class, *sign]);
        }
    }
    for (origin, name) in origins.iter().zip(&filler.origins) {
        take(&[slot, rule, *origin]);
        take(&[slot, act, word, *origin]);
        for mark in marks {
            take(&[slot, kind, *mark, *origin]);
            take(&[slot, act, *mark, *origin]);
        }
        for sort in &sorts {
            take(&[slot, kind, *origin, *sort]);
        }
        for (other, _) in origins.iter().zip(&filler.origins).filter(|(_, other)| *other > name) {
            take(&[slot, kind, *origin, *other]);
        }
    }
    for role in roles {
        take(&[slot, rule, role]);
        take(&[slot, word, role]);
        for sort in &sorts {
            take(&[slot, kind, role, *sort]);
            take(&[slot, act, role, *sort]);
        }
        for origin in &origins {
            take(&[slot, kind, role, *origin]);
        }
    }
}

/// Whether what a clause holds can tell of which act it is.
fn telling(name: &str) -> bool {
    ["l=", "main", "object", "subject:"].iter().any(|role| name.starts_with(role))
}
