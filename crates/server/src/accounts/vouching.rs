//! `/api/session/provider`: logging in through the team's provider of identities.

use super::{
    Access,
    cookie::{self, Kind},
    provider::{ANSWER, PATIENCE, Provider},
};
use crate::{problem::Problem, query::Asked, record::Record};
use axum::{
    Extension,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::Deserialize;
use std::sync::Arc;
use truce_monitor::{MonitorError, Secret};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// With what the provider sends a browser back. What else it sends is of no use here.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Returned {
    /// By which the login is known again.
    state: Option<String>,
    /// For which the provider tells who it is.
    code: Option<String>,
    /// Why it does not.
    error: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    debug_assert!(ANSWER.ends_with("/api/session/provider/answer"), "the route below is that one");
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(end))
}

fn provider(access: &Access) -> Result<Arc<Provider>, Problem> {
    access.provider().cloned().ok_or_else(|| Problem::unknown("this server asks no provider of identities"))
}

/// Log in through the provider
///
/// Sends the browser to the team's provider of identities, which sends it back.
#[utoipa::path(get, path = "/api/session/provider", tag = "accounts", responses(
    (status = 303, description = "The browser goes to the provider."), (status = "4XX", body = Problem)))]
async fn begin(Extension(access): Extension<Access>) -> Result<Response, Problem> {
    let provider = provider(&access)?;
    let browser = Secret::random().map_err(MonitorError::from)?;
    let hash = browser.hash();
    let url =
        tokio::task::spawn_blocking(move || provider.begin(hash)).await.map_err(|_| Problem::broken())??;
    let cookie = cookie::set(Kind::Login(PATIENCE), Some(&browser), access.is_secure());
    Ok((StatusCode::SEE_OTHER, AppendHeaders([(header::SET_COOKIE, cookie)]), [(header::LOCATION, url)])
        .into_response())
}

/// Come back from the provider
///
/// Logs in whom the provider vouches for, if an administrator has made an account for him: one that is linked to him, or one with
/// an address of which the provider has made sure, which is linked now.
#[utoipa::path(get, path = "/api/session/provider/answer", tag = "accounts", params(Returned), responses(
    (status = 303, description = "The browser goes to the pages, logged in."), (status = "4XX", body = Problem)))]
async fn end(
    Extension(access): Extension<Access>,
    headers: HeaderMap,
    Asked(returned): Asked<Returned>,
) -> Result<Response, Problem> {
    let provider = provider(&access)?;
    let secure = access.is_secure();
    let refused =
        || Problem::new(StatusCode::FORBIDDEN, "the provider of identities did not let this login pass");
    let again =
        || Problem::asked("this login was not begun in this browser").with_hint("begin the login again");
    let browser = cookie::read(Kind::Login(PATIENCE), &headers, secure).ok_or_else(again)?.hash();
    let Returned { state: Some(state), code, error } = returned else { return Err(again()) };
    let code = code.filter(|_| error.is_none()).ok_or_else(refused)?;
    let vouched = tokio::task::spawn_blocking(move || provider.end(browser, &state, code));
    let vouched = vouched.await.map_err(|_| Problem::broken())??;
    let before = cookie::read(Kind::Session, &headers, secure).map(|secret| secret.hash());
    let log_in = move |accounts: &mut truce_monitor::Accounts, now| {
        let account = accounts.vouched(&vouched.subject, vouched.email.as_deref())?;
        accounts.log_in(&account.name, before, now)
    };
    let secret = access.0.keeper.write(log_in).await?;
    let cookies = [
        (header::SET_COOKIE, cookie::set(Kind::Session, Some(&secret), secure)),
        (header::SET_COOKIE, cookie::set(Kind::Login(PATIENCE), None, secure)),
    ];
    Ok((StatusCode::SEE_OTHER, AppendHeaders(cookies), [(header::LOCATION, "/")]).into_response())
}
