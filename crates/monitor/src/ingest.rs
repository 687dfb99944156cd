//! Takes documents into the record. A document that is there already is left alone.

use crate::{Monitor, MonitorError, ReadFile, ReadStory, read_file, read_line};
use jiff::Timestamp;
use std::collections::BTreeSet;
use truce_exchange::{ExchangeError, ImportOptions};
use truce_extract::Reader;
use truce_model::{Document, DocumentId, Hash, Record};
use truce_store::{Entry, StoreError};

/// A file that was read and is ready to be stored.
#[derive(Clone, Debug)]
pub struct Prepared {
    original: Vec<u8>,
    stories: Vec<ReadStory>,
    /// Stories of it that were set aside, and why.
    pub aside: Vec<ExchangeError>,
    /// What the user should know of how the file was read.
    pub note: Option<String>,
}

impl Prepared {
    /// The ids of its stories.
    pub fn documents(&self) -> impl Iterator<Item = DocumentId> {
        self.stories.iter().map(|story| story.imported.document.id.clone())
    }
}

/// Reads a file, which may hold several stories, for [`Monitor::ingest`].
pub fn prepare_file(
    reader: &Reader,
    name: &str,
    bytes: Vec<u8>,
    options: &ImportOptions,
) -> Result<Prepared, MonitorError> {
    let ReadFile { stories, aside, note } = read_file(reader, name, &bytes, options)?;
    Ok(Prepared { original: bytes, stories, aside, note })
}

/// Reads one line of a file of documents for [`Monitor::ingest`]; its original is its text as the line gives it.
pub fn prepare_line(
    reader: &Reader,
    file: &str,
    line: usize,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<Prepared, MonitorError> {
    let story = read_line(reader, file, line, bytes, options)?;
    let original = story.imported.source.as_bytes().to_vec();
    Ok(Prepared { original, stories: vec![story], aside: vec![], note: None })
}

/// Why a document is not taken in after an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterErasure {
    /// Its own words were erased, and stay so.
    Itself,
    /// Its file holds words that were erased; in a file of its own it can come in.
    Beside,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingested {
    /// The document.
    pub document: DocumentId,
    /// The name of its file, without ending.
    pub name: String,
    /// Whether it is new to the record.
    pub new: bool,
    /// Whether it was withdrawn, and stays so.
    pub withdrawn: bool,
    /// Whether an erasure keeps it out.
    pub erased: Option<AfterErasure>,
    /// How many claims it makes.
    pub claims: usize,
    /// How many of its sentences could not be read.
    pub doubts: usize,
    /// Where it is not new and now came with another outlet or date: what the record keeps.
    pub kept: Option<String>,
}

impl Monitor {
    /// Reads a file, which may hold several stories. Stores nothing.
    pub fn prepare(
        &self,
        name: &str,
        bytes: Vec<u8>,
        options: &ImportOptions,
    ) -> Result<Prepared, MonitorError> {
        prepare_file(self.reader()?, name, bytes, options)
    }

    /// Leaves the indexes of claims out while an archive is taken in, or makes them again; until then reading is slow.
    ///
    /// Where the second does not come about, whoever opens the record next to write makes up for it.
    pub fn load(&mut self, loading: bool) -> Result<(), MonitorError> {
        Ok(self.log_mut().load(loading)?)
    }

    /// Stores files in one transaction: all of them or none.
    ///
    /// When this returns, they are on disk. Another writer's records in between are no error. What was withdrawn stays so.
    pub fn ingest(&mut self, files: Vec<Prepared>, at: Timestamp) -> Result<Vec<Ingested>, MonitorError> {
        self.take_in(&files, false, at)
    }

    /// As [`ingest`](Monitor::ingest), but a document that was withdrawn counts again.
    pub fn ingest_again(
        &mut self,
        files: Vec<Prepared>,
        at: Timestamp,
    ) -> Result<Vec<Ingested>, MonitorError> {
        self.take_in(&files, true, at)
    }

    fn take_in(
        &mut self,
        files: &[Prepared],
        again: bool,
        at: Timestamp,
    ) -> Result<Vec<Ingested>, MonitorError> {
        loop {
            let head = self.log().head()?;
            let (entries, done) = self.entries(files, again)?;
            if entries.is_empty() {
                return Ok(done);
            }
            match self.append(head, at, &entries) {
                Ok(_) => return Ok(done),
                Err(StoreError::Moved { .. }) => continue,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn entries(&self, files: &[Prepared], again: bool) -> Result<(Vec<Entry>, Vec<Ingested>), MonitorError> {
        let (mut entries, mut done, mut here) = (Vec::new(), Vec::new(), BTreeSet::new());
        for file in files {
            let holds_erased = self.holds_erased(file)?;
            for story in &file.stories {
                let document = &story.imported.document;
                let stored = self.log().document(&document.id)?;
                let erased = match (&stored, self.log().was_erased(document.text)?) {
                    (_, true) => Some(AfterErasure::Itself),
                    (None, false) if holds_erased => Some(AfterErasure::Beside),
                    _ => None,
                };
                let out = stored.is_some() || erased.is_some();
                let withdrawn = !again && !out && self.log().was_withdrawn(&document.id)?;
                let new = !out && !withdrawn && here.insert(document.id.clone());
                if new {
                    entries.extend(records(&file.original, story));
                }
                done.push(Ingested {
                    document: document.id.clone(),
                    name: document.name.clone(),
                    new,
                    withdrawn,
                    erased,
                    claims: story.claims.len(),
                    doubts: story.doubts.len(),
                    kept: stored.and_then(|stored| kept(&stored, document)),
                });
            }
        }
        Ok((entries, done))
    }
}

impl Monitor {
    /// Whether a file, as it came, holds a text that was erased.
    fn holds_erased(&self, file: &Prepared) -> Result<bool, MonitorError> {
        let mut hashes = vec![Hash::of(&file.original)];
        hashes.extend(file.stories.iter().map(|story| story.imported.document.text));
        hashes.into_iter().try_fold(false, |any, hash| Ok(any || self.log().was_erased(hash)?))
    }
}

fn records(original: &[u8], story: &ReadStory) -> [Entry; 2] {
    let document = story.imported.document.clone();
    let extraction = Record::Extraction {
        document: document.id.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        claims: story.claims.clone(),
        doubts: story.doubts.clone(),
    };
    let blobs = vec![original.to_vec(), story.imported.text.clone().into_bytes()];
    [Entry { record: Record::Document { document }, blobs }, Entry::new(extraction)]
}

/// What the record keeps of a document that came again with another outlet or date.
fn kept(stored: &Document, again: &Document) -> Option<String> {
    let differs = |stored: &Option<String>, again: &Option<String>| again.is_some() && stored != again;
    let outlet = |document: &Document| document.outlet.as_ref().map(|outlet| outlet.to_string());
    let published = |document: &Document| document.published.map(|published| published.to_string());
    let mut kept = Vec::new();
    for (what, stored, again) in
        [("outlet", outlet(stored), outlet(again)), ("published", published(stored), published(again))]
    {
        if differs(&stored, &again) {
            kept.push(format!("{what} {}", stored.as_deref().unwrap_or("unknown")));
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}
