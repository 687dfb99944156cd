//! Stores that begin empty: one that vanishes, and one that is filled before it appears. Opens none that is there.

use super::{
    File, Sqlite, fault, open,
    scaffold::{Scaffold, folder_of},
    schema,
};
use crate::{
    Mode, StoreError,
    sql::{Backend, Sql},
};
use rusqlite::Connection;
use std::{fs, io, path::Path};

/// An empty store of this version that vanishes when it is dropped, in memory or, if large, on disk.
pub(crate) fn scratch(store: &str) -> Result<impl Backend + use<>, StoreError> {
    let made = |cause| fault(store, "make a scratch database", cause);
    let conn = Connection::open("").map_err(made)?;
    // Losing it loses nothing.
    conn.pragma_update(None, "synchronous", "OFF").map_err(made)?;
    let file = File::alone(conn, store);
    schema::migrate(&file, 0)?;
    Ok(Sqlite { file, mode: Mode::Create })
}

/// Makes a new file at `path`, which appears only once `fill` has filled it.
pub(crate) fn into_new_file(
    path: &str,
    fill: &mut dyn FnMut(&dyn Sql) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if fs::exists(path).unwrap_or(true) {
        return Err(StoreError::Exists { store: path.to_owned() });
    }
    let scaffold = Scaffold::beside(Path::new(path)).map_err(unplaced(path))?;
    let part = scaffold.path("store.db");
    fill_new(&part.to_string_lossy(), path, fill)?;
    if fs::exists(path).unwrap_or(true) {
        return Err(StoreError::Exists { store: path.to_owned() });
    }
    fs::rename(part, path).map_err(unplaced(path))?;
    // The name is on the disk only once its folder is.
    fs::File::open(folder_of(Path::new(path))).and_then(|folder| folder.sync_all()).map_err(unplaced(path))
}

/// What is said of a file that cannot be put in its place.
fn unplaced(path: &str) -> impl FnOnce(io::Error) -> StoreError {
    let store = path.to_owned();
    |e| StoreError::Unopened { store, problem: format!("cannot be put in its place: {e}") }
}

/// Fills a new file at `part`, which messages call `path`.
fn fill_new(
    part: &str,
    path: &str,
    fill: &mut dyn FnMut(&dyn Sql) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let conn = open::open(part, Mode::Create)?;
    let mut new = Sqlite { file: File::alone(conn, path), mode: Mode::Create };
    new.write(&mut |_| Ok(()), fill)?;
    // One file, without a journal beside it, so that it can be carried away as it is.
    new.file.script("end the copy", "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
}
