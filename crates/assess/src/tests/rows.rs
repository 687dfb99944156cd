//! Totals of rows of event tables, of incidents that people set apart, and of deaths that come after the count.

use super::{claim, incident, lists, worlds};
use crate::{Asked, Total, total};
use proptest::prelude::*;
use truce_model::{Claim, DocumentId, Incident, Matching, Name, RuleId, Sameness};

const DAY: &str = "place=Arden; from=2031-03-06; until=2031-03-06";

fn reckon(claims: &[Claim], incidents: &[Incident], decided: &[&Matching], scope: &str) -> Total {
    let (actors, places) = lists();
    total(&Asked::parse(scope, &places).unwrap(), incidents, claims, decided, (&actors, &places))
}

#[track_caller]
fn check(found: &Total, low: Option<u64>, high: Option<u64>) {
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (low, high), "{found:#?}");
}

/// A claim of a row: `id | act | agent > target | place | time | number who`.
fn row(line: &str) -> Claim {
    let (id, rest) = line.split_once('|').unwrap();
    let (act, rest) = rest.split_once('|').unwrap();
    let mut told = claim(&format!("{act} | asserts by Atlas | {rest}"));
    told.document = DocumentId::new(format!("doc-row-{}", id.trim()));
    told.found_by = vec![RuleId::new("table.atlas")];
    told.identified()
}

fn told(document: &str, line: &str, quote: &str) -> Claim {
    let mut told = claim(line);
    told.document = DocumentId::new(document);
    told.quote = quote.to_owned();
    told.identified()
}

fn decision(held: Sameness, claims: &[&Claim], others: &[&Claim]) -> Matching {
    let ids = |claims: &[&Claim]| claims.iter().map(|claim| claim.id.clone()).collect();
    let by = Name::parse("Reader").unwrap();
    Matching { held, claims: ids(claims), others: ids(others), by, reason: "looked into".into() }
}

#[test]
fn rows_of_a_table_add_up_and_close_nothing() {
    let two = |a: &str, b: &str| [row(&format!("1 | killed | | {a}")), row(&format!("2 | killed | | {b}"))];
    check(&reckon(&two("Arden | 2031-03-06 | 2", "Arden | 2031-03-06 | 3"), &[], &[], DAY), Some(5), None);
    check(&reckon(&two("Arden | 2031-03-06 | 6-9", "Arden | 2031-03-06 | 7"), &[], &[], DAY), Some(13), None);
    // The second row is no earlier figure told again.
    let week = "place=Arden; from=2031-03-01; until=2031-03-08";
    check(&reckon(&two("Arden | 2031-03-02 | 4", "Arden | 2031-03-05 | 4"), &[], &[], week), Some(8), None);
    check(
        &reckon(&two("Arden | 2031-03-06 | 1", "Arden | 2031-03-02..2031-03-08 | 2"), &[], &[], week),
        Some(3),
        None,
    );
    // Another table may tell of the same event.
    let mut rows = two("Arden | 2031-03-06 | 2", "Arden | 2031-03-06 | 3");
    rows[1].found_by = vec![RuleId::new("table.other")];
    check(&reckon(&rows, &[], &[], DAY), Some(3), None);
    // A count of everybody there and then holds the rows.
    let rows = two("Arden | 2031-03-06 | 2", "Arden | 2031-03-06 | 3");
    let all = claim("killed | asserts | | Arden | 2031-03-06 | 9");
    check(&reckon(&[&rows[..], &[all]].concat(), &[], &[], DAY), Some(9), Some(9));
}

#[test]
fn a_row_and_the_incident_of_another_row_are_added() {
    let raid = row("1 | ground_attack | North army > | Arden | 2031-03-06");
    let dead = row("1 | killed | | Arden | 2031-03-06 | 2");
    let of = incident(&[raid.clone(), dead.clone()]);
    let other = row("2 | killed | | Arden | 2031-03-06 | 3");
    let found = reckon(&[raid, dead, other], &[of], &[], DAY);
    check(&found, Some(5), None);
    let explained = found.explained.unwrap();
    assert_eq!((explained.low.number, explained.high.number), (Some(2), Some(2)));
}

