//! One SQLite file as the database of a store. Knows no table of the log's.

mod beside;
mod open;
mod scaffold;
mod schema;
mod temporary;

use crate::{
    Mode, StoreError, erase,
    sql::{Backend, Fields, Sql, Target, Value, Work, list},
};
use beside::Beside;
use rusqlite::{Connection, ErrorCode, ToSql, params_from_iter, types::ToSqlOutput, types::ValueRef};

pub(crate) use temporary::{into_new_file, scratch};

/// One SQLite file.
pub(crate) struct Sqlite {
    file: File,
    /// Whether it may be written.
    mode: Mode,
}

/// A connection with the store's name for messages.
struct File {
    /// Others to the same file, if it is one. Closed before `conn`: the last to close tidies up the journal, and these only
    /// read.
    beside: Option<Beside>,
    conn: Connection,
    store: String,
}

impl Sqlite {
    /// Opens the file at `path`, and makes up for an erasure that was interrupted.
    pub(crate) fn open(path: &str, mode: Mode) -> Result<Sqlite, StoreError> {
        let conn = open::open(path, mode)?;
        let file = File { beside: Some(Beside::of(path)), conn, store: path.to_owned() };
        let mut opened = Sqlite { file, mode };
        if mode == Mode::ReadWrite && erase::is_unscrubbed(&opened.file)? {
            // Who reads meanwhile may keep it from that; then the next tries, and `verify` says so until it is done.
            match opened.scrub() {
                Ok(()) | Err(StoreError::Unscrubbed { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(opened)
    }
}

impl Backend for Sqlite {
    fn sql(&self) -> &dyn Sql {
        &self.file
    }

    fn beside(&self) -> Result<Box<dyn Sql + Send>, StoreError> {
        let store = &self.file.store;
        Ok(Box::new(File::alone(open::open(store, Mode::ReadOnly)?, store)))
    }

    fn read(&self, work: &mut Work<'_>) -> Result<(), StoreError> {
        let File { conn, store, .. } = &self.file;
        let transaction =
            conn.unchecked_transaction().map_err(|cause| fault(store, "begin to read", cause))?;
        work(&self.file)?;
        transaction.finish().map_err(|cause| fault(store, "end reading", cause))
    }

    fn write(&mut self, _: &mut Work<'_>, work: &mut Work<'_>) -> Result<(), StoreError> {
        let done = self.file.script("begin to write", "BEGIN IMMEDIATE").and_then(|()| {
            work(&self.file)?;
            self.file.script("commit", "COMMIT")
        });
        if done.is_err() && !self.file.conn.is_autocommit() {
            // The first error says what went wrong; where this one fails too, the file is rolled back when it is opened.
            let _ = self.file.conn.execute_batch("ROLLBACK");
        }
        done
    }

    fn check(&self, sql: &dyn Sql) -> Result<(), StoreError> {
        schema::whole_file(sql)?;
        schema::same_tables(sql)
    }

    fn scrub(&mut self) -> Result<(), StoreError> {
        debug_assert!(self.mode != Mode::ReadOnly, "what is only read erases nothing");
        schema::scrub(&self.file)
    }
}

impl Sql for File {
    fn store(&self) -> &str {
        &self.store
    }

    fn rows(&self, doing: &'static str, sql: &str, values: &[Value]) -> Result<Vec<Fields<'_>>, StoreError> {
        Ok(self.fields(rows(&self.conn, &self.store, doing, sql, values)?))
    }

    fn rows_of_list(
        &self,
        doing: &'static str,
        sql: &str,
        words: &[String],
    ) -> Result<Vec<Fields<'_>>, StoreError> {
        match &self.beside {
            // What a transaction wrote, and the state that it reads, no other connection sees.
            Some(beside) if self.conn.is_autocommit() => {
                Ok(self.fields(beside.rows(&self.conn, doing, sql, words)?))
            }
            _ => self.rows(doing, sql, &[list(words.iter().cloned())]),
        }
    }

    fn run(&self, doing: &'static str, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let fault = |cause| fault(&self.store, doing, cause);
        let mut statement = self.conn.prepare_cached(sql).map_err(fault)?;
        statement.execute(params_from_iter(values)).map(|touched| touched as u64).map_err(fault)
    }

    fn script(&self, doing: &'static str, sql: &str) -> Result<(), StoreError> {
        self.conn.execute_batch(sql).map_err(|cause| fault(&self.store, doing, cause))
    }

    fn put(&self, doing: &'static str, into: Target<'_>, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let fault = |cause| fault(&self.store, doing, cause);
        let places: Vec<String> = (1..=into.columns.len()).map(|at| format!("?{at}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            into.table,
            into.columns.join(", "),
            places.join(", ")
        );
        let mut statement = self.conn.prepare_cached(&sql).map_err(fault)?;
        rows.iter().try_for_each(|row| statement.execute(params_from_iter(row)).map(drop)).map_err(fault)
    }
}

impl File {
    /// A connection that reads every list by itself.
    fn alone(conn: Connection, store: &str) -> File {
        File { beside: None, conn, store: store.to_owned() }
    }

    fn fields(&self, rows: Vec<Vec<Value>>) -> Vec<Fields<'_>> {
        rows.into_iter().map(|values| Fields::new(&self.store, values)).collect()
    }
}

/// The rows that a statement gives on a connection.
fn rows(
    conn: &Connection,
    store: &str,
    doing: &'static str,
    sql: &str,
    values: &[Value],
) -> Result<Vec<Vec<Value>>, StoreError> {
    let fault = |cause| fault(store, doing, cause);
    let mut statement = conn.prepare_cached(sql).map_err(fault)?;
    let width = statement.column_count();
    let mut found = statement.query(params_from_iter(values)).map_err(fault)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(fault)? {
        let value = |at| row.get_ref(at).map_err(fault).and_then(|found| value(store, found));
        rows.push((0..width).map(value).collect::<Result<_, _>>()?);
    }
    Ok(rows)
}

fn value(store: &str, value: ValueRef<'_>) -> Result<Value, StoreError> {
    let damaged = |problem: String| StoreError::Damaged { store: store.to_owned(), record: None, problem };
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => return Err(damaged(format!("a row holds the fraction {number}"))),
        ValueRef::Text(text) => Value::Text(
            String::from_utf8(text.to_vec()).map_err(|_| damaged("a row holds no UTF-8".to_owned()))?,
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Turns the database's error into one that says what was being done.
fn fault(store: &str, doing: &'static str, cause: rusqlite::Error) -> StoreError {
    let store = store.to_owned();
    // A file that ends within a page was cut off.
    if cause.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHORT_READ)
    {
        return StoreError::Damaged {
            store,
            record: None,
            problem: "the file ends within a page".to_owned(),
        };
    }
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
