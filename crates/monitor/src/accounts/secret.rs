//! Secrets that are told once, and of which only the hash is kept.

use super::AccountError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;
use truce_model::Hash;

/// A secret. Whoever prints it sees nothing; `shown` is for the one answer that tells it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Makes one of 256 random bits.
    pub fn random() -> Result<Secret, AccountError> {
        Secret::make("")
    }

    /// Makes one of 256 random bits behind `mark`, by which programs that look for lost secrets know it.
    pub(super) fn make(mark: &str) -> Result<Secret, AccountError> {
        Ok(Secret(format!("{mark}{}", URL_SAFE_NO_PAD.encode(random::<32>()?))))
    }

    /// A secret that somebody gave.
    pub fn of(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// What is kept of it. It is random and long, so no slow hash is needed.
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }

    /// Another secret that whoever has this one has too, and from which this one cannot be found.
    pub fn derived(&self, purpose: &str) -> Secret {
        let hash = Hash::of_parts([purpose.as_bytes(), self.0.as_bytes()]);
        Secret(URL_SAFE_NO_PAD.encode(hash.bytes()))
    }

    /// The secret itself.
    pub fn shown(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Random bytes of the system.
pub(super) fn random<const N: usize>() -> Result<[u8; N], AccountError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| AccountError::System(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed_and_no_two_are_one() {
        let (one, other) = (Secret::make("truce_").unwrap(), Secret::make("truce_").unwrap());
        assert_ne!(one, other);
        assert!(one.shown().starts_with("truce_") && one.shown().len() > 40);
        assert!(!format!("{one:?}").contains("truce_"));
        assert_ne!(one.derived("csrf"), one.derived("state"));
    }
}
