//! Opens or makes the file, and says plainly what stands in the way.

use super::{File, fault, schema};
use crate::{Mode, StoreError};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    fs,
    io::ErrorKind,
    path::{self, Path, PathBuf},
    time::Duration,
};

/// Marks the file as a store of Trucewatch: the letters TRUC.
const APPLICATION_ID: i32 = 0x5452_5543;

/// How long to wait for another program to finish writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes to a page of a new store: most records and texts lie in one page, so that one read of the disk gives them whole.
const PAGE: i64 = 16 << 10;

/// How many KiB of pages a connection keeps in memory.
const CACHE_KIB: i64 = 16 << 10;

/// Opens the file at `store`, checks that it is a store, and brings it up to date.
pub(super) fn open(store: &str, mode: Mode) -> Result<Connection, StoreError> {
    inspect(store, mode)?;
    let mut conn = connect(store, mode)?;
    match mode {
        Mode::ReadOnly => return read_only(conn, store),
        Mode::Create => {
            be_careful(&conn, store)?;
            conn = create(conn, store)?;
        }
        Mode::ReadWrite => {
            be_careful(&conn, store)?;
            let version = version(&conn, store)?;
            if conn.is_readonly("main").map_err(|e| fault(store, "ask whether it can be written", e))? {
                return Err(StoreError::ReadOnly { store: store.to_owned() });
            }
            if version < schema::KNOWN {
                conn = update(conn, store)?;
            }
        }
    }
    // Only now, for it changes the file, which until here may have been somebody else's.
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
        .map_err(|cause| unopened(store, "prepare it for writing", cause))?;
    remember(conn, store)
}

/// Checks a store that is only read; one whose folder cannot be written is read as it lies there.
fn read_only(mut conn: Connection, store: &str) -> Result<Connection, StoreError> {
    let found = match version(&conn, store) {
        Err(StoreError::ReadOnly { .. } | StoreError::Unopened { .. }) if !has_journal(store) => {
            conn = connect_frozen(store)?;
            version(&conn, store)
        }
        Err(StoreError::ReadOnly { store } | StoreError::Unopened { store, .. }) => {
            let problem = "its journal must be read too, and its folder cannot be written".to_owned();
            Err(StoreError::Unopened { store, problem })
        }
        found => found,
    };
    match found? {
        version if version < schema::KNOWN => {
            Err(StoreError::Older { store: store.to_owned(), version, known: schema::KNOWN })
        }
        _ => remember(conn, store),
    }
}

/// Lets the connection keep the pages that it read last.
fn remember(conn: Connection, store: &str) -> Result<Connection, StoreError> {
    conn.pragma_update(None, "cache_size", -CACHE_KIB).map_err(|cause| unopened(store, "open it", cause))?;
    Ok(conn)
}

