//! Stores that begin empty: one that vanishes, and one that is filled before it appears. Opens none that is there.

use super::{File, Sqlite, fault, open, schema};
use crate::{
    Mode, StoreError,
    sql::{Backend, Sql},
};
use rusqlite::Connection;
use std::{fs, path::Path};

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
    // What a killed program left under this name is of nobody's any more.
    let part = format!("{path}.part-{}", std::process::id());
    remove(&part);
    let done = fill_new(&part, path, fill);
    if done.is_err() {
        remove(&part);
    }
    done
}

/// Removes half a copy, which is of no use to anybody; where that fails, what failed before is what matters.
fn remove(part: &str) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(format!("{part}{end}"));
    }
}

fn fill_new(
    part: &str,
    path: &str,
    fill: &mut dyn FnMut(&dyn Sql) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    {
        let conn = open::open(part, Mode::Create)?;
        let mut new = Sqlite { file: File::alone(conn, path), mode: Mode::Create };
        new.write(&mut |_| Ok(()), fill)?;
        // One file, without a journal beside it, so that it can be carried away as it is.
        new.file.script("end the copy", "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    }
    let unopened = |e: std::io::Error| StoreError::Unopened {
        store: path.to_owned(),
        problem: format!("cannot be put in its place: {e}"),
    };
    if fs::exists(path).unwrap_or(true) {
        return Err(StoreError::Exists { store: path.to_owned() });
    }
    fs::rename(part, path).map_err(unopened)?;
    // The name is on the disk only once its folder is.
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()).map_err(unopened)
}
