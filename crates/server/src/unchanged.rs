//! Entity tags (RFC 9110, section 8.8.3): whoever asks again for what has not changed is told so in place of it.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use truce_model::Hash;

use crate::problem::Problem;

/// The largest answer that gets a tag, in bytes; it is held in memory once more for that.
const LARGEST_TAGGED: usize = 256 << 20;

/// Tags what is answered, by its bytes, and leaves them out where the asker has them.
pub(crate) async fn unchanged(request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let get = request.method() == Method::GET;
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A stream has no end that could be waited for.
    let streams = kind.is_some_and(|kind| kind.starts_with("text/event-stream"));
    if !get || streams || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_TAGGED).await else { return Problem::broken().into_response() };
    let tag = format!("\"{}\"", &Hash::of(&bytes).to_string()[..32]);
    // Compressed, the bytes are others; the tag speaks of what they say.
    let Ok(value) = HeaderValue::from_str(&format!("W/{tag}")) else {
        return Problem::broken().into_response();
    };
    parts.headers.insert(header::ETAG, value);
    if known.as_ref().and_then(|known| known.to_str().ok()).is_some_and(|known| is_known(known, &tag)) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Whether one of the tags of `If-None-Match` is this one, weak or not.
fn is_known(known: &str, tag: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn a_tag_is_known_weak_or_not_among_others() {
        assert!(
            is_known("\"a\"", "\"a\"") && is_known("W/\"b\", W/\"a\"", "\"a\"") && is_known("*", "\"a\"")
        );
        assert!(!is_known("\"ab\"", "\"a\"") && !is_known("", "\"a\""));
    }
}
