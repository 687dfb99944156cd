//! Cuts the world into atoms: sorts of people, places, times and tags that no claim tells apart. Counts nobody.

use super::{
    region::{Region, Tag},
    ties::Ties,
    who::SORTS,
};
use std::collections::BTreeSet;

/// Most regions that one partition takes.
pub(crate) const MOST_REGIONS: usize = 192;
/// Most atoms that a partition may have.
const MOST_ATOMS: usize = 6_000;
/// Most tags that may meet in one cell.
const MOST_TAGS: usize = 10;
/// Most ways to bear tags that are tried over all cells.
const MOST_WAYS: usize = 200_000;

/// A set of regions, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bits([u64; 3]);

impl Bits {
    pub(crate) fn set(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.0[at / 64] & (1 << (at % 64)) != 0
    }

    /// Whether the two sets share a region.
    pub(crate) fn meets(&self, other: &Bits) -> bool {
        !self.and(other).is_empty()
    }

    fn and(&self, other: &Bits) -> Bits {
        Bits([self.0[0] & other.0[0], self.0[1] & other.0[1], self.0[2] & other.0[2]])
    }

    fn is_empty(&self) -> bool {
        self.0 == [0; 3]
    }
}

/// Each kind of people that the regions tell apart: the regions that it lies in, and whether an incident holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Atom {
    pub(crate) within: Bits,
    pub(crate) of_incident: bool,
}

/// The atoms of these regions; `None`: there are too many to reckon with.
pub(crate) fn atoms(regions: &[&Region], ties: &Ties) -> Option<Vec<Atom>> {
    if regions.len() > MOST_REGIONS {
        return None;
    }
    let mut found: BTreeSet<Atom> = BTreeSet::new();
    let mut ways = 0;
    for cell in cells(regions) {
        let mut tags: Vec<&Tag> = Vec::new();
        for (at, region) in regions.iter().enumerate() {
            if cell.has(at) {
                tags.extend(&region.tags);
            }
        }
        tags.sort_unstable();
        tags.dedup();
        let mut borne: Vec<&Tag> = Vec::new();
        if tags.len() > MOST_TAGS && !few_together(&tags, ties) {
            return None;
        }
        expand(&tags, ties, &mut borne, &mut |borne| {
            let mut within = Bits::default();
            for (at, region) in regions.iter().enumerate() {
                if cell.has(at) && region.tags.iter().all(|tag| borne.contains(&tag)) {
                    within.set(at);
                }
            }
            let of_incident = borne.iter().any(|tag| matches!(tag, Tag::Incident(_)));
            found.insert(Atom { within, of_incident });
            ways += 1;
            found.len() <= MOST_ATOMS && ways <= MOST_WAYS
        })?;
    }
    found.retain(|atom| !atom.within.is_empty());
    Some(found.into_iter().collect())
}

/// Whether the tags that are not apart from all others are few.
fn few_together(tags: &[&Tag], ties: &Ties) -> bool {
    let meets = |tag: &&&Tag| tags.iter().any(|other| other != *tag && !ties.are_apart(tag, other));
    tags.iter().filter(meets).count() <= MOST_TAGS
}

/// Every set of these tags that somebody can bear; stops where `each` says no.
fn expand<'t>(
    rest: &[&'t Tag],
    ties: &Ties,
    borne: &mut Vec<&'t Tag>,
    each: &mut impl FnMut(&[&'t Tag]) -> bool,
) -> Option<()> {
    let Some((tag, rest)) = rest.split_first() else {
        let whole = |tag: &&Tag| {
            let needs = ties.within.iter().filter(|(inner, _)| inner == *tag);
            needs.into_iter().all(|(_, outer)| borne.contains(&outer))
        };
        return if borne.iter().all(whole) && !each(borne) { None } else { Some(()) };
    };
    expand(rest, ties, borne, each)?;
    if !borne.iter().any(|other| ties.are_apart(other, tag)) {
        borne.push(tag);
        expand(rest, ties, borne, each)?;
        borne.pop();
    }
    Some(())
}

/// The sets of regions in which a place, a time and a sort of people can lie, tags aside.
fn cells(regions: &[&Region]) -> BTreeSet<Bits> {
    let grounds = cuts(regions.iter().flat_map(|r| r.ground.iter().flat_map(|(a, b)| [*a, *b])));
    let times = cuts(regions.iter().flat_map(|r| [r.span.0, r.span.1]));
    let by = |holds: &dyn Fn(&Region) -> bool| {
        let mut bits = Bits::default();
        for (at, region) in regions.iter().enumerate() {
            if holds(region) {
                bits.set(at);
            }
        }
        bits
    };
    let places: BTreeSet<Bits> = grounds
        .windows(2)
        .map(|cut| by(&|r| r.ground.iter().any(|(from, to)| *from <= cut[0] && cut[1] <= *to)))
        .collect();
    let spans: BTreeSet<Bits> =
        times.windows(2).map(|cut| by(&|r| r.span.0 <= cut[0] && cut[1] <= r.span.1)).collect();
    let sorts: BTreeSet<Bits> = (0..SORTS).map(|sort| by(&|r| r.sorts & (1 << sort) != 0)).collect();
    let mut found = BTreeSet::new();
    for place in &places {
        for span in &spans {
            let here = place.and(span);
            if !here.is_empty() {
                found.extend(sorts.iter().map(|sort| here.and(sort)));
            }
        }
    }
    found.retain(|cell| !cell.is_empty());
    found
}

fn cuts<T: Ord>(ends: impl Iterator<Item = T>) -> Vec<T> {
    ends.collect::<BTreeSet<T>>().into_iter().collect()
}
