//! Who owes what to whom by when, and how it stands on the claims.

use crate::{ActorId, AgreementId, ClaimId, Edge, ObligationId, ProvisionId, Stage, StepId};
use serde::{Deserialize, Serialize};

/// How a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObligationState {
    /// It does not bind yet.
    NotYet,
    /// It binds, and no claim says whether it was met.
    NoWord,
    /// Somebody says that it is being met, nobody denies it.
    SaidMet,
    /// Somebody says that it is not met, nobody asserts that it is.
    SaidUnmet,
    /// Some say that it is met, some deny it.
    Disputed,
}

impl ObligationState {
    /// The words used in reports.
    pub fn word(&self) -> &'static str {
        match self {
            ObligationState::NotYet => "not yet due",
            ObligationState::NoWord => "no word",
            ObligationState::SaidMet => "said to be met",
            ObligationState::SaidUnmet => "said not to be met",
            ObligationState::Disputed => "disputed",
        }
    }
}

/// A duty of a provision and how it stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// Derived from agreement and provision.
    pub id: ObligationId,
    /// Which agreement.
    pub agreement: AgreementId,
    /// Which provision.
    pub provision: ProvisionId,
    /// Who owes it.
    pub debtors: Vec<ActorId>,
    /// What is owed, in a phrase.
    pub what: String,
    /// To whom; for an ultimatum, who puts it.
    pub creditors: Vec<ActorId>,
    /// By when, if the text says so and what it counts from has come to pass.
    pub due: Option<Edge>,
    /// The stage of its life by the text; `None`: the text leaves it open.
    pub stage: Option<Stage>,
    /// The steps before it that have not been taken.
    pub waits_for: Vec<StepId>,
    /// How it stands.
    pub state: ObligationState,
    /// Claims that it is met.
    pub met: Vec<ClaimId>,
    /// Claims that it is not.
    pub unmet: Vec<ClaimId>,
}
