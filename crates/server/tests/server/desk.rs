//! A server with an account of each role, without a socket.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use tempfile::TempDir;
use tower::ServiceExt;
use truce_model::{Confidentiality, Name};
use truce_monitor::{Accounts, Monitor, NewAccount, Role, Scope, Secret, Store, hash_password};
use truce_server::{Access, ProviderOptions, PublicUrl, Record, Viewer, router};

pub const PASSWORD: &str = "mill ruba bridge ferry";

/// A record of its own, with those who may use it.
pub struct Desk {
    _folder: TempDir,
    pub store: Store,
    pub accounts: Accounts,
    pub router: Router,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie that is set, without its attributes.
    pub fn cookie(&self) -> &str {
        self.header("set-cookie").split(';').next().unwrap()
    }
}

pub fn name(words: &str) -> Name {
    Name::parse(words).unwrap()
}

/// Who somebody says that he is.
#[derive(Clone, Debug, Default)]
pub struct As(pub Vec<(&'static str, String)>);

impl As {
    pub fn nobody() -> As {
        As::default()
    }

    pub fn token(secret: &str) -> As {
        As(vec![("authorization", format!("Bearer {secret}"))])
    }

    pub fn with(mut self, header: &'static str, value: &str) -> As {
        self.0.push((header, value.to_owned()));
        self
    }
}

/// A store with an empty record, in a folder that vanishes.
pub fn store() -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let store = Store::from(folder.path().join("truce.db").to_str().unwrap().to_owned());
    drop(Monitor::create(&store).unwrap());
    (folder, store)
}

impl Desk {
    /// A server for a team, on this machine or behind what encrypts.
    pub fn team(public: Option<&str>) -> Desk {
        let public = public.map(|public| PublicUrl::parse(public).unwrap());
        Desk::with(|store| Access::team(public.clone(), store).unwrap())
    }

    /// A server for a team that has a provider of identities.
    pub fn vouched(public: PublicUrl, provider: &ProviderOptions) -> Desk {
        Desk::with(|store| Access::vouched(public.clone(), provider, store).unwrap())
    }

    /// A server for one user.
    pub fn local() -> Desk {
        let viewer = Viewer::local(name("local user"));
        Desk::with(|store| Access::local(viewer.clone(), store).unwrap())
    }

    fn with(access: impl Fn(&Store) -> Access) -> Desk {
        let (folder, store) = store();
        let mut accounts = Accounts::open(&store).unwrap();
        for role in Role::ALL {
            let new = NewAccount {
                name: name(role.word()),
                role,
                clearance: Confidentiality::Public,
                email: None,
                password: None,
            };
            accounts.add(new, Timestamp::now()).unwrap();
        }
        let router = router(Record::open(store.clone()).unwrap(), access(&store));
        Desk { _folder: folder, store, accounts, router }
    }

    /// Makes an account with [`PASSWORD`].
    pub fn with_password(mut self, words: &str) -> Desk {
        let new = NewAccount {
            name: name(words),
            role: Role::Coder,
            clearance: Confidentiality::Restricted,
            email: None,
            password: Some(hash_password(&name(words), PASSWORD).unwrap()),
        };
        self.accounts.add(new, Timestamp::now()).unwrap();
        self
    }

    /// Somebody of that role, logged in, as our pages send it.
    pub fn logged_in(&mut self, role: Role) -> As {
        let secret = self.accounts.log_in(&name(role.word()), None, Timestamp::now()).unwrap();
        session(&secret)
    }

    /// A program with a token of that role's account.
    pub fn program(&mut self, role: Role, scope: Scope) -> As {
        let (label, scopes) = (format!("{role} {scope}"), BTreeSet::from([scope]));
        let made = self.accounts.make_token(&name(role.word()), &label, &scopes, 1, Timestamp::now());
        As::token(made.unwrap().0.shown())
    }

    pub async fn ask(&self, method: &str, path: &str, who: &As, body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method.parse::<Method>().unwrap()).uri(path);
        for (header, value) in &who.0 {
            request = request.header(*header, value);
        }
        let request = match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string()))
                .unwrap(),
            None => request.body(Body::empty()).unwrap(),
        };
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        // What is new is told without end.
        let text = if path == "/api/events" && parts.status.is_success() {
            String::new()
        } else {
            String::from_utf8_lossy(&to_bytes(body, 1 << 24).await.unwrap()).into_owned()
        };
        Answer { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&self, path: &str, who: &As) -> Answer {
        self.ask("GET", path, who, None).await
    }
}

/// The cookie and the proof that our pages send.
pub fn session(secret: &Secret) -> As {
    As::nobody()
        .with("cookie", &format!("truce={}", secret.shown()))
        .with("x-csrf-token", secret.derived("csrf").shown())
}
