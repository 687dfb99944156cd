//! Reads records, blobs, documents and agreements; each record against the chain, each blob against its hash.

use super::{Db, column};
use crate::{StoreError, chain, chain::Row};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Params, params};
use std::ops::ControlFlow;
use truce_model::{Agreement, Document, DocumentId, Hash, Logged, Record, Seq};

/// The end of the log.
pub(super) struct Tip {
    pub(super) seq: Seq,
    /// `None` for an empty log.
    pub(super) hash: Option<Hash>,
    /// Empty for an empty log.
    pub(super) recorded_at: String,
}

/// Looks at a row and says whether to go on.
pub(super) type See<'s> = dyn FnMut(&Row, Hash) -> Result<ControlFlow<()>, StoreError> + 's;

/// Finds the end of the log.
pub(super) fn tip(db: Db<'_>) -> Result<Tip, StoreError> {
    let sql = "SELECT seq, hash, recorded_at FROM log ORDER BY seq DESC LIMIT 1";
    let fault = db.fault("read the end of the log");
    let found = db
        .conn
        .prepare_cached(sql)
        .and_then(|mut statement| {
            let row =
                |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(2)?));
            statement.query_row([], row).optional()
        })
        .map_err(fault)?;
    let Some((seq, hash, recorded_at)) = found else {
        return Ok(Tip { seq: 0, hash: None, recorded_at: String::new() });
    };
    let seq = place(db, seq)?;
    Ok(Tip { seq, hash: Some(parse_hash(db, seq, &hash)?), recorded_at })
}

/// Shows the rows `after < seq <= up_to`, each once its place and hash have been checked.
pub(super) fn each_row(db: Db<'_>, after: Seq, up_to: Seq, see: &mut See<'_>) -> Result<(), StoreError> {
    let fault = db.fault("read the log");
    let mut before = hash_of(db, after)?;
    let mut last = after;
    let sql =
        "SELECT seq, recorded_at, kind, payload, hash FROM log WHERE seq > ?1 AND seq <= ?2 ORDER BY seq";
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    let mut rows = statement.query(params![column(after), column(up_to)]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let seq = place(db, row.get(0).map_err(fault)?)?;
        if seq != last + 1 {
            return Err(db.damaged(Some(last + 1), "it is missing"));
        }
        let text = |at| row.get::<_, String>(at).map_err(fault);
        let hash = parse_hash(db, seq, &text(4)?)?;
        let row = Row { seq, recorded_at: text(1)?, kind: text(2)?, payload: text(3)? };
        if row.hash_after(before) != hash {
            return Err(db.damaged(Some(seq), "its hash does not follow from its content and the one before"));
        }
        if see(&row, hash)?.is_break() {
            return Ok(());
        }
        (last, before) = (seq, Some(hash));
    }
    Ok(())
}

