//! The filters of every listing: day range, place, actor, agreement, source. They mean the same everywhere.

use crate::{Book, MonitorError};
use jiff::civil::Date;
use std::collections::BTreeSet;
use truce_model::{
    Act, ActorId, AgreementId, Claim, ClaimId, Finding, Incident, IncidentId, Interval, Kind, Moment, Name,
    Obligation, Scope, Situation, Standing, Toll, Verdict,
};

/// What a listing keeps. An empty filter keeps everything; several parts must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First day; keeps what can have happened on it or later. What has no time at all is left out.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// A place; keeps what lies in it.
    pub place: Option<String>,
    /// An actor; keeps what it, its members or its parts did or suffered.
    pub actor: Option<String>,
    /// An agreement; keeps what its terms reach (every finding but *not covered*).
    pub agreement: Option<AgreementId>,
    /// A source; keeps what it said, and what it is a witness of.
    pub source: Option<String>,
    /// A kind; keeps claims and incidents of it, and findings on them.
    pub kind: Option<Kind>,
    /// Acts; keeps claims and incidents of one of them, and findings on them. Empty: all.
    pub acts: Vec<Act>,
    /// A reading; keeps findings under it.
    pub reading: Option<String>,
    /// A provision; keeps findings by it, and its obligations.
    pub provision: Option<String>,
    /// A verdict; keeps findings that come to it.
    pub verdict: Option<Verdict>,
    /// A standing; keeps incidents that have it. Retracted incidents are kept by no other filter.
    pub standing: Option<Standing>,
}

impl Filter {
    /// Refuses a range of days that ends before it starts.
    pub(crate) fn check_range(&self) -> Result<(), MonitorError> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => Err(MonitorError::EmptyRange { from, to }),
            _ => Ok(()),
        }
    }

    /// Whether a claim passes, as far as that can be told without knowing what agreements reach.
    pub(crate) fn claim(&self, book: &Book, claim: &Claim) -> bool {
        self.act(claim.act)
            && self.when(&claim.occurred)
            && self.place(book, &claim.places)
            && self.actor(book, claim.agent.iter().chain(&claim.target))
            && self.source(book, claim.source.iter())
    }

    fn act(&self, act: Act) -> bool {
        self.kind.is_none_or(|kind| act.kind() == kind) && (self.acts.is_empty() || self.acts.contains(&act))
    }

    fn when(&self, occurred: &Interval) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let range = Interval { start: self.from.map(Moment::Day), end: self.to.map(Moment::Day) };
        !occurred.is_unknown() && occurred.meets(&range)
    }

    fn place(&self, book: &Book, places: &[Name]) -> bool {
        let Some(wanted) = &self.place else { return true };
        let outer = book.places.locate(wanted).map_or(wanted.as_str(), |place| &place.name);
        places
            .iter()
            .any(|place| same(place, wanted) || book.places.within(place.as_str(), outer) == Some(true))
    }

    fn actor<'n>(&self, book: &Book, names: impl Iterator<Item = &'n Name>) -> bool {
        let Some(wanted) = &self.actor else { return true };
        let actors = &book.actors;
        let id = actors.find(wanted).map(|actor| actor.id.clone());
        names.into_iter().any(|name| {
            let part = || actors.find(name.as_str()).map(|actor| actors.wholes(&actor.id, None));
            same(name, wanted)
                || id.as_ref().is_some_and(|id| part().is_some_and(|wholes| wholes.contains(id)))
        })
    }

    fn source<'n>(&self, book: &Book, mut names: impl Iterator<Item = &'n Name>) -> bool {
        let Some(wanted) = &self.source else { return true };
        let id = book.actors.find(wanted).map(|actor| &actor.id);
        names.any(|name| {
            let named = book.actors.find(name.as_str()).map(|actor| &actor.id);
            same(name, wanted) || (id.is_some() && named == id)
        })
    }
}

/// A situation seen through a filter.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    situation: &'a Situation,
    book: &'a Book,
    filter: &'a Filter,
}

impl<'a> Selection<'a> {
    /// Sees `situation` through `filter`; an agreement that is not in it is an error, not an empty list.
    pub fn new(situation: &'a Situation, book: &'a Book, filter: &'a Filter) -> Result<Self, MonitorError> {
        if let Some(id) = &filter.agreement
            && !situation.agreements.iter().any(|agreement| &agreement.id == id)
        {
            let known = situation.agreements.iter().map(|a| a.id.to_string()).collect();
            return Err(MonitorError::UnknownAgreement { id: id.to_string(), known });
        }
        filter.check_range()?;
        let readings = || situation.agreements.iter().flat_map(|agreement| &agreement.readings);
        if let Some(id) = &filter.reading
            && !readings().any(|reading| reading.id.as_str() == id)
        {
            let known = readings().map(|reading| reading.id.to_string()).collect();
            return Err(MonitorError::UnknownReading { id: id.clone(), known });
        }
        let provisions = || situation.agreements.iter().flat_map(|agreement| &agreement.provisions);
        if let Some(id) = &filter.provision
            && !provisions().any(|provision| provision.id.as_str() == id)
        {
            let known = provisions().map(|provision| provision.id.to_string()).collect();
            return Err(MonitorError::UnknownProvision { id: id.clone(), known });
        }
        Ok(Selection { situation, book, filter })
    }

