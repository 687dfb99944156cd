//! What can go wrong with a store, and what to do about it. Speaks of no backend.

use thiserror::Error;
use truce_model::{ClaimId, Confidentiality, DocumentId, Hash, Seq};

/// The backend's own error.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What can go wrong with a store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Whoever asks may not see all of the log, and this takes that.
    #[error("this takes clearance for the whole record, and `{cleared}` is not")]
    NotCleared {
        /// What whoever asks is cleared for.
        cleared: Confidentiality,
    },
    /// The address names no store that this program knows how to open.
    #[error("store address `{address}` {problem}")]
    Address {
        /// As given.
        address: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no store at that place.
    #[error("{store}: no such store")]
    Missing {
        /// Path as given.
        store: String,
    },
    /// A new store was asked for where something lies.
    #[error("{store}: something lies there already")]
    Exists {
        /// Path as given.
        store: String,
    },
    /// The file cannot be opened or made.
    #[error("{store}: {problem}")]
    Unopened {
        /// Path as given.
        store: String,
        /// What stands in the way.
        problem: String,
    },
    /// The file is something else than a store of this program.
    #[error("{store}: {problem}, so it is no store of Trucewatch")]
    Foreign {
        /// Path as given.
        store: String,
        /// What it is.
        problem: String,
    },
    /// The store was written by a later program.
    #[error("store {store} has version {version}, this program reads up to {known}")]
    Newer {
        /// Path as given.
        store: String,
        /// Its version.
        version: u32,
        /// The last version that this program knows.
        known: u32,
    },
    /// The store must first be brought up to date, and it was opened for reading only.
    #[error("store {store} has version {version} and must be brought to {known} before it can be read")]
    Older {
        /// Path as given.
        store: String,
        /// Its version.
        version: u32,
        /// The version that this program reads.
        known: u32,
    },
    /// The store cannot be written to.
    #[error("{store}: the store is read-only")]
    ReadOnly {
        /// Path as given.
        store: String,
    },
    /// Another program kept the store locked for too long.
    #[error("{store}: another program is writing to the store")]
    Busy {
        /// Path as given.
        store: String,
    },
    /// The server's rights do not allow it.
    #[error("{store}: the server does not allow it: {problem}")]
    Denied {
        /// Address as given, without what is secret in it.
        store: String,
        /// The server's own words.
        problem: String,
    },
    /// The line to the server broke. Whether what was being written arrived is known once the head is read again.
    #[error("{store}: the connection to the server was lost")]
    Lost {
        /// Address as given, without what is secret in it.
        store: String,
    },
    /// No room is left.
    #[error("{store}: no room is left on the disk")]
    Full {
        /// Path as given.
        store: String,
    },
    /// Someone appended first; nothing was written.
    #[error("{store}: the log ends with record {found}, not {expected}: someone else has written")]
    Moved {
        /// Path as given.
        store: String,
        /// The head that the caller knew.
        expected: Seq,
        /// The head as it is.
        found: Seq,
    },
    /// A record or blob is too large; nothing was written.
    #[error("{what} takes {bytes} bytes; {limit} are the most")]
    TooLarge {
        /// What.
        what: String,
        /// Its size.
        bytes: usize,
        /// The most that is allowed.
        limit: usize,
    },
    /// A document is in the log already; nothing was written.
    #[error("document {document} is in the log already")]
    Repeated {
        /// Which.
        document: DocumentId,
    },
    /// A record speaks of a document that is not in the log, or was withdrawn; nothing was written.
    #[error("document {document} is not in the log, or was withdrawn")]
    NoDocument {
        /// Which.
        document: DocumentId,
    },
    /// A document names a blob that came neither now nor earlier; nothing was written.
    #[error("document {document} names content {hash}, which is not stored")]
    NoBlob {
        /// Which document.
        document: DocumentId,
        /// Which content.
        hash: Hash,
    },
    /// A claim's words do not stand at its place in its document's text; nothing was written.
    #[error("claim {claim} does not stand in document {document} at bytes {start}..{end}")]
    Unresolved {
        /// Which claim.
        claim: ClaimId,
        /// In which document.
        document: DocumentId,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
    /// A text is brought that was erased from this store; nothing was written.
    #[error("the content {hash} was erased from this store, and does not come back")]
    Erased {
        /// Which content.
        hash: Hash,
    },
    /// An erasure is in the log, and the files still hold what it erased.
    #[error(
        "{store}: an erasure was recorded and not carried through: the files still hold the erased words"
    )]
    Unscrubbed {
        /// Path as given.
        store: String,
    },
    /// The indexes of claims are left out.
    #[error("{store}: an archive is being loaded, or its loading was interrupted: indexes are missing")]
    Unindexed {
        /// Path as given.
        store: String,
    },
    /// What the log tells could not be judged; nothing was written.
    #[error("{store}: record {seq}: what the log tells could not be judged")]
    Untold {
        /// Path as given.
        store: String,
        /// Up to which record.
        seq: Seq,
        /// The judge's own words.
        #[source]
        cause: Cause,
    },
    /// A record contradicts itself; nothing was written.
    #[error("{what}: {problem}")]
    Malformed {
        /// Which record.
        what: String,
        /// What is wrong with it.
        problem: String,
    },
    /// What is stored is not what was stored.
    #[error("{store}: {}{problem}", record.map(|seq| format!("record {seq}: ")).unwrap_or_default())]
    Damaged {
        /// Path as given.
        store: String,
        /// The first bad record, where one is to blame.
        record: Option<Seq>,
        /// What is wrong.
        problem: String,
    },
    /// A view is not what the log gives; the log itself is whole.
    #[error("{store}: view `{view}` is not what the log gives")]
    ViewDiffers {
        /// Path as given.
        store: String,
        /// Which view.
        view: &'static str,
    },
    /// The backend failed in another way.
    #[error("{store}: could not {doing}")]
    Backend {
        /// Path as given.
        store: String,
        /// What was being done.
        doing: &'static str,
        /// The backend's own words.
        #[source]
        cause: Cause,
    },
}

