//! The log in one SQLite file. Decides nothing that another backend would have to decide again.

mod append;
mod claims;
mod migrate;
mod open;
mod read;
mod verify;
mod views;
mod withdrawn;

use crate::{ClaimFilter, Entry, Log, Mode, StoreError, Verified, check::Before};
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::{collections::BTreeMap, ops::ControlFlow};
use truce_model::{Agreement, Claim, Document, DocumentId, Hash, Logged, Seq, Withdrawn};

/// A log in one SQLite file.
pub(crate) struct SqliteLog {
    conn: Connection,
    store: String,
}

impl SqliteLog {
    /// Opens the file at `path`.
    pub(crate) fn open(path: &str, mode: Mode) -> Result<SqliteLog, StoreError> {
        Ok(SqliteLog { conn: open::open(path, mode)?, store: path.to_owned() })
    }

    fn db(&self) -> Db<'_> {
        Db { conn: &self.conn, store: &self.store }
    }

    /// Does `work` in one transaction that keeps other writers out.
    fn write<T>(&mut self, work: impl FnOnce(Db<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let store = &self.store;
        let fault = |doing| move |cause| fault(store, doing, cause);
        let transaction = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault("begin to write"))?;
        let done = work(Db { conn: &transaction, store })?;
        transaction.commit().map_err(fault("commit"))?;
        Ok(done)
    }
}

impl Log for SqliteLog {
    fn head(&self) -> Result<Seq, StoreError> {
        Ok(read::tip(self.db())?.seq)
    }

    fn append(&mut self, after: Seq, at: Timestamp, entries: &[Entry]) -> Result<Seq, StoreError> {
        let lines = append::lines(entries)?;
        self.write(|db| append::append(db, after, at, &lines))
    }

    fn each_record(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Logged) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let db = self.db();
        read::each_row(db, after, up_to, &mut |row, hash| {
            Ok(see(row.read(hash).map_err(|problem| db.damaged(Some(row.seq), problem))?))
        })
    }

    fn seq_at(&self, time: Timestamp) -> Result<Seq, StoreError> {
        read::seq_at(self.db(), time)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        read::blob(self.db(), hash)
    }

    fn document(&self, id: &DocumentId) -> Result<Option<Document>, StoreError> {
        read::document_in_force(self.db(), id)
    }

    fn was_withdrawn(&self, id: &DocumentId) -> Result<bool, StoreError> {
        read::was_withdrawn(self.db(), id)
    }

    fn documents(&self, up_to: Seq) -> Result<Vec<Document>, StoreError> {
        read::documents(self.db(), up_to)
    }

    fn claims(&self, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
        claims::claims(self.db(), up_to, filter)
    }

    fn withdrawn(&self, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError> {
        withdrawn::withdrawn(self.db(), up_to)
    }

    fn came(&self, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError> {
        withdrawn::came(self.db(), up_to)
    }

    fn agreements(&self, up_to: Seq) -> Result<Vec<Agreement>, StoreError> {
        read::agreements(self.db(), up_to)
    }

    fn verify(&self) -> Result<Verified, StoreError> {
        verify::verify(self.db())
    }

    fn rebuild(&mut self) -> Result<(), StoreError> {
        self.write(views::rebuild)
    }
}

/// A connection or transaction, with the store's name for messages.
#[derive(Clone, Copy)]
struct Db<'c> {
    conn: &'c Connection,
    store: &'c str,
}

impl<'c> Db<'c> {
    /// Turns the backend's error into one that says what was being done.
    fn fault(self, doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError + Copy + 'c {
        move |cause| fault(self.store, doing, cause)
    }

    /// Something stored is not as it was.
    fn damaged(self, record: Option<Seq>, problem: impl Into<String>) -> StoreError {
        StoreError::Damaged { store: self.store.to_owned(), record, problem: problem.into() }
    }
}

impl Before for Db<'_> {
    fn text_in_force(&self, id: &DocumentId) -> Result<Option<Hash>, StoreError> {
        read::text_in_force(*self, id)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        read::blob(*self, hash)
    }
}

fn fault(store: &str, doing: &'static str, cause: rusqlite::Error) -> StoreError {
    let store = store.to_owned();
    match cause.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { store },
        Some(ErrorCode::DiskFull) => StoreError::Full { store },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { store },
        Some(ErrorCode::NotADatabase) => {
            StoreError::Foreign { store, problem: "the file is no SQLite database".to_owned() }
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            StoreError::Damaged { store, record: None, problem: cause.to_string() }
        }
        _ => StoreError::Backend { store, doing, cause: Box::new(cause) },
    }
}

/// A record's place as SQLite holds it; beyond its range nothing is ever stored.
fn column(seq: Seq) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