    /// The claims that pass.
    pub fn claims(&self) -> Vec<&'a Claim> {
        let reached = self.filter.agreement.as_ref().map(|_| self.reached_claims());
        let passes = |claim: &&Claim| {
            self.filter.claim(self.book, claim) && reached.as_ref().is_none_or(|ids| ids.contains(&claim.id))
        };
        self.situation.claims.iter().filter(passes).collect()
    }

    /// The incidents that pass. What was retracted passes only where it is asked for.
    pub fn incidents(&self) -> Vec<&'a Incident> {
        if self.filter.standing == Some(Standing::Retracted) {
            // No terms reach what was retracted.
            let of_terms = self.filter.agreement.is_some();
            let passes = |incident: &&Incident| !of_terms && self.incident(incident);
            return self.situation.retracted.iter().filter(passes).collect();
        }
        let reached = self.filter.agreement.as_ref().map(|_| self.reached());
        let passes = |incident: &&Incident| {
            self.incident(incident)
                && self.filter.standing.is_none_or(|standing| incident.standing == standing)
                && reached.as_ref().is_none_or(|ids| ids.contains(&incident.id))
        };
        self.situation.incidents.iter().filter(passes).collect()
    }

    /// The findings that pass: those of the filter's agreement on incidents that pass the rest.
    pub fn findings(&self) -> Vec<&'a Finding> {
        let passes = |finding: &&Finding| {
            let is = |asked: &Option<String>, id: &str| asked.as_ref().is_none_or(|asked| asked == id);
            self.filter.agreement.as_ref().is_none_or(|id| &finding.agreement == id)
                && is(&self.filter.reading, finding.reading.as_str())
                && is(&self.filter.provision, finding.provision.as_str())
                && self.filter.verdict.is_none_or(|verdict| finding.verdict == verdict)
                && self.situation.incident(&finding.incident).is_some_and(|incident| self.incident(incident))
        };
        self.situation.findings.iter().filter(passes).collect()
    }

    /// The tolls that pass.
    pub fn tolls(&self) -> Vec<&'a Toll> {
        let reached = self.filter.agreement.as_ref().map(|_| self.reached());
        let passes = |toll: &&Toll| {
            let incident = match &toll.scope {
                Scope::Incident { incident } => self.situation.incident(incident),
                Scope::Aggregate { .. } => None,
            };
            let claims = toll.claims.iter().filter_map(|id| self.situation.claim(id));
            let told: Vec<&Name> =
                claims.clone().flat_map(|claim| claim.agent.iter().chain(&claim.target)).collect();
            let did = incident.map(|incident| incident.attribution.named()).unwrap_or_default();
            self.filter.when(&toll.occurred)
                && self.filter.place(self.book, &toll.places)
                && self.filter.actor(self.book, told.into_iter().chain(did))
                && self.filter.source(self.book, claims.flat_map(|claim| claim.source.iter()))
                && reached
                    .as_ref()
                    .is_none_or(|ids| incident.is_some_and(|incident| ids.contains(&incident.id)))
        };
        self.situation.tolls.iter().filter(passes).collect()
    }

    /// The obligations that pass: those of the filter's agreement and provision, owed by or to its actor.
    pub fn obligations(&self) -> Vec<&'a Obligation> {
        let passes = |obligation: &&Obligation| {
            let parties = obligation.debtors.iter().chain(&obligation.creditors);
            let names: Vec<Name> = parties.filter_map(|id| Name::parse(self.name_of(id)).ok()).collect();
            self.filter.agreement.as_ref().is_none_or(|id| &obligation.agreement == id)
                && self.filter.provision.as_ref().is_none_or(|id| id == obligation.provision.as_str())
                && self.filter.actor(self.book, names.iter())
        };
        self.situation.obligations.iter().filter(passes).collect()
    }

    fn name_of(&self, id: &'a ActorId) -> &'a str {
        self.book.actors.get(id).map_or(id.as_str(), |actor| actor.name.as_str())
    }

    /// Incidents that the filter's agreement reaches under some reading.
    fn reached(&self) -> BTreeSet<&'a IncidentId> {
        let of_it = |finding: &&Finding| Some(&finding.agreement) == self.filter.agreement.as_ref();
        let findings = self.situation.findings.iter().filter(of_it);
        findings
            .filter(|finding| finding.verdict != Verdict::NotCovered)
            .map(|finding| &finding.incident)
            .collect()
    }

    fn reached_claims(&self) -> BTreeSet<&'a ClaimId> {
        let reached = self.reached();
        let incidents = self.situation.incidents.iter().filter(|incident| reached.contains(&incident.id));
        incidents.flat_map(Incident::all_claims).collect()
    }

    fn incident(&self, incident: &Incident) -> bool {
        self.filter.act(incident.act)
            && self.filter.when(&incident.occurred)
            && self.filter.place(self.book, &incident.places)
            && self.filter.actor(self.book, incident.attribution.named().into_iter().chain(&incident.targets))
            && self.filter.source(self.book, incident.witnesses.iter())
    }
}

fn same(name: &Name, wanted: &str) -> bool {
    Name::parse(wanted).is_ok_and(|wanted| wanted.key() == name.key())
}
