//! What somebody who looked into an incident held of it. A ruling stands beside the findings and changes none of them.

use crate::{AgreementId, ClaimId, Conduct, Name, ProvisionId, Truth};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A ruling on an incident by a provision: whether it happened, who breached the provision, and who meant to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// A claim of the incident, by which it is found whatever else comes in.
    pub claim: ClaimId,
    /// Which agreement it is judged by.
    pub agreement: AgreementId,
    /// Which provision.
    pub provision: ProvisionId,
    /// Did it happen?
    pub occurred: Truth,
    /// How each of those named stands to it: breach and intent apart.
    pub conduct: Vec<Conduct>,
    /// Who ruled.
    pub by: Name,
    /// When, where that is known.
    pub on: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Ruling {
    /// Whether it takes the place of another: the same ruler on the same claim and provision.
    pub fn replaces(&self, other: &Ruling) -> bool {
        (&self.claim, &self.agreement, &self.provision, &self.by)
            == (&other.claim, &other.agreement, &other.provision, &other.by)
    }
}
