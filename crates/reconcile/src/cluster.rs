//! Gathers claims into groups that can each be one incident. Looks at pairs, never at a group's meaning.

use crate::{
    compare::{Score, conflict, link},
    seen::Seen,
    time::Extent,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{DocumentId, Places};

/// The groups, each a list of places in `seen`; every claim stands in exactly one.
///
/// `seen` must be sorted by claim id, which makes the outcome independent of the order of arrival.
pub(crate) fn groups(seen: &[Seen], places: &Places) -> Vec<Vec<usize>> {
    let mut links = clear(seen, links(seen, places), places);
    links.sort_by_key(|(a, b, score)| (std::cmp::Reverse(*score), *a, *b));
    let mut group_of: Vec<usize> = (0..seen.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..seen.len()).map(|at| vec![at]).collect();
    for (a, b, _) in links {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y || !can_join(seen, &members[x], &members[y], places) {
            continue;
        }
        let moved = std::mem::take(&mut members[y]);
        moved.iter().for_each(|at| group_of[*at] = x);
        members[x].extend(moved);
    }
    members.retain(|group| !group.is_empty());
    members.iter_mut().for_each(|group| group.sort_unstable());
    members
}

fn can_join(seen: &[Seen], xs: &[usize], ys: &[usize], places: &Places) -> bool {
    xs.iter().all(|x| ys.iter().all(|y| !conflict(&seen[*x], &seen[*y], places)))
}

type Link = (usize, usize, Score);

/// Every pair that can be of one incident. Only claims of one document or of a common day, and open denials.
fn links(seen: &[Seen], places: &Places) -> Vec<Link> {
    let mut by_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    let mut by_document: BTreeMap<&DocumentId, Vec<usize>> = BTreeMap::new();
    for (at, one) in seen.iter().enumerate() {
        by_document.entry(&one.claim.document).or_default().push(at);
        let days = one.extent.known().map_or([None, None], |known| [known.start, known.end]);
        for day in days.into_iter().flatten().map(|moment| moment.date()).collect::<BTreeSet<_>>() {
            by_day.entry(day).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    // A denial up to a day may deny what is told of any day before.
    for (at, _) in seen.iter().enumerate().filter(|(_, s)| s.denies() && matches!(s.extent, Extent::Open(_)))
    {
        pairs
            .extend((0..seen.len()).filter(|other| *other != at).map(|other| (at.min(other), at.max(other))));
    }
    for near in by_day.values().chain(by_document.values()) {
        for (i, a) in near.iter().enumerate() {
            pairs.extend(near[i + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.into_iter().filter_map(|(a, b)| Some((a, b, link(&seen[a], &seen[b], places)?))).collect()
}

/// Drops the links of a claim that could as well belong to another incident.
///
/// Where a claim links to two claims that exclude each other, only a strictly better link stays.
fn clear(seen: &[Seen], links: Vec<Link>, places: &Places) -> Vec<Link> {
    let mut of: BTreeMap<usize, Vec<(usize, Score)>> = BTreeMap::new();
    for (a, b, score) in &links {
        of.entry(*a).or_default().push((*b, *score));
        of.entry(*b).or_default().push((*a, *score));
    }
    let ambiguous = |at: usize, other: usize, score: Score| {
        of.get(&at).into_iter().flatten().any(|(rival, theirs)| {
            *rival != other && *theirs >= score && conflict(&seen[other], &seen[*rival], places)
        })
    };
    links
        .iter()
        .copied()
        .filter(|(a, b, score)| !ambiguous(*a, *b, *score) && !ambiguous(*b, *a, *score))
        .collect()
}
