//! `/api/accounts`: who may use the record. For administrators.

use super::{Access, identify::Who};
use crate::{body::Body, problem::Problem, record::Record, viewer::Role, words::Confidentiality};
use axum::{
    Extension, Json,
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use truce_model::Name;
use truce_monitor::{AccountChange, NewAccount, PasswordHash, Secret, hash_password, make_password};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Somebody who may use the record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Account {
    /// Under which changes are recorded.
    #[schema(example = "Mira Lund")]
    name: String,
    role: Role,
    /// What he may see.
    clearance: Confidentiality,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Whether he can log in by a password.
    password: bool,
    /// The provider of identities that vouches for him.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    /// Whether he is kept out.
    disabled: bool,
    #[schema(format = DateTime)]
    made_at: String,
    /// When he last logged in, or went on being logged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    seen_at: Option<String>,
}

impl From<truce_monitor::Account> for Account {
    fn from(account: truce_monitor::Account) -> Account {
        Account {
            name: account.name.to_string(),
            role: account.role.into(),
            clearance: account.clearance.into(),
            email: account.email,
            password: account.password.is_some(),
            provider: account.subject.map(|subject| subject.issuer),
            disabled: account.disabled,
            made_at: account.made_at.to_string(),
            seen_at: account.seen_at.map(|at| at.to_string()),
        }
    }
}

/// An account that was made or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Kept {
    account: Account,
    /// The password that was made for the first login; told here and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    password_once: Option<String>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Kept").field(&self.account).finish()
    }
}

/// An account that is to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    #[schema(example = "Mira Lund")]
    name: String,
    role: Role,
    /// What he may see; `public` where nothing is told.
    clearance: Option<Confidentiality>,
    /// By which a provider's first word of him is believed.
    email: Option<String>,
    /// At least fifteen characters; one is made and told where nothing is told.
    #[schema(format = Password, min_length = 15)]
    password: Option<String>,
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What is to be different about an account; what is not told stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    role: Option<Role>,
    clearance: Option<Confidentiality>,
    /// By which a provider's first word of him is believed. Another address ends the link to a provider.
    email: Option<String>,
    /// Being kept out ends his sessions and his tokens.
    disabled: Option<bool>,
    /// Makes a password for the next login, and ends his sessions.
    #[serde(default)]
    reset_password: bool,
}

/// Whoever keeps the accounts. Asked before a body is read.
struct Administrator;

impl<S: Send + Sync> FromRequestParts<S> for Administrator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Administrator, Problem> {
        let who = Who::from_request_parts(parts, state).await?;
        who.viewer.needs(Role::Administrator)?;
        Ok(Administrator)
    }
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change))
}

/// The accounts, by name
#[utoipa::path(get, path = "/api/accounts", tag = "accounts", responses(
    (status = 200, body = Vec<Account>), (status = "4XX", body = Problem)))]
async fn list(Extension(access): Extension<Access>, _: Administrator) -> Result<Json<Vec<Account>>, Problem> {
    let all = access.0.keeper.read(|accounts, _| accounts.all()).await?;
    Ok(Json(all.into_iter().map(Account::from).collect()))
}

/// Make an account
#[utoipa::path(post, path = "/api/accounts", tag = "accounts", request_body = Wanted, responses(
    (status = 201, body = Kept), (status = "4XX", body = Problem)))]
async fn add(
    Extension(access): Extension<Access>,
    _: Administrator,
    Body(wanted): Body<Wanted>,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let name = Name::parse(&wanted.name).map_err(|problem| Problem::parameter("name", problem))?;
    let (password, made) = password(&access, &name, wanted.password).await?;
    let new = NewAccount {
        name,
        role: wanted.role.into(),
        clearance: wanted.clearance.map(Into::into).unwrap_or_default(),
        email: wanted.email,
        password: Some(password),
    };
    let account = access.0.keeper.write(move |accounts, now| accounts.add(new, now)).await?;
    Ok((StatusCode::CREATED, Json(kept(account, made.as_ref()))))
}

/// Change an account
#[utoipa::path(patch, path = "/api/accounts/{name}", tag = "accounts", params(("name" = String, Path)),
    request_body = Change, responses((status = 200, body = Kept), (status = "4XX", body = Problem)))]
async fn change(
    Extension(access): Extension<Access>,
    _: Administrator,
    Path(name): Path<String>,
    Body(wanted): Body<Change>,
) -> Result<Json<Kept>, Problem> {
    let name = Name::parse(&name).map_err(|problem| Problem::parameter("name", problem))?;
    let (password, made) = if wanted.reset_password {
        let (password, made) = password(&access, &name, None).await?;
        (Some(password), made)
    } else {
        (None, None)
    };
    let change = AccountChange {
        role: wanted.role.map(Into::into),
        clearance: wanted.clearance.map(Into::into),
        email: wanted.email,
        disabled: wanted.disabled,
        password,
    };
    let account = access.0.keeper.write(move |accounts, _| accounts.change(&name, &change, None)).await?;
    Ok(Json(kept(account, made.as_ref())))
}

/// The hash of a password that is given or made, with the one that was made.
async fn password(
    access: &Access,
    name: &Name,
    given: Option<String>,
) -> Result<(PasswordHash, Option<Secret>), Problem> {
    let name = name.clone();
    access
        .hashing(move || match given {
            Some(given) => Ok((hash_password(&name, &given)?, None)),
            None => {
                let made = make_password()?;
                Ok((hash_password(&name, made.shown())?, Some(made)))
            }
        })
        .await
}

fn kept(account: truce_monitor::Account, made: Option<&Secret>) -> Kept {
    Kept { account: account.into(), password_once: made.map(|made| made.shown().to_owned()) }
}
