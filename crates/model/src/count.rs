//! How many, between which bounds. A number that nobody gave is `None`, never zero.

use crate::Name;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number as a source gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What is counted: `people`, `trucks`, `strikes`.
    pub of: String,
    /// At least so many; `None`: no lower number was given.
    pub min: Option<u64>,
    /// At most so many; `None`: no upper number was given. `Some(0)`: said to be none.
    pub max: Option<u64>,
    /// Whether the source hedged the number ("about", "dozens").
    pub approx: bool,
    /// Which people or things, where the text says so (`civilians`).
    pub who: Option<Name>,
}

impl Count {
    /// Exactly `n` of them.
    pub fn exactly(n: u64, of: &str) -> Count {
        Count { of: of.to_owned(), min: Some(n), max: Some(n), approx: false, who: None }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.approx {
            f.write_str("about ")?;
        }
        match (self.min, self.max) {
            (None, None) => f.write_str("an unknown number")?,
            (Some(min), None) => write!(f, "at least {min}")?,
            (None, Some(max)) => write!(f, "at most {max}")?,
            (Some(min), Some(max)) if min == max => write!(f, "{min}")?,
            (Some(min), Some(max)) => write!(f, "{min} to {max}")?,
        }
        write!(f, " {}", self.who.as_ref().map_or(self.of.as_str(), |who| who.as_str()))
    }
}
