//! Logging in and out, as a page does it.

use crate::desk::{As, Desk, PASSWORD, name, session};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use truce_monitor::Secret;

fn login(who: &str, password: &str) -> Value {
    json!({"name": who, "password": password})
}

/// Who has that session.
fn with_cookie(answer: &crate::desk::Answer) -> As {
    As::nobody()
        .with("cookie", answer.cookie())
        .with("x-csrf-token", answer.json()["csrf_token"].as_str().unwrap())
}

#[tokio::test]
async fn whoever_logs_in_is_known_until_he_logs_out() {
    let desk = Desk::team(None).with_password("Mira Lund");
    let before = desk.get("/api/session", &As::nobody()).await;
    assert_eq!(before.json(), json!({"mode": "accounts", "provider": false}));
    let answer = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("mira lund", PASSWORD))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let told = answer.json();
    assert_eq!(
        (&told["name"], &told["role"], &told["clearance"]),
        (&json!("Mira Lund"), &json!("coder"), &json!("restricted"))
    );
    let mira = with_cookie(&answer);
    assert_eq!(desk.get("/api/session", &mira).await.json(), told);
    assert_eq!(desk.get("/api/claims", &mira).await.status, StatusCode::OK);
    let out = desk.ask("DELETE", "/api/session", &mira, None).await;
    assert_eq!((out.status, out.cookie()), (StatusCode::NO_CONTENT, "truce="));
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(desk.get("/api/claims", &mira).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_cookie_is_bound_to_the_host_where_the_way_is_encrypted() {
    for (public, expected) in [
        (None, "truce=…; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"),
        (
            Some("https://truce.arden.example"),
            "__Host-truce=…; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure",
        ),
    ] {
        let desk = Desk::team(public).with_password("Mira");
        let answer = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("Mira", PASSWORD))).await;
        let secret = answer.cookie().split_once('=').unwrap().1;
        assert!(secret.len() >= 43 && !answer.text.contains(secret), "{}", answer.text);
        assert_eq!(answer.header("set-cookie").replace(secret, "…"), expected);
    }
}

#[tokio::test]
async fn a_login_takes_a_new_session_whatever_cookie_comes_with_it() {
    let mut desk = Desk::team(None).with_password("Mira");
    let planted = As::nobody().with("cookie", "truce=planted");
    let answer = desk.ask("POST", "/api/session", &planted, Some(&login("Mira", PASSWORD))).await;
    assert_ne!(answer.cookie(), "truce=planted");
    assert_eq!(desk.get("/api/claims", &planted).await.status, StatusCode::UNAUTHORIZED);
    // The session that came along is over.
    let earlier = session(&desk.accounts.log_in(&name("Mira"), None, Timestamp::now()).unwrap());
    assert_eq!(desk.get("/api/claims", &earlier).await.status, StatusCode::OK);
    desk.ask("POST", "/api/session", &earlier, Some(&login("Mira", PASSWORD))).await;
    assert_eq!(desk.get("/api/claims", &earlier).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_and_is_renewed_after_six() {
    let mut desk = Desk::team(None).with_password("Mira");
    let mut since = |hours: i64| {
        let then = Timestamp::now() - jiff::SignedDuration::from_hours(hours);
        session(&desk.accounts.log_in(&name("Mira"), None, then).unwrap())
    };
    let (fresh, half, over) = (since(1), since(7), since(13));
    assert_eq!(desk.get("/api/claims", &fresh).await.header("set-cookie"), "");
    assert_eq!(desk.get("/api/claims", &over).await.status, StatusCode::UNAUTHORIZED);
    let renewed = desk.get("/api/claims", &half).await;
    assert_eq!(renewed.cookie(), half.0[0].1, "the same session goes on");
    assert!(renewed.header("set-cookie").contains("Max-Age=43200"));
    assert_eq!(desk.get("/api/claims", &half).await.header("set-cookie"), "", "it was renewed once");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let desk = Desk::team(None).with_password("Mira");
    let mut answers = Vec::new();
    for who in ["Mira", "Nobody", "reader", ""] {
        let start = Instant::now();
        let answer =
            desk.ask("POST", "/api/session", &As::nobody(), Some(&login(who, "not the right one"))).await;
        answers.push((answer.status, answer.text, start.elapsed() > Duration::from_millis(2)));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert!(answers[0].2, "a hash takes longer than that");
}

#[tokio::test]
async fn who_guesses_waits_and_so_does_who_knows() {
    let desk = Desk::team(None).with_password("Mira");
    let nobody = As::nobody();
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(
            desk.ask("POST", "/api/session", &nobody, Some(&login("Mira", "not this one at all"))).await,
        );
    }
    let of = |answer: &crate::desk::Answer| answer.status.as_u16();
    assert_eq!(statuses.iter().map(of).collect::<Vec<_>>(), [401, 401, 401, 401, 401, 429]);
    let last = statuses.last().unwrap();
    assert_eq!(last.header("content-type"), "application/problem+json");
    assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
    let right = desk.ask("POST", "/api/session", &nobody, Some(&login("MIRA", PASSWORD))).await;
    assert_eq!(of(&right), 429, "the right password waits as well");
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let right = desk.ask("POST", "/api/session", &nobody, Some(&login("Mira", PASSWORD))).await;
    assert_eq!(of(&right), 200, "{}", right.text);
}

#[tokio::test]
async fn another_password_ends_the_other_sessions() {
    let mut desk = Desk::team(None).with_password("Mira");
    let answer = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("Mira", PASSWORD))).await;
    let here = with_cookie(&answer);
    let there = session(&desk.accounts.log_in(&name("Mira"), None, Timestamp::now()).unwrap());
    let new = "ferry lamp orchard snow";
    for (body, status, said) in [
        (json!({"old": "not the right one", "new": new}), StatusCode::FORBIDDEN, "old password is wrong"),
        (json!({"old": PASSWORD, "new": "short"}), StatusCode::UNPROCESSABLE_ENTITY, "15 to 256"),
        (json!({"old": PASSWORD, "new": new}), StatusCode::NO_CONTENT, ""),
    ] {
        let answer = desk.ask("PUT", "/api/session/password", &here, Some(&body)).await;
        assert!(answer.status == status && answer.text.contains(said), "{} {}", answer.status, answer.text);
        assert!(!answer.text.contains(PASSWORD) && !answer.text.contains(new), "{}", answer.text);
    }
    assert_eq!(desk.get("/api/claims", &here).await.status, StatusCode::OK);
    assert_eq!(desk.get("/api/claims", &there).await.status, StatusCode::UNAUTHORIZED);
    let old = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("Mira", PASSWORD))).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("Mira", new))).await;
    assert_eq!(new.status, StatusCode::OK);
}

