//! Lets one writer at a time into a store. Readers never ask.
//!
//! There is a gate, which only the writer holds, and a door behind it. Whoever finds the gate taken waits at the door
//! beside all others, and all are let go at once when the writer has written: most then see that the log has moved and
//! go back to their callers, where they would else take their turn at the gate only to find it out.

use super::session::Session;
use crate::{
    StoreError,
    sql::{Sql, Work},
};
use std::time::{Duration, Instant};

/// How long to wait for others to finish writing.
const PATIENCE: Duration = Duration::from_secs(60);

/// The two locks of a store, as numbers that its schema gives.
fn keys(session: &Session) -> [String; 2] {
    let schema = session.server().schema();
    ["gate", "door"].map(|which| format!("hashtextextended('trucewatch {which} {schema}', 0)"))
}

/// Takes both locks in the order of their turn, until the transaction ends.
pub(super) fn in_turn(session: &Session) -> String {
    let [gate, door] = keys(session);
    format!("SELECT pg_advisory_xact_lock({gate}); SELECT pg_advisory_xact_lock({door});")
}

/// Begins a transaction as the only writer, unless `still` says that it is in vain.
pub(super) fn enter(session: &Session, still: &mut Work<'_>) -> Result<(), StoreError> {
    let doing = "begin to write";
    let [gate, door] = keys(session);
    let both = format!(
        "BEGIN; SELECT CASE WHEN pg_try_advisory_xact_lock({gate}) THEN pg_advisory_xact_lock({door}) IS NOT NULL
                       ELSE false END"
    );
    let wait = format!("SELECT pg_advisory_xact_lock_shared({door}); ROLLBACK");
    let start = Instant::now();
    loop {
        if session.enter_if(doing, &both, &wait)? {
            return Ok(());
        }
        still(session)?;
        if start.elapsed() > PATIENCE {
            return Err(StoreError::Busy { store: session.store().to_owned() });
        }
    }
}
