//! `/api/session`: logging in and out, who somebody is, another password.

use super::{
    Access, Way,
    attempts::{FREE_BY_ADDRESS, FREE_BY_NAME},
    cookie::{self, Kind},
    identify::{Address, Who, too_many},
};
use crate::{
    body::Body,
    problem::Problem,
    record::Record,
    viewer::{Role, Viewer},
    words::Confidentiality,
};
use axum::{
    Extension, Json,
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::{fmt, time::Instant};
use truce_model::{Hash, Name};
use truce_monitor::{AccountChange, Secret, hash_password};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// How a server learns who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// It need not: nobody but this machine's user can reach it.
    Local,
    /// Everybody logs in, or sends a token.
    Accounts,
}

/// Who somebody is; without a name for who has not said so.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    mode: Mode,
    /// Whether one can also log in through the team's provider of identities, at `/api/session/provider`.
    provider: bool,
    /// Under which changes are recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Mira Lund")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    /// What he may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    clearance: Option<Confidentiality>,
    /// To be sent as `X-CSRF-Token` with every request that changes something. Absent where none is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    csrf_token: Option<String>,
}

impl Session {
    fn of(access: &Access, viewer: Option<&Viewer>, csrf: Option<&Secret>) -> Session {
        Session {
            mode: match access.0.way {
                Way::Local(_) => Mode::Local,
                Way::Team { .. } => Mode::Accounts,
            },
            provider: access.provider().is_some(),
            name: viewer.map(|viewer| viewer.name.to_string()),
            role: viewer.map(|viewer| viewer.role),
            clearance: viewer.map(|viewer| viewer.cleared.into()),
            csrf_token: csrf.map(|csrf| csrf.shown().to_owned()),
        }
    }
}

/// By which somebody logs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    #[schema(example = "Mira Lund")]
    name: String,
    #[schema(format = Password)]
    password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The one until now.
    #[schema(format = Password)]
    old: String,
    /// The one from now on: at least fifteen characters.
    #[schema(format = Password, min_length = 15)]
    new: String,
}

impl fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChange(…)")
    }
}

/// Whoever has logged in, with the session. Asked before a body is read.
pub(super) struct LoggedIn {
    pub(super) name: Name,
    session: Hash,
}

impl<S: Send + Sync> FromRequestParts<S> for LoggedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<LoggedIn, Problem> {
        let who = Who::from_request_parts(parts, state).await?;
        let detail = "only who has logged in can do that; a token cannot";
        let session = who.session().ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, detail))?;
        Ok(LoggedIn { name: who.viewer.name, session })
    }
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(show, log_in, log_out)).routes(routes!(change_password))
}

/// Who one is
///
/// Also answers who has not said so, with nothing but how that is done.
#[utoipa::path(get, path = "/api/session", tag = "accounts", responses(
    (status = 200, body = Session), (status = "4XX", body = Problem)))]
async fn show(Extension(access): Extension<Access>, who: Result<Who, Problem>) -> Json<Session> {
    let who = who.ok();
    let csrf = who.as_ref().and_then(Who::csrf);
    Json(Session::of(&access, who.as_ref().map(|who| &who.viewer), csrf.as_ref()))
}

/// Log in
///
/// Sets the cookie of a new session, and ends the one that came with the request. After five wrong passwords in a row each
/// further try waits, longer each time.
#[utoipa::path(post, path = "/api/session", tag = "accounts", request_body = Login, responses(
    (status = 200, body = Session), (status = "4XX", body = Problem)))]
async fn log_in(
    Extension(access): Extension<Access>,
    address: Address,
    headers: HeaderMap,
    Body(login): Body<Login>,
) -> Result<Response, Problem> {
    let Way::Team { .. } = &access.0.way else {
        return Err(Problem::new(StatusCode::CONFLICT, "this server has one user, who need not log in"));
    };
    let name = Name::parse(&login.name);
    let key = name.as_ref().map_or_else(|_| String::new(), Name::key);
    if let Err(wait) = attempt(&access, &key, &address) {
        return Ok(too_many(wait));
    }
    let account = match name {
        Ok(name) => access.0.keeper.read(move |accounts, _| accounts.account(&name)).await?,
        Err(_) => None,
    };
    let hash =
        account.as_ref().filter(|account| !account.disabled).and_then(|account| account.password.clone());
    let right = access.is_password(hash, login.password).await?;
    let Some(account) = account.filter(|_| right) else {
        // Neither tells whether there is such an account.
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "the name or the password is wrong"));
    };
    succeeded(&access, &key, &address);
    let before = cookie::read(Kind::Session, &headers, access.is_secure()).map(|secret| secret.hash());
    let name = account.name.clone();
    let secret = access.0.keeper.write(move |accounts, now| accounts.log_in(&name, before, now)).await?;
    let viewer = Viewer { name: account.name, role: account.role.into(), cleared: account.clearance };
    let session = Session::of(&access, Some(&viewer), Some(&secret.derived("csrf")));
    let cookie = [(header::SET_COOKIE, cookie::set(Kind::Session, Some(&secret), access.is_secure()))];
    Ok((AppendHeaders(cookie), Json(session)).into_response())
}

/// Log out
#[utoipa::path(delete, path = "/api/session", tag = "accounts", responses(
    (status = 204, description = "The session is over."), (status = "4XX", body = Problem)))]
async fn log_out(Extension(access): Extension<Access>, user: LoggedIn) -> Result<Response, Problem> {
    let hash = user.session;
    access.0.keeper.write(move |accounts, _| accounts.log_out(hash)).await?;
    let cookie = [(header::SET_COOKIE, cookie::set(Kind::Session, None, access.is_secure()))];
    Ok((StatusCode::NO_CONTENT, AppendHeaders(cookie)).into_response())
}

/// Take another password
///
/// Ends every other session of the account.
#[utoipa::path(put, path = "/api/session/password", tag = "accounts", request_body = PasswordChange, responses(
    (status = 204, description = "The new password holds."), (status = "4XX", body = Problem)))]
async fn change_password(
    Extension(access): Extension<Access>,
    user: LoggedIn,
    address: Address,
    Body(change): Body<PasswordChange>,
) -> Result<Response, Problem> {
    let LoggedIn { name, session } = user;
    if let Err(wait) = attempt(&access, &name.key(), &address) {
        return Ok(too_many(wait));
    }
    let asked = name.clone();
    let account = access.0.keeper.read(move |accounts, _| accounts.account(&asked)).await?;
    let hash = account.and_then(|account| account.password);
    if !access.is_password(hash, change.old).await? {
        return Err(Problem::new(StatusCode::FORBIDDEN, "the old password is wrong"));
    }
    succeeded(&access, &name.key(), &address);
    let of = name.clone();
    let password = access.hashing(move || hash_password(&of, &change.new)).await?;
    let change = AccountChange { password: Some(password), ..AccountChange::default() };
    access.0.keeper.write(move |accounts, _| accounts.change(&name, &change, Some(session))).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Counts a try; how long to wait where that was too many.
fn attempt(access: &Access, key: &str, address: &Address) -> Result<(), std::time::Duration> {
    let tries = [(format!("name {key}"), FREE_BY_NAME), (format!("from {}", address.0), FREE_BY_ADDRESS)];
    access.0.attempts.begin(&tries, Instant::now())
}

fn succeeded(access: &Access, key: &str, address: &Address) {
    access.0.attempts.succeed(&format!("name {key}"), &format!("from {}", address.0));
}
