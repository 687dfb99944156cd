//! Derives the views from records, one at a time, and from the whole log. Reads nothing but the log.

use crate::{
    StoreError, claims,
    parts::Gathered,
    place, read,
    sql::{Sql, Target, Value, column},
    stretch,
};
use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
};
use truce_model::{Agreement, Claim, Decision, Document, DocumentId, Name, Record, Seq};

/// The tables, for every database.
pub(crate) const DEFINITION: &str = include_str!("../migrations/views.sql");

/// The indexes that loading leaves out, for every database.
pub(crate) const INDEXES: &str = include_str!("../migrations/indexes.sql");

/// The views, each with the columns by which its rows are told apart.
pub(crate) const VIEWS: [(&str, &[&str]); 4] = [
    ("document", &["from_seq"]),
    ("claim", &["number"]),
    ("claim_place", &["number", "position"]),
    ("agreement", &["from_seq"]),
];

/// The columns of a claim; it is in force until something ends it.
pub(crate) const CLAIM_COLUMNS: [&str; 15] = [
    "number",
    "id",
    "document",
    "kind",
    "act",
    "source_key",
    "agent_key",
    "target_key",
    "stretch",
    "first_day",
    "last_day",
    "cell",
    "latitude",
    "longitude",
    "to_seq",
];

/// How many rows wait at most before they are written.
const PENDING: usize = 20_000;

/// Makes the tables of the views, empty.
pub(crate) fn define(sql: &dyn Sql) -> Result<(), StoreError> {
    sql.script("define the views", DEFINITION)?;
    sql.script("define the views", INDEXES)
}

/// Leaves the indexes of claims out until [`end_loading`].
pub(crate) fn begin_loading(sql: &dyn Sql) -> Result<(), StoreError> {
    let names = INDEXES.split("IF NOT EXISTS ").skip(1).filter_map(|rest| rest.split(' ').next());
    let drop: String = names.map(|name| format!("DROP INDEX IF EXISTS {name}; ")).collect();
    sql.script("leave indexes out", &drop)?;
    let mark = "INSERT INTO loading (since) SELECT coalesce(max(seq), 0) FROM log
                WHERE NOT EXISTS (SELECT 1 FROM loading)";
    sql.run("leave indexes out", mark, &[]).map(|_| ())
}

/// Makes the indexes of claims that are not there, unless they are left out for now.
pub(crate) fn index(sql: &dyn Sql) -> Result<(), StoreError> {
    if is_loading(sql)? { Ok(()) } else { sql.script("make indexes", INDEXES) }
}

/// Makes the indexes that [`begin_loading`] left out.
pub(crate) fn end_loading(sql: &dyn Sql) -> Result<(), StoreError> {
    sql.script("make indexes", INDEXES)?;
    sql.run("make indexes", "DELETE FROM loading", &[]).map(|_| ())
}

/// Whether the indexes of claims are left out.
pub(crate) fn is_loading(sql: &dyn Sql) -> Result<bool, StoreError> {
    Ok(sql.first("read the store", "SELECT since FROM loading LIMIT 1", &[])?.is_some())
}

/// Drops the views, makes them anew as this version defines them, and derives them from the log.
pub(crate) fn rebuild(sql: &dyn Sql) -> Result<(), StoreError> {
    define(sql)?;
    derive(sql)
}

