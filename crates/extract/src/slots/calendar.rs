//! Names of days, months and stretches of time, and how their expressions join.

use super::time::When;
use crate::text::{Tag, Token};
use jiff::civil::{Date, Weekday};
use jiff::{Span as Length, ToSpan};
use truce_model::Moment;

/// The length of so many units.
pub(super) fn length(n: i64, unit: &str) -> Option<Length> {
    Some(match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => n.days(),
        "week" => (7 * n).days(),
        "month" => n.months(),
        "year" => n.years(),
        "hour" => ((n + 23) / 24).days(),
        _ => return None,
    })
}

/// The month that a token names.
pub(super) fn month_of(token: &Token) -> Option<i8> {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if token.tag != Tag::Proper {
        return None;
    }
    let word = token.lower.trim_end_matches('.');
    let word = word.strip_prefix("mid-").unwrap_or(word);
    if word.len() < 3 {
        return None;
    }
    let short = token.lower.ends_with('.') || word == "sept";
    let at = MONTHS.iter().position(|m| *m == word || (short && m.starts_with(word)))?;
    Some(at as i8 + 1)
}

/// The weekday that a token names.
pub(super) fn weekday_of(token: &Token) -> Option<Weekday> {
    if !token.capital() {
        return None;
    }
    Some(match token.lower.as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// Whether a noun names a day, a month or a stretch of time.
pub(crate) fn is_time_word(token: &Token) -> bool {
    const UNITS: &[&str] = &[
        "day", "week", "month", "year", "hour", "morning", "evening", "night", "time", "today", "minute",
        "decade", "century",
    ];
    weekday_of(token).is_some() || month_of(token).is_some() || UNITS.contains(&token.lemma.as_str())
}

/// Makes `from A until B` one period, and gives `since A` its end.
pub(super) fn join(tokens: &[Token], found: Vec<When>, published: Option<Date>) -> Vec<When> {
    let mut joined: Vec<When> = Vec::new();
    for mut when in found {
        if when.since {
            when.interval.end = published.map(Moment::Day);
        }
        let gap = joined.last().map(|last| &tokens[last.to.min(when.from)..when.from]);
        let to = gap.is_some_and(|gap| {
            (1..=3).contains(&gap.len())
                && gap.iter().any(|t| ["until", "to", "till", "through"].contains(&t.lower.as_str()))
        });
        let between = joined.last().is_some_and(|last| last.from > 0 && tokens[last.from - 1].is("between"))
            && gap.is_some_and(|gap| gap.len() == 1 && gap[0].is("and"));
        match joined.last_mut() {
            Some(last) if to || between => {
                last.to = when.to;
                last.interval.end = when.interval.end;
                last.clock |= when.clock;
            }
            _ => joined.push(when),
        }
    }
    joined
}
