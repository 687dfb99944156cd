//! Gathers claims into groups that can each be one incident. Looks at pairs, never at a group's meaning.

use crate::{
    compare::{Score, conflict, link},
    seen::Seen,
    time::Extent,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use truce_model::DocumentId;

/// The groups, each a list of places in `seen`; every claim stands in exactly one.
///
/// `seen` must be sorted by claim id, which makes the outcome independent of the order of arrival.
pub(crate) fn groups(seen: &[Seen]) -> Vec<Vec<usize>> {
    let mut links = clear(seen, links(seen));
    links.sort_by_key(|(a, b, score)| (std::cmp::Reverse(*score), *a, *b));
    let mut group_of: Vec<usize> = (0..seen.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..seen.len()).map(|at| vec![at]).collect();
    for (a, b, _) in links {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y || !can_join(seen, &members[x], &members[y]) {
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

fn can_join(seen: &[Seen], xs: &[usize], ys: &[usize]) -> bool {
    xs.iter().all(|x| ys.iter().all(|y| !conflict(&seen[*x], &seen[*y])))
}

type Link = (usize, usize, Score);

/// Every pair that can be of one incident. Only claims of one document or of a common day, and open denials.
fn links(seen: &[Seen]) -> Vec<Link> {
    let near = Near::of(seen);
    let mut pairs: Vec<(usize, usize)> = near
        .by_day
        .values()
        .chain(near.by_document.values())
        .flat_map(|near| near.iter().enumerate().flat_map(|(i, a)| near[i + 1..].iter().map(|b| (*a, *b))))
        .collect();
    // A denial up to a day may deny what is told of any day before.
    for (at, _) in seen.iter().enumerate().filter(|(_, s)| s.denies() && matches!(s.extent, Extent::Open(_)))
    {
        pairs
            .extend((0..seen.len()).filter(|other| *other != at).map(|other| (at.min(other), at.max(other))));
    }
    let mut links: Vec<Link> =
        pairs.into_iter().filter_map(|(a, b)| Some((a, b, link(&seen[a], &seen[b])?))).collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// Claims by what brings them near each other.
pub(crate) struct Near<'a> {
    /// By the first and the last day of their time.
    pub(crate) by_day: BTreeMap<Date, Vec<usize>>,
    /// By the document that carries them.
    pub(crate) by_document: BTreeMap<&'a DocumentId, Vec<usize>>,
}

impl<'a> Near<'a> {
    /// Sorts claims, given as places in `seen`.
    pub(crate) fn of(seen: &[Seen<'a>]) -> Near<'a> {
        let mut near = Near { by_day: BTreeMap::new(), by_document: BTreeMap::new() };
        for (at, one) in seen.iter().enumerate() {
            near.by_document.entry(&one.claim.document).or_default().push(at);
            for day in one.days() {
                near.by_day.entry(day).or_default().push(at);
            }
        }
        near
    }
}

/// Drops the links of a claim that could as well belong to another incident.
///
/// Where a claim links to two claims that exclude each other, only a strictly better link stays.
fn clear(seen: &[Seen], links: Vec<Link>) -> Vec<Link> {
    let mut of: BTreeMap<usize, Vec<(usize, Score)>> = BTreeMap::new();
    for (a, b, score) in &links {
        of.entry(*a).or_default().push((*b, *score));
        of.entry(*b).or_default().push((*a, *score));
    }
    let ambiguous = |at: usize, other: usize, score: Score| {
        of.get(&at).into_iter().flatten().any(|(rival, theirs)| {
            *rival != other && *theirs >= score && conflict(&seen[other], &seen[*rival])
        })
    };
    links
        .iter()
        .copied()
        .filter(|(a, b, score)| !ambiguous(*a, *b, *score) && !ambiguous(*b, *a, *score))
        .collect()
}
