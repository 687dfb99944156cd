//! Copies a whole store into another, row by row, whatever databases the two are. Derives nothing anew.

use crate::{
    StoreError,
    sql::{Sql, Target, Value},
    views::CLAIM_COLUMNS,
};

/// A table that is copied: its columns, and how many of the first of them tell its rows apart.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    keys: usize,
    /// How many rows are copied at once.
    page: i64,
}

const fn table(name: &'static str, columns: &'static [&'static str], keys: usize, page: i64) -> Table {
    Table { name, columns, keys, page }
}

/// Everything. The views could be derived anew; for a large store that takes far longer, and `verify` tells whether
/// they are what the log gives.
const TABLES: [Table; 13] = [
    table("erased_record", &["seq", "content", "by_seq"], 1, 1_000),
    table("erased_blob", &["hash", "by_seq"], 1, 1_000),
    table("blob", &["hash", "bytes"], 1, 16),
    table("log", &["seq", "recorded_at", "kind", "payload", "hash"], 1, 64),
    table(
        "document",
        &["from_seq", "to_seq", "id", "name", "outlet", "published", "text", "original"],
        1,
        1_000,
    ),
    table("claim", &CLAIM_COLUMNS, 1, 5_000),
    table("claim_place", &["number", "position", "place_key"], 2, 5_000),
    table("agreement", &["from_seq", "to_seq", "id", "title"], 1, 1_000),
    table("word_part", &["part", "first", "claims", "words", "contents"], 1, 100),
    table("word_chunk", &["part", "position", "bytes", "sum"], 2, 16),
    table("word_run", &["first", "number", "words"], 1, 5_000),
    table("telling", &["seq", "program"], 1, 1_000),
    table("told", &["view", "id", "from_seq", "to_seq", "content"], 3, 500),
];

/// Copies everything into an empty store.
pub(crate) fn copy(from: &dyn Sql, to: &dyn Sql) -> Result<(), StoreError> {
    TABLES.iter().try_for_each(|table| rows(from, to, table))
}

fn rows(from: &dyn Sql, to: &dyn Sql, table: &Table) -> Result<(), StoreError> {
    let Table { name, columns, keys, page } = table;
    let (listed, key) = (columns.join(", "), columns[..*keys].join(", "));
    let mut after: Option<Vec<Value>> = None;
    loop {
        let behind = match &after {
            None => String::new(),
            Some(_) => {
                let named: Vec<String> = (1..=*keys).map(|at| format!("?{at}")).collect();
                format!("WHERE ({key}) > ({})", named.join(", "))
            }
        };
        let ask = format!("SELECT {listed} FROM {name} {behind} ORDER BY {key} LIMIT {page}");
        let values = after.take().unwrap_or_default();
        let rows = from.rows("read the store", &ask, &values)?;
        let rows: Vec<Vec<Value>> = rows.into_iter().map(|row| row.into_values()).collect();
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last[..*keys].to_vec());
        to.put("write the copy", Target { table: name, columns }, &rows)?;
    }
}
