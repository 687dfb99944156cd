//! Checks the whole store against itself. Changes nothing.

use super::{Db, claims::blame, migrate, read, views};
use crate::{
    StoreError, Verified,
    check::{self, Before},
};
use rusqlite::{Connection, types::Value};
use std::ops::ControlFlow;
use truce_model::{DocumentId, Hash, Logged, Record};

/// Checks everything, in one transaction, so that it sees one state while others write.
pub(super) fn verify(db: Db<'_>) -> Result<Verified, StoreError> {
    let transaction = db.conn.unchecked_transaction().map_err(db.fault("begin to verify"))?;
    let db = Db { conn: &transaction, store: db.store };
    whole_file(db)?;
    let scratch = migrate::scratch(db.store)?;
    same_tables(db, &scratch)?;
    let mut verified = Verified { head: 0, hash: None, blobs: 0, documents: 0, claims: 0 };
    let replay = Replay { scratch: Db { conn: &scratch, store: db.store }, db };
    let mut recorded_at = String::new();
    read::each_row(db, 0, u64::MAX, &mut |row, hash| {
        let logged = row.read(hash).map_err(|problem| db.damaged(Some(row.seq), problem))?;
        if row.recorded_at < recorded_at {
            return Err(db.damaged(Some(row.seq), "it was written before the one before it"));
        }
        recorded_at.clone_from(&row.recorded_at);
        check::follows(&replay, &logged.record).map_err(|e| blame(db, row.seq, e))?;
        views::derive(replay.scratch, row.seq, &logged.record)?;
        count(&mut verified, &logged);
        Ok(ControlFlow::Continue(()))
    })?;
    verified.blobs = whole_blobs(db)?;
    for (view, sql) in views::VIEWS {
        if !same_rows(db, &scratch, sql)? {
            return Err(StoreError::ViewDiffers { store: db.store.to_owned(), view });
        }
    }
    Ok(verified)
}

fn count(verified: &mut Verified, logged: &Logged) {
    (verified.head, verified.hash) = (logged.seq, Some(logged.hash));
    match &logged.record {
        Record::Document { .. } => verified.documents += 1,
        Record::Extraction { claims, .. } => verified.claims += claims.len() as u64,
        Record::Agreement { .. } | Record::Decision { .. } => {}
    }
}

/// The views as they were before a record, in `scratch`, and the blobs of the store.
struct Replay<'r> {
    scratch: Db<'r>,
    db: Db<'r>,
}

impl Before for Replay<'_> {
    fn text_in_force(&self, id: &DocumentId) -> Result<Option<Hash>, StoreError> {
        self.scratch.text_in_force(id)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.db.blob(hash)
    }
}

/// Asks SQLite whether the file is whole.
fn whole_file(db: Db<'_>) -> Result<(), StoreError> {
    let found: String = db
        .conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(db.fault("check the file"))?;
    if found == "ok" { Ok(()) } else { Err(db.damaged(None, found)) }
}

/// Checks that tables and triggers are those of this version, so that nothing lets the log be changed.
fn same_tables(db: Db<'_>, scratch: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";
    if same_rows(db, scratch, sql)? {
        return Ok(());
    }
    Err(db.damaged(None, "its tables or triggers are not those that this version makes"))
}

/// Checks every blob, also those that no record names, and counts them.
fn whole_blobs(db: Db<'_>) -> Result<u64, StoreError> {
    let fault = db.fault("read blobs");
    let mut statement = db.conn.prepare("SELECT hash, bytes FROM blob").map_err(fault)?;
    let mut rows = statement.query([]).map_err(fault)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(fault)? {
        let hash: String = row.get(0).map_err(fault)?;
        let bytes = row.get_ref(1).map_err(fault)?.as_blob().map_err(|e| fault(e.into()))?;
        if Hash::of(bytes).to_string() != hash {
            return Err(db.damaged(None, format!("the bytes of blob {hash} are not those that were stored")));
        }
        count += 1;
    }
    Ok(count)
}

/// Whether a query gives the same rows in both, read side by side.
fn same_rows(db: Db<'_>, scratch: &Connection, sql: &str) -> Result<bool, StoreError> {
    let fault = db.fault("compare the views");
    let (mut here, mut there) = (db.conn.prepare(sql).map_err(fault)?, scratch.prepare(sql).map_err(fault)?);
    let (mut here, mut there) = (here.query([]).map_err(fault)?, there.query([]).map_err(fault)?);
    loop {
        match (values(here.next().map_err(fault)?), values(there.next().map_err(fault)?)) {
            (None, None) => return Ok(true),
            (here, there) if here != there => return Ok(false),
            _ => {}
        }
    }
}

fn values(row: Option<&rusqlite::Row<'_>>) -> Option<Vec<Value>> {
    row.map(|row| (0..).map_while(|at| row.get(at).ok()).collect())
}
