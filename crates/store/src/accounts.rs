//! Who may use a record on a server, beside its log. Knows hashes of secrets alone, and neither HTTP nor records.

mod answered;
mod rows;
mod session;
mod token;

pub use answered::{Answer, Begun};
pub use session::Session;
pub use token::{Scope, Token};

use crate::{
    Mode, StoreError, address,
    sql::{Backend, Sql, Value},
};
use jiff::Timestamp;
use std::{fmt, str::FromStr};
use truce_model::{Confidentiality, Name};

/// What somebody may do; each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Reader,
    /// Enters and corrects claims, decides same or not the same.
    Coder,
    /// Accepts and publishes.
    Reviewer,
    /// Keeps the accounts, takes words out of the record.
    Administrator,
}

impl Role {
    /// Every role, the one that may least first.
    pub const ALL: [Role; 4] = [Role::Reader, Role::Coder, Role::Reviewer, Role::Administrator];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Coder => "coder",
            Role::Reviewer => "reviewer",
            Role::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Role, String> {
        let found = Role::ALL.into_iter().find(|role| role.word() == word);
        found.ok_or_else(|| format!("`{word}` is no role: reader, coder, reviewer, administrator"))
    }
}

/// The hash of a password, as a PHC string. Whoever prints it sees nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Somebody as a provider of identities names him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The provider.
    pub issuer: String,
    /// Its own name for him.
    pub subject: String,
}

/// Somebody who may use a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Under which changes are recorded; never changed, and no two have one key.
    pub name: Name,
    /// What he may do.
    pub role: Role,
    /// What he may see.
    pub clearance: Confidentiality,
    /// By which he logs in; `None`: not by a password.
    pub password: Option<PasswordHash>,
    /// By which a provider's first word of him is believed, in lower case.
    pub email: Option<String>,
    /// The provider that vouches for him.
    pub subject: Option<Subject>,
    /// Whether he is kept out.
    pub disabled: bool,
    /// When the account was made.
    pub made_at: Timestamp,
    /// When he last logged in, or went on being logged in.
    pub seen_at: Option<Timestamp>,
}

/// What came of changing an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is so now.
    To(Account),
    /// There is no such account.
    Unknown,
    /// Nobody would be left who keeps the accounts; nothing was changed.
    LastAdministrator,
    /// Another account has that address or that subject; nothing was changed.
    Taken,
}

/// The accounts of one store, on a connection of their own.
pub struct Accounts(Box<dyn Backend>);

impl Accounts {
    /// Opens the accounts of the store at `address`.
    pub fn open(address: &str, mode: Mode) -> Result<Accounts, StoreError> {
        Ok(Accounts(address::backend(address, mode)?))
    }

    fn sql(&self) -> &dyn Sql {
        self.0.sql()
    }

    /// Does `work` in one transaction, and gives what it gives.
    fn write<T>(&mut self, mut work: impl FnMut(&dyn Sql) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut done = None;
        self.0.write(&mut |_| Ok(()), &mut |sql| {
            done = Some(work(sql)?);
            Ok(())
        })?;
        Ok(done.expect("a transaction that was committed has done its work"))
    }

    /// Every account, by name.
    pub fn all(&self) -> Result<Vec<Account>, StoreError> {
        rows::accounts(self.sql(), "ORDER BY key", &[])
    }

    /// The account of that name, however it is spelt.
    pub fn account(&self, name: &Name) -> Result<Option<Account>, StoreError> {
        rows::account(self.sql(), &name.key())
    }

    /// The account for which a provider vouches.
    pub fn of_subject(&self, subject: &Subject) -> Result<Option<Account>, StoreError> {
        let values = [subject.issuer.as_str().into(), subject.subject.as_str().into()];
        let found = rows::accounts(self.sql(), "WHERE issuer = ?1 AND subject = ?2", &values)?;
        Ok(found.into_iter().next())
    }

    /// The account with that address.
    pub fn of_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        let found = rows::accounts(self.sql(), "WHERE email = ?1", &[email.to_lowercase().into()])?;
        Ok(found.into_iter().next())
    }

    /// Makes an account; `false`: its name or its address is taken, and nothing was made.
    pub fn add(&mut self, account: &Account) -> Result<bool, StoreError> {
        self.write(|sql| rows::insert(sql, account))
    }

    /// Changes an account, but neither its name nor its times. One that is disabled is logged out and loses its tokens.
    pub fn change(&mut self, name: &Name, edit: &mut dyn FnMut(&mut Account)) -> Result<Changed, StoreError> {
        self.write(|sql| {
            let Some(mut account) = rows::account(sql, &name.key())? else { return Ok(Changed::Unknown) };
            edit(&mut account);
            if !rows::is_free(sql, &account)? {
                return Ok(Changed::Taken);
            }
            let kept = account.role == Role::Administrator && !account.disabled;
            if !kept && rows::is_last_administrator(sql, &account)? {
                return Ok(Changed::LastAdministrator);
            }
            rows::update(sql, &account)?;
            if account.disabled {
                let key: Value = account.name.key().into();
                sql.run(
                    "disable an account",
                    "DELETE FROM session WHERE account = ?1",
                    std::slice::from_ref(&key),
                )?;
                sql.run("disable an account", "DELETE FROM token WHERE account = ?1", &[key])?;
            }
            Ok(Changed::To(account))
        })
    }

    /// Takes out what is over: sessions, tokens, and answers from before `answered`.
    pub fn clear(&mut self, now: Timestamp, answered: Timestamp) -> Result<(), StoreError> {
        self.write(|sql| {
            let doing = "clear out what is over";
            sql.run(doing, "DELETE FROM session WHERE expires_at <= ?1", &[second(now)])?;
            sql.run(doing, "DELETE FROM token WHERE expires_at <= ?1", &[second(now)])?;
            sql.run(doing, "DELETE FROM answered WHERE at <= ?1", &[second(answered)]).map(drop)
        })
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Accounts").field(&self.sql().store()).finish()
    }
}

/// A time as it stands in the tables.
fn second(time: Timestamp) -> Value {
    Value::Int(time.as_second())
}
