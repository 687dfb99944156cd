//! `/api/decisions`: what people decided of claims that may tell of one incident.

use super::documents::Because;
use crate::{
    body::{self, Body},
    problem::Problem,
    query::{Asked, Moment},
    record::Record,
    viewer::{Role, Visit},
    words::SamenessWord,
};
use axum::{Json, extract::Path};
use serde::{Deserialize, Serialize};
use truce_model::Matching;
use truce_monitor::Compared;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A decision that was not undone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decision {
    /// The record that holds it.
    record: u64,
    #[schema(format = DateTime)]
    at: String,
    decided: SamenessWord,
    claims: Vec<String>,
    others: Vec<String>,
    by: String,
    reason: String,
    /// Whether it binds, and if not, why.
    binds: String,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list, decide)).routes(routes!(undo))
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
                    decided: (*held).into(),
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

/// What somebody who compared claims or incidents decides of them.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDecision {
    decided: SamenessWord,
    /// The claims or incidents; of a split, what is taken out.
    ids: Vec<String>,
    reason: String,
}

/// Where a change stands in the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Recorded {
    record: u64,
}

/// Decide which claims tell of one incident
///
/// A decision names claims, so that it binds whatever comes in later. Of two that contradict each other the later binds.
#[utoipa::path(post, path = "/api/decisions", tag = "decisions", request_body = NewDecision, responses(
    (status = 200, body = Recorded), (status = "4XX", body = Problem)))]
async fn decide(visit: Visit, Body(new): Body<NewDecision>) -> Result<Json<Recorded>, Problem> {
    let reason = body::reason(&new.reason)?;
    visit
        .write(Role::Coder, move |monitor, view, change| {
            let compared = Compared { held: new.decided.into(), ids: new.ids, by: change.by, reason };
            let record = monitor.decide(&view.situation, compared, change.at)?;
            Ok(Json(Recorded { record }))
        })
        .await
}

/// Undo a decision on claims
#[utoipa::path(post, path = "/api/decisions/{record}/undoing", tag = "decisions", params(("record" = u64, Path)),
    request_body = Because, responses((status = 200, body = Recorded), (status = "4XX", body = Problem)))]
async fn undo(
    visit: Visit,
    Path(of): Path<String>,
    Body(Because { reason }): Body<Because>,
) -> Result<Json<Recorded>, Problem> {
    let reason = body::reason(&reason)?;
    visit
        .write(Role::Coder, move |monitor, view, change| {
            let seq =
                of.parse().ok().filter(|seq| view.situation.matchings.iter().any(|one| one.seq == *seq));
            let seq = seq.ok_or_else(|| Problem::unknown(format!("no decision stands in record `{of}`")))?;
            let record = monitor.undo(seq, change.by, reason, change.at)?;
            Ok(Json(Recorded { record }))
        })
        .await
}
