//! The tidy form of an agreement's file and of its cases. Moves and spaces what is there; changes no word and no value.

mod print;

use crate::import::agreement::{
    fences::fences,
    shape::{SHAPES, Shape},
    tokens::comments,
};
use std::{fmt, sync::LazyLock};
use thiserror::Error;
use toml::{Table, Value};

/// Why a file is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct FormatError {
    /// The blocks that are no TOML, in the order of the file.
    pub blocks: Vec<BrokenBlock>,
}

/// A block that is no TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenBlock {
    /// What it is called on its fence; `None`: the whole file is TOML.
    pub word: Option<String>,
    /// The line of the file on which the mistake stands, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, BrokenBlock { word, line, message }) in self.blocks.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            let what = word.as_ref().map_or("this".to_owned(), |word| format!("the block `toml {word}`"));
            write!(f, "{gap}line {line}: {what} is no TOML: {message}")?;
        }
        Ok(())
    }
}

/// The order of the keys in a file of cases.
static CASES: LazyLock<Shape> = LazyLock::new(|| {
    let count = Shape::named(&["of", "min", "max", "approx", "who"], Vec::new());
    let claim = Shape::named(
        &["act", "source", "via", "stance", "agent", "target", "places", "start", "end", "count", "quote"],
        vec![("count", count)],
    );
    let case = Shape::named(
        &["name", "provision", "reading", "at", "stage", "claims", "verdict"],
        vec![("claims", claim)],
    );
    Shape::named(&["case"], vec![("case", case)])
});

/// Brings an `agreement.md` into its tidy form: keys in their order, lists and times written one way, no spaces at
/// the ends of lines. What stands between the blocks keeps its words.
pub fn format_agreement(text: &str) -> Result<String, FormatError> {
    let (mut tidy, mut broken, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for fence in fences(text) {
        prose(&text[at..fence.head.end], &mut tidy);
        let opening = &text[fence.head.end..fence.body.start];
        tidy.push_str(opening.trim_start_matches([' ', '\t']));
        at = fence.body.end;
        let body = &text[fence.body.clone()];
        match fence.word().and_then(|word| Some((word, SHAPES.get(word)?))) {
            None => tidy.push_str(body),
            Some((word, shape)) => match block(body, shape) {
                Ok(body) => tidy.push_str(&body),
                Err((offset, message)) => {
                    let line = line_of(text, fence.body.start + offset);
                    broken.push(BrokenBlock { word: Some(word.to_owned()), line, message });
                }
            },
        }
    }
    prose(&text[at..], &mut tidy);
    if !tidy.is_empty() && !tidy.ends_with('\n') {
        tidy.push_str(line_end(text));
    }
    if broken.is_empty() { Ok(tidy) } else { Err(FormatError { blocks: broken }) }
}

/// Brings a file of `cases/` into its tidy form.
pub fn format_cases(text: &str) -> Result<String, FormatError> {
    block(text, &CASES).map_err(|(offset, message)| {
        let broken = BrokenBlock { word: None, line: line_of(text, offset), message };
        FormatError { blocks: vec![broken] }
    })
}

/// Adds lines of Markdown without spaces at their ends and with one blank line where there were several.
fn prose(text: &str, tidy: &mut String) {
    let mut blank = false;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r', ' ', '\t']);
        let end = if raw.ends_with("\r\n") {
            "\r\n"
        } else if raw.ends_with('\n') {
            "\n"
        } else {
            ""
        };
        if !(line.is_empty() && blank) {
            tidy.push_str(line);
            tidy.push_str(end);
        }
        blank = line.is_empty();
    }
}

/// A block of TOML in its tidy form; or the place of a mistake and what it is.
fn block(body: &str, shape: &Shape) -> Result<String, (usize, String)> {
    let tidy = print::tidy(body, shape).map_err(|error| {
        let message = error.message().lines().collect::<Vec<_>>().join(" ");
        (error.span().map_or(0, |span| span.start), message)
    })?;
    let end = line_end(body);
    let tidy = if end == "\n" { tidy } else { tidy.replace("\r\n", "\n").replace('\n', end) };
    // Whatever a block may hold that the printer does not foresee: better untidy than changed.
    Ok(if same(body, &tidy) { tidy } else { body.to_owned() })
}

/// How the lines of a text end.
fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// Whether both hold the same values and comments.
fn same(before: &str, after: &str) -> bool {
    let told = |toml: &str| {
        let mut remarks: Vec<String> = comments(toml).into_iter().map(str::to_owned).collect();
        remarks.sort();
        Some((toml.parse::<Table>().ok()?, remarks))
    };
    match (told(before), told(after)) {
        (Some((before, left)), Some((after, right))) => {
            plain(Value::Table(before)) == plain(Value::Table(after)) && left == right
        }
        _ => false,
    }
}

/// A value with every time as the tidy form writes it.
fn plain(value: Value) -> Value {
    match value {
        Value::Datetime(time) => {
            Value::String(print::time(&time.to_string()).unwrap_or_else(|| time.to_string()))
        }
        Value::String(words) => Value::String(print::time(&words).unwrap_or(words)),
        Value::Array(entries) => Value::Array(entries.into_iter().map(plain).collect()),
        Value::Table(table) => {
            Value::Table(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => value,
    }
}

#[cfg(test)]
mod tests;
