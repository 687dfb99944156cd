//! Reads what was withdrawn from the views and the log. What counts is read elsewhere.

use crate::{
    StoreError, claims, read,
    sql::{Sql, column},
};
use truce_model::{Claim, Decision, DocumentId, Record, Seq, Withdrawn};

/// The documents that were withdrawn or erased and do not count at `up_to`, by id, each as it was the last time.
pub(crate) fn withdrawn(sql: &dyn Sql, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError> {
    let ask = "SELECT id, max(from_seq), max(to_seq) FROM document AS gone
               WHERE to_seq <= ?1 AND NOT EXISTS
                     (SELECT 1 FROM document WHERE document.id = gone.id AND document.from_seq <= ?1
                             AND (document.to_seq IS NULL OR document.to_seq > ?1))
               GROUP BY id ORDER BY id";
    let rows = sql.rows("read what was withdrawn", ask, &[column(up_to)])?;
    let one =
        |row: &mut crate::sql::Fields<'_>| one(sql, &DocumentId::new(row.text(0)?), row.seq(1)?, row.seq(2)?);
    rows.into_iter().map(|mut row| one(&mut row)).collect()
}

fn one(sql: &dyn Sql, id: &DocumentId, from: Seq, to: Seq) -> Result<Withdrawn, StoreError> {
    let document = read::document(sql, from)?;
    if &document.id != id {
        let problem = format!("view `document` lists it as {id}, but it is {}", document.id);
        return Err(sql.damaged(Some(from), problem));
    }
    let logged = read::record(sql, to)?;
    let decision = match logged.record {
        // Whoever reads why a document no longer counts must see that its words are gone.
        Record::Decision { decision: Decision::Erase { document, reason, by } } => {
            Decision::Withdraw { document, reason: format!("its words were erased: {reason}"), by }
        }
        Record::Decision { decision } => decision,
        other => return Err(read::listed_wrongly(sql, to, "document", &other)),
    };
    match decision {
        Decision::Withdraw { document: of, reason, by } if &of == id => {
            let claims = last_claims(sql, from, to)?;
            Ok(Withdrawn { document, claims, seq: to, at: logged.recorded_at, by, reason })
        }
        other => Err(read::listed_wrongly(sql, to, "document", &Record::Decision { decision: other })),
    }
}

/// The claims that the document of record `from` had when record `to` withdrew it, by id.
fn last_claims(sql: &dyn Sql, from: Seq, to: Seq) -> Result<Vec<Claim>, StoreError> {
    let ask = "SELECT number FROM claim WHERE document = ?1 AND to_seq = ?2 ORDER BY number LIMIT 1";
    let row = sql.first("read what was withdrawn", ask, &[column(from), column(to)])?;
    let Some(row) = row else { return Ok(Vec::new()) };
    let seq = claims::seq_of(row.int(0)?);
    match read::record(sql, seq)?.record {
        Record::Extraction { claims: mut found, .. } => {
            found.sort_by(|a, b| a.id.cmp(&b.id));
            found.dedup_by(|a, b| a.id == b.id);
            Ok(found)
        }
        other => Err(read::listed_wrongly(sql, seq, "claim", &other)),
    }
}
