//! Which toll claims bear on an asked scope, which of them are admitted, and why others are not. Counts nobody.

use super::{
    again::told_again,
    asked::{Asked, Cause, Policy},
    convention::Figures,
    later,
    region::{Region, Surveyor},
    ties::{Row, Ties},
};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{
    Act, Actor, ActorKind, Actors, Claim, ClaimId, DocumentId, Incident, Matching, Name, Stance, TollOf,
};

/// More people than live on Earth, of whom a figure cannot be meant (United Nations, World Population Prospects 2024:
/// below 10.3 thousand million in this century).
const MOST_PEOPLE: u64 = 10_300_000_000;
/// Bytes between a toll and the words of an event up to which it counts what that did (assumed).
const ADJOINS: u64 = 80;

/// A toll claim with what it counts.
#[derive(Clone, Debug)]
pub(crate) struct Told<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) region: Region,
    pub(crate) figures: Figures,
    /// The number of its incident among those at hand.
    pub(crate) incident: Option<usize>,
    /// The row of an event table that tells it.
    pub(crate) row: Option<Row>,
    /// Whether another claim denies it, so that it sets no floor.
    pub(crate) is_denied: bool,
    /// Whether it may only tell an earlier figure of its source again.
    pub(crate) is_again: bool,
}

impl Told<'_> {
    /// At least so many.
    pub(crate) fn min(&self) -> Option<u64> {
        self.figures.min.filter(|min| !self.is_denied || *min == 0)
    }

    /// At most so many, of everybody in its region.
    pub(crate) fn max(&self) -> Option<u64> {
        self.figures.max.filter(|_| self.region.is_exact)
    }
}

/// What bears on a scope.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// The claims that are admitted, by id.
    pub(crate) admitted: Vec<Told<'a>>,
    /// The claims that are not, each with the reason.
    pub(crate) left_out: Vec<(ClaimId, String)>,
    /// Claims whose numbers make no sense, each with what is wrong; they are not admitted either.
    pub(crate) flawed: Vec<(ClaimId, String)>,
    /// Who cannot be the same.
    pub(crate) ties: Ties,
    /// Incidents that are certainly of a cause.
    pub(crate) caused: BTreeSet<(usize, Cause)>,
}

/// Gathers what bears on `scope`.
pub(crate) fn gather<'a>(
    asked: &Asked,
    scope: &Region,
    incidents: &[Incident],
    claims: &'a [Claim],
    decided: &[&Matching],
    surveyor: &Surveyor,
) -> Evidence<'a> {
    let home: BTreeMap<&ClaimId, usize> = incidents
        .iter()
        .enumerate()
        .flat_map(|(at, incident)| incident.toll_claims.iter().map(move |id| (id, at)))
        .collect();
    let events = events(claims);
    let mut told = Vec::new();
    let mut evidence = Evidence { ties: Ties::of(incidents, claims, decided), ..Evidence::default() };
    for claim in claims.iter().filter(|claim| TollOf::of_act(claim.act) == Some(asked.of)) {
        let incident = home.get(&claim.id).copied();
        let region = match incident {
            Some(at) => surveyor.of_incident(claim, &incidents[at], at, &evidence.ties),
            None => surveyor.of_claim(claim, beside(claim, &events).next().is_some()),
        };
        let row = Row::of(claim);
        let mut near = beside(claim, &events);
        let is_of_attack = incident.is_some() || near.any(|event| event.occurred == claim.occurred);
        let region =
            if row.is_none() { later::stretched(region, &claim.quote, is_of_attack) } else { region };
        let may_bear = region.meets(scope)
            || (region.is_exact && incident.is_none())
            || row.is_none() && later::is_later(&claim.quote);
        if !may_bear {
            continue;
        }
        let figures = asked.convention.read(claim);
        let known = figures.filter(|figures| figures.min.is_some() || figures.max.is_some());
        let figures = figures.unwrap_or(NO_FIGURES);
        let one = Told { claim, region, figures, incident, row, is_denied: false, is_again: false };
        told.push((one, known.is_some()));
    }
    told.sort_by(|a, b| a.0.claim.id.cmp(&b.0.claim.id));
    let mut denials = Vec::new();
    let mut candidates = Vec::new();
    for (one, has_figure) in told {
        let (claim, is_near) = (one.claim, one.region.meets(scope));
        let reason = unfit(&one, has_figure, asked, surveyor.actors);
        if claim.stance == Stance::Denies && is_of_policy(claim, &asked.policy, surveyor.actors) {
            denials.push(one.clone());
        }
        match reason {
            Some(Unfit::Flaw(flaw)) if is_near => evidence.flawed.push((claim.id.clone(), flaw)),
            Some(Unfit::Reason(reason)) if is_near => evidence.left_out.push((claim.id.clone(), reason)),
            Some(_) => {}
            None => candidates.push(one),
        }
    }
    for one in &mut candidates {
        one.is_denied = denials.iter().any(|denial| contests(denial, one));
    }
    told_again(&mut candidates);
    later::open_tops(&mut candidates);
    if asked.policy == Policy::Corroborated {
        let all = candidates.clone();
        let (kept, alone): (Vec<Told>, Vec<Told>) = candidates
            .into_iter()
            .partition(|one| all.iter().any(|other| bears_out(one, other, surveyor.actors)));
        let near = alone.into_iter().filter(|one| one.region.meets(scope));
        let reason = || "no second independent source tells a number that fits it".to_owned();
        evidence.left_out.extend(near.map(|one| (one.claim.id.clone(), reason())));
        candidates = kept;
    }
    evidence.admitted = bearing(candidates, scope);
    evidence.left_out.sort();
    tie(&mut evidence, incidents);
    evidence
}

