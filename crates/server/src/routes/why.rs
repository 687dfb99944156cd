//! `/api/why`: the chain behind a figure or finding, down to the quoted words.

use crate::{
    problem::Problem,
    query::{Asked, given, moment},
    record::Record,
    viewer::Visit,
};
use axum::{Json, extract::Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// One link of a chain with what it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Why {
    /// The id of the thing; `null`: the link is only a heading.
    id: Option<String>,
    /// What it is, in a sentence.
    what: String,
    /// Its facts.
    facts: Vec<Fact>,
    /// The words of a source, where this is a claim.
    quote: Option<String>,
    /// What a provision makes of it, reading by reading.
    table: Option<Cells>,
    /// What it rests on.
    #[schema(no_recursion)]
    because: Vec<Why>,
}

/// A fact of a link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Fact {
    name: String,
    value: String,
}

/// A small table in words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cells {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl From<truce_monitor::Why> for Why {
    fn from(why: truce_monitor::Why) -> Why {
        Why {
            id: why.id,
            what: why.what,
            facts: why.facts.into_iter().map(|(name, value)| Fact { name, value }).collect(),
            quote: why.quote,
            table: why.table.map(|table| {
                let (columns, rows) = table.cells();
                Cells { columns, rows }
            }),
            because: why.because.into_iter().map(Why::from).collect(),
        }
    }
}

/// What is asked of a chain.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhyAsked {
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
    /// A second claim or incident: whether the two are one, and what each field weighs.
    other: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(one))
}

/// The chain behind a figure or finding, down to the quoted words
///
/// The id of a claim, incident, finding, toll, obligation or document; its beginning is enough.
#[utoipa::path(get, path = "/api/why/{id}", tag = "why", params(("id" = String, Path), WhyAsked), responses(
    (status = 200, body = Why), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<WhyAsked>,
) -> Result<Json<Why>, Problem> {
    let as_of = moment("as_of", &asked.as_of)?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let why = match given(&asked.other) {
                Some(other) => reading.monitor.compare(&view.situation, &id, other)?,
                None => reading.monitor.why(&view.situation, &id)?,
            };
            Ok(Json(why.into()))
        })
        .await
}
