//! Incidents on which the claims differ, slot by slot. Takes no side and averages nothing.

use crate::view::View;
use jiff::civil::Date;
use serde::Serialize;
use truce_model::{ClaimId, IncidentId, Name};

/// One version with who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisputeVersion {
    /// What is said, in words.
    pub says: String,
    /// Who says so, each once; null: the text does not tell.
    pub by: Vec<Option<Name>>,
    /// The claims that say so.
    pub claims: Vec<ClaimId>,
}

/// A slot of an incident on which the claims differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// Which incident.
    pub incident: IncidentId,
    /// Which slot, such as `agent` or `killed`.
    pub slot: String,
    /// The versions.
    pub versions: Vec<DisputeVersion>,
}

/// Lists what is disputed about incidents of the day or not dated to one day.
pub(crate) fn disputes(view: &View, day: Date) -> Vec<Dispute> {
    let incidents = view.incidents_on(day).into_iter().chain(view.incidents_across(day));
    incidents
        .flat_map(|incident| {
            incident.disagreements.iter().map(|disagreement| Dispute {
                incident: incident.id.clone(),
                slot: disagreement.slot.clone(),
                versions: disagreement.versions.iter().map(|version| told(view, version)).collect(),
            })
        })
        .collect()
}

fn told(view: &View, version: &truce_model::Version) -> DisputeVersion {
    let claims = view.sorted(&version.claims);
    let mut by: Vec<Option<Name>> = vec![];
    for claim in claims.iter().filter_map(|id| view.situation.claim(id)) {
        if !by.contains(&claim.source) {
            by.push(claim.source.clone());
        }
    }
    DisputeVersion { says: version.says.clone(), by, claims }
}
