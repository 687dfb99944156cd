//! Counts people hurt between bounds. Averages nothing; a number that nobody gave stays unknown.

mod again;
mod asked;
mod atoms;
mod clash;
mod convention;
mod evidence;
mod later;
mod loose;
mod programme;
mod reckoning;
mod region;
mod ties;
mod total;
mod who;

pub use asked::{Asked, AskedError, Cause, Policy};
pub use convention::Convention;
pub use total::{Clash, Range, Sum, Total, total};

use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Bound, Claim, ClaimId, Incident, Interval, Name, Scope, Stance, Toll, TollOf};

/// The tolls of these incidents and of whatever else the claims sum up, by id.
///
/// A toll claim that belongs to no incident is an aggregate of its own place and time and is added to nothing.
pub fn tolls(incidents: &[Incident], claims: &[Claim]) -> Vec<Toll> {
    let by_id: BTreeMap<&ClaimId, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let mut found: BTreeMap<_, Toll> = BTreeMap::new();
    let mut placed: BTreeSet<&ClaimId> = BTreeSet::new();
    for incident in incidents {
        placed.extend(&incident.toll_claims);
        let scope = Scope::Incident { incident: incident.id.clone() };
        let told = incident.toll_claims.iter().filter_map(|id| by_id.get(id).copied());
        for toll in of_scope(&scope, told, incident.occurred, &incident.places) {
            found.insert(toll.id.clone(), toll);
        }
    }
    for aggregate in aggregates(by_id.into_values().filter(|claim| !placed.contains(&claim.id))) {
        let Aggregate { place, over, told } = aggregate;
        let scope = Scope::Aggregate { place: place.clone(), over };
        let is_open = told.iter().any(|claim| counts_one_event(claim));
        for toll in of_scope(&scope, told.into_iter(), over, place.as_slice()) {
            let high = if is_open { Bound::default() } else { toll.high };
            found.insert(toll.id.clone(), Toll { high, ..toll });
        }
    }
    found.into_values().collect()
}

/// Whether a claim counts what one event did and not everybody in its place and time: a row of a table of events.
fn counts_one_event(claim: &Claim) -> bool {
    claim.table().is_some()
}

/// Toll claims outside incidents that sum up one place and time.
struct Aggregate<'a> {
    place: Option<Name>,
    over: Interval,
    told: Vec<&'a Claim>,
}

fn aggregates<'a>(claims: impl Iterator<Item = &'a Claim>) -> Vec<Aggregate<'a>> {
    let mut found: BTreeMap<(Option<String>, String), Aggregate> = BTreeMap::new();
    for claim in claims.filter(|claim| TollOf::of_act(claim.act).is_some()) {
        let place = claim.places.first().cloned();
        let key = (place.as_ref().map(Name::key), claim.occurred.to_string());
        let new = || Aggregate { place: place.clone(), over: claim.occurred, told: vec![] };
        let aggregate = found.entry(key).or_insert_with(new);
        // Of two spellings of one place the first in order of writing stands for both.
        aggregate.place = aggregate.place.take().min(place);
        aggregate.told.push(claim);
    }
    found.into_values().collect()
}

fn of_scope<'a>(
    scope: &Scope,
    claims: impl Iterator<Item = &'a Claim>,
    occurred: Interval,
    places: &[Name],
) -> Vec<Toll> {
    let mut groups: BTreeMap<(TollOf, Option<String>), Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        if let Some(of) = TollOf::of_act(claim.act) {
            groups.entry((of, who(claim).map(Name::key))).or_default().push(claim);
        }
    }
    groups
        .iter()
        .map(|((of, part), told)| {
            let who = told.iter().filter_map(|claim| who(claim)).min().cloned();
            let parts =
                groups.iter().filter(|((other, who), _)| other == of && who.is_some() && part.is_none());
            let outgrown = outgrown(told, parts.flat_map(|(_, told)| told.iter().copied()));
            let top: Vec<&Claim> = told.iter().copied().chain(outgrown).collect();
            let mut ids: Vec<ClaimId> = top.iter().map(|claim| claim.id.clone()).collect();
            ids.sort();
            Toll {
                id: Toll::id_of(scope, *of, who.as_ref()),
                scope: scope.clone(),
                of: *of,
                who,
                occurred,
                places: places.to_vec(),
                low: low(told),
                high: high(&top),
                highest: highest(&top),
                claims: ids,
            }
        })
        .collect()
}

/// Claims of a part that is said to be more than anybody gives for the whole: the whole cannot have been less.
fn outgrown<'a>(whole: &[&Claim], parts: impl Iterator<Item = &'a Claim>) -> Vec<&'a Claim> {
    let parts: Vec<&Claim> = parts.collect();
    let Some(most) = highest(whole).number else { return vec![] };
    asserted(&parts)
        .filter(|(_, min, _)| min.is_some_and(|min| min > most))
        .map(|(claim, ..)| claim)
        .collect()
}

fn who(claim: &Claim) -> Option<&Name> {
    claim.count.as_ref().and_then(|count| count.who.as_ref())
}

/// Claims that set bounds: those that assert a number. What is unsure narrows nothing.
fn asserted<'a>(told: &[&'a Claim]) -> impl Iterator<Item = (&'a Claim, Option<u64>, Option<u64>)> {
    let asserted: Vec<&Claim> =
        told.iter().copied().filter(|claim| claim.stance == Stance::Asserts).collect();
    asserted.into_iter().filter_map(|claim| claim.count.as_ref().map(|count| (claim, count.min, count.max)))
}

/// The lowest figure that a claim gives; none where one claim leaves less than every such figure open, or where a
/// claim denies it. That nobody was hurt needs no floor: zero stands beside a denial.
fn low(told: &[&Claim]) -> Bound {
    let denied = told.iter().any(|claim| claim.stance == Stance::Denies);
    let lowest = asserted(told).filter_map(|(_, min, _)| min).min();
    let open =
        asserted(told).any(|(_, min, max)| min.is_none() && max.zip(lowest).is_some_and(|(m, l)| m < l));
    bound(told, lowest.filter(|lowest| !open && (!denied || *lowest == 0)), |min, _| min)
}

/// The highest figure that a claim gives; none where one claim reaches beyond every such figure.
fn high(told: &[&Claim]) -> Bound {
    let highest = asserted(told).filter_map(|(_, _, max)| max).max();
    let open =
        asserted(told).any(|(_, min, max)| max.is_none() && min.zip(highest).is_some_and(|(m, h)| m > h));
    bound(told, highest.filter(|_| !open), |_, max| max)
}

/// The highest figure that a claim gives, be it as a top or as a floor; an open top does not hide it.
fn highest(told: &[&Claim]) -> Bound {
    let number = asserted(told).filter_map(|(_, min, max)| max.max(min)).max();
    bound(told, number, |min, max| max.max(min))
}

fn bound(
    told: &[&Claim],
    number: Option<u64>,
    figure: impl Fn(Option<u64>, Option<u64>) -> Option<u64>,
) -> Bound {
    let mut claims: Vec<ClaimId> = asserted(told)
        .filter(|(_, min, max)| number.is_some() && figure(*min, *max) == number)
        .map(|(claim, ..)| claim.id.clone())
        .collect();
    claims.sort();
    Bound { number, claims }
}
