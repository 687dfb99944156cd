//! Who may do what: every route of the description, asked by everybody. A route without a rule fails.

use crate::desk::{As, Desk};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use truce_monitor::{Role, Scope};

/// Who may send a request.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// Everybody, also who has not said who he is.
    Nothing,
    /// Everybody of that role or a higher one, by a session or by a token with that scope.
    Role(Role, Scope),
    /// Everybody who has logged in; no program.
    Login,
}

use Need::{Login, Nothing};
const READS: Need = Need::Role(Role::Reader, Scope::Read);
const KEEPS: Need = Need::Role(Role::Administrator, Scope::Administer);

const CODES: Need = Need::Role(Role::Coder, Scope::Write);
const REVIEWS: Need = Need::Role(Role::Reviewer, Scope::Write);

const RULES: &[(&str, &str, Need)] = &[
    ("post", "/api/documents", CODES),
    ("post", "/api/decisions", CODES),
    ("post", "/api/decisions/{record}/undoing", CODES),
    ("post", "/api/incidents/{id}/rulings", REVIEWS),
    ("post", "/api/documents/{id}/withdrawal", REVIEWS),
    ("post", "/api/documents/{id}/erasure", KEEPS),
    ("post", "/api/agreements", REVIEWS),
    ("get", "/api/classifications", READS),
    ("post", "/api/classifications", REVIEWS),
    ("get", "/api/feeds/{noun}", READS),
    ("get", "/api/names", READS),
    ("get", "/api/records", READS),
    ("get", "/api/reports", READS),
    ("get", "/api/agreements", READS),
    ("get", "/api/agreements/{id}", READS),
    ("get", "/api/changes", READS),
    ("get", "/api/claims", READS),
    ("get", "/api/claims/{id}", READS),
    ("get", "/api/decisions", READS),
    ("get", "/api/documents", READS),
    ("get", "/api/documents/{id}", READS),
    ("get", "/api/events", READS),
    ("get", "/api/findings", READS),
    ("get", "/api/findings/{id}", READS),
    ("get", "/api/incidents", READS),
    ("get", "/api/incidents/{id}", READS),
    ("get", "/api/obligations", READS),
    ("get", "/api/reports/{agreement}/{day}", READS),
    ("get", "/api/search", READS),
    ("get", "/api/situation", READS),
    ("get", "/api/tallies", READS),
    ("get", "/api/tolls", READS),
    ("get", "/api/tolls/{id}", READS),
    ("get", "/api/total", READS),
    ("get", "/api/why/{id}", READS),
    ("get", "/api/session", Nothing),
    ("post", "/api/session", Nothing),
    ("delete", "/api/session", Login),
    ("get", "/api/session/provider", Nothing),
    ("get", "/api/session/provider/answer", Nothing),
    ("put", "/api/session/password", Login),
    ("get", "/api/accounts", KEEPS),
    ("post", "/api/accounts", KEEPS),
    ("patch", "/api/accounts/{name}", KEEPS),
    ("get", "/api/tokens", Login),
    ("post", "/api/tokens", Login),
    ("delete", "/api/tokens/{name}", Login),
];

/// A body that the route understands, where it takes one.
fn body(method: &str, path: &str) -> Option<Value> {
    match (method, path) {
        ("post", "/api/session") => Some(json!({"name": "Ruba", "password": "of nobody at all"})),
        ("put", "/api/session/password") => Some(json!({"old": "", "new": ""})),
        ("post", "/api/accounts") => Some(json!({"name": "Ruba", "role": "reader", "password": "short"})),
        ("patch", "/api/accounts/{name}") => Some(json!({"role": "reader"})),
        ("post", "/api/tokens") => Some(json!({"name": "", "scopes": [], "days": 1})),
        ("post", "/api/documents") => Some(json!({"name": "ruba", "text": ""})),
        ("post", "/api/decisions") => Some(json!({"decided": "same", "ids": [], "reason": "one raid"})),
        ("post", "/api/incidents/{id}/rulings") => {
            Some(json!({"provision": "no", "occurred": "yes", "reason": "seen"}))
        }
        ("post", "/api/agreements") => Some(json!({"id": "ruba", "files": []})),
        ("post", "/api/classifications") => {
            Some(json!({"document": "no", "level": "public", "reason": "asked"}))
        }
        ("post", path)
            if path.ends_with("/withdrawal") || path.ends_with("/erasure") || path.ends_with("/undoing") =>
        {
            Some(json!({"reason": "by mistake"}))
        }
        _ => None,
    }
}

/// Every operation of the description.
fn routes() -> BTreeSet<(String, String)> {
    let described = serde_json::to_value(truce_server::description()).unwrap();
    let paths = described["paths"].as_object().unwrap().clone();
    let of = |(path, operations): (String, Value)| {
        let methods: Vec<String> = operations.as_object().unwrap().keys().cloned().collect();
        methods.into_iter().filter(|key| key != "parameters").map(move |method| (method, path.clone()))
    };
    paths.into_iter().flat_map(of).collect()
}

#[test]
fn every_route_has_a_rule() {
    let ruled: BTreeSet<(String, String)> =
        RULES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let unruled: Vec<_> = routes().difference(&ruled).cloned().collect();
    assert!(unruled.is_empty(), "say in RULES who may ask for {unruled:?}");
    let gone: Vec<_> = ruled.difference(&routes()).cloned().collect();
    assert!(gone.is_empty(), "the description has no {gone:?}");
}

