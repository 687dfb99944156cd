//! Days and times as files write them. A time without its zone is read in the zone that the file names.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

/// Why words are no day or time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub message: String,
    /// What may help.
    pub hint: Option<String>,
}

fn fault(message: String, hint: impl Into<String>) -> Fault {
    Fault { message, hint: Some(hint.into()) }
}

/// Reads `2031-03-05`.
pub(super) fn day(words: &str) -> Result<Date, Fault> {
    let parts: Vec<&str> = words.split('-').collect();
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let [year, month, day] = parts[..] else { return Err(no_day(words)) };
    if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return Err(no_day(words));
    }
    let numbers = (year.parse::<i16>(), month.parse::<i8>(), day.parse::<i8>());
    let (Ok(year), Ok(month), Ok(day)) = numbers else { return Err(no_day(words)) };
    Date::new(year, month, day).map_err(|_| match Date::new(year, month, 1) {
        Ok(first) => {
            let hint = format!("{} has {} days", first.strftime("%B %Y"), first.days_in_month());
            fault(format!("`{words}` is a day that does not exist"), hint)
        }
        Err(_) => fault(format!("`{words}` is a day that does not exist"), "a year has the months 01 to 12"),
    })
}

fn no_day(words: &str) -> Fault {
    fault(format!("`{words}` is no day"), "write it as 2031-03-05")
}

/// Reads `2031-03-05T06:00:00+03:00`, or `2031-03-05T06:00` in `zone`. `None`: it has no offset and there is no
/// zone to read it in, which is noted elsewhere.
pub(super) fn time(words: &str, zone: Option<&TimeZone>) -> Result<Option<Timestamp>, Fault> {
    let dated = words.starts_with(|first: char| first.is_ascii_digit());
    let Some((date, clock)) = words.split_once(['T', 't', ' ']).filter(|_| dated) else {
        day(words)?;
        let hint = format!("give the hour too: {words}T00:00 if it is midnight");
        return Err(fault(format!("`{words}` is a day without an hour"), hint));
    };
    let date = day(date)?;
    let (local, offset) = match clock.find(['Z', 'z', '+', '-']) {
        Some(at) => (&clock[..at], Some(&clock[at..])),
        None => (clock, None),
    };
    let civil = clock_time(date, local).ok_or_else(|| {
        let hint = "hours go from 00:00 to 23:59; write it as 2031-03-05T06:00";
        fault(format!("`{local}` is no time of day"), hint)
    })?;
    match (offset, zone) {
        (None, None) => Ok(None),
        (None, Some(zone)) => in_zone(words, civil, zone).map(Some),
        (Some(offset), _) => format!("{}{offset}", civil.strftime("%Y-%m-%dT%H:%M:%S"))
            .parse()
            .map(Some)
            .map_err(|_| fault(format!("`{offset}` is no offset from UTC"), "write it as +03:00 or Z")),
    }
}

fn clock_time(date: Date, local: &str) -> Option<DateTime> {
    let parts: Vec<&str> = local.split(':').collect();
    let sound = parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let numbers: Vec<i8> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let (hour, minute, second) = match numbers[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let day = DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0);
    sound.then_some(day.ok()).flatten()
}

fn in_zone(words: &str, civil: DateTime, zone: &TimeZone) -> Result<Timestamp, Fault> {
    let name = zone.iana_name().unwrap_or("its zone");
    let hint = "give the offset from UTC, such as +03:00";
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => {}
        AmbiguousOffset::Gap { .. } => {
            return Err(fault(format!("the clocks of {name} skip `{words}`"), hint));
        }
        AmbiguousOffset::Fold { .. } => {
            return Err(fault(format!("the clocks of {name} show `{words}` twice"), hint));
        }
    }
    ambiguous.unambiguous().map_err(|_| fault(format!("`{words}` is out of range"), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Result<&str, &str>) {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let found = time(words, Some(&zone)).map(|time| time.unwrap().to_string()).map_err(|f| f.message);
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn a_time_is_read_in_its_own_offset_or_in_the_zone() {
        check("2031-01-05T06:00:00+03:00", Ok("2031-01-05T03:00:00Z"));
        check("2031-01-05T06:00Z", Ok("2031-01-05T06:00:00Z"));
        check("2031-01-05T06:00", Ok("2031-01-05T05:00:00Z"));
        check("2031-07-05 06:00:30", Ok("2031-07-05T04:00:30Z"));
        assert_eq!(time("2031-01-05T06:00", None), Ok(None));
    }

    #[test]
    fn what_no_clock_shows_is_refused() {
        check("2031-02-30T06:00", Err("`2031-02-30` is a day that does not exist"));
        check("2031-13-01T06:00", Err("`2031-13-01` is a day that does not exist"));
        check("2031-01-05T24:00", Err("`24:00` is no time of day"));
        check("2031-01-05T6:00", Err("`6:00` is no time of day"));
        check("2031-01-05", Err("`2031-01-05` is a day without an hour"));
        check("tomorrow", Err("`tomorrow` is no day"));
        check("2031-01-05T06:00+99:00", Err("`+99:00` is no offset from UTC"));
        check("2031-03-30T02:30", Err("the clocks of Europe/Berlin skip `2031-03-30T02:30`"));
        check("2031-10-26T02:30", Err("the clocks of Europe/Berlin show `2031-10-26T02:30` twice"));
    }
}
