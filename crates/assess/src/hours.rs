//! The hours of a provision, laid out: those that are certain and those that are possible. Judges no incident.

use crate::{
    binding::Binding,
    times::{NEVER, Times, seconds},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use truce_model::Window;

/// The most first days that are followed, one by one.
const FIRST_DAYS: usize = 31;

/// The longest time over which hours are laid out, in years.
const LAID_OUT: i32 = 150;

/// The hours within a spell. Those of its possible moments that lie after `horizon` are left open where the hours go on;
/// so are those on which the days that can be its first do not agree. `None`: a recurrence cannot be read.
pub(crate) fn hours(
    windows: &[Window],
    spell: &Binding,
    zone: &TimeZone,
    horizon: Timestamp,
) -> Option<Binding> {
    let Some((start, end)) = spell.possible.hull() else { return Some(Binding::default()) };
    let on = |moment: i64| Some(Timestamp::from_second(moment).ok()?.to_zoned(zone.clone()).date());
    let begins = on(start)?;
    let last = on(end.min(seconds(horizon)))?.min(begins.saturating_add(LAID_OUT.years()));
    let layout = Layout { zone, last, after: end_of(last, zone).map_or(NEVER, seconds) };
    let (mut certain, mut possible) = (Vec::new(), Vec::new());
    let mut hanging = Vec::new();
    for window in windows {
        if window.hangs_on_first().ok()? {
            hanging.push(window);
            continue;
        }
        // The hours of the night in which it starts began on the day before.
        let (those, goes_on) = layout.of(window, begins.yesterday().unwrap_or(begins))?;
        possible.extend_from_slice(&those);
        possible.extend(goes_on.then_some((layout.after, NEVER)));
        certain.extend(those);
    }
    let (certain, possible) = (Times::of(certain), Times::of(possible));
    if hanging.is_empty() {
        return Some(Binding { certain, possible });
    }
    // It has begun by its first certain moment; a midnight at which it must have begun ends the day before.
    let begun = spell.certain.hull().map_or(end, |(certain, _)| certain);
    let latest = on(if begun > start { begun.min(seconds(Timestamp::MAX)) - 1 } else { begun })?;
    let firsts: Vec<Date> =
        begins.series(1.day()).take_while(|day| *day <= latest).take(FIRST_DAYS + 1).collect();
    if firsts.len() > FIRST_DAYS {
        return Some(Binding { certain, possible: possible.or(&Times::span(start, NEVER)) });
    }
    let mut all: Option<Binding> = None;
    for first in firsts {
        let (mut laid, mut open) = (Vec::new(), Vec::new());
        for window in &hanging {
            let (those, goes_on) = layout.of(window, first)?;
            laid.extend(those);
            open.extend(goes_on.then_some((layout.after, NEVER)));
        }
        let laid = Times::of(laid);
        let this = Binding { certain: certain.or(&laid), possible: possible.or(&laid).or(&Times::of(open)) };
        all = Some(match all {
            Some(all) => {
                Binding { certain: all.certain.and(&this.certain), possible: all.possible.or(&this.possible) }
            }
            None => this,
        });
    }
    all
}

/// Up to where hours are laid out.
struct Layout<'z> {
    zone: &'z TimeZone,
    last: Date,
    /// The second with which the day after the last begins.
    after: i64,
}

impl Layout<'_> {
    /// The occurrences, and whether more can follow.
    fn of(&self, window: &Window, first: Date) -> Option<(Vec<(i64, i64)>, bool)> {
        let (days, goes_on) = window.days(first, self.last).ok()?;
        let occurrences = days.into_iter().filter_map(|day| window.on(self.zone, day));
        Some((occurrences.map(|(from, until)| (seconds(from), seconds(until))).collect(), goes_on))
    }
}

