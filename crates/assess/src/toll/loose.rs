//! Bounds for more claims than the programme takes: wider than need be, and never wrong. Solves nothing.

use super::{
    asked::Asked,
    evidence::Evidence,
    region::Region,
    total::{Range, Total},
};
use crate::toll::tolls;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Bound, Claim, ClaimId, Incident, Stance, Toll, TollOf};

/// Adds up floors that share neither a day nor a place, and takes the least top of a sum that holds the scope.
pub(super) fn fill(
    total: &mut Total,
    asked: &Asked,
    scope: &Region,
    evidence: &Evidence,
    incidents: &[Incident],
    claims: &[Claim],
) {
    let regions: BTreeMap<&ClaimId, &Region> =
        evidence.admitted.iter().map(|one| (&one.claim.id, &one.region)).collect();
    let denied: BTreeSet<&ClaimId> =
        evidence.admitted.iter().filter(|one| one.is_denied).map(|one| &one.claim.id).collect();
    let counted: Vec<Claim> = claims
        .iter()
        .filter(|claim| regions.contains_key(&claim.id))
        .map(|claim| reread(claim, asked))
        .collect();
    let originals: BTreeMap<ClaimId, &ClaimId> = regions.keys().map(|id| ((*id).clone(), *id)).collect();
    let mut floors: Vec<Floor> = Vec::new();
    let mut tops: Vec<Bound> = Vec::new();
    for toll in tolls(incidents, &counted) {
        let Some(region) = toll.claims.first().and_then(|id| originals.get(id)).map(|id| regions[*id]) else {
            continue;
        };
        let is_denied = toll.claims.iter().any(|id| denied.contains(id));
        let all_in = toll.claims.iter().all(|id| regions.get(id).is_some_and(|region| region.lies_in(scope)));
        if let Some(floor) = toll.low.number.filter(|low| *low > 0 && all_in && !is_denied) {
            floors.push(Floor::of(region, floor, &toll));
        }
        let sums = toll
            .claims
            .iter()
            .all(|id| regions.get(id).is_some_and(|region| region.is_exact && scope.lies_in(region)));
        if toll.high.number.is_some() && sums {
            tops.push(toll.high.clone());
        }
    }
    let low = if asked.of == TollOf::Killed { packed(&floors) } else { largest(&floors) };
    let mut high = tops.into_iter().min_by_key(|top| top.number).unwrap_or_default();
    if high.number < low.number {
        high = Bound::default();
    }
    let low = if high.number == Some(0) { high.clone() } else { low };
    total.bounds = Range { low, high };
    total.parts.clear();
    total.explained = Range::default();
    total.remainder = Range::default();
    total.looser = Some(format!(
        "{} claims bear on it, more than the programme settles: floors that share a day and a place are not added, \
         and what excludes what is not looked for",
        evidence.admitted.len()
    ));
}

/// The claim with its figures as the convention reads them.
fn reread(claim: &Claim, asked: &Asked) -> Claim {
    let mut claim = claim.clone();
    debug_assert_eq!(claim.stance, Stance::Asserts);
    if let (Some(figures), Some(count)) = (asked.convention.read(&claim), claim.count.as_mut()) {
        (count.min, count.max) = (figures.min, figures.max);
    }
    claim
}

/// The floor of one toll with where it lies: a day, if it is of one, and a stretch of places.
struct Floor {
    day: Option<Date>,
    ground: Option<(u32, u32)>,
    number: u64,
    claims: Vec<ClaimId>,
}

impl Floor {
    fn of(region: &Region, number: u64, toll: &Toll) -> Floor {
        let (start, end) = region.span;
        let last = end.checked_sub(jiff::Span::new().nanoseconds(1)).unwrap_or(end);
        let day = (start.date() == last.date()).then(|| start.date());
        let ground = (region.ground.len() == 1).then(|| region.ground[0]);
        Floor { day, ground, number, claims: toll.low.claims.clone() }
    }

    fn bound(&self) -> Bound {
        Bound { number: Some(self.number), claims: self.claims.clone() }
    }
}

fn largest(floors: &[Floor]) -> Bound {
    floors.iter().max_by_key(|floor| floor.number).map(Floor::bound).unwrap_or_default()
}

/// The largest sum of floors no two of which share a day and a place, or the largest floor of all.
fn packed(floors: &[Floor]) -> Bound {
    let mut days: BTreeMap<Date, Vec<&Floor>> = BTreeMap::new();
    for floor in floors.iter().filter(|floor| floor.ground.is_some()) {
        if let Some(day) = floor.day {
            days.entry(day).or_default().push(floor);
        }
    }
    let sum = days.into_values().map(nested).reduce(add).unwrap_or_default();
    let single = largest(floors);
    if sum.number >= single.number { sum } else { single }
}

fn add(a: Bound, b: Bound) -> Bound {
    let number = match (a.number, b.number) {
        (Some(x), Some(y)) => Some(x.saturating_add(y)),
        (x, y) => x.or(y),
    };
    Bound { number, claims: a.claims.into_iter().chain(b.claims).collect() }
}

/// Of places that hold each other or are apart: for each the larger of its own floor and the sum of what it holds.
fn nested(mut floors: Vec<&Floor>) -> Bound {
    floors.sort_by_key(|floor| floor.ground.map(|(from, to)| (from, std::cmp::Reverse(to))));
    // Open places, outermost first, each with its floor and the sum of those within it.
    let mut open: Vec<(u32, Bound, Bound)> = vec![(u32::MAX, Bound::default(), Bound::default())];
    let close = |open: &mut Vec<(u32, Bound, Bound)>| {
        if let Some((_, own, held)) = open.pop() {
            let better = if own.number >= held.number { own } else { held };
            if let Some(outer) = open.last_mut() {
                outer.2 = add(std::mem::take(&mut outer.2), better);
            }
        }
    };
    for floor in floors {
        let Some((from, to)) = floor.ground else { continue };
        while open.len() > 1 && open.last().is_some_and(|(end, ..)| *end <= from) {
            close(&mut open);
        }
        open.push((to, floor.bound(), Bound::default()));
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, _, held)| held).unwrap_or_default()
}
