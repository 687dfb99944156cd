//! Names as a text uses them. Which actor or place a name means is looked up, never stored in it.

use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// The words by which a text names somebody or some place; never empty, no line break, trimmed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why words are no name.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NameError {
    /// Nothing was given.
    #[error("an empty name")]
    Empty,
    /// More than 300 bytes.
    #[error("a name of {0} bytes; 300 are the most")]
    Long(usize),
}

impl Name {
    /// Reads a name: white space is folded to single spaces.
    pub fn parse(words: &str) -> Result<Name, NameError> {
        let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match folded.len() {
            0 => Err(NameError::Empty),
            1..=300 => Ok(Name(folded)),
            bytes => Err(NameError::Long(bytes)),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A form for comparison: lower case, accents of apostrophes and a leading article set aside.
    ///
    /// `The Syrian Observatory` and `Syrian observatory` have one key; `Duma` and `Douma` have two.
    pub fn key(&self) -> String {
        key(&self.0)
    }
}

/// Whether two spellings are of one name: case and a leading article set aside, as in every list.
pub fn same_name(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

/// The form in which two spellings of a name are compared.
pub(crate) fn key(words: &str) -> String {
    let lower = words.to_lowercase().replace(['’', '‘', '`'], "'").replace(['-', '–'], " ");
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;

    fn try_from(words: String) -> Result<Name, NameError> {
        Name::parse(&words)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_never_empty() {
        assert_eq!(Name::parse(" North\n army ").map(String::from), Ok("North army".into()));
        assert_eq!(Name::parse(" \n"), Err(NameError::Empty));
        assert_eq!(Name::parse(&"a".repeat(301)), Err(NameError::Long(301)));
    }

    #[test]
    fn a_key_sets_case_article_and_hyphen_aside() {
        assert_eq!(key("The Al-Arden Brigade"), "al arden brigade");
        assert_eq!(key("Shi’ite"), "shi'ite");
    }
}
