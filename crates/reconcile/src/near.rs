//! Finds the claims that can be alike to another, so that not all are compared with all. Decides nothing.

use crate::{family::Family, seen::Seen};
use jiff::civil::Date;
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};
use truce_model::DocumentId;

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
    /// Every name of a place, with its number.
    names: HashMap<String, u32>,
    cells: HashMap<Cell, Found>,
}

/// An arena, a day, if it is by day that one looks, and the number of a name.
type Cell = (Arena, Option<Date>, u32);

#[derive(Default)]
struct Found {
    /// What bears the name itself.
    own: Vec<u32>,
    /// The same, and what lies in a place of this name.
    held: Vec<u32>,
}

impl Sites {
    /// Adds a number that stands for a claim, under these days.
    pub(crate) fn add(&mut self, number: usize, seen: &Seen, arena: Arena, days: &[Option<Date>]) {
        if days.is_empty() {
            return;
        }
        let number = u32::try_from(number).expect("fewer than four thousand million claims");
        for key in seen.site.own_keys() {
            let name = self.name(key);
            days.iter()
                .for_each(|day| push(&mut self.cells.entry((arena, *day, name)).or_default().own, number));
        }
        for key in seen.site.keys() {
            let name = self.name(key);
            days.iter()
                .for_each(|day| push(&mut self.cells.entry((arena, *day, name)).or_default().held, number));
        }
    }

    fn name(&mut self, key: &str) -> u32 {
        if let Some(known) = self.names.get(key) {
            return *known;
        }
        let next = self.names.len() as u32;
        self.names.insert(key.to_owned(), next);
        next
    }

    /// The numbers of all that can be alike to a claim in act, day and place, and of some that cannot; some twice.
    pub(crate) fn around(&self, seen: &Seen, arena: Arena, days: &[Option<Date>], found: &mut Vec<usize>) {
        if self.cells.is_empty() {
            return;
        }
        let named = |keys: Vec<&str>| -> Vec<u32> {
            keys.into_iter().filter_map(|key| self.names.get(key).copied()).collect()
        };
        let (own, all) = (named(seen.site.own_keys()), named(seen.site.keys()));
        for day in days {
            let inside = own.iter().filter_map(|name| Some(&self.cells.get(&(arena, *day, *name))?.held));
            let around = all.iter().filter_map(|name| Some(&self.cells.get(&(arena, *day, *name))?.own));
            found.extend(inside.chain(around).flatten().map(|number| *number as usize));
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
    of: HashMap<&'a DocumentId, Page>,
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
        let mut pages: Vec<&'a DocumentId> = Vec::new();
        for at in added {
            let claim: &'a truce_model::Claim = seen[*at].claim;
            let page = self.of.entry(&claim.document).or_default();
            page.claims.push((claim.span.start, claim.span.end, *at));
            page.longest = page.longest.max(claim.span.end.saturating_sub(claim.span.start));
            if pages.last() != Some(&&claim.document) {
                pages.push(&claim.document);
            }
        }
        pages.sort_unstable();
        pages.dedup();
        for document in pages {
            if let Some(page) = self.of.get_mut(document) {
                page.claims.sort_unstable();
            }
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

/// A table looked up by small numbers.
pub(crate) type Numbered<V> = HashMap<u64, V, BuildHasherDefault<Mixed>>;
