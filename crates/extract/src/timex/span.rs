//! Lengths of time, and points told by them: `five straight days`, `24-year-old`, `two years ago`, `a week later`.

use super::cursor::{Cursor, Found};
use super::value::{Amount, TimexKind, Unit, Value, holding, length, shift};
use super::words::Word;

impl Cursor<'_> {
    /// A length at `i`, or the point that it leads to.
    pub fn length(&self, i: usize) -> Option<Found> {
        let (amount, at) = self.amount(i)?;
        let article = self.is(i, &["a", "an"]) && at == i + 1;
        if self.run(at, &["of", "a", "century"]) || self.is(i, &["quarter"]) {
            return None;
        }
        let (unit, mut to) = self.unit(at)?;
        if self.not_a_length(i, at, to, unit, article) {
            return None;
        }
        let mut amount = amount;
        if self.run(to, &["and", "a", "half"]) {
            amount = Amount::AndHalf(u32::try_from(amount.whole()?).ok()?);
            to += 3;
        }
        // `a three-year-old boy`, `61 years old`, `79 years of age`.
        let hyphen = usize::from(self.w(to) == "-" && self.glued(to));
        if self.is(to + hyphen, &["old", "olds"]) {
            return Some(Found::other(i, to + hyphen + 1, length(amount, unit)));
        }
        if let Some(point) = self.led_to(i, to, amount, unit) {
            return Some(point);
        }
        let value = match self.second_length(to, amount, unit) {
            Some((value, end)) => {
                to = end;
                value
            }
            None => length(amount, unit),
        };
        // `two years' time`
        if self.w(to) == "'" || self.w(to) == "'s" && self.w(to + 1) == "time" {
            let time = usize::from(self.w(to + 1) == "time") * 2;
            if time > 0
                && self.before(i, 1) == "in"
                && let Some(day) = self.dct.and_then(|dct| shift(dct, amount.whole()?, unit))
            {
                return Some(Found::new(i, to + 2, holding(day, unit)));
            }
            to += time;
        }
        let long = usize::from(self.run(to, &["-", "long"])) * 2;
        Some(Found {
            kind: TimexKind::Duration,
            ..self.ahead_by(Found::other(i, to + long, value), amount, unit)
        })
    }

    /// `in two weeks`, `within 24 hours` of a document: the days they reach over, for those who ask for days.
    fn ahead_by(&self, found: Found, amount: Amount, unit: Unit) -> Found {
        let led = self.before(found.from, 1);
        let ahead = self.look(found.from, found.to) == super::tense::Look::Ahead;
        let Some((dct, n)) = self.dct.zip(amount.whole()).filter(|_| ahead && led == "within") else {
            return found;
        };
        let end = shift(dct, if unit == Unit::Hour { (n + 23) / 24 * 24 } else { n }, unit);
        let day = truce_model::Moment::Day;
        found.spanning(truce_model::Interval { start: Some(day(dct)), end: end.map(day) })
    }

    /// Numbers and units side by side that are no length.
    fn not_a_length(&self, i: usize, at: usize, to: usize, unit: Unit, article: bool) -> bool {
        let singular = matches!(self.word(to - 1), Word::Unit(_) | Word::Part(_) | Word::Ordinal(_));
        let night = unit == Unit::Night && (singular || article);
        // `a day`, `one day` as a point, `a second time`, `a minute`; `a quarter of`.
        let second = unit == Unit::Second && (article || singular && !self.tokens[i].digits);
        let quarter = unit == Unit::Quarter && (singular || self.is(to, &["of"]));
        let hyphen = self.w(at) == "-";
        let money = self.is(i.wrapping_sub(1), &["$", "£", "€"]) && !hyphen;
        let one_day = self.w(i) == "one"
            && unit == Unit::Day
            && singular
            && !hyphen
            && !self.is(
                i.wrapping_sub(1),
                &[
                    "for", "in", "within", "than", "just", "only", "after", "last", "lasted", "least", "by",
                    "took",
                ],
            )
            && !self.is(to, &["after", "before", "later", "earlier", "ago"]);
        // `many years` count; `some day` and `few day` do not. `two day` lacks its hyphen and stands.
        let odd = singular && !hyphen && self.is(i, &["some", "many", "few", "several"]);
        let idiom = article
            && (self.is(to, &["of", "when", "that", "for", "in"])
                && unit == Unit::Day
                && !self.is(i.wrapping_sub(1), &["for", "within", "than", "in", "after"]));
        let order = self.is(i.wrapping_sub(1), &["no", "number", "chapter", "page"]);
        let times = article && self.is(i.wrapping_sub(1), &["what", "such"]);
        night || second || quarter || money || one_day || odd || idiom || order || times
    }

    /// `two years and five months`, `an hour and twenty minutes`.
    fn second_length(&self, to: usize, amount: Amount, unit: Unit) -> Option<(String, usize)> {
        let at = to + usize::from(self.is(to, &["and", ","]));
        let (more, after) = self.amount(at).filter(|(more, _)| matches!(more, Amount::Whole(_)))?;
        let (smaller, end) = self.unit(after)?;
        let nested = matches!(
            (unit, smaller),
            (Unit::Year, Unit::Month)
                | (Unit::Year, Unit::Day)
                | (Unit::Month, Unit::Day)
                | (Unit::Day, Unit::Hour)
                | (Unit::Hour, Unit::Minute)
                | (Unit::Minute, Unit::Second)
                | (Unit::Week, Unit::Day)
                | (Unit::Month, Unit::Week)
        );
        if !nested || (self.w(to) == "and" && self.is(end, &["ago"])) {
            return None;
        }
        let rest = length(more, smaller);
        let cut = if unit.short() { 2 } else { 1 };
        Some((length(amount, unit) + &rest[cut..], end))
    }

    /// `ago`, `earlier`, `later`, `from now` behind a length: the point they lead to.
    fn led_to(&self, i: usize, to: usize, amount: Amount, unit: Unit) -> Option<Found> {
        let (sign, from_document, mut end) = match self.w(to) {
            "ago" => (-1, true, to + 1),
            "from" if self.is(to + 1, &["now", "today"]) => (1, true, to + 2),
            "hence" => (1, true, to + 1),
            "earlier" | "previously" | "beforehand" => (-1, false, to + 1),
            "before" if self.closed(to + 1) => (-1, false, to + 1),
            "later" | "afterward" | "afterwards" | "thereafter" => (1, false, to + 1),
            "after" if self.closed(to + 1) && !self.is(to + 1, &["a", "the"]) => (1, false, to + 1),
            _ => return None,
        };
        if self.is(to, &["earlier", "later"]) && self.is(to + 1, &["than"]) {
            return None;
        }
        let Some(n) = amount.whole() else {
            // Of years nobody counted only the direction is known.
            return (from_document && sign < 0 && !unit.short()).then(|| Found::other(i, end, "PAST_REF"));
        };
        let dct = self.dct?;
        let day = self.found.iter().rev().find_map(|found| found.value.day());
        if from_document && unit.short() {
            let hours = if unit == Unit::Hour { n } else { 0 };
            let value = Value::Day(shift(dct, sign * hours, Unit::Hour)?);
            return Some(Found { kind: TimexKind::Time, ..Found::new(i, end, value) });
        }
        // `two years ago Monday`, `a week ago Tuesday`: the day itself.
        if self.w(to) == "ago"
            && let Some((number, after)) = self.weekday_name(end)
        {
            let day = super::value::in_week(shift(dct, -n, unit)?, number)?;
            end = after;
            return Some(Found::new(i, end, Value::Day(day)));
        }
        let here = self.memory.quarter.clone().filter(|(_, at)| self.memory.sentence == *at);
        let near = self.memory.quarter.clone().filter(|(_, at)| self.memory.sentence - at <= 3);
        if unit == Unit::Year
            && n == 1
            && sign < 0
            && let Some((quarter, _)) = if from_document { here } else { near }
        {
            return Some(Found::new(i, end, quarter.shifted(-1, Unit::Year)?));
        }
        let months = if let Amount::AndHalf(_) = amount { 6 } else { 0 };
        let base = if from_document { Value::Day(dct) } else { self.anchor()? };
        if unit.short() {
            let day = day.or(base.day())?;
            let day = shift(day, sign * if unit == Unit::Hour { n } else { 0 }, Unit::Hour)?;
            return Some(Found { kind: TimexKind::Time, ..Found::new(i, end, Value::Day(day)) });
        }
        let mut shifted = shift(base.first()?, sign * n, unit)?;
        if unit == Unit::Year {
            shifted = shift(shifted, sign * months, Unit::Month)?;
        }
        let value = match unit {
            // A week after a day is a day again; a year after it is a year.
            Unit::Week | Unit::Fortnight if !from_document && base.day().is_some() => Value::Day(shifted),
            Unit::Month if matches!(base, Value::Year(_)) => Value::Year(shifted.year()),
            _ => holding(shifted, unit),
        };
        Some(Found::new(i, end, value))
    }

    /// `a quarter of a century`, `half a century`.
    pub fn quarter_century(&self, i: usize) -> Option<Found> {
        (self.w(i) == "quarter"
            && (self.run(i + 1, &["of", "a", "century"]) || self.run(i + 1, &["-", "century"])))
        .then(|| Found::other(i, if self.w(i + 1) == "-" { i + 3 } else { i + 4 }, "P25Y"))
    }

    /// Bare plurals: `for years`, `in the weeks before`, `hours later`, `decades of war`.
    pub fn bare_plural(&self, i: usize) -> Option<Found> {
        let unit = self.plural_unit(i)?;
        let before = self.before(i, 1);
        let value = length(Amount::Many, unit);
        if self.is(i + 1, &["ago"]) {
            return Some(Found::other(i, i + 2, "PAST_REF"));
        }
        let led = [
            "for", "in", "of", "within", "took", "take", "takes", "taken", "after", "over", "through",
            "lasted", "last", "lasts", "spent", "spend", "or", "and", "not", "more", "just", "mere", "only",
            "than", "by", "many", "but", "recent",
        ];
        let follows = ["of", "later", "before", "after", "earlier", "to", "long", "now", "and", "until"];
        let article = before == "the"
            && self.is(i + 1, &["before", "after", "since", "leading", "following", "ahead", "to", "that"]);
        let office = self.is(
            i.wrapping_sub(1),
            &[
                "office", "opening", "business", "visiting", "happy", "rush", "early", "his", "her", "their",
                "small",
            ],
        );
        let fits = article
            || (!office && before != "the" && (led.contains(&before) || self.is(i + 1, &follows) || i == 0));
        let people =
            unit == Unit::Second || (unit == Unit::Quarter) || (unit == Unit::Minute && before == "the");
        (fits && !people).then(|| Found::other(i, i + 1, value))
    }

    /// `all day`, `the whole week`, `all year`.
    pub fn all_of(&self, i: usize) -> Option<Found> {
        if !self.is(i, &["all", "whole", "entire"]) {
            return None;
        }
        let unit = match self.word(i + 1) {
            Word::Unit(unit) if !unit.short() => unit,
            Word::Season(letters) if self.w(i) == "all" => {
                return Some(Found::new(i, i + 2, Value::Season(self.dct?.year(), letters)));
            }
            _ => return None,
        };
        Some(Found::other(i, i + 2, length(Amount::Whole(1), unit)))
    }
}
