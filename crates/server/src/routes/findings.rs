//! `/api/findings`: what the terms make of each incident, under each reading.

use super::listed::{Listed, order};
use crate::{
    answer::Listing,
    problem::Problem,
    query::{Asked, Moment, acts, given, listing},
    record::Record,
    view::View,
    viewer::Visit,
    words::{KindWord, Truth, Verdict},
};
use axum::{Json, extract::Path, response::Response};
use serde::Serialize;
use truce_model::{FindingId, Interval};
use truce_monitor::Noun;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// An incident judged by one provision under one reading.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    id: String,
    incident: String,
    agreement: String,
    provision: String,
    reading: String,
    verdict: Verdict,
    /// The questions that settle it, with their answers, in one line.
    because: String,
    /// The questions and answers it follows from.
    atoms: Vec<Atom>,
    /// The claims that decide it; never empty for a violation.
    decided_by: Vec<String>,
}

/// One question with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Atom {
    /// Which question, such as `in-window`.
    name: String,
    answer: Truth,
    /// Why.
    because: String,
    /// The claims that answer it.
    claims: Vec<String>,
    /// How much of the time that the incident can have taken the terms cover; shown, and never used to decide.
    share: Option<String>,
}

impl Finding {
    pub(crate) fn of(_: &View, finding: &truce_model::Finding) -> Finding {
        let atom = |atom: &truce_model::Atom| Atom {
            name: atom.name.word().to_owned(),
            answer: atom.truth.into(),
            because: atom.because.clone(),
            claims: atom.claims.iter().map(ToString::to_string).collect(),
            share: atom.share.map(|share| share.to_string()),
        };
        Finding {
            id: finding.id.to_string(),
            incident: finding.incident.to_string(),
            agreement: finding.agreement.to_string(),
            provision: finding.provision.to_string(),
            reading: finding.reading.to_string(),
            verdict: finding.verdict.into(),
            because: truce_monitor::decisive(finding),
            atoms: finding.atoms.iter().map(atom).collect(),
            decided_by: finding.decided_by.iter().map(ToString::to_string).collect(),
        }
    }
}

listing! {
    /// What is asked of the listing of findings.
    FindingsAsked {
        /// Keep what is of this kind.
        #[param(inline)]
        kind: Option<KindWord>,
        /// Keep these acts, such as `shelling`; several are joined by commas.
        act: Option<String>,
        /// Keep findings under this reading.
        reading: Option<String>,
        /// Keep findings by this provision.
        provision: Option<String>,
        /// Keep findings that come to this verdict.
        #[param(inline)]
        verdict: Option<Verdict>,
    }
}

static LISTED: Listed<truce_model::Finding, Finding> = Listed {
    noun: Noun::Findings,
    all: |selection| selection.findings(),
    order: |view, finding| {
        let incident = view.situation.incident(&finding.incident);
        order(&incident.map_or(Interval::UNKNOWN, |of| of.occurred), finding.id.as_str())
    },
    of: Finding::of,
    lies: None,
};

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// What the terms make of each incident, under each reading
#[utoipa::path(get, path = "/api/findings", tag = "findings", params(FindingsAsked), responses(
    (status = 200, body = Listing<Finding>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<FindingsAsked>) -> Result<Response, Problem> {
    let mut meant = asked.meant()?;
    meant.filter.kind = asked.kind.map(truce_model::Kind::from);
    meant.filter.acts = acts(&asked.act)?;
    meant.filter.reading = given(&asked.reading).map(ToOwned::to_owned);
    meant.filter.provision = given(&asked.provision).map(ToOwned::to_owned);
    meant.filter.verdict = asked.verdict.map(truce_model::Verdict::from);
    LISTED.answer(&visit, meant).await
}

/// One finding
#[utoipa::path(get, path = "/api/findings/{id}", tag = "findings", params(("id" = String, Path), Moment), responses(
    (status = 200, body = Finding), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<Moment>,
) -> Result<Json<Finding>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let id = FindingId::new(id.as_str());
            let found = view.situation.findings.binary_search_by(|finding| finding.id.cmp(&id));
            let at = found.map_err(|_| Problem::unknown(format!("no finding has the id `{id}`")))?;
            Ok(Json(Finding::of(&view, &view.situation.findings[at])))
        })
        .await
}
