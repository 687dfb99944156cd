//! Days, times and places in the record as people write them. Reads no clock.

use crate::AsOf;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::str::FromStr;
use thiserror::Error;
use truce_model::Published;

/// Why a moment cannot be read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum MomentError {
    /// The calendar has no such day.
    #[error("there is no such day in the calendar")]
    NoSuchDay,
    /// Not the form of a day.
    #[error("a day is written YYYY-MM-DD")]
    NoDay,
    /// Too far off for any clock.
    #[error("no clock reaches that day")]
    BeyondClocks,
    /// Not the form of a time.
    #[error("a time is written with its zone, such as 2016-09-16T20:00:00+03:00 or 2016-09-16T17:00:00Z")]
    NoTime,
    /// Neither a time nor the number of a record.
    #[error("{}; a record by its number, such as 12", MomentError::NoTime)]
    NeitherTimeNorRecord,
    /// A number below zero.
    #[error("records are numbered from 1; 0 is the empty record")]
    Negative,
    /// A number that no record can have.
    #[error("no record has so large a number")]
    TooLarge,
}

/// Reads a day such as `2016-09-16`.
pub fn day(text: &str) -> Result<Date, MomentError> {
    let shape = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    match text.parse::<Date>() {
        Ok(day) if shape => Ok(day),
        Err(_) if shape => Err(MomentError::NoSuchDay),
        _ => Err(MomentError::NoDay),
    }
}

/// Reads a moment with its zone; a bare day means its beginning in UTC.
pub fn time(text: &str) -> Result<Timestamp, MomentError> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if text.len() == 10 {
        let start = day(text)?.to_zoned(TimeZone::UTC);
        return start.map(|start| start.timestamp()).map_err(|_| MomentError::BeyondClocks);
    }
    Err(MomentError::NoTime)
}

/// Reads a day or a time of publication.
pub fn published(text: &str) -> Result<Published, MomentError> {
    if text.contains('T') { time(text).map(Published::At) } else { day(text).map(Published::Day) }
}

impl FromStr for AsOf {
    type Err = MomentError;

    /// Reads a moment with its zone, a day, or the number of a record.
    fn from_str(text: &str) -> Result<AsOf, MomentError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return time(text).map(AsOf::Time).map_err(|error| match error {
                MomentError::NoTime => MomentError::NeitherTimeNorRecord,
                other => other,
            });
        }
        match text.parse() {
            Ok(seq) => Ok(AsOf::Record(seq)),
            Err(_) if text.starts_with('-') => Err(MomentError::Negative),
            Err(_) => Err(MomentError::TooLarge),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused_as_such() {
        assert_eq!(day("2016-02-30"), Err(MomentError::NoSuchDay));
        assert_eq!(day("16.9.2016"), Err(MomentError::NoDay));
        assert!(day("2016-09-16").is_ok());
    }

    #[test]
    fn a_time_without_a_zone_is_refused() {
        assert!(time("2016-09-16T20:00:00").is_err());
        assert_eq!(time("2016-09-16T20:00:00+03:00"), time("2016-09-16T17:00:00Z"));
    }

    #[test]
    fn a_bare_number_is_a_record_and_all_else_a_time() {
        let as_of = |text: &str| text.parse::<AsOf>();
        assert_eq!(as_of("12"), Ok(AsOf::Record(12)));
        assert_eq!(as_of("0"), Ok(AsOf::Record(0)));
        assert_eq!(as_of("2016-09-16"), time("2016-09-16T00:00:00Z").map(AsOf::Time));
        for (text, why) in [
            ("-1", MomentError::Negative),
            ("99999999999999999999", MomentError::TooLarge),
            ("noon", MomentError::NeitherTimeNorRecord),
            ("2016-09-16T20:00:00", MomentError::NeitherTimeNorRecord),
            ("2016-02-30", MomentError::NoSuchDay),
            ("12a", MomentError::NeitherTimeNorRecord),
            ("-", MomentError::NeitherTimeNorRecord),
            ("", MomentError::NeitherTimeNorRecord),
        ] {
            assert_eq!(as_of(text), Err(why), "{text}");
        }
    }
}
