//! Finds the claims that can be alike to another, so that not all are compared with all. Decides nothing.

use crate::{family::Family, seen::Seen};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
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

/// Claims that tell when and where, found by arena, day and place.
pub(crate) struct Sites<'s> {
    /// By the names of their own place.
    own: HashMap<(Arena, Option<Date>, &'s str), Vec<usize>>,
    /// By the names of their own place and of all that holds it.
    held: HashMap<(Arena, Option<Date>, &'s str), Vec<usize>>,
}

impl<'s> Sites<'s> {
    /// Sorts claims, each with the number by which it is to be found; `dated`: by day, else of all days together.
    pub(crate) fn of<'a: 's>(claims: impl Iterator<Item = (usize, &'s Seen<'a>)>, dated: bool) -> Sites<'s> {
        let mut sites = Sites { own: HashMap::new(), held: HashMap::new() };
        for (number, seen) in claims {
            let arena = Arena::of(seen.family);
            for day in days(seen, dated) {
                for key in seen.site.own_keys() {
                    sites.own.entry((arena, day, key)).or_default().push(number);
                }
                for key in seen.site.keys() {
                    sites.held.entry((arena, day, key)).or_default().push(number);
                }
            }
        }
        sites
    }

    /// The numbers of all that can be alike to a claim in act, day and place, and of some that cannot; each once.
    pub(crate) fn around(&self, seen: &Seen, arena: Arena, dated: bool) -> Vec<usize> {
        let mut found = Vec::new();
        for day in days(seen, dated) {
            let inside = seen.site.own_keys().into_iter().filter_map(|key| self.held.get(&(arena, day, key)));
            let around = seen.site.keys().into_iter().filter_map(|key| self.own.get(&(arena, day, key)));
            found.extend(inside.chain(around).flatten().copied());
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The arenas in which there is anything.
    pub(crate) fn arenas(&self) -> Vec<Arena> {
        let mut arenas: Vec<Arena> = self.own.keys().map(|(arena, ..)| *arena).collect();
        arenas.sort_unstable();
        arenas.dedup();
        arenas
    }
}

fn days(seen: &Seen, dated: bool) -> Vec<Option<Date>> {
    if dated { seen.days().into_iter().map(Some).collect() } else { vec![None] }
}

/// Claims by document, in the order in which they stand.
pub(crate) struct Pages<'a> {
    of: BTreeMap<&'a DocumentId, Page>,
}

#[derive(Default)]
struct Page {
    /// Start, end, and the claim as a place in the list of all.
    claims: Vec<(usize, usize, usize)>,
    longest: usize,
}

impl<'a> Pages<'a> {
    /// Sorts the claims.
    pub(crate) fn of(seen: &[Seen<'a>]) -> Pages<'a> {
        let mut of: BTreeMap<&DocumentId, Page> = BTreeMap::new();
        for (at, one) in seen.iter().enumerate() {
            let span = one.claim.span;
            let page = of.entry(&one.claim.document).or_default();
            page.claims.push((span.start, span.end, at));
            page.longest = page.longest.max(span.end.saturating_sub(span.start));
        }
        of.values_mut().for_each(|page| page.claims.sort_unstable());
        Pages { of }
    }

    /// The claims of a document of which at most `gap` bytes part this stretch.
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
