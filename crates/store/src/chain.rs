//! The hash chain over the log, the same for every backend. Pure: is given the time and stores nothing.

use crate::{MAX_PAYLOAD_BYTES, StoreError};
use jiff::Timestamp;
use serde::Deserialize;
use truce_model::{Claim, Decision, DocumentId, Doubt, Hash, Logged, Record, Seq};

/// A record as it stands in a row, without its hash.
pub(crate) struct Row {
    pub(crate) seq: Seq,
    pub(crate) recorded_at: String,
    pub(crate) kind: String,
    pub(crate) payload: String,
    /// Of a record that was erased: the hash of the content that it had.
    pub(crate) content: Option<Hash>,
}

impl Row {
    /// The hash of the content as it was appended.
    pub(crate) fn content(&self) -> Hash {
        self.content.unwrap_or_else(|| Hash::of(self.payload.as_bytes()))
    }

    /// The hash that the row has behind a row with the hash `before`; 32 zero bytes stand before the first row.
    pub(crate) fn hash_after(&self, before: Option<Hash>) -> Hash {
        let before = before.map_or([0; 32], |hash| *hash.bytes());
        let seq = self.seq.to_string();
        // The content stands in the chain by its hash, so that it can be erased and the chain still checked.
        Hash::of_parts([
            before.as_slice(),
            seq.as_bytes(),
            self.recorded_at.as_bytes(),
            self.kind.as_bytes(),
            self.content().bytes(),
        ])
    }

    /// Whether it is what an erasure leaves of a record: which document was read, and nothing that was read.
    pub(crate) fn is_emptied(&self) -> bool {
        let read = record(&self.payload);
        matches!(read, Ok(Record::Extraction { claims, doubts, .. }) if claims.is_empty() && doubts.is_empty())
    }

    /// The record in the row, or what is wrong with it.
    pub(crate) fn read(&self, hash: Hash) -> Result<Logged, String> {
        let recorded_at = self.recorded_at.parse().map_err(|e| format!("its time is none: {e}"))?;
        let record = record(&self.payload).map_err(|e| format!("its content is none: {e}"))?;
        if kind(&record) != self.kind {
            return Err(format!("it is listed as {} and holds {}", self.kind, kind(&record)));
        }
        Ok(Logged { seq: self.seq, recorded_at, hash, record })
    }
}

/// The word for what a record is.
pub(crate) fn kind(record: &Record) -> &'static str {
    match record {
        Record::Document { .. } => "document",
        Record::Extraction { .. } => "extraction",
        Record::Agreement { .. } => "agreement",
        Record::Decision { .. } => "decision",
    }
}

/// What a record is, for messages.
pub(crate) fn title(record: &Record) -> String {
    match record {
        Record::Document { document } => format!("document {}", document.id),
        Record::Extraction { document, .. } => format!("the extraction from {document}"),
        Record::Agreement { agreement } => format!("agreement {}", agreement.id),
        Record::Decision { decision: Decision::Withdraw { document, .. } } => {
            format!("the withdrawal of {document}")
        }
        Record::Decision { decision: Decision::Erase { document, .. } } => {
            format!("the erasure of {document}")
        }
        Record::Decision { decision: Decision::Rule { ruling } } => {
            format!("the ruling of {} on {}", ruling.by, ruling.claim)
        }
        Record::Decision { decision: Decision::Match { matching } } => {
            format!("the decision of {} on {} claims", matching.by, matching.names().count())
        }
        // Who reads a message may not be cleared for what was classified.
        Record::Decision { decision: Decision::Classify { by, .. } } => format!("a classification by {by}"),
        Record::Decision { decision: Decision::Undo { seq, by, .. } } => {
            format!("the undoing of record {seq} by {by}")
        }
    }
}

/// The record that a payload holds.
fn record(payload: &str) -> Result<Record, serde_json::Error> {
    // Most of a log is extractions, and a type that is known is read at twice the pace of one of several.
    if !payload.starts_with("{\"record\":\"extraction\",") {
        return serde_json::from_str(payload);
    }
    let Extraction { document, version, claims, doubts, .. } = serde_json::from_str(payload)?;
    Ok(Record::Extraction { document, version, claims, doubts })
}

/// The fields of [`Record::Extraction`].
#[derive(Deserialize)]
struct Extraction {
    /// What it is; named so that it may stand only once.
    #[serde(rename = "record")]
    _record: String,
    document: DocumentId,
    version: String,
    claims: Vec<Claim>,
    doubts: Vec<Doubt>,
}

/// The record as JSON, unless it is too large or would not read back as it is: in a log that is never changed,
/// such a record would stand in the way for ever.
pub(crate) fn payload(record: &Record) -> Result<String, StoreError> {
    let malformed = |problem| StoreError::Malformed { what: title(record), problem };
    let payload = serde_json::to_string(record).map_err(|e| malformed(e.to_string()))?;
    if payload.len() > MAX_PAYLOAD_BYTES {
        let what = title(record);
        return Err(StoreError::TooLarge { what, bytes: payload.len(), limit: MAX_PAYLOAD_BYTES });
    }
    match self::record(&payload) {
        Ok(read) if &read == record => Ok(payload),
        Ok(_) => Err(malformed("does not read back as it was written".to_owned())),
        Err(e) => Err(malformed(format!("does not read back: {e}"))),
    }
}

/// A time as it stands in a row: one length for all, so that times compare as text.
pub(crate) fn stamp(time: Timestamp) -> String {
    // Before the year 0 a sign would break the order of the texts.
    const FIRST: &str = "0000-01-01T00:00:00.000000000Z";
    let stamp = format!("{time:.9}");
    if stamp.starts_with('-') { FIRST.to_owned() } else { stamp }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_compare_as_text() {
        let times =
            ["0001-01-01T00:00Z", "2031-03-05T06:00Z", "2031-03-05T06:00:00.5Z", "2031-03-05T06:00:01Z"];
        let stamps = times.map(|time| stamp(time.parse().unwrap()));
        assert!(stamps.is_sorted() && stamps.iter().all(|stamp| stamp.len() == 30), "{stamps:?}");
        assert!(stamp(Timestamp::MIN) < stamps[0]);
        assert_eq!(stamp(Timestamp::MAX).len(), 30);
    }

    #[test]
    fn the_chain_holds_where_only_the_hash_of_a_content_is_left() {
        let row = |payload: &str| Row {
            seq: 1,
            recorded_at: stamp(Timestamp::UNIX_EPOCH),
            kind: "extraction".into(),
            payload: payload.into(),
            content: None,
        };
        let whole = row("a quote").hash_after(None);
        let erased = |was: &[u8]| Row { content: Some(Hash::of(was)), ..row("") };
        assert_eq!(erased(b"a quote").hash_after(None), whole);
        assert_ne!(erased(b"another").hash_after(None), whole);
    }

    #[test]
    fn a_hash_depends_on_every_part_and_on_the_one_before() {
        let row = |seq, recorded_at: &str, kind: &str, payload: &str| Row {
            seq,
            recorded_at: recorded_at.into(),
            kind: kind.into(),
            payload: payload.into(),
            content: None,
        };
        let first = row(1, "t", "k", "p").hash_after(None);
        let others =
            [row(2, "t", "k", "p"), row(1, "u", "k", "p"), row(1, "t", "l", "p"), row(1, "t", "k", "q")];
        assert!(others.iter().all(|other| other.hash_after(None) != first));
        assert_ne!(row(1, "t", "k", "p").hash_after(Some(first)), first);
    }
}
