//! What somebody who compared claims decided of them: whether they tell of one incident. Computes no incident.

use crate::{ClaimId, Name, Seq};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What was decided of some claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sameness {
    /// All of them tell of one incident.
    Same,
    /// No claim of the one list tells of the incident of which a claim of the other list tells.
    NotSame,
    /// It was looked into and could not be found out; it binds nothing.
    Unsure,
    /// The claims of the one list tell of one incident, those of the other, from which they were taken, of others.
    Split,
}

impl Sameness {
    /// The word by which it is shown and given.
    pub fn word(&self) -> &'static str {
        match self {
            Sameness::Same => "same",
            Sameness::NotSame => "not-same",
            Sameness::Unsure => "unsure",
            Sameness::Split => "split",
        }
    }
}

impl fmt::Display for Sameness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A decision on which claims tell of one incident. It names claims and no incident, so that it holds whatever comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// What was decided.
    pub held: Sameness,
    /// The claims of the one list.
    pub claims: Vec<ClaimId>,
    /// The claims of the other.
    pub others: Vec<ClaimId>,
    /// Who decided.
    pub by: Name,
    /// Why.
    pub reason: String,
}

impl Matching {
    /// Every claim that it names.
    pub fn names(&self) -> impl Iterator<Item = &ClaimId> {
        self.claims.iter().chain(&self.others)
    }
}

/// A decision on claims as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// Its record.
    pub seq: Seq,
    /// When it was recorded.
    pub at: Timestamp,
    /// What was decided.
    pub matching: Matching,
}
