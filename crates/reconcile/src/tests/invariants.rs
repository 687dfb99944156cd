//! What holds for any claims in any order.

use super::{claim, lists};
use crate::{family::tells_of_incident, reconcile};
use proptest::{prelude::*, sample::select};
use std::collections::BTreeSet;
use truce_model::{Claim, Incident};

pub(super) fn any_claim() -> impl Strategy<Value = Claim> {
    let act = select(vec![
        "shelling",
        "air_strike",
        "bombardment",
        "clash",
        "ground_attack",
        "blocked",
        "explosion",
        "killed",
        "lull",
    ]);
    let source = select(vec!["Watch", "North army", "South Guard", "a medic", ""]);
    let stance = select(vec!["asserts", "asserts", "asserts", "denies", "unsure"]);
    let sides =
        select(vec!["", "North army", "South", "North > South Guard", "South Guard > North", "> market"]);
    let place = select(vec![
        "",
        "Arden",
        "east of Arden",
        "Ruba",
        "Arden province",
        "Mill Quarter, Arden",
        "Westland",
        "a farm",
    ]);
    let time = select(vec![
        "..",
        "2031-03-05",
        "2031-03-06",
        "2031-03-05..2031-03-06",
        "..2031-03-06",
        "2031-03-05T19:05",
        "2031-03-01..2031-03-07",
    ]);
    let document = (select(vec!["a", "b", "c", "row1", "row2"]), 0usize..150);
    let quote =
        select(vec![(0, ""), (1, ""), (2, "the attack on the market"), (3, "many shells in 24 hours")]);
    (act, source, stance, sides, place, time, document, quote).prop_map(
        |(act, source, stance, sides, place, time, (d, at), (n, quote))| {
            // Other words stand elsewhere.
            let at = at * 4 + n;
            let told =
                claim(&format!("{act} | {source} | {stance} | {sides} | {place} | {time} | {d}:{at} | 3"));
            if quote.is_empty() { told } else { Claim { quote: quote.into(), ..told }.identified() }
        },
    )
}

fn of(claims: &[Claim]) -> Vec<Incident> {
    let (actors, places) = lists();
    reconcile(claims, &actors, &places)
}

proptest! {
    #[test]
    fn the_order_of_claims_does_not_matter(
        (claims, shuffled) in prop::collection::vec(any_claim(), 0..14)
            .prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle()))
    ) {
        prop_assert_eq!(of(&claims), of(&shuffled));
    }

    #[test]
    fn every_claim_of_an_incident_stands_in_exactly_one(claims in prop::collection::vec(any_claim(), 0..14)) {
        let candidates: BTreeSet<_> =
            claims.iter().filter(|c| tells_of_incident(c.act)).map(|c| c.id.clone()).collect();
        let told: Vec<_> = of(&claims).into_iter().flat_map(|incident| incident.claims).collect();
        prop_assert_eq!(told.len(), candidates.len());
        prop_assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), candidates);
    }

    #[test]
    fn a_toll_belongs_to_one_incident_at_most(claims in prop::collection::vec(any_claim(), 0..14)) {
        let tolls: Vec<_> = of(&claims).into_iter().flat_map(|incident| incident.toll_claims).collect();
        prop_assert_eq!(tolls.iter().collect::<BTreeSet<_>>().len(), tolls.len());
    }

    #[test]
    fn nobody_is_blamed_whom_no_claim_names(claims in prop::collection::vec(any_claim(), 0..14)) {
        for incident in of(&claims) {
            for named in incident.attribution.named() {
                let told = claims.iter().filter(|c| incident.claims.contains(&c.id));
                let names: Vec<_> = told.flat_map(|c| [&c.agent, &c.target]).flatten().collect();
                prop_assert!(names.contains(&named));
            }
        }
    }
}
