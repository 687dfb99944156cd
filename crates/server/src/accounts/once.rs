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
}
