//! Rulings of people on incidents, put into the record. Changes no finding.

use crate::{Monitor, MonitorError};
use jiff::{Timestamp, civil::Date};
use truce_model::{AgreementId, Conduct, Decision, Incident, Name, ProvisionId, Ruling, Situation, Truth};

/// What somebody who looked into an incident holds of it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The agreement that it is judged by; `None`: the only one that has the provision.
    pub agreement: Option<AgreementId>,
    /// The provision.
    pub provision: ProvisionId,
    /// Did it happen?
    pub occurred: Truth,
    /// Breach and intent of each of those named.
    pub conduct: Vec<Conduct>,
    /// Who ruled.
    pub by: Name,
    /// When.
    pub on: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Monitor {
    /// Records a ruling on the incident of that id, or the only one whose id begins so; gives back the incident.
    pub fn rule(
        &mut self,
        situation: &Situation,
        incident: &str,
        held: Held,
        at: Timestamp,
    ) -> Result<Incident, MonitorError> {
        let full = crate::ids::full_id(situation, incident)?;
        let unknown = || MonitorError::UnknownId { id: incident.to_owned() };
        let found = situation.incidents.iter().find(|i| i.id.as_str() == full).ok_or_else(unknown)?;
        let agreement = agreement_of(situation, &held)?;
        let ruling = Ruling {
            claim: found.claims.first().ok_or_else(unknown)?.clone(),
            agreement,
            provision: held.provision,
            occurred: held.occurred,
            conduct: held.conduct,
            by: held.by,
            on: held.on,
            reason: held.reason,
        };
        self.append_decision(Decision::Rule { ruling: Box::new(ruling) }, at)?;
        Ok(found.clone())
    }
}

/// The agreement that a ruling is by: the one that is named, or the only one with the provision.
fn agreement_of(situation: &Situation, held: &Held) -> Result<AgreementId, MonitorError> {
    let named = |id: &AgreementId| held.agreement.as_ref().is_none_or(|asked| asked == id);
    let all = situation.agreements.iter().filter(|agreement| named(&agreement.id));
    let with: Vec<&AgreementId> = all
        .filter(|agreement| agreement.provision(&held.provision).is_some())
        .map(|agreement| &agreement.id)
        .collect();
    match (with.as_slice(), &held.agreement) {
        ([only], _) => Ok((*only).clone()),
        ([], Some(id)) if !situation.agreements.iter().any(|agreement| &agreement.id == id) => {
            let known = situation.agreements.iter().map(|a| a.id.to_string()).collect();
            Err(MonitorError::UnknownAgreement { id: id.to_string(), known })
        }
        ([], _) => {
            let provisions = situation.agreements.iter().flat_map(|agreement| &agreement.provisions);
            let known = provisions.map(|provision| provision.id.to_string()).collect();
            Err(MonitorError::UnknownProvision { id: held.provision.to_string(), known })
        }
        (several, _) => Err(MonitorError::AmbiguousId {
            id: held.provision.to_string(),
            matches: several.iter().map(|id| format!("{} of {id}", held.provision)).collect(),
        }),
    }
}
