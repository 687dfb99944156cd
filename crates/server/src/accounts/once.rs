//! Does once what is asked for twice: a request with a key that came before gets the answer that was given then
//! (draft-ietf-httpapi-idempotency-key-header-07, The Idempotency-Key HTTP Header Field, 2025).

use super::{Access, Who};
use crate::problem::Problem;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use truce_model::Hash;
use truce_monitor::{Answer, Begun};

const KEY: &str = "idempotency-key";
/// Marks an answer that was given before.
const REPLAYED: &str = "idempotency-replayed";
/// The largest body of a request and of an answer with a key, in bytes.
const LARGEST: usize = 64 << 20;
/// What belongs to an answer, beside status and body.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];
/// Answers that tell a secret once are not kept.
const TELL_SECRETS: [&str; 3] = ["/api/session", "/api/accounts", "/api/tokens"];

/// Answers a request with a key, once.
pub(crate) async fn once(State(access): State<Access>, request: Request, next: Next) -> Response {
    let tells = |path: &str| TELL_SECRETS.iter().any(|secret| path.starts_with(secret));
    let Some(key) = request.headers().get(KEY) else { return next.run(request).await };
    if request.method().is_safe() || tells(request.uri().path()) {
        return next.run(request).await;
    }
    let Some(who) = request.extensions().get::<Who>().cloned() else { return next.run(request).await };
    let key = match read(key) {
        Ok(key) => Hash::of_parts([who.viewer.name.key().as_bytes(), key.as_bytes()]),
        Err(problem) => return problem.into_response(),
    };
    match begin(&access, key, request).await {
        Ok((Begun::First, request)) => {
            // Whoever sends a key may go away before the answer: what was begun is ended all the same.
            let answering = tokio::spawn(async move { keep(&access, key, next.run(request).await).await });
            answering.await.unwrap_or_else(|_| Problem::broken().into_response())
        }
        Ok((Begun::Answered(answer), _)) => again(answer),
        Ok((Begun::Running, _)) => {
            Problem::new(StatusCode::CONFLICT, "a request with this key is being answered")
                .with_hint(
                    "ask again soon; if that goes on, look whether it was done and send it with another key",
                )
                .into_response()
        }
        Ok((Begun::Other, _)) => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "this key came with another request")
                .with_hint(
                    "make a new key for each request, and send the same one only with the same request",
                )
                .into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

/// The key itself: a string of RFC 9651, or the bare characters of one.
fn read(key: &HeaderValue) -> Result<&str, Problem> {
    let odd = || Problem::asked("`Idempotency-Key` takes 1 to 255 visible characters, such as a UUID");
    let text = key.to_str().map_err(|_| odd())?.trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let sound = (1..=255).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_graphic());
    if sound && !bare.contains('"') { Ok(bare) } else { Err(odd()) }
}

/// Where the request stands, and the request again.
async fn begin(access: &Access, key: Hash, request: Request) -> Result<(Begun, Request), Problem> {
    let (parts, body) = request.into_parts();
    let too_large = |_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
    let body: Bytes = to_bytes(body, LARGEST).await.map_err(too_large)?;
    let target = parts.uri.path_and_query().map_or(parts.uri.path(), |target| target.as_str());
    let form = parts.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |form| form.as_bytes());
    let asked = Hash::of_parts([parts.method.as_str().as_bytes(), target.as_bytes(), form, &body]);
    let begun = access.0.keeper.write(move |accounts, now| accounts.begin_answer(key, asked, now)).await?;
    Ok((begun, Request::from_parts(parts, Body::from(body))))
}

/// Keeps what was answered, unless the server could not do what was asked for: then it may be tried again.
async fn keep(access: &Access, key: Hash, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(Body::new(body), LARGEST).await else { return Problem::broken().into_response() };
    let answer = (!parts.status.is_server_error()).then(|| Answer {
        status: parts.status.as_u16(),
        headers: kept(&parts.headers),
        body: body.to_vec(),
    });
    let ended = access.0.keeper.write(move |accounts, _| accounts.end_answer(key, answer.as_ref())).await;
    match ended {
        Ok(()) => Response::from_parts(parts, Body::from(body)),
        // It was done; that it cannot be told again is better known now than later.
        Err(problem) => problem.into_response(),
    }
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let pair = |name: &HeaderName| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned()));
    KEPT.iter().filter_map(pair).collect()
}

