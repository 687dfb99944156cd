//! One situation seen from the agreement: which incidents and claims belong to which day. Judges nothing anew.

use crate::{
    Figure, Input,
    calendar::{Calendar, lies_in, single_day},
    ground::concerns,
};
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{
    Actors, Agreement, Claim, ClaimId, Document, DocumentId, Finding, Incident, IncidentId, Name, Places,
    ReadingId, Situation, Standing, Toll, Verdict,
};

/// A situation with the ways into it that the report needs.
pub(crate) struct View<'a> {
    pub situation: &'a Situation,
    pub agreement: &'a Agreement,
    pub actors: &'a Actors,
    pub places: &'a Places,
    pub calendar: &'a Calendar,
    findings: BTreeMap<&'a IncidentId, Vec<&'a Finding>>,
    tolls: BTreeMap<&'a IncidentId, Vec<&'a Toll>>,
    rank: BTreeMap<&'a ClaimId, usize>,
    elsewhere: BTreeSet<&'a DocumentId>,
    incidents_outside: BTreeSet<&'a IncidentId>,
}

impl<'a> View<'a> {
    /// The view of `situation` for the report that `input` asks for.
    pub fn new(input: &Input<'a>, situation: &'a Situation, calendar: &'a Calendar) -> View<'a> {
        let agreement = input.agreement;
        let mut findings: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for finding in situation.findings.iter().filter(|f| f.agreement == agreement.id) {
            findings.entry(&finding.incident).or_default().push(finding);
        }
        let mut tolls: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for toll in &situation.tolls {
            if let truce_model::Scope::Incident { incident } = &toll.scope {
                tolls.entry(incident).or_default().push(toll);
            }
        }
        let mut view = View {
            situation,
            agreement,
            actors: input.actors,
            places: input.places,
            calendar,
            findings,
            tolls,
            rank: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            incidents_outside: BTreeSet::new(),
        };
        view.rank = view.ranks();
        view.elsewhere = view.documents_elsewhere();
        let lies_outside = |i: &&Incident| concerns(agreement, &i.places, input.places) == Some(false);
        let outside = situation.incidents.iter().filter(lies_outside);
        view.incidents_outside = outside.map(|incident| &incident.id).collect();
        view
    }

    fn ranks(&self) -> BTreeMap<&'a ClaimId, usize> {
        let mut claims: Vec<&Claim> = self.situation.claims.iter().collect();
        claims.sort_by_cached_key(|claim| {
            let document = self.situation.document(&claim.document);
            let published = document.and_then(|d| d.published).map(|p| p.earliest(&self.calendar.zone));
            // What has no date stands after what has one.
            let name = document.map(|d| d.name.clone());
            (published.is_none(), published, name, claim.span, claim.id.clone())
        });
        claims.into_iter().enumerate().map(|(rank, claim)| (&claim.id, rank)).collect()
    }

