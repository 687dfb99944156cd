//! `/api/changes`: what became different between two moments, and because of which records.

use crate::{
    answer,
    problem::Problem,
    query::{Asked, Form, moment},
    record::Record,
    viewer::Visit,
};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What became different between two moments.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changes {
    /// The last record before.
    since: u64,
    /// The last record after.
    until: u64,
    items: Vec<Changed>,
}

/// A thing that became different.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// What sort of thing: document, agreement, incident, finding, toll, obligation or report.
    what: String,
    id: String,
    /// How it changed.
    change: String,
    before: Option<String>,
    after: Option<String>,
    /// The records that brought it, or `time went on`.
    because: Vec<String>,
}

/// What is asked of changes.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesAsked {
    /// What was known before: at a time with its zone, or at a record by its number.
    #[param(required)]
    since: Option<String>,
    /// What was known after; all there is where nothing is told.
    until: Option<String>,
    /// In which form: json or csv.
    #[param(inline)]
    format: Option<Form>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What became different between two moments, and because of which records
#[utoipa::path(get, path = "/api/changes", tag = "changes", params(ChangesAsked), responses(
    (status = 200, body = Changes), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<ChangesAsked>) -> Result<Response, Problem> {
    let (since, until) = (moment("since", &asked.since)?, moment("until", &asked.until)?);
    let since = since
        .ok_or_else(|| Problem::parameter("since", "it is needed: a time with its zone, or a record"))?;
    let form = asked.format.unwrap_or_default();
    if form == Form::Geojson {
        return Err(Problem::parameter("format", "changes are answered as json and csv"));
    }
    visit
        .read(move |reading| {
            let (since, until) = (reading.knowledge(Some(since))?, reading.knowledge(until)?);
            let table = reading.monitor.changes(&since, &until)?;
            if form == Form::Csv {
                return Ok(answer::csv(&table));
            }
            let items = table.rows.iter().map(|row| changed(row)).collect();
            Ok(Json(Changes { since: since.up_to, until: until.up_to, items }).into_response())
        })
        .await
}

fn changed(row: &[Value]) -> Changed {
    let text = |at: usize| row.get(at).and_then(Value::as_str).map(ToOwned::to_owned);
    let because = row.get(5).and_then(Value::as_array).into_iter().flatten();
    Changed {
        what: text(0).unwrap_or_default(),
        id: text(1).unwrap_or_default(),
        change: text(2).unwrap_or_default(),
        before: text(3),
        after: text(4),
        because: because.map(|one| one.as_str().map_or_else(|| one.to_string(), ToOwned::to_owned)).collect(),
    }
}
