//! `/api/tokens`: one's own tokens, for programs. No token can make another.

use super::{Access, session::LoggedIn};
use crate::{body::Body, problem::Problem, record::Record, words::Scope};
use axum::{Extension, Json, extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A token, without the secret itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Token {
    /// What it is for.
    #[schema(example = "map of the desk")]
    name: String,
    scopes: Vec<Scope>,
    #[schema(format = DateTime)]
    made_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// When it was last used, to the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    used_at: Option<String>,
}

impl From<truce_monitor::Token> for Token {
    fn from(token: truce_monitor::Token) -> Token {
        Token {
            name: token.name,
            scopes: token.scopes.into_iter().map(Scope::from).collect(),
            made_at: token.made_at.to_string(),
            expires_at: token.expires_at.to_string(),
            used_at: token.used_at.map(|at| at.to_string()),
        }
    }
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct Made {
    token: Token,
    /// To be sent as `Authorization: Bearer …`; told here and never again.
    secret: String,
}

impl fmt::Debug for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Made").field(&self.token).finish()
    }
}

/// A token that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// What it is for.
    #[schema(example = "map of the desk")]
    name: String,
    /// What it is good for; never more than the account's role allows.
    scopes: Vec<Scope>,
    /// For how many days.
    #[schema(minimum = 1, maximum = 366)]
    days: u16,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(revoke))
}

/// One's own tokens, by name
#[utoipa::path(get, path = "/api/tokens", tag = "accounts", responses(
    (status = 200, body = Vec<Token>), (status = "4XX", body = Problem)))]
async fn list(Extension(access): Extension<Access>, user: LoggedIn) -> Result<Json<Vec<Token>>, Problem> {
    let all = access.0.keeper.read(move |accounts, now| accounts.tokens(&user.name, now)).await?;
    Ok(Json(all.into_iter().map(Token::from).collect()))
}

/// Make a token
#[utoipa::path(post, path = "/api/tokens", tag = "accounts", request_body = Wanted, responses(
    (status = 201, body = Made), (status = "4XX", body = Problem)))]
async fn add(
    Extension(access): Extension<Access>,
    user: LoggedIn,
    Body(wanted): Body<Wanted>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let Wanted { name, scopes, days } = wanted;
    let scopes = scopes.into_iter().map(truce_monitor::Scope::from).collect();
    let make = move |accounts: &mut truce_monitor::Accounts, now| {
        accounts.make_token(&user.name, &name, &scopes, days, now)
    };
    let (secret, token) = access.0.keeper.write(make).await?;
    Ok((StatusCode::CREATED, Json(Made { token: token.into(), secret: secret.shown().to_owned() })))
}

/// End a token
#[utoipa::path(delete, path = "/api/tokens/{name}", tag = "accounts", params(("name" = String, Path)), responses(
    (status = 204, description = "The token is over."), (status = "4XX", body = Problem)))]
async fn revoke(
    Extension(access): Extension<Access>,
    user: LoggedIn,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    access.0.keeper.write(move |accounts, _| accounts.revoke_token(&user.name, &name)).await?;
    Ok(StatusCode::NO_CONTENT)
}
