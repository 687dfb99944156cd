//! Days and times as files write them. A time without its zone is read in the zone that the file names.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};
use truce_model::Edge;

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

/// A day, or a time of it; `None` in place of a clock time: 24:00, the end of the day.
struct Words<'w> {
    date: Date,
    clock: Option<(Option<Time>, Option<&'w str>)>,
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
    let read = read(words)?;
    match read.clock {
        Some(clock) => moment(words, read.date, clock, zone),
        None => {
            let hint = format!("give the hour too: {words}T00:00 if it is midnight");
            Err(fault(format!("`{words}` is a day without an hour"), hint))
        }
    }
}

/// Reads a start or an end: a time, or a day of which the hour is left open.
pub(super) fn edge(words: &str, zone: Option<&TimeZone>) -> Result<Option<Edge>, Fault> {
    let read = read(words)?;
    match (read.clock, zone) {
        (Some(clock), _) => Ok(moment(words, read.date, clock, zone)?.map(Edge::at)),
        (None, None) => Ok(None),
        (None, Some(zone)) => {
            let (start, end) = (midnight(words, read.date, zone)?, end_of(words, read.date, zone)?);
            Ok(Some(Edge::between(start, end)))
        }
    }
}

/// Reads the last minute, or the last whole day, and gives the first moment after it.
pub(super) fn after_last(words: &str, zone: Option<&TimeZone>) -> Result<Option<Timestamp>, Fault> {
    let read = read(words)?;
    match read.clock {
        None => zone.map(|zone| end_of(words, read.date, zone)).transpose(),
        Some((None, _)) => {
            let day = read.date;
            let hint = format!("write through = \"{day}\" for the whole day, or until = \"{day}T24:00\"");
            Err(fault(format!("`{words}` is no last minute: 24:00 is the first of the next day"), hint))
        }
        Some((Some(clock), offset)) => {
            let minute = clock.with().second(0).build().unwrap_or(clock);
            let last = moment(words, read.date, (Some(minute), offset), zone)?;
            let next =
                |last: Timestamp| last.checked_add(SignedDuration::from_mins(1)).map_err(|_| beyond(words));
            last.map(next).transpose()
        }
    }
}

/// Reads a deadline: a time, or a day, by whose end it is due.
pub(super) fn deadline(words: &str, zone: Option<&TimeZone>) -> Result<Option<Timestamp>, Fault> {
    let read = read(words)?;
    moment(words, read.date, read.clock.unwrap_or((None, None)), zone)
}

/// Reads a time of day such as `09:00`; `None`: 24:00, the end of the day.
pub(super) fn clock(words: &str) -> Result<Option<Time>, Fault> {
    let parts: Vec<&str> = words.split(':').collect();
    let sound = parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let numbers: Vec<i8> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let time = match numbers[..] {
        [24, 0] | [24, 0, 0] if sound => return Ok(None),
        [hour, minute] if sound => Time::new(hour, minute, 0, 0).ok(),
        [hour, minute, second] if sound => Time::new(hour, minute, second, 0).ok(),
        _ => None,
    };
    let hint = "hours go from 00:00 to 24:00; write it as 06:00";
    time.map(Some).ok_or_else(|| fault(format!("`{words}` is no time of day"), hint))
}

fn read(words: &str) -> Result<Words<'_>, Fault> {
    let dated = words.starts_with(|first: char| first.is_ascii_digit());
    let Some((date, rest)) = words.split_once(['T', 't', ' ']).filter(|_| dated) else {
        return Ok(Words { date: day(words)?, clock: None });
    };
    let date = day(date)?;
    let (local, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (&rest[..at], Some(&rest[at..])),
        None => (rest, None),
    };
    Ok(Words { date, clock: Some((clock(local)?, offset)) })
}

fn moment(
    words: &str,
    date: Date,
    (clock, offset): (Option<Time>, Option<&str>),
    zone: Option<&TimeZone>,
) -> Result<Option<Timestamp>, Fault> {
    match (clock, offset, zone) {
        (_, None, None) => Ok(None),
        (None, None, Some(zone)) => end_of(words, date, zone).map(Some),
        (Some(clock), None, Some(zone)) => in_zone(words, date.to_datetime(clock), zone).map(Some),
        (clock, Some(offset), _) => {
            let next = || date.tomorrow().map_err(|_| beyond(words));
            let civil = clock
                .map_or_else(|| next().map(|day| day.at(0, 0, 0, 0)), |clock| Ok(date.to_datetime(clock)))?;
            format!("{}{offset}", civil.strftime("%Y-%m-%dT%H:%M:%S"))
                .parse()
                .map(Some)
                .map_err(|_| fault(format!("`{offset}` is no offset from UTC"), "write it as +03:00 or Z"))
        }
    }
}

