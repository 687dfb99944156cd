//! The signs that speak for a filler: where it comes from, how it stands to the act, what it is, each with the act.

use super::{Slot, Value};
use crate::weigh::{Part, START, Signs, then};

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

/// Which of a filler's marks one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Act,
    Origin,
    Role,
    Sort,
    Kin,
}

/// Signs that follow from the setting and one mark of a filler, or two together, and are the same for every filler that
/// has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group<'f> {
    one: (Mark, Part<'f>),
    other: Option<(Mark, Part<'f>)>,
}

impl Group<'_> {
    /// By what groups of one setting are told apart.
    pub fn key(&self) -> u64 {
        let add = |hash: u64, (mark, part): (Mark, Part<'_>)| part.behind(then(hash, mark as u64));
        let one = add(START, self.one);
        self.other.map_or(one, |other| add(one, other))
    }
}

/// Gives each group of signs of a filler to `take`.
pub(crate) fn groups<'f>(filler: &'f Filler, take: &mut impl FnMut(&Group<'f>)) {
    let mut one = |mark, part| take(&Group { one: (mark, part), other: None });
    if let Value::Act(act) = filler.value {
        one(Mark::Act, Part::of(act.word()));
        for origin in &filler.origins {
            take(&Group {
                one: (Mark::Act, Part::of(act.word())),
                other: Some((Mark::Origin, Part::of(origin))),
            });
        }
        return;
    }
    let of = |names: &[&'static str]| names.iter().map(|name| Part::of(name)).collect::<Vec<_>>();
    let (origins, sorts) = (of(&filler.origins), of(&filler.sorts));
    let roles: Vec<Part<'_>> = filler.roles.iter().map(|role| Part::of(role)).collect();
    let kin: Vec<Part<'_>> = filler.kin.iter().map(|kin| Part::of(kin)).collect();
    origins.iter().for_each(|origin| one(Mark::Origin, *origin));
    roles.iter().for_each(|role| one(Mark::Role, *role));
    sorts.iter().for_each(|sort| one(Mark::Sort, *sort));
    kin.iter().for_each(|kin| one(Mark::Kin, *kin));
    let mut two = |one, other| take(&Group { one, other: Some(other) });
    for (i, origin) in origins.iter().enumerate() {
        let origin = (Mark::Origin, *origin);
        sorts.iter().for_each(|sort| two(origin, (Mark::Sort, *sort)));
        for (other, name) in origins.iter().zip(&filler.origins) {
            if *name > filler.origins[i] {
                two(origin, (Mark::Origin, *other));
            }
        }
    }
    for (i, role) in roles.iter().enumerate() {
        let role = (Mark::Role, *role);
        sorts.iter().for_each(|sort| two(role, (Mark::Sort, *sort)));
        origins.iter().for_each(|origin| two(role, (Mark::Origin, *origin)));
        if i < PLAIN {
            kin.iter().for_each(|kin| two(role, (Mark::Kin, *kin)));
        }
    }
}

/// Names each sign of a group to `take`, as parts that are read with a space between them.
pub(crate) fn signs(setting: &Setting<'_>, group: &Group<'_>, take: &mut impl FnMut(&[Part<'_>])) {
    let Setting { kind, act, rule, word, slot, .. } = setting;
    let (kind, act, rule, word, slot) = (*kind, *act, *rule, *word, Part::of(slot.word()));
    let (mark, one) = group.one;
    if let Some((other_mark, other)) = group.other {
        match (mark, other_mark) {
            (Mark::Act, _) => {
                take(&[slot, other]);
                take(&[slot, one, other]);
                take(&[slot, rule, other]);
            }
            (Mark::Role, Mark::Sort) => {
                take(&[slot, kind, one, other]);
                take(&[slot, act, one, other]);
            }
            _ => take(&[slot, kind, one, other]),
        }
        return;
    }
    match mark {
        Mark::Act => act_signs(setting, slot, one, take),
        Mark::Kin => {
            take(&[slot, kind, one]);
            take(&[slot, act, one]);
        }
        Mark::Origin | Mark::Role | Mark::Sort => {
            take(&[slot, one]);
            take(&[slot, kind, one]);
            take(&[slot, act, one]);
        }
    }
    if matches!(mark, Mark::Origin | Mark::Role) {
        take(&[slot, rule, one]);
        setting.classes.iter().for_each(|class| take(&[slot, *class, one]));
    }
    if mark == Mark::Role {
        take(&[slot, word, one]);
    }
    if mark == Mark::Origin {
        take(&[slot, act, word, one]);
        for about in &setting.marks {
            take(&[slot, kind, *about, one]);
            take(&[slot, act, *about, one]);
        }
    }
}

/// Names the signs of an act that a claim could be of.
fn act_signs(setting: &Setting<'_>, slot: Part<'_>, act: Part<'_>, take: &mut impl FnMut(&[Part<'_>])) {
    take(&[slot, act]);
    take(&[slot, act, Part::of("word"), setting.word]);
    setting.marks.iter().for_each(|mark| take(&[slot, act, *mark]));
    take(&[slot, setting.rule, act]);
    for sign in setting.holds.iter().filter(|sign| telling(sign.name)) {
        take(&[slot, act, sign.part()]);
    }
}

/// Whether what a clause holds can tell of which act it is.
fn telling(name: &str) -> bool {
    ["l=", "main", "object", "subject:"].iter().any(|role| name.starts_with(role))
}
