//! Passwords: which are taken, how they are hashed and known again. Keeps none.
//!
//! Argon2id with 19 MiB, two passes and one lane: the first choice of OWASP, Password Storage Cheat Sheet (2025). Lengths
//! as NIST SP 800-63B-4, Digital Identity Guidelines (2025), 3.1.1: at least fifteen characters where nothing else is asked
//! for, no rules of composition.

use super::{AccountError, Secret, secret};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use std::{collections::BTreeSet, sync::LazyLock};
use truce_model::{Name, same_name};
use truce_store::PasswordHash;
use unicode_normalization::UnicodeNormalization;

/// How many characters a password has at least.
pub const SHORTEST_PASSWORD: usize = 15;
/// How many it has at most; more would be work for whoever only wants to make work.
const LONGEST: usize = 256;
/// How many different characters it has at least.
const FEWEST_DIFFERENT: usize = 5;

/// The letters of a password that is made: none that looks like another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are in the ranges of Argon2");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// One text for all ways in which keyboards write it.
fn normal(password: &str) -> String {
    password.nfc().collect()
}

/// Hashes the password of somebody with that name, unless it is too short or easily guessed. Takes a while, on purpose.
pub fn hash_password(name: &Name, password: &str) -> Result<PasswordHash, AccountError> {
    let password = normal(password);
    let characters = password.chars().count();
    if !(SHORTEST_PASSWORD..=LONGEST).contains(&characters) {
        return Err(AccountError::PasswordLength { characters });
    }
    let guessed = |problem| Err(AccountError::PasswordGuessed { problem });
    if password.chars().collect::<BTreeSet<char>>().len() < FEWEST_DIFFERENT {
        return guessed("has few different characters");
    }
    if same_name(&password, name.as_str()) {
        return guessed("is the name of the account");
    }
    hash(&password)
}

fn hash(password: &str) -> Result<PasswordHash, AccountError> {
    let salt = secret::random::<16>()?;
    let hashed = argon2().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hash| PasswordHash(hash.to_string())).map_err(|error| AccountError::System(error.to_string()))
}

/// Whether that is the password of the hash. Takes as long where there is no hash, so that nobody learns who has an
/// account.
pub fn check_password(hash: Option<&PasswordHash>, password: &str) -> bool {
    /// Of a password that nobody knows.
    static NOBODY: LazyLock<Option<PasswordHash>> =
        LazyLock::new(|| self::hash(Secret::make("").ok()?.shown()).ok());
    let asked = hash.or(NOBODY.as_ref());
    // What is longer was never taken, and is not worth the work.
    let password = if password.len() > 4 * LONGEST { "" } else { password };
    let matches = asked
        .and_then(|PasswordHash(hash)| phc::PasswordHash::new(hash).ok())
        .is_some_and(|hash| argon2().verify_password(normal(password).as_bytes(), &hash).is_ok());
    matches && hash.is_some()
}

/// A password for the first login: twenty letters in groups of five.
pub fn make_password() -> Result<Secret, AccountError> {
    let letters = secret::random::<20>()?.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(Secret::of(groups.join("-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Option<&str>) {
        let hashed = hash_password(&Name::parse("Mira of the Arden desk").unwrap(), password);
        match expected {
            None => assert!(hashed.is_ok(), "{password}"),
            Some(expected) => assert!(hashed.unwrap_err().to_string().contains(expected), "{password}"),
        }
    }

    #[test]
    fn a_password_that_can_be_guessed_is_refused() {
        check("mill ruba bridge ferry", None);
        check("المدينة الجسر القمر الريح", None);
        check("short", Some("this one has 5"));
        check(&"ab".repeat(300), Some("this one has 600"));
        check("abcabcabcabcabcabc", Some("few different"));
        check("mira of the ARDEN desk", Some("name of the account"));
    }

    #[test]
    fn a_password_is_known_again_however_it_was_typed_and_no_other_is() {
        let hash = hash_password(&Name::parse("Mira").unwrap(), "caf\u{e9} ruba bridge ferry").unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(check_password(Some(&hash), "cafe\u{301} ruba bridge ferry"));
        assert!(!check_password(Some(&hash), "cafe ruba bridge ferry"));
        assert!(!check_password(None, "cafe ruba bridge ferry"));
    }

    #[test]
    fn a_made_password_is_taken() {
        let (one, other) = (make_password().unwrap(), make_password().unwrap());
        assert_ne!(one.shown(), other.shown());
        check(one.shown(), None);
    }
}
