//! What holds the claims of an incident together, and what keeps claims apart, told pair by pair. Gathers nothing.

use crate::{
    compare::{Comparison, Score, explained, pair},
    lookup::Lookup,
    seen::Seen,
};
use std::cmp::Reverse;
use truce_model::{Actors, Claim, ClaimId, Places};

/// Claims whose pairs are looked at, at most: the first by id. Whoever reads reasons reads no more.
const TOLD: usize = 200;

/// What two claims are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They can be of one incident.
    One,
    /// Nothing keeps them apart, but too little is told to join them.
    Open,
    /// They cannot be of one incident.
    Apart,
}

/// Two claims, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Bond {
    /// The one.
    pub a: ClaimId,
    /// The other.
    pub b: ClaimId,
    /// What they are to each other.
    pub verdict: Verdict,
    /// The comparison of each field.
    pub fields: Vec<Comparison>,
    /// The sum of what the fields weigh, in bits; `None` where one keeps the two apart.
    pub bits: Option<f64>,
}

fn bond(a: &Seen, b: &Seen) -> (Bond, Option<Score>) {
    let (pair, fields) = (pair(a, b), explained(a, b));
    let link = pair.link(a.gap(b));
    let apart = pair.apart || fields.iter().any(|field| field.bits.is_none());
    let verdict = match (apart, link.is_some()) {
        (true, _) => Verdict::Apart,
        (false, true) => Verdict::One,
        (false, false) => Verdict::Open,
    };
    let bits = fields.iter().map(|field| field.bits).sum();
    (Bond { a: a.claim.id.clone(), b: b.claim.id.clone(), verdict, fields, bits }, link)
}

/// The strongest pairs by which claims hang together, strongest first: one fewer than the claims that do.
pub fn bonds(claims: &[&Claim], actors: &Actors, places: &Places) -> Vec<Bond> {
    let lookup = Lookup::new(actors, places);
    let seen = looked_up(claims, &lookup);
    let mut all = Vec::new();
    for (b, other) in seen.iter().enumerate() {
        all.extend(seen[..b].iter().enumerate().filter_map(|(a, one)| {
            let (bond, link) = bond(one, other);
            Some((Reverse(link?), a, b, bond))
        }));
    }
    all.sort_by_key(|(score, a, b, _)| (*score, *a, *b));
    let mut group: Vec<usize> = (0..seen.len()).collect();
    let mut found = Vec::new();
    for (_, a, b, bond) in all {
        let (x, y) = (group[a], group[b]);
        if x != y {
            group.iter_mut().filter(|of| **of == y).for_each(|of| *of = x);
            found.push(bond);
        }
    }
    found
}

/// What claims on one side are to claims on the other: every pair that is kept apart, or else the strongest.
pub fn between(one: &[&Claim], other: &[&Claim], actors: &Actors, places: &Places) -> Vec<Bond> {
    let lookup = Lookup::new(actors, places);
    let (left, right) = (looked_up(one, &lookup), looked_up(other, &lookup));
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| bond(a, b)));
    let mut all: Vec<(Bond, Option<Score>)> = pairs.filter(|(bond, _)| bond.a != bond.b).collect();
    if all.iter().any(|(bond, _)| bond.verdict == Verdict::Apart) {
        all.retain(|(bond, _)| bond.verdict == Verdict::Apart);
        return all.into_iter().map(|(bond, _)| bond).collect();
    }
    all.sort_by_key(|(bond, score)| (bond.verdict, Reverse(*score)));
    all.truncate(1);
    all.into_iter().map(|(bond, _)| bond).collect()
}

/// The claims by id, each once.
fn looked_up<'a>(claims: &[&'a Claim], lookup: &Lookup<'a>) -> Vec<Seen<'a>> {
    let mut sorted = claims.to_vec();
    sorted.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    sorted.dedup_by(|a, b| a.id == b.id);
    sorted.iter().take(TOLD).map(|claim| Seen::of(claim, lookup)).collect()
}
