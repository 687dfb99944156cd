//! Compares two claims field by field and tells whether they can be of one incident. Groups nothing.

use crate::{family, lookup::Lookup, party::Kinship, place, seen::Seen, time};
use std::fmt;
use truce_model::{Act, Actors, Claim, Places};

/// A field on which two claims are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What happened.
    Act,
    /// When.
    Time,
    /// Where.
    Place,
    /// Who did it.
    Agent,
    /// To whom or what.
    Target,
    /// Whether one source tells two things in one text.
    Telling,
}

impl Field {
    /// The word used in explanations.
    pub fn word(&self) -> &'static str {
        match self {
            Field::Act => "act",
            Field::Time => "time",
            Field::Place => "place",
            Field::Agent => "agent",
            Field::Target => "target",
            Field::Telling => "telling",
        }
    }
}

/// How alike two claims are in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// They say the same.
    Same,
    /// One says more closely what the other says more widely.
    Close,
    /// At least one says nothing that could be compared.
    Unknown,
    /// They blame each other's side for one and the same thing.
    Rival,
    /// They exclude each other.
    Different,
}

impl Likeness {
    /// The word used in explanations.
    pub fn word(&self) -> &'static str {
        match self {
            Likeness::Same => "the same",
            Likeness::Close => "compatible",
            Likeness::Unknown => "not told",
            Likeness::Rival => "contested",
            Likeness::Different => "different",
        }
    }
}

/// One field of two claims, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Which field.
    pub field: Field,
    /// How alike.
    pub likeness: Likeness,
    /// What that weighs, in bits: the logarithm of how much more often two claims of one incident are so alike than two of
    /// different ones. `None`: it keeps them apart, whatever else agrees.
    pub bits: Option<f64>,
    /// What the two claims say in that field.
    pub because: String,
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.bits.map_or("apart".to_owned(), |bits| format!("{bits:+.1}"));
        write!(f, "{}: {}, {bits} ({})", self.field.word(), self.likeness.word(), self.because)
    }
}

/// Bytes between two claims of one document up to which they stand in one passage: some three sentences (assumed).
pub(crate) const PASSAGE: usize = 400;

/// How well two claims agree: strength over all fields, then nearness in the text.
pub(crate) type Score = (i32, i64);

/// Compares two claims field by field, so that it can be explained why they are one incident or two.
pub fn why(a: &Claim, b: &Claim, actors: &Actors, places: &Places) -> Vec<Comparison> {
    let lookup = Lookup::new(actors, places);
    explained(&Seen::of(a, &lookup), &Seen::of(b, &lookup))
}

/// The fields of two claims, with what each of them weighs.
pub(crate) fn explained(a: &Seen, b: &Seen) -> Vec<Comparison> {
    let told = |(field, likeness): (Field, Likeness)| Comparison {
        field,
        likeness,
        bits: (likeness != Likeness::Different || !decides(field, a, b))
            .then(|| f64::from(weight(field, likeness)) / f64::from(PARTS)),
        because: both_say(field, a.claim, b.claim),
    };
    fields(a, b, a.gap(b)).map(told).to_vec()
}

fn both_say(field: Field, a: &Claim, b: &Claim) -> String {
    let or_none = |name: Option<&truce_model::Name>| name.map_or("not told".to_owned(), ToString::to_string);
    let list = |claim: &Claim| {
        let names: Vec<&str> = claim.places.iter().map(|name| name.as_str()).collect();
        if names.is_empty() { "not told".to_owned() } else { names.join(", ") }
    };
    let say = |claim: &Claim| match field {
        Field::Act => claim.act.to_string(),
        Field::Time => claim.occurred.to_string(),
        Field::Place => list(claim),
        Field::Agent => or_none(claim.agent.as_ref()),
        Field::Target => or_none(claim.target.as_ref()),
        Field::Telling => or_none(claim.source.as_ref()),
    };
    format!("{} / {}", say(a), say(b))
}

/// The likeness of two claims in every field, standing so many bytes apart in one document.
fn fields(a: &Seen, b: &Seen, gap: Option<usize>) -> [(Field, Likeness); 6] {
    let act = acts(a, b);
    let (time, place) = (times(a, b), place::likeness(&a.site, &b.site));
    let target = targets(a, b);
    let agent = agents(a, b, place, target);
    let mut all = [
        (Field::Act, act),
        (Field::Time, time),
        (Field::Place, place),
        (Field::Agent, agent),
        (Field::Target, target),
        (Field::Telling, Likeness::Unknown),
    ];
    if rows_apart(a, b) {
        all[5].1 = Likeness::Different;
    } else if gap.is_some_and(|bytes| bytes > 0) {
        all[5].1 = telling(a, b, &all);
    }
    all
}

