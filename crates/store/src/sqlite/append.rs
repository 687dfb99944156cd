//! Writes records at the end of the log, checked, with their views, in the caller's transaction.

use super::{Db, column, read, views};
use crate::{Entry, MAX_BLOB_BYTES, StoreError, chain, chain::Row, check};
use jiff::Timestamp;
use rusqlite::params;
use truce_model::{Hash, Record, Seq};

/// An entry made ready before the store is locked.
pub(super) struct Line<'e> {
    record: &'e Record,
    payload: String,
    blobs: Vec<(Hash, &'e [u8])>,
}

/// Makes entries ready: writes them out, hashes their blobs, refuses what is too large.
pub(super) fn lines(entries: &[Entry]) -> Result<Vec<Line<'_>>, StoreError> {
    entries.iter().map(line).collect()
}

fn line(entry: &Entry) -> Result<Line<'_>, StoreError> {
    if let Some(large) = entry.blobs.iter().find(|blob| blob.len() > MAX_BLOB_BYTES) {
        let what = format!("a blob of {}", chain::title(&entry.record));
        return Err(StoreError::TooLarge { what, bytes: large.len(), limit: MAX_BLOB_BYTES });
    }
    Ok(Line {
        record: &entry.record,
        payload: chain::payload(&entry.record)?,
        blobs: entry.blobs.iter().map(|blob| (Hash::of(blob), blob.as_slice())).collect(),
    })
}

/// Appends all lines behind record `after`, and returns the new head.
pub(super) fn append(db: Db<'_>, after: Seq, at: Timestamp, lines: &[Line<'_>]) -> Result<Seq, StoreError> {
    let mut tip = read::tip(db)?;
    if tip.seq != after {
        return Err(StoreError::Moved { store: db.store.to_owned(), expected: after, found: tip.seq });
    }
    let recorded_at = chain::stamp(at).max(tip.recorded_at.clone());
    for line in lines {
        for (hash, bytes) in &line.blobs {
            put_blob(db, *hash, bytes)?;
        }
        check::follows(&db, line.record)?;
        let row = Row {
            seq: tip.seq + 1,
            recorded_at: recorded_at.clone(),
            kind: chain::kind(line.record).to_owned(),
            payload: line.payload.clone(),
        };
        let hash = row.hash_after(tip.hash);
        put_row(db, &row, hash)?;
        views::derive(db, row.seq, line.record)?;
        (tip.seq, tip.hash) = (row.seq, Some(hash));
    }
    Ok(tip.seq)
}

fn put_blob(db: Db<'_>, hash: Hash, bytes: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO blob (hash, bytes)
               SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)";
    let fault = db.fault("store a blob");
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    statement.execute(params![hash.to_string(), bytes]).map_err(fault)?;
    Ok(())
}

fn put_row(db: Db<'_>, row: &Row, hash: Hash) -> Result<(), StoreError> {
    let sql = "INSERT INTO log (seq, recorded_at, kind, payload, hash) VALUES (?1, ?2, ?3, ?4, ?5)";
    let fault = db.fault("append a record");
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    statement
        .execute(params![column(row.seq), row.recorded_at, row.kind, row.payload, hash.to_string()])
        .map_err(fault)?;
    Ok(())
}
