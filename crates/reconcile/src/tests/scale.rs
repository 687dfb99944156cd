//! Much text is held as completely as little: no claim is lost, none is in two incidents.

use super::{claim, lists};
use crate::reconcile;
use std::collections::BTreeSet;
use truce_model::{Claim, Kind};

const ACTS: [&str; 8] =
    ["shelling", "air_strike", "bombardment", "clash", "ground_attack", "blocked", "killed", "explosion"];
const SOURCES: [&str; 6] = ["Watch", "North army", "South Guard", "a medic", "Ann Hill", "residents"];
const SIDES: [&str; 6] =
    ["North army", "South", "North > South Guard", "South Guard > North", "> market", "North army > Arden"];
const PLACES: [&str; 7] =
    ["Arden", "Ruba", "Mill Quarter, Arden", "Arden province", "a farm", "", "Westland"];

/// A claim that differs from its neighbours as those of a month of reporting do.
fn nth(n: usize, document: usize, at: usize) -> Claim {
    let mix = n.wrapping_mul(2_654_435_761) >> 7;
    let pick = |list: &[&'static str], by: usize| list[(mix / by) % list.len()];
    let (act, source, sides) = (pick(&ACTS, 1), pick(&SOURCES, 11), pick(&SIDES, 71));
    let place = pick(&PLACES, 431);
    let day = 1 + (document % 28);
    let time = if mix.is_multiple_of(9) { "..".to_owned() } else { format!("2031-03-{day:02}") };
    claim(&format!("{act} | {source} | asserts | {sides} | {place} | {time} | d{document}:{at} | 3"))
}

/// Sizes at which comparing all pairs would be noticed by whoever runs the tests.
#[track_caller]
fn check(claims: &[Claim]) {
    let (actors, places) = lists();
    let found = reconcile(claims, &actors, &places);
    let mut held = BTreeSet::new();
    assert!(
        found.iter().flat_map(|incident| &incident.claims).all(|id| held.insert(id)),
        "a claim is held twice"
    );
    let events = claims.iter().filter(|claim| claim.kind() == Kind::Event).map(|claim| &claim.id);
    assert!(
        events.clone().next().is_some() && events.clone().all(|id| held.contains(id)),
        "an event is lost"
    );
}

#[test]
fn forty_thousand_claims_of_ten_thousand_documents() {
    let claims: Vec<Claim> = (0..40_000).map(|n| nth(n, n / 4, (n % 4) * 150)).collect();
    check(&claims);
}

#[test]
fn one_document_of_six_thousand_claims() {
    let claims: Vec<Claim> = (0..6_001).map(|n| nth(n, 3, n * 60)).collect();
    check(&claims);
}

#[test]
fn one_sentence_ten_thousand_times() {
    let one = |n: usize| {
        claim(&format!(
            "shelling | Watch | asserts | North army | Arden | 2031-03-05 | d{}:{} | 3",
            n % 3,
            n * 30
        ))
    };
    check(&(0..10_000).map(one).collect::<Vec<_>>());
}
