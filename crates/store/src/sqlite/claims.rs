//! Reads claims by what the view says of them, each checked again against its text.

use super::{Db, column, read};
use crate::{ClaimFilter, StoreError, check};
use rusqlite::{params_from_iter, types::Value};
use truce_model::{Act, Claim, ClaimId, DocumentId, Hash, Kind, Name, Record, Seq};

/// The claims in force at `up_to` that pass `filter`, by id.
pub(super) fn claims(db: Db<'_>, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
    let fault = db.fault("read claims");
    let (sql, values) = query(up_to, filter);
    let mut statement = db.conn.prepare_cached(&sql).map_err(fault)?;
    let mut rows = statement.query(params_from_iter(values)).map_err(fault)?;
    let mut claims = Vec::new();
    let mut source: Option<Extraction> = None;
    while let Some(row) = rows.next().map_err(fault)? {
        let seq = read::place(db, row.get(0).map_err(fault)?)?;
        let extraction = match source.take() {
            Some(same) if same.seq == seq => same,
            _ => Extraction::read(db, seq, row.get(3).map_err(fault)?)?,
        };
        let position: i64 = row.get(1).map_err(fault)?;
        let id: String = row.get(2).map_err(fault)?;
        claims.push(extraction.claim(db, position, &id)?);
        source = Some(extraction);
    }
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(claims)
}

/// What was read from one document, with its text.
struct Extraction {
    seq: Seq,
    claims: Vec<Claim>,
    text: String,
}

impl Extraction {
    fn read(db: Db<'_>, seq: Seq, text: Option<String>) -> Result<Extraction, StoreError> {
        let (document, claims) = match read::record(db, seq)?.record {
            Record::Extraction { document, claims, .. } => (document, claims),
            other => return Err(read::listed_wrongly(db, seq, "claim", &other)),
        };
        let hash = text
            .and_then(|hash| Hash::parse(&hash))
            .ok_or_else(|| db.damaged(Some(seq), format!("view `document` lacks its document {document}")))?;
        let text = read::blob(db, hash)
            .and_then(|blob| check::text(&document, hash, blob))
            .map_err(|e| blame(db, seq, e))?;
        Ok(Extraction { seq, claims, text })
    }

    fn claim(&self, db: Db<'_>, position: i64, id: &str) -> Result<Claim, StoreError> {
        let found = usize::try_from(position).ok().and_then(|position| self.claims.get(position));
        let claim = found.filter(|claim| claim.id.as_str() == id).ok_or_else(|| {
            db.damaged(Some(self.seq), format!("view `claim` lists claim {id}, which it does not hold there"))
        })?;
        check::claim(claim, &self.text).map_err(|e| blame(db, self.seq, e))?;
        Ok(claim.clone())
    }
}

/// Says of a fault in stored content which record it breaks.
pub(super) fn blame(db: Db<'_>, seq: Seq, error: StoreError) -> StoreError {
    match error {
        StoreError::Damaged { record: None, problem, .. } => db.damaged(Some(seq), problem),
        StoreError::Unresolved { .. }
        | StoreError::NoBlob { .. }
        | StoreError::NoDocument { .. }
        | StoreError::Repeated { .. }
        | StoreError::Malformed { .. } => db.damaged(Some(seq), error.to_string()),
        other => other,
    }
}

/// The statement for a filter, with its values; every word of it stands in this file.
fn query(up_to: Seq, filter: &ClaimFilter) -> (String, Vec<Value>) {
    let mut sql = "SELECT claim.from_seq, claim.position, claim.id, document.text
         FROM claim LEFT JOIN document ON document.id = claim.document AND document.from_seq < claim.from_seq
              AND (document.to_seq IS NULL OR document.to_seq > claim.from_seq)
         WHERE claim.from_seq <= ? AND (claim.to_seq IS NULL OR claim.to_seq > ?)"
        .to_owned();
    let up_to = Value::from(column(up_to));
    let mut values = vec![up_to.clone(), up_to];
    let mut also = |clause: &str, value: Option<String>| {
        if let Some(value) = value {
            sql.push_str(" AND ");
            sql.push_str(clause);
            // A clause may ask twice for the same value.
            values.extend(clause.matches('?').map(|_| Value::from(value.clone())));
        }
    };
    also("claim.id IN (SELECT value FROM json_each(?))", list(&filter.ids, ClaimId::as_str));
    also("claim.document IN (SELECT value FROM json_each(?))", list(&filter.documents, DocumentId::as_str));
    also("claim.kind IN (SELECT value FROM json_each(?))", list(&filter.kinds, Kind::word));
    also("claim.act IN (SELECT value FROM json_each(?))", list(&filter.acts, Act::word));
    also("claim.source_key IN (SELECT value FROM json_each(?))", list(&filter.sources, Name::key));
    also(
        "(claim.agent_key IN (SELECT value FROM json_each(?))
          OR claim.target_key IN (SELECT value FROM json_each(?)))",
        list(&filter.actors, Name::key),
    );
    also(
        "EXISTS (SELECT 1 FROM claim_place WHERE claim_place.claim = claim.id
                 AND claim_place.from_seq = claim.from_seq
                 AND claim_place.place_key IN (SELECT value FROM json_each(?)))",
        list(&filter.places, Name::key),
    );
    also(
        "(claim.end_on >= ? OR (claim.end_on IS NULL AND claim.start_on IS NOT NULL))",
        filter.first_day.map(|day| day.to_string()),
    );
    also(
        "(claim.start_on <= ? OR (claim.start_on IS NULL AND claim.end_on IS NOT NULL))",
        filter.last_day.map(|day| day.to_string()),
    );
    sql.push_str(" ORDER BY claim.from_seq, claim.position");
    (sql, values)
}

/// The words as a JSON list, unless there are none.
fn list<'i, T, W: Into<String>>(items: &'i [T], word: impl Fn(&'i T) -> W) -> Option<String> {
    let words: Vec<String> = items.iter().map(|item| word(item).into()).collect();
    (!words.is_empty()).then(|| serde_json::Value::from(words).to_string())
}
