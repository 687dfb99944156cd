//! The field's nouns. Knows no file, no clock and no database.
//!
//! *Said*, *held* and *judged* are three types: a [`Claim`] is what one source says, an [`Incident`] is what the
//! claims together tell happened, a [`Finding`] is what the terms of an [`Agreement`] make of it.
//!
//! Every id is derived from content, so that the same documents give the same ids on every machine.

mod act;
mod actor;
mod agreement;
mod area;
mod claim;
mod confidence;
mod confidentiality;
mod count;
mod document;
mod feature;
mod finding;
mod hash;
mod id;
mod incident;
mod interval;
mod matching;
mod name;
mod obligation;
mod place;
mod point;
mod reading;
mod record;
mod recurrence;
mod ruling;
mod situation;
mod span;
mod term;
mod toll;
mod turn;
mod when;
mod withdrawn;

pub use act::{Act, Kind, UnknownAct};
pub use actor::{Actor, ActorKind, Actors, Former, Membership};
pub use agreement::{
    Agreement, AgreementKind, Article, Deadline, Party, Provision, Role, Supersession, SupersessionKind,
};
pub use area::{Area, Position, Shape, Zone};
pub use claim::{Claim, Doubt, Stance};
pub use confidence::Confidence;
pub use confidentiality::{Confidentiality, Guarded, ParseConfidentialityError};
pub use count::Count;
pub use document::{Block, BlockRole, Document, Published};
pub use feature::FeatureKind;
pub use finding::{Atom, AtomName, Conduct, Finding, Share, Truth, Verdict};
pub use hash::Hash;
pub use id::{
    ActorId, AgreementId, AreaId, ClaimId, DocumentId, FindingId, IncidentId, ObligationId, ProvisionId,
    ReadingId, RuleId, StepId, TollId, TurnId,
};
pub use incident::{Attribution, Disagreement, Incident, Standing, Version};
pub use interval::{Interval, Moment, ParseMomentError};
pub use matching::{Matched, Matching, Sameness};
pub use name::{Name, NameError, same_name};
pub use obligation::{Obligation, ObligationState};
pub use place::{Place, PlaceKind, Places};
pub use point::{Point, PointError};
pub use reading::{Change, Reading, Words};
pub use record::{Decision, Logged, Record, Seq};
pub use recurrence::RecurrenceError;
pub use ruling::Ruling;
pub use situation::Situation;
pub use span::Span;
pub use term::{Deed, Target, Term};
pub use toll::{Bound, Scope, Toll, TollOf};
pub use turn::{Move, Stage, Turn, TurnKind};
pub use when::{Edge, Lapse, ParseLapseError, Window};
pub use withdrawn::Withdrawn;

use thiserror::Error;

/// What can be wrong with the reference lists (actors, places) that the program carries.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A list file is not what it should be.
    #[error("{file}: {problem}")]
    List {
        /// File, relative to its folder.
        file: String,
        /// What is wrong, with the entry concerned.
        problem: String,
    },
}
