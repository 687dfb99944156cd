//! The way from normalised text back to the bytes and characters of the file's text. Holds no text.

use std::sync::Arc;
use truce_model::Span;

/// The way from a story's normalised text back to the text of the file as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offsets {
    runs: Arc<[Run]>,
    /// The second half of the way, where what was normalised had been taken out of a page.
    page: Option<Arc<[Run]>>,
    /// Characters before every `MARK`th byte of the file's text.
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
    /// Bytes there; zero for a break that a page shows and its file does not hold.
    pub taken: usize,
    /// Whether byte `i` here came from byte `i` there.
    pub same: bool,
}

impl Offsets {
    /// The way back that these runs tell, to a file with this text.
    pub(super) fn of(runs: Vec<Run>, source: &[u8]) -> Offsets {
        Offsets { runs: runs.into(), page: None, marks: marks(source), base: 0 }
    }

    /// The same way, and then the way that `page` tells, to a file with this text.
    pub(super) fn through(self, page: Vec<Run>, source: &[u8]) -> Offsets {
        Offsets { page: Some(page.into()), marks: marks(source), ..self }
    }

    /// The places in the normalised text where a run begins.
    #[cfg(test)]
    pub(super) fn seams(&self) -> impl Iterator<Item = usize> {
        self.runs.iter().map(|run| run.at)
    }

    /// Finds the bytes of the file's text that became this span. A span that cuts a character which was composed of
    /// several takes all of them.
    pub fn original(&self, span: Span) -> Span {
        let span = back(&self.runs, Span::new(span.start + self.base, span.end + self.base));
        self.page.as_ref().map_or(span, |page| back(page, span))
    }

    /// Counts the characters of the file's text before this byte; `source` is that text.
    pub fn characters(&self, source: &[u8], byte: usize) -> usize {
        let byte = byte.min(source.len());
        let mark = (byte / MARK).min(self.marks.len().saturating_sub(1));
        let counted = self.marks.get(mark).copied().unwrap_or(0);
        counted + characters(source.get(mark * MARK..byte).unwrap_or_default())
    }

    /// The same way for a story that begins at `start` of this text.
    pub(super) fn shifted(&self, start: usize) -> Offsets {
        Offsets { base: self.base + start, ..self.clone() }
    }
}

/// The bytes that became this span.
fn back(runs: &[Run], span: Span) -> Span {
    let start = first_byte(runs, span.start);
    if span.is_empty() {
        return Span::new(start, start);
    }
    Span::new(start, past_last_byte(runs, span.end).max(start))
}

fn first_byte(runs: &[Run], at: usize) -> usize {
    match run_of(runs, at) {
        Some(run) if at >= run.at + run.len => run.from + run.taken,
        Some(run) if run.same => run.from + (at - run.at),
        Some(run) => run.from,
        None => 0,
    }
}

fn past_last_byte(runs: &[Run], end: usize) -> usize {
    match run_of(runs, end - 1) {
        Some(run) if run.same => run.from + (end - run.at).min(run.len),
        Some(run) => run.from + run.taken,
        None => 0,
    }
}

fn run_of(runs: &[Run], at: usize) -> Option<&Run> {
    let after = runs.partition_point(|run| run.at <= at);
    runs[..after].last()
}

fn marks(source: &[u8]) -> Arc<[usize]> {
    let marks = source.chunks(MARK).scan(0, |before, chunk| {
        let mark = *before;
        *before += characters(chunk);
        Some(mark)
    });
    marks.collect()
}

/// How many characters begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}
