//! The append-only log and the views derived from it, on SQLite and PostgreSQL. The only crate that knows SQL; judges nothing.
//!
//! A record is appended and never changed. What reading needs (documents, claims, agreements in force) are
//! views: derived from the log, kept in the same transaction, dropped and rebuilt at will.
//!
//! ```
//! use truce_store::{ClaimFilter, Entry, Mode, open};
//! # let folder = tempfile::tempdir()?;
//! # let url = format!("sqlite:{}", folder.path().join("truce.db").display());
//! let mut log = open(&url, Mode::Create)?;
//! assert_eq!(log.head()?, 0);
//! assert!(log.claims(log.head()?, &ClaimFilter::default())?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod accounts;
mod address;
mod append;
mod chain;
mod check;
mod claims;
mod copy;
mod erase;
mod error;
mod filter;
mod listed;
mod log;
mod parts;
mod place;
mod postgres;
mod read;
mod search;
mod shelf;
mod sql;
mod sqlite;
mod store;
mod stretch;
mod told;
mod veiled;
mod verify;
mod views;
mod withdrawn;
mod within;
mod words;

pub use accounts::{
    Account, Accounts, Answer, Begun, Changed, PasswordHash, Role, Scope, Session, Subject, Token,
};
pub use address::{Mode, open, open_cleared, restore, shown};
pub use erase::StandsIn;
pub use error::{Cause, StoreError};
pub use filter::{ClaimFilter, Page};
pub use log::{Entry, Line, Log, MAX_BLOB_BYTES, MAX_PAYLOAD_BYTES, Readable, Verified};
pub use place::BoundingBox;
pub use search::Hit;
pub use told::{Tell, Teller, Told};
