//! Reads records, blobs, documents and agreements; each record against the chain, each blob against its hash.

use crate::{
    Line, StoreError, chain,
    chain::Row,
    sql::{Fields, Sql, Value, column},
};
use jiff::Timestamp;
use std::{collections::BTreeMap, ops::ControlFlow};
use truce_model::{Agreement, Document, DocumentId, Hash, Logged, Record, Seq};

/// The end of the log.
pub(crate) struct Tip {
    pub(crate) seq: Seq,
    /// `None` for an empty log.
    pub(crate) hash: Option<Hash>,
    /// Empty for an empty log.
    pub(crate) recorded_at: String,
}

/// How many records are read at once; one can be large.
const PAGE: i64 = 64;

/// Looks at a row and says whether to go on.
pub(crate) type See<'s> = dyn FnMut(&Row, Hash) -> Result<ControlFlow<()>, StoreError> + 's;

/// Finds the end of the log.
pub(crate) fn tip(sql: &dyn Sql) -> Result<Tip, StoreError> {
    let ask = "SELECT seq, hash, recorded_at FROM log ORDER BY seq DESC LIMIT 1";
    let Some(mut row) = sql.first("read the end of the log", ask, &[])? else {
        return Ok(Tip { seq: 0, hash: None, recorded_at: String::new() });
    };
    let seq = row.seq(0)?;
    Ok(Tip { seq, hash: Some(row.hash(1, Some(seq))?), recorded_at: row.text(2)? })
}

/// Shows the rows `after < seq <= up_to`, each once its place and hash have been checked.
pub(crate) fn each_row(sql: &dyn Sql, after: Seq, up_to: Seq, see: &mut See<'_>) -> Result<(), StoreError> {
    let ask = "SELECT log.seq, recorded_at, kind, payload, hash, content
               FROM log LEFT JOIN erased_record ON erased_record.seq = log.seq
               WHERE log.seq > ?1 AND log.seq <= ?2 ORDER BY log.seq LIMIT ?3";
    let (mut before, mut last) = (hash_of(sql, after)?, after);
    loop {
        let limit = Value::Int(PAGE.min(i64::try_from(up_to - last.min(up_to)).unwrap_or(PAGE)));
        let rows = sql.rows("read the log", ask, &[column(last), column(up_to), limit])?;
        let full = rows.len() as i64 == PAGE;
        for mut fields in rows {
            let seq = fields.seq(0)?;
            if seq != last + 1 {
                return Err(sql.damaged(Some(last + 1), "it is missing"));
            }
            let (row, hash) = row(sql, &mut fields, before)?;
            if see(&row, hash)?.is_break() {
                return Ok(());
            }
            (last, before) = (seq, Some(hash));
        }
        if !full {
            return Ok(());
        }
    }
}

/// The row in these fields (seq, recorded_at, kind, payload, hash, content) with its hash, once that follows from the row
/// and the hash before it.
pub(crate) fn row(
    sql: &dyn Sql,
    fields: &mut Fields<'_>,
    before: Option<Hash>,
) -> Result<(Row, Hash), StoreError> {
    let seq = fields.seq(0)?;
    let hash = fields.hash(4, Some(seq))?;
    let content = fields.maybe_text(5)?.map(|content| parsed(sql, seq, &content)).transpose()?;
    let (recorded_at, kind, payload) = (fields.text(1)?, fields.text(2)?, fields.text(3)?);
    let row = Row { seq, recorded_at, kind, payload, content };
    if row.hash_after(before) != hash {
        return Err(sql.damaged(Some(seq), "its hash does not follow from its content and the one before"));
    }
    if row.content.is_some() && !row.is_emptied() {
        return Err(sql.damaged(Some(seq), "it is listed as erased and holds words"));
    }
    Ok((row, hash))
}

