//! Tokens: secrets by which programs use an account, for less than it may do. Holds their hashes alone.

use super::{Account, Accounts, rows, second};
use crate::{
    StoreError,
    sql::{Fields, Sql},
};
use jiff::Timestamp;
use std::{collections::BTreeSet, fmt, str::FromStr};
use truce_model::{Hash, Name};

/// What a token is good for, never more than its account's role allows; each scope includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Reading.
    Read,
    /// Changing the record.
    Write,
    /// Keeping the accounts.
    Administer,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Write, Scope::Administer];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Administer => "administer",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(word: &str) -> Result<Scope, String> {
        let found = Scope::ALL.into_iter().find(|scope| scope.word() == word);
        found.ok_or_else(|| format!("`{word}` is no scope: read, write, administer"))
    }
}

/// A token, without the secret itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// SHA-256 of it.
    pub hash: Hash,
    /// What it is for; no two of one account have one name.
    pub name: String,
    /// What it is good for.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was last used, to the hour.
    pub used_at: Option<Timestamp>,
}

const COLUMNS: &str = "token.hash, token.name, token.scopes, token.made_at, token.expires_at, token.used_at";

/// How old the note of the last use may be, in seconds: writing at every use would be much for little.
const NOTED_EVERY: i64 = 3600;

fn read(sql: &dyn Sql, row: &mut Fields<'_>, from: usize) -> Result<Token, StoreError> {
    let scopes = row.text(from + 2)?;
    let scopes = scopes.split(' ').filter(|word| !word.is_empty()).map(Scope::from_str);
    Ok(Token {
        hash: row.hash(from, None)?,
        name: row.text(from + 1)?,
        scopes: scopes.collect::<Result<_, _>>().map_err(|problem| sql.damaged(None, problem))?,
        made_at: rows::time(sql, row.int(from + 3)?)?,
        expires_at: rows::time(sql, row.int(from + 4)?)?,
        used_at: row.maybe_int(from + 5)?.map(|at| rows::time(sql, at)).transpose()?,
    })
}

impl Accounts {
    /// Makes a token of an account; `false`: the account has one of that name, and nothing was made.
    pub fn add_token(&mut self, name: &Name, token: &Token) -> Result<bool, StoreError> {
        let scopes: Vec<&str> = token.scopes.iter().map(Scope::word).collect();
        let row = [
            token.hash.to_string().into(),
            name.key().into(),
            token.name.as_str().into(),
            scopes.join(" ").into(),
            second(token.made_at),
            second(token.expires_at),
        ];
        let put = "INSERT INTO token (hash, account, name, scopes, made_at, expires_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
        self.write(|sql| Ok(sql.run("make a token", put, &row)? == 1))
    }

    /// The tokens of an account that are not over, by name.
    pub fn tokens(&self, name: &Name, now: Timestamp) -> Result<Vec<Token>, StoreError> {
        let ask =
            format!("SELECT {COLUMNS} FROM token WHERE account = ?1 AND expires_at > ?2 ORDER BY token.name");
        let sql = self.sql();
        let rows = sql.rows("read tokens", &ask, &[name.key().into(), second(now)])?;
        rows.into_iter().map(|mut row| read(sql, &mut row, 0)).collect()
    }

    /// The token with that hash and whose it is, if it is not over and the account not disabled.
    pub fn token(&self, hash: Hash, now: Timestamp) -> Result<Option<(Token, Account)>, StoreError> {
        let ask = format!(
            "SELECT {}, {COLUMNS} FROM token JOIN account ON account.key = token.account
             WHERE token.hash = ?1 AND token.expires_at > ?2 AND account.disabled = 0",
            rows::columns()
        );
        let sql = self.sql();
        let found = sql.first("read a token", &ask, &[hash.to_string().into(), second(now)])?;
        let Some(mut row) = found else { return Ok(None) };
        let account = rows::read(sql, &mut row)?;
        Ok(Some((read(sql, &mut row, rows::WIDTH)?, account)))
    }

    /// Notes that a token was used, unless that was noted lately.
    pub fn note_use(&mut self, token: &Token, now: Timestamp) -> Result<(), StoreError> {
        if token.used_at.is_some_and(|used| now.as_second() - used.as_second() < NOTED_EVERY) {
            return Ok(());
        }
        self.write(|sql| {
            let note = "UPDATE token SET used_at = ?2 WHERE hash = ?1";
            sql.run("note the use of a token", note, &[token.hash.to_string().into(), second(now)]).map(drop)
        })
    }

    /// Ends a token; `false`: the account has none of that name.
    pub fn revoke_token(&mut self, name: &Name, token: &str) -> Result<bool, StoreError> {
        self.write(|sql| {
            let end = "DELETE FROM token WHERE account = ?1 AND name = ?2";
            Ok(sql.run("revoke a token", end, &[name.key().into(), token.into()])? == 1)
        })
    }
}
