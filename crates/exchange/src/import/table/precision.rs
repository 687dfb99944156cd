//! How closely a table knows the day and the place, as its codes tell. Widens what is known, never narrows it.

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use truce_model::{Interval, Moment};

/// Within how long a stretch the day is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Width {
    /// The day itself.
    Day,
    /// Within so many days.
    Days(i32),
    /// Within a week.
    Week,
    /// Within a month of the calendar.
    Month,
    /// Within a year of the calendar.
    Year,
}

impl TryFrom<String> for Width {
    type Error = String;

    fn try_from(words: String) -> Result<Width, String> {
        let days = || words.strip_suffix(" days")?.parse().ok().filter(|days| (2..=366).contains(days));
        match words.as_str() {
            "day" => Ok(Width::Day),
            "week" => Ok(Width::Week),
            "month" => Ok(Width::Month),
            "year" => Ok(Width::Year),
            _ => days().map(Width::Days).ok_or_else(|| {
                format!(
                    "`{words}` is no width; day, week, month, year or a number of days such as `6 days` is"
                )
            }),
        }
    }
}

impl Width {
    /// The stretch in which it can have happened, for the first and the last day that the row gives.
    ///
    /// A row that gives a stretch of its own is taken at its word; one that gives a single day, where less than that
    /// is known, reaches as far around it as its code allows.
    pub(super) fn around(self, start: Date, end: Date) -> Interval {
        let days = start.until(end).map_or(0, |span| span.get_days());
        let by = |days: i32| (start.saturating_sub(days.days()), end.saturating_add(days.days()));
        let (first, last) = match self {
            Width::Days(most) if days == 0 => by(most - 1),
            Width::Week if days == 0 => by(6),
            Width::Month if days < 7 => (start.first_of_month(), end.last_of_month()),
            Width::Year if days < 31 => (start.first_of_year(), end.last_of_year()),
            Width::Day | Width::Days(_) | Width::Week | Width::Month | Width::Year => (start, end),
        };
        Interval::between(Moment::Day(first), Moment::Day(last))
    }

    /// The most days from the first to the last that such a code can mean.
    pub(super) fn longest(self) -> i32 {
        match self {
            Width::Day => 0,
            Width::Days(days) => days - 1,
            Width::Week => 6,
            Width::Month => 30,
            Width::Year => 366,
        }
    }
}

/// How far from the named place it can have been.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Within so many kilometres of the point.
    #[serde(default)]
    pub km: Option<f64>,
    /// Whether the first name is only a point of reference.
    #[serde(default)]
    pub near: bool,
    /// The first column of names that is known to hold it; those before it are left out.
    #[serde(default)]
    pub from: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: &str, days: &str, expected: &str) {
        let (start, end) = days.split_once(' ').unwrap();
        let width = Width::try_from(width.to_owned()).unwrap();
        assert_eq!(width.around(start.parse().unwrap(), end.parse().unwrap()).to_string(), expected);
    }

    #[test]
    fn a_day_that_is_not_known_is_not_pinned() {
        check("day", "2031-03-05 2031-03-05", "2031-03-05");
        check("6 days", "2031-03-05 2031-03-05", "2031-02-28 to 2031-03-10");
        check("6 days", "2031-03-05 2031-03-06", "2031-03-05 to 2031-03-06");
        check("week", "2031-03-05 2031-03-05", "2031-02-27 to 2031-03-11");
        check("month", "2031-03-15 2031-03-15", "2031-03-01 to 2031-03-31");
        check("month", "2031-03-05 2031-03-28", "2031-03-05 to 2031-03-28");
        check("year", "2031-03-05 2031-03-28", "2031-01-01 to 2031-12-31");
        check("year", "2031-03-05 2031-06-28", "2031-03-05 to 2031-06-28");
        assert!(Width::try_from("fortnight".to_owned()).is_err());
    }
}
