//! What every store offers: one log, and reading as of any of its records. Says nothing of how.

use crate::{ClaimFilter, Hit, Page, StandsIn, StoreError, Teller, Told, check};
use jiff::Timestamp;
use std::{collections::BTreeMap, fmt, ops::ControlFlow};
use truce_model::{
    Agreement, Claim, Decision, Document, DocumentId, Doubt, Hash, Logged, Matched, Record, Ruling, Seq,
    Withdrawn,
};

/// The most bytes that one record may take as JSON: 16 MiB.
pub const MAX_PAYLOAD_BYTES: usize = 16 << 20;

/// The most bytes that one blob may take: 64 MiB.
pub const MAX_BLOB_BYTES: usize = 64 << 20;

/// A record to append, with the blobs that it names and the store may not have yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What is appended.
    pub record: Record,
    /// Contents, each stored once under its SHA-256.
    pub blobs: Vec<Vec<u8>>,
}

impl Entry {
    /// An entry that brings no blobs.
    pub fn new(record: Record) -> Entry {
        Entry { record, blobs: Vec::new() }
    }
}

/// A record as it stands in the log, with the parts of its hash, so that others can check it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place.
    pub seq: Seq,
    /// When it was written: UTC, nine decimals.
    pub recorded_at: String,
    /// What it is: document, extraction, agreement, decision.
    pub kind: String,
    /// Its content, as JSON; of a record that was erased, what is left.
    pub payload: String,
    /// The SHA-256 of its content as it was written.
    pub content: Hash,
    /// Whether its words were erased, so that `content` is not the hash of `payload`.
    pub erased: bool,
    /// The hash of the record before it; `None` for the first.
    pub before: Option<Hash>,
    /// Its hash.
    pub hash: Hash,
}

impl Line {
    /// The record in it.
    pub fn record(&self) -> Result<Record, serde_json::Error> {
        serde_json::from_str(&self.payload)
    }
}

/// What [`Log::verify`] found whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The last record.
    pub head: Seq,
    /// Its hash; `None` for an empty log. Written down elsewhere, it proves later that no record up to it was
    /// changed or removed.
    pub hash: Option<Hash>,
    /// Blobs whose bytes have their hash.
    pub blobs: u64,
    /// Documents ever recorded.
    pub documents: u64,
    /// Claims ever recorded and not erased, each found at its place in its text.
    pub claims: u64,
    /// Documents of which the words were erased.
    pub erased: u64,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verified { head, hash, blobs, documents, claims, erased } = self;
        write!(f, "{head} records, {documents} documents, {claims} claims, {blobs} texts")?;
        if *erased > 0 {
            write!(f, ", {erased} erased")?;
        }
        hash.map_or(Ok(()), |hash| write!(f, "; the last record's hash is {hash}"))
    }
}

/// Reading a log, within a transaction or not.
///
/// Everything that reads takes `up_to`, the last record that counts, so that what was read once can be read
/// again, whatever was appended since. `Seq::MAX` reads all there is.
pub trait Readable {
    /// The last record's place; 0 for an empty log.
    fn head(&self) -> Result<Seq, StoreError>;

    /// Shows the records `after < seq <= up_to` in order, one at a time, each checked against the hash chain.
    fn each_record(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Logged) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// Shows the lines `after < seq <= up_to` in order, as they stand in the log, each checked against the hash chain.
    fn each_line(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Line) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// The records `after < seq <= up_to`, all in memory; [`Log::each_record`] needs memory for only one.
    fn records(&self, after: Seq, up_to: Seq) -> Result<Vec<Logged>, StoreError> {
        let mut records = Vec::new();
        self.each_record(after, up_to, &mut |logged| {
            records.push(logged);
            ControlFlow::Continue(())
        })?;
        Ok(records)
    }

    /// The last record written at or before `time`; 0 if there is none.
    fn seq_at(&self, time: Timestamp) -> Result<Seq, StoreError>;

    /// The content with this hash; checked against it.
    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError>;

