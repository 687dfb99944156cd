//! Checks the whole store against itself. Changes nothing.

use crate::{
    StoreError, Verified,
    check::{self, Before},
    erase, parts, read,
    sql::{Backend, Sql, Value, column},
    sqlite, told,
    views::{self, VIEWS, Views},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};
use truce_model::{Decision, DocumentId, Hash, Logged, Record, Seq};

/// How many rows are compared at once.
const PAGE: i64 = 1_000;

/// Checks everything, on one state of the store, while others write.
pub(crate) fn verify(backend: &dyn Backend) -> Result<Verified, StoreError> {
    let mut verified = Verified { head: 0, hash: None, blobs: 0, documents: 0, claims: 0, erased: 0 };
    backend.read(&mut |sql| {
        if views::is_loading(sql)? {
            return Err(StoreError::Unindexed { store: sql.store().to_owned() });
        }
        backend.check(sql)?;
        if erase::is_unscrubbed(sql)? {
            return Err(StoreError::Unscrubbed { store: sql.store().to_owned() });
        }
        ends(sql)?;
        let scratch = sqlite::scratch(sql.store())?;
        let quoted;
        (verified, quoted) = log(sql, scratch.sql())?;
        if !parts::holds(sql, quoted.sum, quoted.claims)? {
            return Err(StoreError::ViewDiffers { store: sql.store().to_owned(), view: "words" });
        }
        verified.blobs = blobs(sql)?;
        for (view, keys) in VIEWS {
            if !same_rows(sql, scratch.sql(), view, keys)? {
                return Err(StoreError::ViewDiffers { store: sql.store().to_owned(), view });
            }
        }
        told::check(sql)
    })?;
    Ok(verified)
}

/// Checks that no record stands before the first, and that no view tells of one behind the last.
fn ends(sql: &dyn Sql) -> Result<(), StoreError> {
    if let Some(row) =
        sql.first("read the log", "SELECT seq FROM log WHERE seq < 1 ORDER BY seq LIMIT 1", &[])?
    {
        return Err(sql.damaged(None, format!("the log holds a record {}, before the first", row.int(0)?)));
    }
    let head = read::tip(sql)?.seq;
    let ask = "SELECT max(seq) FROM (SELECT max(from_seq) AS seq FROM document UNION ALL SELECT max(to_seq) FROM document
               UNION ALL SELECT max(from_seq) FROM agreement UNION ALL SELECT max(to_seq) FROM claim
               UNION ALL SELECT max(number) / 1048576 FROM claim UNION ALL SELECT max(seq) FROM telling) AS ends";
    let known = sql.first("read the views", ask, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten();
    if known.is_some_and(|known| known > i64::try_from(head).unwrap_or(i64::MAX)) {
        let last = known.unwrap_or_default();
        let problem = format!(
            "it is missing: the views tell of records up to {last}, so the end of the log was cut off"
        );
        return Err(sql.damaged(Some(head + 1), problem));
    }
    Ok(())
}

/// Checks every record against those before it, and derives the views anew in `scratch`.
fn log(sql: &dyn Sql, scratch: &dyn Sql) -> Result<(Verified, Quoted), StoreError> {
    let mut verified = Verified { head: 0, hash: None, blobs: 0, documents: 0, claims: 0, erased: 0 };
    let replay = Replay { scratch, sql };
    let (mut views, mut recorded_at) = (Views::default(), String::new());
    let (mut erased, mut quoted) = (Erased::read(sql)?, Quoted { sum: 0, claims: 0 });
    read::each_row(sql, 0, Seq::MAX, &mut |row, hash| {
        let logged = row.read(hash).map_err(|problem| sql.damaged(Some(row.seq), problem))?;
        if row.recorded_at < recorded_at {
            return Err(sql.damaged(Some(row.seq), "it was written before the one before it"));
        }
        recorded_at.clone_from(&row.recorded_at);
        check::follows(&replay, &logged.record).map_err(|e| read::blame(sql, row.seq, e))?;
        views.derive(scratch, row.seq, &logged.record)?;
        erased.see(&logged);
        if let Record::Extraction { claims, .. } = &logged.record {
            parts::expect(&mut quoted.sum, &mut quoted.claims, row.seq, claims);
        }
        count(&mut verified, &logged);
        Ok(ControlFlow::Continue(()))
    })?;
    views.flush(scratch)?;
    verified.erased = erased.check(sql)?;
    Ok((verified, quoted))
}

/// All words of all quotes, added up.
struct Quoted {
    sum: u128,
    claims: i64,
}

fn count(verified: &mut Verified, logged: &Logged) {
    (verified.head, verified.hash) = (logged.seq, Some(logged.hash));
    match &logged.record {
        Record::Document { .. } => verified.documents += 1,
        Record::Extraction { claims, .. } => verified.claims += claims.len() as u64,
        Record::Agreement { .. } | Record::Decision { .. } => {}
    }
}

/// The views as they were before a record, in `scratch`, and the blobs of the store.
struct Replay<'r> {
    scratch: &'r dyn Sql,
    sql: &'r dyn Sql,
}

