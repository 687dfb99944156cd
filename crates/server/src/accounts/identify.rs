//! Finds out who sends a request, before anything else is done with it. Decides nothing of what routes do.

use super::{
    Access, PublicUrl, Way,
    cookie::{self, Kind},
    origin, provider,
};
use crate::{
    problem::Problem,
    viewer::{Role, Viewer},
};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use subtle::ConstantTimeEq;
use truce_model::Hash;
use truce_monitor::{Account, Accounts, Scope, Secret, Session, Token};

/// In which header a page proves that it is one of ours.
pub(super) const CSRF: &str = "x-csrf-token";

/// What may be asked for by whoever did not say who he is: saying so, and the description of the API.
const OPEN: [(Method, &str); 5] = [
    (Method::GET, "/api/session"),
    (Method::POST, "/api/session"),
    (Method::GET, "/api/session/provider"),
    (Method::GET, provider::ANSWER),
    (Method::GET, "/api/openapi.json"),
];

/// What everybody may change of his own.
const OWN: [&str; 2] = ["/api/session", "/api/tokens"];

/// Somebody, with how he showed who he is.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) viewer: Viewer,
    pub(super) means: Means,
}

#[derive(Clone, Debug)]
pub(super) enum Means {
    /// Nobody else can reach the server.
    Local,
    /// Logged in.
    Session(Session, Secret),
    /// A program.
    Token(Token),
}

impl Who {
    /// The secret that a page sends along when it changes something.
    pub(super) fn csrf(&self) -> Option<Secret> {
        match &self.means {
            Means::Session(_, secret) => Some(secret.derived("csrf")),
            Means::Local | Means::Token(_) => None,
        }
    }

    /// The session, for what no token may do.
    pub(super) fn session(&self) -> Option<Hash> {
        match &self.means {
            Means::Session(session, _) => Some(session.hash),
            Means::Local | Means::Token(_) => None,
        }
    }

