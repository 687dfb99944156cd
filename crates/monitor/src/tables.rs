//! Takes the rows of event tables into the record. A row that is there already is left alone.

use crate::{Monitor, MonitorError};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use truce_exchange::{Cause, Refusal, TableRow};
use truce_model::{Decision, DocumentId, Name, Record, Seq};
use truce_store::{Entry, StoreError};

/// The rows and other documents that the record holds, by the names under which they came.
#[derive(Debug, Default)]
pub struct HeldRows {
    by_name: BTreeMap<(Option<String>, String), DocumentId>,
    ids: BTreeSet<DocumentId>,
    withdrawn: BTreeSet<DocumentId>,
    erased: BTreeSet<DocumentId>,
}

/// What becomes of rows that the record knows in another way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Renewal {
    /// A row whose id the record holds with other words takes the place of that version; else it is refused.
    pub replace: bool,
    /// A row that was withdrawn counts again; else it stays withdrawn.
    pub again: bool,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowFate {
    /// It is new to the record.
    New,
    /// The record holds it already.
    Known,
    /// It stands in place of an earlier version, which is withdrawn.
    Replaced,
    /// It was withdrawn, and stays so.
    Withdrawn,
    /// Its words were erased, and stay so.
    Erased,
    /// The record holds another version of it, which stays.
    Refused(Refusal),
}

impl HeldRows {
    fn key(outlet: Option<&Name>, name: &str) -> (Option<String>, String) {
        (outlet.map(Name::key), name.to_owned())
    }

    /// What would become of the row, and the version that it would replace. Notes it as held.
    fn fate(&mut self, row: &TableRow, renewal: Renewal) -> (RowFate, Option<DocumentId>) {
        let document = &row.document;
        if self.ids.contains(&document.id) {
            return (RowFate::Known, None);
        }
        if self.erased.contains(&document.id) {
            return (RowFate::Erased, None);
        }
        let key = HeldRows::key(document.outlet.as_ref(), &document.name);
        let earlier = self.by_name.get(&key).cloned();
        if let Some(earlier) = &earlier
            && !renewal.replace
        {
            let problem = format!("the record holds another version of it, {earlier}");
            let refusal = Refusal {
                line: row.line,
                id: Some(row.event.id.clone()),
                column: None,
                cause: Cause::Changed,
                problem,
                kept: false,
                rows: None,
                lines: vec![],
            };
            return (RowFate::Refused(refusal), None);
        }
        if earlier.is_none() && !renewal.again && self.withdrawn.contains(&document.id) {
            return (RowFate::Withdrawn, None);
        }
        self.ids.insert(document.id.clone());
        self.by_name.insert(key, document.id.clone());
        match earlier {
            Some(earlier) => {
                self.ids.remove(&earlier);
                (RowFate::Replaced, Some(earlier))
            }
            None => (RowFate::New, None),
        }
    }

    /// What would become of each row. Stores nothing.
    pub fn try_rows(&mut self, rows: &[TableRow], renewal: Renewal) -> Vec<RowFate> {
        rows.iter().map(|row| self.fate(row, renewal).0).collect()
    }
}

impl Monitor {
    /// The rows and other documents that the record holds.
    pub fn held_rows(&self) -> Result<HeldRows, MonitorError> {
        let mut held = HeldRows::default();
        for document in self.log().documents(Seq::MAX)? {
            held.ids.insert(document.id.clone());
            held.by_name.insert(HeldRows::key(document.outlet.as_ref(), &document.name), document.id);
        }
        for one in self.log().withdrawn(Seq::MAX)? {
            let gone = self.log().was_erased(one.document.text)?;
            if gone {
                held.erased.insert(one.document.id)
            } else {
                held.withdrawn.insert(one.document.id)
            };
        }
        Ok(held)
    }

    /// Stores rows in one transaction: all of them or none.
    ///
    /// When this returns, they are on disk. Another writer's records in between are no error.
    pub fn import_rows(
        &mut self,
        held: &mut HeldRows,
        rows: &[TableRow],
        renewal: Renewal,
        at: Timestamp,
    ) -> Result<Vec<RowFate>, MonitorError> {
        loop {
            let head = self.log().head()?;
            let (mut entries, mut fates) = (Vec::new(), Vec::new());
            for row in rows {
                let (fate, earlier) = held.fate(row, renewal);
                if let Some(document) = earlier {
                    entries.push(Entry::new(withdrawal(document, row)));
                }
                if matches!(fate, RowFate::New | RowFate::Replaced) {
                    entries.extend(records(row));
                }
                fates.push(fate);
            }
            if !entries.is_empty() {
                match self.append(head, at, &entries) {
                    Ok(_) => {}
                    // What was noted of these rows is forgotten with the rest and read anew.
                    Err(StoreError::Moved { .. }) => {
                        *held = self.held_rows()?;
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            return Ok(fates);
        }
    }
}

fn withdrawal(document: DocumentId, row: &TableRow) -> Record {
    let by = row.document.outlet.clone().unwrap_or_else(|| {
        Name::parse(&row.document.name).expect("a document of a table is named after its mapping and id")
    });
    let reason = format!("a later version of the table has other words in row {}", row.event.id);
    Record::Decision { decision: Decision::Withdraw { document, reason, by } }
}

fn records(row: &TableRow) -> [Entry; 2] {
    let document = row.document.clone();
    let extraction = Record::Extraction {
        document: document.id.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        claims: row.claims.clone(),
        doubts: row.doubts.clone(),
    };
    let blobs = vec![row.original.clone(), row.text.clone().into_bytes()];
    [Entry { record: Record::Document { document }, blobs }, Entry::new(extraction)]
}