impl StoreError {
    /// What the user can do about it, as a sentence, where there is something.
    pub fn hint(&self) -> Option<String> {
        match self {
            StoreError::Address { .. } => {
                Some("Give a path, `sqlite:PATH`, or `postgres://USER@HOST/DATABASE`.".to_owned())
            }
            StoreError::NotCleared { .. } => None,
            StoreError::Missing { .. } => {
                Some("Run `truce init` to make a store, or name another with --store.".to_owned())
            }
            StoreError::Exists { .. } => {
                Some("Use it as it is, or name another place with --store.".to_owned())
            }
            StoreError::Unopened { store, .. } if store.starts_with("postgres") => Some(
                "Look at the server, the user's password and the certificates, or name another store with --store."
                    .to_owned(),
            ),
            StoreError::Unopened { .. } => {
                Some("Put its place and its rights in order, or name another path with --store.".to_owned())
            }
            StoreError::Foreign { .. } => Some("Name another path with --store.".to_owned()),
            StoreError::Newer { .. } => {
                Some("Use the program that wrote it, or a later one; the store was not touched.".to_owned())
            }
            StoreError::Older { .. } => {
                Some("Run a command that writes, such as `truce ingest`, to bring it up to date.".to_owned())
            }
            StoreError::ReadOnly { .. } => {
                Some("Allow writing to the file and its folder, or work on a copy.".to_owned())
            }
            StoreError::Busy { .. } => Some("Wait until it has finished, then try again.".to_owned()),
            StoreError::Denied { .. } => Some(
                "Ask whoever keeps the server for the right; docs/guide/team-record.md lists who needs which."
                    .to_owned(),
            ),
            StoreError::Lost { .. } => Some(
                "Give the same command again once the server answers; what was acknowledged is kept.".to_owned(),
            ),
            StoreError::Full { .. } => {
                Some("Make room and give the same command again; what was acknowledged is kept.".to_owned())
            }
            StoreError::Moved { .. } => Some("Read the new records and try again.".to_owned()),
            StoreError::TooLarge { .. } => Some("Split the document into parts.".to_owned()),
            StoreError::Repeated { .. } => Some("Withdraw it first if it is to be recorded anew.".to_owned()),
            StoreError::Damaged { .. } => {
                Some("Go back to a copy, and keep this file: the damage may be evidence.".to_owned())
            }
            StoreError::ViewDiffers { .. } => {
                Some("the log is whole; derive the views again with `truce rebuild`".to_owned())
            }
            StoreError::Erased { .. } => {
                Some("What else its file holds can be given in a file of its own.".to_owned())
            }
            StoreError::Unscrubbed { .. } => Some(
                "Close what else uses the store, then run any command that writes, such as `truce rebuild`."
                    .to_owned(),
            ),
            StoreError::Unindexed { .. } => Some(
                "Wait until the loading has ended; if nothing is loading any more, any command that writes makes them, such as `truce rebuild`."
                    .to_owned(),
            ),
            StoreError::Untold { .. }
            | StoreError::NoDocument { .. }
            | StoreError::NoBlob { .. }
            | StoreError::Unresolved { .. }
            | StoreError::Malformed { .. }
            | StoreError::Backend { .. } => None,
        }
    }
}
