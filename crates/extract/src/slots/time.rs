//! Turns the expressions of time in a clause into the stretches that claims carry. The expressions come from the
//! grammar of `timex`; here they are clipped and joined as the annotation guide asks.

use super::calendar::{join, running};
use crate::text::{Form, Tag, Token};
use crate::timex::{Edge, Timex, Value};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use truce_model::{Interval, Moment};

/// An expression of time in tokens `from..to`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct When {
    pub from: usize,
    pub to: usize,
    pub interval: Interval,
    /// Bounds only the start (`since`), or only the end (`until`).
    pub since: bool,
    pub until: bool,
    pub clock: bool,
}

/// Every expression of time in tokens `from..to`, joined where they bound one period. `found` are those of the text.
pub(crate) fn times(
    tokens: &[Token],
    from: usize,
    to: usize,
    published: Option<Date>,
    found: &[Timex],
) -> Vec<When> {
    let (Some(first), Some(last)) = (tokens.get(from), tokens[..to].last()) else { return Vec::new() };
    let (start, end) = (first.span.start, last.span.end);
    let at = found.partition_point(|timex| timex.span.start < start);
    let mut whens: Vec<When> = Vec::new();
    for timex in found[at..].iter().take_while(|timex| timex.span.start < end) {
        let begins = tokens[from..to].partition_point(|t| t.span.start < timex.span.start) + from;
        let ends = tokens[from..to].partition_point(|t| t.span.start < timex.span.end) + from;
        let reader = Clause { tokens, from: begins, to: ends, published };
        if let Some(interval) = reader.interval(timex) {
            whens.push(reader.when(interval, timex));
        }
    }
    for i in from..to {
        if let Some(when) = running(tokens, i, to, published) {
            let place = whens.partition_point(|w| w.from < when.from);
            whens.insert(place, when);
        }
    }
    join(tokens, whens, published)
}

/// An expression in its clause.
struct Clause<'t> {
    tokens: &'t [Token],
    from: usize,
    to: usize,
    published: Option<Date>,
}

fn days(first: Date, last: Date) -> Interval {
    Interval::between(Moment::Day(first), Moment::Day(last))
}

