//! What is asked for is answered: every path of the description, in every form, a page at a time, as of every record.

use crate::desk::Desk;
use axum::{body::Body, http::Request};
use serde_json::Value;
use truce_model::Confidentiality;
use truce_monitor::DEMO_AGREEMENT;
use truce_server::{Role, description};

/// The paths that are read, with ids of the demo in them.
pub async fn paths(desk: &Desk) -> Vec<String> {
    let first = async |noun: &str| {
        desk.get(&format!("/api/{noun}?limit=1")).await.json()["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let (claim, incident) = (first("claims").await, first("incidents").await);
    let (finding, toll, document) = (first("findings").await, first("tolls").await, {
        desk.get("/api/documents").await.json()["items"][0]["id"].as_str().unwrap().to_owned()
    });
    let mut paths = Vec::new();
    for (path, item) in description().paths.paths {
        // A stream has no end, and accounts are no part of the record.
        let noun = path.split('/').nth(2).unwrap();
        if ["accounts", "tokens", "session"].contains(&noun) {
            continue;
        }
        if item.get.is_none() || path == "/api/events" || path.contains("{noun}") {
            continue;
        }
        let id = match path.split('/').nth(2).unwrap() {
            "claims" => &claim,
            "incidents" | "why" => &incident,
            "findings" => &finding,
            "tolls" => &toll,
            "documents" => &document,
            "agreements" => DEMO_AGREEMENT,
            _ => "",
        };
        let needed = match path.as_str() {
            "/api/search" => "?words=aid",
            "/api/changes" => "?since=20",
            "/api/total" => "?scope=place%3DSyria",
            _ => "",
        };
        let path = path.replace("{id}", id).replace("{agreement}", DEMO_AGREEMENT);
        paths.push(path.replace("{day}", "2016-09-16") + needed);
    }
    paths
}

#[tokio::test]
async fn every_path_of_the_description_answers() {
    let desk = Desk::demo();
    let paths = paths(&desk).await;
    assert!(paths.len() >= 20, "{paths:?}");
    for path in paths {
        let answer = desk.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert!(serde_json::from_str::<Value>(&answer.text).is_ok(), "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn operations_have_names_of_their_own() {
    let mut names: Vec<String> = Vec::new();
    for item in description().paths.paths.into_values() {
        let all = [item.get, item.post, item.put, item.delete];
        names.extend(all.into_iter().flatten().filter_map(|operation| operation.operation_id));
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[tokio::test]
async fn pages_follow_one_another_and_keep_to_their_moment() {
    let desk = Desk::demo();
    let whole = desk.get("/api/claims?limit=1000").await.json();
    let (mut ids, mut next) = (Vec::new(), None::<String>);
    loop {
        let cursor = next.map(|next| format!("&cursor={next}")).unwrap_or_default();
        let page = desk.get(&format!("/api/claims?limit=50{cursor}")).await.json();
        assert_eq!(page["total"], whole["total"]);
        ids.extend(page["items"].as_array().unwrap().iter().map(|claim| claim["id"].clone()));
        let text = "# Told by nobody\n\nShells hit Arden on Tuesday, the army said.\n";
        let body = serde_json::json!({"name": format!("late-{}", ids.len()), "text": format!("{text}{}", ids.len())});
        desk.post(Role::Coder, "/api/documents", body).await.json();
        next = page["next"].as_str().map(ToOwned::to_owned);
        if next.is_none() {
            break;
        }
    }
    let expected: Vec<Value> =
        whole["items"].as_array().unwrap().iter().map(|claim| claim["id"].clone()).collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn a_listing_is_answered_in_each_of_its_forms() {
    let desk = Desk::demo();
    let json = desk.get("/api/incidents?day=2016-09-16&limit=1000").await.json();
    let csv = desk.get("/api/incidents?day=2016-09-16&format=csv").await;
    assert!(csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    assert_eq!(csv.text.lines().count() as u64, json["total"].as_u64().unwrap() + 1);
    let map = desk.get("/api/incidents?day=2016-09-16&format=geojson").await;
    assert_eq!(map.headers["content-type"], "application/geo+json");
    let map = map.json();
    let located = json["items"].as_array().unwrap().iter().filter(|one| !one["location"].is_null()).count();
    assert!(located > 3);
    assert_eq!(map["features"].as_array().unwrap().len(), located);
    for feature in map["features"].as_array().unwrap() {
        assert!(feature["properties"]["location"]["radius_km"].as_f64().unwrap() >= 1.0, "{feature}");
    }
    desk.get("/api/tolls?format=geojson").await.check_problem(400, "lie nowhere");
}

#[tokio::test]
async fn what_was_known_is_answered_as_of_then() {
    let desk = Desk::demo();
    let total = async |path: &str| desk.get(path).await.json()["total"].as_u64().unwrap();
    let mut before = 0;
    for seq in [0, 5, 15, 33] {
        let now = total(&format!("/api/claims?as_of={seq}")).await;
        assert!(now >= before, "{seq}");
        before = now;
    }
    assert_eq!(total("/api/claims?as_of=0").await, 0);
    assert_eq!(total("/api/claims").await, before);
    desk.get("/api/claims?as_of=34").await.check_problem(404, "33 records");
    desk.get("/api/claims?as_of=noon").await.check_problem(400, "`as_of`");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_parameter() {
    let desk = Desk::demo();
    for (path, status, words) in [
        ("/api/claims?colour=red", 400, "colour"),
        ("/api/claims?verdict=violation", 400, "verdict"),
        ("/api/claims?limit=0", 400, "`limit`"),
        ("/api/claims?limit=many", 400, "limit"),
        ("/api/claims?cursor=x", 400, "`cursor`"),
        ("/api/claims?day=2016-02-30", 400, "no such day"),
        ("/api/claims?day=2016-09-16&from=2016-09-16", 400, "`day`"),
        ("/api/claims?from=2016-09-17&to=2016-09-16", 422, "the range ends"),
        ("/api/claims?agreement=none", 404, "none"),
        ("/api/findings?verdict=guilty", 400, "verdict"),
        ("/api/search?words=%2B", 422, "no word"),
        ("/api/search?words=aid&within=1,2,3", 400, "`within`"),
        ("/api/changes", 400, "`since`"),
        ("/api/incidents/inc-none", 404, "inc-none"),
        ("/api/why/nothing", 404, "nothing"),
        ("/api/reports/none/2016-09-16", 404, "none"),
        ("/api/nothing", 404, "no such path"),
    ] {
        desk.get(path).await.check_problem(status, words);
    }
    let request = Request::delete("/api/claims").body(Body::empty()).unwrap();
    let answer = desk.send(Role::Administrator, Confidentiality::Confidential, request).await;
    answer.check_problem(405, "method");
    assert!(answer.headers["allow"].to_str().unwrap().contains("GET"));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let desk = Desk::demo();
    let path = "/api/claims?as_of=20";
    let first = desk.get(path).await;
    let tag = first.headers["etag"].clone();
    let again = Request::get(path).header("if-none-match", tag.clone()).body(Body::empty()).unwrap();
    let again = desk.send(Role::Reader, Confidentiality::Confidential, again).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    assert_eq!(again.headers["etag"], tag);
    let other =
        Request::get("/api/claims?as_of=21").header("if-none-match", tag).body(Body::empty()).unwrap();
    assert_eq!(desk.send(Role::Reader, Confidentiality::Confidential, other).await.status, 200);
}

#[tokio::test]
async fn answers_are_compressed_as_the_asker_can_read() {
    let desk = Desk::demo();
    for coding in ["gzip", "br", "zstd"] {
        let request =
            Request::get("/api/claims").header("accept-encoding", coding).body(Body::empty()).unwrap();
        let answer = desk.send(Role::Reader, Confidentiality::Confidential, request).await;
        assert_eq!(answer.headers["content-encoding"], coding);
    }
}

#[tokio::test]
async fn what_is_new_is_told_as_a_feed() {
    let desk = Desk::demo();
    for (noun, entries) in [("incidents", 57), ("findings", 20), ("reports", 8)] {
        let answer = desk.get(&format!("/api/feeds/{noun}")).await;
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
        let feed: atom_syndication::Feed = answer.text.parse().unwrap();
        assert!(feed.entries.len() >= entries, "{noun}: {}", feed.entries.len());
        assert!(feed.entries.windows(2).all(|pair| pair[0].updated >= pair[1].updated), "{noun}");
        let mut ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), feed.entries.len());
    }
    desk.get("/api/feeds/news").await.check_problem(404, "feeds");
}
