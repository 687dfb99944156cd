//! Tells what a group of claims, taken together, says happened. Averages nothing, judges nothing.

use crate::{
    account::Account,
    attribution::attribution,
    copies::Copies,
    disagreement::disagreements,
    family::specificity,
    seen::Seen,
    time::taken_together,
    witness::{is_generic, witnesses},
};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Act, Actors, ClaimId, Incident, Name, Places, Stance, Standing};

/// The incident that these claims tell of, with the toll claims that belong to it.
pub(crate) fn tell(
    members: &[&Seen],
    tolls: &[&Seen],
    copies: &Copies,
    actors: &Actors,
    places: &Places,
) -> Incident {
    let claims: Vec<ClaimId> = members.iter().map(|m| m.claim.id.clone()).collect();
    let told = told(members);
    let account = Account::of(members);
    let witnesses = witnesses(&account.tellers, actors, copies);
    let standing = standing(members, witnesses.len());
    let back = standing == Standing::Contested && taken_back(members, tolls, copies);
    Incident {
        id: Incident::id_of(&claims),
        act: if account.is_fight() { Act::Clash } else { act(&told) },
        toll_claims: tolls.iter().map(|toll| toll.claim.id.clone()).collect(),
        occurred: taken_together(told.iter().map(|m| m.claim.occurred)),
        places: where_told(&told, places),
        attribution: attribution(&account, members, copies, actors),
        targets: targets(&told),
        standing: if back { Standing::Retracted } else { standing },
        witnesses,
        disagreements: disagreements(&account, members, tolls),
        claims,
    }
}

/// The claims by which an incident is described: those that assert it, or all where none does.
pub(crate) fn told<'s, 'a>(members: &[&'s Seen<'a>]) -> Vec<&'s Seen<'a>> {
    let asserting: Vec<&Seen> = members.iter().copied().filter(|m| m.asserts()).collect();
    if asserting.is_empty() { members.to_vec() } else { asserting }
}

/// The most specific act; among equals the one told most often, then the first of the list of acts.
fn act(told: &[&Seen]) -> Act {
    let mut times: BTreeMap<Act, usize> = BTreeMap::new();
    for member in told {
        *times.entry(member.claim.act).or_default() += 1;
    }
    let best = times.iter().max_by_key(|(act, n)| (specificity(**act), **n, std::cmp::Reverse(**act)));
    best.map_or(Act::OtherEvent, |(act, _)| *act)
}

fn where_told(told: &[&Seen], places: &Places) -> Vec<Name> {
    let mut found: BTreeMap<String, (usize, Name)> = BTreeMap::new();
    let all: BTreeSet<&Name> = told.iter().flat_map(|m| &m.claim.places).collect();
    for name in all {
        // A name that no list holds is taken to be smaller than any that one does: a farm, a street.
        let (key, depth) = match places.locate(name.as_str()) {
            Some(place) => (place.name.to_lowercase(), places.wholes(place).len()),
            None => (name.key(), usize::MAX),
        };
        let entry = found.entry(key).or_insert_with(|| (depth, name.clone()));
        if name < &entry.1 {
            entry.1 = name.clone();
        }
    }
    let mut names: Vec<(std::cmp::Reverse<usize>, Name)> =
        found.into_values().map(|(depth, name)| (std::cmp::Reverse(depth), name)).collect();
    names.sort();
    names.into_iter().map(|(_, name)| name).collect()
}

fn targets(told: &[&Seen]) -> Vec<Name> {
    let all: BTreeSet<&Name> = told.iter().filter_map(|m| m.claim.target.as_ref()).collect();
    let mut names: Vec<Name> = all.into_iter().cloned().collect();
    names.sort_by_cached_key(|name| (name.key(), name.clone()));
    names.dedup_by_key(|name| name.key());
    names
}

fn standing(members: &[&Seen], witnesses: usize) -> Standing {
    let with = |stance: Stance| members.iter().filter(move |m| m.claim.stance == stance);
    match (with(Stance::Asserts).count(), with(Stance::Denies).count()) {
        (0, 0) => Standing::Unverified,
        (0, _) => Standing::Denied,
        (_, 0) if witnesses >= 2 => Standing::Corroborated,
        // A source without a name may be one of those that have one.
        (_, 0) => Standing::SingleSource,
        _ => Standing::Contested,
    }
}

/// Whether everybody who said so denied it in a later document, and nobody counts people hurt by it.
///
/// A source without a name, or that nobody can tell from others of that name, takes nothing back for another.
fn taken_back(members: &[&Seen], tolls: &[&Seen], copies: &Copies) -> bool {
    let denial_after = |said: &Seen| {
        members.iter().any(|denial| {
            denial.denies()
                && denial.witness == said.witness
                && copies.certainly_after(&denial.claim.document, &said.claim.document)
        })
    };
    let named = |said: &Seen| said.claim.source.as_ref().is_some_and(|source| !is_generic(source));
    members.iter().filter(|said| said.asserts()).all(|said| named(said) && denial_after(said))
        && !tolls.iter().any(|toll| toll.asserts())
}
