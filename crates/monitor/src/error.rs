//! What can go wrong between the user and the record, each with a hint where there is one.

use jiff::civil::Date;
use thiserror::Error;
use truce_exchange::Problem;
use truce_store::StoreError;

/// Why a command could not be carried out.
#[derive(Debug, Error)]
pub enum MonitorError {
    /// What is to be searched for holds no word.
    #[error("`{asked}` holds no word to look for")]
    NoWords {
        /// As given.
        asked: String,
    },
    /// The lists that the program carries are broken.
    #[error(transparent)]
    Model(#[from] truce_model::ModelError),
    /// The rules that the program carries are broken.
    #[error(transparent)]
    Extract(#[from] truce_extract::ExtractError),
    /// A file cannot be taken in.
    #[error(transparent)]
    Exchange(#[from] truce_exchange::ExchangeError),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report cannot be made.
    #[error(transparent)]
    Report(#[from] truce_report::ReportError),
    /// An account, a password or a token cannot be made, changed or used.
    #[error(transparent)]
    Account(#[from] crate::AccountError),
    /// A piece of evidence cannot be used or written.
    #[error(transparent)]
    Evidence(#[from] truce_evidence::EvidenceError),
    /// The log is not the one that a checkpoint was signed over.
    #[error(
        "this store does not hold the log that `{origin}` signed with {size} records: {} was changed since",
        if from == size { format!("record {from}") } else { format!("a record between {from} and {size}") }
    )]
    Rewritten {
        /// The log of the checkpoint.
        origin: String,
        /// Its records.
        size: u64,
        /// The first record that no earlier checkpoint covers.
        from: u64,
    },
    /// The end of the log is missing.
    #[error("`{origin}` signed {size} records, and this store holds {head}: those from {} on are missing", head + 1)]
    CutOff {
        /// The log of the checkpoint.
        origin: String,
        /// Its records.
        size: u64,
        /// The records that there are.
        head: u64,
    },
    /// A proof speaks of another record than the log holds at its place.
    #[error("record {seq} of this store is not the record of the proof")]
    OtherRecord {
        /// The record.
        seq: u64,
    },
    /// A record that a checkpoint does not cover.
    #[error("`{what}` stands in record {seq}, and the checkpoint covers {size}")]
    AfterTheCheckpoint {
        /// What was asked for.
        what: String,
        /// Its record.
        seq: u64,
        /// The records of the checkpoint.
        size: u64,
    },
    /// Two checkpoints in the wrong order, or one of an empty log.
    #[error("a checkpoint of {old} records does not come before one of {new}")]
    NotEarlier {
        /// The records of the one said to be earlier.
        old: u64,
        /// Those of the other.
        new: u64,
    },
    /// A record of which the content is none.
    #[error("record {seq}: its content is none: {problem}")]
    Unreadable {
        /// The record.
        seq: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// Words are gone, and the record that says so does not go in.
    #[error("{document} was erased after record {up_to}, and what is handed over ends there")]
    ErasedLater {
        /// Which document.
        document: String,
        /// The last record that is handed over.
        up_to: u64,
    },
    /// No record of the log is asked for.
    #[error("there is nothing to hand over: no record up to there speaks of it")]
    NothingToHandOver,
    /// Only incidents can be handed over as such.
    #[error("`{id}` is no incident")]
    NotAnIncident {
        /// What was given.
        id: String,
    },
    /// An agreement's file has mistakes; nothing was stored.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))]
    Agreement(Vec<Problem>),
    /// The folder of an agreement is not what it should be.
    #[error("{folder}: {problem}")]
    Folder {
        /// The folder.
        folder: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A gazetteer, or a table that it is built from, cannot be opened or written.
    #[error("{file}: {problem}")]
    Gazetteer {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A case's description is not what it should be.
    #[error("{file}: {problem}")]
    Case {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// No agreement of the record has that id.
    #[error("no agreement `{id}` in this store")]
    UnknownAgreement {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No agreement of the record has such a reading.
    #[error("no reading `{id}` in this store")]
    UnknownReading {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No agreement of the record has such a provision.
    #[error("no provision `{id}` in this store")]
    UnknownProvision {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The thing came into the record only after the moment asked for.
    #[error("{what}`{id}` was not yet recorded then (read up to record {up_to} of {head})")]
    NotYetRecorded {
        /// What it is, with a space behind, or nothing.
        what: &'static str,
        /// What was asked for.
        id: String,
        /// The last record that counts at that moment.
        up_to: u64,
        /// The last record.
        head: u64,
    },
    /// Nothing in the record has that id.
    #[error("nothing in this store has the id `{id}`")]
    UnknownId {
        /// What was asked for.
        id: String,
    },
    /// No document in the record has that name or id.
    #[error("no document in this store has the name or the id `{document}`")]
    UnknownDocument {
        /// What was asked for.
        document: String,
    },
    /// Several things' ids begin so.
    #[error("`{id}` is the beginning of several ids: {}", .matches.join(", "))]
    AmbiguousId {
        /// What was asked for.
        id: String,
        /// The first few that begin so.
        matches: Vec<String>,
    },
    /// A decision on claims needs claims or incidents.
    #[error("`{id}` is neither a claim nor an incident")]
    NotAClaim {
        /// What was given.
        id: String,
    },
    /// Only documents can be withdrawn.
    #[error("`{id}` is no document")]
    NotADocument {
        /// What was given.
        id: String,
    },
    /// The document was withdrawn before.
    #[error("{id} was withdrawn by {by} already, in record {record}")]
    AlreadyWithdrawn {
        /// The document.
        id: String,
        /// Who withdrew it.
        by: String,
        /// The record.
        record: u64,
    },
    /// Several documents have that name.
    #[error("{} documents are named `{name}`: {}", .matches.len(), .matches.join("; "))]
    AmbiguousName {
        /// What was asked for.
        name: String,
        /// Their ids, each with outlet and date.
        matches: Vec<String>,
    },
    /// The words of the document were erased before.
    #[error("{id} was erased by {by} already, in record {record}")]
    AlreadyErased {
        /// The document.
        id: String,
        /// Who erased it.
        by: String,
        /// The record.
        record: u64,
    },
    /// A stretch of the log that begins after all there is.
    #[error("`--since` ({since}) lies after all that is known now ({now})")]
    NotYetBegun {
        /// Where it begins, in words.
        since: String,
        /// Where all there is ends, in words.
        now: String,
    },
    /// A stretch of the log that ends before it begins.
    #[error("`--until` ({until}) lies before `--since` ({since})")]
    EmptyStretch {
        /// Where it begins, in words.
        since: String,
        /// Where it ends, in words.
        until: String,
    },
    /// A decision that leaves one side empty.
    #[error("`{held}` leaves nothing to compare: the claims are of one side only")]
    NothingToDecide {
        /// The word of the decision.
        held: &'static str,
    },
    /// No decision on claims stands in that record.
    #[error("record {seq} is no decision on claims, or was undone")]
    NoDecision {
        /// The record.
        seq: u64,
    },
    /// A record that the log does not have, where one is to be proven.
    #[error("this store has {head} records, and none numbered {seq}")]
    NoRecord {
        /// What was asked for.
        seq: u64,
        /// The last record.
        head: u64,
    },
    /// A record that the log does not have yet.
    #[error("this store has {head} records, and none numbered {seq}")]
    BeyondTheLog {
        /// What was asked for.
        seq: u64,
        /// The last record.
        head: u64,
    },
    /// What is kept of the judgement at a record is not what this program judges; the log itself is whole.
    #[error(
        "{store}: record {seq}: what is kept of the judgement then is not what this program judges: {view} {id}"
    )]
    ToldDiffers {
        /// The store.
        store: String,
        /// The record.
        seq: u64,
        /// What sort of thing.
        view: String,
        /// Its id.
        id: String,
    },
    /// A range of days that ends before it starts.
    #[error("the range ends on {to}, before it starts on {from}")]
    EmptyRange {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The scope of a total cannot be read.
    #[error("scope `{scope}`: {problem}")]
    Scope {
        /// The scope as given.
        scope: String,
        /// What is wrong with it.
        problem: String,
        /// What can be done.
        hint: String,
    },
    /// A zone that no list of zones holds.
    #[error("agreement `{agreement}` names the zone `{zone}`, which is not known")]
    Zone {
        /// The agreement.
        agreement: String,
        /// Its zone.
        zone: String,
    },
    /// The demo was asked for in a store that holds something else.
    #[error("{store} holds {documents} documents that are not the demo's")]
    NotTheDemo {
        /// The store.
        store: String,
        /// How many documents of other origin it holds.
        documents: usize,
    },
}

impl MonitorError {
    /// Whether the same can succeed a moment later: another writes, or the connection was lost.
    pub fn passes(&self) -> bool {
        matches!(self, MonitorError::Store(StoreError::Busy { .. } | StoreError::Lost { .. }))
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            MonitorError::Exchange(error) => error.hint(),
            MonitorError::Store(error) => error.hint(),
            MonitorError::Account(error) => error.hint().map(str::to_owned),
            MonitorError::UnknownAgreement { known, .. }
            | MonitorError::UnknownReading { known, .. }
            | MonitorError::UnknownProvision { known, .. }
                if known.is_empty() =>
            {
                Some("the store holds no agreement; add one with `truce agreement add FOLDER`".into())
            }
            MonitorError::UnknownAgreement { known, .. }
            | MonitorError::UnknownReading { known, .. }
            | MonitorError::UnknownProvision { known, .. } => {
                Some(format!("the store holds: {}", known.join(", ")))
            }
            MonitorError::NoWords { .. } => Some(
                "give words that stand in what sources say, such as 'aid convoy'; marks and signs are not looked for"
                    .into(),
            ),
            MonitorError::UnknownId { .. } => Some(
                "ids stand in the first column of `truce incidents`, `claims`, `findings`, `tolls` and `documents`".into(),
            ),
            MonitorError::NotYetRecorded { .. } => Some(
                "--as-of speaks of when things were recorded, not of when they happened; give a later moment or leave it out"
                    .into(),
            ),
            MonitorError::NoRecord { head: 0, .. } => {
                Some("the store is empty: there is nothing to prove yet".into())
            }
            MonitorError::NoRecord { head, .. } => Some(format!(
                "records are numbered from 1 to {head}; documents, claims and agreements go by their ids, too"
            )),
            MonitorError::BeyondTheLog { head: 0, .. } => {
                Some("the store is empty; a time is written such as 2016-09-16T20:00:00+03:00".into())
            }
            MonitorError::BeyondTheLog { head, .. } => Some(format!(
                "give a record from 1 to {head}, 0 for the empty record, or a time such as 2016-09-16T20:00:00+03:00"
            )),
            MonitorError::ToldDiffers { .. } => {
                Some("the log is whole; `truce rebuild` judges every day of it anew".into())
            }
            MonitorError::NotAClaim { .. } => {
                Some("their ids stand in the first column of `truce claims` and `truce incidents`".into())
            }
            MonitorError::Evidence(error) => match error {
                truce_evidence::EvidenceError::Key(_) => Some(
                    "`truce checkpoint --new-key FILE --name NAME` makes a key and tells its verifier key".into(),
                ),
                truce_evidence::EvidenceError::Unsigned { .. } => {
                    Some("give the verifier key of whoever signed; its name stands in the last line".into())
                }
                _ => None,
            },
            MonitorError::Rewritten { .. } | MonitorError::CutOff { .. } => Some(
                "keep this file and go back to a copy that still passes; earlier checkpoints narrow the place down"
                    .into(),
            ),
            MonitorError::AfterTheCheckpoint { .. } => {
                Some("sign the log anew: `truce checkpoint --key FILE`".into())
            }
            MonitorError::Unreadable { .. } => Some("`truce verify` tells what else is damaged".into()),
            MonitorError::ErasedLater { .. } => {
                Some("give no --as-of, and sign the log anew: `truce checkpoint --key FILE`".into())
            }
            MonitorError::NothingToHandOver => Some("a later --as-of, or a later checkpoint, covers more".into()),
            MonitorError::NotAnIncident { .. } => {
                Some("their ids stand in the first column of `truce incidents`".into())
            }
            MonitorError::NotADocument { .. } | MonitorError::UnknownDocument { .. } => {
                Some("`truce documents` lists them, with name and id".into())
            }
            MonitorError::AlreadyWithdrawn { .. } => Some("`truce why` on its id tells why".into()),
            MonitorError::NothingToDecide { .. } => Some(
                "name claims or incidents of two sides; a split takes some claims of one incident, not all"
                    .into(),
            ),
            MonitorError::NoDecision { .. } => Some("`truce decisions` lists those that stand".into()),
            MonitorError::Scope { hint, .. } => Some(hint.clone()),
            MonitorError::AlreadyErased { .. } => {
                Some("its words are gone; `truce documents` shows what is left of it".into())
            }
            MonitorError::AmbiguousName { .. } => Some("name it by its id, or enough of its beginning".into()),
            MonitorError::EmptyStretch { .. } => Some("give the earlier moment to --since".into()),
            MonitorError::NotYetBegun { .. } => {
                Some("give --since a moment that has passed, or a later one to --until".into())
            }
            MonitorError::AmbiguousId { .. } => Some("give more of the id".into()),
            MonitorError::NotTheDemo { .. } => {
                Some("name another store for the demo: `truce demo --store sqlite:demo.db`".into())
            }
            MonitorError::Gazetteer { .. }
            | MonitorError::Extract(truce_extract::ExtractError::Gazetteer { .. }) => {
                Some("`truce gazetteer build --out FILE TABLE…` builds FILE from tables of places".into())
            }
            MonitorError::Model(_)
            | MonitorError::Extract(_)
            | MonitorError::Report(_)
            | MonitorError::Agreement(_)
            | MonitorError::Folder { .. }
            | MonitorError::Case { .. }
            | MonitorError::EmptyRange { .. }
            | MonitorError::OtherRecord { .. }
            | MonitorError::NotEarlier { .. }
            | MonitorError::Zone { .. } => None,
        }
    }
}
