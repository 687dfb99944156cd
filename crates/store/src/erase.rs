//! Takes the words of a document out of the store, and keeps their hashes. Decides nothing of who may.

use crate::{
    StoreError, parts, read,
    sql::{Sql, column},
};
use std::{collections::BTreeSet, ops::ControlFlow};
use truce_model::{DocumentId, Hash, Record, Seq};

/// Tells whether a story's text stands in a file, given in this order.
pub type StandsIn<'s> = dyn Fn(&str, &[u8]) -> bool + 's;

/// Takes out the text and the originals of a document, and all that was ever read from it, by record `by`.
///
/// The originals may hold stories beside it; their own texts stay, and only the file as it came goes.
pub(crate) fn erase(
    sql: &dyn Sql,
    document: &DocumentId,
    by: Seq,
    stands_in: &StandsIn<'_>,
) -> Result<(), StoreError> {
    let extractions = extractions(sql, document)?;
    for seq in &extractions {
        empty(sql, *seq, by)?;
    }
    parts::forget(sql, &extractions)?;
    for hash in blobs(sql, document, stands_in)? {
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
fn blobs(
    sql: &dyn Sql,
    document: &DocumentId,
    stands_in: &StandsIn<'_>,
) -> Result<BTreeSet<Hash>, StoreError> {
    let ask = "SELECT text, original FROM document WHERE id = ?1";
    let (mut blobs, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for mut row in sql.rows("look for what is to be erased", ask, &[document.as_str().into()])? {
        let text = row.hash(0, None)?;
        texts.insert(text);
        blobs.extend([text, row.hash(1, None)?]);
    }
    for text in texts {
        if let Some(text) = read::blob(sql, text)? {
            let text = String::from_utf8_lossy(&text);
            blobs.extend(files_with(sql, document, &|file| stands_in(&text, file))?);
        }
    }
    Ok(blobs)
}

/// The original files of other documents in which a text stands too.
///
/// A story that came again in a file with others is not recorded again, so no record tells that it stands there.
fn files_with(
    sql: &dyn Sql,
    document: &DocumentId,
    holds: &dyn Fn(&[u8]) -> bool,
) -> Result<Vec<Hash>, StoreError> {
    let ask = "SELECT DISTINCT original FROM document WHERE original <> text AND id <> ?1";
    let mut found = Vec::new();
    for mut row in sql.rows("look for what is to be erased", ask, &[document.as_str().into()])? {
        let hash = row.hash(0, None)?;
        if read::blob(sql, hash)?.is_some_and(|file| holds(&file)) {
            found.push(hash);
        }
    }
    Ok(found)
}
