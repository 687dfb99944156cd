//! Bounds for more claims than the programme settles: wider than need be, and never wrong. Solves nothing.
//!
//! A claim can only be in a contradiction through a top that may be too low: one below what the floors that share
//! people with it could come to. Floors that share nobody with such a top stand whatever is set aside.

use super::{
    evidence::Told,
    reckoning::{Reckoned, Share, Wanted},
    region::Region,
};
use std::collections::BTreeSet;
use truce_model::ClaimId;

/// How many tops that may be too low are tried one by one (assumed).
const MOST_TOPS: usize = 30;

/// Reckons these claims: floors that share nobody are added, and the least undisputed top that holds all counts.
pub(super) fn reckon(told: &[&Told], wanted: &Wanted) -> Reckoned {
    let loose = Loose::of(told, wanted);
    Reckoned {
        bounds: loose.share(wanted.scope),
        groups: wanted.groups.iter().map(|group| loose.share(group)).collect(),
        is_loose: true,
        ..Reckoned::default()
    }
}

struct Loose<'a> {
    told: &'a [&'a Told<'a>],
    wanted: &'a Wanted<'a>,
    /// For each claim those that can share people with it.
    shares: Vec<Vec<usize>>,
    /// Claims that count people of some of whom no other claim sets a top: they never press on another.
    free: Vec<bool>,
}

impl<'a> Loose<'a> {
    fn of(told: &'a [&'a Told<'a>], wanted: &'a Wanted<'a>) -> Loose<'a> {
        let mut shares: Vec<Vec<usize>> = vec![Vec::new(); told.len()];
        for a in 0..told.len() {
            for b in a + 1..told.len() {
                if wanted.ties.share(&told[a].region, &told[b].region) {
                    shares[a].push(b);
                    shares[b].push(a);
                }
            }
        }
        let free = (0..told.len()).map(|at| {
            let tops = shares[at].iter().filter(|other| told[**other].max().is_some());
            !told[at].region.is_covered(tops.map(|other| &told[*other].region))
        });
        Loose { free: free.collect(), told, wanted, shares }
    }

    fn min(&self, at: usize) -> u64 {
        self.told[at].min().unwrap_or(0)
    }

    /// Whether what the other claims (without those in `out`) may need of its people could be more than its top.
    fn is_tight(&self, at: usize, out: &BTreeSet<usize>) -> bool {
        let Some(max) = self.told[at].max().filter(|_| !out.contains(&at)) else { return false };
        let press = |other: &&usize| !self.free[**other] && !out.contains(other);
        let need: u64 = self.shares[at].iter().filter(press).map(|other| self.min(*other)).sum();
        need.max(self.min(at)) > max
    }

    fn share(&self, scope: &Region) -> Share {
        let (least, at_least) = self.least(scope);
        let tight = self.tight(&BTreeSet::new());
        let undisputed = |at: &usize| {
            !tight.contains(at)
                && (self.min(*at) == 0 || self.shares[*at].iter().all(|other| !tight.contains(other)))
        };
        let all = 0..self.told.len();
        let top = all.filter(|at| self.told[*at].max().is_some() && scope.lies_in(&self.told[*at].region));
        let top = top.filter(undisputed).min_by_key(|at| (self.told[*at].max(), *at));
        let most = top.and_then(|at| self.told[at].max());
        let at_most = self.ids(top.into_iter().collect());
        let is_none = least == 0 && most == Some(0);
        // That it was none rests on what says so, which is a top.
        let at_least = if is_none { at_most.clone() } else { self.ids(at_least) };
        Share { is_there: true, least, is_none, most, at_least, at_most }
    }

    fn ids(&self, of: Vec<usize>) -> Vec<ClaimId> {
        of.into_iter().map(|at| self.told[at].claim.id.clone()).collect()
    }

    fn tight(&self, out: &BTreeSet<usize>) -> BTreeSet<usize> {
        (0..self.told.len()).filter(|at| self.is_tight(*at, out)).collect()
    }

    /// The floor: either a top that may be too low stands, with its own floor, or it is set aside, with all that follows.
    fn least(&self, scope: &Region) -> (u64, Vec<usize>) {
        let mut out: BTreeSet<usize> = BTreeSet::new();
        let mut best: (u64, Vec<usize>) = (0, vec![]);
        // What holds as long as each of the tops set aside so far would stand, and the least of these.
        let mut lowest: Option<(u64, Vec<usize>)> = None;
        for _ in 0..MOST_TOPS {
            let tight = self.tight(&out);
            let safe = |at: &usize| {
                !out.contains(at)
                    && !tight.contains(at)
                    && self.shares[*at].iter().all(|other| !tight.contains(other))
            };
            let floors = self.packed(scope, safe, None);
            let reached = match &lowest {
                Some(lowest) if lowest.0 < floors.0 => lowest.clone(),
                _ => floors,
            };
            if reached.0 > best.0 {
                best = reached;
            }
            let stands = tight.iter().map(|at| (self.packed(scope, safe, Some(*at)), *at));
            let Some((kept, at)) = stands.max_by_key(|((number, _), at)| (*number, *at)) else { break };
            out.insert(at);
            if lowest.as_ref().is_none_or(|lowest| kept.0 < lowest.0) {
                lowest = Some(kept);
            }
            if lowest.as_ref().is_some_and(|lowest| lowest.0 <= best.0) {
                break;
            }
        }
        best
    }

    /// Floors of the scope that share nobody, of all that are safe and of `stands`; the larger of what holds others and
    /// what it holds.
    fn packed(
        &self,
        scope: &Region,
        safe: impl Fn(&usize) -> bool,
        stands: Option<usize>,
    ) -> (u64, Vec<usize>) {
        let all = 0..self.told.len();
        let counts =
            |at: &usize| self.min(*at) > 0 && (safe(at) || Some(*at) == stands) && self.lies_in(*at, scope);
        let mut floors: Vec<usize> = all.filter(counts).collect();
        if !self.wanted.once {
            let largest = floors.into_iter().max_by_key(|at| (self.min(*at), std::cmp::Reverse(*at)));
            return largest.map_or((0, vec![]), |at| (self.min(at), vec![at]));
        }
        floors.sort_by_key(|at| (self.shares[*at].len(), *at));
        let mut chosen: BTreeSet<usize> = BTreeSet::new();
        for at in floors {
            let held: Vec<usize> =
                self.shares[at].iter().filter(|other| chosen.contains(other)).copied().collect();
            if held.iter().map(|other| self.min(*other)).sum::<u64>() < self.min(at) {
                chosen.retain(|other| !held.contains(other));
                chosen.insert(at);
            }
        }
        (chosen.iter().map(|at| self.min(*at)).sum(), chosen.into_iter().collect())
    }

    /// Whether all whom a claim counts are in the scope; a tag may lie within that of the scope.
    fn lies_in(&self, at: usize, scope: &Region) -> bool {
        let region = &self.told[at].region;
        let mut tags = region.tags.clone();
        let within = self.wanted.ties.within.iter().filter(|(inner, _)| region.tags.contains(inner));
        tags.extend(within.map(|(_, outer)| outer.clone()));
        Region { tags, ..region.clone() }.lies_in(scope)
    }
}