impl Before for Replay<'_> {
    fn text_in_force(&self, id: &DocumentId) -> Result<Option<Hash>, StoreError> {
        read::text_in_force(self.scratch, id)
    }

    fn was_known(&self, id: &DocumentId) -> Result<bool, StoreError> {
        read::was_known(self.scratch, id)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        read::blob(self.sql, hash)
    }

    fn was_erased(&self, hash: Hash) -> Result<bool, StoreError> {
        Ok(read::erased_by(self.sql, hash)?.is_some())
    }
}

/// What the store says was erased, against what the log says was to be.
struct Erased {
    /// Records without their words, each with the record that is said to have erased it, and its document once seen.
    records: BTreeMap<Seq, (Seq, Option<DocumentId>)>,
    /// The same of blobs, with every document that had one as its text or original, and whether one had it as its original.
    blobs: BTreeMap<Hash, (Seq, BTreeSet<DocumentId>, bool)>,
    /// The erasures in the log.
    erasures: BTreeMap<Seq, DocumentId>,
}

impl Erased {
    fn read(sql: &dyn Sql) -> Result<Erased, StoreError> {
        let mut erased =
            Erased { records: BTreeMap::new(), blobs: BTreeMap::new(), erasures: BTreeMap::new() };
        for row in sql.rows("read what was erased", "SELECT seq, by_seq FROM erased_record", &[])? {
            erased.records.insert(row.seq(0)?, (row.seq(1)?, None));
        }
        for mut row in sql.rows("read what was erased", "SELECT hash, by_seq FROM erased_blob", &[])? {
            erased.blobs.insert(row.hash(0, None)?, (row.seq(1)?, BTreeSet::new(), false));
        }
        Ok(erased)
    }

    fn see(&mut self, logged: &Logged) {
        match &logged.record {
            Record::Document { document } => {
                for hash in [document.text, document.original] {
                    if let Some((_, documents, is_original)) = self.blobs.get_mut(&hash) {
                        documents.insert(document.id.clone());
                        *is_original |= hash == document.original;
                    }
                }
            }
            Record::Extraction { document, .. } => {
                if let Some((_, of)) = self.records.get_mut(&logged.seq) {
                    *of = Some(document.clone());
                }
            }
            Record::Decision { decision: Decision::Erase { document, .. } } => {
                self.erasures.insert(logged.seq, document.clone());
            }
            Record::Agreement { .. } | Record::Decision { .. } => {}
        }
    }

    /// Checks that nothing is gone that no record erased; returns how many documents lost their words.
    fn check(&self, sql: &dyn Sql) -> Result<u64, StoreError> {
        for (seq, (by, document)) in &self.records {
            if document.is_none() || self.erasures.get(by) != document.as_ref() {
                let problem = format!("its words are gone, and record {by} does not erase them");
                return Err(sql.damaged(Some(*seq), problem));
            }
        }
        for (hash, (by, documents, is_original)) in &self.blobs {
            // A file goes with any story that stood in it, also with one that no record says stood there.
            let erases = |document| *is_original || documents.contains(document);
            if !self.erasures.get(by).is_some_and(erases) {
                let problem = format!("blob {hash} is gone, and record {by} does not erase it");
                return Err(sql.damaged(None, problem));
            }
            if read::blob(sql, *hash)?.is_some() {
                return Err(sql.damaged(Some(*by), format!("it erased blob {hash}, which is there")));
            }
        }
        Ok(self.erasures.values().collect::<BTreeSet<_>>().len() as u64)
    }
}

/// Checks every blob, also those that no record names, and counts them.
fn blobs(sql: &dyn Sql) -> Result<u64, StoreError> {
    let ask = "SELECT hash, bytes FROM blob WHERE hash > ?1 ORDER BY hash LIMIT 16";
    let (mut last, mut count) = (String::new(), 0);
    loop {
        let rows = sql.rows("read blobs", ask, &[last.as_str().into()])?;
        if rows.is_empty() {
            return Ok(count);
        }
        for mut row in rows {
            let (hash, bytes) = (row.text(0)?, row.bytes(1)?);
            if Hash::of(&bytes).to_string() != hash {
                let problem = format!("the bytes of blob {hash} are not those that were stored");
                return Err(sql.damaged(None, problem));
            }
            (last, count) = (hash, count + 1);
        }
    }
}

/// Whether a view holds the same rows in both, read side by side.
fn same_rows(sql: &dyn Sql, scratch: &dyn Sql, view: &str, keys: &[&str]) -> Result<bool, StoreError> {
    let key = keys.join(", ");
    let named: Vec<String> = (1..=keys.len()).map(|at| format!("?{at}")).collect();
    let ask = format!(
        "SELECT {key}, {view}.* FROM {view} WHERE ({key}) > ({}) ORDER BY {key} LIMIT {PAGE}",
        named.join(", ")
    );
    let mut after = vec![column(0); keys.len()];
    after[0] = Value::Int(-1);
    loop {
        let page = |sql: &dyn Sql| -> Result<Vec<Vec<Value>>, StoreError> {
            let rows = sql.rows("compare the views", &ask, &after)?;
            Ok(rows.into_iter().map(|row| row.into_values()).collect())
        };
        let (here, there) = (page(sql)?, page(scratch)?);
        if here != there {
            return Ok(false);
        }
        match here.last() {
            Some(last) => after = last[..keys.len()].to_vec(),
            None => return Ok(true),
        }
    }
}
