//! The judge against the naive one: equal where every edge is exact, and never surer than all choices of inexact ones.

use super::{
    clocks::showings,
    dice::{Dice, any_dice, lists, told},
    naive::{Judged, Told, World},
};
use crate::{finding::found_by, law::Law};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::prelude::*;
use truce_model::{Agreement, AtomName, Claim, Edge, Finding, Moment, Truth};

/// Every finding on what a claim tells, by every provision under every reading.
pub(super) fn judge(event: &Claim, agreements: &[Agreement]) -> Vec<Finding> {
    let (actors, places) = lists();
    let law = Law::of(agreements, &actors, &places, "2032-01-01T00:00:00Z".parse().unwrap());
    let all: Vec<usize> = (0..law.lenses().len()).collect();
    found_by(&law, &all, &[told(event)], std::slice::from_ref(event))
}

fn told_of(event: &Claim) -> Told {
    let Some(Moment::Minute(at)) = event.occurred.start else { panic!("told by the minute") };
    let words = |name: &Option<truce_model::Name>| name.as_ref().unwrap().as_str().to_owned();
    Told {
        at,
        place: event.places[0].as_str().to_owned(),
        agent: words(&event.agent),
        target: words(&event.target),
        act: event.act,
    }
}

/// The naive judgements, in the order of the findings.
fn naive(world: &World, told: &Told) -> Vec<Judged> {
    let mut found = Vec::new();
    for a in &world.agreements {
        for p in &a.provisions {
            found.extend(a.readings.iter().filter_map(|r| world.judge((a, p, r), told)));
        }
    }
    found
}

/// Whether an answer is the same, or, where it need not be as sure, says nothing else.
fn is_like(truth: Truth, answer: Option<bool>, exact: bool) -> bool {
    truth == Truth::from(answer) || (!exact && truth == Truth::Unknown)
}

fn compare(finding: &Finding, judged: &Judged, exact: bool) -> Result<(), TestCaseError> {
    let asked = [
        (AtomName::InWindow, Some(judged.in_window)),
        (AtomName::InZone, Some(judged.in_zone)),
        (AtomName::Bound, Some(judged.bound)),
        (AtomName::Excluded, Some(judged.excluded)),
        (AtomName::Exception, judged.exception),
    ];
    let shown = || {
        let atoms: Vec<String> = finding
            .atoms
            .iter()
            .map(|atom| format!("{:?} {:?} ({})", atom.name, atom.truth, atom.because))
            .collect();
        let of = (&finding.agreement, &finding.provision, &finding.reading, finding.verdict);
        format!("{of:?} {judged:?}\n{}", atoms.join("\n"))
    };
    for (name, answer) in asked {
        let atom = finding.atom(name).map(|atom| atom.truth);
        prop_assert_eq!(name == AtomName::Exception && atom.is_none(), answer.is_none());
        if let Some((truth, answer)) = atom.zip(answer) {
            prop_assert!(is_like(truth, answer, exact), "{:?}: {}", name, shown());
        }
    }
    let same = finding.verdict.word() == judged.verdict;
    let unsure = !exact && finding.verdict.word() == "undetermined";
    prop_assert!(same || unsure, "{}", shown());
    Ok(())
}

/// Every edge that can be chosen, each with the place of the drawing that it comes from.
pub(super) fn edges(agreements: &mut [Agreement]) -> Vec<&mut Edge> {
    let mut found: Vec<&mut Edge> = Vec::new();
    for agreement in agreements {
        for provision in &mut agreement.provisions {
            found.push(&mut provision.from);
            found.extend(&mut provision.until);
        }
        for turn in &mut agreement.turns {
            found.extend(turn.at.iter_mut().chain(&mut turn.until));
        }
        for (_, change) in agreement.readings.iter_mut().flat_map(|reading| &mut reading.changes) {
            found.extend(change.from.iter_mut().chain(&mut change.until));
        }
    }
    found
}

/// The agreements with a moment chosen for every inexact edge: its first, its last, or its middle.
fn chosen(agreements: &[Agreement], mut choice: usize) -> Vec<Agreement> {
    let mut exact = agreements.to_vec();
    for edge in edges(&mut exact) {
        if edge.exact().is_none() {
            let half = (edge.latest.as_second() - edge.earliest.as_second()) / 2;
            let middle = edge.earliest + SignedDuration::from_secs(half);
            *edge = Edge::at([edge.earliest, edge.latest, middle][choice % 3]);
            choice /= 3;
        }
    }
    exact
}

fn is_shown_once(agreements: &[Agreement], told: &Told) -> bool {
    agreements.iter().all(|a| showings(&TimeZone::get(&a.zone).unwrap(), told.at).len() == 1)
}

