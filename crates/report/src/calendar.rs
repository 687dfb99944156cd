//! Which day a stretch of time belongs to, and how times are written. Reads no clock.

use crate::ReportError;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::Serialize;
use truce_model::{Agreement, Edge, Interval, Moment};

/// A stretch of local time with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// As the claims tell it; an unknown end is null.
    #[serde(flatten)]
    pub interval: Interval,
    /// The same in words, with the offset of each clock time.
    pub words: String,
}

/// The zone and the days of an agreement.
pub(crate) struct Calendar {
    pub zone: TimeZone,
    /// Its first moment under any reading; `None`: no provision has a start.
    pub starts: Option<Timestamp>,
    /// Its first day under any reading.
    pub first: Date,
    /// Its last day under any reading; `None`: the text sets no end.
    pub last: Option<Date>,
}

/// The first and the last day on which an agreement can be reported on; no last: its text sets no end.
pub fn days(agreement: &Agreement) -> Result<(Date, Option<Date>), ReportError> {
    Calendar::of(agreement).map(|calendar| (calendar.first, calendar.last))
}

impl Calendar {
    /// The calendar of `agreement`, in its own zone.
    pub fn of(agreement: &Agreement) -> Result<Calendar, ReportError> {
        let unknown = |_| ReportError::Zone { agreement: agreement.id.clone(), zone: agreement.zone.clone() };
        let zone = TimeZone::get(&agreement.zone).map_err(unknown)?;
        let changes = || agreement.readings.iter().flat_map(|reading| &reading.changes);
        let starts = agreement.provisions.iter().map(|p| p.from);
        let starts = starts.chain(changes().filter_map(|(_, change)| change.from)).min();
        let starts = starts.map(|start| start.earliest);
        let ends = agreement.provisions.iter().filter_map(|p| p.until);
        let turns = agreement.turns.iter().filter_map(|turn| turn.until);
        let ends = ends.chain(turns).chain(changes().filter_map(|(_, change)| change.until));
        let ends = ends.map(|end| end.latest);
        let open = agreement.provisions.iter().any(|p| p.until.is_none());
        let first = starts.map_or(agreement.made_on, |start| start.to_zoned(zone.clone()).date());
        let last = ends.max().filter(|_| !open).map(|end| last_before(end, &zone));
        Ok(Calendar { starts, first, last, zone })
    }

    /// The last day that holds a moment before `end`.
    pub fn last_day_before(&self, end: Timestamp) -> Date {
        last_before(end, &self.zone)
    }

    /// Whether all of it lies at or after the first moment of the agreement; `None`: it can lie on either side.
    pub fn since_start(&self, interval: &Interval) -> Option<bool> {
        let Some(starts) = self.starts else { return Some(true) };
        match interval.instants(&self.zone) {
            (Some(first), _) if first >= starts => Some(true),
            // The end is exclusive.
            (_, Some(last)) if last <= starts => Some(false),
            _ => None,
        }
    }

    /// A moment in words, with offset.
    pub fn moment(&self, time: Timestamp) -> String {
        let zoned = time.to_zoned(self.zone.clone());
        format!("{}, {}", day_words(zoned.date()), zoned.strftime("%H:%M %:z"))
    }

    /// A start or an end in words; where only the day is told, the hour is left open.
    pub fn edge(&self, edge: Edge) -> String {
        match edge.exact() {
            Some(moment) => self.moment(moment),
            None => {
                let (first, last) =
                    (edge.earliest.to_zoned(self.zone.clone()), self.last_day_before(edge.latest));
                match first.date() == last {
                    true => format!("{}, hour not told", day_words(last)),
                    false => format!(
                        "{} to {}, moment not told",
                        self.moment(edge.earliest),
                        self.moment(edge.latest)
                    ),
                }
            }
        }
    }

    /// An interval in words, with the offset of each clock time.
    pub fn when(&self, interval: Interval) -> When {
        let words = match (interval.start, interval.end) {
            (None, None) => "not known".to_owned(),
            (Some(start), None) => format!("from {}, end not known", self.words(start)),
            (None, Some(end)) => format!("up to {}, start not known", self.words(end)),
            (Some(Moment::Day(start)), Some(Moment::Day(end))) if start == end => {
                format!("{}, hour not known", day_words(start))
            }
            (Some(start), Some(end)) if start == end => self.words(start),
            (Some(start), Some(end)) => format!("{} to {}", self.words(start), self.words(end)),
        };
        When { interval, words }
    }

    fn words(&self, moment: Moment) -> String {
        match moment {
            Moment::Day(day) => day_words(day),
            Moment::Minute(time) => {
                format!("{}, {}{}", day_words(time.date()), clock(time), self.offset(time))
            }
        }
    }

    fn offset(&self, time: DateTime) -> String {
        let zoned = self.zone.to_ambiguous_zoned(time).compatible();
        zoned.map_or(String::new(), |zoned| zoned.strftime(" %:z").to_string())
    }
}

/// The day of the moment just before `end`, as an end is exclusive.
fn last_before(end: Timestamp, zone: &TimeZone) -> Date {
    let before = end.saturating_sub(SignedDuration::from_nanos(1)).unwrap_or(end);
    before.to_zoned(zone.clone()).date()
}

fn clock(time: DateTime) -> String {
    time.strftime("%H:%M").to_string()
}

/// A day in words, such as `5 March 2031`.
pub(crate) fn day_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The one day in which the whole interval lies; `None` where an end is unknown or it spans several days.
pub(crate) fn single_day(interval: &Interval) -> Option<Date> {
    let (start, end) = (interval.start?, interval.end?);
    (start.date() == last_day(start, end)).then(|| start.date())
}

/// Whether both ends are known and lie in the days from `first` to `last`, inclusive.
pub(crate) fn lies_in(interval: &Interval, first: Date, last: Date) -> bool {
    match (interval.start, interval.end) {
        (Some(start), Some(end)) => first <= start.date() && last_day(start, end) <= last,
        _ => false,
    }
}

/// The last day of an interval; midnight closes the day before it.
fn last_day(start: Moment, end: Moment) -> Date {
    match end {
        Moment::Minute(time) if time.time() == Time::midnight() && start.date() < time.date() => {
            time.date().yesterday().unwrap_or(time.date())
        }
        Moment::Minute(_) | Moment::Day(_) => end.date(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(start: &str, end: &str, day: Option<&str>) {
        let moment = |text: &str| (!text.is_empty()).then(|| text.parse::<Moment>().unwrap());
        let interval = Interval { start: moment(start), end: moment(end) };
        let found = single_day(&interval).map(|day| day.to_string());
        assert_eq!(found.as_deref(), day, "{interval}");
    }

    #[test]
    fn only_what_lies_in_one_day_belongs_to_it() {
        check("2031-03-05", "2031-03-05", Some("2031-03-05"));
        check("2031-03-05T06:00", "2031-03-05", Some("2031-03-05"));
        check("2031-03-05T22:00", "2031-03-06T05:00", None);
        check("2031-03-05", "", None);
        check("", "2031-03-05", None);
        check("", "", None);
    }

    #[test]
    fn midnight_closes_the_day_before() {
        check("2031-03-05T18:00", "2031-03-06T00:00", Some("2031-03-05"));
        check("2031-03-06T00:00", "2031-03-06T00:00", Some("2031-03-06"));
    }
}
