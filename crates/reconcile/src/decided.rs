//! What people decided of claims, as far as it binds: which claims are one, which are apart. Compares nothing itself.

use std::collections::{BTreeMap, BTreeSet};
use truce_model::{ClaimId, Matching, Sameness};

/// Decisions that bind, none of which contradicts another.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    numbers: BTreeMap<ClaimId, usize>,
    /// For each claim that is named another of the same incident, or itself.
    one_with: Vec<usize>,
    apart: BTreeSet<(usize, usize)>,
    /// The sets of claims of one incident that are of different ones, by their roots.
    roots_apart: BTreeSet<(usize, usize)>,
    /// For each decision whether a later one took its place.
    overruled: Vec<bool>,
}

impl Decided {
    /// The decisions, of which the last stands first: one that contradicts those after it binds nothing.
    pub(crate) fn of(matchings: &[&Matching]) -> Decided {
        let mut decided = Decided { overruled: vec![false; matchings.len()], ..Decided::default() };
        for (at, matching) in matchings.iter().enumerate().rev() {
            decided.overruled[at] = !decided.take(matching);
        }
        decided.roots_apart =
            decided.apart.iter().map(|(a, b)| ordered(decided.root(*a), decided.root(*b))).collect();
        decided
    }

    /// For each decision whether later ones took its place.
    pub(crate) fn overruled(&self) -> &[bool] {
        &self.overruled
    }

    /// Whether nothing was decided.
    pub(crate) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Adds a decision, unless it contradicts what stands.
    fn take(&mut self, matching: &Matching) -> bool {
        let claims: Vec<usize> = matching.claims.iter().map(|id| self.number(id)).collect();
        let others: Vec<usize> = matching.others.iter().map(|id| self.number(id)).collect();
        let (one, apart): (Vec<usize>, bool) = match matching.held {
            Sameness::Unsure => return true,
            Sameness::Same => (claims.iter().chain(&others).copied().collect(), false),
            Sameness::NotSame => (vec![], true),
            Sameness::Split => (claims.clone(), true),
        };
        let pairs: Vec<(usize, usize)> =
            claims.iter().flat_map(|a| others.iter().map(move |b| (*a.min(b), *a.max(b)))).collect();
        let before = self.one_with.clone();
        for pair in one.windows(2) {
            let (a, b) = (self.root(pair[0]), self.root(pair[1]));
            self.one_with[a.max(b)] = a.min(b);
        }
        let added = if apart { pairs.as_slice() } else { &[] };
        let contradicts = self.apart.iter().chain(added).any(|(a, b)| self.root(*a) == self.root(*b));
        if contradicts {
            self.one_with = before;
            return false;
        }
        self.apart.extend(added);
        true
    }

    fn number(&mut self, id: &ClaimId) -> usize {
        if let Some(known) = self.numbers.get(id) {
            return *known;
        }
        let next = self.one_with.len();
        self.numbers.insert(id.clone(), next);
        self.one_with.push(next);
        next
    }

    fn root(&self, mut number: usize) -> usize {
        while self.one_with[number] != number {
            number = self.one_with[number];
        }
        number
    }

    /// The set of claims of one incident to which a claim belongs, if anything was decided of it.
    pub(crate) fn set(&self, id: &ClaimId) -> Option<usize> {
        self.numbers.get(id).map(|number| self.root(*number))
    }

    /// Whether two sets are of different incidents.
    pub(crate) fn is_apart(&self, a: usize, b: usize) -> bool {
        self.roots_apart.contains(&ordered(a, b))
    }

    /// Every claim of which anything was decided.
    pub(crate) fn claims(&self) -> impl Iterator<Item = &ClaimId> {
        self.numbers.keys()
    }

    /// The claims of a set.
    pub(crate) fn members(&self, set: usize) -> impl Iterator<Item = &ClaimId> {
        self.numbers.iter().filter(move |(_, number)| self.root(**number) == set).map(|(id, _)| id)
    }
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use truce_model::Name;

    /// Decisions told as `same a b`, `not-same a | b c`; expected are those that bind.
    #[track_caller]
    fn check(told: &[&str], expected: &[bool]) {
        let matching = |line: &&str| {
            let (held, rest) = line.split_once(' ').unwrap();
            let (claims, others) = rest.split_once('|').unwrap_or((rest, ""));
            let ids = |words: &str| words.split_whitespace().map(ClaimId::new).collect();
            let all = [Sameness::Same, Sameness::NotSame, Sameness::Unsure, Sameness::Split];
            let held = all.into_iter().find(|one| one.word() == held).unwrap();
            let by = Name::parse("Dana").unwrap();
            Matching { held, claims: ids(claims), others: ids(others), by, reason: String::new() }
        };
        let all: Vec<Matching> = told.iter().map(matching).collect();
        let decided = Decided::of(&all.iter().collect::<Vec<_>>());
        let binds: Vec<bool> = decided.overruled().iter().map(|overruled| !overruled).collect();
        assert_eq!(binds, expected, "{told:?}");
    }

    #[test]
    fn a_later_decision_takes_the_place_of_those_that_it_contradicts() {
        check(&["same a b", "same b c"], &[true, true]);
        check(&["same a b", "not-same a | b"], &[false, true]);
        check(&["not-same a | b", "same a b"], &[false, true]);
        check(&["same a b", "same b c", "not-same a | c"], &[false, true, true]);
        check(&["split a b | c d", "same b | c"], &[false, true]);
        check(&["same a b", "unsure a | b"], &[true, true]);
        check(&["not-same a | b", "not-same a | b"], &[true, true]);
        check(&["not-same a | a"], &[false]);
    }
}
