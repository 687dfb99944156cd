//! Logging in through a provider of identities: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 2014;
//! RFC 9700, Best Current Practice for OAuth 2.0 Security, 2025). Decides nobody's account.

use super::PublicUrl;
use crate::{ServerError, problem::Problem, record::lock};
use axum::http::StatusCode;
use openidconnect::{
    AccessTokenHash, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope, TokenResponse,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims},
};
use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};
use thiserror::Error;
use truce_model::Hash;
use truce_monitor::Subject;

/// Where the provider sends a browser back to, below the public address.
pub(super) const ANSWER: &str = "/api/session/provider/answer";
/// How long somebody may take to log in at the provider.
pub(super) const PATIENCE: Duration = Duration::from_secs(600);
/// How many logins may be under way.
const UNDER_WAY: usize = 1_000;
/// How long what the provider says of itself, and its keys, are believed.
const BELIEVED: Duration = Duration::from_secs(3_600);
/// How long the provider may take to answer, and how much.
const TIMEOUT: Duration = Duration::from_secs(10);
const LARGEST: u64 = 1 << 20;

/// A provider of identities that a server asks who somebody is.
#[derive(Clone, Debug)]
pub struct ProviderOptions {
    /// Its address, as it names itself.
    pub issuer: String,
    /// The name under which it knows this server.
    pub client: String,
    /// The secret that it shares with this server; `None` where it asks for none.
    pub secret: Option<ClientSecret>,
}

impl ProviderOptions {
    /// A provider at that address, which knows this server by that name and that secret.
    pub fn new(issuer: String, client: String, secret: Option<String>) -> ProviderOptions {
        ProviderOptions { issuer, client, secret: secret.map(ClientSecret::new) }
    }
}

/// What the provider knows of whoever logged in there.
pub(super) struct Vouched {
    pub(super) subject: Subject,
    /// His address, if the provider has made sure of it.
    pub(super) email: Option<String>,
}

/// A login that is under way at the provider.
struct Begun {
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    /// Of the secret that the browser has which began it.
    browser: Hash,
    at: Instant,
}

pub(super) struct Provider {
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    known: Mutex<Option<(CoreProviderMetadata, Instant)>>,
    under_way: Mutex<HashMap<String, Begun>>,
    agent: ureq::Agent,
}

/// Why a provider cannot tell who somebody is. Tells nothing that it said.
#[derive(Debug, Error)]
pub(super) enum ProviderError {
    #[error("the provider of identities cannot be reached")]
    Unreached(#[from] ureq::Error),
    #[error("the provider of identities answers something that is not OpenID Connect")]
    Odd,
    #[error("this login was not begun in this browser, or took too long")]
    NotBegun,
    #[error("too many logins are under way")]
    TooMany,
    #[error("the provider of identities did not let this login pass")]
    Refused,
}

impl From<ProviderError> for Problem {
    fn from(error: ProviderError) -> Problem {
        let (status, hint) = match &error {
            ProviderError::Unreached(_) | ProviderError::Odd => (StatusCode::BAD_GATEWAY, "try again soon"),
            ProviderError::NotBegun => (StatusCode::BAD_REQUEST, "begin the login again"),
            ProviderError::TooMany => (StatusCode::SERVICE_UNAVAILABLE, "try again soon"),
            ProviderError::Refused => (StatusCode::FORBIDDEN, "begin the login again"),
        };
        Problem::new(status, error.to_string()).with_hint(hint)
    }
}

/// Makes the client of what the provider says of itself; its type names what is set, so a function cannot return it.
macro_rules! client {
    ($provider:expr) => {
        CoreClient::from_provider_metadata(
            $provider.metadata()?,
            $provider.client.clone(),
            $provider.secret.clone(),
        )
        .set_redirect_uri($provider.redirect.clone())
    };
}

impl Provider {
    pub(super) fn new(options: &ProviderOptions, public: &PublicUrl) -> Result<Provider, ServerError> {
        let odd = || ServerError::Issuer { issuer: options.issuer.clone() };
        let issuer = IssuerUrl::new(options.issuer.clone()).map_err(|_| odd())?;
        // What comes by a way that others can write on vouches for nobody.
        let here =
            issuer.url().host_str().is_some_and(|host| ["127.0.0.1", "[::1]", "localhost"].contains(&host));
        if issuer.url().scheme() != "https" && !here {
            return Err(odd());
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            // Whoever could redirect these requests could send them into the machine's own network.
            .max_redirects(0)
            .max_redirects_will_error(false);
        Ok(Provider {
            issuer,
            client: ClientId::new(options.client.clone()),
            secret: options.secret.clone(),
            redirect: RedirectUrl::new(format!("{}{ANSWER}", public.origin())).map_err(|_| odd())?,
            known: Mutex::default(),
            under_way: Mutex::default(),
            agent: config.build().into(),
        })
    }

    /// Sends a request to the provider.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, ProviderError> {
        let mut response = self.agent.run(request)?;
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec()?;
        Ok(response.map(|_| body))
    }