/// What two claims are to each other wherever they stand in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// Whether a field keeps them apart for good.
    pub(crate) apart: bool,
    /// Whether one source tells, without saying where or when: told at two places of one text, it is two things.
    pub(crate) repeats: bool,
    /// Whether time or place is not told, so that they join only within one passage.
    loose: bool,
    /// Whether they may join within a passage.
    in_passage: bool,
    /// Whether one looks back at what the other tells: they join wherever they stand.
    recalls: bool,
    /// Whether they may join at all.
    joins: bool,
    strength: i32,
}

/// What two claims are to each other; where in a text they stand plays no part.
pub(crate) fn pair(a: &Seen, b: &Seen) -> Pair {
    if rows_apart(a, b) || plainly_apart(a, b) || place::likeness(&a.site, &b.site) == Likeness::Different {
        return Pair {
            apart: true,
            repeats: false,
            loose: false,
            in_passage: false,
            recalls: false,
            joins: false,
            strength: 0,
        };
    }
    let all = fields(a, b, None);
    // Nobody comes to be named in an incident through a claim that does not tell when or where.
    let brings_agent = a.agent.is_some() != b.agent.is_some() && a.asserts() && b.asserts();
    Pair {
        apart: excludes(a, b, &all),
        repeats: telling(a, b, &all) == Likeness::Different,
        loose: is_loose(&all),
        in_passage: !brings_agent && !wide(a, b),
        recalls: !brings_agent && recalls(a, b, &all),
        // A source that denies its own part says nothing of what another is said to have done.
        joins: a.denies() == b.denies() || !agents_apart(a, b),
        strength: all.iter().map(|(field, likeness)| weight(*field, *likeness)).sum(),
    }
}

impl Pair {
    /// How well they agree if the nearest of them stand so many bytes apart; `None`: they do not join by themselves.
    pub(crate) fn link(&self, gap: Option<usize>) -> Option<Score> {
        let passage = gap.is_some_and(|bytes| bytes <= PASSAGE) && self.in_passage;
        let twice = self.repeats && gap.is_some_and(|bytes| bytes > 0);
        (self.joins && !self.apart && !twice && (!self.loose || passage || self.recalls))
            .then(|| (self.strength, nearness(gap)))
    }

    /// Whether any two claims of these can be of one incident by themselves.
    pub(crate) fn can_link(&self) -> bool {
        self.joins && !self.apart
    }

    /// Whether time or place is not told, so that it joins claims only where they stand in one passage.
    pub(crate) fn is_loose(&self) -> bool {
        self.loose
    }
}

/// Whether one tells no place and speaks of something as known, and the other tells where that day the same thing was hit.
fn recalls(a: &Seen, b: &Seen, all: &[(Field, Likeness); 6]) -> bool {
    let back =
        |x: &Seen, y: &Seen| x.recalls && y.site.is_known() && matches!(y.extent, time::Extent::Short(_));
    let same = |field: usize| matches!(all[field].1, Likeness::Same | Likeness::Close);
    (back(a, b) || back(b, a)) && same(1) && same(4)
}

/// Whether they are two rows of one event table, which tells of each event once.
fn rows_apart(a: &Seen, b: &Seen) -> bool {
    a.table.is_some() && a.table == b.table && a.claim.document != b.claim.document
}

/// Whether act or time alone keep them apart, which is quickly told.
fn plainly_apart(a: &Seen, b: &Seen) -> bool {
    acts(a, b) == Likeness::Different || times(a, b) == Likeness::Different
}

fn is_loose(all: &[(Field, Likeness); 6]) -> bool {
    all[1].1 == Likeness::Unknown || all[2].1 == Likeness::Unknown
}

fn nearness(gap: Option<usize>) -> i64 {
    gap.and_then(|bytes| i64::try_from(bytes).ok()).map_or(i64::MIN, |bytes| -bytes)
}

fn acts(a: &Seen, b: &Seen) -> Likeness {
    match a.claim.act == b.claim.act {
        true => Likeness::Same,
        false if family::can_be_one(a.claim.act, b.claim.act, a.on_aid && b.on_aid) => Likeness::Close,
        false => Likeness::Different,
    }
}

/// The parts of a bit in which weights are counted, so that sums are exact.
pub(crate) const PARTS: i32 = 10;

/// How many times more often two claims of one incident are so alike in a field than two claims of different incidents that
/// are compared at all (assumed).
///
/// Source: Ivan Fellegi and Alan Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association 64,
/// 1969, pages 1183-1210: the weight of a field is the logarithm of this ratio, and weights of fields add up.
fn ratio(field: Field, likeness: Likeness) -> f64 {
    let (same, close, different) = match field {
        Field::Act => (4.0, 2.0, 0.5),
        Field::Time => (8.0, 4.0, 0.5),
        Field::Place => (16.0, 4.0, 0.5),
        Field::Agent => (8.0, 4.0, 0.5),
        Field::Target => (4.0, 2.0, 0.5),
        Field::Telling => (1.0, 1.0, 0.5),
    };
    match likeness {
        Likeness::Same => same,
        Likeness::Close => close,
        Likeness::Unknown | Likeness::Rival => 1.0,
        Likeness::Different => different,
    }
}

