//! Requests that another site sends through somebody's browser.

use crate::desk::{As, Desk, PASSWORD};
use axum::http::StatusCode;
use serde_json::json;
use truce_monitor::Role;

fn from(headers: &[(&'static str, &str)]) -> As {
    headers.iter().fold(As::nobody(), |who, (header, value)| who.with(header, value))
}

#[tokio::test]
async fn a_local_server_is_not_asked_by_a_foreign_name() {
    let desk = Desk::local();
    for (host, expected) in [
        ("127.0.0.1:8080", StatusCode::OK),
        ("localhost:8080", StatusCode::OK),
        ("[::1]:8080", StatusCode::OK),
        ("arden.example:8080", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1.arden.example", StatusCode::MISDIRECTED_REQUEST),
    ] {
        for path in ["/api/claims", "/api/session", "/"] {
            let answer = desk.get(path, &from(&[("host", host)])).await;
            let foreign = answer.status == StatusCode::MISDIRECTED_REQUEST;
            assert_eq!(
                foreign,
                expected == StatusCode::MISDIRECTED_REQUEST,
                "{host}{path}: {}",
                answer.status
            );
        }
    }
}

/// Tries to make an account by a request with these headers, on a server that would else do so.
async fn check(desk: &Desk, who: As, headers: &[(&'static str, &str)], expected: bool) {
    let who = headers.iter().fold(who, |who, (header, value)| who.with(header, value));
    let new = json!({"name": "Edda", "role": "reader", "password": PASSWORD});
    let answer = desk.ask("POST", "/api/accounts", &who, Some(&new)).await;
    let refused = answer.status == StatusCode::FORBIDDEN && answer.text.contains("another site");
    assert_eq!(!refused, expected, "{headers:?}: {} {}", answer.status, answer.text);
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let local = Desk::local();
    let host = ("host", "127.0.0.1:8080");
    for (headers, expected) in [
        (&[("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")][..], true),
        (&[][..], true),
        (&[("origin", "https://arden.example"), ("sec-fetch-site", "cross-site")], false),
        (&[("origin", "https://arden.example")], false),
        (&[("origin", "null")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        // Another program on this machine has a page as well.
        (&[("origin", "http://127.0.0.1:3000"), ("sec-fetch-site", "same-site")], false),
    ] {
        check(&local, from(&[host]), headers, expected).await;
    }
    let mut team = Desk::team(Some("https://truce.arden.example"));
    for (origin, expected) in [("https://truce.arden.example", true), ("http://truce.arden.example", false)] {
        let As(headers) = team.logged_in(Role::Administrator);
        let cookie = As(headers).with("cookie", "").with("host", "truce.arden.example");
        check(&team, cookie, &[("origin", origin)], expected).await;
    }
}

#[tokio::test]
async fn another_site_loads_nothing_and_may_link_here() {
    let local = Desk::local();
    for (site, mode, expected) in [
        ("same-origin", "cors", StatusCode::OK),
        ("none", "navigate", StatusCode::OK),
        ("cross-site", "navigate", StatusCode::OK),
        ("cross-site", "no-cors", StatusCode::FORBIDDEN),
        ("same-site", "cors", StatusCode::FORBIDDEN),
    ] {
        let answer =
            local.get("/api/claims", &from(&[("sec-fetch-site", site), ("sec-fetch-mode", mode)])).await;
        assert_eq!(answer.status, expected, "{site} {mode}");
    }
}

#[tokio::test]
async fn who_is_alone_need_not_log_in() {
    let local = Desk::local();
    let session = local.get("/api/session", &As::nobody()).await.json();
    assert_eq!(session["mode"], json!("local"));
    assert_eq!(session["role"], json!("administrator"));
    let login = json!({"name": "Mira", "password": PASSWORD});
    assert_eq!(
        local.ask("POST", "/api/session", &As::nobody(), Some(&login)).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(local.get("/api/tokens", &As::nobody()).await.status, StatusCode::FORBIDDEN);
}
