//! Turns what a server refuses into the store's own errors. Decides nothing.

use crate::{Cause, StoreError};
use postgres::{Error, error::SqlState};

/// Turns the server's error into one that says what was being done.
pub(super) fn fault(store: &str, doing: &'static str, cause: Error) -> StoreError {
    let store = store.to_owned();
    if is_lost(&cause) {
        return StoreError::Lost { store };
    }
    let Some(said) = cause.as_db_error() else {
        return StoreError::Backend { store, doing, cause: own_words(cause) };
    };
    let problem = said.message().to_owned();
    match said.code() {
        &SqlState::LOCK_NOT_AVAILABLE
        | &SqlState::T_R_DEADLOCK_DETECTED
        | &SqlState::T_R_SERIALIZATION_FAILURE => StoreError::Busy { store },
        &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly { store },
        &SqlState::INSUFFICIENT_PRIVILEGE => StoreError::Denied { store, problem },
        &SqlState::DISK_FULL => StoreError::Full { store },
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => {
            StoreError::Damaged { store, record: None, problem }
        }
        _ => StoreError::Backend { store, doing, cause: own_words(cause) },
    }
}

/// The same where no session came about.
pub(super) fn unopened(store: &str, cause: Error) -> StoreError {
    let code = cause.code().cloned();
    let store = store.to_owned();
    match code {
        Some(SqlState::INVALID_CATALOG_NAME) => StoreError::Missing { store },
        Some(_) => {
            StoreError::Unopened { store, problem: format!("the server refuses: {}", own_words(cause)) }
        }
        None => {
            let mut problem = format!("the server cannot be reached: {}", cause);
            let mut deeper = std::error::Error::source(&cause);
            while let Some(cause) = deeper {
                if !problem.contains(&cause.to_string()) {
                    problem = format!("{problem}: {cause}");
                }
                deeper = cause.source();
            }
            StoreError::Unopened { store, problem }
        }
    }
}

/// Whether the connection is gone, so that nobody knows whether the last commit arrived.
pub(super) fn is_lost(cause: &Error) -> bool {
    let gone = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
    let told = cause.code().is_some_and(|code| code.code().starts_with("08") || gone.contains(code));
    let broken = std::error::Error::source(cause).is_some_and(|source| source.is::<std::io::Error>());
    told || broken || cause.is_closed()
}

/// The server's words without the library's wrapping.
fn own_words(cause: Error) -> Cause {
    match cause.as_db_error() {
        Some(said) => said.message().to_owned().into(),
        None => Box::new(cause),
    }
}
