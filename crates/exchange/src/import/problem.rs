//! Mistakes in files that people write by hand, shown the way a good compiler shows them.

use std::{fmt, ops::Range};

/// A mistake with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// The line with marks under the words concerned.
    pub snippet: String,
    /// What may help.
    pub hint: Option<String>,
}

impl Problem {
    /// A mistake at these bytes of a text that was read from a file.
    pub fn at(
        file: &str,
        text: &str,
        at: &Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Problem {
        // A mark of byte order, which some editors put first, is no part of the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let start = floor(text, at.start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let line = 1 + text[..line_start].matches('\n').count();
        let column = 1 + text[line_start..start].chars().count();
        let marked = text[start..floor(text, at.end).clamp(start, line_end)].trim_end();
        let words = text[line_start..line_end].trim_end();
        let snippet = snippet(line, words, column, marked.chars().count().max(1));
        let message = message.into().chars().map(plain).collect();
        Problem { file: file.to_owned(), line, column, message, snippet, hint }
    }

    /// A mistake of a whole line of such a text, by its number from 1.
    pub fn on_line(
        file: &str,
        text: &str,
        line: usize,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Problem {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let before = bare.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
        let length = bare[before..].split('\n').next().map_or(0, str::len);
        Problem::at(file, bare, &(before..before + length), message, hint)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}\n{}", self.file, self.line, self.column, self.message, self.snippet)?;
        match &self.hint {
            Some(hint) => write!(f, "\n{:width$} = hint: {hint}", "", width = gutter(self.line)),
            None => Ok(()),
        }
    }
}

/// A value with its place: bytes of the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Range<usize>,
}

/// The mistakes found so far in one file.
#[derive(Debug)]
pub(super) struct Problems<'s> {
    file: &'s str,
    text: &'s str,
    found: Vec<Problem>,
}

/// The most characters of a line that are shown.
const WIDEST: usize = 160;

impl<'s> Problems<'s> {
    /// No mistakes yet.
    pub fn of(file: &'s str, text: &'s str) -> Problems<'s> {
        Problems { file, text, found: Vec::new() }
    }

    /// Notes a mistake at these bytes of the file.
    pub fn add(&mut self, at: &Range<usize>, message: impl Into<String>, hint: Option<String>) {
        self.found.push(Problem::at(self.file, self.text, at, message, hint));
    }

    /// The result, or every mistake in the order of the file.
    pub fn into_result<T>(mut self, result: Option<T>) -> Result<T, Vec<Problem>> {
        self.found.sort_by_key(|problem| (problem.line, problem.column));
        self.found.dedup();
        match result {
            Some(result) if self.found.is_empty() => Ok(result),
            _ => Err(self.found),
        }
    }
}

fn snippet(line: usize, words: &str, column: usize, marks: usize) -> String {
    let skipped = if column > WIDEST { column - 1 - WIDEST / 2 } else { 0 };
    let shown: String = words.chars().skip(skipped).take(WIDEST).map(plain).collect();
    let before = column - 1 - skipped;
    let carets = "^".repeat(marks.min(WIDEST - before.min(WIDEST - 1)));
    let margin = " ".repeat(gutter(line));
    format!("{margin} |\n{line} | {shown}\n{margin} | {:before$}{carets}", "")
}

/// Tabs and controls take one column, so that the marks stand under their words.
fn plain(letter: char) -> char {
    if letter.is_control() { ' ' } else { letter }
}

fn gutter(line: usize) -> usize {
    line.to_string().len()
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_shows_its_line_and_marks_its_words() {
        let text = "# Arden\n\tterm = \"pause\"\n";
        let mut problems = Problems::of("a.md", text);
        problems.add(&(16..23), "unknown term `pause`", Some("did you mean `cease`?".into()));
        let shown = problems.into_result::<()>(None).unwrap_err()[0].to_string();
        let expected = "a.md:2:9: unknown term `pause`\n  |\n2 |  term = \"pause\"\n  |         ^^^^^^^\n  = hint: did you \
                        mean `cease`?";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_line_is_marked_as_a_whole() {
        let found = Problem::on_line("a.md", "\u{feff}# Arden\nthe turn\n", 2, "idle", None);
        assert_eq!(found.to_string(), "a.md:2:1: idle\n  |\n2 | the turn\n  | ^^^^^^^^");
        assert_eq!(Problem::on_line("a.md", "", 9, "none", None).line, 1);
    }

    #[test]
    fn a_place_outside_the_text_is_moved_into_it() {
        let mut problems = Problems::of("a.md", "é");
        problems.add(&(1..90), "cut", None);
        problems.add(&(90..91), "beyond", None);
        let found = problems.into_result::<()>(None).unwrap_err();
        assert_eq!(found.iter().map(|p| (p.line, p.column)).collect::<Vec<_>>(), [(1, 1), (1, 2)]);
    }
}
