//! Times of the day: `11:30 p.m.`, `0115 GMT`, `8pm`, `noon`, `Friday night`, `overnight`.

use super::cursor::{Cursor, Found};
use super::value::{Unit, Value, shift};
use super::words::Word;
use jiff::civil::Date;

impl Cursor<'_> {
    /// A clock time at `i`, with its zone and with the day that follows it.
    pub fn clock(&self, i: usize) -> Option<Found> {
        let (hour, minute, to) = self.hour(i)?;
        let (zone, to) = self.zone(to);
        let each_day = self
            .tokens
            .iter()
            .any(|t| matches!(t.lower, "daily" | "every" | "each" | "mondays" | "weekdays"));
        // `10 a.m. Friday` is one expression; `at 10 a.m. on Friday` are two.
        let comma = usize::from(self.w(to) == ",");
        let following = self.day_at(to).or_else(|| self.day_at(to + comma).filter(|_| comma > 0));
        let day = match &following {
            Some(found) => found.value.day(),
            None => self.day_of_clock(to).filter(|_| !each_day),
        };
        let to = following.map_or(to, |found| found.to);
        let value = match day {
            Some(day) => Value::Clock(day, hour, minute),
            None => Value::Other(format!("T{hour:02}:{minute:02}")),
        };
        Some(Found { zone, ..Found::new(i, to, value) })
    }

    /// A day told right at `i`.
    fn day_at(&self, i: usize) -> Option<Found> {
        let found = self.weekday(i).or_else(|| self.month(i)).or_else(|| self.deictic(i))?;
        matches!(found.value, Value::Day(_)).then_some(found)
    }

    /// The day of a clock time that ends at `to`: the one beside it, else in its sentence, else the last mentioned.
    fn day_of_clock(&self, to: usize) -> Option<Date> {
        if self.is(to, &["on", "(", "local", "of"])
            && let Some(found) = (to + 1..=to + 3).find_map(|at| self.day_at(at))
        {
            return found.value.day();
        }
        let here = self.found.iter().rev().find_map(|found| found.value.day());
        let near = |sentences: usize| {
            let (day, at) = self.memory.day?;
            (self.memory.sentence - at <= sentences).then_some(day)
        };
        here.or_else(|| near(2)).or(self.dct)
    }

    /// Hour and minute at `i`, and where they end.
    fn hour(&self, i: usize) -> Option<(i8, i8, usize)> {
        match self.w(i) {
            "noon" | "midday" => return Some((12, 0, i + 1)),
            "midnight" => return Some((24, 0, i + 1)),
            _ => {}
        }
        if let Word::Number(n @ 1..=12) = self.word(i) {
            let half = self.half_of_day(i + 1);
            if let Some((pm, to)) = half {
                return Some((twelve(n as i8, pm)?, 0, to));
            }
            return self.oclock(i + 1).map(|to| (n as i8, 0, to));
        }
        let token = self.tokens.get(i).filter(|t| t.digits)?;
        if self.is(i.wrapping_sub(1), &[":", "$", "£", "€", "#"]) && self.glued(i) {
            return None;
        }
        let (hour, minute, to, exact) = match token.lower.split_once('.') {
            Some((h, m)) if m.len() == 2 => (h.parse().ok()?, m.parse().ok()?, i + 1, false),
            Some(_) => return None,
            None if self.w(i + 1) == ":"
                && self.glued(i + 1)
                && self.glued(i + 2)
                && self.width(i + 2) == 2 =>
            {
                let more = self.w(i + 3) == ":" && self.glued(i + 3) && self.width(i + 4) == 2;
                (token.lower.parse().ok()?, self.digits(i + 2)? as i8, i + if more { 5 } else { 3 }, true)
            }
            None if self.width(i) <= 2 => (token.lower.parse().ok()?, 0, i + 1, false),
            None if self.width(i) == 4 => {
                return self.military(i);
            }
            None => return None,
        };
        if !(0..60).contains(&minute) {
            return None;
        }
        if let Some((pm, to)) = self.half_of_day(to) {
            return Some((twelve(hour, pm)?, minute, to));
        }
        if let Some(to) = self.oclock(to) {
            return (1..=12).contains(&hour).then_some((hour, minute, to));
        }
        let zone = matches!(self.word(to), Word::Zone(_)) && self.capital(to);
        let place = self.run(to, &["local", "time"]) || self.is(to, &["hours", "hrs"]);
        let led = [
            "at", "by", "until", "till", "from", "to", "before", "after", "around", "about", "(", "since",
            "between", "and", "-",
        ];
        let plain = exact && token.lower.len() <= 2 && (self.is(i.wrapping_sub(1), &led) || i == 0);
        // `4-2` and `2:05.3` are results.
        let clean = !(self.glued(to)
            && self.is(to, &[".", "-", ":"])
            && self.tokens.get(to + 1).is_some_and(|t| t.digits && t.glued));
        let fits = (0..24).contains(&hour) || (hour == 24 && minute == 0);
        (fits
            && clean
            && (plain
                || (zone && (exact || token.lower.contains('.') || self.width(i) <= 2))
                || (place && exact)))
            .then_some((hour, minute, to))
    }

    /// `0115 GMT`, `2400 on July 8`, `0600 hours`.
    fn military(&self, i: usize) -> Option<(i8, i8, usize)> {
        let n = self.digits(i)?;
        let (hour, minute) = ((n / 100) as i8, (n % 100) as i8);
        let fits = ((0..24).contains(&hour) && minute < 60) || n == 2400;
        let zone = matches!(self.word(i + 1), Word::Zone(_)) && self.capital(i + 1);
        let local = self.run(i + 1, &["local", "time"]) || self.is(i + 1, &["hours", "hrs"]);
        let day =
            self.w(i + 1) == "on" && self.is(i.wrapping_sub(1), &["at", "until", "by", "from", "since"]);
        let lead = self.w(i).starts_with('0')
            && self.is(i.wrapping_sub(1), &["at", "until", "by", "from", "to", "("]);
        let to = i + 1 + usize::from(self.is(i + 1, &["hours", "hrs"]));
        (fits && (zone || local || day || lead)).then_some((hour, minute, to))
    }

    /// `a.m.` or `p.m.` at `i`, and where it ends.
    fn half_of_day(&self, i: usize) -> Option<(bool, usize)> {
        match self.w(i) {
            "am" if !self.capital(i) || self.glued(i) || self.tokens[i].span.len() > 1 => {
                Some((false, i + 1))
            }
            "pm" => Some((true, i + 1)),
            _ => None,
        }
    }

    fn oclock(&self, i: usize) -> Option<usize> {
        (self.w(i) == "o" && self.w(i + 1) == "'").then_some(i + 3)
    }

    fn zone(&self, i: usize) -> (Option<&'static str>, usize) {
        let at = i + usize::from(self.w(i) == "(" && !self.glued(i + 1));
        if self.run(at, &["local", "time"]) {
            return (Some("local time"), at + 2);
        }
        if self.is(at, &["eastern", "pacific", "central"]) && self.w(at + 1) == "time" {
            return (None, at + 2);
        }
        match self.word(at) {
            Word::Zone(zone) if self.capital(at) => (Some(zone), at + 1),
            _ => (None, i),
        }
    }

    /// `overnight`, `last night`'s kin: the night before the document unless it looks ahead.
    pub fn overnight(&self, i: usize) -> Option<Found> {
        if self.w(i) != "overnight" {
            return None;
        }
        let here = self.found.iter().rev().find_map(|found| found.value.day());
        let next = self.weekday(i + 1).and_then(|found| Some((found.value.day()?, found.to)));
        let (day, to) = match next {
            Some((day, to)) => (day, to),
            None => (here.or_else(|| shift(self.dct?, -1, Unit::Day))?, i + 1),
        };
        Some(Found::new(i, to, Value::Part(day, "NI")))
    }

    /// `night` and its kin behind a day that ends at `i`: the letters and where they end.
    pub fn part_after(&self, i: usize) -> Option<(&'static str, usize)> {
        let early = i + usize::from(self.is(i, &["early", "late"]));
        match self.word(early) {
            Word::Part(letters) if !self.w(early).ends_with('s') => Some((letters, early + 1)),
            _ => None,
        }
    }

    /// `the morning of July 8`, `the night of Jan. 3`, `the night before`.
    pub fn part_of_day(&self, i: usize) -> Option<Found> {
        let Word::Part(letters) = self.word(i) else { return None };
        if self.w(i + 1) == "of" || self.w(i + 1) == "on" {
            let at = i + 2 + usize::from(self.w(i + 2) == "the");
            let day = self.day_at(at).or_else(|| self.day_at(i + 2))?;
            return Some(Found::new(i, day.to, Value::Part(day.value.day()?, letters)));
        }
        if self.w(i + 1) == "before" && self.before(i, 1) == "the" && self.closed(i + 2) {
            let day = self.anchor()?.day()?;
            return Some(Found::new(i, i + 2, Value::Part(shift(day, -1, Unit::Day)?, letters)));
        }
        // `in the early hours of 8 June` stands with the hours; `Tuesday's morning` is rare.
        None
    }

    /// `the early hours of 8 June`: the night.
    pub fn small_hours(&self, i: usize) -> Option<Found> {
        if !(self.is(i, &["early", "small", "predawn"])
            && self.w(i + 1) == "hours"
            && self.is(i + 2, &["of", "on"]))
        {
            return None;
        }
        let day = self.day_at(i + 3)?;
        Some(Found::new(i, day.to, Value::Part(day.value.day()?, "NI")))
    }
}

fn twelve(hour: i8, pm: bool) -> Option<i8> {
    (1..=12).contains(&hour).then_some(hour % 12 + if pm { 12 } else { 0 })
}