/// Shows the records `after < seq <= up_to`.
pub(crate) fn each_record(
    sql: &dyn Sql,
    after: Seq,
    up_to: Seq,
    see: &mut dyn FnMut(Logged) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    each_row(sql, after, up_to, &mut |row, hash| {
        Ok(see(row.read(hash).map_err(|problem| sql.damaged(Some(row.seq), problem))?))
    })
}

/// Shows the lines `after < seq <= up_to`.
pub(crate) fn each_line(
    sql: &dyn Sql,
    after: Seq,
    up_to: Seq,
    see: &mut dyn FnMut(Line) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let mut before = hash_of(sql, after)?;
    each_row(sql, after, up_to, &mut |row, hash| {
        let line = Line {
            seq: row.seq,
            recorded_at: row.recorded_at.clone(),
            kind: row.kind.clone(),
            payload: row.payload.clone(),
            content: row.content(),
            erased: row.content.is_some(),
            before: before.replace(hash),
            hash,
        };
        Ok(see(line))
    })
}

/// The record at `seq`.
pub(crate) fn record(sql: &dyn Sql, seq: Seq) -> Result<Logged, StoreError> {
    let mut found = None;
    each_record(sql, seq.saturating_sub(1), seq, &mut |logged| {
        found = Some(logged);
        ControlFlow::Break(())
    })?;
    found.ok_or_else(|| sql.damaged(Some(seq), "it is missing"))
}

/// The hash of the record at `seq`; `None` before the first and beyond the last.
fn hash_of(sql: &dyn Sql, seq: Seq) -> Result<Option<Hash>, StoreError> {
    let row = sql.first("read the log", "SELECT hash FROM log WHERE seq = ?1", &[column(seq)])?;
    row.map(|mut row| row.hash(0, Some(seq))).transpose()
}

/// The last record written at or before `time`.
pub(crate) fn seq_at(sql: &dyn Sql, time: Timestamp) -> Result<Seq, StoreError> {
    let ask = "SELECT seq FROM log WHERE recorded_at <= ?1 ORDER BY recorded_at DESC, seq DESC LIMIT 1";
    let row = sql.first("read the log", ask, &[chain::stamp(time).into()])?;
    row.map_or(Ok(0), |row| row.seq(0))
}

/// The content with this hash.
pub(crate) fn blob(sql: &dyn Sql, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
    let ask = "SELECT bytes FROM blob WHERE hash = ?1";
    let row = sql.first("read a blob", ask, &[hash.to_string().into()])?;
    match row.map(|mut row| row.bytes(0)).transpose()? {
        Some(bytes) => sound(sql, hash, bytes).map(Some),
        None => Ok(None),
    }
}

/// These bytes, if they are those of this hash.
pub(crate) fn sound(sql: &dyn Sql, hash: Hash, bytes: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    if Hash::of(&bytes) == hash {
        return Ok(bytes);
    }
    Err(sql.damaged(None, format!("the bytes of blob {hash} are not those that were stored")))
}

/// The record that erased the content with this hash; `None`: none did.
pub(crate) fn erased_by(sql: &dyn Sql, hash: Hash) -> Result<Option<Seq>, StoreError> {
    let ask = "SELECT by_seq FROM erased_blob WHERE hash = ?1";
    let row = sql.first("read what was erased", ask, &[hash.to_string().into()])?;
    row.map(|row| row.seq(0)).transpose()
}

/// The address of the text of a document, if it is in the log and not withdrawn.
pub(crate) fn text_in_force(sql: &dyn Sql, id: &DocumentId) -> Result<Option<Hash>, StoreError> {
    let ask = "SELECT text FROM document WHERE id = ?1 AND to_seq IS NULL";
    let row = sql.first("read a view", ask, &[id.as_str().into()])?;
    row.map(|mut row| row.hash(0, None)).transpose()
}

/// Whether a document of that id ever was in the log.
pub(crate) fn was_known(sql: &dyn Sql, id: &DocumentId) -> Result<bool, StoreError> {
    let ask = "SELECT from_seq FROM document WHERE id = ?1 LIMIT 1";
    Ok(sql.first("read a view", ask, &[id.as_str().into()])?.is_some())
}

