//! Takes the words of a document out of the store, and keeps their hashes. Decides nothing of who may.

use crate::{
    StoreError, parts, read,
    sql::{Sql, column},
};
use std::{collections::BTreeSet, ops::ControlFlow};
use truce_model::{DocumentId, Hash, Record, Seq};

/// How many bytes a line has that is not to be met by chance.
const LONG: usize = 24;

/// Takes out the text and the originals of a document, and all that was ever read from it, by record `by`.
///
/// The originals may hold stories beside it; their own texts stay, and only the file as it came goes.
pub(crate) fn erase(sql: &dyn Sql, document: &DocumentId, by: Seq) -> Result<(), StoreError> {
    let extractions = extractions(sql, document)?;
    for seq in &extractions {
        empty(sql, *seq, by)?;
    }
    parts::forget(sql, &extractions)?;
    for hash in blobs(sql, document)? {
        let hash = hash.to_string();
        let keep = "INSERT INTO erased_blob (hash, by_seq)
                    SELECT hash, ?2 FROM blob WHERE hash = ?1";
        sql.run("erase a text", keep, &[hash.as_str().into(), column(by)])?;
        sql.run("erase a text", "DELETE FROM blob WHERE hash = ?1", &[hash.into()])?;
    }
    let unscrubbed = "INSERT INTO unscrubbed (by_seq) VALUES (?1)";
    sql.run("erase a text", unscrubbed, &[column(by)]).map(drop)
}

/// Whether an erasure was not carried through to the last byte.
pub(crate) fn is_unscrubbed(sql: &dyn Sql) -> Result<bool, StoreError> {
    Ok(sql.first("read what was erased", "SELECT by_seq FROM unscrubbed LIMIT 1", &[])?.is_some())
}

/// Every record that tells what was read from a document and still holds its words.
fn extractions(sql: &dyn Sql, document: &DocumentId) -> Result<Vec<Seq>, StoreError> {
    // A quick look first; what it finds is read and judged by what it is.
    let ask = "SELECT seq FROM log WHERE kind = 'extraction' AND payload LIKE ?1
               AND NOT EXISTS (SELECT 1 FROM erased_record WHERE erased_record.seq = log.seq) ORDER BY seq";
    let found = sql.rows("look for what is to be erased", ask, &[format!("%{document}%").into()])?;
    let mut extractions = Vec::new();
    for row in found {
        let seq = row.seq(0)?;
        if matches!(read::record(sql, seq)?.record, Record::Extraction { document: of, .. } if of == *document)
        {
            extractions.push(seq);
        }
    }
    Ok(extractions)
}

/// Leaves of an extraction which document it read, and nothing else.
fn empty(sql: &dyn Sql, seq: Seq, by: Seq) -> Result<(), StoreError> {
    let mut stub = None;
    read::each_row(sql, seq - 1, seq, &mut |row, hash| {
        let logged = row.read(hash).map_err(|problem| sql.damaged(Some(seq), problem))?;
        if let Record::Extraction { document, version, .. } = logged.record {
            let left = Record::Extraction { document, version, claims: vec![], doubts: vec![] };
            stub = Some((row.content(), left));
        }
        Ok(ControlFlow::Break(()))
    })?;
    let Some((content, left)) = stub else { return Ok(()) };
    let payload = crate::chain::payload(&left)?;
    let keep = "INSERT INTO erased_record (seq, content, by_seq) VALUES (?1, ?2, ?3)";
    sql.run("erase a record", keep, &[column(seq), content.to_string().into(), column(by)])?;
    let empty = "UPDATE log SET payload = ?2 WHERE seq = ?1";
    sql.run("erase a record", empty, &[column(seq), payload.into()]).map(drop)
}

/// The text and every original of a document, and every file in which it stands beside other stories.
fn blobs(sql: &dyn Sql, document: &DocumentId) -> Result<BTreeSet<Hash>, StoreError> {
    let ask = "SELECT text, original FROM document WHERE id = ?1";
    let (mut blobs, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for mut row in sql.rows("look for what is to be erased", ask, &[document.as_str().into()])? {
        let text = row.hash(0, None)?;
        texts.insert(text);
        blobs.extend([text, row.hash(1, None)?]);
    }
    for text in texts {
        if let Some(text) = read::blob(sql, text)? {
            blobs.extend(files_with(sql, document, &String::from_utf8_lossy(&text))?);
        }
    }
    Ok(blobs)
}

/// The original files of other documents in which a text stands too: at least half of its longer lines, word for word.
///
/// A story that came again in a file with others is not recorded again, so no record tells that it stands there.
fn files_with(sql: &dyn Sql, document: &DocumentId, text: &str) -> Result<Vec<Hash>, StoreError> {
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.len() >= LONG).collect();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() {
        lines.extend(Some(text.trim()).filter(|text| !text.is_empty()));
    }
    let ask = "SELECT DISTINCT original FROM document WHERE original <> text AND id <> ?1";
    let mut found = Vec::new();
    for mut row in sql.rows("look for what is to be erased", ask, &[document.as_str().into()])? {
        let hash = row.hash(0, None)?;
        let Some(bytes) = read::blob(sql, hash)? else { continue };
        let file = String::from_utf8_lossy(&bytes);
        let there = lines.iter().filter(|line| file.contains(**line)).count();
        if !lines.is_empty() && there * 2 >= lines.len() {
            found.push(hash);
        }
    }
    Ok(found)
}
