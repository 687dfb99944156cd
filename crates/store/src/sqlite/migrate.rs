//! Brings the tables from one version to the next. Never changes a record.

use super::{Db, views};
use crate::StoreError;
use rusqlite::Connection;

/// Each migration; the version of a store is the number of those applied.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../migrations/sqlite/0001_create_log.sql"),
    include_str!("../../migrations/sqlite/0002_create_views.sql"),
];

/// The version that this program reads and writes.
pub(super) const KNOWN: u32 = MIGRATIONS.len() as u32;

/// Applies the migrations after `from` up to `to`, in the caller's transaction.
///
/// The views are derived anew, since a migration may change what is derived.
pub(super) fn migrate(db: Db<'_>, from: u32, to: u32) -> Result<(), StoreError> {
    let fault = db.fault("bring it up to date");
    for sql in MIGRATIONS.iter().take(to as usize).skip(from as usize) {
        db.conn.execute_batch(sql).map_err(fault)?;
    }
    db.conn.pragma_update(None, "user_version", to).map_err(fault)?;
    if 0 < from && from < to && to == KNOWN { views::rebuild(db) } else { Ok(()) }
}

/// An empty store of this version that vanishes when it is dropped, in memory or, if large, on disk.
pub(super) fn scratch(store: &str) -> Result<Connection, StoreError> {
    let fault = |cause| super::fault(store, "make a scratch database", cause);
    let conn = Connection::open("").map_err(fault)?;
    // Losing it loses nothing.
    conn.pragma_update(None, "synchronous", "OFF").map_err(fault)?;
    migrate(Db { conn: &conn, store }, 0, KNOWN)?;
    Ok(conn)
}
