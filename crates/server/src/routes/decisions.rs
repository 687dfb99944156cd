//! `/api/decisions`: what people decided of claims that may tell of one incident.

use crate::{
    problem::Problem,
    query::{Asked, Moment},
    record::Record,
    viewer::Visit,
};
use axum::Json;
use serde::Serialize;
use truce_model::Matching;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A decision that was not undone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decision {
    /// The record that holds it.
    record: u64,
    #[schema(format = DateTime)]
    at: String,
    /// What was decided: same, not-same, unsure or split.
    decided: String,
    claims: Vec<String>,
    others: Vec<String>,
    by: String,
    reason: String,
    /// Whether it binds, and if not, why.
    binds: String,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The decisions on claims that were not undone
#[utoipa::path(get, path = "/api/decisions", tag = "decisions", params(Moment), responses(
    (status = 200, body = Vec<Decision>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<Moment>) -> Result<Json<Vec<Decision>>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let table = truce_monitor::decisions(&view.situation);
            let binds = table.rows.iter().map(|row| row[7].as_str().unwrap_or_default().to_owned());
            let decision = |(matched, binds): (&truce_model::Matched, String)| {
                let Matching { held, claims, others, by, reason } = &matched.matching;
                Decision {
                    record: matched.seq,
                    at: matched.at.to_string(),
                    decided: held.word().to_owned(),
                    claims: claims.iter().map(ToString::to_string).collect(),
                    others: others.iter().map(ToString::to_string).collect(),
                    by: by.to_string(),
                    reason: reason.clone(),
                    binds,
                }
            };
            Ok(Json(view.situation.matchings.iter().zip(binds).map(decision).collect()))
        })
        .await
}
