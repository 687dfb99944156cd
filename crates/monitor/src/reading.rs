//! Reads files without a store: bytes in, documents and claims out.

use crate::MonitorError;
use truce_exchange::{ImportOptions, Imported, import_text};
use truce_extract::Reader;
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
    /// The claims as lines of the annotation guide's format; `original` is the whole file as given.
    pub fn guide_lines(&self, original: &[u8]) -> Vec<String> {
        truce_exchange::guide_lines(&self.imported, original, &self.claims)
    }

    /// The doubts as JSON lines: the sentence as it stands in the file, its span in characters, and the reason.
    pub fn doubt_lines(&self, original: &[u8]) -> Vec<String> {
        truce_exchange::doubt_lines(&self.imported, original, &self.doubts)
    }
}

/// Reads every story of a file.
pub fn read_file(
    reader: &Reader,
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<Vec<ReadStory>, MonitorError> {
    let stories = import_text(name, bytes, options)?;
    Ok(stories
        .into_iter()
        .map(|imported| {
            let read = reader.read(&imported.document, &imported.text);
            ReadStory { imported, claims: read.claims, doubts: read.doubts }
        })
        .collect())
}
