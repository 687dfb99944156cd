//! What of a table was refused, where and why.

use serde::Serialize;

/// Why a row, or a cell of it, was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// It has not as many cells as the header, or a quotation mark is not closed.
    Cells,
    /// It is not text in the table's encoding.
    Encoding,
    /// It is too long.
    TooLong,
    /// It has no id, or one that is too long.
    Id,
    /// A row before it has the same id.
    RepeatedId,
    /// The record holds another version of it.
    Changed,
    /// A day is missing, no day of the calendar, ambiguous, or the last comes before the first.
    Date,
    /// A code is none of those that the mapping tells.
    Code,
    /// Coordinates are no numbers, outside the world, or swapped.
    Coordinates,
    /// A number is none, negative or absurd.
    Number,
    /// The lowest number is above the likeliest or the highest.
    Bounds,
    /// The parts are above the whole.
    Parts,
    /// A name is too long.
    Name,
    /// What it tells is no act.
    Act,
}

impl Cause {
    /// What readers are told.
    pub fn words(self) -> &'static str {
        match self {
            Cause::Cells => "wrong number of cells",
            Cause::Encoding => "wrong encoding",
            Cause::TooLong => "too long",
            Cause::Id => "no usable id",
            Cause::RepeatedId => "repeated id",
            Cause::Changed => "changed since it was imported",
            Cause::Date => "bad date",
            Cause::Code => "unknown code",
            Cause::Coordinates => "bad coordinates",
            Cause::Number => "bad number",
            Cause::Bounds => "numbers that contradict each other",
            Cause::Parts => "parts above the whole",
            Cause::Name => "name too long",
            Cause::Act => "no act",
        }
    }
}

/// A row that was refused, or what was left out of a row that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The line on which the row begins, from 1.
    pub line: usize,
    /// Its id, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The column at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Why.
    pub cause: Cause,
    /// Why, with the words at fault.
    pub problem: String,
    /// Whether the row is kept without it.
    pub kept: bool,
    /// How many rows this stands for, where that is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// The first of their lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<usize>,
}

impl Refusal {
    /// A row that is refused.
    pub(super) fn row(line: usize, cause: Cause, column: &str, problem: String) -> Refusal {
        let column = Some(column.to_owned()).filter(|column| !column.is_empty());
        Refusal { line, id: None, column, cause, problem, kept: false, rows: None, lines: vec![] }
    }

    /// How many rows it stands for.
    pub fn count(&self) -> u64 {
        self.rows.unwrap_or(1)
    }
}

/// Words as they are shown in a message: not too many.
pub(super) fn shown(words: &str) -> String {
    let mut shown: String = words.chars().take(40).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}
