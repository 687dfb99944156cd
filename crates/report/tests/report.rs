//! The report of an invented third day, and what must hold of every report.

mod arden;

use arden::{actors, agreement, date, known, places};
use jiff::civil::Date;
use truce_model::{Agreement, Situation};
use truce_report::{Daily, Input, ReportError, daily, html, markdown};

fn report_of(
    agreement: &Agreement,
    day: &str,
    now: &Situation,
    earlier: &[(Date, Situation)],
) -> Result<Daily, ReportError> {
    daily(&Input { agreement, day: date(day), now, earlier, actors: &actors(), places: &places() })
}

fn third_day() -> Daily {
    let earlier = [(date("2031-03-05"), known(5)), (date("2031-03-06"), known(6))];
    report_of(&agreement(), "2031-03-07", &known(7), &earlier).unwrap()
}

#[test]
fn the_third_day_in_markdown() {
    insta::assert_snapshot!(markdown(&third_day()));
}

#[test]
fn the_third_day_in_html() {
    insta::assert_snapshot!(html(&third_day()));
}

#[test]
fn the_third_day_in_json() {
    insta::assert_json_snapshot!(third_day());
}
