//! Which toll claims belong to which incident. Adds nothing up.

use crate::{cluster::Near, compare::Likeness, party::Kinship, place, seen::Seen, time};
use std::collections::BTreeSet;
use truce_model::{Act, Claim, Kind};

/// Bytes between a toll and the words of its incident up to which the two adjoin (assumed).
const ADJOINS: usize = 80;

/// Whether a claim counts what one incident did: not who lives somewhere, is besieged, or whose remains came home.
pub(crate) fn can_belong(claim: &Claim) -> bool {
    claim.act.kind() == Kind::Toll
        && matches!(
            claim.act,
            Act::Killed | Act::Injured | Act::Displaced | Act::Missing | Act::Symptoms | Act::Hits
        )
}

/// For each group of claims, the toll claims that belong to it; a toll belongs to one group at most.
pub(crate) fn belonging<'s, 'a>(
    tolls: &'s [Seen<'a>],
    seen: &[Seen],
    groups: &[Vec<usize>],
) -> Vec<Vec<&'s Seen<'a>>> {
    let mut found: Vec<Vec<&Seen>> = vec![Vec::new(); groups.len()];
    let mut group_of = vec![0; seen.len()];
    for (group, members) in groups.iter().enumerate() {
        members.iter().for_each(|at| group_of[*at] = group);
    }
    let near = Near::of(seen);
    for toll in tolls {
        let home = told_beside(toll, seen, &group_of, &near)
            .or_else(|| matching(toll, seen, &group_of, groups, &near));
        if let Some(group) = home {
            found[group].push(toll);
        }
    }
    found
}

/// The group of the claim of its document beside or around which the toll is told; the nearest, and first of equals.
fn told_beside(toll: &Seen, seen: &[Seen], group_of: &[usize], near: &Near) -> Option<usize> {
    let nearest = near
        .by_document
        .get(&toll.claim.document)?
        .iter()
        .map(|at| (*at, &seen[*at]))
        .filter(|(_, event)| event.family.is_hostile() && fits(toll, event))
        .filter_map(|(at, event)| Some((toll.gap(event)?, event.claim.span, at)))
        .filter(|(gap, ..)| *gap <= ADJOINS)
        .min()?;
    Some(group_of[nearest.2])
}

/// The only group that agrees with the toll in place, time and agent.
fn matching(
    toll: &Seen,
    seen: &[Seen],
    group_of: &[usize],
    groups: &[Vec<usize>],
    near: &Near,
) -> Option<usize> {
    let agrees = |event: &Seen| {
        let alike = |likeness| matches!(likeness, Likeness::Same | Likeness::Close);
        event.family.is_hostile()
            && fits(toll, event)
            && alike(time::likeness(toll.extent, event.extent))
            && alike(place::likeness(&toll.site, &event.site))
            && matches!((&toll.agent, &event.agent), (Some(x), Some(y)) if x.to(y) != Kinship::Apart)
    };
    let same_day = toll.days().into_iter().filter_map(|day| near.by_day.get(&day)).flatten();
    let agreeing: BTreeSet<usize> =
        same_day.filter(|at| agrees(&seen[**at])).map(|at| group_of[*at]).collect();
    let mut fitting =
        agreeing.into_iter().filter(|group| groups[*group].iter().all(|at| fits(toll, &seen[*at])));
    match (fitting.next(), fitting.next()) {
        (Some(group), None) => Some(group),
        _ => None,
    }
}

/// Whether nothing speaks against it. A toll that sums up a stretch or a country is of no single incident.
fn fits(toll: &Seen, event: &Seen) -> bool {
    let one_end = toll.claim.occurred.start.is_some() != toll.claim.occurred.end.is_some();
    let country = !toll.claim.places.is_empty() && !toll.site.is_known() && event.site.is_known();
    let agents_apart = matches!((&toll.agent, &event.agent), (Some(x), Some(y)) if x.to(y) == Kinship::Apart);
    !one_end
        && !country
        && !toll.extent.sums_up()
        && !agents_apart
        && time::likeness(toll.extent, event.extent) != Likeness::Different
        && place::likeness(&toll.site, &event.site) != Likeness::Different
}
