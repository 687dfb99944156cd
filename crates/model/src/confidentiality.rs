//! Who may see a document, or who said a thing. Hides nothing itself.

use crate::{DocumentId, Name};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// How confidential a document or a source is, or what somebody is cleared for: for that level and those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidentiality {
    /// Whoever reads the record may see it.
    #[default]
    Public,
    /// Those who work on the record may see it.
    Restricted,
    /// Few may see it: whoever becomes known as the source may be harmed.
    Confidential,
}

impl Confidentiality {
    /// Every level, the most open first.
    pub const ALL: [Confidentiality; 3] =
        [Confidentiality::Public, Confidentiality::Restricted, Confidentiality::Confidential];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Confidentiality::Public => "public",
            Confidentiality::Restricted => "restricted",
            Confidentiality::Confidential => "confidential",
        }
    }
}

impl fmt::Display for Confidentiality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Not the word of a level.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is no level of confidentiality: public, restricted, confidential")]
pub struct ParseConfidentialityError(pub String);

impl FromStr for Confidentiality {
    type Err = ParseConfidentialityError;

    fn from_str(word: &str) -> Result<Confidentiality, ParseConfidentialityError> {
        let found = Confidentiality::ALL.into_iter().find(|level| level.word() == word);
        found.ok_or_else(|| ParseConfidentialityError(word.to_owned()))
    }
}

/// What is confidential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Guarded {
    /// A document, with all that was read from it.
    Document {
        /// Which.
        document: DocumentId,
    },
    /// A source, with every document in which one of its names stands.
    Source {
        /// The names by which it can be known; never empty.
        names: Vec<Name>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_reads_back_from_its_word() {
        for level in Confidentiality::ALL {
            assert_eq!(level.word().parse(), Ok(level));
        }
        assert!("secret".parse::<Confidentiality>().is_err());
        assert!(Confidentiality::ALL.is_sorted());
    }
}
