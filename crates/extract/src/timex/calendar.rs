//! Days and months of the calendar as written: `5 March 2031`, `March`, ISO and numeric dates.

use super::cursor::{Cursor, Found};
use super::tense::Look;
use super::value::{Unit, Value, holding};
use super::words::Word;
use jiff::civil::Date;

impl Cursor<'_> {
    /// `2013-03-22`, `2013-03`, `11/02/2032`, `9/11`, `20130322`.
    pub fn numeric(&self, i: usize) -> Option<Found> {
        let sign = self.w(i + 1);
        if !matches!(sign, "-" | "/" | ".") && self.width(i) != 8
            || (self.glued(i) && self.is(i.wrapping_sub(1), &["-", "/"]))
        {
            return self.dotted(i);
        }
        if self.width(i) == 8 {
            let n = self.digits(i)?;
            let day = Date::new((n / 10_000) as i16, (n / 100 % 100) as i8, (n % 100) as i8).ok()?;
            return (1900..2200).contains(&day.year()).then(|| Found::new(i, i + 1, Value::Day(day)));
        }
        let tight = |k: usize| self.glued(k);
        if !(tight(i + 1) && tight(i + 2)) {
            return None;
        }
        let third =
            (self.w(i + 3) == sign && tight(i + 3) && tight(i + 4)).then(|| self.digits(i + 4)).flatten();
        let (a, b) = (self.digits(i)?, self.digits(i + 2)?);
        match (self.width(i), third) {
            (4, Some(c)) if self.width(i + 2) <= 2 && self.width(i + 4) <= 2 => {
                let day = Date::new(a as i16, b as i8, c as i8).ok()?;
                self.with_iso_time(i, i + 5, day)
            }
            (4, None)
                if sign == "-"
                    && self.width(i + 2) == 2
                    && (1..=12).contains(&b)
                    && (1900..2100).contains(&a) =>
            {
                // `2001-02` is a season or a month; `1998-99` is no month.
                None
            }
            (1 | 2, Some(c)) if matches!(self.width(i + 4), 2 | 4) && self.width(i + 2) <= 2 => {
                let year = if c >= 100 {
                    c
                } else if c > 60 {
                    1900 + c
                } else {
                    2000 + c
                };
                let (month, day) = if a > 12 { (b, a) } else { (a, b) };
                let day = Date::new(year as i16, month as i8, day as i8).ok()?;
                Some(Found::new(i, i + 5, Value::Day(day)))
            }
            (1, None) if (a, b) == (9, 11) && sign == "/" => {
                Some(Found::new(i, i + 3, Value::Day(Date::new(2001, 9, 11).ok()?)))
            }
            _ => None,
        }
    }

    /// `22.03.2013`, which the lexer takes for a number with a fraction.
    fn dotted(&self, i: usize) -> Option<Found> {
        let token = self.tokens.get(i).filter(|t| t.digits)?;
        let mut parts = token.lower.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let fits = day.len() <= 2 && month.len() <= 2 && year.len() == 4 && parts.next().is_none();
        let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        fits.then(|| Found::new(i, i + 1, Value::Day(day)))
    }

    /// `2013-03-22T14:30`, or the day alone.
    fn with_iso_time(&self, i: usize, to: usize, day: Date) -> Option<Found> {
        let clock = self.w(to) == "t" && self.glued(to) && self.w(to + 2) == ":" && self.width(to + 3) == 2;
        if clock
            && let (Some(hour @ 0..=24), Some(minute @ 0..=59)) = (self.digits(to + 1), self.digits(to + 3))
        {
            let seconds = usize::from(self.w(to + 4) == ":" && self.glued(to + 4)) * 2;
            let zulu = usize::from(self.w(to + 4 + seconds) == "z" && self.glued(to + 4 + seconds));
            return Some(Found::new(i, to + 4 + seconds + zulu, Value::Clock(day, hour as i8, minute as i8)));
        }
        Some(Found::new(i, to, Value::Day(day)))
    }

    /// The month that the word at `i` names.
    pub fn month_name(&self, i: usize) -> Option<(i8, usize)> {
        if !self.capital(i) {
            return None;
        }
        match self.word(i) {
            Word::Month(month) => {
                let plain = !self.is(i, &["may", "march"]) || self.may_be_month(i);
                plain.then_some((month, i + 1))
            }
            Word::ShortMonth(month) => {
                let stop = usize::from(self.w(i + 1) == "." && self.glued(i + 1));
                let beside = self.digits(i + 1 + stop).is_some()
                    || (i > 0 && self.digits(i - 1).is_some_and(|n| n <= 31));
                (stop > 0 && self.tokens.len() > i + 2 || beside).then_some((month, i + 1 + stop))
            }
            _ => None,
        }
    }

    /// Whether `May` or `March` at `i` is the month and not the verb.
    fn may_be_month(&self, i: usize) -> bool {
        let led = [
            "in",
            "of",
            "since",
            "until",
            "till",
            "by",
            "from",
            "through",
            "to",
            "and",
            "or",
            "last",
            "next",
            "this",
            "early",
            "late",
            "mid",
            "-",
            "before",
            "after",
            "during",
            "for",
            "on",
            "between",
            "between",
            "that",
            "previous",
            "following",
            "the",
            ",",
            "/",
        ];
        self.digits(i + 1).is_some()
            || (i > 0 && (self.is(i - 1, &led) || self.tokens[i - 1].digits || self.ordinal_digits(i - 1)))
    }

    pub fn ordinal_digits(&self, i: usize) -> bool {
        self.is(i, &["st", "nd", "rd", "th"]) && self.glued(i)
    }

    /// A day of the month at `i` and where it ends: `22`, `22nd`, `the 22nd of`.
    fn day_number(&self, i: usize) -> Option<(i8, usize)> {
        let n = self.digits(i).filter(|n| (1..=31).contains(n) && self.width(i) <= 2)?;
        if self.w(i + 1) == ":" && self.glued(i + 1) {
            return None;
        }
        Some((n as i8, i + 1 + usize::from(self.ordinal_digits(i + 1))))
    }

    /// `March`, `March 2013`, `March 22, 2013`, `22 March`, `the 22nd of March`, `March 1-5`.
    pub fn month(&self, i: usize) -> Option<Found> {
        if let Some((day, at)) = self.day_number(i) {
            let at = at + usize::from(self.w(at) == "of");
            let (month, to) = self.month_name(at)?;
            return self.dated(i, to, month, Some(day));
        }
        if let Word::Ordinal(day @ 1..=20) = self.word(i)
            && self.w(i + 1) == "of"
            && self.before(i, 1) == "the"
        {
            let (month, to) = self.month_name(i + 2)?;
            return self.dated(i, to, month, Some(day as i8));
        }
        let (month, at) = self.month_name(i)?;
        match self.day_number(at) {
            Some((day, mut to)) if !self.percent(to) => {
                let range = self.is(to, &["-", "/"]) && self.glued(to);
                if range && let Some((_, end)) = self.day_number(to + 1) {
                    to = end;
                }
                self.dated(i, to, month, Some(day))
            }
            _ => self.dated(i, at, month, None),
        }
    }

    fn percent(&self, i: usize) -> bool {
        self.is(i, &["percent", "%", "per", "million", "billion"])
    }

    /// A month, with its day if told, and the year that follows or is meant.
    fn dated(&self, i: usize, to: usize, month: i8, day: Option<i8>) -> Option<Found> {
        let comma = to + usize::from(self.w(to) == ",") + usize::from(day.is_none() && self.w(to) == "of");
        let told =
            self.year(comma).filter(|_| !(day.is_none() && self.w(to) == ",")).map(|year| (year, comma + 1));
        let (year, to) = match told {
            Some(told) => told,
            None if month == 9 && day == Some(11) && self.attack_near(to) => (2001, to),
            None => (self.year_meant(i, to, month, day)?, to),
        };
        let value = match day {
            Some(day) => Value::Day(Date::new(year, month, day).ok()?),
            None => Value::Month(year, month),
        };
        Some(Found::new(i, to, value))
    }

    fn attack_near(&self, i: usize) -> bool {
        self.is(i, &["attack", "attacks", "terror", "terrorist", "hijackers", "hijackings"])
    }

    /// The year of a month or day that is told without it.
    fn year_meant(&self, i: usize, to: usize, month: i8, day: Option<i8>) -> Option<i16> {
        let dct = self.dct?;
        if self.memory.history
            && let Some(last) = self.memory.last.as_ref().and_then(Value::year)
        {
            return Some(last);
        }
        // A day keeps the year of the old date beside it: `from 3 May 1950 to 6 June`.
        let here = self.found.last().and_then(|found| found.value.year()).filter(|y| dct.year() - y > 1);
        if let Some(year) = here {
            return Some(year);
        }
        // Ahead by so many months in the year of the document.
        let ahead = i32::from(month) - i32::from(dct.month());
        let later = ahead > 0 || (ahead == 0 && day.is_some_and(|d| d > dct.day()));
        let same = ahead == 0 && !later && day.is_none_or(|d| d == dct.day());
        let back = self.before(i, 1) == "since" || self.before(i, 2) == "since";
        let until = self.is(i.wrapping_sub(1), &["until", "till", "through"]);
        let look = if back {
            Look::Back
        } else if until {
            Look::Ahead
        } else {
            self.look(i, to)
        };
        let year = dct.year();
        Some(match look {
            _ if same => year,
            Look::Back if later => year - 1,
            Look::Back => year,
            Look::Ahead if later => year,
            // Something told as ahead may still lie just behind: `was to meet on March 3`.
            Look::Ahead if ahead >= -1 => year,
            Look::Ahead if ahead > -4 && day.is_some() => year,
            Look::Ahead => year + 1,
            Look::Unclear if later => {
                if ahead <= 3 {
                    year
                } else {
                    year - 1
                }
            }
            Look::Unclear => year,
        })
    }

    /// The document's own stretch of this unit.
    pub fn current(&self, unit: Unit) -> Option<Value> {
        self.dct.map(|dct| holding(dct, unit))
    }
}
