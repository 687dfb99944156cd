//! Takes the words of a document out of the record for good, and tells what that leaves. Who may do so is not asked.

use crate::{Knowledge, Monitor, MonitorError, changes, documents::document_named};
use jiff::Timestamp;
use serde_json::json;
use std::{collections::BTreeMap, ops::ControlFlow};
use truce_exchange::{Table, stands_in};
use truce_model::{Decision, Document, DocumentId, Name, Record, Seq, Situation};
use truce_store::{Entry, Readable, StoreError};

/// What an erasure took out, and what it left.
#[derive(Debug)]
pub struct Erasure {
    /// The document: its name, outlet, date and hashes stay.
    pub document: Document,
    /// The record that erased it.
    pub record: Seq,
    /// Claims that were read from it and are gone.
    pub claims: usize,
    /// Sentences of it that could not be read and are gone.
    pub doubts: usize,
    /// Other documents of the same file: their texts stay, and the file as it came is gone.
    pub beside: Vec<Document>,
    /// Other documents that repeat its words or that it repeats, and keep them.
    pub repeated: Vec<Document>,
    /// What became different by it: documents, incidents, findings, tolls, duties.
    pub changes: Table,
    /// Why the files still hold its words, where they do.
    pub unscrubbed: Option<StoreError>,
}

/// An erasure as the log tells it.
#[derive(Clone, Debug)]
pub(crate) struct Erased {
    /// Its record.
    pub(crate) seq: Seq,
    /// Who erased.
    pub(crate) by: Name,
    /// Why.
    pub(crate) reason: String,
}

impl Monitor {
    /// Takes the words of a document out of the record: by its name where only one has it, or by its id or what is enough
    /// of it. One that was withdrawn can be erased too.
    pub fn erase(
        &mut self,
        document: &str,
        by: Name,
        reason: String,
        at: Timestamp,
    ) -> Result<Erasure, MonitorError> {
        loop {
            let head = self.head()?;
            let knowledge = Knowledge { up_to: head, as_of: at, cut_off: None };
            let before = self.situation(&knowledge)?;
            let found = document_named(&before, document)?.clone();
            if let Some(erased) = erasures(self.log(), 0, head)?.get(&found.id) {
                let (id, by, record) = (found.id.to_string(), erased.by.to_string(), erased.seq);
                return Err(MonitorError::AlreadyErased { id, by, record });
            }
            let left = self.left(&before, &found)?;
            let decision =
                Decision::Erase { document: found.id.clone(), reason: reason.clone(), by: by.clone() };
            let entry = Entry::new(Record::Decision { decision });
            // Earlier days are judged anew without it, as they would be by whoever never saw it.
            self.judging.forget(found.text);
            let (record, unscrubbed) =
                match self.telling(|log, teller| log.erase(head, at, &entry, &stands_in, teller)) {
                    Ok(record) => (record, None),
                    Err(StoreError::Moved { .. }) => continue,
                    // It is recorded, and what it took can be told only now.
                    Err(error @ StoreError::Unscrubbed { .. }) => (head + 1, Some(error)),
                    Err(error) => return Err(error.into()),
                };
            let after = self.situation(&Knowledge { up_to: record, ..knowledge })?;
            let erased = BTreeMap::from([(found.id.clone(), Erased { seq: record, by, reason })]);
            let changes = changes::compare(&before, &after, &erased);
            let changes = changes::table(changes, |_| vec![json!(record)]);
            return Ok(Erasure { record, changes, unscrubbed, ..left });
        }
    }

    /// What an erasure will take and leave, as far as it can be told before.
    fn left(&self, before: &Situation, document: &Document) -> Result<Erasure, MonitorError> {
        let gone = before.withdrawn.iter().find(|one| one.document.id == document.id);
        let said = before.claims.iter().filter(|claim| claim.document == document.id).count();
        let others = || before.documents.iter().filter(|other| other.id != document.id);
        let copies = self.copies(&before.documents, &before.claims)?;
        let first = copies.first(&document.id);
        let (repeated, beside) = (
            others().filter(|other| gone.is_none() && copies.first(&other.id) == first),
            others().filter(|other| other.original == document.original),
        );
        Ok(Erasure {
            document: document.clone(),
            record: 0,
            claims: gone.map_or(said, |one| one.claims.len()),
            doubts: before.doubts.iter().filter(|doubt| doubt.document == document.id).count(),
            beside: beside.cloned().collect(),
            repeated: repeated.cloned().collect(),
            changes: Table { columns: vec![], rows: vec![] },
            unscrubbed: None,
        })
    }

    /// Makes a copy of the record as it is at one moment in a new file, while others write.
    pub fn backup(&self, file: &str) -> Result<(), MonitorError> {
        Ok(self.log().backup(file)?)
    }
}

/// The erasures of the records `after < seq <= up_to`, by document.
pub(crate) fn erasures(
    log: &dyn Readable,
    after: Seq,
    up_to: Seq,
) -> Result<BTreeMap<DocumentId, Erased>, MonitorError> {
    let mut erasures = BTreeMap::new();
    log.each_record(after, up_to, &mut |logged| {
        if let Record::Decision { decision: Decision::Erase { document, reason, by } } = logged.record {
            erasures.entry(document).or_insert(Erased { seq: logged.seq, by, reason });
        }
        ControlFlow::Continue(())
    })?;
    Ok(erasures)
}
