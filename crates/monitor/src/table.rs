//! The rows of a listing: one for each claim, incident, finding or toll, the same columns in every format.

use crate::{Selection, why::clock};
use serde_json::{Value, json};
use truce_exchange::Table;
use truce_model::{
    Attribution, Bound, Claim, Disagreement, Document, Finding, Incident, Interval, Name, Obligation, Scope,
    Situation, Toll,
};

/// What a listing lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// What sources say.
    Claims,
    /// What the claims tell happened.
    Incidents,
    /// What the terms make of it.
    Findings,
    /// How many people were affected.
    Tolls,
    /// Who owes what to whom by when.
    Obligations,
}

impl Noun {
    /// What so many of them are called.
    pub fn word(&self, number: usize) -> &'static str {
        match (self, number) {
            (Noun::Claims, 1) => "claim",
            (Noun::Claims, _) => "claims",
            (Noun::Incidents, 1) => "incident",
            (Noun::Incidents, _) => "incidents",
            (Noun::Findings, 1) => "finding",
            (Noun::Findings, _) => "findings",
            (Noun::Tolls, 1) => "toll",
            (Noun::Tolls, _) => "tolls",
            (Noun::Obligations, 1) => "obligation",
            (Noun::Obligations, _) => "obligations",
        }
    }

    /// The columns that fit a terminal, `when` being start and end in words; the other formats carry all.
    pub fn for_people(&self) -> &'static [&'static str] {
        match self {
            Noun::Claims => &["id", "when", "act", "source", "stance", "agent", "places", "quote"],
            Noun::Incidents => &["id", "when", "act", "places", "agent", "standing", "witnesses", "claims"],
            Noun::Findings => &["id", "when", "act", "places", "provision", "reading", "verdict", "because"],
            Noun::Tolls => &["id", "when", "of", "who", "places", "low", "high", "scope", "claims"],
            Noun::Obligations => &["id", "provision", "debtors", "what", "due", "clock", "stage", "state"],
        }
    }
}

/// The rows of `noun` that the selection keeps, by time, then by id.
pub fn table(noun: Noun, situation: &Situation, selection: &Selection<'_>) -> Table {
    let (columns, mut rows): (&'static [&'static str], Vec<(Interval, Vec<Value>)>) = match noun {
        Noun::Claims => (
            CLAIM,
            selection
                .claims()
                .into_iter()
                .map(|c| (c.occurred, claim(situation.document(&c.document), c)))
                .collect(),
        ),
        Noun::Incidents => {
            (INCIDENT, selection.incidents().into_iter().map(|i| (i.occurred, incident(i))).collect())
        }
        Noun::Findings => {
            (FINDING, selection.findings().into_iter().map(|f| finding(situation, f)).collect())
        }
        Noun::Tolls => (TOLL, selection.tolls().into_iter().map(|t| (t.occurred, toll(t))).collect()),
        Noun::Obligations => {
            let row = |o: &Obligation| (Interval::UNKNOWN, obligation(situation, o));
            (OBLIGATION, selection.obligations().into_iter().map(row).collect())
        }
    };
    // What has no time stands last: it belongs to no day.
    rows.sort_by_cached_key(|(occurred, row)| {
        let at = occurred.start.or(occurred.end).map(|moment| moment.to_string());
        (at.is_none(), at, row[0].to_string())
    });
    Table { columns: columns.to_vec(), rows: rows.into_iter().map(|(_, row)| row).collect() }
}

pub(crate) const CLAIM: &[&str] = &[
    "id",
    "document",
    "outlet",
    "published",
    "start",
    "end",
    "kind",
    "act",
    "source",
    "via",
    "stance",
    "agent",
    "target",
    "places",
    "count_of",
    "count_min",
    "count_max",
    "count_approx",
    "count_who",
    "quote",
    "span_start",
    "span_end",
    "rules",
];

pub(crate) fn claim(document: Option<&Document>, claim: &Claim) -> Vec<Value> {
    let count = claim.count.as_ref();
    vec![
        json!(claim.id),
        json!(document.map(|d| &d.name)),
        json!(document.and_then(|d| d.outlet.as_ref())),
        json!(document.and_then(|d| d.published).map(|published| published.to_string())),
        json!(claim.occurred.start),
        json!(claim.occurred.end),
        json!(claim.kind()),
        json!(claim.act),
        json!(claim.source),
        json!(claim.via),
        json!(claim.stance),
        json!(claim.agent),
        json!(claim.target),
        json!(claim.places),
        json!(count.map(|c| &c.of)),
        json!(count.and_then(|c| c.min)),
        json!(count.and_then(|c| c.max)),
        json!(count.map(|c| c.approx)),
        json!(count.and_then(|c| c.who.as_ref())),
        json!(claim.quote),
        json!(claim.span.start),
        json!(claim.span.end),
        json!(claim.found_by),
    ]
}

