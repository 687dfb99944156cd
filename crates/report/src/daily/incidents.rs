//! The incidents that the report names, one line each, numbered in order of time. Keeps every doubt of the model.

use crate::{Area, Figure, When, calendar::single_day, view::View};
use jiff::civil::Date;
use serde::Serialize;
use truce_model::{
    Act, Attribution, ClaimId, Incident, IncidentId, Name, ProvisionId, ReadingId, Standing, TollOf, Verdict,
};

/// How an incident stands to the day reported on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dated {
    /// It lies in the day.
    OnTheDay,
    /// It can touch the day and lies in no single day.
    NotToOneDay,
    /// No time is told.
    NotKnown,
}

/// Who is said to have done it, with the claims that name somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attributed {
    /// Who, and on whose word.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// The claims that name somebody; empty: nobody is named.
    pub claims: Vec<ClaimId>,
}

/// What one provision under one reading makes of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictLine {
    /// Under which reading.
    pub reading: ReadingId,
    /// What the agreement as a whole makes of it; null: no provision was put to it.
    pub verdict: Option<Verdict>,
    /// The provisions that give this verdict.
    pub provisions: Vec<ProvisionId>,
    /// The claims that decide it.
    pub claims: Vec<ClaimId>,
}

/// An incident in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncidentLine {
    /// Its number in this report, from 1.
    pub number: usize,
    /// Which incident.
    pub id: IncidentId,
    /// How it stands to the day.
    pub dated: Dated,
    /// When.
    pub occurred: When,
    /// The places as told, most specific first; empty: not known.
    pub places: Vec<Name>,
    /// The area under which it is listed.
    pub listed_under: Area,
    /// What happened.
    pub act: Act,
    /// Who is said to have done it.
    pub agent: Attributed,
    /// Who or what was hit; empty: not known.
    pub targets: Vec<Name>,
    /// Who says so, each independent source once.
    pub witnesses: Vec<Name>,
    /// How well it is attested.
    pub standing: Standing,
    /// What the agreement makes of it, by reading.
    pub verdicts: Vec<VerdictLine>,
    /// People killed.
    pub killed: Figure,
    /// People injured.
    pub injured: Figure,
    /// The claims that tell of it.
    pub claims: Vec<ClaimId>,
}

/// Describes the day's incidents, then those not dated to one day, those without a time, and what is only denied.
pub(crate) fn lines(view: &View, day: Date) -> Vec<IncidentLine> {
    let all = [
        view.incidents_on(day),
        view.incidents_across(day),
        view.incidents_without_time(day),
        view.only_denied(day),
    ];
    all.into_iter().flatten().enumerate().map(|(at, incident)| line(view, incident, at + 1)).collect()
}

fn line(view: &View, incident: &Incident, number: usize) -> IncidentLine {
    let names_agent = |id: &&ClaimId| view.situation.claim(id).is_some_and(|claim| claim.agent.is_some());
    let dated = match single_day(&incident.occurred) {
        Some(_) => Dated::OnTheDay,
        None if incident.occurred.is_unknown() => Dated::NotKnown,
        None => Dated::NotToOneDay,
    };
    IncidentLine {
        number,
        id: incident.id.clone(),
        dated,
        occurred: view.calendar.when(incident.occurred),
        places: incident.places.clone(),
        listed_under: Area::of(&incident.places, view.places),
        act: incident.act,
        agent: Attributed {
            attribution: incident.attribution.clone(),
            claims: view.sorted(incident.claims.iter().filter(names_agent)),
        },
        targets: incident.targets.clone(),
        witnesses: incident.witnesses.clone(),
        standing: incident.standing,
        verdicts: view.agreement.readings.iter().map(|r| verdict(view, incident, &r.id)).collect(),
        killed: view.hurt(incident, TollOf::Killed),
        injured: view.hurt(incident, TollOf::Injured),
        claims: view.sorted(&incident.claims),
    }
}

fn verdict(view: &View, incident: &Incident, reading: &ReadingId) -> VerdictLine {
    let verdict = view.verdict(incident, reading);
    let findings = view.findings(incident, reading).into_iter();
    let findings: Vec<_> = findings.filter(|finding| Some(finding.verdict) == verdict).collect();
    VerdictLine {
        reading: reading.clone(),
        verdict,
        provisions: findings.iter().map(|finding| finding.provision.clone()).collect(),
        claims: match verdict {
            Some(_) => view.sorted(view.deciding(incident, &findings)),
            None => vec![],
        },
    }
}
