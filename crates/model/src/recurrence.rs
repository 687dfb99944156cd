//! Recurrences of days in the terms of RFC 5545 (Internet Calendaring and Scheduling Core Object Specification, 2009,
//! section 3.3.10). Knows no clock and no zone.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Unvalidated};
use thiserror::Error;

/// A recurrence that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{rule}` is no recurrence of days: {problem}")]
pub struct RecurrenceError {
    /// The words.
    pub rule: String,
    /// What is wrong with them.
    pub problem: String,
}

/// A recurrence that can be laid out.
pub(crate) struct Recurrence {
    /// The parts, with the end on a day.
    parts: String,
    rule: RRule<Unvalidated>,
    /// The last day on which it can occur, where it names one.
    until: Option<Date>,
}

/// What each part may say: whole numbers from the first to the second but 0, one or several.
const NUMBERS: [(&str, i64, i64, bool); 7] = [
    ("INTERVAL", 1, 65_535, false),
    ("COUNT", 1, 4_294_967_295, false),
    ("BYMONTHDAY", -31, 31, true),
    ("BYYEARDAY", -366, 366, true),
    ("BYWEEKNO", -53, 53, true),
    ("BYMONTH", 1, 12, true),
    ("BYSETPOS", -366, 366, true),
];

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Recurrence {
    /// Reads a recurrence, in small or capital letters.
    pub(crate) fn parse(words: &str) -> Result<Recurrence, RecurrenceError> {
        let fault = |problem: String| RecurrenceError { rule: words.to_owned(), problem };
        let (mut parts, mut until): (Vec<(String, String)>, _) = (Vec::new(), None);
        for part in words.split(';') {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| fault(format!("`{part}` is not of the form NAME=VALUE")))?;
            let (name, mut value) = (name.trim().to_uppercase(), value.trim().to_uppercase());
            sound(&name, &value).map_err(fault)?;
            if parts.iter().any(|(other, _)| *other == name) {
                return Err(fault(format!("`{name}` stands in it twice")));
            }
            if name == "UNTIL" {
                let day = last_day(&value).ok_or_else(|| {
                    fault(format!("`UNTIL={value}` names no day; write it as UNTIL=20310401"))
                })?;
                (value, until) = (stamp(day), Some(day));
            }
            parts.push((name, value));
        }
        let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let parts = parts.join(";");
        let rule: RRule<Unvalidated> =
            parts.parse().map_err(|_| fault("it needs one FREQ, such as FREQ=DAILY".to_owned()))?;
        let found = Recurrence { parts, rule, until };
        fitting(&found.rule).map_err(fault)?;
        // What is left to refuse is refused whatever the day.
        found
            .laid_out(found.until.unwrap_or(Date::constant(2031, 1, 1)))
            .map(|_| found)
            .ok_or_else(|| fault("its parts do not fit together".to_owned()))
    }

    /// Whether it depends on the day from which it counts, beyond not occurring before.
    pub(crate) fn hangs_on_first(&self) -> bool {
        let rule = &self.rule;
        let by_weekday = !rule.get_by_weekday().is_empty();
        let by_day = by_weekday || !rule.get_by_month_day().is_empty() || !rule.get_by_year_day().is_empty();
        // Parts such as BYMONTH or BYWEEKNO do not say which day: it is that of the first.
        let names_day = match rule.get_freq() {
            Frequency::Daily => true,
            Frequency::Weekly => by_weekday,
            _ => by_day,
        };
        rule.get_interval() != 1 || rule.get_count().is_some() || !names_day
    }

    /// The days on which it occurs, in order, from its first to `last`.
    pub(crate) fn days(&self, first: Date, last: Date) -> Vec<Date> {
        if first > last || self.until.is_some_and(|until| until < first) {
            return Vec::new();
        }
        let day =
            |seconds: i64| Timestamp::from_second(seconds).ok().map(|at| at.to_zoned(TimeZone::UTC).date());
        let Some(set) = self.laid_out(first) else { return Vec::new() };
        let days = set.into_iter().map_while(|at| day(at.timestamp()));
        days.take_while(|day| *day <= last).collect()
    }

    /// Whether it may occur after a day up to which it occurs so many times.
    pub(crate) fn goes_on_after(&self, last: Date, times: usize) -> bool {
        let left = self.rule.get_count().is_none_or(|count| times < count as usize);
        left && self.until.is_none_or(|until| last < until)
    }

    fn laid_out(&self, first: Date) -> Option<RRuleSet> {
        let mut parts = self.parts.clone();
        let rule = &self.rule;
        let by_day =
            rule.get_by_weekday().len() + rule.get_by_month_day().len() + rule.get_by_year_day().len();
        if !rule.get_by_week_no().is_empty() && by_day == 0 {
            // The crate takes every day of such a week; the standard has the weekday of the first.
            parts += ";BYDAY=";
            parts += WEEKDAYS[first.weekday().to_monday_zero_offset() as usize];
        }
        let set: RRuleSet = format!("DTSTART:{}\nRRULE:{parts}", stamp(first)).parse().ok()?;
        // A day that never comes, such as 30 February, is not looked for without end.
        Some(set.limit())
    }
}

