//! `/api/reports`: the report of a day under an agreement.

use crate::{
    problem::Problem,
    query::{Asked, Moment, moment},
    record::Record,
    viewer::Visit,
};
use axum::{
    Json,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use truce_model::AgreementId;
use truce_monitor::{Format, day};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ReportForm {
    /// Its data.
    #[default]
    Json,
    /// One page that needs nothing else.
    Html,
    /// Markdown.
    Md,
}

/// What is asked of a report.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportAsked {
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
    /// How it is written.
    #[param(inline)]
    format: Option<ReportForm>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// A report that can be made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportOf {
    agreement: String,
    /// The agreement's title.
    title: String,
    #[schema(format = Date)]
    day: String,
}

/// The reports that can be made: of each agreement, its days up to the last of which anything is told
#[utoipa::path(get, path = "/api/reports", tag = "reports", params(Moment), responses(
    (status = 200, body = Vec<ReportOf>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<Moment>) -> Result<Json<Vec<ReportOf>>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let mut all = Vec::new();
            for agreement in &view.situation.agreements {
                let days = reading.monitor.report_days(&view.situation, agreement)?;
                all.extend(days.into_iter().map(|day| ReportOf {
                    agreement: agreement.id.to_string(),
                    title: agreement.title.clone(),
                    day: day.to_string(),
                }));
            }
            Ok(Json(all))
        })
        .await
}

/// The report of a day under an agreement
///
/// The same bytes as `truce report` writes of the same record.
#[utoipa::path(get, path = "/api/reports/{agreement}/{day}", tag = "reports",
    params(("agreement" = String, Path), ("day" = String, Path, format = Date), ReportAsked), responses(
    (status = 200, body = Object), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path((agreement, on)): Path<(String, String)>,
    Asked(asked): Asked<ReportAsked>,
) -> Result<Response, Problem> {
    let as_of = moment("as_of", &asked.as_of)?;
    let on = day(&on).map_err(|error| Problem::parameter("day", error))?;
    let (format, kind) = match asked.format.unwrap_or_default() {
        ReportForm::Json => (Format::Json, "application/json"),
        ReportForm::Html => (Format::Html, "text/html; charset=utf-8"),
        ReportForm::Md => (Format::Markdown, "text/markdown; charset=utf-8"),
    };
    visit
        .read(move |reading| {
            let report = reading.monitor.report(&AgreementId::new(agreement.as_str()), on, as_of, format)?;
            Ok(([(header::CONTENT_TYPE, kind)], report).into_response())
        })
        .await
}
