//! The way from normalised text back to the bytes and characters of the file. Holds no text.

use std::sync::Arc;
use truce_model::Span;

/// The way from a story's normalised text back to the bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offsets {
    runs: Arc<[Run]>,
    /// Characters before every `MARK`th byte of the original.
    marks: Arc<[usize]>,
    base: usize,
}

/// Bytes between two marks.
const MARK: usize = 1024;

/// A stretch of normalised text with the original bytes that became it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// First byte in the normalised text.
    pub at: usize,
    /// Bytes there; never zero.
    pub len: usize,
    /// First byte in the original.
    pub from: usize,
    /// Bytes there.
    pub taken: usize,
    /// Whether byte `i` here came from byte `i` there.
    pub same: bool,
}

impl Offsets {
    /// The way back that these runs tell, to a file of these bytes.
    pub(super) fn of(runs: Vec<Run>, original: &[u8]) -> Offsets {
        let marks = original.chunks(MARK).scan(0, |before, chunk| {
            let mark = *before;
            *before += characters(chunk);
            Some(mark)
        });
        Offsets { runs: runs.into(), marks: marks.collect(), base: 0 }
    }

    /// The places in the normalised text where a run begins.
    #[cfg(test)]
    pub(super) fn seams(&self) -> impl Iterator<Item = usize> {
        self.runs.iter().map(|run| run.at)
    }

    /// Finds the bytes of the whole original file that became this span. A span that cuts a character which
    /// was composed of several takes all of them.
    pub fn original(&self, span: Span) -> Span {
        let (start, end) = (span.start + self.base, span.end + self.base);
        if span.is_empty() {
            let point = self.first_byte(start);
            return Span::new(point, point);
        }
        Span::new(self.first_byte(start), self.past_last_byte(end))
    }

    /// Counts the characters of the original file before this byte; `original` is that file.
    pub fn characters(&self, original: &[u8], byte: usize) -> usize {
        let byte = byte.min(original.len());
        let mark = (byte / MARK).min(self.marks.len().saturating_sub(1));
        let counted = self.marks.get(mark).copied().unwrap_or(0);
        counted + characters(original.get(mark * MARK..byte).unwrap_or_default())
    }

    /// The same way for a story that begins at `start` of this text.
    pub(super) fn shifted(&self, start: usize) -> Offsets {
        Offsets { base: self.base + start, ..self.clone() }
    }

    fn first_byte(&self, at: usize) -> usize {
        match self.run_of(at) {
            Some(run) if at >= run.at + run.len => run.from + run.taken,
            Some(run) if run.same => run.from + (at - run.at),
            Some(run) => run.from,
            None => 0,
        }
    }

    fn past_last_byte(&self, end: usize) -> usize {
        match self.run_of(end - 1) {
            Some(run) if run.same => run.from + (end - run.at).min(run.len),
            Some(run) => run.from + run.taken,
            None => 0,
        }
    }

    fn run_of(&self, at: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.at <= at);
        self.runs[..after].last()
    }
}

/// How many characters begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}
