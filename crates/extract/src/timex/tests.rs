//! What each rule of the grammar finds.

use super::*;

fn check(text: &str, expected: &[&str]) {
    // A Friday.
    let dct = "2031-03-21".parse().ok();
    let found: Vec<String> =
        timexes(text, dct).iter().map(|t| format!("{}|{}", t.span.of(text).unwrap(), t.value)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn weekdays_follow_the_tense_of_their_clause() {
    check("He left on Monday.", &["Monday|2031-03-17"]);
    check("He will leave on Monday.", &["Monday|2031-03-24"]);
    check("He said Friday.", &["Friday|2031-03-21"]);
    check(
        "The talks are due on Tuesday, a spokesman said on Thursday.",
        &["Tuesday|2031-03-25", "Thursday|2031-03-20"],
    );
    check("It has been shut since Sunday.", &["Sunday|2031-03-16"]);
    check("Last Friday it rained.", &["Last Friday|2031-03-14"]);
    check("He leaves next Wednesday.", &["next Wednesday|2031-03-26"]);
}

#[test]
fn dates_take_the_year_that_fits() {
    check("It closed on Oct. 9.", &["Oct. 9|2030-10-09"]);
    check("It will close on Oct. 9.", &["Oct. 9|2031-10-09"]);
    check("On 5 March 2031 it began.", &["5 March 2031|2031-03-05"]);
    check("On Thursday, November 20, 2031, it ends.", &["Thursday, November 20, 2031|2031-11-20"]);
    check("2031-03-05: calm.", &["2031-03-05|2031-03-05"]);
    check("You may march on.", &[]);
    check("In May they met.", &["May|2030-05"]);
}

#[test]
fn clock_times_keep_their_day_and_zone() {
    check(
        "The truce began at 1 a.m. on Thursday (1800 EDT Wednesday).",
        &["1 a.m.|2031-03-20T01:00", "Thursday|2031-03-20", "1800 EDT Wednesday|2031-03-19T18:00"],
    );
    check("It starts at 10 a.m. EDT.", &["10 a.m. EDT|2031-03-21T10:00"]);
    check("Guns are silent daily from 9 a.m. to noon.", &["daily|P1D", "9 a.m.|T09:00", "noon|T12:00"]);
    check("It ended at midnight Thursday.", &["midnight Thursday|2031-03-20T24:00"]);
    let read = timexes("at 0115 GMT", "2031-03-21".parse().ok());
    assert_eq!(read[0].zone, Some("GMT"));
}

#[test]
fn parts_of_the_day_are_times() {
    check("On Friday night they left.", &["Friday night|2031-03-21TNI"]);
    check("Early Thursday they left.", &["Early Thursday|2031-03-20"]);
    check("It rained overnight and last night.", &["overnight|2031-03-20TNI", "last night|2031-03-20TNI"]);
    check("On the night of Jan. 3 it snowed.", &["the night of Jan. 3|2031-01-03TNI"]);
}

#[test]
fn lengths_are_durations() {
    check("For five straight days it rose.", &["five straight days|P5D"]);
    check("It lasted nearly four decades.", &["nearly four decades|P4DE"]);
    check(
        "A 24-year-old man waited two and a half hours.",
        &["24-year-old|P24Y", "two and a half hours|PT2H30M"],
    );
    check("Within 72 hours it ended.", &["72 hours|PT72H"]);
    check("It fell in the past three years.", &["the past three years|P3Y"]);
    check("It took years.", &["years|PXY"]);
}

#[test]
fn points_told_by_lengths_are_dates() {
    check("He came two years ago.", &["two years ago|2029"]);
    check("He came three weeks ago.", &["three weeks ago|2031-W09"]);
    check(
        "On March 3 he came. Ten days later he left.",
        &["March 3|2031-03-03", "Ten days later|2031-03-13"],
    );
    check(
        "Profit rose in the first quarter from a year earlier.",
        &["the first quarter|2031-Q1", "a year earlier|2030-Q1"],
    );
}

#[test]
fn stretches_are_told_by_their_neighbours() {
    check("Last week he spoke.", &["Last week|2031-W11"]);
    check("Earlier this year he spoke.", &["Earlier this year|2031"]);
    check("It rained at the weekend.", &["the weekend|2031-W11-WE"]);
    check("In the 1990s and the summer of 2009.", &["the 1990s|199", "the summer of 2009|2009-SU"]);
    check("By mid-2012 it had closed.", &["mid-2012|2012"]);
    check(
        "In recent weeks and in the coming days.",
        &["recent weeks|PAST_REF", "the coming days|FUTURE_REF"],
    );
}

#[test]
fn what_comes_again_is_a_set() {
    check("They meet every Tuesday and twice a week.", &["every Tuesday|XXXX-WXX-2", "twice a week|P1W"]);
    check("The annual fair and Mondays.", &["The annual|P1Y", "Mondays|XXXX-WXX-1"]);
    check("At 90 km an hour.", &[]);
}

#[test]
fn numbers_that_tell_no_time_are_left() {
    check("Some 2,000 people paid $1999 for 12 percent; 3-2 was the score, at 40 miles per hour.", &[]);
    check("Once, previously and soon tell no day.", &[]);
}

#[test]
fn without_a_day_of_making_only_the_calendar_speaks() {
    let read = timexes("On Monday, two weeks after 5 March 2031, he left.", None);
    let values: Vec<_> = read.iter().map(|t| t.value.as_str()).collect();
    assert_eq!(values, ["P2W", "2031-03-05"]);
}

#[derive(serde::Deserialize)]
struct Gold {
    dct: String,
    text: String,
    timex: Vec<Mark>,
}

#[derive(serde::Deserialize)]
struct Mark {
    b: usize,
    e: usize,
    value: String,
}

/// The share of expressions found at the right place with the right value: F1 over a file of dispatches.
fn value_f1(lines: &str) -> f64 {
    let (mut right, mut all) = (0, 0);
    for line in lines.lines() {
        let gold: Gold = serde_json::from_str(line).unwrap();
        let characters = |at: usize| gold.text[..at].chars().count();
        let mut found: Vec<_> = timexes(&gold.text, gold.dct.parse().ok())
            .into_iter()
            .map(|t| (characters(t.span.start), characters(t.span.end), t.value))
            .collect();
        all += gold.timex.len() + found.len();
        for mark in &gold.timex {
            let same =
                |(b, e, value): &(usize, usize, String)| *b < mark.e && mark.b < *e && *value == mark.value;
            if let Some(at) = found.iter().position(same) {
                found.remove(at);
                right += 1;
            }
        }
    }
    2.0 * f64::from(right) / all as f64
}

#[test]
fn the_annotated_dispatches_are_read_as_well_as_before() {
    let f1 = value_f1(include_str!("../../../../cases/times/dispatches.jsonl"));
    assert!(f1 >= 0.97, "dispatches: value F1 {f1:.3}");
    let f1 = value_f1(include_str!("../../../../cases/times/held-out/dispatches.jsonl"));
    assert!(f1 >= 0.86, "held-out dispatches: value F1 {f1:.3}");
}