const NO_FIGURES: Figures = Figures { min: None, max: None, hedge: None, approx: false };

/// Why a claim bounds nothing.
enum Unfit {
    Flaw(String),
    Reason(String),
}

fn unfit(one: &Told, has_figure: bool, asked: &Asked, actors: &Actors) -> Option<Unfit> {
    let reason = |words: &str| Some(Unfit::Reason(words.to_owned()));
    let Figures { min, max, .. } = one.figures;
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        return Some(Unfit::Flaw(format!("its lowest figure ({min}) is above its highest ({max})")));
    }
    if let Some(most) = min.max(max).filter(|most| *most > MOST_PEOPLE) {
        return Some(Unfit::Flaw(format!("{most} is more people than live on Earth")));
    }
    match one.claim.stance {
        _ if !is_of_policy(one.claim, &asked.policy, actors) => reason("another source says it"),
        Stance::Unsure => reason("its source is unsure"),
        Stance::Denies => reason("it denies"),
        Stance::Asserts if !has_figure => reason("it gives no number"),
        Stance::Asserts => None,
    }
}

/// Claims in the scope, and those that share a sum with them: what else a sum holds bears on what is left for the scope.
fn bearing<'a>(candidates: Vec<Told<'a>>, scope: &Region) -> Vec<Told<'a>> {
    let sums: Vec<Region> = candidates
        .iter()
        .filter(|one| one.max().is_some() && one.region.meets(scope) && !one.region.lies_in(scope))
        .map(|one| one.region.clone())
        .collect();
    let bears = |one: &Told| one.region.meets(scope) || sums.iter().any(|sum| one.region.meets(sum));
    candidates.into_iter().filter(bears).collect()
}

/// Whether a denial concerns what a claim tells: the same incident, or the same place and time, and people of one sort.
fn contests(denial: &Told, one: &Told) -> bool {
    let same = match (denial.incident, one.incident) {
        (Some(x), Some(y)) => x == y,
        (None, None) => {
            denial.claim.occurred == one.claim.occurred && denial.region.ground == one.region.ground
        }
        _ => false,
    };
    same && denial.region.sorts & one.region.sorts != 0
}

/// Whether another source that is no copy of its own tells a number of the same people that fits it.
fn bears_out(one: &Told, other: &Told, actors: &Actors) -> bool {
    let reach = |told: &Told| (told.figures.min.unwrap_or(0), told.figures.max.unwrap_or(u64::MAX));
    let ((a, b), (c, d)) = (reach(one), reach(other));
    one.region == other.region && a <= d && c <= b && independent(one.claim, other.claim, actors)
}

