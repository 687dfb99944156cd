//! Names of days, months and stretches of time, and how their expressions join.

use super::time::When;
use crate::text::{Tag, Token};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use truce_model::{Interval, Moment};

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

/// `entered its fourth day`, `for a third day`, `for the second day running`: from the first day to now.
pub(super) fn running(tokens: &[Token], i: usize, to: usize, published: Option<Date>) -> Option<When> {
    const ORDINALS: &[&str] =
        &["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let word = |at: usize| tokens.get(at).filter(|_| at < to).map_or("", |t| t.lower.as_str());
    let n = ORDINALS.iter().position(|ordinal| *ordinal == word(i))? as i64 + 1;
    let unit = i + 1 + usize::from(["straight", "consecutive", "successive"].contains(&word(i + 1)));
    let before = |back: usize| i.checked_sub(back).map_or("", |k| tokens[k].lemma.as_str());
    let runs = (["its", "their", "a", "the"].contains(&before(1))
        && ["enter", "for", "into"].contains(&before(2)))
        || unit > i + 1;
    let days = match word(unit) {
        "day" => n,
        "week" => 7 * n,
        _ => return None,
    };
    let start = published.filter(|_| runs)?.checked_sub((days - 1).days()).ok()?;
    let interval = Interval { start: Some(Moment::Day(start)), end: published.map(Moment::Day) };
    Some(When { from: i, to: unit + 1, interval, since: false, until: false, clock: false })
}

/// Makes `from A until B` one period, gives `since A` its end, and lets a clock time take in its day.
pub(super) fn join(tokens: &[Token], found: Vec<When>, published: Option<Date>) -> Vec<When> {
    let mut joined: Vec<When> = Vec::new();
    for mut when in found {
        if when.since {
            when.interval.end = published.map(Moment::Day);
        }
        let gap = joined.last().map_or(&[][..], |last| &tokens[last.to.min(when.from)..when.from]);
        let word = |words: &[&str]| gap.iter().any(|t| words.contains(&t.lower.as_str()));
        let to = (1..=3).contains(&gap.len()) && word(&["until", "to", "till", "through", "-", "–"]);
        let between = joined.last().is_some_and(|last| last.from > 0 && tokens[last.from - 1].is("between"))
            && gap.len() == 1
            && gap[0].is("and");
        // `1 a.m. on Thursday (1700 EDT Wednesday)`: the first is the local time.
        let again = joined.last().is_some_and(|last| {
            let opened = gap.len() <= 2 && gap.last().is_some_and(|t| t.is("("));
            let day = last.interval.start.map(|m| m.date()) == when.interval.start.map(|m| m.date());
            last.clock && (opened && when.clock || (!when.clock && day && gap.len() <= 4))
        });
        // `on Thursday at 1 a.m.`: the clock time alone.
        let finer = joined.last().is_some_and(|last| {
            let same = last.interval.start.map(|m| m.date()) == when.interval.start.map(|m| m.date());
            when.clock && !last.clock && same && gap.len() <= 3 && last.interval.start == last.interval.end
        });
        match joined.last_mut() {
            Some(last) if again => last.to = when.to,
            Some(last) if finer => {
                *last = When { from: last.from, since: last.since, until: last.until, ..when }
            }
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
