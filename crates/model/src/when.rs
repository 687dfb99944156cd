//! When terms bind: starts and ends as exactly as the text gives them, and windows that recur. Knows no clock.

use crate::recurrence::{Recurrence, RecurrenceError};
use jiff::{
    SignedDuration, Span, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A start or an end, which the text may give by the day only: it lies somewhere from `earliest` to `latest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Edge {
    /// The first moment that can be meant.
    pub earliest: Timestamp,
    /// The last moment that can be meant; the same as `earliest` where the text gives the minute.
    pub latest: Timestamp,
}

impl Edge {
    /// An edge of which the minute is known.
    pub fn at(moment: Timestamp) -> Edge {
        Edge { earliest: moment, latest: moment }
    }

    /// An edge somewhere from the one moment to the other.
    pub fn between(earliest: Timestamp, latest: Timestamp) -> Edge {
        Edge { earliest, latest: latest.max(earliest) }
    }

    /// The moment, where the text gives it.
    pub fn exact(&self) -> Option<Timestamp> {
        (self.earliest == self.latest).then_some(self.earliest)
    }
}

impl From<Timestamp> for Edge {
    fn from(moment: Timestamp) -> Edge {
        Edge::at(moment)
    }
}

/// An edge in a file: one moment, or two.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    At(Timestamp),
    Between { earliest: Timestamp, latest: Timestamp },
}

impl From<Written> for Edge {
    fn from(written: Written) -> Edge {
        match written {
            Written::At(moment) => Edge::at(moment),
            Written::Between { earliest, latest } => Edge::between(earliest, latest),
        }
    }
}

impl From<Edge> for Written {
    fn from(edge: Edge) -> Written {
        match edge.exact() {
            Some(moment) => Written::At(moment),
            None => Written::Between { earliest: edge.earliest, latest: edge.latest },
        }
    }
}

/// A length of time on the calendar and the clock: a month is the same day of the next, a day the same hour of the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lapse {
    /// Months of the calendar.
    pub months: u32,
    /// Days of the calendar.
    pub days: u32,
    /// Hours of the clock.
    pub hours: u32,
    /// Minutes of the clock.
    pub minutes: u32,
}

impl Lapse {
    /// The moment that lies this long after another, in a zone; `None`: out of the calendar's range.
    pub fn after(&self, moment: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let span = Span::new()
            .try_months(self.months)
            .and_then(|span| span.try_days(self.days))
            .and_then(|span| span.try_hours(self.hours))
            .and_then(|span| span.try_minutes(self.minutes));
        moment.to_zoned(zone.clone()).checked_add(span.ok()?).ok().map(|zoned| zoned.timestamp())
    }
}

impl fmt::Display for Lapse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts =
            [(self.months, "month"), (self.days, "day"), (self.hours, "hour"), (self.minutes, "minute")];
        let told: Vec<String> = parts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, unit)| format!("{number} {unit}{}", if *number == 1 { "" } else { "s" }))
            .collect();
        f.pad(&if told.is_empty() { "0 minutes".to_owned() } else { told.join(" ") })
    }
}

impl FromStr for Lapse {
    type Err = ParseLapseError;

    /// Reads "48 hours", "7 days", "1 day 12 hours".
    fn from_str(text: &str) -> Result<Lapse, ParseLapseError> {
        let fault = || ParseLapseError(text.to_owned());
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut lapse = Lapse::default();
        if words.is_empty() || words.len() % 2 == 1 {
            return Err(fault());
        }
        for pair in words.chunks_exact(2) {
            let number =
                pair[0].parse::<u32>().ok().filter(|number| *number <= 1_000_000).ok_or_else(fault)?;
            let field = match pair[1].strip_suffix('s').unwrap_or(pair[1]) {
                "month" => &mut lapse.months,
                "day" => &mut lapse.days,
                "hour" => &mut lapse.hours,
                "minute" => &mut lapse.minutes,
                _ => return Err(fault()),
            };
            *field = number;
        }
        if lapse == Lapse::default() { Err(fault()) } else { Ok(lapse) }
    }
}

/// Words that give no length of time.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is no length of time such as \"48 hours\" or \"7 days\"")]
pub struct ParseLapseError(pub String);

/// Hours that come back, such as nine to two every day: a start and an end on the clock of the agreement's zone, and
/// a recurrence in the terms of RFC 5545 (Internet Calendaring and Scheduling Core Object Specification, 2009,
/// section 3.3.10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First minute of each occurrence, on the clock.
    pub start: Time,
    /// First minute after it; not later than `start`: on the next day.
    pub end: Time,
    /// The recurrence, such as `FREQ=DAILY` or `FREQ=WEEKLY;BYDAY=MO,TH`.
    pub repeat: String,
    /// The day from which the recurrence counts; `None`: the first on which the provision binds.
    pub first: Option<Date>,
}

impl Window {
    /// Whether the occurrence ends on the day after it began.
    pub fn crosses_midnight(&self) -> bool {
        self.end <= self.start
    }

    /// Whether the days depend on the one from which the recurrence counts, beyond lying after it.
    pub fn hangs_on_first(&self) -> Result<bool, RecurrenceError> {
        Ok(self.first.is_none() && Recurrence::parse(&self.repeat)?.hangs_on_first())
    }

    /// The days on which occurrences begin, in order, from the recurrence's first day to `last`, and whether further
    /// ones can follow. A recurrence that names no first day counts from `begins`.
    pub fn days(&self, begins: Date, last: Date) -> Result<(Vec<Date>, bool), RecurrenceError> {
        let recurrence = Recurrence::parse(&self.repeat)?;
        let days = recurrence.days(self.first.unwrap_or(begins), last);
        let goes_on = recurrence.goes_on_after(last, days.len());
        Ok((days, goes_on))
    }

    /// The stretches of the occurrences, from the recurrence's first day to `last`, half-open and in order.
    pub fn occurrences(
        &self,
        zone: &TimeZone,
        begins: Date,
        last: Date,
    ) -> Result<Vec<(Timestamp, Timestamp)>, RecurrenceError> {
        let (days, _) = self.days(begins, last)?;
        Ok(days.into_iter().filter_map(|day| self.on(zone, day)).collect())
    }

    /// The stretch of the occurrence that begins on that day, half-open.
    ///
    /// A time that the clocks skip is taken an hour on, a time that they show twice at its first showing (RFC 5545,
    /// section 3.3.5); where that leaves nothing of an occurrence, it keeps its length.
    pub fn on(&self, zone: &TimeZone, day: Date) -> Option<(Timestamp, Timestamp)> {
        let last = if self.crosses_midnight() { day.tomorrow().ok()? } else { day };
        let (from, until) = (day.to_datetime(self.start), last.to_datetime(self.end));
        let (start, end) = (moment(zone, from)?, moment(zone, until)?);
        if start < end {
            return Some((start, end));
        }
        let length = until.since(from).ok()?.to_duration(from).ok()?;
        Some((start, start.checked_add(length.max(SignedDuration::from_mins(1))).ok()?))
    }
}

/// The moment at which the clocks of a zone show a time.
fn moment(zone: &TimeZone, time: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(time).compatible().ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The occurrences of `FREQ=DAILY` in Berlin from `day` for one day, with their wall clocks.
    #[track_caller]
    fn check(start: &str, end: &str, day: &str, expected: &str) {
        let window = Window {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
            repeat: "FREQ=DAILY".to_owned(),
            first: None,
        };
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let day: Date = day.parse().unwrap();
        let found = window.occurrences(&zone, day, day).unwrap();
        let shown: Vec<String> = found.iter().map(|(from, until)| format!("{from} {until}")).collect();
        assert_eq!(shown.join(", "), expected);
    }

    #[test]
    fn an_occurrence_never_vanishes_with_the_clocks() {
        check("09:00", "14:00", "2031-03-05", "2031-03-05T08:00:00Z 2031-03-05T13:00:00Z");
        check("22:00", "02:00", "2031-03-05", "2031-03-05T21:00:00Z 2031-03-06T01:00:00Z");
        // On 30 March 2031 the clocks of Berlin go from 02:00 to 03:00, on 26 October from 03:00 back to 02:00.
        check("01:00", "04:00", "2031-03-30", "2031-03-30T00:00:00Z 2031-03-30T02:00:00Z");
        check("02:15", "02:45", "2031-03-30", "2031-03-30T01:15:00Z 2031-03-30T01:45:00Z");
        check("02:30", "03:15", "2031-03-30", "2031-03-30T01:30:00Z 2031-03-30T02:15:00Z");
        check("01:00", "04:00", "2031-10-26", "2031-10-25T23:00:00Z 2031-10-26T03:00:00Z");
        check("02:15", "02:45", "2031-10-26", "2031-10-26T00:15:00Z 2031-10-26T00:45:00Z");
    }

    #[test]
    fn a_length_of_time_is_read_and_shown_alike() {
        for text in ["48 hours", "7 days", "1 month", "1 day 12 hours"] {
            assert_eq!(text.parse::<Lapse>().unwrap().to_string(), text);
        }
        for text in ["", "48", "hours", "-2 days", "0 days", "2 fortnights"] {
            assert!(text.parse::<Lapse>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_edge_is_written_as_one_moment_or_two() {
        let edge = |text: &str| serde_json::from_str::<Edge>(text).unwrap();
        let one = edge("\"2031-03-05T06:00:00Z\"");
        assert!(one.exact().is_some());
        let two = Edge::between(one.earliest, one.earliest + SignedDuration::from_hours(24));
        for shown in [one, two] {
            assert_eq!(edge(&serde_json::to_string(&shown).unwrap()), shown);
        }
    }
}