#[test]
fn rows_in_one_incident_count_parts_of_it_unless_somebody_holds_them_to_be_one() {
    let raids = [1, 2].map(|id| row(&format!("{id} | ground_attack | North army > | Arden | 2031-03-06")));
    let dead = [1, 2].map(|id| row(&format!("{id} | killed | | Arden | 2031-03-06 | {}", id * 3)));
    let claims = [raids.clone(), dead].concat();
    let of = [incident(&claims)];
    check(&reckon(&claims, &of, &[], DAY), Some(9), None);
    let same = decision(Sameness::Same, &[&raids[0], &raids[1]], &[]);
    check(&reckon(&claims, &of, &[&same], DAY), Some(3), None);
}

#[test]
fn incidents_that_a_person_set_apart_are_added() {
    let mut claims = Vec::new();
    let mut incidents = Vec::new();
    for (document, number) in [("doc-1", "3"), ("doc-2", "5")] {
        let raid = told(document, "ground_attack | asserts | North army > | Arden | 2031-03-06", "raid");
        let dead =
            told(document, &format!("killed | asserts | | Arden | 2031-03-06 | {number}"), "were killed");
        incidents.push(incident(&[raid.clone(), dead.clone()]));
        claims.extend([raid, dead]);
    }
    let apart = decision(Sameness::NotSame, &[&claims[0]], &[&claims[2]]);
    check(&reckon(&claims, &incidents, &[], DAY), Some(5), None);
    check(&reckon(&claims, &incidents, &[&apart], DAY), Some(8), None);
    let unsure = decision(Sameness::Unsure, &[&claims[0]], &[&claims[2]]);
    check(&reckon(&claims, &incidents, &[&unsure], DAY), Some(5), None);
}

#[test]
fn an_incident_of_two_places_is_certainly_in_neither() {
    let raid = claim("ground_attack | asserts | North army > | Arden, Westland | 2031-03-06");
    let dead = claim("killed | asserts | | Arden | 2031-03-06 | 3");
    let mut of = incident(&[raid.clone(), dead.clone()]);
    let claims = [raid, dead];
    check(&reckon(&claims, std::slice::from_ref(&of), &[], DAY), Some(3), None);
    of.places.push(Name::parse("Ruba").unwrap());
    let of = [of];
    check(&reckon(&claims, &of, &[], DAY), None, None);
    check(&reckon(&claims, &of, &[], &DAY.replace("Arden", "Ruba")), None, None);
    check(&reckon(&claims, &of, &[], &DAY.replace("Arden", "Westland")), Some(3), None);
}

#[test]
fn an_incident_whose_claims_share_no_time_lies_between_them() {
    let raid = claim("ground_attack | asserts | North army > | Arden | 2031-03-06");
    let dead = claim("killed | asserts | | Arden | 2031-03-06 | 3");
    let mut of = incident(&[raid.clone(), dead.clone()]);
    of.occurred = super::interval("2031-03-07..2031-03-06");
    let scope = "place=Arden; from=2031-03-06; until=2031-03-07";
    check(&reckon(&[raid, dead], &[of], &[], scope), Some(3), None);
}

#[test]
fn who_dies_of_wounds_comes_on_top_of_the_first_count() {
    let raid = claim("shelling | asserts | North army > | Arden | 2031-03-06");
    let later = |number: &str| {
        let line = format!("killed | asserts | | Arden | 2031-03-06 | {number}");
        told("doc-2", &line, "hurt by the raid, they died of their wounds")
    };
    for first in ["1", "3"] {
        let dead = claim(&format!("killed | asserts | | Arden | 2031-03-06 | {first}"));
        let of = [incident(&[raid.clone(), dead.clone()])];
        let again = told("doc-2", "shelling | asserts | North army > | Arden | 2031-03-06", "the raid");
        let found = reckon(&[raid.clone(), dead, again, later("2")], &of, &[], DAY);
        check(&found, Some(first.parse::<u64>().unwrap().max(2)), None);
        assert!(found.fits && found.explained.unwrap().high.number.is_none());
    }
    // Those who died days later may have been hurt on any day before.
    let dead = claim("killed | asserts | | Arden | 2031-03-06 | 3");
    let last =
        told("doc-2", "killed | asserts | | Arden | 2031-03-08 | 1", "one more of the wounded has died");
    check(&reckon(&[dead, last], &[], &[], DAY), Some(3), None);
}

