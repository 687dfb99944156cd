//! What the log holds. A record is never changed; a correction is a further record.

use crate::{
    Agreement, Claim, Confidentiality, Document, DocumentId, Doubt, Guarded, Hash, Matching, Name, Ruling,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Place of a record in the log, from 1.
pub type Seq = u64;

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Decision {
    /// A document no longer counts; its claims are set aside from here on.
    Withdraw {
        /// Which.
        document: DocumentId,
        /// Why.
        reason: String,
        /// Who decided.
        by: Name,
    },
    /// The words of a document are taken out of the record for good: its text, its original, what was read from it.
    /// Their hashes stay, so that the rest can still be checked.
    Erase {
        /// Which.
        document: DocumentId,
        /// Why.
        reason: String,
        /// Who decided.
        by: Name,
    },
    /// Somebody looked into an incident and ruled on it.
    Rule {
        /// The ruling.
        ruling: Box<Ruling>,
    },
    /// Somebody compared claims and decided whether they tell of one incident.
    Match {
        /// The decision.
        matching: Box<Matching>,
    },
    /// From here on only those who are cleared for it may see a document, or who said a thing; the last decision counts.
    Classify {
        /// What.
        guarded: Guarded,
        /// How confidential it is.
        level: Confidentiality,
        /// Why.
        reason: String,
        /// Who decided.
        by: Name,
    },
    /// A decision on claims no longer counts.
    Undo {
        /// Its record.
        seq: Seq,
        /// Who undid it.
        by: Name,
        /// Why.
        reason: String,
    },
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub enum Record {
    /// A document came in.
    Document {
        /// The document; its texts are blobs.
        document: Document,
    },
    /// What was read from a document.
    Extraction {
        /// Which document.
        document: DocumentId,
        /// Program version that read it.
        version: String,
        /// The claims.
        claims: Vec<Claim>,
        /// Sentences that could not be read.
        doubts: Vec<Doubt>,
    },
    /// An agreement was added, or a new version of it.
    Agreement {
        /// The terms.
        agreement: Box<Agreement>,
    },
    /// Somebody decided something.
    Decision {
        /// What.
        decision: Decision,
    },
}

/// A record as it stands in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// Its place, from 1, without gaps.
    pub seq: Seq,
    /// When it was written.
    pub recorded_at: Timestamp,
    /// Hash over the one before it, its place, its time and its content.
    pub hash: Hash,
    /// The content.
    pub record: Record,
}