impl Clause<'_> {
    fn before(&self, back: usize) -> &str {
        self.from.checked_sub(back).map_or("", |i| self.tokens[i].lower.as_str())
    }

    fn has(&self, words: &[&str]) -> bool {
        self.tokens[self.from..self.to].iter().any(|t| words.contains(&t.lower.as_str()))
    }

    /// The stretch of one expression by itself; `None` for lengths and habits that no day bounds.
    fn interval(&self, timex: &Timex) -> Option<Interval> {
        if let Some(period) = timex.period {
            return Some(period);
        }
        let Some((first, last)) = timex.meaning.days() else { return self.days_of(timex) };
        if self.has(&["ago"]) {
            return Some(self.ago(timex, first, last));
        }
        let whole = match &timex.meaning {
            Value::Clock(..) => return Some(self.last_midnight(timex.meaning.interval())),
            // `overnight` reaches to the morning; `on Thursday night` is told of Thursday.
            Value::Part(day, "NI") if self.has(&["overnight"]) => {
                let end = day.tomorrow().unwrap_or(*day);
                let said = self.published.filter(|p| *day <= *p && end > *p);
                return Some(days(*day, said.unwrap_or(end)));
            }
            // `at the end of June` is its last day.
            _ if timex.edge == Edge::End && self.has(&["end"]) => days(last, last),
            Value::Year(year) => match timex.edge {
                Edge::Start if self.has(&["early"]) => days(first, date(*year, 6, 30)),
                Edge::End if self.has(&["late"]) => days(date(*year, 7, 1), last),
                _ => days(first, last),
            },
            _ => days(first, last),
        };
        Some(self.clipped(whole, timex, first, last))
    }

    /// `this week` ends with the day of publication, or begins with it where it points ahead.
    fn clipped(&self, whole: Interval, timex: &Timex, first: Date, last: Date) -> Interval {
        let Some(published) = self.published.filter(|p| first < *p && *p < last) else { return whole };
        let own = self.has(&["this", "current", "the"])
            && !matches!(timex.meaning, Value::Month(..) if self.named_month());
        if !own {
            return whole;
        }
        if self.has(&["later"]) || self.ahead() { days(published, last) } else { days(first, published) }
    }

    /// Midnight by itself is the end of the day, but what is told as past began with the midnight before publication.
    fn last_midnight(&self, told: Interval) -> Interval {
        let alone = self.to == self.from + 1 && self.has(&["midnight"]);
        let verb = self.tokens[..self.from].iter().rev().find(|t| t.tag == Tag::Verb);
        let past = verb.is_some_and(|t| matches!(t.form, Some(Form::Past | Form::Part)));
        let (Some(published), true) = (self.published, alone && past && !self.ahead()) else { return told };
        let day_before = |moment: Moment| match moment {
            Moment::Minute(at) if at.date() > published => {
                at.checked_sub(1.day()).map_or(moment, Moment::Minute)
            }
            _ => moment,
        };
        Interval { start: told.start.map(day_before), end: told.end.map(day_before) }
    }

    fn named_month(&self) -> bool {
        self.tokens[self.from..self.to].iter().any(|t| super::calendar::month_of(t).is_some())
    }

    /// Whether the words before point to the future.
    fn ahead(&self) -> bool {
        let near = self.tokens[..self.from].iter().rev().take(8);
        near.into_iter().any(|t| {
            matches!(
                t.lower.as_str(),
                "will" | "to" | "expected" | "due" | "scheduled" | "planned" | "upcoming"
            )
        }) || (1..=2).any(|back| self.before(back) == "until")
    }

    /// `three days ago` is a day, `two years ago` that year; `more than a year ago` is all before.
    fn ago(&self, timex: &Timex, first: Date, last: Date) -> Interval {
        if self.has(&["than"]) && self.has(&["more"]) {
            return Interval { start: None, end: first.yesterday().ok().map(Moment::Day) };
        }
        let back = match timex.meaning {
            // A week or month ago to the day, as far as anybody can tell.
            Value::Week(_) => self.published.map(|p| (p, p.weekday())).and_then(|(_, weekday)| {
                let monday = first;
                monday.checked_add(i64::from(weekday.to_monday_zero_offset()).days()).ok()
            }),
            _ => None,
        };
        back.map_or_else(|| days(first, last), Interval::day)
    }

    /// `in two days of fighting`, `115 times in 24 hours`: those up to publication.
    fn days_of(&self, timex: &Timex) -> Option<Interval> {
        let published = self.published?;
        // `A day after a blast`: the blast was the day before.
        let after = self.tokens.get(self.to).is_some_and(|t| t.is("after")) && !self.has(&["than"]);
        if after && matches!(timex.value.as_str(), "P1D" | "P2D" | "P3D" | "P1W") {
            let n = if timex.value == "P1W" { 7 } else { i64::from(timex.value.as_bytes()[1] - b'0') };
            return published.checked_sub(n.days()).ok().map(Interval::day);
        }
        let number = |text: &str, unit: char| text.strip_suffix(unit)?.parse::<i64>().ok();
        let n = match timex.value.strip_prefix("PT") {
            Some(hours) => number(hours, 'H').filter(|n| *n >= 24)? / 24 + 1,
            None => number(timex.value.strip_prefix('P')?, 'D').filter(|n| *n > 1)?,
        };
        let ahead = |t: &Token| matches!(t.lower.as_str(), "will" | "would" | "next" | "until");
        if self.before(1) != "in" || n > 100 || self.tokens[..self.from].iter().rev().take(10).any(ahead) {
            return None;
        }
        Some(days(published.checked_sub((n - 1).days()).ok()?, published))
    }

    fn when(&self, interval: Interval, timex: &Timex) -> When {
        let mut k = 1;
        while ["on", "early", "late", "in", "of", "about", "around", "the"].contains(&self.before(k)) && k < 4
        {
            k += 1;
        }
        // `since Monday`, and `since fighting erupted on Monday`.
        let clause = (1..=6)
            .take_while(|b| ![",", "and", "."].contains(&self.before(*b)))
            .any(|b| self.before(b) == "since");
        let since = clause || (1..=k).any(|b| self.before(b) == "since");
        let until = (1..=k).any(|b| matches!(self.before(b), "until" | "till" | "by"));
        let clock = matches!(timex.meaning, Value::Clock(..));
        When { from: self.from, to: self.to, interval, since, until, clock }
    }
}
