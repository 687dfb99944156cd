//! Puts the steps and the store together: the one junction. Holds no rule of reading, of judgement or of counting.
//!
//! A [`Monitor`] is a store with the reference lists and the reader beside it. What it holds and judges at a moment
//! is a [`Situation`](truce_model::Situation), computed from the log up to a record and from documents published up
//! to a cut-off; the same log, record and cut-off give the same situation.

mod accounts;
mod agreements;
mod as_of;
mod book;
mod bundle;
mod case;
mod changes;
mod classifying;
mod daily;
mod decisions;
mod demo;
mod documents;
mod erasure;
mod error;
mod evidence;
mod explained;
mod filter;
mod gazetteer;
mod ids;
mod ingest;
mod judging;
mod matching;
mod moments;
mod monitor;
mod named;
mod reading;
mod rulings;
mod sameness;
mod searching;
mod situation;
mod table;
mod tables;
mod telling;
mod terms;
mod testimony;
mod told_record;
mod totals;
mod unlisted;
mod verdicts;
mod why;

pub use accounts::{
    AccountChange, AccountError, Accounts, LONGEST_TOKEN, NewAccount, SESSION_LASTS, SHORTEST_PASSWORD,
    Secret, check_password, hash_password, make_password, scopes_of,
};
pub use agreements::{CheckedAgreement, check_agreement};
pub use as_of::AsOf;
pub use book::Book;
pub use bundle::{BundleOptions, Bundled, Handed};
pub use case::{Case, CaseDocument};
pub use changes::{CHANGE, MOST_JUDGED, MOST_REPORTED};
pub use classifying::{CLASSIFIED, Guarding};
pub use daily::Format;
pub use decisions::{Compared, DECISION, decisions};
pub use demo::{DEMO_AGREEMENT, Demo};
pub use documents::{DOCUMENT, DOCUMENT_FOR_PEOPLE};
pub use erasure::Erasure;
pub use error::MonitorError;
pub use explained::{ExplainedSentence, ReadExplained, explain_file, explain_line};
pub use filter::{Filter, Selection};
pub use gazetteer::{BuildOptions, Built, build_gazetteer, open_gazetteer};
pub use ingest::{AfterErasure, Ingested, Prepared, prepare_file, prepare_line};
pub use matching::{
    ComparedTable, MatchMode, MatchResult, MatchRules, MatchSide, compared_table, match_sides,
};
pub use moments::{MomentError, day, published, time};
pub use monitor::{Monitor, Store};
pub use named::{places_of_file, places_of_line};
pub use reading::{
    ReadFile, ReadStory, ReadTimes, read_file, read_line, reader_of, times_of_file, times_of_line,
};
pub use rulings::Held;
pub use searching::FOUND_FOR_PEOPLE;
pub use situation::Knowledge;
pub use table::{Noun, table};
pub use tables::{HeldRows, Renewal, RowFate};
pub use telling::{Checked, MOST_RECORDS};
pub use terms::{agreement_in_words, change_in_words, edge_in_words, provision_in_words, turn_in_words};
pub use told_record::RecordTold;
pub use totals::Told;
pub use truce_assess::{Asked, Convention, InForce, Policy, in_force, order, stage};
pub use truce_evidence::{
    Authority, Checkpoint, ConsistencyProof, EvidenceError, InclusionProof, LARGEST_RESPONSE, Proof, Seal,
    SignedCheckpoint, Signer, Stamped, Verifier, timestamp, timestamp_request,
};
pub use truce_exchange::{
    Cause, Completion, ExchangeError, FormatError, ImportOptions, LONGEST_LINE, LadderFile, Mapping, Refusal,
    Table, TableEvent, TableHead, TableItem, TableOptions, TableRow, agreement_schema, builtin_mappings,
    complete_agreement, format_agreement, format_cases, import_table, snippets,
};
pub use truce_extract::{Reader, explain};
pub use truce_store::{
    Account, Answer, Begun, BoundingBox, PasswordHash, Role, Scope, Session, Subject, Token,
};
pub use unlisted::Unlisted;
pub use verdicts::{VerdictRow, VerdictTable};
pub use why::{Why, clock, decisive};
