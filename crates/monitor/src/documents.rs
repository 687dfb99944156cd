//! The documents of the record: which count, which were withdrawn, of which the words were erased. Shows no text.

use crate::{Monitor, MonitorError, erasure::erasures, ids::full_id};
use serde_json::{Value, json};
use truce_exchange::Table;
use truce_model::{Document, Seq, Situation};

/// The columns of the documents.
pub const DOCUMENT: &[&str] =
    &["id", "name", "outlet", "published", "state", "by", "reason", "record", "text", "original", "claims"];

/// The columns of the documents that people read.
pub const DOCUMENT_FOR_PEOPLE: &[&str] = &["id", "name", "outlet", "published", "state", "claims"];

impl Monitor {
    /// The documents of a situation, by id. One whose words were erased since is shown as the gap that it is.
    pub fn documents(&self, situation: &Situation) -> Result<Table, MonitorError> {
        let erased = erasures(self.log(), 0, Seq::MAX)?;
        let came = self.log().came(situation.seq)?;
        let claims = |document: &Document| {
            situation.claims.iter().filter(|claim| claim.document == document.id).count()
        };
        let row = |document: &Document, withdrawn: Option<&truce_model::Withdrawn>| -> Vec<Value> {
            let (state, by, reason) = match (erased.get(&document.id), withdrawn) {
                (Some(by), _) => ("erased", Some(by.by.as_str()), Some(by.reason.as_str())),
                (None, Some(one)) => ("withdrawn", Some(one.by.as_str()), Some(one.reason.as_str())),
                (None, None) => ("counts", None, None),
            };
            let record = match (erased.get(&document.id), withdrawn) {
                (Some(by), _) => Some(by.seq),
                (None, Some(one)) => Some(one.seq),
                (None, None) => came.get(&document.id).copied(),
            };
            vec![
                json!(document.id.as_str()),
                json!(document.name),
                json!(document.outlet.as_ref().map(ToString::to_string)),
                json!(document.published.map(|published| published.to_string())),
                json!(state),
                json!(by),
                json!(reason),
                json!(record),
                json!(document.text.to_string()),
                json!(document.original.to_string()),
                json!(claims(document)),
            ]
        };
        let mut rows: Vec<Vec<Value>> =
            situation.documents.iter().map(|document| row(document, None)).collect();
        rows.extend(situation.withdrawn.iter().map(|one| row(&one.document, Some(one))));
        rows.sort_by(|a, b| a[0].as_str().cmp(&b[0].as_str()));
        Ok(Table { columns: DOCUMENT.to_vec(), rows })
    }
}

/// The document of that name, where only one has it, or of that id or what is enough of it; one that counts goes before
/// one that was withdrawn.
pub(crate) fn document_named<'s>(
    situation: &'s Situation,
    words: &str,
) -> Result<&'s Document, MonitorError> {
    let gone = || situation.withdrawn.iter().map(|one| &one.document);
    let named = |document: &&Document| document.name == words;
    let mut found: Vec<&Document> = situation.documents.iter().filter(named).collect();
    if found.is_empty() {
        found = gone().filter(named).collect();
    }
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let unknown = |error| match error {
                MonitorError::UnknownId { id } => MonitorError::UnknownDocument { document: id },
                other => other,
            };
            let full = full_id(situation, words).map_err(unknown)?;
            let found = situation.documents.iter().chain(gone()).find(|of| of.id.as_str() == full);
            found.ok_or(MonitorError::NotADocument { id: full })
        }
        several => Err(MonitorError::AmbiguousName {
            name: words.to_owned(),
            matches: several.iter().map(|of| format!("{} ({})", of.id, from(of))).collect(),
        }),
    }
}

/// Outlet and date of a document.
fn from(document: &Document) -> String {
    let outlet = document.outlet.as_ref().map_or("outlet not known".to_owned(), ToString::to_string);
    let date = document.published.map_or("date not known".to_owned(), |published| published.to_string());
    format!("{outlet}, {date}")
}