    /// The document of that id, if it is in force at `up_to`.
    fn document_at(&self, id: &DocumentId, up_to: Seq) -> Result<Option<Document>, StoreError>;

    /// The document of that id, if it is in the log and not withdrawn.
    fn document(&self, id: &DocumentId) -> Result<Option<Document>, StoreError> {
        self.document_at(id, Seq::MAX)
    }

    /// Whether a document of that id was in the log and is withdrawn.
    fn was_withdrawn(&self, id: &DocumentId) -> Result<bool, StoreError>;

    /// The documents in force at `up_to`, by id.
    fn documents(&self, up_to: Seq) -> Result<Vec<Document>, StoreError>;

    /// The claims in force at `up_to` that pass `filter`, by id, each found again in its document's text.
    ///
    /// A document's claims are those of its last extraction.
    fn claims(&self, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError>;

    /// The first `limit` claims behind `after` that pass `filter`, in force at `up_to`: by place on the globe where a box
    /// is asked for, else by day where days are, else in the order of the log.
    fn page(
        &self,
        up_to: Seq,
        filter: &ClaimFilter,
        after: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page, StoreError>;

    /// When the record at `seq` was written; `None`: there is no such record.
    fn recorded_at(&self, seq: Seq) -> Result<Option<Timestamp>, StoreError> {
        let records = self.records(seq.saturating_sub(1), seq)?;
        Ok(records.first().map(|logged| logged.recorded_at))
    }

    /// The record that erased the content with this hash; `None`: none did.
    fn erased_by(&self, hash: Hash) -> Result<Option<Seq>, StoreError>;

    /// Whether the content with this hash was erased.
    fn was_erased(&self, hash: Hash) -> Result<bool, StoreError> {
        Ok(self.erased_by(hash)?.is_some())
    }

    /// The documents that were withdrawn and do not count at `up_to`, by id, each with the claims that it had.
    fn withdrawn(&self, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError>;

    /// For each document in force at `up_to` the record that brought it.
    fn came(&self, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError>;

    /// The sentences that could not be read in the documents in force at `up_to`, by document and place.
    fn doubts(&self, up_to: Seq) -> Result<Vec<Doubt>, StoreError> {
        let mut doubts: BTreeMap<DocumentId, Vec<Doubt>> = BTreeMap::new();
        self.each_record(0, up_to, &mut |logged| {
            match logged.record {
                Record::Extraction { document, doubts: read, .. } => drop(doubts.insert(document, read)),
                Record::Decision {
                    decision: Decision::Withdraw { document, .. } | Decision::Erase { document, .. },
                } => drop(doubts.remove(&document)),
                Record::Document { .. }
                | Record::Agreement { .. }
                | Record::Decision {
                    decision:
                        Decision::Rule { .. }
                        | Decision::Match { .. }
                        | Decision::Classify { .. }
                        | Decision::Undo { .. },
                } => {}
            }
            ControlFlow::Continue(())
        })?;
        let mut doubts: Vec<Doubt> = doubts.into_values().flatten().collect();
        doubts.sort_by(|a, b| (&a.document, a.span).cmp(&(&b.document, b.span)));
        Ok(doubts)
    }

    /// The rulings at `up_to`, in the order of the log; the last of one ruler on one thing stands.
    fn rulings(&self, up_to: Seq) -> Result<Vec<Ruling>, StoreError> {
        let mut rulings: Vec<Ruling> = Vec::new();
        self.each_record(0, up_to, &mut |logged| {
            if let Record::Decision { decision: Decision::Rule { ruling } } = logged.record {
                rulings.retain(|earlier| !ruling.replaces(earlier));
                rulings.push(*ruling);
            }
            ControlFlow::Continue(())
        })?;
        Ok(rulings)
    }

    /// The decisions on claims at `up_to`, in the order of the log, without those that were undone.
    fn matchings(&self, up_to: Seq) -> Result<Vec<Matched>, StoreError> {
        let mut matchings: Vec<Matched> = Vec::new();
        self.each_record(0, up_to, &mut |logged| {
            match logged.record {
                Record::Decision { decision: Decision::Match { matching } } => {
                    matchings.push(Matched { seq: logged.seq, at: logged.recorded_at, matching: *matching });
                }
                Record::Decision { decision: Decision::Undo { seq, .. } } => {
                    matchings.retain(|matched| matched.seq != seq);
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        Ok(matchings)
    }

    /// The record that last changed what may be seen through this log; 0: all of it may be, or nothing was classified.
    fn classified(&self) -> Result<Seq, StoreError> {
        Ok(0)
    }

    /// The agreements at `up_to`, each in its last version, by id.
    fn agreements(&self, up_to: Seq) -> Result<Vec<Agreement>, StoreError>;

    /// The normalised text of a stored document.
    fn text(&self, document: &Document) -> Result<String, StoreError> {
        check::text(&document.id, document.text, self.blob(document.text)?)
    }
}

/// One append-only log with its derived views.
pub trait Log: Readable + Send {
    /// Appends all `entries` behind record `after`, or nothing, and returns the new head once it is on disk.
    ///
    /// `after` is the head that the caller knows; [`StoreError::Moved`] means that someone was quicker and
    /// nothing was written. A time before that of the last record is replaced by that one, so that
    /// `recorded_at` never goes backwards.
    fn append(&mut self, after: Seq, at: Timestamp, entries: &[Entry]) -> Result<Seq, StoreError>;

    /// As [`Log::append`], and judges anew what the log now tells, in the same transaction.
    fn append_and_tell(
        &mut self,
        after: Seq,
        at: Timestamp,
        entries: &[Entry],
        teller: &mut Teller<'_>,
    ) -> Result<Seq, StoreError>;

    /// Judges what the log tells and was not judged yet, or all of it anew.
    fn tell(&mut self, teller: &mut Teller<'_>, anew: bool) -> Result<(), StoreError>;

    /// The tellings: the last record of each day and of all, each with the program that judged.
    fn tellings(&self) -> Result<Vec<(Seq, String)>, StoreError>;

    /// What was told at telling `seq`, by sort and id.
    fn told(&self, seq: Seq) -> Result<Vec<Told>, StoreError>;

    /// Appends `entry`, which must erase a document, and takes its words out of the store for good.
    ///
    /// They go also from the files of other documents in which they stand, as `stands_in` tells, for no record does.
    ///
    /// Once this returns, no file of the store holds them. Where that fails after the erasure was recorded,
    /// [`StoreError::Unscrubbed`] says so, and opening the store to write makes up for it.
    fn erase(
        &mut self,
        after: Seq,
        at: Timestamp,
        entry: &Entry,
        stands_in: &StandsIn<'_>,
        teller: &mut Teller<'_>,
    ) -> Result<Seq, StoreError>;

    /// The claims in force at `up_to` in which all words of `asked` stand and that pass `filter`: the best `limit`, best
    /// first. Words in quotation marks must stand in that order.
    fn search(
        &self,
        up_to: Seq,
        asked: &str,
        filter: &ClaimFilter,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError>;

    /// Leaves the indexes of claims out while an archive is loaded, or makes them again.
    ///
    /// Reading gives the same in between, only slowly. What was interrupted is ended by this, by [`Log::rebuild`], or by
    /// whoever opens the store next to write and may make indexes.
    fn load(&mut self, loading: bool) -> Result<(), StoreError>;

    /// Writes a copy of the store, as it is at one moment, to a new file, while others write.
    fn backup(&self, path: &str) -> Result<(), StoreError>;

    /// Checks everything: chain, gaps, blobs, every claim's quote, and that the views equal a rebuild.
    ///
    /// Fails with [`StoreError::Damaged`], which names the first bad record.
    fn verify(&self) -> Result<Verified, StoreError>;

    /// Drops the views and derives them from the log again.
    fn rebuild(&mut self) -> Result<(), StoreError>;
}
