//! What the claims leave open: questions without an answer, times and places not told, areas not heard from.

use crate::{
    Area,
    ground::{concerns, is_everywhere},
    view::View,
};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use truce_model::{
    AtomName, ClaimId, Incident, IncidentId, Name, PlaceKind, ProvisionId, ReadingId, Truth, Verdict,
};

/// A question that the claims do not answer, and that leaves a finding undetermined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenQuestion {
    /// About which incident.
    pub incident: IncidentId,
    /// Put by which provision.
    pub provision: ProvisionId,
    /// Which question.
    pub question: AtomName,
    /// Why it is open.
    pub because: String,
    /// Under which readings it leaves the finding undetermined.
    pub readings: Vec<ReadingId>,
    /// The claims that touch on it, else those that tell of the incident.
    pub claims: Vec<ClaimId>,
}

/// A province of the agreement's zone of which no incident is told on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AreaSilence {
    /// Which province.
    pub area: String,
    /// The last day since the start of which an incident is told there; null: none.
    pub last_told_of: Option<Date>,
}

/// What the claims leave open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undetermined {
    /// Questions that leave a finding undetermined.
    pub questions: Vec<OpenQuestion>,
    /// Incidents without any time, first told on the day or in a document without a date.
    pub time_not_known: Vec<IncidentId>,
    /// Incidents of the day without a place.
    pub place_not_known: Vec<IncidentId>,
    /// Provinces of which nothing is told; silence is no calm.
    pub silent: Vec<AreaSilence>,
}

/// Lists what is open.
pub(crate) fn undetermined(view: &View, day: Date) -> Undetermined {
    let today = view.incidents_on(day);
    let all: Vec<_> = today.iter().copied().chain(view.incidents_across(day)).collect();
    let ids = |incidents: &[&Incident]| incidents.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    let placeless: Vec<_> = all.iter().copied().filter(|incident| incident.places.is_empty()).collect();
    Undetermined {
        questions: all.iter().flat_map(|incident| questions(view, incident)).collect(),
        time_not_known: ids(&view.incidents_without_time(day)),
        place_not_known: ids(&placeless),
        silent: silent(view, day),
    }
}

fn questions(view: &View, incident: &Incident) -> Vec<OpenQuestion> {
    let mut open: Vec<OpenQuestion> = vec![];
    for reading in &view.agreement.readings {
        let findings = view.findings(incident, &reading.id).into_iter();
        for finding in findings.filter(|finding| finding.verdict == Verdict::Undetermined) {
            for atom in finding.atoms.iter().filter(|atom| atom.truth == Truth::Unknown) {
                let same = |question: &&mut OpenQuestion| {
                    question.provision == finding.provision
                        && question.question == atom.name
                        && question.because == atom.because
                };
                if let Some(question) = open.iter_mut().find(same) {
                    question.readings.push(reading.id.clone());
                    continue;
                }
                let claims = view.sorted(&atom.claims);
                open.push(OpenQuestion {
                    incident: incident.id.clone(),
                    provision: finding.provision.clone(),
                    question: atom.name,
                    because: atom.because.clone(),
                    readings: vec![reading.id.clone()],
                    claims: if claims.is_empty() { view.sorted(&incident.claims) } else { claims },
                });
            }
        }
    }
    open
}

fn silent(view: &View, day: Date) -> Vec<AreaSilence> {
    let mut last: BTreeMap<Area, Date> = BTreeMap::new();
    for incident in view.incidents_in(view.calendar.first, day) {
        if let Some(end) = incident.occurred.end {
            let told = last.entry(Area::of(&incident.places, view.places)).or_insert(end.date());
            *told = (*told).max(end.date());
        }
    }
    // An incident that only may have touched the day breaks the silence too.
    let across = view.incidents_across(day);
    let heard = across.iter().map(|incident| Area::of(&incident.places, view.places)).collect::<Vec<_>>();
    // Without a zone every province of the world would have to be named.
    if is_everywhere(view.agreement) {
        return vec![];
    }
    let in_zone = |name: &str| {
        let name = Name::parse(name).ok();
        name.is_some_and(|name| concerns(view.agreement, &[name], view.places) == Some(true))
    };
    let mut silent: Vec<_> = view
        .places
        .iter()
        .filter(|place| place.kind == PlaceKind::Province && in_zone(&place.name))
        .map(|place| (Area::Province(place.name.clone()), place.name.clone()))
        .filter(|(area, _)| last.get(area).is_none_or(|told| *told < day) && !heard.contains(area))
        .map(|(area, name)| AreaSilence { area: name, last_told_of: last.get(&area).copied() })
        .collect();
    silent.sort_by(|a, b| a.area.cmp(&b.area));
    silent
}