/// The document of that id, if it is in force at `up_to`.
pub(crate) fn document_at(
    sql: &dyn Sql,
    id: &DocumentId,
    up_to: Seq,
) -> Result<Option<Document>, StoreError> {
    let ask = "SELECT from_seq FROM document
               WHERE id = ?1 AND from_seq <= ?2 AND (to_seq IS NULL OR to_seq > ?2)";
    let row = sql.first("read a view", ask, &[id.as_str().into(), column(up_to)])?;
    row.map(|row| document(sql, row.seq(0)?)).transpose()
}

/// Whether a document of that id was in the log and is withdrawn.
pub(crate) fn was_withdrawn(sql: &dyn Sql, id: &DocumentId) -> Result<bool, StoreError> {
    Ok(text_in_force(sql, id)?.is_none() && was_known(sql, id)?)
}

/// The documents in force at `up_to`, by id.
pub(crate) fn documents(sql: &dyn Sql, up_to: Seq) -> Result<Vec<Document>, StoreError> {
    let ask = "SELECT from_seq FROM document
               WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1) ORDER BY id";
    places(sql, ask, up_to)?.into_iter().map(|seq| document(sql, seq)).collect()
}

/// The document that record `seq` brought.
pub(crate) fn document(sql: &dyn Sql, seq: Seq) -> Result<Document, StoreError> {
    match record(sql, seq)?.record {
        Record::Document { document } => Ok(document),
        other => Err(listed_wrongly(sql, seq, "document", &other)),
    }
}

/// For each document in force at `up_to` the record that brought it.
pub(crate) fn came(sql: &dyn Sql, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError> {
    let ask = "SELECT id, from_seq FROM document WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1)";
    let rows = sql.rows("read a view", ask, &[column(up_to)])?;
    rows.into_iter().map(|mut row| Ok((DocumentId::new(row.text(0)?), row.seq(1)?))).collect()
}

/// The agreements at `up_to`, by id.
pub(crate) fn agreements(sql: &dyn Sql, up_to: Seq) -> Result<Vec<Agreement>, StoreError> {
    let ask = "SELECT from_seq FROM agreement
               WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1) ORDER BY id";
    let read = |seq| match record(sql, seq)?.record {
        Record::Agreement { agreement } => Ok(*agreement),
        other => Err(listed_wrongly(sql, seq, "agreement", &other)),
    };
    places(sql, ask, up_to)?.into_iter().map(read).collect()
}

/// A view points at a record of another kind.
pub(crate) fn listed_wrongly(sql: &dyn Sql, seq: Seq, view: &str, record: &Record) -> StoreError {
    sql.damaged(Some(seq), format!("view `{view}` lists it, but it is {}", chain::title(record)))
}

/// Says of a fault in stored content which record it breaks.
pub(crate) fn blame(sql: &dyn Sql, seq: Seq, error: StoreError) -> StoreError {
    match error {
        StoreError::Damaged { record: None, problem, .. } => sql.damaged(Some(seq), problem),
        StoreError::Unresolved { .. }
        | StoreError::NoBlob { .. }
        | StoreError::NoDocument { .. }
        | StoreError::Repeated { .. }
        | StoreError::Malformed { .. } => sql.damaged(Some(seq), error.to_string()),
        other => other,
    }
}

fn places(sql: &dyn Sql, ask: &str, up_to: Seq) -> Result<Vec<Seq>, StoreError> {
    sql.rows("read a view", ask, &[column(up_to)])?.iter().map(|row| row.seq(0)).collect()
}

fn parsed(sql: &dyn Sql, seq: Seq, hash: &str) -> Result<Hash, StoreError> {
    Hash::parse(hash).ok_or_else(|| sql.damaged(Some(seq), format!("`{hash}` is no hash")))
}
