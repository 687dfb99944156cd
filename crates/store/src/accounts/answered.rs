//! What was answered to requests that may be sent again, so that what they ask for is done once. Knows no HTTP but the
//! parts of an answer.

use super::{Accounts, second};
use crate::StoreError;
use jiff::Timestamp;
use truce_model::Hash;

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The headers that belong to it.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

/// Where a request stands that may be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It was not sent before: it is to be answered now.
    First,
    /// It was answered.
    Answered(Answer),
    /// It is being answered, or nobody knows what became of it.
    Running,
    /// Another request had that key.
    Other,
}

impl Accounts {
    /// Notes that a request is being answered, unless its key came before.
    pub fn begin_answer(&mut self, key: Hash, request: Hash, now: Timestamp) -> Result<Begun, StoreError> {
        let key = key.to_string();
        self.write(|sql| {
            let put = "INSERT INTO answered (key, request, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            let row = [key.as_str().into(), request.to_string().into(), second(now)];
            if sql.run("begin to answer", put, &row)? == 1 {
                return Ok(Begun::First);
            }
            let ask = "SELECT request, status, headers, body FROM answered WHERE key = ?1";
            let found = sql.first("read what was answered", ask, &[key.as_str().into()])?;
            let Some(mut row) = found else { return Ok(Begun::Running) };
            if row.hash(0, None)? != request {
                return Ok(Begun::Other);
            }
            let Some(status) = row.maybe_int(1)? else { return Ok(Begun::Running) };
            let odd = || sql.damaged(None, "what was answered is no answer");
            let headers = row.text(2)?;
            Ok(Begun::Answered(Answer {
                status: u16::try_from(status).map_err(|_| odd())?,
                headers: serde_json::from_str(&headers).map_err(|_| odd())?,
                body: row.bytes(3)?,
            }))
        })
    }

    /// Keeps what was answered.
    pub fn end_answer(&mut self, key: Hash, answer: &Answer) -> Result<(), StoreError> {
        let headers = serde_json::to_string(&answer.headers).expect("texts are written as JSON");
        let set = "UPDATE answered SET status = ?2, headers = ?3, body = ?4 WHERE key = ?1";
        let row = [
            key.to_string().into(),
            i64::from(answer.status).into(),
            headers.into(),
            answer.body.as_slice().into(),
        ];
        self.write(|sql| sql.run("keep an answer", set, &row).map(drop))
    }

    /// Forgets a request of which nothing came, so that it can be sent again.
    pub fn forget_answer(&mut self, key: Hash) -> Result<(), StoreError> {
        self.write(|sql| {
            let forget = "DELETE FROM answered WHERE key = ?1";
            sql.run("forget a request", forget, &[key.to_string().into()]).map(drop)
        })
    }
}
