//! What is answered when a request cannot be: a problem of RFC 9457 (Problem Details for HTTP APIs, 2023).

use crate::viewer::Role;
use axum::{
    extract::rejection::{JsonRejection, QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use truce_monitor::{AccountError, MonitorError};
use utoipa::ToSchema;

/// Why a request is not answered, in the form of `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What sort of problem it is, in a few words.
    title: String,
    /// What it is here.
    detail: String,
    /// What can be done about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl Problem {
    /// A problem of that status.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        let title = status.canonical_reason().unwrap_or("Problem").to_owned();
        Problem { status: status.as_u16(), title, detail: detail.into(), hint: None }
    }

    /// The request itself makes no sense.
    pub(crate) fn asked(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing, or none that may be seen.
    pub(crate) fn unknown(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    /// What was sent can be read and not used.
    pub(crate) fn refused(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// Nobody said who asks.
    pub(crate) fn unidentified() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "say who you are: log in, or send a token")
    }

    /// Whoever asks may not.
    pub(crate) fn forbidden(needed: Role) -> Problem {
        let word = serde_json::to_value(needed).ok();
        let word = word.as_ref().and_then(serde_json::Value::as_str).unwrap_or("higher");
        Problem::new(StatusCode::FORBIDDEN, format!("this takes the role `{word}`"))
    }

    /// A token is not good for that.
    pub(crate) fn scope(needed: truce_monitor::Scope) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, format!("this takes a token with the scope `{needed}`"))
    }

    /// A change did not prove that it comes from one of our pages.
    pub(crate) fn unproven() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "`X-CSRF-Token` is missing or wrong")
            .with_hint("send the `csrf_token` that /api/session tells")
    }

    /// Whoever asks does so too often.
    pub(crate) fn too_many(seconds: u64) -> Problem {
        Problem::new(StatusCode::TOO_MANY_REQUESTS, format!("too many requests; wait {seconds} seconds"))
    }

    /// The path is there, and not for that method.
    pub(crate) fn method() -> Problem {
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this path does not take that method")
    }

    /// Something broke that should not; what it was is told to nobody outside.
    pub(crate) fn broken() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "something broke in the server; the record is as it was",
        )
    }

    /// The server stops.
    pub(crate) fn stopping() -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping")
    }

    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Problem {
        Problem { hint: Some(hint.into()), ..self }
    }

    /// Whether the fault lies with the server or the record rather than with the request.
    pub(crate) fn is_ours(&self) -> bool {
        self.status >= 500
    }

    /// Of one parameter of the query.
    pub(crate) fn parameter(name: &str, problem: impl std::fmt::Display) -> Problem {
        Problem::asked(format!("`{name}`: {problem}"))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        let form = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, form);
        response
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Problem {
        Problem::asked(rejection.body_text())
            .with_hint("the parameters of each path stand in /api/openapi.json")
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Problem {
        let hint = "the body of each request stands in /api/openapi.json";
        Problem::new(rejection.status(), rejection.body_text()).with_hint(hint)
    }
}

impl From<MonitorError> for Problem {
    fn from(error: MonitorError) -> Problem {
        let status = status_of(&error);
        if status.is_server_error() {
            // Who keeps the server is told what it was; who asks is not, for the message can name files of this machine.
            eprintln!("error: {error}");
            return match status {
                StatusCode::SERVICE_UNAVAILABLE => {
                    Problem::new(status, "the record cannot be reached just now").with_hint("ask again")
                }
                _ => Problem::broken(),
            };
        }
        let known = match &error {
            MonitorError::UnknownAgreement { known, .. }
            | MonitorError::UnknownReading { known, .. }
            | MonitorError::UnknownProvision { known, .. }
                if !known.is_empty() =>
            {
                Some(format!("there are: {}", known.join(", ")))
            }
            MonitorError::AmbiguousId { .. } => Some("give more of the id".to_owned()),
            MonitorError::NotYetRecorded { .. } => {
                Some("as_of speaks of when things were recorded, not of when they happened".to_owned())
            }
            MonitorError::Scope { hint, .. } => Some(hint.clone()),
            MonitorError::Account(error) => error.hint().map(str::to_owned),
            _ => None,
        };
        Problem { hint: known, ..Problem::new(status, error.to_string()) }
    }
}

fn status_of(error: &MonitorError) -> StatusCode {
    match error {
        MonitorError::UnknownAgreement { .. }
        | MonitorError::UnknownReading { .. }
        | MonitorError::UnknownProvision { .. }
        | MonitorError::UnknownId { .. }
        | MonitorError::UnknownDocument { .. }
        | MonitorError::NoRecord { .. }
        | MonitorError::NotYetRecorded { .. }
        | MonitorError::BeyondTheLog { .. } => StatusCode::NOT_FOUND,
        MonitorError::AlreadyErased { .. }
        | MonitorError::AlreadyWithdrawn { .. }
        | MonitorError::AmbiguousId { .. }
        | MonitorError::AmbiguousName { .. }
        | MonitorError::NoDecision { .. } => StatusCode::CONFLICT,
        MonitorError::Account(error) => match error {
            AccountError::Taken { .. }
            | AccountError::EmailTaken
            | AccountError::LastAdministrator { .. }
            | AccountError::TokenTaken { .. } => StatusCode::CONFLICT,
            AccountError::Unknown { .. } | AccountError::UnknownToken { .. } => StatusCode::NOT_FOUND,
            AccountError::NotInvited | AccountError::BeyondRole { .. } => StatusCode::FORBIDDEN,
            AccountError::System(_) => StatusCode::INTERNAL_SERVER_ERROR,
            AccountError::Email { .. }
            | AccountError::PasswordLength { .. }
            | AccountError::PasswordGuessed { .. }
            | AccountError::TokenName
            | AccountError::NoScope
            | AccountError::TokenDays { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        },
        MonitorError::NoWords { .. }
        | MonitorError::NotAClaim { .. }
        | MonitorError::NotADocument { .. }
        | MonitorError::NotAnIncident { .. }
        | MonitorError::NothingToDecide { .. }
        | MonitorError::NothingToHandOver
        | MonitorError::EmptyStretch { .. }
        | MonitorError::NotYetBegun { .. }
        | MonitorError::EmptyRange { .. }
        | MonitorError::Scope { .. }
        | MonitorError::Agreement(_)
        | MonitorError::Folder { .. }
        | MonitorError::Case { .. }
        | MonitorError::Report(_)
        | MonitorError::AfterTheCheckpoint { .. }
        | MonitorError::NotEarlier { .. }
        | MonitorError::ErasedLater { .. }
        | MonitorError::Exchange(_) => StatusCode::UNPROCESSABLE_ENTITY,
        other if other.passes() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
