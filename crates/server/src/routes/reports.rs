//! `/api/reports`: the report of a day under an agreement.

use crate::{
    problem::Problem,
    query::{Asked, moment},
    record::Record,
    viewer::Visit,
};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
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
    OpenApiRouter::new().routes(routes!(one))
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