/// Derives the views, which are empty, from the log.
pub(crate) fn derive(sql: &dyn Sql) -> Result<(), StoreError> {
    let (mut views, mut gathered) = (Views::default(), Gathered::default());
    read::each_row(sql, 0, Seq::MAX, &mut |row, hash| {
        let logged = row.read(hash).map_err(|problem| sql.damaged(Some(row.seq), problem))?;
        views.derive(sql, row.seq, &logged.record)?;
        if let Record::Extraction { claims, .. } = &logged.record {
            gathered.add(row.seq, claims);
            gathered.flush_if_full(sql)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    views.flush(sql)?;
    gathered.flush(sql)
}

/// The views, with rows that are not written yet.
#[derive(Default)]
pub(crate) struct Views {
    claims: Vec<Vec<Value>>,
    places: Vec<Vec<Value>>,
    /// The documents whose claims wait.
    waiting: HashSet<i64>,
    /// The documents that came and were not read yet, each with its record.
    unread: HashMap<DocumentId, i64>,
}

impl Views {
    /// Brings the views from before record `seq` to after it.
    pub(crate) fn derive(&mut self, sql: &dyn Sql, seq: Seq, record: &Record) -> Result<(), StoreError> {
        match record {
            Record::Document { document } => {
                put_document(sql, seq, document)?;
                self.unread.insert(document.id.clone(), i64::try_from(seq).unwrap_or(i64::MAX));
                Ok(())
            }
            Record::Extraction { document, claims, .. } => self.extraction(sql, seq, document, claims),
            Record::Agreement { agreement } => put_agreement(sql, seq, agreement),
            Record::Decision { decision: Decision::Withdraw { document, .. } } => {
                self.close_claims(sql, seq, document)?;
                close_document(sql, seq, document)
            }
            Record::Decision { decision: Decision::Erase { document, .. } } => {
                self.unread.remove(document);
                self.flush(sql)?;
                forget_claims(sql, document)?;
                close_document(sql, seq, document)
            }
            // Rulings and decisions on claims are few and read off the log.
            Record::Decision {
                decision:
                    Decision::Rule { .. }
                    | Decision::Match { .. }
                    | Decision::Classify { .. }
                    | Decision::Undo { .. },
            } => Ok(()),
        }
    }

    /// Writes the rows that wait.
    pub(crate) fn flush(&mut self, sql: &dyn Sql) -> Result<(), StoreError> {
        sql.put("derive the views", Target { table: "claim", columns: &CLAIM_COLUMNS }, &self.claims)?;
        let places = Target { table: "claim_place", columns: &["number", "position", "place_key"] };
        sql.put("derive the views", places, &self.places)?;
        self.claims.clear();
        self.places.clear();
        self.waiting.clear();
        Ok(())
    }

    fn extraction(
        &mut self,
        sql: &dyn Sql,
        seq: Seq,
        document: &DocumentId,
        claims: &[Claim],
    ) -> Result<(), StoreError> {
        let Some(of) = self.close_claims(sql, seq, document)? else {
            // Nothing reads a document that is not there; whoever forged such a record is told by `verify`.
            return Ok(());
        };
        self.waiting.insert(of);
        let mut seen = HashSet::new();
        for (position, claim) in claims.iter().enumerate() {
            // Read twice in one text, a claim is still one claim.
            if seen.insert(&claim.id) {
                self.claim(claims::number_of(seq, position), of, claim);
            }
        }
        if self.claims.len() >= PENDING { self.flush(sql) } else { Ok(()) }
    }

    fn claim(&mut self, number: i64, document: i64, claim: &Claim) {
        let key = |name: &Option<Name>| Value::from(name.as_ref().map(Name::key));
        let days = stretch::of(&claim.occurred);
        let located = claim.point.as_ref().map(place::located);
        let part = |parts: Option<[i64; 3]>, at: usize| Value::from(parts.map(|parts| parts[at]));
        self.claims.push(vec![
            Value::Int(number),
            claim.id.as_str().into(),
            Value::Int(document),
            claim.kind().word().into(),
            claim.act.word().into(),
            key(&claim.source),
            key(&claim.agent),
            key(&claim.target),
            part(days, 0),
            part(days, 1),
            part(days, 2),
            part(located, 0),
            part(located, 1),
            part(located, 2),
            Value::Null,
        ]);
        for (position, place) in (0..).zip(&claim.places) {
            self.places.push(vec![Value::Int(number), Value::Int(position), place.key().into()]);
        }
    }

    /// Ends the claims of a document that is in force; gives the record that brought it.
    fn close_claims(
        &mut self,
        sql: &dyn Sql,
        seq: Seq,
        document: &DocumentId,
    ) -> Result<Option<i64>, StoreError> {
        // Most documents are read once, by the transaction that brings them: then there is nothing to end.
        if let Some(brought) = self.unread.remove(document) {
            return Ok(Some(brought));
        }
        let Some(of) = in_force(sql, document)? else { return Ok(None) };
        if self.waiting.contains(&of) {
            self.flush(sql)?;
        }
        let close = "UPDATE claim SET to_seq = ?1 WHERE document = ?2 AND to_seq IS NULL";
        sql.run("derive the views", close, &[column(seq), Value::Int(of)])?;
        Ok(Some(of))
    }
}

/// The record that brought a document which is not withdrawn.
fn in_force(sql: &dyn Sql, document: &DocumentId) -> Result<Option<i64>, StoreError> {
    let ask = "SELECT from_seq FROM document WHERE id = ?1 AND to_seq IS NULL";
    let row = sql.first("derive the views", ask, &[document.as_str().into()])?;
    row.map(|row| row.int(0)).transpose()
}

fn put_document(sql: &dyn Sql, seq: Seq, document: &Document) -> Result<(), StoreError> {
    let put = "INSERT INTO document (from_seq, id, name, outlet, published, text, original)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let row = [
        column(seq),
        document.id.as_str().into(),
        document.name.as_str().into(),
        document.outlet.as_ref().map(Name::as_str).into(),
        document.published.map(|published| published.to_string()).into(),
        document.text.to_string().into(),
        document.original.to_string().into(),
    ];
    sql.run("derive the views", put, &row).map(drop)
}

fn close_document(sql: &dyn Sql, seq: Seq, document: &DocumentId) -> Result<(), StoreError> {
    let close = "UPDATE document SET to_seq = ?1 WHERE id = ?2 AND to_seq IS NULL";
    sql.run("derive the views", close, &[column(seq), document.as_str().into()]).map(drop)
}

fn put_agreement(sql: &dyn Sql, seq: Seq, agreement: &Agreement) -> Result<(), StoreError> {
    let close = "UPDATE agreement SET to_seq = ?1 WHERE id = ?2 AND to_seq IS NULL";
    sql.run("derive the views", close, &[column(seq), agreement.id.as_str().into()])?;
    let put = "INSERT INTO agreement (from_seq, id, title) VALUES (?1, ?2, ?3)";
    let row = [column(seq), agreement.id.as_str().into(), agreement.title.as_str().into()];
    sql.run("derive the views", put, &row).map(drop)
}

/// Takes out every claim that was ever read from a document.
fn forget_claims(sql: &dyn Sql, document: &DocumentId) -> Result<(), StoreError> {
    let of = "IN (SELECT from_seq FROM document WHERE id = ?1)";
    let places =
        format!("DELETE FROM claim_place WHERE number IN (SELECT number FROM claim WHERE document {of})");
    sql.run("derive the views", &places, &[document.as_str().into()])?;
    let claims = format!("DELETE FROM claim WHERE document {of}");
    sql.run("derive the views", &claims, &[document.as_str().into()]).map(drop)
}
