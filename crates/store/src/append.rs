//! Writes records at the end of the log, checked, with their views, in the caller's transaction.

use crate::{
    Entry, MAX_BLOB_BYTES, StoreError, chain,
    chain::Row,
    check::{self, Before},
    parts::{self, Gathered},
    read::{self, Tip},
    sql::{Sql, Target, Value, column, list},
    views::Views,
};
use jiff::Timestamp;
use std::{collections::HashMap, num::NonZero, thread};
use truce_model::{DocumentId, Hash, Record, Seq};

/// Below so many entries one thread makes them ready as quickly as several.
const FEW: usize = 64;

/// An entry made ready before the store is locked.
pub(crate) struct Line<'e> {
    record: &'e Record,
    payload: String,
    blobs: Vec<(Hash, &'e [u8])>,
}

/// Makes entries ready: writes them out, hashes their blobs, refuses what is too large.
pub(crate) fn lines(entries: &[Entry]) -> Result<Vec<Line<'_>>, StoreError> {
    if entries.len() < FEW {
        return entries.iter().map(line).collect();
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let parts = entries.chunks(entries.len().div_ceil(threads));
    thread::scope(|scope| {
        let running: Vec<_> =
            parts.map(|part| scope.spawn(|| part.iter().map(line).collect::<Result<Vec<_>, _>>())).collect();
        let mut lines = Vec::with_capacity(entries.len());
        for part in running {
            lines.extend(part.join().expect("making a line ready does not panic")?);
        }
        Ok(lines)
    })
}

fn line(entry: &Entry) -> Result<Line<'_>, StoreError> {
    if let Some(large) = entry.blobs.iter().find(|blob| blob.len() > MAX_BLOB_BYTES) {
        let what = format!("a blob of {}", chain::title(&entry.record));
        return Err(StoreError::TooLarge { what, bytes: large.len(), limit: MAX_BLOB_BYTES });
    }
    Ok(Line {
        record: &entry.record,
        payload: chain::payload(&entry.record)?,
        blobs: entry.blobs.iter().map(|blob| (Hash::of(blob), blob.as_slice())).collect(),
    })
}

/// The end of the log, if it is still record `after`.
pub(crate) fn follows(sql: &dyn Sql, after: Seq) -> Result<Tip, StoreError> {
    let tip = read::tip(sql)?;
    if tip.seq == after {
        return Ok(tip);
    }
    Err(StoreError::Moved { store: sql.store().to_owned(), expected: after, found: tip.seq })
}

/// Appends all lines behind record `after`, and returns the new head.
pub(crate) fn append(
    sql: &dyn Sql,
    after: Seq,
    at: Timestamp,
    lines: Vec<Line<'_>>,
) -> Result<Seq, StoreError> {
    let mut tip = follows(sql, after)?;
    let recorded_at = chain::stamp(at).max(tip.recorded_at.clone());
    let fresh = Fresh::new(sql, &lines)?;
    fresh.store()?;
    let mut gathered = Gathered::default();
    for (seq, line) in (after + 1..).zip(&lines) {
        if let Record::Extraction { claims, .. } = line.record {
            gathered.add(seq, claims);
        }
    }
    // The index of the words needs nothing of the store, so that it is made while the rest is written.
    thread::scope(|scope| {
        let index = scope.spawn(|| gathered.index());
        records(sql, &fresh, &mut tip, &recorded_at, lines)?;
        let index = index.join().expect("making an index does not panic");
        gathered.put(sql, index.map_err(|cause| parts::failed(sql, cause))?)
    })?;
    Ok(tip.seq)
}

/// Appends the records themselves, and derives the views but for the words.
fn records(
    sql: &dyn Sql,
    fresh: &Fresh<'_>,
    tip: &mut Tip,
    recorded_at: &str,
    lines: Vec<Line<'_>>,
) -> Result<(), StoreError> {
    let (mut views, mut rows) = (Views::default(), Vec::with_capacity(lines.len()));
    for Line { record, payload, .. } in lines {
        check::follows(fresh, record)?;
        let (seq, kind) = (tip.seq + 1, chain::kind(record).to_owned());
        let row = Row { seq, recorded_at: recorded_at.to_owned(), kind, payload, content: None };
        let hash = row.hash_after(tip.hash);
        views.derive(sql, seq, record)?;
        rows.push(vec![
            column(seq),
            row.recorded_at.into(),
            row.kind.into(),
            row.payload.into(),
            hash.to_string().into(),
        ]);
        (tip.seq, tip.hash) = (seq, Some(hash));
    }
    views.flush(sql)?;
    let columns = &["seq", "recorded_at", "kind", "payload", "hash"];
    sql.put("append records", Target { table: "log", columns }, &rows)
}

/// The store before a batch, with the blobs that the batch brings.
struct Fresh<'f> {
    sql: &'f dyn Sql,
    blobs: HashMap<Hash, &'f [u8]>,
}

impl<'f> Fresh<'f> {
    /// Refuses what was erased: it is not to come back.
    fn new(sql: &'f dyn Sql, lines: &[Line<'f>]) -> Result<Fresh<'f>, StoreError> {
        let blobs: HashMap<Hash, &[u8]> = lines.iter().flat_map(|line| line.blobs.iter().copied()).collect();
        let mut named: Vec<Hash> = blobs.keys().copied().collect();
        for line in lines {
            if let Record::Document { document } = line.record {
                named.extend([document.text, document.original]);
            }
        }
        let ask = "SELECT hash FROM erased_blob WHERE hash IN (SELECT value FROM json_each(?1)) LIMIT 1";
        let hashes = list(named.iter().map(Hash::to_string));
        if let Some(mut row) = sql.first("read what was erased", ask, &[hashes])? {
            return Err(StoreError::Erased { hash: row.hash(0, None)? });
        }
        Ok(Fresh { sql, blobs })
    }

    /// Stores the blobs that the store does not have yet.
    fn store(&self) -> Result<(), StoreError> {
        let ask = "SELECT hash FROM blob WHERE hash IN (SELECT value FROM json_each(?1))";
        let hashes = list(self.blobs.keys().map(Hash::to_string));
        let mut missing: HashMap<String, &[u8]> =
            self.blobs.iter().map(|(hash, bytes)| (hash.to_string(), *bytes)).collect();
        for mut row in self.sql.rows("look for blobs", ask, &[hashes])? {
            missing.remove(&row.text(0)?);
        }
        let mut rows: Vec<(String, &[u8])> = missing.into_iter().collect();
        // In the order of their index, which is the quickest to write, and the same in every store.
        rows.sort();
        let rows: Vec<Vec<Value>> =
            rows.into_iter().map(|(hash, bytes)| vec![hash.into(), bytes.into()]).collect();
        self.sql.put("store blobs", Target { table: "blob", columns: &["hash", "bytes"] }, &rows)
    }
}

impl Before for Fresh<'_> {
    fn text_in_force(&self, id: &DocumentId) -> Result<Option<Hash>, StoreError> {
        read::text_in_force(self.sql, id)
    }

    fn was_known(&self, id: &DocumentId) -> Result<bool, StoreError> {
        read::was_known(self.sql, id)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        match self.blobs.get(&hash) {
            Some(bytes) => Ok(Some(bytes.to_vec())),
            None => read::blob(self.sql, hash),
        }
    }

    fn was_erased(&self, hash: Hash) -> Result<bool, StoreError> {
        Ok(read::erased_by(self.sql, hash)?.is_some())
    }
}
