//! Passage of aid, patients and civilians on the day, and how the duties of the agreement stand.

use super::{Said, header::names, statements::said};
use crate::view::View;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use truce_model::{Act, ClaimId, IncidentId, Kind, ObligationId, ObligationState, ProvisionId};

/// What is said of one act of access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccessLine {
    /// The act.
    pub act: Act,
    /// Who says what, in the order of publication.
    pub said: Vec<Said>,
}

/// A duty and how it stands at the cut-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Which duty.
    pub id: ObligationId,
    /// Of which provision.
    pub provision: ProvisionId,
    /// What is owed.
    pub what: String,
    /// Who owes it.
    pub debtors: Vec<String>,
    /// By when; null: the text does not say.
    pub due: Option<Timestamp>,
    /// The same in words; null: the text does not say.
    pub due_words: Option<String>,
    /// Whether that moment lies before the cut-off; null: the text does not say.
    pub due_passed: Option<bool>,
    /// How it stands on the claims.
    pub state: ObligationState,
    /// Claims that it is met.
    pub met: Cited,
    /// Claims that it is not.
    pub unmet: Cited,
}

/// Claims that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// The claims; empty: nobody says so.
    pub claims: Vec<ClaimId>,
}

/// Access on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Access {
    /// Incidents of access, in order of time.
    pub incidents: Vec<IncidentId>,
    /// What is said of access, by act.
    pub lines: Vec<AccessLine>,
    /// The duties of the agreement.
    pub obligations: Vec<Obligation>,
}

/// Lists access on the day.
pub(crate) fn access(view: &View, day: Date) -> Access {
    let all = view.incidents_on(day).into_iter().chain(view.incidents_across(day));
    let claims = view.claims_on(day, |claim| claim.kind() == Kind::Access);
    let line = |act: Act| {
        let said = claims.iter().filter(|claim| claim.act == act).map(|claim| said(view, claim));
        AccessLine { act, said: said.collect() }
    };
    Access {
        incidents: all.filter(|i| i.act.kind() == Kind::Access).map(|i| i.id.clone()).collect(),
        lines: Act::ALL.iter().map(|act| line(*act)).filter(|line| !line.said.is_empty()).collect(),
        obligations: obligations(view),
    }
}

fn obligations(view: &View) -> Vec<Obligation> {
    let mut held: Vec<_> =
        view.situation.obligations.iter().filter(|held| held.agreement == view.agreement.id).collect();
    let place = |id: &ProvisionId| view.agreement.provisions.iter().position(|p| &p.id == id);
    held.sort_by_key(|held| (place(&held.provision), held.id.clone()));
    let line = |held: &truce_model::Obligation| Obligation {
        id: held.id.clone(),
        provision: held.provision.clone(),
        what: held.what.clone(),
        debtors: names(view.actors, &held.debtors),
        due: held.due.map(|due| due.latest),
        due_words: held.due.map(|due| view.calendar.edge(due)),
        due_passed: held.due.map(|due| due.latest <= view.situation.as_of),
        state: held.state,
        met: Cited { claims: view.sorted(&held.met) },
        unmet: Cited { claims: view.sorted(&held.unmet) },
    };
    held.into_iter().map(line).collect()
}
