//! A situation with what the pages ask of it again and again, and the few situations that were asked for last.

use crate::{problem::Problem, record::lock};
use jiff::Timestamp;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};
use truce_model::{ClaimId, Confidentiality, Finding, Incident, IncidentId, Seq, Situation, Toll};
use truce_monitor::Book;

/// How many situations are kept; each holds every claim of the record.
const KEPT: usize = 6;

/// A situation, and what hangs together in it.
pub(crate) struct View {
    pub(crate) situation: Situation,
    pub(crate) book: Arc<Book>,
    /// For each claim the incident that rests on it, by its place in the situation.
    incident_of: HashMap<ClaimId, usize>,
    /// For each incident its findings, by their places.
    findings_of: HashMap<IncidentId, Vec<usize>>,
}

impl View {
    pub(crate) fn new(situation: Situation, book: Arc<Book>) -> View {
        let mut incident_of = HashMap::new();
        for (at, incident) in situation.incidents.iter().enumerate() {
            incident_of.extend(incident.all_claims().map(|id| (id.clone(), at)));
        }
        let mut findings_of: HashMap<IncidentId, Vec<usize>> = HashMap::new();
        for (at, finding) in situation.findings.iter().enumerate() {
            findings_of.entry(finding.incident.clone()).or_default().push(at);
        }
        View { situation, book, incident_of, findings_of }
    }

    /// The incident that rests on a claim.
    pub(crate) fn incident_of(&self, claim: &ClaimId) -> Option<&Incident> {
        self.incident_of.get(claim).map(|at| &self.situation.incidents[*at])
    }

    /// What the terms make of an incident.
    pub(crate) fn findings_of(&self, incident: &IncidentId) -> impl Iterator<Item = &Finding> {
        self.findings_of.get(incident).into_iter().flatten().map(|at| &self.situation.findings[*at])
    }

    /// How many people an incident affected.
    pub(crate) fn tolls_of(&self, incident: &IncidentId) -> impl Iterator<Item = &Toll> {
        let of = move |toll: &&Toll| matches!(&toll.scope, truce_model::Scope::Incident { incident: of } if of == incident);
        self.situation.tolls.iter().filter(of)
    }
}

/// One that is computed while others wait for it.
type Slot = Arc<Mutex<Option<Arc<View>>>>;

/// What tells situations of one record apart: who may see them, the last classification, the last record that counts, and the
/// moment.
type Key = (Confidentiality, Seq, Seq, Timestamp);

/// The situations that were asked for last, the latest first.
#[derive(Default)]
pub(crate) struct Views(Mutex<VecDeque<(Key, Slot)>>);

impl Views {
    /// The situation of that key, which nobody computes a second time while it is kept.
    pub(crate) fn of(
        &self,
        key: Key,
        compute: impl FnOnce() -> Result<View, Problem>,
    ) -> Result<Arc<View>, Problem> {
        let slot = self.slot(key);
        let mut held = lock(&slot);
        if let Some(view) = held.as_ref() {
            return Ok(view.clone());
        }
        let view = Arc::new(compute()?);
        *held = Some(view.clone());
        Ok(view)
    }

    fn slot(&self, key: Key) -> Slot {
        let mut kept = lock(&self.0);
        let found = kept.iter().position(|(of, _)| *of == key).and_then(|at| kept.remove(at));
        let (key, slot) = found.unwrap_or_else(|| (key, Slot::default()));
        kept.push_front((key, slot.clone()));
        kept.truncate(KEPT);
        slot
    }
}