/// A day as the first moment of it. Days only: what a clock shows on them is looked up apart, so that no occurrence
/// falls into a gap.
fn stamp(day: Date) -> String {
    format!("{:04}{:02}{:02}T000000Z", day.year(), day.month(), day.day())
}

/// The day of an end, which may have a time that says no more.
fn last_day(value: &str) -> Option<Date> {
    let (day, time) = value.split_once('T').unwrap_or((value, "000000"));
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(day, 8) || !digits(time.strip_suffix('Z').unwrap_or(time), 6) {
        return None;
    }
    Date::new(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?).ok()
}

/// What is wrong with one part.
fn sound(name: &str, value: &str) -> Result<(), String> {
    if let Some((_, least, most, several)) = NUMBERS.into_iter().find(|(part, ..)| *part == name) {
        let fits = |number: &str| {
            number.parse::<i64>().is_ok_and(|number| number != 0 && (least..=most).contains(&number))
        };
        let all = value.split(',').all(fits) && (several || !value.contains(','));
        let range = if least < 0 {
            format!("1 to {most}, or less than 0 from the end")
        } else {
            format!("{least} to {most}")
        };
        return if all { Ok(()) } else { Err(format!("`{name}={value}`: numbers go from {range}")) };
    }
    let weekday = |day: &str| WEEKDAYS.contains(&day);
    let nth = |day: &str| {
        let at = day.len().saturating_sub(2);
        let number = day.get(..at).map(|number| number.strip_prefix('+').unwrap_or(number));
        let counted =
            |number: &str| number.parse::<i32>().is_ok_and(|number| number != 0 && number.abs() <= 53);
        day.get(at..).is_some_and(weekday)
            && number.is_some_and(|number| number.is_empty() || counted(number))
    };
    match name {
        "UNTIL" => Ok(()),
        "FREQ" => match value {
            "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY" => Ok(()),
            "HOURLY" | "MINUTELY" | "SECONDLY" => {
                Err("it comes back within a day; give hours by `from` and `until`".to_owned())
            }
            _ => Err(format!("`FREQ={value}` is none of DAILY, WEEKLY, MONTHLY, YEARLY")),
        },
        "BYHOUR" | "BYMINUTE" | "BYSECOND" => {
            Err(format!("`{name}` tells a time of day; give hours by `from` and `until`"))
        }
        "WKST" if weekday(value) => Ok(()),
        "BYDAY" if value.split(',').all(nth) => Ok(()),
        "WKST" | "BYDAY" => Err(format!("`{name}={value}`: weekdays are {}", WEEKDAYS.join(", "))),
        _ => Err(format!("it has no part `{name}`")),
    }
}

