//! One sentence under the grammar: its tokens, the day of the document, and what was mentioned before.

use super::lex::Token;
use super::value::{TimexKind, Value};
use super::words::Word;
use jiff::civil::Date;
use truce_model::Interval;

/// The part of a stretch that is meant: `early`, `the middle of`, `late`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Edge {
    #[default]
    Whole,
    Start,
    Mid,
    End,
}

/// An expression found in tokens `from..to`.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub from: usize,
    pub to: usize,
    pub value: Value,
    pub kind: TimexKind,
    /// The days that a length tied to the document spans (`the past two days`).
    pub period: Option<Interval>,
    /// What the time is measured in, where it is told (`GMT`, `local time`).
    pub zone: Option<&'static str>,
}

impl Found {
    pub fn new(from: usize, to: usize, value: Value) -> Found {
        let kind = value.kind();
        Found { from, to, value, kind, period: None, zone: None }
    }

    pub fn set(from: usize, to: usize, value: impl Into<String>) -> Found {
        let kind = TimexKind::Set;
        Found { from, to, value: Value::Other(value.into()), kind, period: None, zone: None }
    }

    pub fn other(from: usize, to: usize, value: impl Into<String>) -> Found {
        Found::new(from, to, Value::Other(value.into()))
    }

    pub fn spanning(mut self, period: Interval) -> Found {
        self.period = Some(period);
        self
    }
}

/// What earlier expressions leave behind for later ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The last point or stretch of the calendar that was mentioned.
    pub last: Option<Value>,
    /// The last one of quarters and halves, with the number of the sentence.
    pub quarter: Option<(Value, usize)>,
    /// The last day, with the number of its sentence.
    pub day: Option<(Date, usize)>,
    /// The text tells of years long past: a month without a year belongs to the year last named.
    pub history: bool,
    pub sentence: usize,
}

impl Memory {
    pub fn note(&mut self, value: &Value) {
        if value.first().is_none() {
            return;
        }
        // What a quarter is compared with does not take its place.
        let later = self.quarter.as_ref().is_none_or(|(told, _)| told.first() <= value.first());
        if later && matches!(value, Value::Quarter(..) | Value::Half(..)) {
            self.quarter = Some((value.clone(), self.sentence));
        }
        if let Some(day) = value.day() {
            self.day = Some((day, self.sentence));
        }
        self.last = Some(value.clone());
    }
}

/// A sentence that is being read.
pub(crate) struct Cursor<'s> {
    pub tokens: &'s [Token<'s>],
    pub dct: Option<Date>,
    pub memory: Memory,
    /// The expressions already found in this sentence.
    pub found: Vec<Found>,
}

impl Cursor<'_> {
    /// The word at `i` in lower case; empty outside the sentence.
    pub fn w(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.lower)
    }

    /// The word `back` tokens before `i`.
    pub fn before(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |at| self.w(at))
    }

    pub fn word(&self, i: usize) -> Word {
        self.tokens.get(i).map_or(Word::Plain, |t| t.word)
    }

    pub fn is(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.w(i))
    }

    /// Whether the words at `i` are these.
    pub fn run(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, word)| self.w(i + k) == *word)
    }

    pub fn glued(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.glued)
    }

    pub fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.capital)
    }

    /// The whole number that a run of digits writes; commas between thousands are allowed.
    pub fn digits(&self, i: usize) -> Option<i64> {
        let token = self.tokens.get(i).filter(|t| t.digits)?;
        if token.lower.len() > 12 {
            return None;
        }
        if token.lower.contains(',') {
            return token.lower.replace(',', "").parse().ok();
        }
        token.lower.parse().ok()
    }

    /// How many digits stand at `i`, without commas or points; 0 if it is not plainly digits.
    pub fn width(&self, i: usize) -> usize {
        let plain = |t: &&Token| t.digits && t.lower.bytes().all(|b| b.is_ascii_digit());
        self.tokens.get(i).filter(plain).map_or(0, |t| t.lower.len())
    }

    /// A year of four digits that stands by itself.
    pub fn year(&self, i: usize) -> Option<i16> {
        let year = self.digits(i).filter(|_| self.width(i) == 4)?;
        (1000..2200).contains(&year).then_some(year as i16)
    }

    /// Whether the sentence ends at `i`, or something that can follow a closed phrase stands there.
    pub fn closed(&self, i: usize) -> bool {
        i >= self.tokens.len()
            || !self.w(i).starts_with(|c: char| c.is_alphanumeric())
            || self.is(
                i,
                &[
                    "and", "or", "but", "while", "when", "as", "in", "on", "at", "for", "by", "with", "from",
                    "to", "said",
                ],
            )
    }

    /// The day that `then` would mean: the last one mentioned, else the document's.
    pub fn anchor(&self) -> Option<Value> {
        self.memory.last.clone().or(self.dct.map(Value::Day))
    }
}
