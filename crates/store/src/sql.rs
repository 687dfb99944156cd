//! What the log asks of a database: rows by statement, within transactions. Knows no table.
//!
//! Statements are written once for all databases: parameters are `?1`, `?2` and so on, a list is handed over as one
//! JSON array and opened by `json_each(?1)`, and texts compare byte by byte.

use crate::StoreError;
use truce_model::{Hash, Seq};

/// What stands in one column of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(storable(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(storable(text))
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// A text without zero bytes, of which PostgreSQL stores none; records hold theirs escaped, as JSON does.
fn storable(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}

/// A row as it came from a database.
pub(crate) struct Fields<'s> {
    store: &'s str,
    values: Vec<Value>,
}

impl<'s> Fields<'s> {
    pub(crate) fn new(store: &'s str, values: Vec<Value>) -> Fields<'s> {
        Fields { store, values }
    }

    /// The whole number in a column.
    pub(crate) fn int(&self, at: usize) -> Result<i64, StoreError> {
        self.maybe_int(at)?.ok_or_else(|| self.misshapen(at))
    }

    /// The whole number in a column that may be empty.
    pub(crate) fn maybe_int(&self, at: usize) -> Result<Option<i64>, StoreError> {
        match self.values.get(at) {
            Some(Value::Int(number)) => Ok(Some(*number)),
            Some(Value::Null) => Ok(None),
            _ => Err(self.misshapen(at)),
        }
    }

    /// The place of a record in a column.
    pub(crate) fn seq(&self, at: usize) -> Result<Seq, StoreError> {
        let number = self.int(at)?;
        Seq::try_from(number).map_err(|_| self.damaged(format!("{number} is no place in the log")))
    }

    /// The text in a column.
    pub(crate) fn text(&mut self, at: usize) -> Result<String, StoreError> {
        self.maybe_text(at)?.ok_or_else(|| self.misshapen(at))
    }

    /// The text in a column that may be empty.
    pub(crate) fn maybe_text(&mut self, at: usize) -> Result<Option<String>, StoreError> {
        match self.values.get_mut(at) {
            Some(Value::Text(text)) => Ok(Some(std::mem::take(text))),
            Some(Value::Null) => Ok(None),
            _ => Err(self.misshapen(at)),
        }
    }

    /// The bytes in a column.
    pub(crate) fn bytes(&mut self, at: usize) -> Result<Vec<u8>, StoreError> {
        match self.values.get_mut(at) {
            Some(Value::Bytes(bytes)) => Ok(std::mem::take(bytes)),
            _ => Err(self.misshapen(at)),
        }
    }

    /// The hash in a column, of which `seq` is the record where there is one.
    pub(crate) fn hash(&mut self, at: usize, seq: Option<Seq>) -> Result<Hash, StoreError> {
        let text = self.text(at)?;
        let store = self.store.to_owned();
        let problem = format!("`{text}` is no hash");
        Hash::parse(&text).ok_or(StoreError::Damaged { store, record: seq, problem })
    }

    /// The hash in a column that may be empty.
    pub(crate) fn maybe_hash(&mut self, at: usize, seq: Option<Seq>) -> Result<Option<Hash>, StoreError> {
        if self.values.get(at) == Some(&Value::Null) { Ok(None) } else { self.hash(at, seq).map(Some) }
    }

    /// Every column.
    pub(crate) fn into_values(self) -> Vec<Value> {
        self.values
    }

    fn misshapen(&self, at: usize) -> StoreError {
        self.damaged(format!("column {at} of a row holds something else than is expected there"))
    }

    fn damaged(&self, problem: String) -> StoreError {
        StoreError::Damaged { store: self.store.to_owned(), record: None, problem }
    }
}

/// The columns into which many rows go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'t> {
    /// The table.
    pub(crate) table: &'t str,
    /// Its columns, in the order of the values.
    pub(crate) columns: &'t [&'t str],
}

/// One connection, within a transaction or not.
pub(crate) trait Sql {
    /// The store's name, for messages.
    fn store(&self) -> &str;

    /// The rows that a statement gives, all in memory: whoever may get many asks for them in pages.
    fn rows(&self, doing: &'static str, sql: &str, values: &[Value]) -> Result<Vec<Fields<'_>>, StoreError>;

    /// The rows that a statement gives for a list, its one parameter, in any order; a database that waits for a disk may
    /// take the list in pieces side by side, so that what is asked for must be what no later record changes.
    fn rows_of_list(
        &self,
        doing: &'static str,
        sql: &str,
        words: &[String],
    ) -> Result<Vec<Fields<'_>>, StoreError> {
        self.rows(doing, sql, &[list(words.iter().cloned())])
    }

    /// Runs a statement and returns how many rows it touched.
    fn run(&self, doing: &'static str, sql: &str, values: &[Value]) -> Result<u64, StoreError>;

    /// Runs several statements that take no values.
    fn script(&self, doing: &'static str, sql: &str) -> Result<(), StoreError>;

    /// Puts many rows into a table, by the quickest way that the database has.
    fn put(&self, doing: &'static str, into: Target<'_>, rows: &[Vec<Value>]) -> Result<(), StoreError>;
}

impl dyn Sql + '_ {
    /// The first row that a statement gives.
    pub(crate) fn first(
        &self,
        doing: &'static str,
        sql: &str,
        values: &[Value],
    ) -> Result<Option<Fields<'_>>, StoreError> {
        Ok(self.rows(doing, sql, values)?.into_iter().next())
    }

    /// Something stored is not as it was.
    pub(crate) fn damaged(&self, record: Option<Seq>, problem: impl Into<String>) -> StoreError {
        StoreError::Damaged { store: self.store().to_owned(), record, problem: problem.into() }
    }
}

/// A record's place as databases hold it; beyond its range nothing is ever stored.
pub(crate) fn column(seq: Seq) -> Value {
    Value::Int(i64::try_from(seq).unwrap_or(i64::MAX))
}

/// Words as one list, for `json_each`.
pub(crate) fn list<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Value {
    let words: Vec<String> = words.into_iter().map(|word| storable(word.into())).collect();
    Value::Text(serde_json::Value::from(words).to_string())
}

/// What is done on a connection.
pub(crate) type Work<'w> = dyn FnMut(&dyn Sql) -> Result<(), StoreError> + 'w;

/// What a kind of database does beyond running statements.
pub(crate) trait Backend: Send {
    /// The connection, outside of any transaction.
    fn sql(&self) -> &dyn Sql;

    /// Another connection to the same store, which only reads.
    fn beside(&self) -> Result<Box<dyn Sql + Send>, StoreError>;

    /// Does `work` on one state of the store, while others write.
    fn read(&self, work: &mut Work<'_>) -> Result<(), StoreError>;

    /// Does `work` in one transaction that keeps other writers out, and returns once it is on the disk.
    ///
    /// Where many wait to write, `still` may be asked once one of them has written, whether it is worth waiting on.
    fn write(&mut self, still: &mut Work<'_>, work: &mut Work<'_>) -> Result<(), StoreError>;

    /// Checks what only the database itself can tell: that the file is whole, that tables and triggers are those of
    /// this version.
    fn check(&self, sql: &dyn Sql) -> Result<(), StoreError>;

    /// Makes sure that nothing of what was deleted is left in the files of the store.
    fn scrub(&mut self) -> Result<(), StoreError>;
}