/// Somebody, and whether he may send what needs that.
fn may(role: Role, scope: Option<Scope>, need: Need) -> bool {
    match (need, scope) {
        (Nothing, _) => true,
        (Login, scope) => scope.is_none(),
        (Need::Role(needed, _), None) => role >= needed,
        (Need::Role(needed, good_for), Some(scope)) => role >= needed && scope >= good_for,
    }
}

async fn check(desk: &Desk, who: &As, called: &str, rule: &(&str, &str, Need), expected: bool) {
    let (method, path, _) = rule;
    let asked = path.replace('{', "no-").replace('}', "");
    let answer = desk.ask(&method.to_uppercase(), &asked, who, body(method, path).as_ref()).await;
    let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
    // A wrong password is refused with the same status, by another word.
    let refused = refused && !answer.text.contains("password is wrong");
    assert_eq!(!refused, expected, "{called}: {method} {path}: {} {}", answer.status, answer.text);
    if refused {
        let problem = answer.json();
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(problem["detail"].is_string() && problem.get("items").is_none(), "{problem}");
    }
    assert!(!answer.status.is_server_error(), "{called}: {method} {path}: {}", answer.text);
}

#[tokio::test]
async fn everybody_may_do_what_his_role_and_his_token_allow_and_nothing_else() {
    let mut desk = Desk::team(None);
    for rule in RULES {
        check(&desk, &As::nobody(), "nobody", rule, rule.2 == Nothing).await;
        let unknown = As::token("truce_arden");
        // Who sends a wrong token is told so everywhere.
        check(&desk, &unknown, "a token of nobody", rule, false).await;
        for role in Role::ALL {
            // A new session each time, since logging out is among what is tried.
            let who = desk.logged_in(role);
            check(&desk, &who, role.word(), rule, may(role, None, rule.2)).await;
        }
    }
    for role in Role::ALL {
        for scope in truce_monitor::scopes_of(role) {
            let who = desk.program(role, scope);
            for rule in RULES {
                let expected = match (rule.2, rule.0) {
                    // Logging in takes no token, and is no way around one that only reads.
                    (Nothing, "post") => scope > Scope::Read,
                    _ => may(role, Some(scope), rule.2),
                };
                check(&desk, &who, &format!("a token of a {role} to {scope}"), rule, expected).await;
            }
        }
    }
}

#[tokio::test]
async fn a_change_without_the_proof_of_our_pages_is_refused() {
    let mut desk = Desk::team(None);
    for rule in RULES
        .iter()
        .filter(|(method, path, _)| *method != "get" && (*method, *path) != ("post", "/api/session"))
    {
        let As(mut headers) = desk.logged_in(Role::Administrator);
        headers.pop();
        check(&desk, &As(headers.clone()), "without proof", rule, false).await;
        let other = desk.logged_in(Role::Administrator).0.pop().unwrap();
        headers.push(other);
        check(&desk, &As(headers), "with the proof of another session", rule, false).await;
    }
}

#[tokio::test]
async fn the_pages_and_the_description_are_for_everybody() {
    let desk = Desk::team(None);
    for path in ["/", "/api/docs/", "/api/openapi.json"] {
        let answer = desk.get(path, &As::nobody()).await;
        assert!(
            !answer.status.is_client_error() && !answer.status.is_server_error(),
            "{path}: {}",
            answer.status
        );
    }
    for path in ["/api", "/api/nothing", "/api/sessions", "/api/openapi.jso"] {
        assert_eq!(desk.get(path, &As::nobody()).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn whoever_is_disabled_is_out_at_once() {
    let mut desk = Desk::team(None);
    let (session, program) = (desk.logged_in(Role::Coder), desk.program(Role::Coder, Scope::Write));
    let keeper = desk.logged_in(Role::Administrator);
    for who in [&session, &program] {
        assert_eq!(desk.get("/api/claims", who).await.status, StatusCode::OK);
    }
    let answer = desk.ask("PATCH", "/api/accounts/Coder", &keeper, Some(&json!({"disabled": true}))).await;
    assert_eq!((answer.status, &answer.json()["account"]["disabled"]), (StatusCode::OK, &json!(true)));
    for who in [&session, &program] {
        assert_eq!(desk.get("/api/claims", who).await.status, StatusCode::UNAUTHORIZED);
    }
    let last =
        desk.ask("PATCH", "/api/accounts/administrator", &keeper, Some(&json!({"disabled": true}))).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.text.contains("only administrator"), "{}", last.text);
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_from_the_next_request_on() {
    let mut desk = Desk::team(None);
    let (keeper, other) =
        (desk.logged_in(Role::Administrator), desk.program(Role::Administrator, Scope::Administer));
    let answer =
        desk.ask("PATCH", "/api/accounts/reviewer", &keeper, Some(&json!({"role": "administrator"}))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let answer =
        desk.ask("PATCH", "/api/accounts/administrator", &keeper, Some(&json!({"role": "reader"}))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    for who in [&keeper, &other] {
        assert_eq!(desk.get("/api/accounts", who).await.status, StatusCode::FORBIDDEN);
        assert_eq!(desk.get("/api/claims", who).await.status, StatusCode::OK);
    }
}