    /// What the provider says of itself, with its keys.
    fn metadata(&self) -> Result<CoreProviderMetadata, ProviderError> {
        let mut known = lock(&self.known);
        if let Some((metadata, _)) = known.as_ref().filter(|(_, at)| at.elapsed() < BELIEVED) {
            return Ok(metadata.clone());
        }
        let found = CoreProviderMetadata::discover(&self.issuer, &|request| self.send(request));
        let found = found.map_err(|error| match error {
            openidconnect::DiscoveryError::Request(unreached) => unreached,
            _ => ProviderError::Odd,
        })?;
        *known = Some((found.clone(), Instant::now()));
        Ok(found)
    }

    /// Begins a login in the browser that has that secret: where to send it.
    pub(super) fn begin(&self, browser: Hash) -> Result<String, ProviderError> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = client!(self);
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let mut under_way = lock(&self.under_way);
        under_way.retain(|_, begun| begun.at.elapsed() < PATIENCE);
        if under_way.len() >= UNDER_WAY {
            return Err(ProviderError::TooMany);
        }
        under_way.insert(state.into_secret(), Begun { nonce, verifier, browser, at: Instant::now() });
        Ok(url.into())
    }

    /// Ends a login with what the provider sent the browser back with: who it is.
    pub(super) fn end(&self, browser: Hash, state: &str, code: String) -> Result<Vouched, ProviderError> {
        // Whatever comes of it, a login is ended once.
        let begun = lock(&self.under_way).remove(state).ok_or(ProviderError::NotBegun)?;
        if begun.browser != browser || begun.at.elapsed() >= PATIENCE {
            return Err(ProviderError::NotBegun);
        }
        let client = client!(self);
        let send = |request| self.send(request);
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(|_| ProviderError::Odd)?;
        let tokens =
            exchange.set_pkce_verifier(begun.verifier).request(&send).map_err(|error| match error {
                openidconnect::RequestTokenError::Request(unreached) => unreached,
                openidconnect::RequestTokenError::ServerResponse(_) => ProviderError::Refused,
                _ => ProviderError::Odd,
            })?;
        let id = tokens.id_token().ok_or(ProviderError::Odd)?;
        let verifier = client.id_token_verifier();
        let claims = id.claims(&verifier, &begun.nonce).map_err(|_| {
            // Its keys may be others by now.
            *lock(&self.known) = None;
            ProviderError::Refused
        })?;
        if let Some(expected) = claims.access_token_hash() {
            let (algorithm, key) = (id.signing_alg(), id.signing_key(&verifier));
            let (Ok(algorithm), Ok(key)) = (algorithm, key) else { return Err(ProviderError::Odd) };
            let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
            if actual.ok().as_ref() != Some(expected) {
                return Err(ProviderError::Refused);
            }
        }
        let subject =
            Subject { issuer: self.issuer.to_string(), subject: claims.subject().as_str().to_owned() };
        let told = claims.email().map(|email| (email.to_string(), claims.email_verified() == Some(true)));
        let told = match told {
            Some(told) => Some(told),
            // Many providers tell an address only where they are asked for it.
            None => match client.user_info(tokens.access_token().clone(), Some(claims.subject().clone())) {
                Ok(request) => {
                    let info: CoreUserInfoClaims = request.request(&send).map_err(|_| ProviderError::Odd)?;
                    info.email().map(|email| (email.to_string(), info.email_verified() == Some(true)))
                }
                Err(_) => None,
            },
        };
        let email = told.filter(|(_, verified)| *verified).map(|(email, _)| email);
        Ok(Vouched { subject, email })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_reached_by_an_encrypted_way_or_on_this_machine() {
        let public = PublicUrl::parse("https://truce.arden.example").unwrap();
        let check = |issuer: &str, expected| {
            let options = ProviderOptions::new(issuer.to_owned(), "truce".to_owned(), None);
            assert_eq!(Provider::new(&options, &public).is_ok(), expected, "{issuer}");
        };
        check("https://id.arden.example", true);
        check("http://127.0.0.1:9000", true);
        check("http://id.arden.example", false);
        check("http://127.0.0.1.arden.example", false);
        check("id.arden.example", false);
    }

    #[test]
    fn a_secret_is_not_printed() {
        let options =
            ProviderOptions::new("https://id.arden.example".into(), "truce".into(), Some("hush".into()));
        assert!(!format!("{options:?}").contains("hush"));
    }
}