fn again(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_string_in_quotes_or_without() {
        let check = |key: &'static str, expected: Option<&str>| {
            assert_eq!(read(&HeaderValue::from_static(key)).ok(), expected, "{key}");
        };
        check("\"8e03978e-40d5\"", Some("8e03978e-40d5"));
        check("8e03978e-40d5", Some("8e03978e-40d5"));
        check("", None);
        check("\"\"", None);
        check("two words", None);
        check("\"a\"b\"", None);
    }

    use crate::Viewer;
    use axum::{Extension, Router, middleware, routing::post};
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tower::ServiceExt;
    use truce_model::Name;
    use truce_monitor::{Monitor, Store};

    /// A route that counts how often it is asked, and fails when it is told to.
    async fn count(Extension(times): Extension<Arc<AtomicUsize>>, body: String) -> Response {
        let time = times.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        match body.as_str() {
            "fail" => Problem::broken().into_response(),
            "refuse" => Problem::asked("no").into_response(),
            _ => ([(header::LOCATION, "/api/counted")], format!("{time} {body}")).into_response(),
        }
    }

    struct Counter {
        _folder: tempfile::TempDir,
        router: Router,
        times: Arc<AtomicUsize>,
    }

    fn counter() -> Counter {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::from(folder.path().join("truce.db").to_str().unwrap().to_owned());
        drop(Monitor::create(&store).unwrap());
        let access = Access::local(Viewer::local(Name::parse("Mira").unwrap()), &store).unwrap();
        let times = Arc::new(AtomicUsize::new(0));
        let router = Router::new()
            .route("/api/count", post(count))
            .layer(Extension(times.clone()))
            .layer(middleware::from_fn_with_state(access.clone(), once))
            .layer(middleware::from_fn_with_state(access, super::super::identify));
        Counter { _folder: folder, router, times }
    }

    impl Counter {
        async fn ask(&self, key: &str, body: &str) -> (u16, String, bool) {
            let request =
                Request::post("/api/count").header(KEY, key).body(Body::from(body.to_owned())).unwrap();
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let text = String::from_utf8(to_bytes(body, LARGEST).await.unwrap().to_vec()).unwrap();
            let replayed = parts.headers.contains_key(REPLAYED);
            if parts.status == StatusCode::OK {
                assert_eq!(parts.headers[header::LOCATION], "/api/counted");
            }
            (parts.status.as_u16(), text, replayed)
        }
    }

    #[tokio::test]
    async fn what_is_asked_for_twice_is_done_once() {
        let counter = counter();
        let first = counter.ask("one", "Arden").await;
        assert_eq!(first, (200, "1 Arden".to_owned(), false));
        assert_eq!(counter.ask("\"one\"", "Arden").await, (200, "1 Arden".to_owned(), true));
        let (status, text, _) = counter.ask("one", "Ruba").await;
        assert!(status == 422 && text.contains("another request"), "{status} {text}");
        assert_eq!(counter.ask("two", "Ruba").await, (200, "2 Ruba".to_owned(), false));
        assert_eq!(counter.ask("three", "refuse").await.0, 400);
        assert!(counter.ask("three", "refuse").await.2, "what was refused is refused again");
        assert_eq!(counter.times.load(Ordering::SeqCst), 3);
        assert_eq!(counter.ask("a key", "Arden").await.0, 400);
    }

    #[tokio::test]
    async fn what_failed_may_be_tried_again() {
        let counter = counter();
        for time in 1..=2 {
            assert_eq!(counter.ask("one", "fail").await.0, 500);
            assert_eq!(counter.times.load(Ordering::SeqCst), time);
        }
    }

    #[tokio::test]
    async fn what_is_being_answered_is_not_begun_again_and_is_ended_without_whoever_asked() {
        let counter = counter();
        let (first, second) = tokio::join!(counter.ask("one", "Arden"), counter.ask("one", "Arden"));
        let mut statuses = [first.0, second.0];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        // Whoever asks goes away before the answer.
        let gone =
            tokio::time::timeout(std::time::Duration::from_millis(20), counter.ask("two", "Ruba")).await;
        assert!(gone.is_err());
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let (status, text, replayed) = counter.ask("two", "Ruba").await;
        assert!(status == 200 && text == "2 Ruba" && replayed, "{status} {text}");
    }
}
