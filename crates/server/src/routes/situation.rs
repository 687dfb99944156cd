//! `/api/situation`: how things stand: truces, incidents a day, duties running, what cannot be determined.

use super::{agreements::Agreement, obligations::Obligation};
use crate::{
    problem::Problem,
    query::{Asked, moment, one_day},
    record::Record,
    view::View,
    viewer::Visit,
    words::Verdict,
};
use axum::Json;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{AtomName, Finding, Truth};
use truce_monitor::stage;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// How many days are counted before the day of the situation.
const DAYS_BEFORE: i64 = 14;

/// How things stand on a day, on what was known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Situation {
    /// The last record that counts.
    seq: u64,
    #[schema(format = DateTime)]
    as_of: String,
    /// When the last record that counts was written.
    #[schema(format = DateTime)]
    recorded_at: Option<String>,
    /// The day that is told of; where none was asked for, the last on which something is told to have happened.
    #[schema(format = Date)]
    day: Option<String>,
    /// The first and last day of which anything is told.
    #[schema(format = Date)]
    first_day: Option<String>,
    #[schema(format = Date)]
    last_day: Option<String>,
    truces: Vec<Truce>,
    /// Incidents on the day and on those before it, each on every day on which it can have happened.
    days: Vec<Day>,
    /// Duties with a deadline, the nearest first.
    deadlines: Vec<Obligation>,
    /// What keeps findings from a verdict, by how many it keeps.
    undetermined: Vec<Open>,
    documents: usize,
    claims: usize,
    incidents: usize,
    findings: usize,
}

/// How a truce stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Truce {
    agreement: Agreement,
    /// How many provisions are in which stage under the text as it stands; `open` where it leaves that open.
    stages: BTreeMap<String, usize>,
    /// How many incidents come to which verdict by some provision, under each reading.
    verdicts: BTreeMap<String, BTreeMap<Verdict, usize>>,
    /// The same on the day alone.
    verdicts_on_day: BTreeMap<String, BTreeMap<Verdict, usize>>,
}

/// Incidents of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    #[schema(format = Date)]
    day: String,
    /// Incidents that certainly or possibly happened on it.
    incidents: usize,
    /// Those of them that are dated on that day alone.
    dated: usize,
    /// Those of them that some provision forbids under some reading.
    violations: usize,
}

/// What keeps findings from a verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Open {
    /// The question that the claims leave open.
    atom: String,
    /// How many findings it keeps.
    findings: usize,
    /// Of how many incidents.
    incidents: usize,
}

/// What is asked of a situation.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SituationAsked {
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
    /// The day that is told of.
    #[param(format = Date)]
    day: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(one))
}

/// How things stand
#[utoipa::path(get, path = "/api/situation", tag = "situation", params(SituationAsked), responses(
    (status = 200, body = Situation), (status = "4XX", body = Problem)))]
async fn one(visit: Visit, Asked(asked): Asked<SituationAsked>) -> Result<Json<Situation>, Problem> {
    let (as_of, day) = (moment("as_of", &asked.as_of)?, one_day("day", &asked.day)?);
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let recorded_at = reading.monitor.recorded_at(view.situation.seq)?;
            Ok(Json(Situation::of(&view, day, recorded_at)))
        })
        .await
}

impl Situation {
    fn of(view: &View, asked: Option<Date>, recorded_at: Option<Timestamp>) -> Situation {
        let of = &view.situation;
        // Nothing that is told of days to come has happened.
        let today = of.as_of.to_zoned(TimeZone::UTC).date();
        let told = || {
            let days = of.incidents.iter().flat_map(days_of).flatten();
            days.filter(move |day| *day <= today)
        };
        let (first, last) = (told().min(), told().max());
        let day = asked.or(last);
        let violations: BTreeSet<&truce_model::IncidentId> = of
            .findings
            .iter()
            .filter(|finding| finding.verdict == truce_model::Verdict::Violation)
            .map(|finding| &finding.incident)
            .collect();
        let count = |day: Date| {
            let on: Vec<_> = of.incidents.iter().filter(|incident| can_be_on(incident, day)).collect();
            Day {
                day: day.to_string(),
                incidents: on.len(),
                dated: on.iter().filter(|incident| days_of(incident) == [Some(day); 2]).count(),
                violations: on.iter().filter(|incident| violations.contains(&incident.id)).count(),
            }
        };
        let days = day.into_iter().flat_map(|day| {
            (0..=DAYS_BEFORE).rev().filter_map(move |back| day.checked_sub(back.days()).ok())
        });
        let mut deadlines: Vec<&truce_model::Obligation> =
            of.obligations.iter().filter(|obligation| obligation.due.is_some()).collect();
        deadlines.sort_by_key(|obligation| obligation.due.map(|due| due.latest));
        Situation {
            seq: of.seq,
            as_of: of.as_of.to_string(),
            recorded_at: recorded_at.map(|at| at.to_string()),
            day: day.map(|day| day.to_string()),
            first_day: first.map(|day| day.to_string()),
            last_day: last.map(|day| day.to_string()),
            truces: of.agreements.iter().map(|agreement| truce(view, agreement, day)).collect(),
            days: days.map(count).collect(),
            deadlines: deadlines.into_iter().map(|one| Obligation::of(view, one)).collect(),
            undetermined: undetermined(view),
            documents: of.documents.len(),
            claims: of.claims.len(),
            incidents: of.incidents.len(),
            findings: of.findings.len(),
        }
    }
}

