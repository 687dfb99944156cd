//! Stretches told by their neighbours: `last week`, `this morning`, `the next day`, `the past three years`, `the year`.

use super::cursor::{Cursor, Found};
use super::tense::Look;
use super::value::{Amount, Unit, Value, holding, length, shift};
use super::words::Word;
use jiff::civil::Date;
use truce_model::{Interval, Moment};

/// Words that step from one stretch to another.
const STEPS: &[&str] = &[
    "this",
    "last",
    "next",
    "past",
    "coming",
    "previous",
    "following",
    "same",
    "that",
    "preceding",
    "upcoming",
    "subsequent",
    "remaining",
    "final",
    "first",
    "earlier",
    "prior",
    "those",
    "these",
    "opening",
    "closing",
    "current",
];

impl Cursor<'_> {
    /// An expression that begins with a stepping word.
    pub fn stepped(&self, i: usize) -> Option<Found> {
        if !STEPS.contains(&self.w(i)) {
            return None;
        }
        let step = match self.w(i) {
            "preceding" | "prior" => "previous",
            "subsequent" => "following",
            "upcoming" => "coming",
            other => other,
        };
        let mut at = i + 1;
        // `this past weekend`, `this coming Friday`, `that same day`.
        let mut step = step;
        if matches!(step, "this" | "that") && self.is(at, &["past", "coming", "same", "very", "next", "last"])
        {
            if !self.is(at, &["very"]) {
                step = match self.w(at) {
                    "past" | "last" => "last",
                    "coming" | "next" => "coming",
                    _ => "same",
                };
            }
            at += 1;
        }
        let part_first = self.is(at, &["early", "late"]);
        at += usize::from(part_first);
        let found = self
            .weekday_by(step, at)
            .or_else(|| self.step_unit(step, i, at))
            .or_else(|| self.step_named(step, at));
        Some(Found { from: i, ..found? })
    }

    /// `last May`, `this summer`, `next Christmas`, `that December`, `last night`.
    fn step_named(&self, step: &str, at: usize) -> Option<Found> {
        let dct = self.dct?;
        if let Some((month, to)) = self.month_name(at)
            && self.digits(to).is_none()
        {
            let last = self.anchor()?.first()?;
            let year = match step {
                "last" | "past" => dct.year() - i16::from(month >= dct.month()),
                "next" | "coming" => dct.year() + i16::from(month <= dct.month()),
                "this" => dct.year(),
                "following" => last.year() + i16::from(month <= last.month()),
                "previous" => last.year() - i16::from(month >= last.month()),
                "that" | "same" => last.year(),
                _ => return None,
            };
            return Some(Found::new(at, to, Value::Month(year, month)));
        }
        if let Word::Season(letters) = self.word(at) {
            let last = self.anchor()?.year()?;
            let year = match step {
                "last" | "past" => dct.year() - 1,
                "next" | "coming" => {
                    dct.year() + i16::from(super::value::season_month(letters) <= dct.month())
                }
                "this" => dct.year(),
                "following" => last + 1,
                "previous" => last - 1,
                "that" | "same" => last,
                _ => return None,
            };
            let verb =
                self.w(at) == "fall" && self.is(at + 1, &["in", "of", "from", "to", "by"]) && step != "last";
            return (!verb).then(|| Found::new(at, at + 1, Value::Season(year, letters)));
        }
        if let Word::Part(letters) = self.word(at) {
            let day = self.day_before_part(step, letters)?;
            return Some(Found::new(at, at + 1, Value::Part(day, letters)));
        }
        if self.is(at, &["weekend", "weekends"]) {
            return self.weekend(step, at);
        }
        if matches!(step, "this" | "last" | "next") { self.holiday(at) } else { None }
    }

    fn day_before_part(&self, step: &str, letters: &str) -> Option<Date> {
        let dct = self.dct?;
        let last = self.memory.day.map_or(dct, |(day, _)| day);
        let last = self.found.iter().rev().find_map(|f| f.value.day()).unwrap_or(last);
        Some(match step {
            "this" => dct,
            "last" if letters == "NI" || letters == "EV" => shift(dct, -1, Unit::Day)?,
            "that" | "same" => last,
            "next" | "following" => shift(last, 1, Unit::Day)?,
            "previous" => shift(last, -1, Unit::Day)?,
            _ => return None,
        })
    }

    fn weekend(&self, step: &str, at: usize) -> Option<Found> {
        let dct = self.dct?;
        let weekday = super::value::weekday(dct);
        let (early, working) = (weekday <= 2, weekday <= 5);
        let day = match step {
            "last" | "past" => shift(dct, -7, Unit::Day)?,
            "next" => shift(dct, 7, Unit::Day)?,
            // On a Monday `this weekend` told as past is the one just over.
            "this" | "the" if early && self.look(at, at + 1) == Look::Back => shift(dct, -7, Unit::Day)?,
            "the" if working && self.look(at, at + 1) == Look::Back => shift(dct, -7, Unit::Day)?,
            "this" | "coming" | "the" => dct,
            "following" => shift(self.anchor()?.first()?, 7, Unit::Day)?,
            "previous" => shift(self.anchor()?.first()?, -7, Unit::Day)?,
            "that" | "same" => self.anchor()?.first()?,
            _ => return None,
        };
        Some(Found::new(at, at + 1, Value::Weekend(day)))
    }

    /// `the weekend`, `at the weekend`, `weekends`.
    pub fn lone_weekend(&self, i: usize) -> Option<Found> {
        if self.w(i) == "weekends" {
            return Some(Found::set(i, i + 1, "XXXX-WXX-WE"));
        }
        if self.w(i) != "weekend" || self.before(i, 1) == "a" {
            return None;
        }
        self.weekend("the", i)
    }

    /// `last week`, `the past three years`, `the next day`, `coming weeks`: a step and a unit.
    fn step_unit(&self, step: &str, i: usize, at: usize) -> Option<Found> {
        if let Some((amount, after)) = self.step_amount(at)
            && let Some((unit, to)) = self.unit(after)
        {
            return self.step_length(step, i, to, amount, unit);
        }
        let business = usize::from(self.is(at, &["calendar", "fiscal", "business", "full", "whole"]));
        let unit = self
            .bare_unit(at + business)
            .filter(|unit| !matches!(unit, Unit::Second | Unit::Minute | Unit::Night))?;
        let to = at + business + 1;
        if self.plural_unit(at + business).is_some() {
            return self.step_plural(step, at, to, unit);
        }
        if matches!(unit, Unit::Hour) {
            let known = matches!(step, "past" | "last" | "next" | "previous");
            return known.then(|| self.tied(step, at, to, Amount::Whole(1), unit));
        }
        let the = self.before(i, 1) == "the";
        if the && matches!(step, "past" | "last" | "next" | "coming") && (step == "past" || self.measured(i))
        {
            return Some(self.tied(step, at, to, Amount::Whole(1), unit));
        }
        self.step_one(step, unit, i).map(|value| Found::new(at, to, value))
    }

    fn step_amount(&self, at: usize) -> Option<(Amount, usize)> {
        if self.is(at, &["a", "an", "half"]) { None } else { self.amount(at) }
    }

    /// `the first week of January`, `the last week of May`.
    pub fn week_of_month(&self, i: usize) -> Option<Found> {
        if !(self.is(i, &["first", "last", "final"]) && self.run(i + 1, &["week", "of"])) {
            return None;
        }
        let month = self.month(i + 3).filter(|found| matches!(found.value, Value::Month(..)))?;
        let (first, last) = month.value.days()?;
        let day = if self.w(i) == "first" { first } else { last };
        Some(Found::new(i, month.to, Value::Week(day)))
    }

    /// `year-end`, `the month-end`.
    pub fn unit_end(&self, i: usize) -> Option<Found> {
        let Word::Unit(unit @ (Unit::Year | Unit::Month)) = self.word(i) else { return None };
        (self.run(i + 1, &["-", "end"]))
            .then(|| self.current(unit))
            .flatten()
            .map(|value| Found::new(i, i + 3, value))
    }

    /// Whether what leads to `the last year` asks for a length.
    fn measured(&self, i: usize) -> bool {
        self.is(i.wrapping_sub(2), &["over", "within", "during", "throughout", "for", "in"])
    }

    /// One stretch away from the document's, or from the one last told.
    fn step_one(&self, step: &str, unit: Unit, i: usize) -> Option<Value> {
        let dct = self.dct?;
        let own = |n: i64| Some(holding(shift(dct, n, unit)?, unit));
        let last = self.anchor();
        let told = |n: i64| {
            let first = last.as_ref()?.first()?;
            Some(holding(shift(first, n, unit)?, unit))
        };
        match step {
            "this" | "current" => own(0),
            "last" if unit == Unit::Day => None,
            "last" | "past" => own(-1),
            "next" if unit == Unit::Day => told(1),
            // `the next year` follows what was told, `next year` the document.
            "next" if self.before(i, 1) == "the" && self.look(i, i + 2) != Look::Ahead => told(1),
            "next" | "coming" => own(1),
            "previous" => told(-1),
            "following" => told(1),
            "same" | "that" => told(0),
            _ => None,
        }
    }

    /// `recent weeks`, `coming days`, `past years`.
    fn step_plural(&self, step: &str, at: usize, to: usize, unit: Unit) -> Option<Found> {
        let today = self.dct.map(Moment::Day);
        let found = match step {
            "coming" => Found::other(at, to, "FUTURE_REF").spanning(Interval { start: today, end: None }),
            "past" | "previous" | "those" if !unit.short() => {
                Found::other(at, to, "PAST_REF").spanning(Interval { start: None, end: today })
            }
            "following" | "final" | "closing" | "opening" | "last" | "first" | "next" | "remaining" => {
                Found::other(at, to, length(Amount::Many, unit))
            }
            _ => return None,
        };
        Some(found)
    }

    fn step_length(&self, step: &str, i: usize, to: usize, amount: Amount, unit: Unit) -> Option<Found> {
        if matches!(step, "that" | "same" | "earlier" | "current") && amount == Amount::Many {
            return None;
        }
        if matches!(step, "first" | "final" | "opening" | "closing" | "those" | "these" | "earlier") {
            return Some(Found::other(i, to, length(amount, unit)));
        }
        Some(self.tied(step, i, to, amount, unit))
    }

    /// A length that ends or begins with the document.
    fn tied(&self, step: &str, from: usize, to: usize, amount: Amount, unit: Unit) -> Found {
        let found = Found::other(from, to, length(amount, unit));
        let Some(dct) = self.dct else { return found };
        let today = Some(Moment::Day(dct));
        // Two days up to today are yesterday and today; a day is a matter of hours.
        let n = amount.whole().map(|n| match unit {
            Unit::Day if n > 1 => n - 1,
            Unit::Hour => (n + 23) / 24 * 24,
            _ => n,
        });
        let away = |sign: i64| n.and_then(|n| shift(dct, sign * n, unit)).map(Moment::Day);
        match step {
            "past" | "last" | "previous" => found.spanning(Interval { start: away(-1), end: today }),
            "next" | "coming" => found.spanning(Interval { start: today, end: away(1) }),
            _ => found,
        }
    }

    /// `the day`, `the week`, `the year` where they mean those of the document or of what was told.
    pub fn generic(&self, i: usize) -> Option<Found> {
        let Word::Unit(unit) = self.word(i) else { return None };
        if self.before(i, 1) != "the"
            || !matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)
        {
            return None;
        }
        let lead = self.before(i, 2);
        let before = matches!(self.w(i + 1), "before" | "after");
        if before {
            return self.neighbour(i, unit);
        }
        let framed = match unit {
            Unit::Day => {
                self.is(i.wrapping_sub(3), &["earlier", "later", "early", "late"]) && lead == "in"
                    || (lead == "of" && self.is(i.wrapping_sub(3), &["end", "rest", "most", "much", "part"]))
            }
            _ => matches!(
                lead,
                "for" | "of" | "in" | "during" | "to" | "over" | "through" | "throughout" | "this"
            ),
        };
        let relative =
            self.is(i + 1, &["that", "when", "of", "in", "to", "the", "-", "he", "she", "they", "since"]);
        if !framed || relative {
            return None;
        }
        // `the year ended March 31` is a length.
        if self.is(i + 1, &["ended", "ending"]) {
            return Some(Found::other(i, i + 1, length(Amount::Whole(1), unit)));
        }
        if unit == Unit::Quarter {
            let (quarter, _) =
                self.memory.quarter.clone().filter(|(value, _)| matches!(value, Value::Quarter(..)))?;
            return Some(Found::new(i, i + 1, quarter));
        }
        let dct = self.dct?;
        let told = self.memory.last.as_ref().and_then(Value::first);
        let day = match unit {
            Unit::Day => {
                self.memory.day.filter(|(_, at)| self.memory.sentence - at <= 1).map_or(dct, |(day, _)| day)
            }
            _ if self.memory.history => told?,
            _ => dct,
        };
        Some(Found::new(i, i + 1, holding(day, unit)))
    }

    /// `the day before`, `the year after`: only where nothing follows that they lie before.
    fn neighbour(&self, i: usize, unit: Unit) -> Option<Found> {
        let n = if self.w(i + 1) == "before" { -1 } else { 1 };
        if !self.closed(i + 2) {
            return None;
        }
        let day = shift(self.anchor()?.first()?, n, unit)?;
        Some(Found::new(i, i + 2, holding(day, unit)))
    }

    /// `the same period last year`, `the year-ago quarter`, `a year earlier` of a quarter.
    pub fn year_ago_period(&self, i: usize) -> Option<Found> {
        let ago = self.run(i, &["year", "-", "ago"]) || self.run(i, &["year", "-", "earlier"]);
        let same = self.w(i) == "same" && self.is(i + 1, &["period", "quarter", "month", "week", "day"]);
        let span = if ago {
            3
        } else if same {
            2
        } else {
            return None;
        };
        if same {
            let to = i + span;
            let back = usize::from(self.w(to) == "of" || self.w(to) == "in");
            let (years, to) = match (self.w(to + back), self.w(to + back + 1)) {
                ("last", "year") => (1, to + back + 2),
                ("a", "year") if self.is(to + back + 2, &["ago", "earlier", "before"]) => (1, to + back + 3),
                ("the", "previous") if self.w(to + back + 2) == "year" => (1, to + back + 3),
                _ => match self.year(to + back) {
                    Some(year) => (self.dct?.year() - year, to + back + 1),
                    None => return None,
                },
            };
            let base = self.period_base(self.bare_unit(i + 1))?;
            return Some(Found::new(i, to, base.shifted(-i64::from(years), Unit::Year)?));
        }
        let to = i + span + usize::from(self.is(i + span, &["period", "quarter", "month"]));
        let base = self.period_base(None)?;
        Some(Found::new(i, to, base.shifted(-1, Unit::Year)?))
    }

    /// What a comparison with the year before compares: the quarter last told, else the stretch that the document lies in.
    fn period_base(&self, unit: Option<Unit>) -> Option<Value> {
        match unit {
            Some(unit @ (Unit::Month | Unit::Week | Unit::Day)) => self.current(unit),
            _ => match &self.memory.quarter {
                Some((value, _)) => Some(value.clone()),
                None => self.current(Unit::Year),
            },
        }
    }
}
