//! What becomes of terms after they are made: extended, suspended, ended; and the life of a provision as a state machine.

use crate::{ActorId, Edge, ProvisionId, TurnId};
use serde::{Deserialize, Serialize};

/// What happened to terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TurnKind {
    /// Something on which a term hangs came to pass; the terms themselves stay as they are.
    Happened,
    /// They run longer, until the turn's `until`; from its own moment on where they had lapsed.
    Extended,
    /// They are set aside for a time.
    Suspended,
    /// They bind again after a suspension.
    Resumed,
    /// They ended before their time.
    Ended,
    /// A duty was carried out.
    Fulfilled,
    /// A duty was not carried out when it was due.
    Missed,
    /// A duty was released by whom it was owed to.
    Discharged,
}

impl TurnKind {
    /// Every sort of turn.
    pub const ALL: [TurnKind; 8] = [
        TurnKind::Happened,
        TurnKind::Extended,
        TurnKind::Suspended,
        TurnKind::Resumed,
        TurnKind::Ended,
        TurnKind::Fulfilled,
        TurnKind::Missed,
        TurnKind::Discharged,
    ];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            TurnKind::Happened => "happened",
            TurnKind::Extended => "extended",
            TurnKind::Suspended => "suspended",
            TurnKind::Resumed => "resumed",
            TurnKind::Ended => "ended",
            TurnKind::Fulfilled => "fulfilled",
            TurnKind::Missed => "missed",
            TurnKind::Discharged => "discharged",
        }
    }
}

/// One turn in the life of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Unique in the agreement.
    pub id: TurnId,
    /// What happened.
    pub what: TurnKind,
    /// When; `None`: it has not come to pass.
    pub at: Option<Edge>,
    /// Until when, where it extends or suspends.
    pub until: Option<Edge>,
    /// Which provisions it concerns; none named: all of them.
    #[serde(default)]
    pub provisions: Vec<ProvisionId>,
    /// Whose act it was.
    #[serde(default)]
    pub by: Vec<ActorId>,
    /// The power of the text that it used.
    pub under: Option<ProvisionId>,
    /// Whether it counts only in readings that accept it.
    #[serde(default)]
    pub contested: bool,
    /// What was said or done, in words.
    pub text: String,
    /// Where it stands: title, year, page or address.
    pub cite: String,
    /// Line of the file on which its block begins, from 1.
    pub line: usize,
}

impl Turn {
    /// Whether it concerns that provision.
    pub fn concerns(&self, provision: &ProvisionId) -> bool {
        self.provisions.is_empty() || self.provisions.contains(provision)
    }
}

/// The stages in the life of a provision (Sharifi, Parvizimosaed, Amyot, Logrippo, Mylopoulos, "Symboleo: Towards a
/// Specification Language for Legal Contracts", 2020, figures 1 and 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It is written down and does not bind yet.
    Created,
    /// It binds.
    InEffect,
    /// It is set aside for a time.
    Suspended,
    /// What it asks was done.
    Fulfilled,
    /// It was due and was not done.
    Violated,
    /// Whom it was owed to released it.
    Discharged,
    /// Its time ran out.
    Expired,
    /// It was ended before its time.
    Terminated,
}

/// What moves a provision from one stage to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Its start came, and every step before it is done.
    Start,
    /// Its end came.
    Lapse,
    /// Its deadline passed without its being done.
    Miss,
    /// A turn of the agreement.
    Turn(TurnKind),
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 8] = [
        Stage::Created,
        Stage::InEffect,
        Stage::Suspended,
        Stage::Fulfilled,
        Stage::Violated,
        Stage::Discharged,
        Stage::Expired,
        Stage::Terminated,
    ];

    /// The words used in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Stage::Created => "created",
            Stage::InEffect => "in effect",
            Stage::Suspended => "suspended",
            Stage::Fulfilled => "fulfilled",
            Stage::Violated => "violated",
            Stage::Discharged => "discharged",
            Stage::Expired => "expired",
            Stage::Terminated => "terminated",
        }
    }

    /// The stage after a move; `None`: the move does not concern a provision in this stage.
    ///
    /// What lapsed or was ended may be extended or resumed, since parties do so; what was fulfilled or released stays so. A duty that
    /// was missed can still be carried out.
    pub fn after(self, step: Move) -> Option<Stage> {
        match (self, step) {
            (Stage::Created | Stage::Expired, Move::Start) => Some(Stage::InEffect),
            (Stage::Created | Stage::InEffect | Stage::Suspended, Move::Lapse) => Some(Stage::Expired),
            (Stage::InEffect, Move::Miss | Move::Turn(TurnKind::Missed)) => Some(Stage::Violated),
            (_, Move::Turn(TurnKind::Happened)) => None,
            (Stage::InEffect | Stage::Expired, Move::Turn(TurnKind::Extended)) => Some(Stage::InEffect),
            (Stage::InEffect, Move::Turn(TurnKind::Suspended)) => Some(Stage::Suspended),
            (Stage::Suspended | Stage::Terminated, Move::Turn(TurnKind::Resumed)) => Some(Stage::InEffect),
            (
                Stage::Created | Stage::InEffect | Stage::Suspended | Stage::Violated,
                Move::Turn(TurnKind::Ended),
            ) => Some(Stage::Terminated),
            (
                Stage::Created | Stage::InEffect | Stage::Suspended | Stage::Violated,
                Move::Turn(TurnKind::Fulfilled),
            ) => Some(Stage::Fulfilled),
            (
                Stage::Created | Stage::InEffect | Stage::Suspended | Stage::Violated,
                Move::Turn(TurnKind::Discharged),
            ) => Some(Stage::Discharged),
            _ => None,
        }
    }
}
