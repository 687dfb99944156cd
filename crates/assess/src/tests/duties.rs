//! How duties stand on the claims.

use super::{agreement, claim, lists};
use crate::obligations;
use truce_model::{Claim, Obligation};

fn stand(lines: &[&str], as_of: &str) -> Vec<Obligation> {
    let (actors, places) = lists();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    obligations(&claims, &[agreement()], &actors, &places, as_of.parse().unwrap())
}

#[track_caller]
fn check(provision: &str, lines: &[&str], state: &str) {
    let all = stand(lines, "2031-03-10T00:00:00Z");
    let found = all.iter().find(|o| o.provision.as_str() == provision).unwrap();
    assert_eq!(found.state.word(), state, "{found:#?}");
}

#[test]
fn a_duty_is_told_by_what_is_said_of_it() {
    check("road", &[], "no word");
    check("road", &["withdrawal | asserts | North army | Mill Road | 2031-03-06"], "said to be met");
    check("road", &["withdrawal | denies | North army | Mill Road | 2031-03-06"], "said not to be met");
    check(
        "road",
        &[
            "withdrawal | asserts | North army | Mill Road | 2031-03-06",
            "withdrawal | denies | North army | Mill Road | ..2031-03-07",
        ],
        "disputed",
    );
    check("road", &["withdrawal | unsure | North army | Mill Road | 2031-03-06"], "no word");
}

#[test]
fn only_claims_tied_by_place_or_debtor_count() {
    check("road", &["withdrawal | asserts | North army | Ruba | 2031-03-06"], "no word");
    check("road", &["withdrawal | asserts | East | Mill Road | 2031-03-06"], "no word");
    check(
        "aid",
        &["permission_withheld | asserts | North > Relief Office | | 2031-03-06"],
        "said not to be met",
    );
    check("aid", &["permission_withheld | asserts | South > Relief Office | | 2031-03-06"], "no word");
    check("aid", &["not_done | asserts | North | | 2031-03-06"], "no word");
}

#[test]
fn aid_that_arrives_after_it_was_kept_back_meets_the_duty() {
    let blocked = "blocked | asserts | North > Arden | | 2031-03-06";
    let arrived = "convoy_delivered | asserts | Relief Office | Arden | 2031-03-08";
    check("aid", &[blocked, arrived], "said to be met");
    check("aid", &[&blocked.replace("06", "09"), arrived], "said not to be met");
    check("aid", &[&blocked.replace("06", "08"), arrived], "disputed");
}

#[test]
fn what_is_past_or_to_come_says_nothing() {
    check("road", &["withdrawal | asserts | North army | Mill Road | 2031-03-04"], "no word");
    check("road", &["withdrawal | asserts | North army | Mill Road | 2031-03-12"], "no word");
    assert!(stand(&[], "2031-03-05T16:59:59Z").iter().all(|o| o.state.word() == "not yet due"));
}
