//! Cuts a file or standard input into lines, a few at a time, however long the file is. Reads no meaning in them.

use crate::failure::io_words;
use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
};

/// A line with its number, from 1.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, without the line end.
    Whole(usize, Vec<u8>),
    /// It was longer than is let in: its number and its length.
    TooLong(usize, u64),
}

/// A file that is read line by line.
pub struct Lines {
    input: Box<dyn BufRead>,
    longest: usize,
    number: usize,
}

impl Lines {
    /// Opens a file, or standard input for `-`. Of a line longer than `longest` bytes nothing is kept.
    pub fn open(path: &Path, longest: usize) -> Result<Lines, String> {
        let input: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            let file =
                fs::File::open(path).map_err(|error| format!("{}: {}", path.display(), io_words(&error)))?;
            Box::new(BufReader::with_capacity(1 << 16, file))
        };
        Ok(Lines { input, longest, number: 0 })
    }

    /// The next lines that are not blank: at least one and at most `most`, fewer once they hold `bytes` together; none
    /// at the end.
    pub fn batch(&mut self, most: usize, bytes: usize) -> std::io::Result<Vec<Line>> {
        let (mut batch, mut held) = (Vec::new(), 0);
        while batch.len() < most && held < bytes {
            let Some(line) = self.line()? else { break };
            match &line {
                Line::Whole(_, line) if line.trim_ascii().is_empty() => continue,
                Line::Whole(_, line) => held += line.len(),
                Line::TooLong(..) => {}
            }
            batch.push(line);
        }
        Ok(batch)
    }

    fn line(&mut self) -> std::io::Result<Option<Line>> {
        let mut line = Vec::new();
        let limit = self.longest as u64 + 1;
        if self.input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > self.longest {
            let length = line.len() as u64 + self.skip()?;
            return Ok(Some(Line::TooLong(self.number, length)));
        }
        Ok(Some(Line::Whole(self.number, line)))
    }

    /// Leaves out the rest of a line and tells how long it was.
    fn skip(&mut self) -> std::io::Result<u64> {
        let mut skipped = 0;
        loop {
            let here = self.input.fill_buf()?;
            if here.is_empty() {
                return Ok(skipped);
            }
            let end = here.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(here.len(), |at| at + 1);
            self.input.consume(taken);
            skipped += end.unwrap_or(taken) as u64;
            if end.is_some() {
                return Ok(skipped);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Line]) {
        let input = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let mut lines = Lines { input, longest: 5, number: 0 };
        let mut found = Vec::new();
        loop {
            let batch = lines.batch(2, 1000).unwrap();
            if batch.is_empty() {
                break;
            }
            found.extend(batch);
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_keep_their_numbers_past_blank_and_long_ones() {
        check("", &[]);
        check("one\n\n  \ntwo", &[Line::Whole(1, b"one".into()), Line::Whole(4, b"two".into())]);
        check(
            "fives\nsixsix\nend\n",
            &[Line::Whole(1, b"fives".into()), Line::TooLong(2, 6), Line::Whole(3, b"end".into())],
        );
        check("much too long", &[Line::TooLong(1, 13)]);
    }
}
