//! `/api/tallies` and `/api/total`: counts that sources give, and the total of one scope.

use super::why::Why;
use crate::{
    problem::Problem,
    query::{Asked, Moment, given, moment},
    record::Record,
    viewer::Visit,
    words::TollOf,
};
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use truce_monitor::{Asked as Scope, Convention, Policy, Told};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What was reckoned, with all that it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reckoned {
    /// The chain, down to the quoted words.
    why: Why,
    /// The same as data.
    #[schema(value_type = Object)]
    data: Value,
}

impl From<Told> for Reckoned {
    fn from(told: Told) -> Reckoned {
        Reckoned { why: told.why.into(), data: told.json }
    }
}

/// How vague words are read.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ConventionWord {
    /// Dozens is at least 12, the top open.
    Ours,
    /// Dozens is 12, as ACLED codes it.
    Acled,
}

/// What is asked of a total.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct TotalAsked {
    /// The scope: keys place, from, until, who, cause, source.
    #[param(required, example = "place=Aleppo; from=2016-09-12")]
    scope: Option<String>,
    /// What befell the people counted.
    #[param(inline)]
    of: Option<TollOf>,
    /// Whose claims count: all, corroborated, or source:NAME.
    policy: Option<String>,
    /// How vague words are read.
    #[param(inline)]
    convention: Option<ConventionWord>,
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(tallies)).routes(routes!(total))
}

/// Counts of breaches that sources give, against their parts, known incidents and the other side's counts
#[utoipa::path(get, path = "/api/tallies", tag = "tolls", params(Moment), responses(
    (status = 200, body = Reckoned), (status = "4XX", body = Problem)))]
async fn tallies(visit: Visit, Asked(asked): Asked<Moment>) -> Result<Json<Reckoned>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            Ok(Json(reading.monitor.tallies(&view.situation)?.into()))
        })
        .await
}

/// The total of one scope
#[utoipa::path(get, path = "/api/total", tag = "tolls", params(TotalAsked), responses(
    (status = 200, body = Reckoned), (status = "4XX", body = Problem)))]
async fn total(visit: Visit, Asked(asked): Asked<TotalAsked>) -> Result<Json<Reckoned>, Problem> {
    let as_of = moment("as_of", &asked.as_of)?;
    let scope =
        given(&asked.scope).ok_or_else(|| Problem::parameter("scope", "it is needed: place=…; from=…"))?;
    let scope = scope.to_owned();
    let policy = given(&asked.policy).map(|words| {
        Policy::parse(words)
            .ok_or_else(|| Problem::parameter("policy", "policies are all, corroborated and source:NAME"))
    });
    let policy = policy.transpose()?;
    visit
        .read(move |reading| {
            let meant = reading.monitor.asked(&scope)?;
            let convention = asked.convention.map(|word| match word {
                ConventionWord::Ours => Convention::Ours,
                ConventionWord::Acled => Convention::Acled,
            });
            let meant = Scope {
                of: asked.of.map_or(meant.of, truce_model::TollOf::from),
                convention: convention.unwrap_or(meant.convention),
                policy: policy.unwrap_or_else(|| meant.policy.clone()),
                ..meant
            };
            let view = reading.as_of(as_of)?;
            Ok(Json(reading.monitor.total(&view.situation, &meant).into()))
        })
        .await
}
