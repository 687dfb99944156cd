//! What is written over the API: by whom, and what follows from it.

use crate::desk::Desk;
use serde_json::{Value, json};
use truce_server::Role;

const TEXT: &str =
    "# Ruba\n\nRUBA, Sept 16 2016 - Shells hit Aleppo on Friday and killed seven civilians, a doctor said.\n";

#[tokio::test]
async fn each_change_takes_its_role_and_a_reason() {
    let desk = Desk::demo();
    let incident =
        desk.get("/api/incidents?limit=2").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let document = desk.get("/api/documents").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let ruling = json!({"provision": "cease", "occurred": "yes", "reason": "seen"});
    for (path, role, body) in [
        ("/api/documents".to_owned(), Role::Coder, json!({"name": "ruba", "text": TEXT})),
        (format!("/api/incidents/{incident}/rulings"), Role::Reviewer, ruling),
        (format!("/api/documents/{document}/withdrawal"), Role::Reviewer, json!({"reason": "taken back"})),
        (
            format!("/api/documents/{document}/erasure"),
            Role::Administrator,
            json!({"reason": "a child is named"}),
        ),
        (
            "/api/classifications".to_owned(),
            Role::Reviewer,
            json!({"source": "X", "level": "public", "reason": "r"}),
        ),
    ] {
        let below = [Role::Reader, Role::Coder, Role::Reviewer].into_iter().filter(|below| *below < role);
        for below in below {
            desk.post(below, &path, body.clone()).await.check_problem(403, "role");
        }
        if let Some(reason) = body.get("reason") {
            let mut without = body.clone();
            assert!(!reason.as_str().unwrap().is_empty());
            without["reason"] = json!("  ");
            desk.post(role, &path, without).await.check_problem(400, "`reason`");
        }
        let answer = desk.post(role, &path, body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_decision_joins_two_incidents_until_it_is_undone() {
    let desk = Desk::demo();
    let incidents = desk.get("/api/incidents?limit=1000").await.json();
    let total = incidents["total"].as_u64().unwrap();
    let ids: Vec<Value> =
        incidents["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).take(2).collect();
    let same = json!({"decided": "same", "ids": ids, "reason": "one raid, told by two"});
    let record = desk.post(Role::Coder, "/api/decisions", same).await.json()["record"].as_u64().unwrap();
    assert_eq!(desk.get("/api/incidents").await.json()["total"], total - 1);
    let decisions = desk.get("/api/decisions").await.json();
    assert_eq!((&decisions[0]["by"], &decisions[0]["decided"]), (&json!("A. Desk"), &json!("same")));
    let undoing = format!("/api/decisions/{record}/undoing");
    desk.post(Role::Coder, &undoing, json!({"reason": "two after all"})).await.json();
    assert_eq!(desk.get("/api/incidents").await.json()["total"], total);
    desk.post(Role::Coder, &undoing, json!({"reason": "again"})).await.check_problem(404, "no decision");
    desk.post(Role::Coder, "/api/decisions/x/undoing", json!({"reason": "again"}))
        .await
        .check_problem(404, "no decision");
}

#[tokio::test]
async fn a_text_is_read_once_and_its_words_go_when_they_are_erased() {
    let desk = Desk::demo();
    let new = json!({"name": "ruba", "text": TEXT, "published": "2016-09-16", "outlet": "Ruba radio"});
    let taken = desk.post(Role::Coder, "/api/documents", new.clone()).await.json();
    assert_eq!(taken[0]["new"], true, "{taken}");
    assert_eq!(desk.post(Role::Coder, "/api/documents", new.clone()).await.json()[0]["new"], false);
    let id = taken[0]["id"].as_str().unwrap();
    let read = desk.get(&format!("/api/documents/{id}")).await.json();
    let pieces = read["pieces"].as_array().unwrap();
    assert!(pieces.iter().any(|piece| !piece["claims"].as_array().unwrap().is_empty()), "{read}");
    let whole: String = pieces.iter().map(|piece| piece["text"].as_str().unwrap()).collect();
    assert!(whole.contains("Shells hit Aleppo on Friday"));
    let erasure = format!("/api/documents/{id}/erasure");
    let erased =
        desk.post(Role::Administrator, &erasure, json!({"reason": "a patient is named"})).await.json();
    assert!(erased["claims"].as_u64().unwrap() > 0, "{erased}");
    let gap = desk.get(&format!("/api/documents/{id}")).await.json();
    assert_eq!(
        (gap["document"]["state"].as_str(), gap["pieces"].as_array().map(Vec::len)),
        (Some("erased"), Some(0))
    );
    assert_eq!(desk.post(Role::Coder, "/api/documents", new).await.json()[0]["erased"], true);
    let again = desk.post(Role::Administrator, &erasure, json!({"reason": "again"})).await;
    again.check_problem(409, "erased");
}

#[tokio::test]
async fn an_agreement_with_mistakes_is_not_stored() {
    let desk = Desk::demo();
    let file = |text: &str| json!({"id": "ruba-2031", "files": [{"path": "agreement.md", "text": text}]});
    let answer = desk.post(Role::Reviewer, "/api/agreements", file("no agreement")).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert_eq!(desk.get("/api/agreements").await.json().as_array().unwrap().len(), 1);
    for body in [json!({}), json!({"id": 1, "files": []}), json!({"id": "x", "files": [], "extra": 1})] {
        desk.post(Role::Reviewer, "/api/agreements", body).await.check_problem(422, "");
    }
}