#[test]
fn a_toll_that_rose_leaves_the_first_count_open() {
    let raid = claim("shelling | asserts | North army > | Arden | 2031-03-06");
    let dead = claim("killed | asserts | | Arden | 2031-03-06 | 12");
    let of = [incident(&[raid.clone(), dead.clone()])];
    let risen = |quote: &str, number: u64| {
        let rise = told("doc-2", &format!("killed | asserts | | Arden | ..2031-03-07 | {number}"), quote);
        let found = reckon(&[raid.clone(), dead.clone(), rise], &of, &[], DAY);
        let explained = found.explained.unwrap();
        (explained.low.number, explained.high.number)
    };
    assert_eq!(risen("the death toll has risen to 14", 14), (Some(12), None));
    assert_eq!(risen("the death toll has risen to 11", 11), (Some(12), Some(12)));
    assert_eq!(risen("14 people have been killed so far", 14), (Some(12), Some(12)));
}

#[test]
fn many_claims_that_share_nobody_are_reckoned_exactly() {
    let mut claims = vec![
        claim("killed | asserts by Desk | | Westland | 2031-03-06 | 4"),
        claim("killed | asserts | | Arden | 2031-03-06 | 3"),
        claim("killed | asserts | | Ruba | 2031-03-06 | 3"),
    ];
    claims
        .extend((1..=400).map(|id| row(&format!("{id} | killed | | Ruba | 2031-04-{:02} | 1", 1 + id % 28))));
    let found = reckon(&claims, &[], &[], "place=Westland");
    // 4 and 3 + 3 exclude each other; the rows are added to either.
    check(&found, Some(404), None);
    assert_eq!((found.looser, found.clashes.len()), (None, 1));
}

#[test]
fn the_bounds_of_more_claims_than_can_be_reckoned_with_leave_every_way_out_open() {
    // One sum joins them all.
    let all = |sum: &str, rivals: &[&str]| {
        let mut claims =
            vec![claim(&format!("killed | asserts by Desk | | Westland | 2031-04-01..2031-04-30 | {sum}"))];
        claims.extend(
            (1..=300).map(|id| row(&format!("{id} | killed | | Ruba | 2031-04-{:02} | 1", 1 + id % 28))),
        );
        claims.extend(rivals.iter().map(|line| claim(&format!("killed | asserts | | {line}"))));
        reckon(&claims, &[], &[], "place=Westland; from=2031-04-01; until=2031-04-30")
    };
    let found = all("500-900", &[]);
    check(&found, Some(500), Some(900));
    assert!(found.looser.is_some() && found.explained.is_none() && found.remainder.is_none());
    check(&all("200-", &[]), Some(300), None);
    // Either the sum or some of the rows must go.
    check(&all("200", &[]), Some(200), None);
    let found = all("500-", &["Arden | 2031-04-02 | 4", "Mill Road | 2031-04-02 | 6"]);
    assert!(found.bounds.low.number >= Some(300) && found.bounds.low.number <= Some(500), "{found:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn no_total_excludes_what_happened(world in worlds::world()) {
        let (actors, places) = lists();
        let (claims, incidents, decided) = world.told();
        let decided: Vec<&Matching> = decided.iter().collect();
        for (scope, truth) in world.asked() {
            let found = total(&Asked::parse(&scope, &places).unwrap(), &incidents, &claims, &decided, (&actors, &places));
            prop_assert!(found.fits, "{scope}: {world:#?} {found:#?}");
            let bounds = &found.bounds;
            prop_assert!(bounds.low.number.is_none_or(|low| low <= truth), "{scope} {truth}: {world:#?} {found:#?}");
            prop_assert!(bounds.high.number.is_none_or(|high| truth <= high), "{scope} {truth}: {world:#?} {found:#?}");
        }
    }

    #[test]
    fn what_is_known_of_every_event_adds_up(world in worlds::world()) {
        let rows: Vec<Claim> = world.rows();
        let sum = world.dead_in_rows();
        let found = reckon(&rows, &[], &[], "place=Westland");
        prop_assert_eq!(found.bounds.low.number.unwrap_or(0), sum, "{:#?}", world);
    }
}