/// The first moment of a day, which need not be midnight where the clocks skip it.
fn midnight(words: &str, date: Date, zone: &TimeZone) -> Result<Timestamp, Fault> {
    let start = date.to_zoned(zone.clone()).and_then(|zoned| zoned.start_of_day());
    start.map(|start| start.timestamp()).map_err(|_| beyond(words))
}

fn end_of(words: &str, date: Date, zone: &TimeZone) -> Result<Timestamp, Fault> {
    midnight(words, date.tomorrow().map_err(|_| beyond(words))?, zone)
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
    ambiguous.unambiguous().map_err(|_| beyond(words))
}

fn beyond(words: &str) -> Fault {
    let hint = "the last day is 9999-12-29; leave the end out where the terms name none";
    fault(format!("`{words}` lies beyond the last day that can be told"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[track_caller]
    fn check(words: &str, expected: Result<&str, &str>) {
        let found = time(words, Some(&berlin())).map(|time| time.unwrap().to_string()).map_err(|f| f.message);
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn a_time_is_read_in_its_own_offset_or_in_the_zone() {
        check("2031-01-05T06:00:00+03:00", Ok("2031-01-05T03:00:00Z"));
        check("2031-01-05T06:00Z", Ok("2031-01-05T06:00:00Z"));
        check("2031-01-05T06:00", Ok("2031-01-05T05:00:00Z"));
        check("2031-07-05 06:00:30", Ok("2031-07-05T04:00:30Z"));
        check("2031-01-05T24:00", Ok("2031-01-05T23:00:00Z"));
        check("2031-01-05T24:00:00+03:00", Ok("2031-01-05T21:00:00Z"));
        assert_eq!(time("2031-01-05T06:00", None), Ok(None));
    }

    #[test]
    fn what_no_clock_shows_is_refused() {
        check("2031-02-30T06:00", Err("`2031-02-30` is a day that does not exist"));
        check("2031-13-01T06:00", Err("`2031-13-01` is a day that does not exist"));
        check("2031-01-05T24:01", Err("`24:01` is no time of day"));
        check("2031-01-05T6:00", Err("`6:00` is no time of day"));
        check("2031-01-05", Err("`2031-01-05` is a day without an hour"));
        check("tomorrow", Err("`tomorrow` is no day"));
        check("2031-01-05T06:00+99:00", Err("`+99:00` is no offset from UTC"));
        check("2031-03-30T02:30", Err("the clocks of Europe/Berlin skip `2031-03-30T02:30`"));
        check("2031-10-26T02:30", Err("the clocks of Europe/Berlin show `2031-10-26T02:30` twice"));
    }

    #[test]
    fn a_day_alone_leaves_its_hour_open_as_an_edge_and_ends_as_a_deadline() {
        let shown = |edge: Edge| format!("{} {}", edge.earliest, edge.latest);
        let day = edge("2031-03-30", Some(&berlin())).unwrap().unwrap();
        assert_eq!(shown(day), "2031-03-29T23:00:00Z 2031-03-30T22:00:00Z");
        assert!(edge("2031-03-30T06:00", Some(&berlin())).unwrap().unwrap().exact().is_some());
        let end = |words: &str| deadline(words, Some(&berlin())).unwrap().unwrap().to_string();
        assert_eq!(end("2031-03-30"), "2031-03-30T22:00:00Z");
        assert_eq!(end("2031-03-30T06:00"), "2031-03-30T04:00:00Z");
    }

    #[test]
    fn the_last_minute_and_the_last_day_are_still_in() {
        let end = |words: &str| after_last(words, Some(&berlin())).map(|end| end.unwrap().to_string());
        assert_eq!(end("2031-03-05").unwrap(), "2031-03-05T23:00:00Z");
        assert_eq!(end("2031-03-05T23:59").unwrap(), "2031-03-05T23:00:00Z");
        assert!(end("2031-03-05T24:00").is_err());
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_still_has_a_start_and_an_end() {
        // The clocks of Beirut go from 00:00 to 01:00 on the last Sunday of March.
        let beirut = TimeZone::get("Asia/Beirut").unwrap();
        let day = edge("2031-03-30", Some(&beirut)).unwrap().unwrap();
        assert_eq!(day.earliest.to_string(), "2031-03-29T22:00:00Z");
        let end = time("2031-03-29T24:00", Some(&beirut)).unwrap().unwrap();
        assert_eq!(end, day.earliest);
        assert!(time("2031-03-30T00:00", Some(&beirut)).is_err());
    }
}
