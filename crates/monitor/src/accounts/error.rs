//! What can be wrong with an account, a password or a token. Tells no secret.

use super::{LONGEST_TOKEN, password::SHORTEST_PASSWORD};
use thiserror::Error;
use truce_model::Name;
use truce_store::{Role, Scope};

/// Why an account cannot be made, changed or used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AccountError {
    /// The name belongs to somebody.
    #[error("there is an account `{name}`")]
    Taken {
        /// Which.
        name: Name,
    },
    /// The address belongs to somebody.
    #[error("another account has that address")]
    EmailTaken,
    /// There is no such account, or it is disabled.
    #[error("there is no account `{name}`, or it is disabled")]
    Unknown {
        /// What was given.
        name: Name,
    },
    /// Nobody would be left who keeps the accounts.
    #[error("`{name}` is the only administrator; nobody would be left who keeps the accounts")]
    LastAdministrator {
        /// Who.
        name: Name,
    },
    /// Not an address.
    #[error("`{email}` is no e-mail address")]
    Email {
        /// What was given.
        email: String,
    },
    /// A password is too short or too long.
    #[error("a password has {SHORTEST_PASSWORD} to 256 characters; this one has {characters}")]
    PasswordLength {
        /// How many it has.
        characters: usize,
    },
    /// A password is easily guessed.
    #[error("this password is easily guessed: it {problem}")]
    PasswordGuessed {
        /// Why.
        problem: &'static str,
    },
    /// A provider vouches for somebody whom nobody invited.
    #[error("no account is linked to this identity")]
    NotInvited,
    /// A token needs a name.
    #[error("a token's name has 1 to 100 characters")]
    TokenName,
    /// A token that is good for nothing.
    #[error("a token needs a scope: read, write, administer")]
    NoScope,
    /// A token for more than its account may do.
    #[error("the role `{role}` does not allow the scope `{scope}`")]
    BeyondRole {
        /// The scope.
        scope: Scope,
        /// The account's role.
        role: Role,
    },
    /// A token for too long or not at all.
    #[error("a token is made for 1 to {LONGEST_TOKEN} days, not for {days}")]
    TokenDays {
        /// What was given.
        days: u16,
    },
    /// The account has such a token.
    #[error("`{name}` has a token `{token}`")]
    TokenTaken {
        /// Whose.
        name: Name,
        /// Its name.
        token: String,
    },
    /// The account has no such token.
    #[error("`{name}` has no token `{token}`")]
    UnknownToken {
        /// Whose.
        name: Name,
        /// What was given.
        token: String,
    },
    /// The system gives no random numbers, or no memory to hash with.
    #[error("the system does not give what a secret needs: {0}")]
    System(String),
}

impl AccountError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            AccountError::Taken { .. } | AccountError::EmailTaken => {
                Some("`truce account list` shows them all; names and addresses are compared without case")
            }
            AccountError::Unknown { .. } => Some("`truce account list` shows them all"),
            AccountError::LastAdministrator { .. } => Some("make another administrator first"),
            AccountError::PasswordLength { .. } | AccountError::PasswordGuessed { .. } => {
                Some("four or five words that do not belong together make a good one")
            }
            AccountError::NotInvited => Some("ask an administrator for an account with your address"),
            AccountError::TokenTaken { .. } => Some("give it another name, or revoke that one"),
            AccountError::Email { .. }
            | AccountError::TokenName
            | AccountError::NoScope
            | AccountError::BeyondRole { .. }
            | AccountError::TokenDays { .. }
            | AccountError::UnknownToken { .. }
            | AccountError::System(_) => None,
        }
    }
}
