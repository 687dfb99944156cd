//! One schema on a PostgreSQL server as the database of a store. Knows no table of the log's.

mod dialect;
mod fault;
mod lock;
mod schema;
mod server;
mod session;
mod value;

use crate::{
    Mode, StoreError, erase,
    sql::{Backend, Sql, Work},
};
use server::Server;
use session::Session;

/// One schema on a server.
pub(crate) struct Postgres(Session);

impl Postgres {
    /// Opens the store at `address`, which messages show as `shown`, and makes up for an erasure that was interrupted.
    pub(crate) fn open(address: &str, shown: &str, mode: Mode) -> Result<Postgres, StoreError> {
        let session = Session::begin(Server::parse(address, shown)?, mode)?;
        schema::open(&session, mode)?;
        let mut opened = Postgres(session);
        // Whoever may only append leaves it to those who may more; `verify` tells of it.
        if mode == Mode::ReadWrite && erase::is_unscrubbed(&opened.0)? && schema::may_scrub(&opened.0)? {
            opened.scrub()?;
        }
        Ok(opened)
    }
}

/// Makes a new store at `address`, which appears only once `fill` has filled it.
pub(crate) fn into_new_schema(address: &str, shown: &str, fill: &mut Work<'_>) -> Result<(), StoreError> {
    let session = Session::begin(Server::parse(address, shown)?, Mode::Create)?;
    schema::make(&session, fill)
}

impl Backend for Postgres {
    fn sql(&self) -> &dyn Sql {
        &self.0
    }

    fn beside(&self) -> Result<Box<dyn Sql + Send>, StoreError> {
        Ok(Box::new(self.0.beside(Mode::ReadOnly)?))
    }

    fn read(&self, work: &mut Work<'_>) -> Result<(), StoreError> {
        // The lock keeps nobody waiting but a program that brings the store up to date.
        let begin =
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE trucewatch IN ACCESS SHARE MODE;";
        self.0.enter("begin to read", begin)?;
        let done = work(&self.0);
        self.0.leave();
        done
    }

    fn write(&mut self, still: &mut Work<'_>, work: &mut Work<'_>) -> Result<(), StoreError> {
        let Postgres(session) = self;
        if session.mode() == Mode::ReadOnly {
            return Err(StoreError::ReadOnly { store: session.store().to_owned() });
        }
        lock::enter(session, still)?;
        let done = work(session).and_then(|()| session.commit());
        session.leave();
        done
    }

    fn check(&self, sql: &dyn Sql) -> Result<(), StoreError> {
        schema::check(&self.0, sql)
    }

    fn scrub(&mut self) -> Result<(), StoreError> {
        schema::scrub(&self.0)
    }
}