/// Whether two claims have two witnesses: named sources of whom neither belongs to the other, nor relays it.
fn independent(a: &Claim, b: &Claim, actors: &Actors) -> bool {
    let named = |claim: &Claim| {
        let words = claim.source.as_ref()?.as_str();
        let listed = actors.find(words);
        let is_named = |words: &str| words.chars().any(char::is_uppercase);
        (listed.is_some_and(|actor| is_named(&actor.name)) || is_named(words)).then_some(listed)
    };
    let (Some(x), Some(y)) = (named(a), named(b)) else { return false };
    let key = |claim: &Claim| claim.source.as_ref().map(Name::key);
    let outlet = |actor: Option<&Actor>| actor.is_some_and(|actor| actor.kind == ActorKind::Outlet);
    if a.document == b.document && (outlet(x) || outlet(y)) {
        return false;
    }
    let relays = |teller: &Claim, relayer: &Claim| {
        relayer.via.is_some() && relayer.via.as_ref().map(Name::key) == key(teller)
    };
    match (x, y) {
        (Some(x), Some(y)) => {
            !actors.wholes(&x.id, None).contains(&y.id) && !actors.wholes(&y.id, None).contains(&x.id)
        }
        _ => key(a) != key(b) && !relays(a, b) && !relays(b, a) && !shares_name((x, a), (y, b)),
    }
}

/// Whether one source may be a short form of the other, or speak for it: all words of one of its names stand in the other's,
/// as of a ministry in "a spokesman of the ministry".
fn shares_name(x: (Option<&Actor>, &Claim), y: (Option<&Actor>, &Claim)) -> bool {
    let names = |(listed, claim): (Option<&Actor>, &Claim)| -> Vec<BTreeSet<String>> {
        let told = claim.source.iter().map(|source| source.as_str().to_owned());
        let known = listed.into_iter().flat_map(Actor::names).cloned();
        told.chain(known).map(|name| words(&name)).filter(|words| !words.is_empty()).collect()
    };
    let (of_x, of_y) = (names(x), names(y));
    of_x.iter().any(|a| of_y.iter().any(|b| a.is_subset(b) || b.is_subset(a)))
}

/// The words of a name that tell one from another.
fn words(name: &str) -> BTreeSet<String> {
    const FILLING: &[&str] = &["a", "an", "and", "for", "in", "of", "on", "the"];
    let key = Name::parse(name).map(|name| name.key()).unwrap_or_default();
    key.split(' ').filter(|word| !word.is_empty() && !FILLING.contains(word)).map(str::to_owned).collect()
}

fn is_of_policy(claim: &Claim, policy: &Policy, actors: &Actors) -> bool {
    let Policy::Source(wanted) = policy else { return true };
    let id = actors.find(wanted.as_str()).map(|actor| &actor.id);
    claim.source.as_ref().is_some_and(|source| {
        let named = actors.find(source.as_str()).map(|actor| &actor.id);
        source.key() == wanted.key() || id.is_some() && named == id
    })
}

/// What the incidents of the admitted claims have to do with each other.
fn tie(evidence: &mut Evidence, incidents: &[Incident]) {
    let mut told: BTreeMap<usize, Vec<&Claim>> = BTreeMap::new();
    for one in &evidence.admitted {
        if let Some(at) = one.incident {
            told.entry(at).or_default().push(one.claim);
        }
    }
    let causes = told.keys().filter_map(|at| Some((*at, Cause::of(incidents[*at].act)?)));
    evidence.caused.extend(causes);
    evidence.ties.tell_apart(incidents, &told);
}

/// The claims that tell of an event, by document.
fn events(claims: &[Claim]) -> BTreeMap<&DocumentId, Vec<&Claim>> {
    let hostile = |act: Act| Act::FORCE.contains(&act) || act == Act::Explosion;
    let mut found: BTreeMap<&DocumentId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| hostile(claim.act) && claim.stance == Stance::Asserts) {
        found.entry(&claim.document).or_default().push(claim);
    }
    found
}

/// The events beside which a toll is told, so that it counts what these did and not everybody in its scope.
fn beside<'a>(
    claim: &Claim,
    events: &BTreeMap<&DocumentId, Vec<&'a Claim>>,
) -> impl Iterator<Item = &'a Claim> {
    let (start, end) = (claim.span.start as u64, claim.span.end as u64);
    let of_document = events.get(&claim.document).map_or(&[][..], Vec::as_slice);
    let near = move |event: &&&'a Claim| {
        event.span.start as u64 <= end + ADJOINS && start <= event.span.end as u64 + ADJOINS
    };
    let found: Vec<&'a Claim> = of_document.iter().filter(near).copied().collect();
    found.into_iter()
}
