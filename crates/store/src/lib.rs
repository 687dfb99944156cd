//! The append-only log and the views derived from it, on SQLite. The only crate that knows SQL; judges nothing.
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

mod address;
mod chain;
mod check;
mod error;
mod filter;
mod log;
mod sqlite;

pub use address::{Mode, open};
pub use error::{Cause, StoreError};
pub use filter::ClaimFilter;
pub use log::{Entry, Log, MAX_BLOB_BYTES, MAX_PAYLOAD_BYTES, Verified};
