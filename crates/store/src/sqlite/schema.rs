//! Brings the tables of a file from one version to the next, and checks that they are those of this one. Never changes
//! a record.

use super::{File, scratch};
use crate::{
    StoreError,
    sql::{Backend, Sql},
    views,
};

/// Each migration of the log; the version of a store is the number of those applied. The views are defined beside.
const MIGRATIONS: [&str; 5] = [
    include_str!("../../migrations/sqlite/0001_create_log.sql"),
    include_str!("../../migrations/sqlite/0002_create_views.sql"),
    include_str!("../../migrations/sqlite/0003_allow_erasure.sql"),
    include_str!("../../migrations/sqlite/0004_derive_views.sql"),
    include_str!("../../migrations/sqlite/0005_create_accounts.sql"),
];

/// The first version whose views hold what those of this one hold; what came since are indexes.
const DERIVED: u32 = 4;

/// The version that this program reads and writes.
pub(super) const KNOWN: u32 = MIGRATIONS.len() as u32;

/// Applies the migrations after `from`, in the caller's transaction.
///
/// The views are derived anew where a version since changed what is derived.
pub(super) fn migrate(file: &File, from: u32) -> Result<(), StoreError> {
    let doing = "bring it up to date";
    for sql in MIGRATIONS.iter().skip(from as usize) {
        file.script(doing, sql)?;
    }
    file.script(doing, &format!("PRAGMA user_version = {KNOWN}"))?;
    match from {
        0 => views::define(file),
        1..DERIVED => views::rebuild(file),
        _ => views::index(file),
    }
}

/// Asks SQLite whether the file is whole.
pub(super) fn whole_file(sql: &dyn Sql) -> Result<(), StoreError> {
    let found = sql.first("check the file", "PRAGMA integrity_check(1)", &[])?;
    match found.map(|mut row| row.text(0)).transpose()?.as_deref() {
        Some("ok") => Ok(()),
        found => Err(sql.damaged(None, found.unwrap_or("the file cannot be checked"))),
    }
}

/// Checks that tables and triggers are those of this version, so that nothing lets the log be changed.
pub(super) fn same_tables(sql: &dyn Sql) -> Result<(), StoreError> {
    let ask = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";
    let tables = |sql: &dyn Sql| -> Result<Vec<_>, StoreError> {
        let rows = sql.rows("compare the tables", ask, &[])?;
        Ok(rows.into_iter().map(|row| row.into_values()).collect())
    };
    let scratch = scratch(sql.store())?;
    if tables(sql)? == tables(scratch.sql())? {
        return Ok(());
    }
    Err(sql.damaged(None, "its tables or triggers are not those that this version makes"))
}

/// Writes the file anew without what was deleted, and empties its journal.
///
/// Only then is the erasure noted as carried through: whoever is killed or held up before leaves the note for the next.
pub(super) fn scrub(file: &File) -> Result<(), StoreError> {
    let unscrubbed = |error| match error {
        StoreError::Busy { store } => StoreError::Unscrubbed { store },
        other => other,
    };
    file.script("write the file anew", "VACUUM").map_err(unscrubbed)?;
    // Others that read keep the journal from being emptied, and the file then still holds its former pages.
    if file.first_int("empty the journal", "PRAGMA wal_checkpoint(TRUNCATE)").map_err(unscrubbed)? != 0 {
        return Err(StoreError::Unscrubbed { store: file.store().to_owned() });
    }
    file.script("note the erasure as done", "DELETE FROM unscrubbed").map_err(unscrubbed)
}

impl File {
    fn first_int(&self, doing: &'static str, sql: &str) -> Result<i64, StoreError> {
        let row = (self as &dyn Sql).first(doing, sql, &[])?;
        row.map_or(Ok(0), |row| row.int(0))
    }
}
