//! Which claims say exactly the same, so that they are compared once. Joins nothing that differs in a word.

use crate::{
    compare::{Pair, pair},
    seen::Seen,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
};
use truce_model::{Act, DocumentId, Interval, Name, Stance};

/// Claims sorted by what they say. Two claims of one wording are alike to every other claim, up to where they stand.
pub(crate) struct Wordings<'s, 'a> {
    /// For each claim its wording.
    pub(crate) of: Vec<usize>,
    /// For each wording its first claim.
    pub(crate) first: Vec<&'s Seen<'a>>,
    pairs: RefCell<HashMap<u64, Pair, BuildHasherDefault<Mixed>>>,
}

/// Spreads a pair of small numbers, which is all that the pairs are looked up by; millions of times.
#[derive(Default)]
struct Mixed(u64);

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

/// All of a claim that is compared, but for where it stands.
type Key<'s> =
    (Act, Stance, Option<&'s Name>, Option<&'s Name>, &'s [Name], Interval, Option<&'s str>, Option<&'s str>);

fn key<'s>(seen: &'s Seen) -> Key<'s> {
    let claim = seen.claim;
    (
        claim.act,
        claim.stance,
        claim.agent.as_ref(),
        claim.target.as_ref(),
        &claim.places,
        claim.occurred,
        seen.witness.as_deref(),
        seen.site.direction(),
    )
}

impl<'s, 'a> Wordings<'s, 'a> {
    /// Sorts the claims.
    pub(crate) fn of(seen: &'s [Seen<'a>]) -> Wordings<'s, 'a> {
        let mut known: HashMap<Key, usize> = HashMap::new();
        let mut first: Vec<&Seen> = Vec::new();
        let of = seen
            .iter()
            .map(|one| {
                *known.entry(key(one)).or_insert_with(|| {
                    first.push(one);
                    first.len() - 1
                })
            })
            .collect();
        Wordings { of, first, pairs: RefCell::default() }
    }

    /// What two wordings are to each other.
    pub(crate) fn pair(&self, a: usize, b: usize) -> Pair {
        let (low, high) = (a.min(b), a.max(b));
        let key = ((low as u64) << 32) | high as u64;
        if let Some(known) = self.pairs.borrow().get(&key) {
            return *known;
        }
        let found = pair(self.first[low], self.first[high]);
        self.pairs.borrow_mut().insert(key, found);
        found
    }
}

/// Claims that are one from the outset: of one wording, which tells when and where; or a single claim.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What they say.
    pub(crate) wording: usize,
    /// The claims, as places in the list of all, in order.
    pub(crate) claims: Vec<usize>,
}

/// The nodes, in the order of their first claims. A claim of which somebody decided stands by itself.
pub(crate) fn nodes(wordings: &Wordings, by_itself: impl Fn(usize) -> bool) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    let mut node_of: HashMap<usize, usize> = HashMap::new();
    for (claim, wording) in wordings.of.iter().enumerate() {
        if by_itself(claim) {
            found.push(Node { wording: *wording, claims: vec![claim] });
            continue;
        }
        let tight = !wordings.pair(*wording, *wording).is_loose();
        match node_of.get(wording) {
            Some(node) if tight => found[*node].claims.push(claim),
            _ => {
                node_of.insert(*wording, found.len());
                found.push(Node { wording: *wording, claims: vec![claim] });
            }
        }
    }
    found
}

/// Where the claims of a node or a group stand: for each document the first end and the last start of a claim.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretches<'a>(BTreeMap<&'a DocumentId, (usize, usize)>);

impl<'a> Stretches<'a> {
    /// Adds a claim.
    pub(crate) fn add(&mut self, seen: &Seen<'a>) {
        let span = seen.claim.span;
        self.widen(&seen.claim.document, (span.end, span.start));
    }

    /// Adds all claims of another.
    pub(crate) fn merge(&mut self, other: &Stretches<'a>) {
        other.0.iter().for_each(|(document, stretch)| self.widen(document, *stretch));
    }

    fn widen(&mut self, document: &'a DocumentId, (end, start): (usize, usize)) {
        let known = self.0.entry(document).or_insert((end, start));
        *known = (known.0.min(end), known.1.max(start));
    }

    /// Whether a claim here and one there stand at two places of one document.
    pub(crate) fn stands_apart(&self, other: &Stretches) -> bool {
        let (few, many) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        few.0.iter().any(|(document, a)| many.0.get(document).is_some_and(|b| a.0 < b.1 || b.0 < a.1))
    }
}

/// Bytes between the nearest two claims of two nodes in a common document; claims are given as places in `seen`.
pub(crate) fn nearest(a: &Node, b: &Node, seen: &[Seen]) -> Option<usize> {
    if let ([x], [y]) = (a.claims.as_slice(), b.claims.as_slice()) {
        return seen[*x].gap(&seen[*y]);
    }
    let mut all: Vec<(&DocumentId, usize, usize, bool)> = Vec::new();
    for (node, is_b) in [(a, false), (b, true)] {
        all.extend(node.claims.iter().map(|at| {
            let claim = seen[*at].claim;
            (&claim.document, claim.span.start, claim.span.end, is_b)
        }));
    }
    all.sort_unstable();
    let mut best: Option<usize> = None;
    // For each of the two, the furthest end seen so far in the document at hand.
    let mut ends: [Option<(&DocumentId, usize)>; 2] = [None, None];
    for (document, start, end, is_b) in all {
        if let Some((of, other)) = ends[usize::from(!is_b)]
            && of == document
        {
            let gap = start.saturating_sub(other);
            best = Some(best.map_or(gap, |known| known.min(gap)));
        }
        let own = &mut ends[usize::from(is_b)];
        *own = match *own {
            Some((of, known)) if of == document => Some((of, known.max(end))),
            _ => Some((document, end)),
        };
    }
    best
}
