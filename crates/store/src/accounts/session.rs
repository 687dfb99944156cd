//! Sessions: who is logged in, until when. Knows no cookie.

use super::{Account, Accounts, rows, second};
use crate::StoreError;
use jiff::Timestamp;
use truce_model::{Hash, Name};

/// A login that lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of its secret.
    pub hash: Hash,
    /// When it began.
    pub made_at: Timestamp,
    /// When it ends unless it is renewed.
    pub expires_at: Timestamp,
}

impl Accounts {
    /// Begins a session of an account, and ends the one that it takes the place of.
    pub fn begin_session(
        &mut self,
        name: &Name,
        session: &Session,
        instead_of: Option<Hash>,
    ) -> Result<(), StoreError> {
        self.write(|sql| {
            if let Some(earlier) = instead_of {
                sql.run("log in", "DELETE FROM session WHERE hash = ?1", &[earlier.to_string().into()])?;
            }
            let Session { hash, made_at, expires_at } = session;
            let put = "INSERT INTO session (hash, account, made_at, expires_at) VALUES (?1, ?2, ?3, ?4)";
            let row = [hash.to_string().into(), name.key().into(), second(*made_at), second(*expires_at)];
            sql.run("log in", put, &row)?;
            let seen = "UPDATE account SET seen_at = ?2 WHERE key = ?1";
            sql.run("log in", seen, &[name.key().into(), second(*made_at)]).map(drop)
        })
    }

    /// The session with that hash and whose it is, if it is not over and the account not disabled.
    pub fn session(&self, hash: Hash, now: Timestamp) -> Result<Option<(Session, Account)>, StoreError> {
        let ask = format!(
            "SELECT {}, session.made_at, session.expires_at FROM session JOIN account ON account.key = session.account
             WHERE session.hash = ?1 AND session.expires_at > ?2 AND account.disabled = 0",
            rows::columns()
        );
        let sql = self.sql();
        let found = sql.first("read a session", &ask, &[hash.to_string().into(), second(now)])?;
        let Some(mut row) = found else { return Ok(None) };
        let account = rows::read(sql, &mut row)?;
        let made_at = rows::time(sql, row.int(rows::WIDTH)?)?;
        let expires_at = rows::time(sql, row.int(rows::WIDTH + 1)?)?;
        Ok(Some((Session { hash, made_at, expires_at }, account)))
    }

    /// Lets a session last until then.
    pub fn renew_session(&mut self, hash: Hash, now: Timestamp, until: Timestamp) -> Result<(), StoreError> {
        self.write(|sql| {
            let seen =
                "UPDATE account SET seen_at = ?2 WHERE key = (SELECT account FROM session WHERE hash = ?1)";
            sql.run("renew a session", seen, &[hash.to_string().into(), second(now)])?;
            let renew = "UPDATE session SET expires_at = ?2 WHERE hash = ?1";
            sql.run("renew a session", renew, &[hash.to_string().into(), second(until)]).map(drop)
        })
    }

    /// Ends a session.
    pub fn end_session(&mut self, hash: Hash) -> Result<(), StoreError> {
        self.write(|sql| {
            sql.run("log out", "DELETE FROM session WHERE hash = ?1", &[hash.to_string().into()]).map(drop)
        })
    }

    /// Ends every session of an account but one.
    pub fn end_sessions(&mut self, name: &Name, but: Option<Hash>) -> Result<(), StoreError> {
        let but = but.map_or_else(String::new, |hash| hash.to_string());
        self.write(|sql| {
            let end = "DELETE FROM session WHERE account = ?1 AND hash <> ?2";
            sql.run("log out", end, &[name.key().into(), but.as_str().into()]).map(drop)
        })
    }
}
