//! What changed between two moments, and because of which record.

use crate::program::Folder;
use serde_json::Value;
use std::collections::BTreeMap;

fn changes(folder: &Folder, since: &str, until: &str) -> Vec<Value> {
    let run = folder.truce(&["changes", "--since", since, "--until", until, "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn because(row: &Value) -> Vec<u64> {
    row["because"].as_array().unwrap().iter().filter_map(Value::as_u64).collect()
}

#[test]
fn each_difference_names_its_records() {
    let folder = Folder::with_demo();
    let rows = changes(&folder, "19", "33");
    let mut alone: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for row in &rows {
        let records = because(row);
        let time = row["because"].as_array().unwrap().iter().any(|because| because == "time went on");
        assert!(time || !records.is_empty(), "{row}");
        assert!(records.iter().all(|seq| (20..=33).contains(seq)), "{row}");
        for seq in records {
            let at = alone
                .entry(seq)
                .or_insert_with(|| changes(&folder, &(seq - 1).to_string(), &seq.to_string()));
            let named = at.iter().any(|other| other["what"] == row["what"] && other["id"] == row["id"]);
            assert!(named, "record {seq} alone brings it: {row}");
        }
    }
    let toll = rows.iter().find(|row| row["what"] == "toll" && row["change"] == "changed").unwrap();
    assert_eq!(because(toll), [21], "{toll}");
    assert!(changes(&folder, "19", "19").is_empty());
}

#[test]
fn a_deadline_that_passes_is_brought_by_no_record() {
    let folder = Folder::with_demo();
    let rows = changes(&folder, "2016-09-30", "2031-01-01");
    assert!(rows.iter().all(|row| row["because"] == Value::from(vec!["time went on"])), "{rows:?}");
    let rows = changes(&folder, "2016-09-15", "2031-01-01");
    let timed = |row: &&Value| row["because"].as_array().unwrap().contains(&"time went on".into());
    assert!(rows.iter().any(|row| timed(&row)), "{rows:?}");
    assert!(rows.iter().filter(timed).all(|row| row["what"] == "obligation"), "{rows:?}");
}

/// The report of a day as of a record, but for the records on which it rests.
fn report(folder: &Folder, day: &str, as_of: &str) -> Value {
    let agreement = truce_monitor::DEMO_AGREEMENT;
    let run = folder.truce(&[
        "report",
        "--agreement",
        agreement,
        "--day",
        day,
        "--as-of",
        as_of,
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut report: Value = serde_json::from_str(&run.out).unwrap();
    report.as_object_mut().unwrap().remove("cut_off");
    for correction in report["corrections"].as_array_mut().unwrap() {
        correction.as_object_mut().unwrap().remove("reported");
    }
    report
}

#[test]
fn every_report_that_says_something_else_is_named() {
    let folder = Folder::with_demo();
    for (since, until) in [("19", "31"), ("31", "33")] {
        let rows = changes(&folder, since, until);
        for day in ["2016-09-13", "2016-09-15", "2016-09-16", "2016-09-17"] {
            let id = format!("{} {day}", truce_monitor::DEMO_AGREEMENT);
            let named = rows.iter().find(|row| row["what"] == "report" && row["id"] == id.as_str());
            let differs = report(&folder, day, since) != report(&folder, day, until);
            assert_eq!(named.is_some(), differs, "{since} to {until}, {day}: {named:?}");
            for seq in named.map(because).unwrap_or_default() {
                let (before, after) = ((seq - 1).to_string(), seq.to_string());
                assert!(report(&folder, day, &before) != report(&folder, day, &after), "{seq} for {day}");
            }
        }
    }
}

#[test]
fn a_stretch_that_ends_before_it_begins_is_refused() {
    let folder = Folder::with_demo();
    let run = folder.truce(&["changes", "--since", "20", "--until", "19"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("lies before") && run.err.contains("hint"), "{}", run.err);
    let run = folder.truce(&["changes", "--since", "20", "--until", "99"]);
    assert!(
        run.code == 1 && run.err.contains("--until: ") && run.err.contains("none numbered 99"),
        "{}",
        run.err
    );
    let run = folder.truce(&["changes", "--since", "99"]);
    assert!(
        run.code == 1 && run.err.contains("--since: ") && run.err.contains("none numbered 99"),
        "{}",
        run.err
    );
    let run = folder.truce(&["changes", "--since", "2999-01-01"]);
    assert!(run.code == 2 && run.err.contains("`--since` (record 33, 2999-01-01"), "{}", run.err);
    assert!(
        run.err.contains("after all that is known now") && !run.err.contains("`--until` ("),
        "{}",
        run.err
    );
}

#[test]
fn verify_judges_only_what_this_program_judged() {
    let folder = Folder::with_demo();
    let verified = folder.truce(&["verify"]);
    assert!(
        verified.out.contains("the judgements kept of 10 days are those of this program"),
        "{}",
        verified.out
    );
    // With a list of the cell's own the same days would be judged otherwise.
    folder
        .write("own/own.toml", "[[actor]]\nid = \"arden\"\nname = \"Republic of Arden\"\nkind = \"state\"\n");
    let other = folder.truce(&["verify", "--lists", "own"]);
    assert_eq!(other.code, 0, "{}", other.err);
    assert!(
        other.err.contains("10 days were judged by another version or with other lists"),
        "{}",
        other.err
    );
    assert_eq!(folder.truce(&["rebuild", "--lists", "own"]).code, 0);
    let again = folder.truce(&["verify", "--lists", "own"]);
    assert!(again.out.contains("kept of 10 days") && again.err.is_empty(), "{} {}", again.out, again.err);
}