/// The logarithm of the ratio, in parts of a bit.
fn weight(field: Field, likeness: Likeness) -> i32 {
    (ratio(field, likeness).log2() * f64::from(PARTS)).round() as i32
}

/// Whether a difference in a field keeps two claims apart, whatever else agrees.
fn decides(field: Field, a: &Seen, b: &Seen) -> bool {
    match field {
        Field::Act | Field::Time | Field::Place | Field::Agent | Field::Telling => true,
        // What was hit may be disputed; where it lies may not.
        Field::Target => a.target_site.is_some() && b.target_site.is_some(),
    }
}

fn excludes(a: &Seen, b: &Seen, all: &[(Field, Likeness); 6]) -> bool {
    all.iter().any(|(field, likeness)| *likeness == Likeness::Different && decides(*field, a, b))
}

/// Whether one names only a country where the other names a place: a wide claim, not one without a place.
fn wide(a: &Seen, b: &Seen) -> bool {
    let only_country = |x: &Seen| !x.site.is_known() && !x.claim.places.is_empty();
    (only_country(a) && b.site.is_known()) || (only_country(b) && a.site.is_known())
}

/// A denial that reaches up to a day denies everything before it; other claims are alike only where both were told.
fn times(a: &Seen, b: &Seen) -> Likeness {
    let reaches = |denial: &Seen, other: &Seen| {
        denial.denies()
            && matches!(denial.extent, time::Extent::Open(_))
            && matches!(other.extent, time::Extent::Short(_))
            && denial.claim.occurred.meets(&other.claim.occurred)
    };
    match time::likeness(a.extent, b.extent) {
        Likeness::Different if reaches(a, b) || reaches(b, a) => Likeness::Close,
        likeness => likeness,
    }
}

fn agents_apart(a: &Seen, b: &Seen) -> bool {
    matches!((&a.agent, &b.agent), (Some(x), Some(y)) if x.to(y) == Kinship::Apart)
}

fn agents(a: &Seen, b: &Seen, place: Likeness, target: Likeness) -> Likeness {
    let (Some(x), Some(y)) = (&a.agent, &b.agent) else { return Likeness::Unknown };
    match x.to(y) {
        Kinship::Same => return Likeness::Same,
        Kinship::Part => return Likeness::Close,
        Kinship::Apart if a.denies() != b.denies() => return Likeness::Unknown,
        Kinship::Apart => {}
    }
    let faces = |agent: &crate::party::Party, other: &Seen| {
        other.target.as_ref().is_some_and(|target| target.to(agent) != Kinship::Apart)
    };
    let crossed = faces(x, b) || faces(y, a);
    let ground = a.family == family::Family::Ground && b.family == family::Family::Ground;
    // Of two sides that fight each other, it is the narrator's choice which is named first.
    if ground && crossed && (a.claim.act == Act::Clash || b.claim.act == Act::Clash) {
        return Likeness::Close;
    }
    let others = matches!((&a.witness, &b.witness), (Some(v), Some(w)) if v != w);
    let singular = a.family == b.family
        && matches!(
            a.family,
            family::Family::OnAid | family::Family::Alone(Act::Explosion | Act::ChemicalAttack)
        );
    let one_thing_hit = matches!(target, Likeness::Same | Likeness::Close) && place == Likeness::Same;
    let rival = others && ((ground && crossed) || (singular && place == Likeness::Same) || one_thing_hit);
    if rival { Likeness::Rival } else { Likeness::Different }
}

fn targets(a: &Seen, b: &Seen) -> Likeness {
    let (Some(x), Some(y)) = (&a.target, &b.target) else { return Likeness::Unknown };
    match (&a.target_site, &b.target_site) {
        (Some(s), Some(t)) => place::likeness(s, t),
        (None, None) => match x.to(y) {
            Kinship::Same => Likeness::Same,
            Kinship::Part => Likeness::Close,
            Kinship::Apart => Likeness::Different,
        },
        _ => Likeness::Unknown,
    }
}

/// One source that tells twice in one text without saying where or when is not taken to tell the same thing.
fn telling(a: &Seen, b: &Seen, all: &[(Field, Likeness); 6]) -> Likeness {
    let twice = a.witness == b.witness && a.asserts() && b.asserts();
    let same_target = matches!(all[4].1, Likeness::Same | Likeness::Close);
    if twice && is_loose(all) && !same_target { Likeness::Different } else { Likeness::Unknown }
}
