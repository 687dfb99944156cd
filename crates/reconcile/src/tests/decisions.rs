//! What people decided of claims binds, and nothing else changes.

use super::{claim, invariants::any_claim, lists};
use crate::{overruled, reconcile, reconcile_as_decided};
use proptest::{prelude::*, sample::select};
use std::collections::BTreeSet;
use truce_model::{Claim, ClaimId, Incident, Matching, Name, Sameness};

pub(super) fn decision(held: Sameness, claims: &[&Claim], others: &[&Claim]) -> Matching {
    let ids = |claims: &[&Claim]| claims.iter().map(|claim| claim.id.clone()).collect();
    Matching {
        held,
        claims: ids(claims),
        others: ids(others),
        by: Name::parse("Dana Moor").unwrap(),
        reason: "both were rung up".into(),
    }
}

fn of(claims: &[Claim], decisions: &[Matching]) -> Vec<Incident> {
    let (actors, places) = lists();
    reconcile_as_decided(claims, &decisions.iter().collect::<Vec<_>>(), &actors, &places)
}

/// The incidents as sets of places in the list of claims.
#[track_caller]
fn check(claims: &[Claim], decisions: &[Matching], expected: &[&[usize]]) {
    let at = |id: &ClaimId| claims.iter().position(|claim| &claim.id == id).unwrap();
    let found: BTreeSet<BTreeSet<usize>> =
        of(claims, decisions).iter().map(|i| i.claims.iter().map(at).collect()).collect();
    let expected: BTreeSet<BTreeSet<usize>> =
        expected.iter().map(|set| set.iter().copied().collect()).collect();
    assert_eq!(found, expected);
}

fn shelling(source: &str, day: &str, document: &str) -> Claim {
    claim(&format!("shelling | {source} | asserts | North army | Arden | 2031-03-{day} | {document}:0"))
}

#[test]
fn claims_are_one_or_apart_as_somebody_decided() {
    let all = [shelling("Watch", "05", "a"), shelling("a medic", "05", "b"), shelling("a clerk", "06", "c")];
    check(&all, &[], &[&[0, 1], &[2]]);
    let [a, b, c] = &all;
    check(&all, &[decision(Sameness::Same, &[a], &[c])], &[&[0, 1, 2]]);
    check(&all, &[decision(Sameness::NotSame, &[a], &[b])], &[&[0], &[1], &[2]]);
    check(&all, &[decision(Sameness::Unsure, &[a], &[b])], &[&[0, 1], &[2]]);
    let both = [decision(Sameness::Same, &[a], &[c]), decision(Sameness::NotSame, &[a], &[b])];
    check(&all, &both, &[&[0, 2], &[1]]);
}

#[test]
fn part_of_an_incident_is_split_off_as_one() {
    let all = ["Watch", "a medic", "a clerk", "a nurse"].map(|source| shelling(source, "05", source));
    check(&all, &[], &[&[0, 1, 2, 3]]);
    let [a, b, c, d] = &all;
    check(&all, &[decision(Sameness::Split, &[a, b], &[c, d])], &[&[0, 1], &[2, 3]]);
}

#[test]
fn what_comes_in_later_joins_what_it_agrees_with_and_undoes_no_decision() {
    let all = [
        shelling("Watch", "05", "a"),
        shelling("a clerk", "06", "b"),
        shelling("a nurse", "06", "c"),
        shelling("a baker", "05", "d"),
    ];
    let one = decision(Sameness::Same, &[&all[0]], &[&all[1]]);
    check(&all, &[one], &[&[0, 1, 2, 3]]);
    let all = ["Watch", "a medic", "a clerk"].map(|source| shelling(source, "05", source));
    // A third that could belong to either of two that are not the same belongs to none.
    let apart = decision(Sameness::NotSame, &[&all[0]], &[&all[1]]);
    check(&all, &[apart], &[&[0], &[1], &[2]]);
}

#[test]
fn a_toll_belongs_where_somebody_put_it() {
    let mut all = vec![shelling("Watch", "05", "a"), shelling("a clerk", "08", "b")];
    all.push(claim("killed | a nurse | asserts | | Arden | 2031-03-07 | c:0 | 3"));
    let homes = |decisions: &[Matching]| -> Vec<usize> {
        of(&all, decisions).iter().map(|incident| incident.toll_claims.len()).collect()
    };
    assert_eq!(homes(&[]).iter().sum::<usize>(), 0);
    let put = decision(Sameness::Same, &[&all[1]], &[&all[2]]);
    let found = of(&all, &[put]);
    let home = found.iter().find(|incident| incident.claims.contains(&all[1].id)).unwrap();
    assert_eq!(home.toll_claims, [all[2].id.clone()]);
}

proptest! {
    #[test]
    fn decisions_bind_whatever_the_order_of_claims(
        (claims, shuffled) in prop::collection::vec(any_claim(), 2..12)
            .prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())),
        drawn in prop::collection::vec((select(vec![Sameness::Same, Sameness::NotSame, Sameness::Split, Sameness::Unsure]), 0usize..12, 0usize..12, 0usize..12), 0..5),
    ) {
        let pick = |at: usize| &claims[at % claims.len()];
        let decisions: Vec<Matching> = drawn
            .iter()
            .map(|(held, a, b, c)| match held {
                Sameness::Split => decision(*held, &[pick(*a), pick(*b)], &[pick(*c)]),
                _ => decision(*held, &[pick(*a)], &[pick(*b)]),
            })
            .collect();
        let found = of(&claims, &decisions);
        prop_assert_eq!(&found, &of(&shuffled, &decisions));
        let home = |id: &ClaimId| found.iter().position(|incident| incident.claims.contains(id));
        let binds = overruled(&decisions.iter().collect::<Vec<_>>());
        for (decision, overruled) in decisions.iter().zip(binds) {
            // Tolls and statements stand in no incident as its claims.
            let homes = |ids: &[ClaimId]| ids.iter().filter_map(&home).collect::<BTreeSet<usize>>();
            let (one, other) = (homes(&decision.claims), homes(&decision.others));
            if overruled {
                continue;
            }
            match decision.held {
                Sameness::Same => prop_assert!(one.union(&other).count() <= 1),
                Sameness::NotSame => prop_assert!(one.is_disjoint(&other)),
                Sameness::Split => prop_assert!(one.len() <= 1 && one.is_disjoint(&other)),
                Sameness::Unsure => {}
            }
        }
        let unsure: Vec<Matching> = decisions.iter().filter(|d| d.held == Sameness::Unsure).cloned().collect();
        let (actors, places) = lists();
        let sets = |all: &[Incident]| all.iter().map(|i| i.claims.clone()).collect::<BTreeSet<_>>();
        if unsure.len() == decisions.len() {
            prop_assert_eq!(sets(&found), sets(&reconcile(&claims, &actors, &places)));
        }
    }
}
