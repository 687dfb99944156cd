//! Reads files without a store: bytes in, documents and claims out.

use crate::MonitorError;
use jiff::tz::TimeZone;
use serde_json::json;
use std::path::Path;
use truce_exchange::{ExchangeError, Import, ImportOptions, Imported, import_line, import_text};
use truce_extract::{ExtractError, Reader, Timex, timexes};
use truce_model::{Claim, Doubt};

/// A story of a file with what was read from it.
#[derive(Clone, Debug)]
pub struct ReadStory {
    /// The document with its text and its place in the file.
    pub imported: Imported,
    /// What it claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// Sentences that seem to carry a claim and could not be read.
    pub doubts: Vec<Doubt>,
}

impl ReadStory {
    /// The claims as lines of the annotation guide's format.
    pub fn guide_lines(&self) -> Vec<String> {
        truce_exchange::guide_lines(&self.imported, &self.claims)
    }

    /// The doubts as JSON lines: the sentence as it stands in the file, its span in characters, and the reason.
    pub fn doubt_lines(&self) -> Vec<String> {
        truce_exchange::doubt_lines(&self.imported, &self.doubts)
    }
}

/// Builds a reader from a cell's own rules and lists. `folder` is how they are named; `files` are those in it, each
/// by its path there, and `learned` what was learned for them, likewise.
pub fn reader_of(
    folder: &Path,
    files: &[(String, String)],
    learned: Vec<(String, Vec<u8>)>,
) -> Result<Reader, MonitorError> {
    let named = files.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    if !files.iter().any(|(file, _)| file.ends_with(".toml")) {
        let problem = "it holds no rule and no list: no file that ends in .toml".to_owned();
        return Err(MonitorError::Folder { folder: folder.display().to_string(), problem });
    }
    let shown = |file: String| folder.join(file).display().to_string();
    let told = |error| match error {
        ExtractError::Rule { file, problem } => ExtractError::Rule { file: shown(file), problem }.into(),
        ExtractError::List { file, problem } => ExtractError::List { file: shown(file), problem }.into(),
        ExtractError::Model(_) | ExtractError::Parser { .. } | ExtractError::Gazetteer { .. } => {
            MonitorError::from(error)
        }
    };
    let reader = Reader::with_rules(named).map_err(told)?;
    learned
        .into_iter()
        .try_fold(reader, |reader, (file, bytes)| reader.learned(&file, bytes.into()))
        .map_err(told)
}

/// What the expressions of time in a file or line came to.
#[derive(Debug, Default)]
pub struct ReadTimes {
    /// A line of JSON for each story: its id, and what stands where in characters of the file or of the line's text.
    pub lines: Vec<String>,
    /// Stories that were set aside, and why.
    pub aside: Vec<ExchangeError>,
    /// What the user should know of how the file was read.
    pub note: Option<String>,
}

/// Finds the expressions of time in every story of a file; a date that the story shows is the day of its making.
pub fn times_of_file(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<ReadTimes, MonitorError> {
    let Import { stories, aside, guessed } = import_text(name, bytes, options)?;
    let note = guessed.map(|encoding| format!("{name}: no UTF-8; read as {encoding}"));
    Ok(ReadTimes { lines: stories.iter().map(times_line).collect(), aside, note })
}

/// Finds the expressions of time in one line of a file of documents.
pub fn times_of_line(
    file: &str,
    line: usize,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<ReadTimes, MonitorError> {
    let imported = import_line(file, line, bytes, options)?;
    Ok(ReadTimes { lines: vec![times_line(&imported)], ..ReadTimes::default() })
}

fn times_line(imported: &Imported) -> String {
    let made = imported.document.published.map(|published| published.date(&TimeZone::UTC));
    let characters = |at: usize| imported.offsets.characters(imported.source.as_bytes(), at);
    let one = |timex: &Timex| {
        let bytes = imported.offsets.original(timex.span);
        let (b, e) = (characters(bytes.start), characters(bytes.end));
        json!({ "b": b, "e": e, "type": timex.kind.as_str(), "value": timex.value })
    };
    let found: Vec<_> = timexes(&imported.text, made).iter().map(one).collect();
    json!({ "id": imported.document.name, "timex": found }).to_string()
}

/// What a file came to.
#[derive(Debug, Default)]
pub struct ReadFile {
    /// Its stories with what was read from them.
    pub stories: Vec<ReadStory>,
    /// Stories that were set aside, and why.
    pub aside: Vec<ExchangeError>,
    /// What the user should know of how the file was read.
    pub note: Option<String>,
}

/// Reads one line of a file of documents.
pub fn read_line(
    reader: &Reader,
    file: &str,
    line: usize,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<ReadStory, MonitorError> {
    Ok(read(reader, import_line(file, line, bytes, options)?))
}

/// Reads every story of a file.
pub fn read_file(
    reader: &Reader,
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<ReadFile, MonitorError> {
    let Import { stories, aside, guessed } = import_text(name, bytes, options)?;
    Ok(ReadFile {
        stories: stories.into_iter().map(|imported| read(reader, imported)).collect(),
        aside,
        note: guessed.map(|encoding| format!("{name}: no UTF-8; read as {encoding}")),
    })
}

fn read(reader: &Reader, imported: Imported) -> ReadStory {
    let read = reader.read(&imported.document, &imported.text);
    ReadStory { imported, claims: read.claims, doubts: read.doubts }
}