    /// Documents of which some claim lies outside every zone, and none inside one.
    fn documents_elsewhere(&self) -> BTreeSet<&'a DocumentId> {
        let mut told: BTreeMap<&DocumentId, bool> = BTreeMap::new();
        for claim in &self.situation.claims {
            if let Some(inside) = concerns(self.agreement, &claim.places, self.places) {
                *told.entry(&claim.document).or_default() |= inside;
            }
        }
        told.into_iter().filter(|(_, inside)| !inside).map(|(document, _)| document).collect()
    }

    /// These claims, each once, in the order of publication; ids that the situation does not hold are left out.
    pub fn sorted<'c>(&self, ids: impl IntoIterator<Item = &'c ClaimId>) -> Vec<ClaimId> {
        let mut ranked: Vec<_> =
            ids.into_iter().filter_map(|id| Some((*self.rank.get(id)?, id.clone()))).collect();
        ranked.sort();
        ranked.dedup();
        ranked.into_iter().map(|(_, id)| id).collect()
    }

    /// Whether it may lie in a zone of the agreement.
    pub fn concerned(&self, incident: &Incident) -> bool {
        !self.incidents_outside.contains(&incident.id)
    }

    /// Whether a claim may be about the agreement: by its place, else by what its document tells of.
    pub fn claim_concerned(&self, claim: &Claim) -> bool {
        concerns(self.agreement, &claim.places, self.places)
            .unwrap_or_else(|| !self.elsewhere.contains(&claim.document))
    }

    /// Incidents that somebody says happened. What is only denied is listed apart and counted nowhere.
    fn chosen(&self, keep: impl Fn(&Incident) -> bool) -> Vec<&'a Incident> {
        self.all_chosen(|incident| incident.standing != Standing::Denied && keep(incident))
    }

    fn all_chosen(&self, keep: impl Fn(&Incident) -> bool) -> Vec<&'a Incident> {
        let mut chosen: Vec<_> =
            self.situation.incidents.iter().filter(|i| self.concerned(i) && keep(i)).collect();
        chosen.sort_by_key(|incident| sort_key(incident));
        chosen
    }

    /// Incidents that lie in that day alone.
    pub fn incidents_on(&self, day: Date) -> Vec<&'a Incident> {
        self.chosen(|incident| single_day(&incident.occurred) == Some(day))
    }

    /// Incidents that lie in the days from `first` to `last`, also those that span several of them.
    pub fn incidents_in(&self, first: Date, last: Date) -> Vec<&'a Incident> {
        self.chosen(|incident| lies_in(&incident.occurred, first, last))
    }

    /// Incidents up to that day that certainly lie at or after the agreement's first moment.
    pub fn incidents_since_start(&self, day: Date) -> Vec<&'a Incident> {
        self.beside_start(day, Some(true))
    }

    /// Incidents of the agreement's days up to that one which lie before (`Some(false)`) or after its first moment, or
    /// of which nobody can tell.
    pub fn beside_start(&self, day: Date, since: Option<bool>) -> Vec<&'a Incident> {
        let mut incidents = self.incidents_in(self.calendar.first, day);
        incidents.retain(|incident| self.calendar.since_start(&incident.occurred) == since);
        incidents
    }

    /// Incidents that can touch that day and lie in no single day.
    pub fn incidents_across(&self, day: Date) -> Vec<&'a Incident> {
        self.chosen(|i| single_day(&i.occurred).is_none() && i.occurred.touches(day))
    }

    /// Incidents without any time that were first told on that day, or in a document without a date.
    pub fn incidents_without_time(&self, day: Date) -> Vec<&'a Incident> {
        self.chosen(|i| i.occurred.is_unknown() && self.first_told(i).is_none_or(|told| told == day))
    }

    /// What nobody says happened and somebody denies, where it can be of that day or has no time and was denied on it.
    pub fn only_denied(&self, day: Date) -> Vec<&'a Incident> {
        self.all_chosen(|i| {
            let undated = i.occurred.is_unknown() && self.first_told(i).is_none_or(|told| told == day);
            i.standing == Standing::Denied && (undated || i.occurred.touches(day))
        })
    }

    /// Incidents of that day that certainly lie outside every zone of the agreement.
    pub fn incidents_elsewhere(&self, day: Date) -> Vec<&'a Incident> {
        let all = self.situation.incidents.iter();
        let told = all.filter(|incident| incident.standing != Standing::Denied);
        told.filter(|i| !self.concerned(i) && single_day(&i.occurred) == Some(day)).collect()
    }

    fn first_told(&self, incident: &Incident) -> Option<Date> {
        self.first_published(&incident.claims)
    }

    /// The first day on which one of these claims was published; `None`: no document of theirs has a date.
    pub fn first_published(&self, claims: &[ClaimId]) -> Option<Date> {
        let published = |id| self.document_of(id)?.published.map(|p| p.date(&self.calendar.zone));
        claims.iter().filter_map(published).min()
    }

    /// The document that carries a claim.
    pub fn document_of(&self, id: &ClaimId) -> Option<&'a Document> {
        self.situation.document(&self.situation.claim(id)?.document)
    }

    /// Claims of these kinds that belong to that day: dated to it, else published on it.
    pub fn claims_on(&self, day: Date, keep: impl Fn(&Claim) -> bool) -> Vec<&'a Claim> {
        let of_day = |claim: &&Claim| {
            single_day(&claim.occurred).or_else(|| self.published(claim)).map_or_else(
                // Neither the time nor the publication tells: the stretch must reach the day.
                || claim.occurred.touches(day),
                |belongs| belongs == day,
            )
        };
        let mut claims: Vec<&Claim> = self
            .situation
            .claims
            .iter()
            .filter(|claim| keep(claim) && self.claim_concerned(claim))
            .filter(of_day)
            .collect();
        claims.sort_by_key(|claim| self.rank.get(&claim.id));
        claims
    }

    fn published(&self, claim: &Claim) -> Option<Date> {
        self.situation.document(&claim.document)?.published.map(|p| p.date(&self.calendar.zone))
    }

    /// The reading that leads: the first, which is the text as it stands.
    pub fn lead(&self) -> Option<&'a ReadingId> {
        self.agreement.readings.first().map(|reading| &reading.id)
    }

    /// What each provision makes of an incident under a reading.
    pub fn findings(&self, incident: &Incident, reading: &ReadingId) -> Vec<&'a Finding> {
        let all = self.findings.get(&incident.id).into_iter().flatten().copied();
        all.filter(|finding| &finding.reading == reading).collect()
    }

    /// What the agreement makes of an incident under a reading; `None`: no provision was put to it.
    ///
    /// One violated provision makes a violation; else one open question keeps it open.
    pub fn verdict(&self, incident: &Incident, reading: &ReadingId) -> Option<Verdict> {
        let order = [Verdict::Violation, Verdict::Undetermined, Verdict::Permitted, Verdict::NotCovered];
        let findings = self.findings(incident, reading);
        order.into_iter().find(|verdict| findings.iter().any(|finding| finding.verdict == *verdict))
    }

    /// How many of these incidents a test keeps, with the claims behind each one kept.
    pub fn count<'i>(
        &self,
        incidents: &[&'i Incident],
        claims: impl Fn(&'i Incident) -> Option<Vec<&'i ClaimId>>,
    ) -> Figure {
        let kept: Vec<Vec<ClaimId>> =
            incidents.iter().filter_map(|i| claims(i)).map(|ids| self.sorted(ids)).collect();
        Figure::count(kept.len(), distinct(kept))
    }

    /// The claims that decide these findings, else all that tell of the incident.
    pub fn deciding<'f>(&self, incident: &'f Incident, findings: &[&'f Finding]) -> Vec<&'f ClaimId> {
        let decided: Vec<_> = findings.iter().flat_map(|finding| &finding.decided_by).collect();
        if self.sorted(decided.iter().copied()).is_empty() {
            incident.claims.iter().collect()
        } else {
            decided
        }
    }

    /// The tolls of an incident.
    pub fn tolls(&self, incident: &IncidentId) -> &[&'a Toll] {
        self.tolls.get(incident).map_or(&[], Vec::as_slice)
    }
}

/// Each claim once, in the order given.
pub(crate) fn distinct(lists: impl IntoIterator<Item = Vec<ClaimId>>) -> Vec<ClaimId> {
    let mut seen = BTreeSet::new();
    lists.into_iter().flatten().filter(|id| seen.insert(id.clone())).collect()
}

fn sort_key(incident: &Incident) -> (bool, Option<DateTime>, Option<Name>, IncidentId) {
    let start = incident.occurred.start.or(incident.occurred.end).map(|moment| moment.earliest());
    (start.is_none(), start, incident.places.first().cloned(), incident.id.clone())
}
