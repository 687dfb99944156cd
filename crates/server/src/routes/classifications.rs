//! `/api/classifications`: who may see a document, or who said a thing.

use crate::{
    body::{self, Body},
    problem::Problem,
    query::{Asked, Moment},
    record::Record,
    viewer::{Role, Visit},
    words::Level,
};
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use truce_model::{Confidentiality, Guarded};
use truce_monitor::Guarding;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How confidential something is, as it was decided last.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Classification {
    /// `document` or `source`.
    of: String,
    /// The document, or the names of the source.
    what: Vec<String>,
    level: Level,
    by: String,
    reason: String,
    /// The record that holds it.
    record: u64,
}

/// A decision on who may see something.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewClassification {
    /// A document by its id; either this or a source.
    document: Option<String>,
    /// A source by one of its names; every document that names it is guarded.
    source: Option<String>,
    level: Level,
    reason: String,
}

/// What is guarded now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Guards {
    /// The document, or the names of the source.
    what: Vec<String>,
    level: Level,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list, classify))
}

/// What is classified
///
/// Only who is cleared for all is told: whoever is not does not learn that there is something to be cleared for.
#[utoipa::path(get, path = "/api/classifications", tag = "classifications", params(Moment), responses(
    (status = 200, body = Vec<Classification>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<Moment>) -> Result<Json<Vec<Classification>>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            if reading.cleared < Confidentiality::Confidential {
                return Ok(Json(vec![]));
            }
            let up_to = reading.knowledge(as_of)?.up_to;
            let table = reading.monitor.classifications(up_to)?;
            Ok(Json(table.rows.iter().filter_map(|row| classification(row)).collect()))
        })
        .await
}

fn classification(row: &[Value]) -> Option<Classification> {
    let text = |at: usize| row[at].as_str().map(ToOwned::to_owned);
    let what = match &row[1] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        one => vec![one.as_str()?.to_owned()],
    };
    let level = serde_json::from_value(row[2].clone()).ok()?;
    Some(Classification {
        of: text(0)?,
        what,
        level,
        by: text(3)?,
        reason: text(4)?,
        record: row[5].as_u64()?,
    })
}

/// Decide who may see a document, or every document in which a source is named
///
/// From then on whoever is not cleared is answered as if it were not there, as of every moment.
#[utoipa::path(post, path = "/api/classifications", tag = "classifications", request_body = NewClassification,
    responses((status = 200, body = Guards), (status = "4XX", body = Problem)))]
async fn classify(visit: Visit, Body(new): Body<NewClassification>) -> Result<Json<Guards>, Problem> {
    let reason = body::reason(&new.reason)?;
    let subject = match (new.document, new.source) {
        (Some(document), None) => Guarding::Document(document),
        (None, Some(source)) => Guarding::Source(body::name("source", &source)?),
        _ => return Err(Problem::asked("give either `document` or `source`")),
    };
    let cleared = visit.viewer.cleared;
    visit
        .write(Role::Reviewer, move |monitor, view, change| {
            let level = Confidentiality::from(new.level);
            if level > cleared {
                return Err(Problem::refused("nobody can classify above what he is cleared for himself"));
            }
            let guarded = monitor.classify(&view.situation, &subject, level, change.by, reason, change.at)?;
            let what = match guarded {
                Guarded::Document { document } => vec![document.to_string()],
                Guarded::Source { names } => names.iter().map(ToString::to_string).collect(),
            };
            Ok(Json(Guards { what, level: new.level }))
        })
        .await
}