#[tokio::test]
async fn an_account_made_by_an_administrator_logs_in_with_the_password_that_was_told_once() {
    let mut desk = Desk::team(None);
    let keeper = desk.logged_in(truce_monitor::Role::Administrator);
    let wanted = json!({"name": "Jon Vik", "role": "reviewer", "clearance": "confidential"});
    let made = desk.ask("POST", "/api/accounts", &keeper, Some(&wanted)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let first = made.json()["password_once"].as_str().unwrap().to_owned();
    let again = desk.ask("POST", "/api/accounts", &keeper, Some(&wanted)).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let answer = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("Jon Vik", &first))).await;
    assert_eq!((answer.status, &answer.json()["role"]), (StatusCode::OK, &json!("reviewer")));
    let jon = with_cookie(&answer);
    let reset =
        desk.ask("PATCH", "/api/accounts/Jon%20Vik", &keeper, Some(&json!({"reset_password": true}))).await;
    assert_ne!(reset.json()["password_once"], json!(first));
    assert_eq!(desk.get("/api/claims", &jon).await.status, StatusCode::UNAUTHORIZED);
    let list = desk.get("/api/accounts", &keeper).await;
    assert!(list.text.contains("Jon Vik") && !list.text.contains("argon2") && !list.text.contains(&first));
}

#[tokio::test]
async fn what_is_stored_is_no_secret() {
    let desk = Desk::team(None).with_password("Mira");
    let answer = desk.ask("POST", "/api/session", &As::nobody(), Some(&login("Mira", PASSWORD))).await;
    let secret = answer.cookie().split_once('=').unwrap().1.to_owned();
    let csrf = answer.json()["csrf_token"].as_str().unwrap().to_owned();
    let mut bytes = Vec::new();
    for end in ["", "-wal"] {
        bytes.extend(std::fs::read(format!("{}{end}", desk.store.url)).unwrap_or_default());
    }
    let held = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(held(&Secret::of(&*secret).hash().to_string()), "its hash is");
    assert!(!held(&secret) && !held(&csrf) && !held(PASSWORD));
}
