//! One session with a server: statements prepared once, within a transaction or not, and what to do when the line breaks.

use super::{dialect, fault, server::Server};
use crate::{
    Mode, StoreError,
    sql::{Fields, Sql, Target, Value},
};
use postgres::{
    Client, Error, SimpleQueryMessage, Statement, binary_copy::BinaryCopyInWriter, types::ToSql, types::Type,
};
use std::{
    cell::{RefCell, RefMut},
    collections::HashMap,
};

/// How many statements are kept prepared.
const PREPARED: usize = 256;
/// From how many rows on COPY is the quickest way.
const MANY: usize = 3;
/// After how many rows a table is first looked at again, so that plans made for an empty one do not stay.
const GROWN: u64 = 1_000;

/// A session that is begun anew when it was lost outside a transaction.
pub(super) struct Session {
    server: Server,
    mode: Mode,
    line: RefCell<Line>,
}

/// The connection as it is now.
struct Line {
    client: Client,
    prepared: HashMap<String, Statement>,
    /// How many rows went into each table since it was looked at, and after how many it is to be again.
    grown: HashMap<String, (u64, u64)>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    /// In a transaction.
    Within,
    /// In a transaction of which a statement failed: it cannot be committed.
    Failed,
}

impl Line {
    fn new(client: Client) -> Line {
        Line { client, prepared: HashMap::new(), grown: HashMap::new(), state: State::Idle }
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&dialect::statement(sql))?;
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Session {
    /// Connects.
    pub(super) fn begin(server: Server, mode: Mode) -> Result<Session, StoreError> {
        let line = RefCell::new(Line::new(server.connect(mode)?));
        Ok(Session { server, mode, line })
    }

    /// Another session with the same server.
    pub(super) fn beside(&self, mode: Mode) -> Result<Session, StoreError> {
        Session::begin(self.server.clone(), mode)
    }

    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Begins a transaction.
    pub(super) fn enter(&self, doing: &'static str, begin: &str) -> Result<(), StoreError> {
        debug_assert!(self.line.borrow().state == State::Idle, "transactions do not nest");
        let begun = self.on_line(doing, true, |line| line.client.batch_execute(begin));
        // Half of it may have been done, such as beginning and not getting the lock.
        let mut line = self.line.borrow_mut();
        line.state = if begun.is_ok() { State::Within } else { State::Failed };
        drop(line);
        if begun.is_err() {
            self.leave();
        }
        begun
    }

    /// Begins a transaction if the last row of `begin` says so; else runs `otherwise`, which must end it.
    pub(super) fn enter_if(
        &self,
        doing: &'static str,
        begin: &str,
        otherwise: &str,
    ) -> Result<bool, StoreError> {
        let entered = self.on_line(doing, true, |line| {
            let said = line.client.simple_query(begin)?;
            let yes = said.iter().any(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0) == Some("t"),
                _ => false,
            });
            if !yes {
                line.client.batch_execute(otherwise)?;
            }
            Ok(yes)
        });
        // What failed may have begun one all the same.
        self.line.borrow_mut().state = match entered {
            Ok(true) => State::Within,
            Ok(false) => State::Idle,
            Err(_) => State::Failed,
        };
        if entered.is_err() {
            self.leave();
        }
        entered
    }

    /// Commits; once this returns, the server has it on its disk.
    pub(super) fn commit(&self) -> Result<(), StoreError> {
        if self.line.borrow().state != State::Within {
            let cause = "a statement of the transaction failed".into();
            return Err(StoreError::Backend { store: self.store().to_owned(), doing: "commit", cause });
        }
        self.on_line("commit", false, |line| {
            line.client.batch_execute("COMMIT")?;
            line.state = State::Idle;
            Ok(())
        })
    }

    /// Rolls back what was not committed.
    pub(super) fn leave(&self) {
        let mut line = self.line.borrow_mut();
        if line.state != State::Idle {
            // The first error says what went wrong; where this fails too, the server rolls back when the line is gone.
            let _ = line.client.batch_execute("ROLLBACK");
            line.state = State::Idle;
        }
    }

    /// Runs statements that are PostgreSQL's own.
    pub(super) fn batch(&self, doing: &'static str, sql: &str) -> Result<(), StoreError> {
        self.on_line(doing, false, |line| line.client.batch_execute(sql))
    }

    /// Does `work`, on a new connection if the one there is was lost before anything was begun on it.
    fn on_line<T>(
        &self,
        doing: &'static str,
        again: bool,
        mut work: impl FnMut(&mut Line) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let mut line = self.line.borrow_mut();
        if line.state == State::Idle && line.client.is_closed() {
            self.connect_anew(&mut line)?;
        }
        let mut done = work(&mut line);
        if line.state == State::Idle && again && done.as_ref().is_err_and(fault::is_lost) {
            self.connect_anew(&mut line)?;
            done = work(&mut line);
        }
        done.map_err(|cause| {
            if line.state == State::Within {
                line.state = State::Failed;
            }
            fault::fault(self.server.shown(), doing, cause)
        })
    }

    fn connect_anew(&self, line: &mut RefMut<'_, Line>) -> Result<(), StoreError> {
        // A server that restarts is reached again soon; until then the store is lost, and not misnamed.
        let lost = |_| StoreError::Lost { store: self.store().to_owned() };
        **line = Line::new(self.server.connect(self.mode).map_err(lost)?);
        Ok(())
    }

    fn copy(line: &mut Line, into: Target<'_>, rows: &[Vec<Value>]) -> Result<(), Error> {
        let columns = into.columns.join(", ");
        let types = line.prepared(&format!("SELECT {columns} FROM {} LIMIT 0", into.table))?;
        let types: Vec<Type> = types.columns().iter().map(|column| column.type_().clone()).collect();
        let copy = line.prepared(&format!("COPY {} ({columns}) FROM STDIN (FORMAT binary)", into.table))?;
        let mut writer = BinaryCopyInWriter::new(line.client.copy_in(&copy)?, &types);
        for row in rows {
            writer.write(&parameters(row))?;
        }
        writer.finish().map(drop)
    }

    fn insert(line: &mut Line, into: Target<'_>, rows: &[Vec<Value>]) -> Result<(), Error> {
        let places: Vec<String> = (1..=into.columns.len()).map(|at| format!("${at}")).collect();
        let (columns, places) = (into.columns.join(", "), places.join(", "));
        let insert = line.prepared(&format!("INSERT INTO {} ({columns}) VALUES ({places})", into.table))?;
        rows.iter().try_for_each(|row| line.client.execute(&insert, &parameters(row)).map(drop))
    }

    /// Lets the server look at a table that has grown much.
    fn look_again(line: &mut Line, table: &str, rows: usize) -> Result<(), Error> {
        let (grown, at) = line.grown.entry(table.to_owned()).or_insert((0, GROWN));
        *grown += rows as u64;
        if *grown < *at {
            return Ok(());
        }
        *at = *grown * 10;
        line.client.batch_execute(&format!("ANALYZE {table}"))
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Sql for Session {
    fn store(&self) -> &str {
        self.server.shown()
    }

    fn rows(&self, doing: &'static str, sql: &str, values: &[Value]) -> Result<Vec<Fields<'_>>, StoreError> {
        let found = self.on_line(doing, true, |line| {
            let statement = line.prepared(sql)?;
            let rows = line.client.query(&statement, &parameters(values))?;
            let read = |row: &postgres::Row| (0..row.len()).map(|at| row.try_get::<_, Value>(at)).collect();
            rows.iter().map(read).collect::<Result<Vec<Vec<Value>>, Error>>()
        })?;
        Ok(found.into_iter().map(|values| Fields::new(self.store(), values)).collect())
    }

    fn run(&self, doing: &'static str, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.on_line(doing, false, |line| {
            let statement = line.prepared(sql)?;
            line.client.execute(&statement, &parameters(values))
        })
    }

    fn script(&self, doing: &'static str, sql: &str) -> Result<(), StoreError> {
        super::schema::define(self, doing, &dialect::statements(sql))
    }

    fn put(&self, doing: &'static str, into: Target<'_>, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.on_line(doing, false, |line| {
            if rows.len() < MANY {
                Session::insert(line, into, rows)
            } else {
                Session::copy(line, into, rows)
            }?;
            Session::look_again(line, into.table, rows.len())
        })
    }
}
