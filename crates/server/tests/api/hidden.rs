//! Nothing that is answered tells of what the asker is not cleared for: no form, no error, no count.

use crate::{answers::paths, desk::Desk};
use serde_json::json;
use truce_model::Confidentiality;
use truce_server::Role;

const SOURCE: &str = "Mira Oden";
const TEXT: &str = "# Night in Aleppo\n\nALEPPO, Sept 16 2016 - Shells hit Aleppo on Friday and killed seven civilians, Mira Oden said.\n\n\
                    \"Government forces shelled Aleppo on Friday,\" Oden said.\n";

#[tokio::test]
async fn a_guarded_source_is_nowhere() {
    let desk = Desk::demo();
    let open: Vec<String> = paths(&desk).await;
    let read = async |cleared, path: &str| desk.get_as(cleared, path).await;
    let mut before = Vec::new();
    for path in &open {
        before.push(read(Confidentiality::Restricted, path).await.text);
    }
    let taken = desk
        .post(
            Role::Coder,
            "/api/documents",
            json!({"name": "night", "text": TEXT, "published": "2016-09-16"}),
        )
        .await;
    let id = taken.json()[0]["id"].as_str().unwrap().to_owned();
    assert!(taken.json()[0]["claims"].as_u64().unwrap() >= 1, "{}", taken.text);
    let guarded = json!({"source": SOURCE, "level": "confidential", "reason": "could be harmed"});
    desk.post(Role::Reviewer, "/api/classifications", guarded).await.json();

    // Who is cleared sees it, and others see what they saw before, but for how far the log goes.
    assert!(read(Confidentiality::Confidential, "/api/claims?limit=1000").await.text.contains(SOURCE));
    assert_eq!(read(Confidentiality::Confidential, &format!("/api/documents/{id}")).await.status, 200);
    let bare = |text: &str| {
        let numbers = ["seq", "until", "head"].map(|name| [33, 36].map(|seq| format!("\"{name}\":{seq}")));
        let text =
            numbers.as_flattened().iter().fold(text.to_owned(), |text, number| text.replace(number, ""));
        let text = [33, 36].iter().fold(text, |text, seq| text.replace(&format!("\"record\": {seq}"), ""));
        // The time of the last record, and a cursor, tell how far the log goes as well.
        let time = text.find("\"recorded_at\":\"").map(|at| at + 15).filter(|_| text.contains("\"truces\""));
        let text = time
            .map_or_else(|| text.clone(), |at| text[..at].to_owned() + text[at..].split_once(',').unwrap().1);
        let text = text.split("\"next\":").next().unwrap().to_owned();
        // The minute of asking.
        let at = text.find("\"as_of\":\"").map(|at| at + 9);
        at.map_or_else(|| text.clone(), |at| text[..at].to_owned() + &text[at + 20..])
    };
    for (path, before) in open.iter().zip(&before) {
        for form in ["", "csv", "geojson", "html", "md"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let asked = if form.is_empty() { path.clone() } else { format!("{path}{sign}format={form}") };
            let answer = read(Confidentiality::Restricted, &asked).await;
            let told = format!("{} {:?}", answer.text, answer.headers);
            assert!(
                !told.contains(SOURCE) && !told.contains("Oden") && !told.contains(&id),
                "{asked}: {told}"
            );
        }
        let after = read(Confidentiality::Restricted, path).await.text;
        if !path.starts_with("/api/obligations") {
            let (one, other) = (bare(before), bare(&after));
            let at = one
                .bytes()
                .zip(other.bytes())
                .position(|(a, b)| a != b)
                .unwrap_or_default()
                .saturating_sub(80);
            let around = |text: &str| {
                String::from_utf8_lossy(&text.as_bytes()[at..(at + 200).min(text.len())]).into_owned()
            };
            assert!(one == other, "{path} is answered otherwise: {} … {}", around(&one), around(&other));
        }
    }
    let unknown = read(Confidentiality::Restricted, &format!("/api/documents/{id}")).await;
    unknown.check_problem(404, "no document has the id");
    read(Confidentiality::Restricted, &format!("/api/why/{id}"))
        .await
        .check_problem(404, "nothing in this store");
    // As of an earlier moment, too, when it was not classified yet.
    assert!(!read(Confidentiality::Public, "/api/claims?as_of=35&limit=1000").await.text.contains(SOURCE));
}

#[tokio::test]
async fn nobody_is_told_what_is_guarded_who_is_not_cleared_for_it() {
    let desk = Desk::demo();
    let guarded = json!({"source": SOURCE, "level": "restricted", "reason": "asked for it"});
    desk.post(Role::Reviewer, "/api/classifications", guarded).await.json();
    assert!(desk.get("/api/classifications").await.text.contains(SOURCE));
    assert_eq!(desk.get_as(Confidentiality::Restricted, "/api/classifications").await.text, "[]");
}