/// The record at `seq`.
pub(super) fn record(db: Db<'_>, seq: Seq) -> Result<Logged, StoreError> {
    let mut found = None;
    each_row(db, seq.saturating_sub(1), seq, &mut |row, hash| {
        found = Some(row.read(hash).map_err(|problem| db.damaged(Some(seq), problem))?);
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or_else(|| db.damaged(Some(seq), "it is missing"))
}

/// The hash of the record at `seq`; `None` before the first and beyond the last.
fn hash_of(db: Db<'_>, seq: Seq) -> Result<Option<Hash>, StoreError> {
    let found: Option<String> = one(db, "SELECT hash FROM log WHERE seq = ?1", [column(seq)])?;
    found.map(|hash| parse_hash(db, seq, &hash)).transpose()
}

/// The last record written at or before `time`.
pub(super) fn seq_at(db: Db<'_>, time: Timestamp) -> Result<Seq, StoreError> {
    let sql = "SELECT seq FROM log WHERE recorded_at <= ?1 ORDER BY recorded_at DESC, seq DESC LIMIT 1";
    let found: Option<i64> = one(db, sql, [chain::stamp(time)])?;
    found.map_or(Ok(0), |seq| place(db, seq))
}

/// The content with this hash.
pub(super) fn blob(db: Db<'_>, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
    let found: Option<Vec<u8>> = one(db, "SELECT bytes FROM blob WHERE hash = ?1", [hash.to_string()])?;
    match found {
        Some(bytes) if Hash::of(&bytes) != hash => {
            Err(db.damaged(None, format!("the bytes of blob {hash} are not those that were stored")))
        }
        found => Ok(found),
    }
}

/// The address of the text of a document, if it is in the log and not withdrawn.
pub(super) fn text_in_force(db: Db<'_>, id: &DocumentId) -> Result<Option<Hash>, StoreError> {
    let sql = "SELECT text FROM document WHERE id = ?1 AND to_seq IS NULL";
    let found: Option<String> = one(db, sql, [id.as_str()])?;
    let parse = |hash: String| {
        Hash::parse(&hash).ok_or_else(|| db.damaged(None, format!("`{hash}` in view `document` is no hash")))
    };
    found.map(parse).transpose()
}

/// The document of that id, if it is in the log and not withdrawn.
pub(super) fn document_in_force(db: Db<'_>, id: &DocumentId) -> Result<Option<Document>, StoreError> {
    let sql = "SELECT from_seq FROM document WHERE id = ?1 AND to_seq IS NULL";
    let seq: Option<i64> = one(db, sql, [id.as_str()])?;
    seq.map(|seq| document(db, place(db, seq)?)).transpose()
}

/// Whether a document of that id was in the log and is withdrawn.
pub(super) fn was_withdrawn(db: Db<'_>, id: &DocumentId) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM document WHERE id = ?1 HAVING sum(to_seq IS NULL) = 0";
    Ok(one::<i64>(db, sql, [id.as_str()])?.is_some())
}

/// The documents in force at `up_to`, by id.
pub(super) fn documents(db: Db<'_>, up_to: Seq) -> Result<Vec<Document>, StoreError> {
    let sql = "SELECT from_seq FROM document
               WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1) ORDER BY id";
    places(db, sql, up_to)?.into_iter().map(|seq| document(db, seq)).collect()
}

/// The document that record `seq` brought.
fn document(db: Db<'_>, seq: Seq) -> Result<Document, StoreError> {
    match record(db, seq)?.record {
        Record::Document { document } => Ok(document),
        other => Err(listed_wrongly(db, seq, "document", &other)),
    }
}

/// The agreements at `up_to`, by id.
pub(super) fn agreements(db: Db<'_>, up_to: Seq) -> Result<Vec<Agreement>, StoreError> {
    let sql = "SELECT from_seq FROM agreement
               WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1) ORDER BY id";
    let read = |seq| match record(db, seq)?.record {
        Record::Agreement { agreement } => Ok(*agreement),
        other => Err(listed_wrongly(db, seq, "agreement", &other)),
    };
    places(db, sql, up_to)?.into_iter().map(read).collect()
}

/// A view points at a record of another kind.
pub(super) fn listed_wrongly(db: Db<'_>, seq: Seq, view: &str, record: &Record) -> StoreError {
    db.damaged(Some(seq), format!("view `{view}` lists it, but it is {}", chain::title(record)))
}

/// A record's place as it comes from SQLite.
pub(super) fn place(db: Db<'_>, seq: i64) -> Result<Seq, StoreError> {
    Seq::try_from(seq).map_err(|_| db.damaged(None, format!("{seq} is no place in the log")))
}

fn places(db: Db<'_>, sql: &str, up_to: Seq) -> Result<Vec<Seq>, StoreError> {
    let fault = db.fault("read a view");
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    let rows = statement.query_map([column(up_to)], |row| row.get::<_, i64>(0)).map_err(fault)?;
    rows.map(|seq| place(db, seq.map_err(fault)?)).collect()
}

fn one<T: rusqlite::types::FromSql>(
    db: Db<'_>,
    sql: &str,
    key: impl Params,
) -> Result<Option<T>, StoreError> {
    let fault = db.fault("read the store");
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    statement.query_row(key, |row| row.get(0)).optional().map_err(fault)
}

fn parse_hash(db: Db<'_>, seq: Seq, hash: &str) -> Result<Hash, StoreError> {
    Hash::parse(hash).ok_or_else(|| db.damaged(Some(seq), format!("`{hash}` is no hash")))
}
