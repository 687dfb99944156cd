//! Cuts a table into rows, one at a time, however long the file is. A row that cannot end spoils no other.

use std::{
    collections::VecDeque,
    io::{BufRead, Read, Result},
};

/// The longest row that is let in, in bytes.
pub(super) const LONGEST_ROW: usize = 1 << 20;
/// The most lines that a row may have (assumed): more are a quotation mark that nobody closed.
const MOST_LINES: usize = 1000;

/// A row with its first line, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Its lines, without the last line end.
    Row(usize, Vec<u8>),
    /// One line of it is longer than is let in: its length.
    TooLong(usize, u64),
    /// A quotation mark opens on this line and is not closed again.
    Unclosed(usize),
}

/// A table that is read row by row.
pub(super) struct Rows<R> {
    input: R,
    delimiter: u8,
    line: usize,
    /// Lines that were read ahead and belong to later rows, each with its end.
    ahead: VecDeque<Vec<u8>>,
}

enum Line {
    Whole(Vec<u8>),
    TooLong(u64),
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(input: R, delimiter: u8) -> Rows<R> {
        Rows { input, delimiter, line: 0, ahead: VecDeque::new() }
    }

    /// The next row that is not blank.
    pub(super) fn next(&mut self) -> Result<Option<Cut>> {
        loop {
            let Some(first) = self.line()? else { return Ok(None) };
            self.line += 1;
            let start = self.line;
            let row = match first {
                Line::TooLong(bytes) => return Ok(Some(Cut::TooLong(start, bytes))),
                Line::Whole(line) if line.trim_ascii().is_empty() => continue,
                Line::Whole(line) => line,
            };
            return self.finish(start, row).map(Some);
        }
    }

    /// Reads on while a quotation mark is open.
    fn finish(&mut self, start: usize, first: Vec<u8>) -> Result<Cut> {
        let mut state = State::Start;
        state.read(&first, self.delimiter);
        let (mut row, mut rest) = (first, VecDeque::new());
        while state == State::Quoted {
            let within = row.len() <= LONGEST_ROW && rest.len() < MOST_LINES;
            let Some(Line::Whole(line)) = (if within { self.line()? } else { None }) else {
                rest.append(&mut self.ahead);
                self.ahead = rest;
                return Ok(Cut::Unclosed(start));
            };
            state.read(&line, self.delimiter);
            row.extend_from_slice(&line);
            rest.push_back(line);
        }
        self.line += rest.len();
        while row.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            row.pop();
        }
        Ok(Cut::Row(start, row))
    }

    /// Takes a row back but for its first line, which alone is at fault.
    pub(super) fn give_back(&mut self, row: &[u8]) {
        let mut lines: Vec<Vec<u8>> =
            row.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        if let Some(last) = lines.last_mut().filter(|last| last.last() != Some(&b'\n')) {
            last.push(b'\n');
        }
        self.line -= lines.len() - 1;
        lines.drain(1..).rev().for_each(|line| self.ahead.push_front(line));
    }

    fn line(&mut self) -> Result<Option<Line>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(Line::Whole(line)));
        }
        let mut line = Vec::new();
        if self.input.by_ref().take(LONGEST_ROW as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.len() <= LONGEST_ROW || line.last() == Some(&b'\n') {
            return Ok(Some(Line::Whole(line)));
        }
        let mut bytes = line.len() as u64;
        loop {
            let here = self.input.fill_buf()?;
            let end = here.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(here.len(), |at| at + 1);
            let last = end.is_some() || here.is_empty();
            self.input.consume(taken);
            bytes += taken as u64;
            if last {
                return Ok(Some(Line::TooLong(bytes)));
            }
        }
    }
}

/// Where in a cell the reading stands. A quotation mark opens a cell only at its beginning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark that closes the cell or stands for one.
    Closing,
}

impl State {
    fn read(&mut self, bytes: &[u8], delimiter: u8) {
        for byte in bytes {
            *self = match (*self, *byte) {
                (State::Quoted, b'"') => State::Closing,
                (State::Quoted, _) => State::Quoted,
                (State::Start | State::Closing, b'"') => State::Quoted,
                (_, b'\n' | b'\r') => State::Start,
                (_, byte) if byte == delimiter => State::Start,
                _ => State::Plain,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> Vec<Cut> {
        let mut rows = Rows::new(text.as_bytes(), b',');
        std::iter::from_fn(|| rows.next().unwrap()).collect()
    }

    fn row(line: usize, text: &str) -> Cut {
        Cut::Row(line, text.into())
    }

    #[test]
    fn a_row_ends_where_its_line_ends_outside_quotation_marks() {
        assert_eq!(cuts("a,b\r\n\n1,\"x\ny\"\n2,z"), [row(1, "a,b"), row(3, "1,\"x\ny\""), row(5, "2,z")]);
        assert_eq!(cuts("1,5\" shell\n2,z\n"), [row(1, "1,5\" shell"), row(2, "2,z")]);
        assert_eq!(cuts("1,\"a \"\"b\"\" c\"\n2"), [row(1, "1,\"a \"\"b\"\" c\""), row(2, "2")]);
    }

    #[test]
    fn an_open_quotation_mark_spoils_its_own_line_alone() {
        assert_eq!(cuts("1,\"x\n2,y\n3,z\n"), [Cut::Unclosed(1), row(2, "2,y"), row(3, "3,z")]);
    }

    #[test]
    fn lines_given_back_are_read_again() {
        let mut rows = Rows::new("1,\"x\n2,y\n3,\"z\"\n".as_bytes(), b',');
        let Some(Cut::Row(1, first)) = rows.next().unwrap() else { panic!() };
        rows.give_back(&first);
        assert_eq!(rows.next().unwrap(), Some(row(2, "2,y")));
        assert_eq!(rows.next().unwrap(), Some(row(3, "3,\"z\"")));
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let long = format!("{}\n2,y\n", "x".repeat(LONGEST_ROW + 10));
        assert_eq!(cuts(&long), [Cut::TooLong(1, LONGEST_ROW as u64 + 11), row(2, "2,y")]);
    }
}
