//! Reads claims that a view lists: each from its record, checked against the chain, its text and its words. Lists none.

use crate::{
    StoreError,
    chain::Row,
    check,
    claims::{position_of, seq_of},
    place, read,
    sql::{Fields, Sql, list},
};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashMap;
use truce_model::{Claim, Document, DocumentId, Hash, Seq};

/// How many records are read at once; one can be large.
const TOGETHER: usize = 64;

/// A claim as a view lists it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// Its number, which says in which record it stands, and where.
    pub(crate) number: i64,
    /// What the view says of it.
    pub(crate) known: Known,
}

/// By what the claim in the record is known for the one that was listed.
#[derive(Clone, Debug)]
pub(crate) enum Known {
    /// Its id.
    Id(String),
    /// Its cell, latitude and longitude (see [`place::located`]).
    At([i64; 3]),
}

impl Known {
    fn is_of(&self, claim: &Claim) -> bool {
        match self {
            Known::Id(id) => claim.id.as_str() == id,
            Known::At(there) => claim.point.as_ref().map(place::located) == Some(*there),
        }
    }

    fn told(&self) -> String {
        match self {
            Known::Id(id) => format!("claim {id}"),
            Known::At([_, latitude, longitude]) => {
                format!("a claim at {}, {}", *latitude as f64 / 1e6, *longitude as f64 / 1e6)
            }
        }
    }
}

/// The claims that are listed, in the order of their numbers, which is that of the list.
pub(crate) fn claims(sql: &dyn Sql, listed: &[Listed]) -> Result<Vec<Claim>, StoreError> {
    let by_record: Vec<&[Listed]> = listed.chunk_by(|a, b| seq_of(a.number) == seq_of(b.number)).collect();
    let mut claims = Vec::with_capacity(listed.len());
    for some in by_record.chunks(TOGETHER) {
        let rows = rows(sql, some)?;
        let readings =
            some.iter().map(|of| Reading::of(sql, &rows, of)).collect::<Result<Vec<_>, StoreError>>()?;
        let hashes = hashes(sql, &readings)?;
        let blobs = blobs(sql, &hashes)?;
        for (reading, hash) in readings.iter().zip(hashes) {
            let text = blobs
                .get(&hash)
                .map(|bytes| read::sound(sql, hash, bytes.clone()))
                .transpose()
                .and_then(|blob| check::text(&reading.document, hash, blob))
                .map_err(|e| read::blame(sql, reading.row.seq, e))?;
            for listed in reading.listed {
                claims.push(reading.claim(sql, listed, &text)?);
            }
        }
    }
    Ok(claims)
}

/// A record of a log, with the payload of the record before it where that is a document.
type WithBefore = (Row, Option<String>);

/// The records in which claims stand, each checked against the chain.
fn rows(sql: &dyn Sql, listed: &[&[Listed]]) -> Result<HashMap<Seq, WithBefore>, StoreError> {
    // Most documents are read as they come in, so that the record before tells where the text is.
    let ask = "SELECT log.seq, log.recorded_at, log.kind, log.payload, log.hash, content, before.hash,
                      CASE WHEN before.kind = 'document' THEN before.payload END
               FROM log LEFT JOIN erased_record ON erased_record.seq = log.seq
                        LEFT JOIN log AS before ON before.seq = log.seq - 1
               WHERE log.seq IN (SELECT CAST(value AS BIGINT) FROM json_each(?1))";
    let seqs: Vec<String> = listed.iter().map(|of| seq_of(of[0].number).to_string()).collect();
    let read = |mut fields: Fields<'_>| {
        let seq = fields.seq(0)?;
        let before = fields.maybe_hash(6, Some(seq))?;
        let document = fields.maybe_text(7)?;
        Ok((seq, (read::row(sql, &mut fields, before)?.0, document)))
    };
    sql.rows_of_list("read the log", ask, &seqs)?.into_iter().map(read).collect()
}