    /// Refuses what neither the token nor the role allows, whatever the route. Routes may ask for more.
    fn may(&self, parts: &Parts) -> Result<(), Problem> {
        let safe = parts.method.is_safe();
        if let Means::Token(token) = &self.means {
            let needed = if safe { Scope::Read } else { Scope::Write };
            if token.scopes.last().is_none_or(|most| *most < needed) {
                return Err(Problem::scope(needed));
            }
        }
        let own = OWN.iter().any(|own| parts.uri.path().starts_with(own));
        if safe || own { Ok(()) } else { self.viewer.needs(Role::Coder) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Who, Problem> {
        parts.extensions.get::<Who>().cloned().ok_or_else(Problem::unidentified)
    }
}

/// Where a request comes from.
#[derive(Clone, Debug)]
pub(super) struct Address(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Address, Problem> {
        Ok(parts.extensions.get::<Address>().cloned().unwrap_or(Address("?".to_owned())))
    }
}

/// Lets a request in with whoever sends it, or answers it.
pub(crate) async fn identify(State(access): State<Access>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (who, renewed) = match admitted(&access, &mut parts).await {
        Ok(admitted) => admitted,
        Err(refused) => return refused,
    };
    if let Some(who) = who {
        parts.extensions.insert(who.viewer.clone());
        parts.extensions.insert(who);
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(cookie) = renewed.filter(|_| !response.headers().contains_key(header::SET_COOKIE)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

type Admitted = (Option<Who>, Option<HeaderValue>);

async fn admitted(access: &Access, parts: &mut Parts) -> Result<Admitted, Response> {
    origin::check(access, parts).map_err(IntoResponse::into_response)?;
    let address = address(access, parts);
    let known = known(access, parts).await;
    let by = match &known {
        Ok(Some(who)) => format!("who {}", who.viewer.name.key()),
        Ok(None) | Err(_) => format!("from {address}"),
    };
    access.0.rate.take(&by).map_err(too_many)?;
    parts.extensions.insert(Address(address));
    let Some(who) = known.map_err(IntoResponse::into_response)? else {
        return if is_open(parts) { Ok((None, None)) } else { Err(unidentified()) };
    };
    who.may(parts).map_err(IntoResponse::into_response)?;
    let logs_in = parts.method == Method::POST && parts.uri.path() == "/api/session";
    if !parts.method.is_safe() && !logs_in {
        is_our_page(&who, parts).map_err(IntoResponse::into_response)?;
    }
    let renewed = renew(access, &who).await;
    Ok((Some(who), renewed))
}

/// Whether nobody need say who he is for that: the pages themselves hold nothing of the record.
fn is_open(parts: &Parts) -> bool {
    let path = parts.uri.path();
    let docs = path == "/api/docs" || path.starts_with("/api/docs/");
    !(path == "/api" || path.starts_with("/api/"))
        || docs && parts.method.is_safe()
        || OPEN.iter().any(|(method, open)| *method == parts.method && *open == path)
}

fn unidentified() -> Response {
    let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"trucewatch\"")];
    (challenge, Problem::unidentified()).into_response()
}

/// Answers whoever asks too often.
pub(super) fn too_many(wait: Duration) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    ([(header::RETRY_AFTER, seconds.max(1).to_string())], Problem::too_many(seconds.max(1))).into_response()
}

/// Who sends a request; `None`: nobody says so.
async fn known(access: &Access, parts: &Parts) -> Result<Option<Who>, Problem> {
    if let Way::Local(viewer) = &access.0.way {
        return Ok(Some(Who { viewer: viewer.clone(), means: Means::Local }));
    }
    // A program that sends a wrong token is told so, whatever else it sends.
    if let Some(line) = parts.headers.get(header::AUTHORIZATION) {
        let line = line.to_str().unwrap_or_default();
        let (scheme, token) = line.split_once(' ').unwrap_or((line, ""));
        let unknown =
            || Problem::unidentified().with_hint("send `Authorization: Bearer` and a token that is not over");
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(unknown());
        }
        return of_token(access, Secret::of(token.trim())).await?.map(Some).ok_or_else(unknown);
    }
    let Some(secret) = cookie::read(Kind::Session, &parts.headers, access.is_secure()) else {
        return Ok(None);
    };
    let hash = secret.hash();
    let found = access.0.keeper.read(move |accounts, now| accounts.session(hash, now)).await?;
    let who = |(session, account): (Session, Account)| Who {
        viewer: Viewer { name: account.name, role: account.role.into(), cleared: account.clearance },
        means: Means::Session(session, secret),
    };
    Ok(found.map(who))
}

async fn of_token(access: &Access, secret: Secret) -> Result<Option<Who>, Problem> {
    let hash = secret.hash();
    let found = access.0.keeper.read(move |accounts, now| accounts.token(hash, now)).await?;
    let Some((token, account)) = found else { return Ok(None) };
    let used = token.clone();
    if token.used_at.is_none_or(|at| jiff::Timestamp::now().as_second() - at.as_second() >= 3600) {
        access.0.keeper.write(move |accounts, now| accounts.note_use(&used, now)).await?;
    }
    // What a token is good for bounds what its account's role allows.
    let most = match () {
        () if token.scopes.contains(&Scope::Administer) => Role::Administrator,
        () if token.scopes.contains(&Scope::Write) => Role::Reviewer,
        () => Role::Reader,
    };
    let role = Role::from(account.role).min(most);
    Ok(Some(Who {
        viewer: Viewer { name: account.name, role, cleared: account.clearance },
        means: Means::Token(token),
    }))
}

/// Whether a change comes from one of our pages: only they can read the secret that belongs to the session.
fn is_our_page(who: &Who, parts: &Parts) -> Result<(), Problem> {
    let Some(expected) = who.csrf() else { return Ok(()) };
    let given = parts.headers.get(CSRF).map_or(&b""[..], |value| value.as_bytes());
    if bool::from(expected.shown().as_bytes().ct_eq(given)) { Ok(()) } else { Err(Problem::unproven()) }
}

/// The cookie anew, if the session is to last longer.
async fn renew(access: &Access, who: &Who) -> Option<HeaderValue> {
    let Means::Session(session, secret) = &who.means else { return None };
    let until = Accounts::renewal(session, jiff::Timestamp::now())?;
    let session = session.clone();
    // Where it fails, the session ends when it would have, and the next request tries again.
    let done = access.0.keeper.write(move |accounts, now| accounts.renew(&session, now, until)).await;
    done.ok().map(|()| cookie::set(Kind::Session, Some(secret), access.is_secure()))
}

/// Where a request comes from, as far as can be known. What stands before the server says so, and is believed if it is near.
fn address(access: &Access, parts: &Parts) -> String {
    let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return "?".to_owned();
    };
    let near = match peer.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    let told =
        parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|line| line.to_str().ok());
    let told = told.and_then(|line| line.rsplit(',').next()).and_then(|ip| ip.trim().parse::<IpAddr>().ok());
    match told.filter(|_| near && access.public().is_some()).unwrap_or(peer.ip()) {
        IpAddr::V4(ip) => ip.to_string(),
        // Whoever has one address of IPv6 has the 2^64 beside it.
        IpAddr::V6(ip) => format!("{:x?}", &ip.segments()[..4]),
    }
}

impl Access {
    /// Whether browsers reach the server by an encrypted way.
    pub(super) fn is_secure(&self) -> bool {
        self.public().is_some_and(PublicUrl::is_secure)
    }
}
