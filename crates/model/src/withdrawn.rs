//! A document that no longer counts, with what was read from it. Nothing is judged by it.

use crate::{Claim, Document, Name, Seq};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A document that somebody withdrew, as it stood until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The document.
    pub document: Document,
    /// What was read from it, by id.
    pub claims: Vec<Claim>,
    /// The record by which it was withdrawn.
    pub seq: Seq,
    /// When that was recorded.
    pub at: Timestamp,
    /// Who withdrew it.
    pub by: Name,
    /// Why.
    pub reason: String,
}