fn check_exact(dice: &Dice) -> Result<(), TestCaseError> {
    let agreements = dice.agreements(true);
    let event = dice.event();
    let told = told_of(&event);
    let (found, expected) = (judge(&event, &agreements), naive(&World::of(agreements.clone()), &told));
    prop_assert_eq!(found.len(), expected.len());
    let exact = is_shown_once(&agreements, &told);
    found.iter().zip(&expected).try_for_each(|(finding, judged)| compare(finding, judged, exact))
}

fn check_inexact(dice: &Dice) -> Result<(), TestCaseError> {
    let mut agreements = dice.agreements(false);
    let event = dice.event();
    let told = told_of(&event);
    let found = judge(&event, &agreements);
    let unsure = edges(&mut agreements).iter().filter(|edge| edge.exact().is_none()).count();
    let choices = 3usize.pow(unsure.min(15) as u32);
    // All choices where there are few, else some spread over all of them.
    for nth in 0..choices.min(81) {
        let choice = if choices <= 81 { nth } else { nth * 7_368_787 % choices };
        let world = World::of(chosen(&agreements, choice));
        let expected = naive(&world, &told);
        prop_assert_eq!(found.len(), expected.len());
        found.iter().zip(&expected).try_for_each(|(finding, judged)| compare(finding, judged, false))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn exact_terms_are_judged_as_the_naive_judge_does(dice in any_dice()) {
        check_exact(&dice)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn what_is_decided_holds_for_every_choice_of_inexact_edges(dice in any_dice()) {
        check_inexact(&dice)?;
    }
}

/// Judges a shelling at every minute of a day by terms whose first provision is changed as `fields` say.
#[track_caller]
fn every_minute(day: &str, fields: &str) {
    let provision = format!(
        r#"{{ "id": "p0", "article": 0, "term": "cease-hostilities", "binds": ["north"], "zone": [], "due": null,
             "line": 1, {fields} }}"#
    );
    let agreement: Agreement = serde_json::from_str(&format!(
        r#"{{ "id": "a0", "title": "", "kind": "agreement", "made_on": "2031-03-01", "zone": "Europe/Berlin",
             "parties": [], "cite": [], "articles": [], "provisions": [{provision}],
             "turns": [{{ "id": "rest", "what": "suspended", "at": "2031-10-25T10:00:00Z",
                          "until": "2031-10-25T11:30:00Z", "text": "", "cite": "", "line": 1 }}],
             "readings": [{{ "id": "plain", "title": "", "holders": [], "words": [], "changes": [], "line": 0 }}] }}"#
    ))
    .unwrap();
    let (actors, places) = lists();
    let all = [agreement];
    let law = Law::of(&all, &actors, &places, "2032-01-01T00:00:00Z".parse().unwrap());
    let world = World::of(all.to_vec());
    let start: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
    for minute in -120..1560 {
        let at =
            (start + SignedDuration::from_mins(minute)).to_zoned(TimeZone::get("Europe/Berlin").unwrap());
        let time = at.strftime("%Y-%m-%dT%H:%M").to_string();
        let event = super::claim(&format!("shelling | asserts | North army > villagers | Ruba | {time}"));
        let of = told_of(&event);
        let found = found_by(&law, &[0], &[told(&event)], std::slice::from_ref(&event));
        let expected = naive(&world, &of);
        compare(&found[0], &expected[0], is_shown_once(&all, &of)).unwrap();
    }
}

#[test]
fn every_minute_of_a_day_of_starts_ends_and_clock_changes_is_judged_as_the_naive_judge_does() {
    let from = r#""from": "2031-03-01T00:00:00Z", "until": null"#;
    let hours = |start: &str, end: &str| {
        format!(
            r#"{from}, "windows": [{{ "start": "{start}", "end": "{end}", "repeat": "FREQ=DAILY", "first": null }}]"#
        )
    };
    every_minute("2031-03-05", r#""from": "2031-03-05T10:00:00Z", "until": "2031-03-05T18:00:00Z""#);
    every_minute("2031-10-25", from);
    for day in ["2031-03-30", "2031-10-26"] {
        every_minute(day, &format!(r#""from": "{day}T01:00:00Z", "until": "{day}T02:00:00Z""#));
        every_minute(day, &hours("09:00:00", "14:00:00"));
        every_minute(day, &hours("22:00:00", "02:00:00"));
        every_minute(day, &hours("02:15:00", "02:45:00"));
        every_minute(day, &hours("02:30:00", "03:15:00"));
        every_minute(day, &hours("01:30:00", "02:30:00"));
    }
}
