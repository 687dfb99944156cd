//! Tokens, as somebody makes them and a program uses them.

use crate::desk::{As, Desk};
use axum::http::StatusCode;
use serde_json::json;
use truce_monitor::{Role, Scope};

#[tokio::test]
async fn a_token_is_told_once_and_works_until_it_is_revoked() {
    let mut desk = Desk::team(None);
    let coder = desk.logged_in(Role::Coder);
    let wanted = json!({"name": "map of the desk", "scopes": ["read"], "days": 30});
    let made = desk.ask("POST", "/api/tokens", &coder, Some(&wanted)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("truce_"));
    let program = As::token(&secret);
    assert_eq!(desk.get("/api/claims", &program).await.status, StatusCode::OK);
    assert_eq!(desk.get("/api/session", &program).await.json()["role"], json!("reader"));
    let list = desk.get("/api/tokens", &coder).await;
    assert!(
        list.text.contains("map of the desk")
            && list.text.contains("used_at")
            && !list.text.contains(&secret)
    );
    let over = desk.ask("DELETE", "/api/tokens/map%20of%20the%20desk", &coder, None).await;
    assert_eq!(over.status, StatusCode::NO_CONTENT, "{}", over.text);
    assert_eq!(desk.get("/api/claims", &program).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_is_never_good_for_more_than_its_account() {
    let mut desk = Desk::team(None);
    let check = async |desk: &Desk, who: &As, scopes: &[&str], days: u32, expected: u16| {
        let wanted = json!({"name": format!("{scopes:?}"), "scopes": scopes, "days": days});
        let answer = desk.ask("POST", "/api/tokens", who, Some(&wanted)).await;
        assert_eq!(answer.status.as_u16(), expected, "{scopes:?}: {}", answer.text);
    };
    let (reader, coder) = (desk.logged_in(Role::Reader), desk.logged_in(Role::Coder));
    check(&desk, &reader, &["read"], 1, 201).await;
    check(&desk, &reader, &["read"], 1, 409).await;
    check(&desk, &reader, &["read", "write"], 1, 403).await;
    check(&desk, &coder, &["write"], 1, 201).await;
    check(&desk, &coder, &["administer"], 1, 403).await;
    check(&desk, &coder, &[], 1, 422).await;
    check(&desk, &coder, &["read"], 367, 422).await;
    check(&desk, &coder, &["erase"], 1, 422).await;
}

#[tokio::test]
async fn a_program_needs_no_proof_of_our_pages() {
    let mut desk = Desk::team(None);
    let keeper = desk.program(Role::Administrator, Scope::Administer);
    let answer = desk.ask("PATCH", "/api/accounts/reader", &keeper, Some(&json!({"role": "coder"}))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}
