//! How rival numbers become bounds.

use super::{claim, incident};
use crate::tolls;
use truce_model::{Claim, Scope, Toll};

const SHELLING: &str = "shelling | asserts | North army > market | Arden | 2031-03-06";

fn of(numbers: &[&str]) -> Vec<Toll> {
    let told = numbers.iter().map(|n| {
        let (stance, number) = n.split_once(' ').unwrap();
        claim(&format!("killed | {stance} | | Arden | 2031-03-06 | {number}"))
    });
    let claims: Vec<Claim> = std::iter::once(claim(SHELLING)).chain(told).collect();
    tolls(&[incident(&claims)], &claims)
}

#[track_caller]
fn check(numbers: &[&str], low: Option<u64>, high: Option<u64>) {
    let found = of(numbers);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].low.number, found[0].high.number), (low, high));
    assert_eq!(found[0].claims.len(), numbers.len());
}

#[test]
fn bounds_reach_from_the_lowest_figure_to_the_highest() {
    check(&["asserts 3"], Some(3), Some(3));
    check(&["asserts 3", "asserts 5"], Some(3), Some(5));
}

#[test]
fn at_least_leaves_the_top_open_unless_another_figure_reaches_as_far() {
    check(&["asserts 12-"], Some(12), None);
    check(&["asserts 12-", "asserts 15"], Some(12), Some(15));
    check(&["asserts 12-", "asserts 5"], Some(5), None);
}

#[test]
fn an_open_top_does_not_hide_the_highest_account() {
    let found = of(&["asserts 62", "asserts 90-", "asserts 80-"]).remove(0);
    assert_eq!((found.low.number, found.high.number, found.highest.number), (Some(62), None, Some(90)));
    assert_eq!((found.low.claims.len(), found.high.claims.len(), found.highest.claims.len()), (1, 0, 1));
    assert_ne!(found.low.claims, found.highest.claims);
}

#[test]
fn at_most_leaves_the_bottom_open() {
    check(&["asserts -20"], None, Some(20));
    check(&["asserts -20", "asserts 15"], Some(15), Some(20));
    check(&["asserts -4", "asserts 10"], None, Some(10));
}

#[test]
fn nobody_killed_is_zero_only_where_it_is_said() {
    check(&["asserts 0"], Some(0), Some(0));
    check(&["asserts -"], None, None);
    check(&["denies 5"], None, None);
    check(&["denies -"], None, None);
    check(&["asserts 0", "denies -"], Some(0), Some(0));
    check(&["asserts 0", "asserts 3"], Some(0), Some(3));
    assert_eq!(of(&[]), vec![]);
}

#[test]
fn an_unsure_figure_narrows_nothing() {
    check(&["unsure 3"], None, None);
    check(&["asserts 5-", "unsure 7"], Some(5), None);
}

#[test]
fn a_denied_figure_is_no_floor() {
    check(&["asserts 5", "denies 5"], None, Some(5));
}

#[test]
fn a_part_is_never_added_to_the_whole() {
    let found = of(&["asserts 10", "asserts 2 children"]);
    let shown: Vec<_> =
        found.iter().map(|t| (t.who.as_ref().map(|w| w.to_string()), t.high.number)).collect();
    assert!(shown.contains(&(None, Some(10))) && shown.contains(&(Some("children".into()), Some(2))));
}

#[test]
fn a_part_that_is_more_than_the_whole_raises_its_top() {
    let whole = |numbers: &[&str]| of(numbers).into_iter().find(|toll| toll.who.is_none()).unwrap();
    let raised = whole(&["asserts 5", "asserts 8 civilians"]);
    assert_eq!((raised.low.number, raised.high.number, raised.highest.number), (Some(5), Some(8), Some(8)));
    assert_eq!((raised.high.claims.len(), raised.claims.len()), (1, 2));
    assert_ne!(raised.low.claims, raised.high.claims);
    let opened = whole(&["asserts 5", "asserts 8- civilians"]);
    assert_eq!((opened.low.number, opened.high.number, opened.highest.number), (Some(5), None, Some(8)));
    for part in ["asserts 4 civilians", "asserts -9 civilians", "unsure 8 civilians", "denies 8 civilians"] {
        let kept = whole(&["asserts 5", part]);
        assert_eq!((kept.high.number, kept.claims.len()), (Some(5), 1), "{part}");
    }
}

#[test]
fn a_zero_of_no_incident_is_a_zero() {
    let found = tolls(&[], &[claim("killed | asserts | | Westland | 2031-03-06 | 0")]);
    assert_eq!(
        (found[0].low.number, found[0].high.number, found[0].high.claims.len()),
        (Some(0), Some(0), 1)
    );
}

#[test]
fn a_number_of_no_incident_stands_for_itself() {
    let claims = [claim("killed | asserts | | Westland | 2031-03-01..2031-03-07 | 40")];
    let found = tolls(&[], &claims);
    assert!(matches!(&found[0].scope, Scope::Aggregate { place: Some(p), .. } if p.as_str() == "Westland"));
    assert_eq!(found[0].high.claims, vec![claims[0].id.clone()]);
}
