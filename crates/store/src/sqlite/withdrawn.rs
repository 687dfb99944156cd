//! Reads what was withdrawn from the views and the log. What counts is read elsewhere.

use super::{Db, column, read};
use crate::StoreError;
use rusqlite::params;
use std::collections::BTreeMap;
use truce_model::{Claim, Decision, DocumentId, Record, Seq, Withdrawn};

/// The documents that were withdrawn and do not count at `up_to`, by id, each as it was the last time.
pub(super) fn withdrawn(db: Db<'_>, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError> {
    let sql = "SELECT id, max(from_seq), max(to_seq) FROM document AS gone
               WHERE to_seq <= ?1 AND NOT EXISTS
                     (SELECT 1 FROM document WHERE document.id = gone.id AND document.from_seq <= ?1
                             AND (document.to_seq IS NULL OR document.to_seq > ?1))
               GROUP BY id ORDER BY id";
    let fault = db.fault("read what was withdrawn");
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let rows = statement.query_map([column(up_to)], row).map_err(fault)?;
    let gone: Vec<(String, i64, i64)> = rows.collect::<Result<_, _>>().map_err(fault)?;
    gone.into_iter()
        .map(|(id, from, to)| one(db, &DocumentId::new(id), read::place(db, from)?, read::place(db, to)?))
        .collect()
}

fn one(db: Db<'_>, id: &DocumentId, from: Seq, to: Seq) -> Result<Withdrawn, StoreError> {
    let document = match read::record(db, from)?.record {
        Record::Document { document } if &document.id == id => document,
        other => return Err(read::listed_wrongly(db, from, "document", &other)),
    };
    let logged = read::record(db, to)?;
    match logged.record {
        Record::Decision { decision: Decision::Withdraw { document: of, reason, by } } if &of == id => {
            let claims = claims(db, id, to)?;
            Ok(Withdrawn { document, claims, seq: to, at: logged.recorded_at, by, reason })
        }
        other => Err(read::listed_wrongly(db, to, "document", &other)),
    }
}

/// The claims that a document had when record `to` withdrew it, by id.
fn claims(db: Db<'_>, id: &DocumentId, to: Seq) -> Result<Vec<Claim>, StoreError> {
    let fault = db.fault("read what was withdrawn");
    let sql = "SELECT DISTINCT from_seq FROM claim WHERE document = ?1 AND to_seq = ?2";
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    let rows = statement.query_map(params![id.as_str(), column(to)], |row| row.get(0)).map_err(fault)?;
    let mut found = Vec::new();
    for seq in rows.collect::<Result<Vec<i64>, _>>().map_err(fault)? {
        let seq = read::place(db, seq)?;
        match read::record(db, seq)?.record {
            Record::Extraction { claims, .. } => found.extend(claims),
            other => return Err(read::listed_wrongly(db, seq, "claim", &other)),
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    Ok(found)
}

/// For each document in force at `up_to` the record that brought it.
pub(super) fn came(db: Db<'_>, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError> {
    let sql = "SELECT id, from_seq FROM document WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1)";
    let fault = db.fault("read a view");
    let mut statement = db.conn.prepare_cached(sql).map_err(fault)?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
    let rows = statement.query_map([column(up_to)], row).map_err(fault)?;
    let mut found = BTreeMap::new();
    for row in rows {
        let (id, seq) = row.map_err(fault)?;
        found.insert(DocumentId::new(id), read::place(db, seq)?);
    }
    Ok(found)
}
