//! Listings: the same filters and formats for every noun; `truce why` leads on to the quoted words.

use crate::program::Folder;
use serde_json::Value;

const NOUNS: [&str; 4] = ["claims", "incidents", "findings", "tolls"];

fn rows(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    let run = folder.truce(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn every_format_carries_the_same_rows() {
    let folder = Folder::with_demo();
    for noun in NOUNS {
        let json = rows(&folder, &[noun]);
        assert!(!json.is_empty(), "the demo has {noun}");
        let jsonl: Vec<Value> = folder
            .truce(&[noun, "--format", "jsonl"])
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(json, jsonl);
        let csv = folder.truce(&[noun, "--format", "csv"]).out;
        let ids: Vec<String> = csv::Reader::from_reader(csv.as_bytes())
            .records()
            .map(|row| row.unwrap()[0].to_owned())
            .collect();
        let wanted: Vec<&str> = json.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, wanted);
        let table = folder.truce(&[noun]).out;
        assert!(wanted.iter().all(|id| table.contains(id)), "{table}");
        assert!(!table.contains('\u{1b}'), "no colour where there is no terminal");
    }
}

#[test]
fn each_filter_narrows_every_noun() {
    let folder = Folder::with_demo();
    for noun in NOUNS {
        let all = rows(&folder, &[noun]).len();
        for filter in [
            &["--day", "2016-09-16"][..],
            &["--from", "2016-09-16", "--to", "2016-09-17"],
            &["--place", "Aleppo province"],
            &["--actor", "Russia"],
            &["--source", "Syrian Observatory for Human Rights"],
            &["--agreement", "cessation-of-hostilities-2016-09-12"],
        ] {
            let some = rows(&folder, &[&[noun], filter].concat()).len();
            assert!(some <= all, "{noun} {filter:?}");
        }
        assert!(rows(&folder, &[noun, "--day", "2031-03-05"]).is_empty());
    }
    let day = rows(&folder, &["incidents", "--day", "2016-09-16"]).len();
    assert!(day > 0 && day < rows(&folder, &["incidents"]).len());
}

#[test]
fn as_of_answers_with_what_was_recorded_then() {
    let folder = Folder::with_demo();
    let count = |as_of: &str| rows(&folder, &["claims", "--as-of", as_of]).len();
    let (before, middle, end) =
        (count("2016-09-01T00:00:00Z"), count("2016-09-16T00:00:00+03:00"), count("2016-12-31T00:00:00Z"));
    assert!(before == 0 && 0 < middle && middle < end, "{before} {middle} {end}");
}

#[test]
fn why_leads_from_every_finding_and_toll_to_quoted_words() {
    let folder = Folder::with_demo();
    for noun in NOUNS {
        for row in rows(&folder, &[noun]).iter().take(12) {
            let id = row["id"].as_str().unwrap();
            let run = folder.truce(&["why", id]);
            assert_eq!(run.code, 0, "{}", run.err);
            assert!(run.out.contains(id) && run.out.contains('“'), "{}", run.out);
            let json: Value =
                serde_json::from_str(&folder.truce(&["why", id, "--format", "json"]).out).unwrap();
            assert_eq!(json["id"], id);
        }
    }
}

#[test]
fn every_incident_lists_its_claims_and_every_violation_its_provision() {
    let folder = Folder::with_demo();
    let claims: Vec<Value> = rows(&folder, &["claims"]);
    let known = |id: &Value| claims.iter().any(|claim| claim["id"] == *id);
    for incident in rows(&folder, &["incidents"]) {
        let ids = incident["claims"].as_array().unwrap();
        assert!(!ids.is_empty() && ids.iter().all(known), "{incident}");
    }
    let findings = rows(&folder, &["findings"]);
    let violations: Vec<&Value> =
        findings.iter().filter(|finding| finding["verdict"] == "violation").collect();
    assert!(!violations.is_empty());
    for violation in violations {
        assert!(violation["provision"].is_string() && violation["reading"].is_string());
        let decided_by = violation["decided_by"].as_array().unwrap();
        assert!(!decided_by.is_empty() && decided_by.iter().all(known), "{violation}");
    }
}

#[test]
fn words_are_found_where_they_stand() {
    let folder = Folder::with_demo();
    let found = rows(&folder, &["search", "aid convoy"]);
    assert!(!found.is_empty());
    let quote = |row: &Value| row["quote"].as_str().unwrap().to_lowercase();
    assert!(found.iter().all(|row| quote(row).contains("aid") && quote(row).contains("convoy")));
    assert!(found.is_sorted_by(|a, b| a["score"].as_f64() >= b["score"].as_f64()));
    let said: Vec<String> = rows(&folder, &["claims"]).iter().map(quote).collect();
    let all = said.iter().filter(|quote| quote.contains("\u{201c}") || quote.contains("convoy")).count();
    assert!(rows(&folder, &["search", "convoy", "--limit", "500"]).len() <= all);
    let source = found[0]["source"].as_str().unwrap();
    let by_source = rows(&folder, &["search", "aid convoy", "--source", source]);
    assert!(!by_source.is_empty() && by_source.len() <= found.len());
    assert!(rows(&folder, &["search", "aid convoy", "--as-of", "0"]).is_empty());
    assert!(rows(&folder, &["search", "aid convoy", "--day", "2031-03-05"]).is_empty());
    assert_eq!(rows(&folder, &["search", "aid", "--limit", "1"]).len(), 1);
    let check = |arguments: &[&str], code: i32, expected: &str| {
        let run = folder.truce(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(expected), "`{}` does not say `{expected}`", run.err);
    };
    check(&["search", "?!"], 1, "holds no word to look for");
    check(&["search", "aid", "--within", "1,2,3"], 2, "SOUTH,WEST,NORTH,EAST");
    check(&["search", "aid", "--limit", "0"], 2, "0 is not in");
    check(&["search", "aid", "--from", "2016-09-16", "--to", "2016-09-15"], 2, "2016-09-15");
}