/// The end of a day; `None`: it is out of range.
fn end_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    Some(next.start_of_day().ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> i64 {
        seconds(format!("{text}:00Z").parse().unwrap())
    }

    /// What is known of the hour after each moment: noon to one comes back, from a start somewhere from the one moment
    /// to the other.
    #[track_caller]
    fn check(repeat: &str, [earliest, latest]: [&str; 2], expected: &[(&str, &str)]) {
        let (start, end) = ("12:00".parse().unwrap(), "13:00".parse().unwrap());
        let window = Window { start, end, repeat: repeat.to_owned(), first: None };
        let spell = Binding {
            certain: Times::span(moment(latest), NEVER),
            possible: Times::span(moment(earliest), NEVER),
        };
        let horizon = "2033-01-01T00:00:00Z".parse().unwrap();
        let hours = hours(&[window], &spell, &TimeZone::UTC, horizon).unwrap();
        for (from, answer) in expected {
            // An end that nobody tells.
            let (from, open) = from.strip_suffix("..").map_or((*from, false), |from| (from, true));
            let end = if open { NEVER } else { moment(from) + 3600 };
            let found =
                match (hours.certain.covers(moment(from), end), hours.possible.meets(moment(from), end)) {
                    (true, _) => "yes",
                    (false, true) => "unknown",
                    (false, false) => "no",
                };
            assert_eq!(found, *answer, "{repeat} {from}");
        }
    }

    const EXACT: [&str; 2] = ["2031-03-05T06:00", "2031-03-05T06:00"];
    /// The fifth of March, no hour told.
    const DAY: [&str; 2] = ["2031-03-05T00:00", "2031-03-06T00:00"];
    const TWO_DAYS: [&str; 2] = ["2031-03-05T00:00", "2031-03-07T00:00"];

    #[test]
    fn a_part_that_names_no_day_leaves_it_to_the_first() {
        // Counted from the day before, these would lie a day earlier.
        for repeat in ["FREQ=MONTHLY;BYMONTH=3", "FREQ=YEARLY;BYMONTH=3", "FREQ=WEEKLY;BYMONTH=3"] {
            check(repeat, EXACT, &[("2031-03-05T12:00", "yes"), ("2031-03-04T12:00", "no")]);
        }
        check("FREQ=MONTHLY;BYMONTH=3", EXACT, &[("2032-03-05T12:00", "yes"), ("2032-03-04T12:00", "no")]);
        check("FREQ=YEARLY;BYWEEKNO=20", EXACT, &[("2031-05-14T12:00", "yes"), ("2031-05-13T12:00", "no")]);
        check("freq=weekly;interval=2", DAY, &[("2031-03-19T12:00", "yes"), ("2031-03-18T12:00", "no")]);
        check("freq=weekly;byday=mo", DAY, &[("2031-03-10T12:00", "yes"), ("2031-03-09T12:00", "no")]);
    }

    #[test]
    fn every_day_that_can_be_the_first_is_followed() {
        let each =
            [("2031-03-07T12:00", "unknown"), ("2031-03-08T12:00", "unknown"), ("2031-03-08T13:00", "no")];
        check("FREQ=DAILY;INTERVAL=2", TWO_DAYS, &each);
        check("FREQ=DAILY;INTERVAL=2", DAY, &[("2031-03-07T12:00", "yes"), ("2031-03-08T12:00", "no")]);
        let four = [
            ("2031-03-05T12:00", "unknown"),
            ("2031-03-06T12:00", "yes"),
            ("2031-03-08T12:00", "yes"),
            ("2031-03-09T12:00", "unknown"),
            ("2031-03-10T12:00", "no"),
        ];
        check("FREQ=DAILY;COUNT=4", TWO_DAYS, &four);
        let weekly =
            [("2031-03-19T12:00", "unknown"), ("2031-03-20T12:00", "unknown"), ("2031-03-21T12:00", "no")];
        check("FREQ=WEEKLY", TWO_DAYS, &weekly);
        // Too many first days to follow: nothing is certain, nothing after the first of them ruled out.
        let year = ["2031-03-05T00:00", "2032-03-05T00:00"];
        check("FREQ=WEEKLY", year, &[("2032-06-01T15:00", "unknown"), ("2031-03-04T12:00", "no")]);
        check("FREQ=WEEKLY;BYDAY=MO", year, &[("2032-06-07T12:00", "yes"), ("2032-06-08T12:00", "no")]);
    }

    #[test]
    fn an_end_that_nobody_tells_meets_hours_that_go_on() {
        check("FREQ=DAILY", EXACT, &[("2031-03-05T13:00..", "unknown"), ("2039-03-05T13:00..", "unknown")]);
        check(
            "FREQ=DAILY;COUNT=3",
            EXACT,
            &[("2031-03-07T12:00..", "unknown"), ("2031-03-07T13:00..", "no")],
        );
        check("FREQ=DAILY;UNTIL=20310307", EXACT, &[("2031-03-07T13:00..", "no")]);
        check("FREQ=YEARLY;UNTIL=20400307", EXACT, &[("2032-03-06T13:00..", "unknown")]);
    }

    #[test]
    fn five_thousand_windows_are_laid_out_at_once() {
        let window = |number: i64| {
            let first: Date = "2031-03-05".parse().unwrap();
            let (start, end) = ("12:00".parse().unwrap(), "13:00".parse().unwrap());
            Window {
                start,
                end,
                repeat: "FREQ=DAILY;COUNT=1".to_owned(),
                first: Some(first.saturating_add(number.days())),
            }
        };
        let windows: Vec<Window> = (0..5000).map(window).collect();
        let spell = Times::span(moment(EXACT[0]), NEVER);
        let spell = Binding { certain: spell.clone(), possible: spell };
        let horizon = "2099-01-01T00:00:00Z".parse().unwrap();
        let hours = hours(&windows, &spell, &TimeZone::UTC, horizon).unwrap();
        assert_eq!((hours.certain.spans().len(), hours.certain == hours.possible), (5000, true));
    }
}
