//! Named times: quarters, halves, seasons, holidays, and phrases that stand for now, the past, the future.

use super::cursor::{Cursor, Found};
use super::tense::Look;
use super::value::{TimexKind, Unit, Value, shift};
use super::words::{Feast, WORDS, Word};
use jiff::ToSpan;
use jiff::civil::Date;

impl Cursor<'_> {
    /// `the third quarter (of 2012)`, `second-quarter results`, `the first half of the year`.
    pub fn quarter(&self, i: usize) -> Option<Found> {
        let (n, at) = match self.word(i) {
            Word::Ordinal(n @ 1..=4) => (n as i8, i + 1),
            _ if self.is(i, &["q"])
                && self.digits(i + 1).is_some_and(|n| (1..=4).contains(&n))
                && self.glued(i + 1)
                && self.width(i + 1) == 1 =>
            {
                return self.quarter_of(i, i + 2, self.digits(i + 1)? as i8, false);
            }
            _ => return None,
        };
        let hyphen = self.w(at) == "-";
        let fiscal = self.is(at, &["fiscal", "financial", "calendar"]);
        let at = at + usize::from(hyphen || fiscal);
        match self.w(at) {
            "quarter" | "quarters" => self.quarter_of(i, at + 1, n, false),
            "half" if n <= 2 && (hyphen || self.w(at + 1) == "of" || self.memory.quarter.is_some()) => {
                self.quarter_of(i, at + 1, n, true)
            }
            _ => None,
        }
    }

    fn quarter_of(&self, i: usize, to: usize, n: i8, half: bool) -> Option<Found> {
        let at = to + usize::from(self.w(to) == "of");
        let at = at + usize::from(self.w(at) == "the");
        let year = self.year(at).map(|year| (year, at + 1)).or_else(|| {
            let at = at + usize::from(self.is(at, &["fiscal", "this", "last", "next"]));
            let dct = self.dct?.year();
            match (self.w(at - 1), self.w(at)) {
                ("fiscal", _) => self.year(at).map(|year| (year, at + 1)),
                ("last", "year") => Some((dct - 1, at + 1)),
                ("next", "year") => Some((dct + 1, at + 1)),
                ("this", "year") => Some((dct, at + 1)),
                (_, "year") if self.w(to) == "of" => Some((self.memory_year()?, at + 1)),
                (_, "last") if self.w(at + 1) == "year" => Some((dct - 1, at + 2)),
                _ => None,
            }
        });
        if half && year.is_none() && self.w(to) == "of" {
            // `the second half of June`
            let month = self.month(at)?;
            return matches!(month.value, Value::Month(..)).then_some(Found { from: i, ..month });
        }
        let (year, to) = match year {
            Some(told) => told,
            None => (self.quarter_year(i, to, n, half)?, to),
        };
        Some(Found::new(i, to, if half { Value::Half(year, n) } else { Value::Quarter(year, n) }))
    }

    /// The year of a quarter told without it: the latest that has begun, unless the clause looks ahead.
    fn quarter_year(&self, i: usize, to: usize, n: i8, half: bool) -> Option<i16> {
        let dct = self.dct?;
        let now = if half { (dct.month() - 1) / 6 + 1 } else { (dct.month() - 1) / 3 + 1 };
        let ahead = self.look(i, to) == Look::Ahead;
        Some(match (n > now, ahead) {
            (true, true) => dct.year(),
            (true, false) => dct.year() - 1,
            (false, true) if n < now - 1 => dct.year() + 1,
            (false, _) => dct.year(),
        })
    }

    /// `the year` of what was last told.
    fn memory_year(&self) -> Option<i16> {
        let dct = self.dct?.year();
        match self.memory.last.as_ref().and_then(Value::year) {
            Some(year) if self.memory.history => Some(year),
            _ => Some(dct),
        }
    }

    /// `fiscal 2012`, `the fiscal year (2012)`, `the last fiscal year`.
    pub fn fiscal(&self, i: usize) -> Option<Found> {
        if !self.is(i, &["fiscal", "financial"]) {
            return None;
        }
        let at = i + 1 + usize::from(self.w(i + 1) == "year");
        if let Some(year) = self.year(at) {
            return Some(Found::new(i, at + 1, Value::Year(year)));
        }
        if at == i + 1 {
            return None;
        }
        let dct = self.dct?.year();
        let year = match self.before(i, 1) {
            "last" | "previous" | "past" => dct - 1,
            "next" | "coming" | "upcoming" => dct + 1,
            _ => dct,
        };
        let from = i - usize::from(self.is(
            i.wrapping_sub(1),
            &["last", "previous", "past", "next", "coming", "this", "current", "upcoming"],
        ));
        Some(Found::new(from, at, Value::Year(year)))
    }

    /// `spring 2009`, `the summer of 2031`, `in winter`, `this summer` (its step read by the caller).
    pub fn season(&self, i: usize) -> Option<Found> {
        let Word::Season(letters) = self.word(i) else { return None };
        let at = i + 1 + usize::from(self.w(i + 1) == "of") + usize::from(self.w(i + 1) == ",");
        if let Some(year) = self.year(at) {
            let short =
                usize::from(self.w(at + 1) == "-" && self.glued(at + 1) && self.width(at + 2) == 2) * 2;
            return Some(Found::new(i, at + 1 + short, Value::Season(year, letters)));
        }
        let before = self.before(i, 1);
        let led = matches!(
            before,
            "in" | "by" | "since" | "until" | "during" | "early" | "late" | "mid" | "each" | "-"
        );
        let the = before == "the"
            && self.closed(i + 1)
            && self.is(
                i.wrapping_sub(2),
                &["in", "by", "since", "until", "during", "into", "for", "of", "through", "early", "late"],
            );
        let odd = (self.capital(i) && i > 0)
            || (self.w(i) == "fall"
                && before != "the"
                && !matches!(before, "in" | "last" | "this" | "early" | "late"));
        if odd || !(led || the) || (self.w(i) == "fall" && self.is(i + 1, &["of", "in", "from"])) {
            return None;
        }
        let dct = self.dct?;
        let year = match self.memory.last.as_ref().and_then(Value::year) {
            Some(year) if self.memory.history => year,
            _ => self.season_year(dct, letters, self.look(i, i + 1)),
        };
        Some(Found::new(i, i + 1, Value::Season(year, letters)))
    }

    fn season_year(&self, dct: Date, letters: &str, look: Look) -> i16 {
        let begins = super::value::season_month(letters);
        match look {
            Look::Back if begins > dct.month() => dct.year() - 1,
            Look::Ahead if begins + 3 <= dct.month() => dct.year() + 1,
            Look::Back | Look::Ahead | Look::Unclear => dct.year(),
        }
    }

    /// A day with a name, in the year told behind it or the nearest that fits.
    pub fn holiday(&self, i: usize) -> Option<Found> {
        if !self.capital(i)
            || !matches!(
                self.word(i),
                Word::Trigger | Word::Month(_) | Word::Ordinal(_) | Word::Plain | Word::ShortMonth(_)
            )
        {
            return None;
        }
        let (name, feast) = WORDS
            .holidays
            .iter()
            .find(|(name, _)| name.iter().enumerate().all(|(k, w)| self.w(i + k) == w))?;
        let to = i + name.len();
        let comma = to + usize::from(self.is(to, &[",", "of"]));
        if let Some(year) = self.year(comma).or_else(|| self.year(to)) {
            let end = if self.year(to).is_some() { to + 1 } else { comma + 1 };
            return Some(Found::new(i, end, Value::Day(feast.in_year(year)?)));
        }
        let dct = self.dct?;
        let this = feast.in_year(dct.year())?;
        let year = match self.before(i, 1) {
            "last" => {
                if this < dct {
                    dct.year()
                } else {
                    dct.year() - 1
                }
            }
            "next" => {
                if this > dct {
                    dct.year()
                } else {
                    dct.year() + 1
                }
            }
            _ => match self.look(i, to) {
                Look::Back if this > dct => dct.year() - 1,
                Look::Ahead if this < dct => dct.year() + 1,
                Look::Unclear if this > dct && this > shift(dct, 3, Unit::Month)? => dct.year() - 1,
                Look::Unclear if this < shift(dct, -9, Unit::Month)? => dct.year() + 1,
                Look::Back | Look::Ahead | Look::Unclear => dct.year(),
            },
        };
        Some(self.with_part(i, to, feast.in_year(year)?))
    }

    /// `now`, `recently`, `the near future`, `in the past`.
    pub fn reference(&self, i: usize) -> Option<Found> {
        for phrase in &WORDS.phrases {
            if phrase.words.iter().enumerate().all(|(k, w)| self.w(i + k) == w) {
                return Some(Found::other(i + phrase.skip, i + phrase.words.len(), phrase.value.clone()));
            }
        }
        let alone = self.closed(i + 2)
            || self.is(i + 2, &["they", "he", "she", "it", "we", "has", "have", "had", "was", "is"]);
        if self.run(i, &["the", "past"]) && alone {
            return Some(Found::other(i, i + 2, "PAST_REF"));
        }
        let Word::Reference(value) = self.word(i) else { return None };
        if value == "PAST_REF" || self.is(i, &["current"]) {
            let unit = self.bare_unit(i + 1);
            if let (Some(unit), true) = (unit, self.is(i, &["current"])) {
                return Some(Found::new(i, i + 2, self.current(unit)?));
            }
            let times = self.is(i + 1, &["times", "history", "past"]);
            let to = i + 1 + usize::from(unit.is_some() || times);
            let recent = Found::other(i, to, value);
            let period = truce_model::Interval { start: None, end: self.dct.map(truce_model::Moment::Day) };
            return Some(if unit.is_some() { recent.spanning(period) } else { recent });
        }
        // `now-famous` tells no time.
        (!(self.w(i + 1) == "-" && self.glued(i + 1))).then(|| Found::other(i, i + 1, value))
    }

    /// `daily`, `annual`, `every six months`, `twice a week`, `each Friday`, `on Mondays`.
    pub fn recurring(&self, i: usize) -> Option<Found> {
        match self.word(i) {
            Word::Frequency(value) if !(self.capital(i) && i > 0 && self.capital(i + 1)) => {
                return Some(Found::set(i, i + 1, value));
            }
            Word::Plain | Word::Trigger if self.w(i).ends_with("days") && self.capital(i) => {
                let number = match WORDS.get(&self.w(i)[..self.w(i).len() - 1]) {
                    Word::Weekday(number) => number,
                    _ => return None,
                };
                return Some(Found::set(i, i + 1, format!("XXXX-WXX-{number}")));
            }
            _ => {}
        }
        if self.is(i, &["once", "twice", "thrice", "times"])
            && (self.is(i + 1, &["a", "an", "per", "every", "each"]))
        {
            let count = if self.w(i) == "times" { i.checked_sub(1)? } else { i };
            let at = i + 2;
            let (amount, at) = if self.w(i + 1) == "every" {
                self.amount(at).unwrap_or((super::value::Amount::Whole(1), at))
            } else {
                (super::value::Amount::Whole(1), at)
            };
            let (unit, to) = self.unit(at)?;
            return Some(Found::set(count, to, super::value::length(amount, unit)));
        }
        if !self.is(i, &["every", "each"]) {
            return None;
        }
        if let Some((number, to)) = self.weekday_name(i + 1) {
            let part = self.part_after(to);
            let value = format!(
                "XXXX-WXX-{number}{}",
                part.map_or(String::new(), |(letters, _)| format!("T{letters}"))
            );
            return Some(Found::set(i, part.map_or(to, |(_, to)| to), value));
        }
        match self.word(i + 1) {
            Word::Month(month) => return Some(Found::set(i, i + 2, format!("XXXX-{month:02}"))),
            Word::Season(letters) => return Some(Found::set(i, i + 2, format!("XXXX-{letters}"))),
            Word::Part(letters) => return Some(Found::set(i, i + 2, format!("XXXX-XX-XXT{letters}"))),
            _ => {}
        }
        let other = usize::from(self.w(i + 1) == "other");
        let (amount, at) = match self.amount(i + 1 + other) {
            Some(found) if other == 0 => found,
            _ => (super::value::Amount::Whole(1 + other as u32), i + 1 + other),
        };
        let (unit, to) = self.unit(at)?;
        (!self.is(to, &["of", "later"])).then(|| Found::set(i, to, super::value::length(amount, unit)))
    }

    /// `$50 a day`, `1,200 barrels per day`: a rate, whose measure is a set.
    pub fn rate(&self, i: usize) -> Option<Found> {
        let per = self.w(i) == "per";
        if !(per || self.is(i, &["a", "an"])) {
            return None;
        }
        let Word::Unit(unit) = self.word(i + 1) else { return None };
        let measures = [
            "miles",
            "mile",
            "km",
            "kilometers",
            "kilometres",
            "kph",
            "mph",
            "knots",
            "meters",
            "metres",
            "feet",
        ];
        if unit.short() && (per || (1..=2).any(|k| measures.contains(&self.before(i, k)))) {
            return Some(Found::set(i, i, ""));
        }
        let number = (1..=4).take_while(|k| *k <= i).any(|k| {
            self.tokens[i - k].digits || matches!(self.word(i - k), Word::Number(_) | Word::Scale(_))
        });
        let glue = self.is(
            i.wrapping_sub(1),
            &[
                "for", "in", "of", "than", "after", "within", "over", "almost", "nearly", "about", "just",
                "and", "or", "is", "was", "took", "lasted", ",", "last",
            ],
        );
        if unit.short() && !per {
            return None;
        }
        let follows =
            self.is(i + 2, &["ago", "later", "earlier", "after", "before", "from", "old", "and", "-"]);
        (per || (number && !glue && !follows))
            .then(|| Found::set(i, i + 2, super::value::length(super::value::Amount::Whole(1), unit)))
    }

    /// `yearlong`, `year-long`, `day-long`.
    pub fn long_word(&self, i: usize) -> Option<Found> {
        if let Word::Long(value) = self.word(i) {
            return Some(Found { kind: TimexKind::Duration, ..Found::other(i, i + 1, value) });
        }
        let unit = match self.word(i) {
            Word::Unit(unit) | Word::Units(unit) => unit,
            _ => return None,
        };
        let many = self.plural_unit(i).is_some();
        let amount = if many { super::value::Amount::Many } else { super::value::Amount::Whole(1) };
        (self.w(i + 1) == "-" && self.glued(i + 1) && self.w(i + 2) == "long")
            .then(|| Found::other(i, i + 3, super::value::length(amount, unit)))
    }
}

impl Feast {
    /// The day in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Feast::Day(month, day) => Date::new(year, month, day).ok(),
            Feast::Nth { nth, weekday, month } => {
                let first = Date::new(year, month, 1).ok()?;
                let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
                first.nth_weekday_of_month(nth, weekday).ok()
            }
            Feast::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of Nature, 1876).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let skipped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + skipped + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    Date::new(year as i16, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()
}
