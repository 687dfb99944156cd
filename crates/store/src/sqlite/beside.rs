//! Further connections to a file, on which a long list is read in pieces at a time. Writes nothing.
//!
//! A disk answers four questions in little more than the time of one, and SQLite asks one at a time.

use super::{open, rows};
use crate::{
    Mode, StoreError,
    sql::{Value, list},
};
use rusqlite::Connection;
use std::{cell::RefCell, thread};

/// How many connections read at a time, the file's own among them.
const READERS: usize = 4;

/// A piece of a list is at least this long: shorter ones are read sooner than another thread begins.
const PIECE: usize = 8;

/// The further connections, opened when they are first of use.
pub(super) struct Beside {
    store: String,
    conns: RefCell<Vec<Connection>>,
}

impl Beside {
    /// Those to the file `store`.
    pub(super) fn of(store: &str) -> Beside {
        Beside { store: store.to_owned(), conns: RefCell::default() }
    }

    /// The rows that a statement gives for a list on the connection `own` and those beside it.
    pub(super) fn rows(
        &self,
        own: &Connection,
        doing: &'static str,
        sql: &str,
        words: &[String],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let (store, mut conns) = (self.store.as_str(), self.conns.borrow_mut());
        let readers = (words.len() / PIECE).clamp(1, readers());
        while conns.len() + 1 < readers {
            // Where no more can be opened, those that are there read what there is.
            let Ok(conn) = open::open(store, Mode::ReadOnly) else { break };
            conns.push(conn);
        }
        let mut pieces = words.chunks(words.len().div_ceil(readers.min(conns.len() + 1)).max(1));
        let read = |conn: &Connection, piece: &[String]| {
            rows(conn, store, doing, sql, &[list(piece.iter().cloned())])
        };
        let first = pieces.next().unwrap_or_default();
        thread::scope(|scope| {
            let beside = pieces.zip(conns.iter_mut());
            let beside: Vec<_> =
                beside.map(|(piece, conn)| scope.spawn(move || read(conn, piece))).collect();
            let mut found = read(own, first)?;
            for piece in beside {
                found.extend(piece.join().expect("reading rows does not panic")?);
            }
            Ok(found)
        })
    }
}
fn readers() -> usize { std::env::var("TRUCE_READERS").ok().and_then(|n| n.parse().ok()).unwrap_or(READERS) }
