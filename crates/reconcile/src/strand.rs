//! What shows that two claims rest on one telling: the same sentence, or the same outlet that is quoted. Counts nobody.

use crate::{copies::Copies, seen::Seen, witness::identity, wording::repeats};
use std::collections::{BTreeMap, HashMap};
use truce_model::Actors;

/// For each claim the numbers of what it shares with others: its sentence, and the outlet that is its source or through
/// which a source without a name is quoted.
pub(crate) fn strands(
    tellers: &[&Seen],
    nameless: impl Fn(usize) -> bool,
    actors: &Actors,
    copies: &Copies,
) -> Vec<Vec<usize>> {
    let (mut found, sentences) = of_sentences(tellers, copies);
    let mut outlets: BTreeMap<String, usize> = BTreeMap::new();
    let vias: Vec<Option<String>> =
        tellers.iter().map(|t| t.claim.via.as_ref().map(|via| identity(via, actors))).collect();
    for via in vias.iter().flatten() {
        let next = sentences + outlets.len();
        outlets.entry(via.clone()).or_insert(next);
    }
    for (at, found) in found.iter_mut().enumerate() {
        let via = vias[at].as_deref().filter(|_| nameless(at));
        let told = via.or(tellers[at].witness.as_deref());
        found.extend(told.and_then(|outlet| outlets.get(outlet)));
    }
    found
}

/// For each claim the number of its sentence, where that is long enough; near copies have one number.
fn of_sentences(tellers: &[&Seen], copies: &Copies) -> (Vec<Vec<usize>>, usize) {
    let mut numbers: BTreeMap<&[u64], usize> = BTreeMap::new();
    let mut distinct: Vec<&[u64]> = Vec::new();
    let mut found: Vec<Vec<usize>> = Vec::with_capacity(tellers.len());
    for teller in tellers {
        let number = copies.sentence(teller.claim).map(|sentence| {
            *numbers.entry(sentence).or_insert_with(|| {
                distinct.push(sentence);
                distinct.len() - 1
            })
        });
        found.push(number.into_iter().collect());
    }
    let mut same: Vec<usize> = (0..distinct.len()).collect();
    let root = |same: &[usize], mut at: usize| {
        while same[at] != at {
            at = same[at];
        }
        at
    };
    // Only sentences that share a shingle are compared.
    let mut holding: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, sentence) in distinct.iter().enumerate() {
        let mut near: Vec<usize> =
            sentence.iter().filter_map(|one| holding.get(one)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        for other in near {
            let (a, b) = (root(&same, at), root(&same, other));
            if a != b && repeats(sentence, distinct[other]) {
                same[a.max(b)] = a.min(b);
            }
        }
        sentence.iter().for_each(|one| holding.entry(*one).or_default().push(at));
    }
    for number in found.iter_mut().flatten() {
        *number = root(&same, *number);
    }
    (found, distinct.len())
}