/// The days between which it happened, where they are told.
fn days_of(incident: &truce_model::Incident) -> [Option<Date>; 2] {
    [incident.occurred.start, incident.occurred.end].map(|moment| moment.map(|moment| moment.date()))
}

/// Whether it can have happened on that day; what has no time at all belongs to no day.
fn can_be_on(incident: &truce_model::Incident, day: Date) -> bool {
    let [start, end] = days_of(incident);
    match (start, end) {
        (None, None) => false,
        (start, end) => start.is_none_or(|start| start <= day) && end.is_none_or(|end| day <= end),
    }
}

fn truce(view: &View, agreement: &truce_model::Agreement, day: Option<Date>) -> Truce {
    let mut stages: BTreeMap<String, usize> = BTreeMap::new();
    let plain = agreement.readings.first();
    for provision in &agreement.provisions {
        let stage = plain.and_then(|reading| stage(agreement, provision, reading, view.situation.as_of));
        let word = stage.map_or("open", |stage| stage.word());
        *stages.entry(word.to_owned()).or_default() += 1;
    }
    let findings = || view.situation.findings.iter().filter(|finding| finding.agreement == agreement.id);
    let on_day = |finding: &&Finding| {
        let incident = view.situation.incident(&finding.incident);
        incident.zip(day).is_some_and(|(incident, day)| can_be_on(incident, day))
    };
    Truce {
        agreement: Agreement::of(view, agreement),
        stages,
        verdicts: verdicts(findings()),
        verdicts_on_day: verdicts(findings().filter(on_day)),
    }
}

/// For each reading how many incidents come to which verdict, the gravest by any provision.
fn verdicts<'f>(findings: impl Iterator<Item = &'f Finding>) -> BTreeMap<String, BTreeMap<Verdict, usize>> {
    let mut gravest: BTreeMap<(String, &truce_model::IncidentId), Verdict> = BTreeMap::new();
    for finding in findings {
        let one =
            gravest.entry((finding.reading.to_string(), &finding.incident)).or_insert(Verdict::NotCovered);
        *one = [*one, finding.verdict.into()]
            .into_iter()
            .min_by_key(|verdict| gravity(*verdict))
            .unwrap_or(*one);
    }
    let mut counts: BTreeMap<String, BTreeMap<Verdict, usize>> = BTreeMap::new();
    for ((reading, _), verdict) in gravest {
        *counts.entry(reading).or_default().entry(verdict).or_default() += 1;
    }
    counts
}

/// A violation by one provision is one whatever the others say; what may be one comes before what is none.
fn gravity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Violation => 0,
        Verdict::Undetermined => 1,
        Verdict::Permitted => 2,
        Verdict::NotCovered => 3,
    }
}

fn undetermined(view: &View) -> Vec<Open> {
    let open = |finding: &&Finding| finding.verdict == truce_model::Verdict::Undetermined;
    let findings: Vec<&Finding> = view.situation.findings.iter().filter(open).collect();
    let of = |name: AtomName| {
        let kept: Vec<_> = findings
            .iter()
            .filter(|finding| finding.atom(name).is_some_and(|atom| atom.truth == Truth::Unknown))
            .collect();
        let incidents: BTreeSet<_> = kept.iter().map(|finding| &finding.incident).collect();
        Open { atom: name.word().to_owned(), findings: kept.len(), incidents: incidents.len() }
    };
    let mut all: Vec<Open> = AtomName::ALL.into_iter().map(of).filter(|open| open.findings > 0).collect();
    all.sort_by_key(|open| std::cmp::Reverse(open.findings));
    all
}
