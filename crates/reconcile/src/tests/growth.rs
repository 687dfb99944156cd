//! Claims that come and go, and decisions that change, lead to what those that are left lead to at once.

use super::{decisions::decision, invariants::any_claim, lists};
use crate::{Reconciler, reconcile_as_decided};
use proptest::{prelude::*, sample::select};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Claim, ClaimId, Incident, IncidentId, Matching, Sameness};

/// One step: claims come in or go, given as places in the list of all, or these decisions stand.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<usize>),
    Withdraw(Vec<usize>),
    Decide(Vec<(Sameness, usize, usize, usize)>),
}

fn any_step() -> impl Strategy<Value = Step> {
    let some = || prop::collection::vec(0usize..24, 0..8);
    let held = select(vec![Sameness::Same, Sameness::NotSame, Sameness::Split, Sameness::Unsure]);
    let drawn = (held, 0usize..24, 0usize..24, 0usize..24);
    prop_oneof![
        4 => some().prop_map(Step::Add),
        2 => some().prop_map(Step::Withdraw),
        1 => prop::collection::vec(drawn, 0..4).prop_map(Step::Decide),
    ]
}

fn matchings(drawn: &[(Sameness, usize, usize, usize)], claims: &[Claim]) -> Vec<Matching> {
    let pick = |at: usize| &claims[at % claims.len()];
    let of = |(held, a, b, c): &(Sameness, usize, usize, usize)| match held {
        Sameness::Split => decision(*held, &[pick(*a), pick(*b)], &[pick(*c)]),
        _ => decision(*held, &[pick(*a)], &[pick(*b)]),
    };
    drawn.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_comes_to_the_same_as_from_scratch(
        claims in prop::collection::vec(any_claim(), 1..24),
        steps in prop::collection::vec(any_step(), 1..10),
    ) {
        let (actors, places) = lists();
        let mut reconciler = Reconciler::new(&actors, &places);
        let (mut held, mut decided): (BTreeMap<ClaimId, Claim>, Vec<Matching>) = Default::default();
        let mut known: BTreeMap<IncidentId, Incident> = BTreeMap::new();
        for step in &steps {
            let pick = |at: &usize| &claims[at % claims.len()];
            let changed = match step {
                Step::Add(some) => {
                    held.extend(some.iter().map(pick).map(|claim| (claim.id.clone(), claim.clone())));
                    reconciler.add(some.iter().map(pick))
                }
                Step::Withdraw(some) => {
                    some.iter().map(pick).for_each(|claim| drop(held.remove(&claim.id)));
                    reconciler.withdraw(some.iter().map(pick).map(|claim| &claim.id))
                }
                Step::Decide(drawn) => {
                    decided = matchings(drawn, &claims);
                    reconciler.decide(&decided.iter().collect::<Vec<_>>())
                }
            };
            // Whoever follows the changes knows the incidents.
            changed.gone.iter().for_each(|id| drop(known.remove(id)));
            for id in &changed.told {
                let incident = reconciler.incident(id).expect("what was told is known").clone();
                prop_assert_ne!(known.insert(id.clone(), incident.clone()), Some(incident));
            }
            let left: Vec<Claim> = held.values().cloned().collect();
            let expected = reconcile_as_decided(&left, &decided.iter().collect::<Vec<_>>(), &actors, &places);
            let ids: BTreeSet<&IncidentId> = reconciler.incidents().map(|incident| &incident.id).collect();
            prop_assert_eq!(ids.len(), expected.len());
            prop_assert_eq!(&known.values().cloned().collect::<Vec<_>>(), &expected);
        }
    }
}
