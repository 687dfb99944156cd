//! Weekdays and the days told from the document: `Friday`, `last Friday`, `yesterday`.

use super::cursor::{Cursor, Found};
use super::tense::Look;
use super::value::{Unit, Value, in_week, shift, weekday};
use super::words::Word;
use jiff::civil::Date;

impl Cursor<'_> {
    /// A weekday at `i`, with the part of the day or the full date behind it.
    pub fn weekday(&self, i: usize) -> Option<Found> {
        let (number, at) = self.weekday_name(i)?;
        let comma = at + usize::from(self.w(at) == ",");
        // `Thursday, November 20` is that day, whatever day of the week it is.
        let full = self.month(comma).filter(|found| matches!(found.value, Value::Day(_)));
        let full = full.or_else(|| {
            self.month(comma + 1).filter(|f| self.w(comma) == "the" && matches!(f.value, Value::Day(_)))
        });
        let (day, to) = match full {
            Some(full) => (full.value.day()?, full.to),
            None => (self.weekday_meant(i, at, number)?, at),
        };
        Some(self.with_part(i, to, day))
    }

    /// A day, or the part of it told right behind.
    pub fn with_part(&self, i: usize, to: usize, day: Date) -> Found {
        match self.part_after(to) {
            Some((letters, to)) => Found::new(i, to, Value::Part(day, letters)),
            None => Found::new(i, to, Value::Day(day)),
        }
    }

    /// The number of the weekday that the word at `i` names, and where the name ends.
    pub fn weekday_name(&self, i: usize) -> Option<(i8, usize)> {
        if !self.capital(i) {
            return None;
        }
        match self.word(i) {
            Word::Weekday(number) => Some((number, i + 1)),
            Word::ShortWeekday(number) => {
                let stop = usize::from(self.w(i + 1) == "." && self.glued(i + 1));
                let at = i + 1 + stop;
                let month = self.month_name(at + usize::from(self.w(at) == ",")).is_some();
                (month || (stop > 0 && self.w(i).len() > 3)).then_some((number, at))
            }
            _ => None,
        }
    }

    /// The day that a bare weekday means: the latest one, unless its clause looks ahead.
    fn weekday_meant(&self, i: usize, to: usize, number: i8) -> Option<Date> {
        let dct = self.dct?;
        let back = i64::from((weekday(dct) - number).rem_euclid(7));
        let since = self.is(i.wrapping_sub(1), &["since"]) || (self.is(i.wrapping_sub(2), &["since"]));
        let until = self.is(i.wrapping_sub(1), &["until", "till"]);
        let ahead = !since && (until || self.look(i, to) == Look::Ahead);
        let days = if back == 0 {
            0
        } else if ahead {
            7 - back
        } else {
            -back
        };
        shift(dct, days, Unit::Day)
    }

    /// `last Friday`, `next Wednesday`, `this Friday`, `the following Monday`: `i` is the weekday, `step` its word.
    pub fn weekday_by(&self, step: &str, i: usize) -> Option<Found> {
        let (number, to) = self.weekday_name(i)?;
        let dct = self.dct?;
        let last = self.anchor()?.day().unwrap_or(dct);
        let gap = |from: Date| i64::from((number - weekday(from)).rem_euclid(7));
        let day = match step {
            "last" | "past" => match gap(dct) {
                0 => shift(dct, -7, Unit::Day)?,
                gap => shift(dct, gap - 7, Unit::Day)?,
            },
            "next" => in_week(shift(dct, 7, Unit::Day)?, number)?,
            "this" => match self.look(i, to) {
                Look::Back => shift(dct, -((7 - gap(dct)) % 7), Unit::Day)?,
                Look::Ahead | Look::Unclear => shift(dct, gap(dct), Unit::Day)?,
            },
            "coming" => shift(dct, gap(dct), Unit::Day)?,
            "following" => shift(last, if gap(last) == 0 { 7 } else { gap(last) }, Unit::Day)?,
            "previous" => shift(last, gap(last) - 7, Unit::Day)?,
            "that" | "same" => self
                .memory
                .day
                .map(|(day, _)| day)
                .filter(|day| weekday(*day) == number)
                .or_else(|| shift(dct, -((7 - gap(dct)) % 7), Unit::Day))?,
            _ => return None,
        };
        Some(self.with_part(i, to, day))
    }

    /// `today`, `yesterday`, `tomorrow`, `tonight`, with `the day before` and `after` them.
    pub fn deictic(&self, i: usize) -> Option<Found> {
        let dct = self.dct?;
        let days = match self.w(i) {
            "today" => 0,
            "tonight" => return Some(Found::new(i, i + 1, Value::Part(dct, "NI"))),
            "yesterday" => -1,
            "tomorrow" => 1,
            "day" if self.run(i + 1, &["before", "yesterday"]) => return self.days_away(i, i + 3, -2),
            "day" if self.run(i + 1, &["after", "tomorrow"]) => return self.days_away(i, i + 3, 2),
            _ => return None,
        };
        Some(self.with_part(i, i + 1, shift(dct, days, Unit::Day)?))
    }

    fn days_away(&self, i: usize, to: usize, days: i64) -> Option<Found> {
        Some(Found::new(i, to, Value::Day(shift(self.dct?, days, Unit::Day)?)))
    }
}