const INCIDENT: &[&str] = &[
    "id",
    "start",
    "end",
    "act",
    "places",
    "attribution",
    "agent",
    "targets",
    "standing",
    "witnesses",
    "disagreements",
    "claims",
    "toll_claims",
];

fn incident(incident: &Incident) -> Vec<Value> {
    let (attribution, agents) = attribution(&incident.attribution);
    vec![
        json!(incident.id),
        json!(incident.occurred.start),
        json!(incident.occurred.end),
        json!(incident.act),
        json!(incident.places),
        json!(attribution),
        json!(agents),
        json!(incident.targets),
        json!(incident.standing.word()),
        json!(incident.witnesses),
        json!(incident.disagreements.iter().map(disagreement).collect::<Vec<_>>()),
        json!(incident.claims),
        json!(incident.toll_claims),
    ]
}

fn attribution(attribution: &Attribution) -> (&'static str, Vec<&Name>) {
    let word = match attribution {
        Attribution::ClaimedBy { .. } => "claimed-by",
        Attribution::AllegedAgainst { .. } => "alleged-against",
        Attribution::Contested { .. } => "contested",
        Attribution::Unknown => "unknown",
    };
    (word, attribution.named())
}

fn disagreement(disagreement: &Disagreement) -> String {
    let versions: Vec<&str> = disagreement.versions.iter().map(|version| version.says.as_str()).collect();
    format!("{}: {}", disagreement.slot, versions.join(" / "))
}

const FINDING: &[&str] = &[
    "id",
    "incident",
    "start",
    "end",
    "act",
    "places",
    "agent",
    "agreement",
    "provision",
    "reading",
    "verdict",
    "because",
    "atoms",
    "decided_by",
];

fn finding(situation: &Situation, finding: &Finding) -> (Interval, Vec<Value>) {
    let incident = situation.incident(&finding.incident);
    let occurred = incident.map_or(Interval::UNKNOWN, |incident| incident.occurred);
    let atoms = finding.atoms.iter().map(|atom| format!("{}: {}", atom.name.word(), atom.truth.word()));
    let row = vec![
        json!(finding.id),
        json!(finding.incident),
        json!(occurred.start),
        json!(occurred.end),
        json!(incident.map(|i| i.act)),
        json!(incident.map(|i| &i.places)),
        json!(incident.map(|i| i.attribution.named())),
        json!(finding.agreement),
        json!(finding.provision),
        json!(finding.reading),
        json!(finding.verdict.word()),
        json!(crate::why::decisive(finding)),
        json!(atoms.collect::<Vec<_>>()),
        json!(finding.decided_by),
    ];
    (occurred, row)
}

const TOLL: &[&str] = &[
    "id",
    "scope",
    "incident",
    "start",
    "end",
    "places",
    "of",
    "who",
    "low",
    "high",
    "claims_at_low",
    "claims_at_high",
    "claims",
];

fn toll(toll: &Toll) -> Vec<Value> {
    let (scope, incident) = match &toll.scope {
        Scope::Incident { incident } => ("incident", Some(incident)),
        Scope::Aggregate { .. } => ("aggregate", None),
    };
    let claims = |bound: &Bound| json!(bound.claims);
    vec![
        json!(toll.id),
        json!(scope),
        json!(incident),
        json!(toll.occurred.start),
        json!(toll.occurred.end),
        json!(toll.places),
        json!(toll.of.word()),
        json!(toll.who),
        json!(toll.low.number),
        json!(toll.high.number),
        claims(&toll.low),
        claims(&toll.high),
        json!(toll.claims),
    ]
}

const OBLIGATION: &[&str] = &[
    "id",
    "agreement",
    "provision",
    "debtors",
    "creditors",
    "what",
    "due",
    "clock",
    "stage",
    "waits_for",
    "state",
    "met",
    "unmet",
];

fn obligation(situation: &Situation, obligation: &Obligation) -> Vec<Value> {
    let due = obligation.due.map(|due| due.latest);
    vec![
        json!(obligation.id),
        json!(obligation.agreement),
        json!(obligation.provision),
        json!(obligation.debtors),
        json!(obligation.creditors),
        json!(obligation.what),
        json!(due.map(|due| due.to_string())),
        json!(due.map(|due| clock(due, situation.as_of))),
        json!(obligation.stage.map(|stage| stage.word())),
        json!(obligation.waits_for),
        json!(obligation.state.word()),
        json!(obligation.met),
        json!(obligation.unmet),
    ]
}
