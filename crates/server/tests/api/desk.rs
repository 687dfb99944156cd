//! A record with the demo case, and requests to it.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode},
};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use truce_model::{Confidentiality, Name};
use truce_monitor::{Demo, Monitor, Store};
use truce_server::{Access, Record, Role, Viewer, router};

/// A record of its own, which vanishes.
pub struct Desk {
    _folder: TempDir,
    record: Record,
    store: Store,
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// The answer is a problem with that status, whose detail holds these words.
    #[track_caller]
    pub fn check_problem(&self, status: u16, words: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem: Value = serde_json::from_str(&self.text).unwrap();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{}", self.text);
    }
}

impl Desk {
    /// One with the demo case in it.
    pub fn demo() -> Desk {
        let folder = TempDir::new().unwrap();
        let store = Store::from(folder.path().join("truce.db").display().to_string());
        let mut monitor = Monitor::create(&store).unwrap();
        Demo::builtin().unwrap().load(&mut monitor, &store).unwrap();
        Desk { record: Record::of(monitor, store.clone()).unwrap(), store, _folder: folder }
    }

    fn router(&self, role: Role, cleared: Confidentiality) -> Router {
        let name = Name::parse("A. Desk").unwrap();
        router(self.record.clone(), Access::local(Viewer { name, role, cleared }, &self.store).unwrap())
    }

    pub async fn send(&self, role: Role, cleared: Confidentiality, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert("host", HeaderValue::from_static("localhost"));
        let response = self.router(role, cleared).oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Asks as somebody who may see everything.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_as(Confidentiality::Confidential, path).await
    }

    pub async fn get_as(&self, cleared: Confidentiality, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.send(Role::Reader, cleared, request).await
    }

    pub async fn post(&self, role: Role, path: &str, body: Value) -> Answer {
        let request = Request::post(path).header("content-type", "application/json");
        self.send(role, Confidentiality::Confidential, request.body(Body::from(body.to_string())).unwrap())
            .await
    }
}
