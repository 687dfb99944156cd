//! What can be wrong with a piece of evidence. Names the piece and the place; the caller adds the file.

use thiserror::Error;

/// Why a piece of evidence cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum EvidenceError {
    /// A key that is none.
    #[error("the key is none: {0}")]
    Key(String),
    /// A signed note that is not of the form.
    #[error("the note is none: {0}")]
    Note(String),
    /// A note that the key did not sign.
    #[error("no signature of `{name}` (key {id:08x}) stands below the note")]
    Unsigned {
        /// The key's name.
        name: String,
        /// Its number.
        id: u32,
    },
    /// A signature that is not over this text.
    #[error("the signature of `{name}` is not over this text: the text or the signature was changed")]
    Forged {
        /// The key's name.
        name: String,
    },
    /// A checkpoint that is not of the form.
    #[error("the checkpoint is none: {0}")]
    Checkpoint(String),
    /// A proof that is not of the form.
    #[error("the proof is none, line {line}: {problem}")]
    Proof {
        /// From 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A proof that does not lead where it should.
    #[error("the proof does not hold: {0}")]
    Broken(String),
    /// A timestamp that is not of the form, or not over this text.
    #[error("the timestamp does not hold: {0}")]
    Timestamp(String),
    /// The authority gave no timestamp.
    #[error("the authority gave no timestamp: {0}")]
    Refused(String),
    /// Certificates that cannot be read.
    #[error("the authority's certificates cannot be read: {0}")]
    Authority(String),
    /// A bag that cannot be written.
    #[error("{path}: {problem}")]
    Bag {
        /// The file or folder.
        path: String,
        /// What is wrong.
        problem: String,
    },
}