/// The addresses of the texts that were read.
fn hashes(sql: &dyn Sql, readings: &[Reading<'_>]) -> Result<Vec<Hash>, StoreError> {
    let left: Vec<&Reading<'_>> = readings.iter().filter(|reading| reading.text.is_none()).collect();
    let mut listed: HashMap<(Seq, String), Hash> = HashMap::new();
    if !left.is_empty() {
        let ask = "SELECT claim.number, document.id, document.text
                   FROM claim JOIN document ON document.from_seq = claim.document
                   WHERE claim.number IN (SELECT CAST(value AS BIGINT) FROM json_each(?1))";
        let numbers = list(left.iter().map(|reading| reading.listed[0].number.to_string()));
        for mut row in sql.rows("read a view", ask, &[numbers])? {
            let seq = seq_of(row.int(0)?);
            listed.insert((seq, row.text(1)?), row.hash(2, Some(seq))?);
        }
    }
    let hash = |reading: &Reading<'_>| {
        let Reading { row: Row { seq, .. }, document, .. } = reading;
        let listed = || listed.get(&(*seq, document.as_str().to_owned())).copied();
        let lacks = || sql.damaged(Some(*seq), format!("view `document` lacks its document {document}"));
        reading.text.or_else(listed).ok_or_else(lacks)
    };
    readings.iter().map(hash).collect()
}

/// The blobs of these hashes, as they lie there.
fn blobs(sql: &dyn Sql, hashes: &[Hash]) -> Result<HashMap<Hash, Vec<u8>>, StoreError> {
    let ask = "SELECT hash, bytes FROM blob WHERE hash IN (SELECT value FROM json_each(?1))";
    let hashes: Vec<String> = hashes.iter().map(Hash::to_string).collect();
    let rows = sql.rows_of_list("read blobs", ask, &hashes)?;
    rows.into_iter().map(|mut row| Ok((row.hash(0, None)?, row.bytes(1)?))).collect()
}

/// What was read from one document, with what is listed of it.
struct Reading<'r> {
    listed: &'r [Listed],
    row: &'r Row,
    document: DocumentId,
    /// Most of the claims of a record may not be asked for: only those that are, are looked at.
    claims: Vec<&'r RawValue>,
    /// The address of its text, if the record before is its document.
    text: Option<Hash>,
}

/// The parts of an extraction's payload that are needed to find a claim in it.
#[derive(Deserialize)]
struct Extraction<'p> {
    record: String,
    document: DocumentId,
    #[serde(borrow)]
    claims: Vec<&'p RawValue>,
}

/// The parts of a document's payload that are needed to find its text.
#[derive(Deserialize)]
struct Brought {
    document: Addressed,
}

#[derive(Deserialize)]
struct Addressed {
    id: DocumentId,
    text: Hash,
}

impl<'r> Reading<'r> {
    fn of(
        sql: &dyn Sql,
        rows: &'r HashMap<Seq, WithBefore>,
        listed: &'r [Listed],
    ) -> Result<Reading<'r>, StoreError> {
        let seq = seq_of(listed[0].number);
        let (row, before) = rows.get(&seq).ok_or_else(|| sql.damaged(Some(seq), "it is missing"))?;
        if row.kind != "extraction" {
            let problem = format!("view `claim` lists it, but it is listed in the log as {}", row.kind);
            return Err(sql.damaged(Some(seq), problem));
        }
        let none = |problem: String| sql.damaged(Some(seq), format!("its content is none: {problem}"));
        let Extraction { record, document, claims } =
            serde_json::from_str(&row.payload).map_err(|e| none(e.to_string()))?;
        if record != row.kind {
            let problem = format!("it is listed as {} and holds {record}", row.kind);
            return Err(sql.damaged(Some(seq), problem));
        }
        let brought = before.as_deref().and_then(|payload| serde_json::from_str::<Brought>(payload).ok());
        // The record is in the chain and the one before it was not checked: but a document's id is that of its text.
        let its = |brought: &Addressed| brought.id == document && Document::id_of(brought.text) == document;
        let text = brought.map(|brought| brought.document).filter(its).map(|its| its.text);
        Ok(Reading { listed, row, document, claims, text })
    }

    fn claim(&self, sql: &dyn Sql, listed: &Listed, text: &str) -> Result<Claim, StoreError> {
        let damaged = |problem: String| sql.damaged(Some(self.row.seq), problem);
        let lacks =
            || damaged(format!("view `claim` lists {}, which it does not hold there", listed.known.told()));
        let raw = self.claims.get(position_of(listed.number)).ok_or_else(lacks)?;
        let claim: Claim =
            serde_json::from_str(raw.get()).map_err(|e| damaged(format!("its content is none: {e}")))?;
        if !listed.known.is_of(&claim) {
            return Err(lacks());
        }
        check::claim(&claim, text).map_err(|e| read::blame(sql, self.row.seq, e))?;
        Ok(claim)
    }
}
