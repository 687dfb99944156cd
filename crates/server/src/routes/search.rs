//! `/api/search`: claims by the words in which they stand.

use crate::{
    answer,
    problem::Problem,
    query::{Asked, Filters, Form, given, moment},
    record::Record,
    viewer::Visit,
};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use truce_model::{ClaimId, Confidentiality};
use truce_monitor::{BoundingBox, Table};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// A claim that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hit {
    /// How well it fits: the higher, the better; comparable within one answer only. `null` for who is not cleared for all:
    /// how rare a word is tells of what he may not see.
    score: Option<f64>,
    claim: super::claims::Claim,
}

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchAsked {
    /// Words that must all stand in the quote; "words in quotation marks" in just that order.
    #[param(required)]
    words: Option<String>,
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
    /// Keep what happened on this day.
    #[param(format = Date)]
    day: Option<String>,
    /// Keep what can have happened on this day or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Keep what can have happened on this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// Keep what lies in this place.
    place: Option<String>,
    /// Keep what this actor, its members or its parts did or suffered.
    actor: Option<String>,
    /// Keep what this source says.
    source: Option<String>,
    /// Keep what a source puts within these degrees: south,west,north,east.
    #[param(example = "35.5,36,36.5,38")]
    within: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 1000, default = 20)]
    limit: Option<u32>,
    /// In which form: json or csv.
    #[param(inline)]
    format: Option<Form>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Claims by the words in which they stand, best first
#[utoipa::path(get, path = "/api/search", tag = "claims", params(SearchAsked), responses(
    (status = 200, body = Vec<Hit>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<SearchAsked>) -> Result<Response, Problem> {
    let filters = Filters {
        day: &asked.day,
        from: &asked.from,
        to: &asked.to,
        place: &asked.place,
        actor: &asked.actor,
        source: &asked.source,
        agreement: &None,
    };
    let filter = filters.filter()?;
    let (as_of, within) = (moment("as_of", &asked.as_of)?, given(&asked.within).map(within).transpose()?);
    let limit = crate::query::paging(asked.limit.or(Some(20)), &None)?.limit;
    visit
        .read(move |reading| {
            let words = given(&asked.words).unwrap_or_default();
            let knowledge = reading.knowledge(as_of)?;
            let table = reading.monitor.search(words, &filter, within, &knowledge, limit)?;
            match asked.format.unwrap_or_default() {
                Form::Csv if reading.cleared == Confidentiality::Confidential => {
                    return Ok(answer::csv(&table));
                }
                Form::Csv => return Ok(answer::csv(&without_score(table))),
                Form::Geojson => {
                    return Err(Problem::parameter("format", "what is found is answered as json and csv"));
                }
                Form::Json => {}
            }
            let view = reading.view(&knowledge)?;
            let all = reading.cleared == Confidentiality::Confidential;
            let hit = |row: &Vec<serde_json::Value>| {
                let claim = view.situation.any_claim(&ClaimId::new(row[1].as_str()?))?;
                Some(Hit {
                    score: row[0].as_f64().filter(|_| all),
                    claim: super::claims::Claim::of(&view, claim),
                })
            };
            Ok(Json(table.rows.iter().filter_map(hit).collect::<Vec<Hit>>()).into_response())
        })
        .await
}

/// Reads a part of the globe.
fn within(text: &str) -> Result<BoundingBox, Problem> {
    BoundingBox::parse(text).ok_or_else(|| {
        Problem::parameter(
            "within",
            "four numbers of degrees are needed: south,west,north,east, such as 35.5,36,36.5,38",
        )
    })
}

/// The rows without what tells how rare their words are.
fn without_score(mut table: Table) -> Table {
    table.columns.remove(0);
    for row in &mut table.rows {
        row.remove(0);
    }
    table
}
