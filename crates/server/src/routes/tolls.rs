//! `/api/tolls`: how many people were affected, between which bounds.

use super::claims::names;
use super::listed::{Listed, order};
use crate::{
    answer::Listing,
    problem::Problem,
    query::{Asked, Moment, listing},
    record::Record,
    viewer::Visit,
    words::TollOf,
};
use axum::{Json, extract::Path, response::Response};
use serde::Serialize;
use truce_model::{Scope, TollId};
use truce_monitor::Noun;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How many people were affected in one scope.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Toll {
    id: String,
    /// The incident that it is of; `null`: a stretch of time and places that a source sums up, never added to incidents.
    incident: Option<String>,
    of: TollOf,
    /// Which people; `null`: everybody.
    who: Option<String>,
    start: Option<String>,
    end: Option<String>,
    places: Vec<String>,
    /// The lowest number that a claim gives.
    low: Bound,
    /// The highest number that a claim gives; its number is `null` where a claim leaves the top open.
    high: Bound,
    /// The highest figure that any claim gives, whether or not the top is open.
    highest: Bound,
    /// Every claim it rests on.
    claims: Vec<String>,
}

/// One side of the bounds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bound {
    /// `null`: no claim bounds it on this side. Zero: a claim says that it was none.
    number: Option<u64>,
    /// The claims that set it.
    claims: Vec<String>,
}

impl Toll {
    pub(crate) fn of(toll: &truce_model::Toll) -> Toll {
        let bound = |bound: &truce_model::Bound| Bound {
            number: bound.number,
            claims: bound.claims.iter().map(ToString::to_string).collect(),
        };
        Toll {
            id: toll.id.to_string(),
            incident: match &toll.scope {
                Scope::Incident { incident } => Some(incident.to_string()),
                Scope::Aggregate { .. } => None,
            },
            of: toll.of.into(),
            who: toll.who.as_ref().map(ToString::to_string),
            start: toll.occurred.start.map(|at| at.to_string()),
            end: toll.occurred.end.map(|at| at.to_string()),
            places: names(&toll.places),
            low: bound(&toll.low),
            high: bound(&toll.high),
            highest: bound(&toll.highest),
            claims: toll.claims.iter().map(ToString::to_string).collect(),
        }
    }
}

listing! {
    /// What is asked of the listing of tolls.
    TollsAsked {}
}

static LISTED: Listed<truce_model::Toll, Toll> = Listed {
    noun: Noun::Tolls,
    all: |selection| selection.tolls(),
    order: |_, toll| order(&toll.occurred, toll.id.as_str()),
    of: |_, toll| Toll::of(toll),
    lies: None,
};

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// How many people were affected, between which bounds
#[utoipa::path(get, path = "/api/tolls", tag = "tolls", params(TollsAsked), responses(
    (status = 200, body = Listing<Toll>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<TollsAsked>) -> Result<Response, Problem> {
    LISTED.answer(&visit, asked.meant()?).await
}

/// One toll
#[utoipa::path(get, path = "/api/tolls/{id}", tag = "tolls", params(("id" = String, Path), Moment), responses(
    (status = 200, body = Toll), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<Moment>,
) -> Result<Json<Toll>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let id = TollId::new(id.as_str());
            let found = view.situation.tolls.iter().find(|toll| toll.id == id);
            Ok(Json(Toll::of(found.ok_or_else(|| Problem::unknown(format!("no toll has the id `{id}`")))?)))
        })
        .await
}
