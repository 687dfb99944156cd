//! Amounts and units: `two`, `18 to 24`, `a few`, `one and a half`, `10-day`. Decides nothing about their meaning.

use super::cursor::Cursor;
use super::value::{Amount, Unit};
use super::words::Word;

impl Cursor<'_> {
    /// An amount that begins at `i`, and where it ends.
    pub fn amount(&self, i: usize) -> Option<(Amount, usize)> {
        let first = self.one_amount(i)?;
        // `two or three`, `18 to 24`, `5-10`: the larger one is meant at most.
        let joined = self.is(first.1, &["or", "to", "and", "-"]);
        if joined && self.glued(first.1) == (self.w(first.1) == "-") && self.number(first.1 + 1).is_some() {
            let second = self.number(first.1 + 1)?;
            if self.w(first.1) != "and" || self.between(i) {
                return Some((Amount::Whole(second.0), second.1));
            }
        }
        Some(first)
    }

    fn between(&self, i: usize) -> bool {
        self.before(i, 1) == "between"
    }

    fn one_amount(&self, i: usize) -> Option<(Amount, usize)> {
        if let Some((n, to)) = self.number(i) {
            return Some(self.fraction(n, to));
        }
        match self.w(i) {
            "a" | "an" => match self.w(i + 1) {
                "few" | "good" | "great" if self.w(i + 1) == "few" || self.w(i + 2) == "many" => {
                    Some((Amount::Many, i + 2 + usize::from(self.w(i + 1) != "few")))
                }
                "couple" | "pair" => Some((Amount::Whole(2), i + 2 + usize::from(self.w(i + 2) == "of"))),
                "number" if self.w(i + 2) == "of" => Some((Amount::Many, i + 3)),
                "half" => Some((Amount::AndHalf(0), self.past_hyphen(i + 2))),
                "dozen" => Some((Amount::Whole(12), i + 2)),
                "hundred" | "thousand" => self.scaled(1, i + 1).map(|(n, to)| (Amount::Whole(n), to)),
                "single" | "full" | "whole" => Some((Amount::Whole(1), i + 2)),
                _ => Some((Amount::Whole(1), i + 1)),
            },
            "half" => {
                let to = self.past_hyphen(i + 1);
                Some((Amount::AndHalf(0), to + usize::from(self.is(to, &["a", "an"]))))
            }
            "several" | "many" | "few" | "some" | "multiple" | "countless" | "numerous" => {
                Some((Amount::Many, i + 1))
            }
            "couple" => Some((Amount::Whole(2), i + 1 + usize::from(self.w(i + 1) == "of"))),
            "dozens" | "hundreds" | "thousands" | "tens" | "scores" | "millions" if self.w(i + 1) == "of" => {
                let more = self.is(i + 2, &["thousands", "millions"]) && self.w(i + 3) == "of";
                Some((Amount::Many, i + if more { 4 } else { 2 }))
            }
            _ => None,
        }
    }

    /// `two and a half`, `2 1/2`, `2½`, `2.5`.
    fn fraction(&self, n: u32, to: usize) -> (Amount, usize) {
        if self.run(to, &["and", "a", "half"]) {
            return (Amount::AndHalf(n), to + 3);
        }
        if self.run(to, &["1", "/", "2"]) {
            return (Amount::AndHalf(n), to + 3);
        }
        if self.w(to) == "-" && self.run(to + 1, &["1", "/", "2"]) {
            return (Amount::AndHalf(n), to + 4);
        }
        if self.w(to) == "½" {
            return (Amount::AndHalf(n), to + 1);
        }
        if to > 0 && self.w(to - 1).ends_with(".5") && self.tokens[to - 1].digits {
            return (Amount::AndHalf(n), to);
        }
        (Amount::Whole(n), to)
    }

    fn past_hyphen(&self, i: usize) -> usize {
        i + usize::from(self.w(i) == "-")
    }

    /// A number in digits or words at `i`, and where it ends.
    pub fn number(&self, i: usize) -> Option<(u32, usize)> {
        let token = self.tokens.get(i)?;
        if token.digits {
            let n = match token.lower.strip_suffix(".5") {
                Some(whole) => whole.replace(',', "").parse::<u32>().ok()?,
                None => u32::try_from(self.digits(i)?).ok()?,
            };
            return self.scaled(n, i + 1).or(Some((n, i + 1)));
        }
        let Word::Number(n) = token.word else { return None };
        let (mut n, mut to) = (n, i + 1);
        // `twenty-four`
        if n >= 20 {
            let at = self.past_hyphen(to);
            if let Word::Number(ones @ 1..=9) = self.word(at) {
                (n, to) = (n + ones, at + 1);
            }
        }
        self.scaled(n, to).or(Some((n, to)))
    }

    /// `n` times the scale at `i`, with what is added to it (`three hundred and ten`).
    fn scaled(&self, n: u32, i: usize) -> Option<(u32, usize)> {
        let Word::Scale(scale) = self.word(i) else { return None };
        let n = n.checked_mul(scale)?;
        let at = i + 1 + usize::from(self.w(i + 1) == "and");
        if scale >= 100
            && let Word::Number(_) = self.word(at)
            && let Some((more, to)) = self.number(at)
            && more < scale
        {
            return Some((n + more, to));
        }
        Some((n, i + 1))
    }

    /// A unit at `i`, passing over `-`, `full`, `straight` and the like, and where it ends.
    pub fn unit(&self, i: usize) -> Option<(Unit, usize)> {
        let mut at = i;
        if self.w(at) == "-" && self.glued(at) && self.glued(at + 1) {
            at += 1;
        }
        for _ in 0..2 {
            let filler = [
                "straight",
                "consecutive",
                "successive",
                "full",
                "more",
                "whole",
                "additional",
                "extra",
                "calendar",
                "business",
                "working",
                "trading",
                "solid",
                "long",
                "short",
                "further",
                "other",
                "single",
                "fiscal",
                "entire",
                "difficult",
            ];
            if self.is(at, &filler) {
                at += 1 + usize::from(self.w(at + 1) == "-");
            }
        }
        self.bare_unit(at).map(|unit| (unit, at + 1))
    }

    /// The unit that the word at `i` names, singular or plural.
    pub fn bare_unit(&self, i: usize) -> Option<Unit> {
        match self.word(i) {
            Word::Unit(unit) | Word::Units(unit) => Some(unit),
            Word::Part("NI") => Some(Unit::Night),
            Word::Ordinal(2) if self.w(i.wrapping_sub(1)) != "a" && self.w(i.wrapping_sub(1)) != "the" => {
                // `a 30-second pause`
                (i >= 2 && self.w(i - 1) == "-" && self.tokens[i - 2].digits).then_some(Unit::Second)
            }
            _ => None,
        }
    }

    /// Whether the word at `i` is a unit in the plural.
    pub fn plural_unit(&self, i: usize) -> Option<Unit> {
        match self.word(i) {
            Word::Units(unit) => Some(unit),
            _ => None,
        }
    }
}
