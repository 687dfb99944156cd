//! Which claims say exactly the same, so that they are compared once. Joins nothing that differs in a word.

use crate::{
    compare::{Pair, pair},
    near::{Hashed, Numbered},
    seen::Seen,
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use truce_model::{Act, Claim, DocumentId, Interval, Name, Stance};

/// Pairs that are remembered at most; then all are forgotten.
const REMEMBERED: usize = 1 << 20;

/// Claims sorted by what they say. Two claims of one wording are alike to every other claim, up to where they stand.
#[derive(Default)]
pub(crate) struct Wordings<'a> {
    known: Hashed<Key<'a>, usize>,
    /// For each wording its first claim.
    first: Vec<Seen<'a>>,
    pairs: RefCell<Numbered<Pair>>,
}

/// All of a claim that is compared, but for where it stands.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    act: Act,
    stance: Stance,
    agent: Option<&'a Name>,
    target: Option<&'a Name>,
    places: &'a [Name],
    occurred: Interval,
    witness: Option<Rc<str>>,
    direction: Option<String>,
    row: Option<(&'a str, &'a DocumentId)>,
    /// Whether it sums up, and whether it looks back: both are told by words that stand in no other field.
    told: (bool, bool),
}

impl<'a> Key<'a> {
    fn of(seen: &Seen<'a>) -> Key<'a> {
        let claim: &'a Claim = seen.claim;
        Key {
            act: claim.act,
            stance: claim.stance,
            agent: claim.agent.as_ref(),
            target: claim.target.as_ref(),
            places: &claim.places,
            occurred: claim.occurred,
            witness: seen.witness.clone(),
            direction: seen.site.direction().map(str::to_owned),
            row: seen.row(),
            told: (seen.extent.sums_up(), seen.recalls),
        }
    }
}

impl<'a> Wordings<'a> {
    /// The wording of a claim, a new one if nobody has said so before.
    pub(crate) fn of(&mut self, seen: &Seen<'a>) -> usize {
        let next = self.first.len();
        let wording = *self.known.entry(Key::of(seen)).or_insert(next);
        if wording == next {
            self.first.push(seen.clone());
        }
        wording
    }

    /// A claim of a wording.
    pub(crate) fn told(&self, wording: usize) -> &Seen<'a> {
        &self.first[wording]
    }

    /// What two wordings are to each other.
    pub(crate) fn pair(&self, a: usize, b: usize) -> Pair {
        let (low, high) = (a.min(b), a.max(b));
        let key = ((low as u64) << 32) | high as u64;
        if let Some(known) = self.pairs.borrow().get(&key) {
            return *known;
        }
        let found = pair(&self.first[low], &self.first[high]);
        let mut pairs = self.pairs.borrow_mut();
        if pairs.len() >= REMEMBERED {
            pairs.clear();
        }
        pairs.insert(key, found);
        found
    }

    /// Whether claims of a wording are one wherever they stand: it tells when and where.
    pub(crate) fn is_one(&self, wording: usize) -> bool {
        !pair(&self.first[wording], &self.first[wording]).is_loose()
    }
}

/// Claims that are one from the outset: of one wording, which tells when and where; or a single claim.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What they say.
    pub(crate) wording: usize,
    /// The claims, as places in the list of all; none if all were withdrawn.
    pub(crate) claims: Vec<usize>,
}

/// Where the claims of a node or a group stand: for each document the first end and the last start of a claim.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretches<'a>(BTreeMap<&'a DocumentId, (usize, usize)>);

impl<'a> Stretches<'a> {
    /// Where these claims stand.
    pub(crate) fn of(node: &Node, seen: &[Seen<'a>]) -> Stretches<'a> {
        let mut found = Stretches::default();
        for at in &node.claims {
            let claim: &'a Claim = seen[*at].claim;
            found.widen(&claim.document, (claim.span.end, claim.span.start));
        }
        found
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

/// Whether a claim of one node and one of the other stand at two places of one document.
pub(crate) fn stand_apart(a: &Node, b: &Node, seen: &[Seen]) -> bool {
    match (a.claims.as_slice(), b.claims.as_slice()) {
        ([x], [y]) => seen[*x].gap(&seen[*y]).is_some_and(|gap| gap > 0),
        _ => Stretches::of(a, seen).stands_apart(&Stretches::of(b, seen)),
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