/// Finds what the file system can tell before SQLite is asked.
fn inspect(store: &str, mode: Mode) -> Result<(), StoreError> {
    let unopened = |problem: String| Err(StoreError::Unopened { store: store.to_owned(), problem });
    let foreign =
        |problem: &str| Err(StoreError::Foreign { store: store.to_owned(), problem: problem.to_owned() });
    match fs::metadata(store) {
        Ok(found) if found.is_dir() => unopened("is a folder, where a file was expected".to_owned()),
        Ok(found) if !found.is_file() => foreign("is a device"),
        Ok(found) if found.len() == 0 && mode != Mode::Create => foreign("the file is empty"),
        Ok(_) => Ok(()),
        Err(e) if e.kind() == ErrorKind::NotFound && mode == Mode::Create => {
            let folder = Path::new(store).parent().filter(|folder| !folder.as_os_str().is_empty());
            match folder {
                Some(folder) if !folder.is_dir() => {
                    unopened(format!("there is no folder {}", folder.display()))
                }
                _ => Ok(()),
            }
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Err(StoreError::Missing { store: store.to_owned() }),
        Err(e) => unopened(format!("cannot be opened: {e}")),
    }
}

/// Whether records may lie in a journal beside the file.
fn has_journal(store: &str) -> bool {
    let holds = |end| fs::metadata(format!("{store}{end}")).is_ok_and(|journal| journal.len() > 0);
    holds("-wal") || holds("-journal")
}

fn connect(store: &str, mode: Mode) -> Result<Connection, StoreError> {
    let flags = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    set_up(store, Connection::open_with_flags(absolute(store)?, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX))
}

/// Opens a file that nobody can be writing to, without the help files that SQLite would lay beside it.
fn connect_frozen(store: &str) -> Result<Connection, StoreError> {
    let path = absolute(store)?.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    set_up(store, Connection::open_with_flags(format!("file:{path}?immutable=1"), flags))
}

/// An absolute path has no special meaning for SQLite, as `:memory:` has.
fn absolute(store: &str) -> Result<PathBuf, StoreError> {
    path::absolute(store).map_err(|e| StoreError::Unopened {
        store: store.to_owned(),
        problem: format!("cannot be opened: {e}"),
    })
}

fn set_up(store: &str, opened: rusqlite::Result<Connection>) -> Result<Connection, StoreError> {
    let fault = |cause| unopened(store, "open it", cause);
    let conn = opened.map_err(fault)?;
    conn.set_prepared_statement_cache_capacity(48);
    conn.busy_timeout(PATIENCE).map_err(fault)?;
    // The file may come from anybody: what its schema says is not to be run with rights, nor may it be rewritten.
    for (name, on) in
        [(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false), (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)]
    {
        conn.set_db_config(name, on).map_err(fault)?;
    }
    Ok(conn)
}

/// Makes sure that what is committed is on the disk, and that rows point at rows.
fn be_careful(conn: &Connection, store: &str) -> Result<(), StoreError> {
    for (name, value) in [("synchronous", "FULL"), ("foreign_keys", "ON")] {
        conn.pragma_update(None, name, value).map_err(|cause| unopened(store, "open it", cause))?;
    }
    Ok(())
}

/// Makes the tables, unless the file holds something already. One transaction: killed half-way, it leaves a
/// file that can be made a store later.
fn create(conn: Connection, store: &str) -> Result<Connection, StoreError> {
    let refuse = |cause| unopened(store, "make it", cause);
    // Of a file that holds something it changes nothing.
    conn.pragma_update(None, "page_size", PAGE).map_err(refuse)?;
    conn.execute_batch("BEGIN IMMEDIATE").map_err(refuse)?;
    let taken: i64 = conn
        .query_row(
            "SELECT (SELECT count(*) FROM sqlite_schema) + application_id + user_version
                    FROM pragma_application_id, pragma_user_version",
            [],
            |row| row.get(0),
        )
        .map_err(refuse)?;
    if taken != 0 {
        return Err(StoreError::Exists { store: store.to_owned() });
    }
    conn.pragma_update(None, "application_id", APPLICATION_ID).map_err(refuse)?;
    let file = File::alone(conn, store);
    schema::migrate(&file, 0)?;
    file.conn.execute_batch("COMMIT").map_err(refuse)?;
    Ok(file.conn)
}

/// The version of the tables, if it is a store and no newer than this program.
fn version(conn: &Connection, store: &str) -> Result<u32, StoreError> {
    let number = |name| {
        conn.pragma_query_value(None, name, |row| row.get::<_, i32>(0))
            .map_err(|cause| unopened(store, "read what it is", cause))
    };
    if number("application_id")? != APPLICATION_ID {
        let problem = "the file is an SQLite database of another program".to_owned();
        return Err(StoreError::Foreign { store: store.to_owned(), problem });
    }
    let version = u32::try_from(number("user_version")?).unwrap_or(0);
    if version > schema::KNOWN {
        return Err(StoreError::Newer { store: store.to_owned(), version, known: schema::KNOWN });
    }
    Ok(version)
}

/// Applies the migrations that the store lacks.
fn update(conn: Connection, store: &str) -> Result<Connection, StoreError> {
    let fault = |cause| fault(store, "bring it up to date", cause);
    conn.execute_batch("BEGIN IMMEDIATE").map_err(fault)?;
    // Asked again, since another program may have been quicker.
    let version = version(&conn, store)?;
    let file = File::alone(conn, store);
    if version < schema::KNOWN {
        schema::migrate(&file, version)?;
    }
    file.conn.execute_batch("COMMIT").map_err(fault)?;
    Ok(file.conn)
}

fn unopened(store: &str, doing: &'static str, cause: rusqlite::Error) -> StoreError {
    match cause.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::PermissionDenied) => {
            let problem = "the rights of the file or its folder do not allow it to be opened".to_owned();
            StoreError::Unopened { store: store.to_owned(), problem }
        }
        _ => fault(store, doing, cause),
    }
}
