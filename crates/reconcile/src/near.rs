//! Finds the claims that can be alike to another, so that not all are compared with all. Decides nothing.

use crate::{family::Family, seen::Seen};
use jiff::civil::Date;
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};
use truce_model::{Claim, DocumentId};

/// Acts that can be told of one happening, roughly: what stands in two fields is never one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Arena {
    /// Force from afar, by whatever means, and aid that was hit.
    Fire,
    /// Every other family by itself.
    Of(Family),
}

impl Arena {
    /// That of a family.
    pub(crate) fn of(family: Family) -> Arena {
        match family {
            Family::Air | Family::Indirect | Family::Afar | Family::OnAid => Arena::Fire,
            Family::Ground | Family::Hindrance | Family::Passage | Family::Alone(_) => Arena::Of(family),
        }
    }
}

/// What is found by arena, day and place: numbers of claims or of nodes of claims that tell of them.
#[derive(Default)]
pub(crate) struct Sites {
    cells: Hashed<Cell, Found>,
}

/// An arena, a day, if it is by day that one looks, and the number of the name of a place.
type Cell = (Arena, Option<Date>, u32);

#[derive(Default)]
struct Found {
    /// What bears the name itself.
    own: Vec<u32>,
    /// What bears another and lies in a place of this name.
    inside: Vec<u32>,
}

impl Sites {
    /// Adds a number that stands for a claim, under these days.
    pub(crate) fn add(&mut self, number: usize, seen: &Seen, arena: Arena, days: &[Option<Date>]) {
        let number = u32::try_from(number).expect("fewer than four thousand million claims");
        let own = seen.site.own_keys();
        for day in days {
            for name in seen.site.keys() {
                let cell = self.cells.entry((arena, *day, *name)).or_default();
                push(if own.contains(name) { &mut cell.own } else { &mut cell.inside }, number);
            }
        }
    }

    /// The numbers of all that can be alike to a claim in act, day and place, and of some that cannot; some twice.
    pub(crate) fn around(&self, seen: &Seen, arena: Arena, days: &[Option<Date>], found: &mut Vec<usize>) {
        if self.cells.is_empty() {
            return;
        }
        let own = seen.site.own_keys();
        for day in days {
            for name in seen.site.keys() {
                let Some(cell) = self.cells.get(&(arena, *day, *name)) else { continue };
                let inside = if own.contains(name) { cell.inside.as_slice() } else { &[] };
                found.extend(cell.own.iter().chain(inside).map(|number| *number as usize));
            }
        }
    }
}

fn push(list: &mut Vec<u32>, number: u32) {
    if list.last() != Some(&number) {
        list.push(number);
    }
}

/// The days of a claim by which it is found.
pub(crate) fn days(seen: &Seen) -> Vec<Option<Date>> {
    seen.days().into_iter().map(Some).collect()
}

/// Claims by document, in the order in which they stand.
#[derive(Default)]
pub(crate) struct Pages<'a> {
    of: Hashed<&'a DocumentId, Page>,
}

#[derive(Default)]
struct Page {
    /// Start, end, and the claim as a place in the list of all.
    claims: Vec<(usize, usize, usize)>,
    longest: usize,
}

impl<'a> Pages<'a> {
    /// Adds claims, given as places in the list of all.
    pub(crate) fn add(&mut self, added: &[usize], seen: &[Seen<'a>]) {
        for at in added {
            let claim: &'a Claim = seen[*at].claim;
            let page = self.of.entry(&claim.document).or_default();
            let stands = (claim.span.start, claim.span.end, *at);
            page.longest = page.longest.max(claim.span.end.saturating_sub(claim.span.start));
            let after = page.claims.partition_point(|other| *other < stands);
            page.claims.insert(after, stands);
        }
    }

    /// The claims of a document of which at most `gap` bytes part this stretch; also those that were withdrawn.
    pub(crate) fn beside(
        &self,
        document: &DocumentId,
        (start, end): (usize, usize),
        gap: usize,
    ) -> impl Iterator<Item = usize> {
        let page = self.of.get(document);
        let claims = page.map_or([].as_slice(), |page| {
            let from = start.saturating_sub(gap.saturating_add(page.longest));
            let first = page.claims.partition_point(|(begin, ..)| *begin < from);
            &page.claims[first..]
        });
        claims
            .iter()
            .take_while(move |(begin, ..)| begin.saturating_sub(end) <= gap)
            .filter(move |(_, last, _)| start.saturating_sub(*last) <= gap)
            .map(|(.., at)| *at)
    }
}

/// Spreads small numbers, or pairs of them; looked up millions of times.
#[derive(Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        // Half of the golden ratio of 2^64, as in Fibonacci hashing; the high bits are folded back into the low ones.
        let spread = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// A table looked up by what the program made or read, in a hash that differs from run to run.
pub(crate) type Hashed<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A table looked up by small numbers.
pub(crate) type Numbered<V> = HashMap<u64, V, BuildHasherDefault<Mixed>>;
