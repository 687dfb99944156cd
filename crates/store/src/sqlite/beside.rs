//! Further connections to a file, on which a long list is read in pieces at a time. Writes nothing.
//!
//! A disk answers four questions in little more than the time of one, and SQLite asks one at a time.

use super::{open, rows};
use crate::{
    Mode, StoreError,
    sql::{Value, list},
};
use rusqlite::Connection;
use std::{
    cell::RefCell,
    thread,
    time::{Duration, Instant},
};

/// How many connections read at a time, the file's own among them.
const READERS: usize = 4;

/// How much of a list is read first, to see where it lies: from memory one thread has read it before others begin.
const FIRST: usize = 8;

/// How long that takes at most if it lies in memory: a third of what sixteen reads of a quick disk were measured to take.
const IN_MEMORY: Duration = Duration::from_micros(200);

/// The further connections, opened when they are first of use.
pub(super) struct Beside {
    store: String,
    /// How long the first of a list takes at most if it lies in memory.
    in_memory: Duration,
    conns: RefCell<Vec<Connection>>,
}

impl Beside {
    /// Those to the file `store`.
    pub(super) fn of(store: &str) -> Beside {
        Beside { store: store.to_owned(), in_memory: IN_MEMORY, conns: RefCell::default() }
    }

    /// The rows that a statement gives for a list on the connection `own` and those beside it.
    pub(super) fn rows(
        &self,
        own: &Connection,
        doing: &'static str,
        sql: &str,
        words: &[String],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let store = self.store.as_str();
        let read = |conn: &Connection, piece: &[String]| {
            rows(conn, store, doing, sql, &[list(piece.iter().cloned())])
        };
        if words.len() < 2 * FIRST {
            return read(own, words);
        }
        let start = Instant::now();
        let (first, rest) = words.split_at(FIRST);
        let mut found = read(own, first)?;
        if start.elapsed() < self.in_memory {
            found.extend(read(own, rest)?);
            return Ok(found);
        }
        let mut conns = self.conns.borrow_mut();
        while conns.len() + 1 < READERS {
            // Where no more can be opened, those that are there read all.
            let Ok(conn) = open::open(store, Mode::ReadOnly) else { break };
            conns.push(conn);
        }
        let mut pieces = rest.chunks(rest.len().div_ceil(conns.len() + 1));
        let own_piece = pieces.next().unwrap_or_default();
        thread::scope(|scope| {
            let beside = pieces.zip(conns.iter_mut());
            let beside: Vec<_> = beside.map(|(piece, conn)| scope.spawn(move || read(conn, piece))).collect();
            found.extend(read(own, own_piece)?);
            for piece in beside {
                found.extend(piece.join().expect("reading rows does not panic")?);
            }
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(length: usize, in_memory: Duration, beside: usize) {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("truce.db").display().to_string();
        let own = open::open(&store, Mode::Create).unwrap();
        let readers = Beside { in_memory, ..Beside::of(&store) };
        let words: Vec<String> = (0..length).map(|n| format!("{n:03}")).collect();
        for _ in 0..2 {
            let rows = readers.rows(&own, "test", "SELECT value FROM json_each(?1)", &words).unwrap();
            let mut found: Vec<Value> = rows.into_iter().flatten().collect();
            found.sort_by_key(|value| format!("{value:?}"));
            assert_eq!(found, words.iter().cloned().map(Value::from).collect::<Vec<_>>());
            assert_eq!(readers.conns.borrow().len(), beside);
            assert!(readers.rows(&own, "test", "SELECT nothing FROM json_each(?1)", &words).is_err());
        }
    }

    #[test]
    fn what_lies_in_memory_is_read_on_one_connection() {
        for length in [0, 1, 16, 50] {
            check(length, Duration::MAX, 0);
        }
    }

    #[test]
    fn what_lies_on_the_disk_is_read_on_several_and_each_word_once() {
        for (length, beside) in [(0, 0), (15, 0), (16, 3), (17, 3), (50, 3), (200, 3)] {
            check(length, Duration::ZERO, beside);
        }
    }
}
