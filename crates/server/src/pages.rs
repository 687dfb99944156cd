//! The files of the web interface, carried inside the program. A page's address is answered with the one page that reads it.

use crate::problem::Problem;
use axum::{
    Router,
    http::{StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// What is shown where the program was built without its pages.
const WITHOUT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Trucewatch</title>\
    <p>This program was built without its pages: <code>cargo xtask web</code> makes them. \
    The API is there: <a href=/api/docs>its description</a>.";

pub(crate) fn routes() -> Router {
    Router::new().fallback(get(page))
}

async fn page(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    match Files::get(path) {
        Some(file) if !path.is_empty() => sent(path, file),
        // What looks like a file and is none is missing; all else is the address of a page.
        None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => {
            Problem::unknown("there is no such file").into_response()
        }
        _ => Files::get("index.html")
            .map_or_else(|| (StatusCode::OK, Html(WITHOUT)).into_response(), |file| sent("index.html", file)),
    }
}

fn sent(path: &str, file: EmbeddedFile) -> Response {
    let kind = file.metadata.mimetype().to_owned();
    // The names of built files change with what is in them.
    let kept = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept.to_owned())], file.data.into_owned())
        .into_response()
}
