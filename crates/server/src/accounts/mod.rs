//! Who may come in, and how somebody shows who he is. Routes see a [`Viewer`] and nothing of how it came about.

mod attempts;
mod cookie;
mod identify;
mod keeper;
mod once;
mod origin;
mod people;
mod provider;
mod session;
mod tokens;
mod vouching;

pub(crate) use identify::{Who, identify};
pub(crate) use once::once;
pub use provider::ProviderOptions;

use crate::{Record, ServerError, Viewer, problem::Problem};
use attempts::{Attempts, Rate};
use keeper::Keeper;
use provider::Provider;
use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
};
use tokio::sync::Semaphore;
use truce_monitor::{PasswordHash, Store, check_password};
use utoipa_axum::router::OpenApiRouter;

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const HASHED_AT_ONCE: usize = 2;

/// Who may come in.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    way: Way,
    keeper: Keeper,
    attempts: Attempts,
    rate: Rate,
    hashing: Semaphore,
    /// Where the server listens, once it does.
    listening: OnceLock<SocketAddr>,
}

/// How somebody shows who he is.
enum Way {
    /// Not at all: nobody else can reach the server.
    Local(Viewer),
    /// By a password, a session, a token.
    Team {
        /// Where browsers find the server, if something stands before it.
        public: Option<PublicUrl>,
        /// Who vouches for those who log in, beside their passwords.
        provider: Option<Arc<Provider>>,
    },
}

/// Where browsers find a server: `https://truce.arden.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Reads one: a scheme and a host, perhaps a port, and nothing behind.
    pub fn parse(text: &str) -> Result<PublicUrl, String> {
        let bare = text.trim_end_matches('/');
        let host = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        match host {
            Some(host) if !host.is_empty() && host.chars().all(plain) => {
                Ok(PublicUrl(bare.to_ascii_lowercase()))
            }
            _ => Err(format!("`{text}` is no address such as https://truce.arden.example, without a path")),
        }
    }

    /// Whether the way there is encrypted.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// As browsers name it as an origin.
    pub fn origin(&self) -> &str {
        &self.0
    }
}

impl Access {
    /// One user, who need not say who he is, because nobody else can reach the server.
    pub fn local(viewer: Viewer, store: &Store) -> Result<Access, ServerError> {
        Access::by(Way::Local(viewer), store)
    }

    /// Those who have an account. What stands before the server, if anything does, is reached at `public`.
    pub fn team(public: Option<PublicUrl>, store: &Store) -> Result<Access, ServerError> {
        Access::by(Way::Team { public, provider: None }, store)
    }

    /// Those who have an account, also by the word of a provider of identities.
    pub fn vouched(
        public: PublicUrl,
        provider: &ProviderOptions,
        store: &Store,
    ) -> Result<Access, ServerError> {
        let provider = Arc::new(Provider::new(provider, &public)?);
        Access::by(Way::Team { public: Some(public), provider: Some(provider) }, store)
    }

    fn by(way: Way, store: &Store) -> Result<Access, ServerError> {
        Ok(Access(Arc::new(Inner {
            way,
            keeper: Keeper::open(store)?,
            attempts: Attempts::default(),
            rate: Rate::new(),
            hashing: Semaphore::new(HASHED_AT_ONCE),
            listening: OnceLock::new(),
        })))
    }

    /// Whether it may listen there: others reach it only if they must log in, and never with passwords in the clear.
    pub(crate) fn may_listen(&self, address: SocketAddr) -> Result<(), ServerError> {
        let secure = self.public().is_some_and(PublicUrl::is_secure);
        match &self.0.way {
            _ if address.ip().is_loopback() => Ok(()),
            Way::Local(_) => Err(ServerError::Open { address }),
            Way::Team { .. } if secure => Ok(()),
            Way::Team { .. } => Err(ServerError::Clear { address }),
        }
    }

    /// Takes note of where the server listens.
    pub(crate) fn listens(&self, address: SocketAddr) {
        // A second server with the same access would be a mistake of the caller; the first address stays.
        let _ = self.0.listening.set(address);
    }

    /// Clears out what is over, now and then, until the server stops.
    pub(crate) async fn tidy(self) {
        const EVERY: std::time::Duration = std::time::Duration::from_secs(600);
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            self.0.rate.tidy();
            // Where it fails, what is over stays over, and the next time clears it out.
            let _ = self.0.keeper.write(|accounts, now| accounts.clear(now)).await;
        }
    }

    fn public(&self) -> Option<&PublicUrl> {
        match &self.0.way {
            Way::Local(_) => None,
            Way::Team { public, .. } => public.as_ref(),
        }
    }

    fn provider(&self) -> Option<&Arc<Provider>> {
        match &self.0.way {
            Way::Local(_) => None,
            Way::Team { provider, .. } => provider.as_ref(),
        }
    }

    /// Whether that is the password of the hash; a few at once, and as slow where there is no hash.
    async fn is_password(&self, hash: Option<PasswordHash>, password: String) -> Result<bool, Problem> {
        let place = self.0.hashing.acquire().await.map_err(|_| Problem::stopping())?;
        let checked = tokio::task::spawn_blocking(move || check_password(hash.as_ref(), &password));
        let checked = checked.await.map_err(|_| Problem::broken());
        drop(place);
        checked
    }

    /// Does work that hashes a password, a few at once.
    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, truce_monitor::AccountError> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.0.hashing.acquire().await.map_err(|_| Problem::stopping())?;
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| Problem::broken())?;
        drop(place);
        done.map_err(|error| truce_monitor::MonitorError::from(error).into())
    }
}

/// The routes of accounts.
pub(crate) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new()
        .merge(session::routes())
        .merge(vouching::routes())
        .merge(people::routes())
        .merge(tokens::routes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_has_no_path() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(PublicUrl::parse(text).ok().as_ref().map(PublicUrl::origin), expected, "{text}");
        };
        check("https://truce.Arden.example/", Some("https://truce.arden.example"));
        check("http://127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check("https://truce.arden.example/desk", None);
        check("truce.arden.example", None);
        check("https://", None);
        check("https://mira@arden.example", None);
    }
}
