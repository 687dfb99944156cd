//! Years, decades and centuries as written: `1994`, `the 1990s`, `the 20th century`.

use super::cursor::{Cursor, Found};
use super::value::Value;
use super::words::Word;

impl Cursor<'_> {
    /// A year of four digits alone: `in 1994`, `the 2012 election`, `2007-10`, `480 BC`.
    pub fn lone_year(&self, i: usize) -> Option<Found> {
        if self.is(i + 1, &["bc", "bce"]) && self.capital(i + 1) {
            let year = self.digits(i).filter(|n| *n < 10_000)?;
            return Some(Found::new(i, i + 2, Value::Year(-(year as i16))));
        }
        let year = self.year(i)?;
        let before = self.before(i, 1);
        if matches!(
            before,
            "$" | "£" | "€" | "#" | "no" | "flight" | "nearly" | "about" | "some" | "than" | "least"
        ) || self.glued(i) && !matches!(before, "-" | "/" | "(" | "'" | "–" | "\"" | "“")
        {
            return None;
        }
        let led = [
            "in", "since", "of", "from", "until", "till", "by", "to", "and", "between", "for", "before",
            "after", "during", "early", "late", "mid", "through", "circa", "(", ",", "or", "than", "summer",
            "winter", "spring", "fall", "autumn", "into", "year", "back", "as", "but", "/", "-",
        ];
        let ranged = self.w(i + 1) == "-" && self.glued(i + 1) && matches!(self.width(i + 2), 2 | 4);
        let sure = ["in", "since", "of", "during", "until", "early", "late", "mid"].contains(&before);
        if self.counts(i + 1)
            && !ranged
            && !(sure && (1900..2100).contains(&year) && self.w(i + 1).ends_with('s'))
        {
            return None;
        }
        let plausible = (1800..2100).contains(&year);
        let named = matches!(before, "the" | "a" | "his" | "her" | "its" | "their" | "'s" | "an") || i == 0;
        let fits = if plausible {
            led.contains(&before) || named || !self.counts(i + 1) && self.noun_like(i)
        } else {
            matches!(before, "in" | "since" | "circa" | "year" | "until" | "from") && self.closed(i + 1)
        };
        let short = ranged && self.width(i + 2) == 2;
        let to = if short { i + 3 } else { i + 1 };
        fits.then(|| Found::new(i, to, Value::Year(year)))
    }

    /// Whether a year stands bare between commas, in brackets or before a name.
    fn noun_like(&self, i: usize) -> bool {
        let before = self.before(i, 1);
        self.capital(i + 1)
            || self.closed(i + 1)
                && (before.is_empty()
                    || self.capital(i - 1)
                    || !before.starts_with(|c: char| c.is_alphabetic()))
    }

    /// Whether the word at `i` is what a number counts: a measure or a plain plural.
    fn counts(&self, i: usize) -> bool {
        let word = self.w(i);
        let measure = [
            "percent", "%", "people", "men", "women", "children", "troops", "million", "billion", "dead",
            "police", "miles", "km", "feet",
        ];
        let plural = word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !self.capital(i);
        let event = [
            "elections",
            "olympics",
            "games",
            "riots",
            "attacks",
            "protests",
            "talks",
            "results",
            "sales",
            "accords",
            "earnings",
            "championships",
            "bombings",
            "was",
            "has",
            "is",
            "floods",
            "uprisings",
            "profits",
            "figures",
            "levels",
        ];
        measure.contains(&word) || (plural && !event.contains(&word))
    }

    /// `the 1990s`, `the '80s`, `the sixties`, `the 1960's`.
    pub fn decade(&self, i: usize) -> Option<Found> {
        if let Word::Tens(ten) = self.word(i) {
            let owned = self.is(i.wrapping_sub(1), &["his", "her", "their", "my"])
                || self.is(i.wrapping_sub(2), &["his", "her", "their", "my"]);
            let led = self.before(i, 1) == "the"
                || self.is(i.wrapping_sub(1), &["early", "late", "mid", "roaring", "-"]);
            return (led && !owned).then(|| Found::new(i, i + 1, Value::Decade(190 + ten)));
        }
        let mark = usize::from(self.w(i) == "'");
        let s = self.is(i + mark + 1, &["s", "'s"]) && self.glued(i + mark + 1);
        if !s {
            return None;
        }
        let n = self.digits(i + mark)?;
        match self.width(i + mark) {
            4 if (1000..2200).contains(&n) && n % 10 == 0 => {
                let hundred = n % 100 == 0 && !(1900..2100).contains(&n);
                let value =
                    if hundred { Value::Century((n / 100) as i16) } else { Value::Decade((n / 10) as i16) };
                Some(Found::new(i + mark, i + mark + 2, value))
            }
            2 if n % 10 == 0
                && n >= 10
                && (mark == 1
                    || self.before(i, 1) == "the"
                    || self.is(i.wrapping_sub(1), &["early", "late", "and"])) =>
            {
                Some(Found::new(i, i + mark + 2, Value::Decade(190 + (n / 10) as i16)))
            }
            _ => None,
        }
    }

    /// `the 20th century`, `the nineteenth century`.
    pub fn century(&self, i: usize) -> Option<Found> {
        let (n, at) = match self.word(i) {
            Word::Ordinal(n) => (n as i16, i + 1),
            Word::Number(20) if self.w(i + 1) == "-" && self.word(i + 2) == Word::Ordinal(1) => (21, i + 3),
            _ => {
                (self.digits(i).filter(|n| (1..=22).contains(n) && self.ordinal_digits(i + 1))? as i16, i + 2)
            }
        };
        let at = at + usize::from(self.w(at) == "-");
        if !self.is(at, &["century", "centuries"]) {
            return None;
        }
        if self.run(at + 1, &["bc"]) || self.run(at + 1, &["b", ".", "c"]) {
            return None;
        }
        Some(Found::new(i, at + 1, Value::Century(n - 1)))
    }
}
