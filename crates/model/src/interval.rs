//! When something happened, as closely as it was told. Invents no clock time and no first of the month.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A point in local time: a day, or a minute of a day. Written `2031-03-05` or `2031-03-05T06:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Moment {
    /// A whole day; the hour is not known.
    Day(civil::Date),
    /// A clock time, in the zone of the place.
    Minute(civil::DateTime),
}

/// Not a day or a clock time.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is neither a day (2031-03-05) nor a local time (2031-03-05T06:00)")]
pub struct ParseMomentError(pub String);

impl Moment {
    /// The day it falls on.
    pub fn date(&self) -> civil::Date {
        match self {
            Moment::Day(day) => *day,
            Moment::Minute(time) => time.date(),
        }
    }

    /// The earliest local time it can mean.
    pub fn earliest(&self) -> civil::DateTime {
        match self {
            Moment::Day(day) => day.at(0, 0, 0, 0),
            Moment::Minute(time) => *time,
        }
    }

    /// The first local time that it can no longer mean.
    pub fn latest(&self) -> civil::DateTime {
        match self {
            Moment::Day(day) => day.tomorrow().unwrap_or(*day).at(0, 0, 0, 0),
            Moment::Minute(time) => time.saturating_add(jiff::Span::new().minutes(1)),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Day(day) => write!(f, "{day}"),
            Moment::Minute(time) => write!(f, "{}", time.strftime("%Y-%m-%dT%H:%M")),
        }
    }
}

impl FromStr for Moment {
    type Err = ParseMomentError;

    fn from_str(text: &str) -> Result<Moment, ParseMomentError> {
        let day = || text.parse().map(Moment::Day);
        let time = || civil::DateTime::strptime("%Y-%m-%dT%H:%M", text).map(Moment::Minute);
        if text.contains('T') { time() } else { day() }.map_err(|_| ParseMomentError(text.to_owned()))
    }
}

impl TryFrom<String> for Moment {
    type Error = ParseMomentError;

    fn try_from(text: String) -> Result<Moment, ParseMomentError> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

/// The stretch in which a thing happened or holds; an end that nobody told is `None`, never a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First day or minute, inclusive.
    pub start: Option<Moment>,
    /// Last day or minute, inclusive.
    pub end: Option<Moment>,
}

impl Interval {
    /// Nothing is known of the time.
    pub const UNKNOWN: Interval = Interval { start: None, end: None };

    /// One day, its hour unknown.
    pub fn day(day: civil::Date) -> Interval {
        Interval { start: Some(Moment::Day(day)), end: Some(Moment::Day(day)) }
    }

    /// From `start` to `end`, both inclusive.
    pub fn between(start: Moment, end: Moment) -> Interval {
        Interval { start: Some(start), end: Some(end) }
    }

    /// Whether neither end is known.
    pub fn is_unknown(&self) -> bool {
        self.start.is_none() && self.end.is_none()
    }

    /// Whether the two can share a moment; an unknown end reaches without limit.
    pub fn meets(&self, other: &Interval) -> bool {
        let before = |a: &Interval, b: &Interval| match (a.end, b.start) {
            (Some(end), Some(start)) => end.latest() <= start.earliest(),
            _ => false,
        };
        !before(self, other) && !before(other, self)
    }

    /// Whether it can touch that day. An interval of which nothing is known touches no day in particular.
    pub fn touches(&self, day: civil::Date) -> bool {
        !self.is_unknown() && self.meets(&Interval::day(day))
    }

    /// The moments it can span in `zone`, end exclusive; `None` where that side is unknown. A time that the clocks
    /// show twice is from its first showing to its last; one that they skip is taken an hour on.
    pub fn instants(&self, zone: &TimeZone) -> (Option<Timestamp>, Option<Timestamp>) {
        let shown = |time: civil::DateTime| zone.to_ambiguous_zoned(time);
        let first = |time| shown(time).compatible().ok().map(|zoned| zoned.timestamp());
        let minute_after = |at: Timestamp| at.checked_add(SignedDuration::from_mins(1)).ok();
        let end = self.end.and_then(|moment| match moment {
            Moment::Day(_) => first(moment.latest()),
            Moment::Minute(time) => {
                shown(time).later().ok().and_then(|zoned| minute_after(zoned.timestamp()))
            }
        });
        (self.start.and_then(|moment| first(moment.earliest())), end)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start, self.end) {
            (None, None) => f.write_str("unknown"),
            (Some(start), None) => write!(f, "from {start}"),
            (None, Some(end)) => write!(f, "up to {end}"),
            (Some(start), Some(end)) if start == end => write!(f, "{start}"),
            (Some(start), Some(end)) => write!(f, "{start} to {end}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_keeps_its_precision() {
        for text in ["2031-03-05", "2031-03-05T06:00"] {
            assert_eq!(moment(text).to_string(), text);
        }
        assert!("2031-02-30".parse::<Moment>().is_err());
        assert!("2031-03-05T25:00".parse::<Moment>().is_err());
    }

    #[test]
    fn a_day_meets_each_of_its_minutes() {
        let day = Interval::day(moment("2031-03-05").date());
        let last = Interval::between(moment("2031-03-05T23:59"), moment("2031-03-05T23:59"));
        let next = Interval::between(moment("2031-03-06T00:00"), moment("2031-03-06T00:00"));
        assert!(day.meets(&last) && !day.meets(&next));
    }

    #[test]
    fn an_unknown_time_touches_no_day() {
        assert!(!Interval::UNKNOWN.touches(moment("2031-03-05").date()));
        let open = Interval { start: None, end: Some(moment("2031-03-05")) };
        assert!(open.touches(moment("2031-03-04").date()));
    }
}