/// What does not fit together in parts that are sound.
fn fitting(rule: &RRule<Unvalidated>) -> Result<(), String> {
    let freq = rule.get_freq();
    let by_date = rule.get_by_month_day().len() + rule.get_by_year_day().len() + rule.get_by_month().len();
    let by_others = by_date + rule.get_by_weekday().len() + rule.get_by_week_no().len();
    let nth = rule.get_by_weekday().iter().any(|day| matches!(day, NWeekday::Nth(..)));
    let wrong = [
        (rule.get_count().is_some() && rule.get_until().is_some(), "it has both COUNT and UNTIL"),
        (
            !rule.get_by_set_pos().is_empty() && by_others == 0,
            "BYSETPOS chooses among the days of another part, such as BYDAY",
        ),
        (
            !rule.get_by_month_day().is_empty() && freq == Frequency::Weekly,
            "a week has no days of the month: BYMONTHDAY",
        ),
        (
            !rule.get_by_year_day().is_empty() && freq != Frequency::Yearly,
            "BYYEARDAY goes with FREQ=YEARLY only",
        ),
        (
            !rule.get_by_week_no().is_empty() && freq != Frequency::Yearly,
            "BYWEEKNO goes with FREQ=YEARLY only",
        ),
        (
            nth && !(matches!(freq, Frequency::Monthly | Frequency::Yearly)
                && rule.get_by_week_no().is_empty()),
            "a numbered weekday in BYDAY goes with FREQ=MONTHLY or FREQ=YEARLY only",
        ),
    ];
    wrong.into_iter().find(|(found, _)| *found).map_or(Ok(()), |(_, problem)| Err(problem.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The first days of a recurrence that counts from a day, and `hangs` where that day decides more than the first.
    #[track_caller]
    fn check(repeat: &str, first: &str, expected: &str) {
        let found = Recurrence::parse(repeat).unwrap();
        let days = found.days(day(first), day("2036-12-31"));
        let mut shown: Vec<String> = days.iter().take(3).map(|day| day.to_string()).collect();
        shown.extend(found.hangs_on_first().then(|| "hangs".to_owned()));
        assert_eq!(shown.join(" "), expected, "{repeat}");
    }

    #[test]
    fn a_day_that_no_part_names_is_that_of_the_first() {
        check("FREQ=DAILY", "2031-03-05", "2031-03-05 2031-03-06 2031-03-07");
        check("FREQ=DAILY;INTERVAL=1", "2031-03-05", "2031-03-05 2031-03-06 2031-03-07");
        check("FREQ=DAILY;INTERVAL=2", "2031-03-05", "2031-03-05 2031-03-07 2031-03-09 hangs");
        check("FREQ=DAILY;COUNT=2", "2031-03-05", "2031-03-05 2031-03-06 hangs");
        check("FREQ=DAILY;UNTIL=20310306", "2031-03-05", "2031-03-05 2031-03-06");
        check("FREQ=WEEKLY", "2031-03-05", "2031-03-05 2031-03-12 2031-03-19 hangs");
        check("FREQ=WEEKLY;BYMONTH=3", "2031-03-20", "2031-03-20 2031-03-27 2032-03-04 hangs");
        check("FREQ=WEEKLY;BYDAY=MO", "2031-03-05", "2031-03-10 2031-03-17 2031-03-24");
        check("freq=weekly;byday=mo", "2031-03-05", "2031-03-10 2031-03-17 2031-03-24");
        check("FREQ=MONTHLY;BYMONTH=3", "2031-03-05", "2031-03-05 2032-03-05 2033-03-05 hangs");
        check("FREQ=MONTHLY;BYMONTHDAY=-1", "2031-03-05", "2031-03-31 2031-04-30 2031-05-31");
        check("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "2031-03-05", "2031-03-31 2031-04-29 2031-05-27");
        check("FREQ=MONTHLY;BYDAY=+2FR", "2031-03-05", "2031-03-14 2031-04-11 2031-05-09");
        check("FREQ=YEARLY", "2031-03-05", "2031-03-05 2032-03-05 2033-03-05 hangs");
        check("FREQ=YEARLY;BYYEARDAY=1", "2031-03-05", "2032-01-01 2033-01-01 2034-01-01");
        // 5 March 2031 is a Wednesday.
        check("FREQ=YEARLY;BYWEEKNO=20", "2031-03-05", "2031-05-14 2032-05-12 2033-05-18 hangs");
        check("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2031-03-05", "2031-05-12 2032-05-10 2033-05-16");
        check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2031-03-05", "");
        check("FREQ=DAILY;UNTIL=20310301", "2031-03-05", "");
    }

    #[test]
    fn what_cannot_recur_is_told_in_plain_words() {
        let problem = |repeat: &str| Recurrence::parse(repeat).err().map(|error| error.problem);
        for (repeat, expected) in [
            ("every day", "`every day` is not of the form NAME=VALUE"),
            ("BYDAY=MO", "it needs one FREQ, such as FREQ=DAILY"),
            ("FREQ=HOURLY", "it comes back within a day; give hours by `from` and `until`"),
            ("FREQ=DAILY;BYHOUR=3", "`BYHOUR` tells a time of day; give hours by `from` and `until`"),
            ("FREQ=DAILY;FREQ=WEEKLY", "`FREQ` stands in it twice"),
            ("FREQ=DAILY;UNTIL=tomorrow", "`UNTIL=TOMORROW` names no day; write it as UNTIL=20310401"),
            ("FREQ=DAILY;UNTIL=20310230", "`UNTIL=20310230` names no day; write it as UNTIL=20310401"),
            ("FREQ=DAILY;INTERVAL=0", "`INTERVAL=0`: numbers go from 1 to 65535"),
            ("FREQ=DAILY;COUNT=2;UNTIL=20310401", "it has both COUNT and UNTIL"),
            ("FREQ=WEEKLY;BYDAY=MONDAY", "`BYDAY=MONDAY`: weekdays are MO, TU, WE, TH, FR, SA, SU"),
            ("FREQ=WEEKLY;BYMONTHDAY=3", "a week has no days of the month: BYMONTHDAY"),
            (
                "FREQ=WEEKLY;BYDAY=2MO",
                "a numbered weekday in BYDAY goes with FREQ=MONTHLY or FREQ=YEARLY only",
            ),
            ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS chooses among the days of another part, such as BYDAY"),
            ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=99", "its parts do not fit together"),
            ("FREQ=DAILY;EVERY=2", "it has no part `EVERY`"),
        ] {
            assert_eq!(problem(repeat).as_deref(), Some(expected), "{repeat}");
        }
    }

    #[test]
    fn a_recurrence_goes_on_until_its_end_or_its_count() {
        let on =
            |repeat: &str, times| Recurrence::parse(repeat).unwrap().goes_on_after(day("2031-04-01"), times);
        assert!(on("FREQ=DAILY", 9) && on("FREQ=DAILY;COUNT=10", 9) && !on("FREQ=DAILY;COUNT=9", 9));
        assert!(on("FREQ=DAILY;UNTIL=20310402", 9) && !on("FREQ=DAILY;UNTIL=20310401T120000Z", 9));
    }
}
