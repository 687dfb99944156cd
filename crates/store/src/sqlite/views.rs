//! Derives the views from records, one at a time, and from the whole log. Reads nothing but the log.

use super::{Db, column, migrate, read};
use crate::StoreError;
use rusqlite::{Params, params};
use std::ops::ControlFlow;
use truce_model::{Agreement, Claim, Decision, Document, DocumentId, Name, Record, Seq};

/// The views, in the order in which they may be dropped, each with its rows in a fixed order.
pub(super) const VIEWS: [(&str, &str); 4] = [
    ("claim_place", "SELECT * FROM claim_place ORDER BY claim, from_seq, position"),
    ("claim", "SELECT * FROM claim ORDER BY id, from_seq"),
    ("document", "SELECT * FROM document ORDER BY id, from_seq"),
    ("agreement", "SELECT * FROM agreement ORDER BY id, from_seq"),
];

/// Brings the views from before record `seq` to after it.
pub(super) fn derive(db: Db<'_>, seq: Seq, record: &Record) -> Result<(), StoreError> {
    match record {
        Record::Document { document } => put_document(db, seq, document),
        Record::Extraction { document, claims, .. } => {
            close_claims(db, seq, document)?;
            (0i64..).zip(claims).try_for_each(|(position, claim)| put_claim(db, seq, position, claim))
        }
        Record::Agreement { agreement } => put_agreement(db, seq, agreement),
        Record::Decision { decision: Decision::Withdraw { document, .. } } => {
            close_claims(db, seq, document)?;
            let sql = "UPDATE document SET to_seq = ?1 WHERE id = ?2 AND to_seq IS NULL";
            run(db, sql, params![column(seq), document.as_str()]).map(drop)
        }
        // Rulings and decisions on claims are few and read off the log.
        Record::Decision {
            decision: Decision::Rule { .. } | Decision::Match { .. } | Decision::Undo { .. },
        } => Ok(()),
    }
}

/// Drops the views, makes them anew as this version defines them, and derives them from the log.
pub(super) fn rebuild(db: Db<'_>) -> Result<(), StoreError> {
    let fault = db.fault("rebuild the views");
    for (view, _) in VIEWS {
        db.conn.execute_batch(&format!("DROP TABLE IF EXISTS {view}")).map_err(fault)?;
    }
    let scratch = migrate::scratch(db.store)?;
    for (view, _) in VIEWS {
        let sql = "SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type DESC";
        let mut statement = scratch.prepare_cached(sql).map_err(fault)?;
        let mut rows = statement.query([view]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            db.conn.execute_batch(&row.get::<_, String>(0).map_err(fault)?).map_err(fault)?;
        }
    }
    read::each_row(db, 0, Seq::MAX, &mut |row, hash| {
        let logged = row.read(hash).map_err(|problem| db.damaged(Some(row.seq), problem))?;
        derive(db, row.seq, &logged.record)?;
        Ok(ControlFlow::Continue(()))
    })
}

fn put_document(db: Db<'_>, seq: Seq, document: &Document) -> Result<(), StoreError> {
    let sql = "INSERT INTO document (id, from_seq, name, outlet, published, text, original)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let row = params![
        document.id.as_str(),
        column(seq),
        document.name,
        document.outlet.as_ref().map(Name::as_str),
        document.published.map(|published| published.to_string()),
        document.text.to_string(),
        document.original.to_string(),
    ];
    run(db, sql, row).map(drop)
}

fn put_claim(db: Db<'_>, seq: Seq, position: i64, claim: &Claim) -> Result<(), StoreError> {
    // Read twice in one text, a claim is still one claim.
    let sql = "INSERT INTO claim (id, from_seq, position, document, kind, act, source_key, agent_key,
                                  target_key, start_on, end_on)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id, from_seq) DO NOTHING";
    let row = params![
        claim.id.as_str(),
        column(seq),
        position,
        claim.document.as_str(),
        claim.kind().word(),
        claim.act.word(),
        claim.source.as_ref().map(Name::key),
        claim.agent.as_ref().map(Name::key),
        claim.target.as_ref().map(Name::key),
        claim.occurred.start.map(|moment| moment.date().to_string()),
        claim.occurred.end.map(|moment| moment.date().to_string()),
    ];
    if run(db, sql, row)? == 0 {
        return Ok(());
    }
    let sql =
        "INSERT INTO claim_place (claim, from_seq, position, name, place_key) VALUES (?1, ?2, ?3, ?4, ?5)";
    for (position, place) in (0i64..).zip(&claim.places) {
        run(db, sql, params![claim.id.as_str(), column(seq), position, place.as_str(), place.key()])?;
    }
    Ok(())
}

fn put_agreement(db: Db<'_>, seq: Seq, agreement: &Agreement) -> Result<(), StoreError> {
    let close = "UPDATE agreement SET to_seq = ?1 WHERE id = ?2 AND to_seq IS NULL";
    run(db, close, params![column(seq), agreement.id.as_str()])?;
    let sql = "INSERT INTO agreement (id, from_seq, title) VALUES (?1, ?2, ?3)";
    run(db, sql, params![agreement.id.as_str(), column(seq), agreement.title]).map(drop)
}

fn close_claims(db: Db<'_>, seq: Seq, document: &DocumentId) -> Result<(), StoreError> {
    let sql = "UPDATE claim SET to_seq = ?1 WHERE document = ?2 AND to_seq IS NULL";
    run(db, sql, params![column(seq), document.as_str()]).map(drop)
}

fn run(db: Db<'_>, sql: &str, row: impl Params) -> Result<usize, StoreError> {
    let fault = db.fault("derive the views");
    db.conn.prepare_cached(sql).and_then(|mut statement| statement.execute(row)).map_err(fault)
}
