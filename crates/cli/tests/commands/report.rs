//! The report of a day: reproducible, in three formats, each figure with its quotes.

use crate::program::Folder;

const REPORT: [&str; 5] =
    ["report", "--agreement", "cessation-of-hostilities-2016-09-12", "--day", "2016-09-18"];

fn report(folder: &Folder, more: &[&str]) -> String {
    let run = folder.truce(&[&REPORT, more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let (one, other) = (Folder::with_demo(), Folder::with_demo());
    for format in ["md", "html", "json"] {
        assert_eq!(report(&one, &["--format", format]), report(&other, &["--format", format]));
    }
}

#[test]
fn the_page_needs_nothing_else_and_the_data_reads_back() {
    let folder = Folder::with_demo();
    let html = report(&folder, &["--format", "html"]);
    assert!(html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"));
    assert!(
        !html.contains("<script") && !html.contains("http://") && !html.contains("src="),
        "no request leaves"
    );
    serde_json::from_str::<serde_json::Value>(&report(&folder, &["--format", "json"])).unwrap();
}

#[test]
fn an_earlier_state_of_the_record_gives_an_earlier_report() {
    let folder = Folder::with_demo();
    let then = report(&folder, &["--as-of", "2016-09-18T12:00:00+03:00"]);
    assert_ne!(then, report(&folder, &[]));
    assert_eq!(then, report(&folder, &["--as-of", "2016-09-18T12:00:00+03:00"]));
}

#[test]
fn a_later_version_of_the_agreement_leaves_earlier_reports_alone() {
    let folder = Folder::with_demo();
    let then = ["--as-of", "2016-09-18T12:00:00+03:00"];
    let before = report(&folder, &then);
    let slug = "cessation-of-hostilities-2016-09-12";
    let text =
        std::fs::read_to_string(crate::program::root().join("agreements").join(slug).join("agreement.md"))
            .unwrap();
    assert!(text.contains("# "));
    folder.write(&format!("{slug}/agreement.md"), text.replacen("# ", "# Amended: ", 1));
    assert_eq!(folder.truce(&["agreement", "add", slug]).code, 0);
    assert_eq!(report(&folder, &then), before);
    assert!(report(&folder, &[]).contains("Amended: "));
}

#[test]
fn the_demo_loads_once_and_keeps_off_other_records() {
    let folder = Folder::with_demo();
    let before = folder.records();
    let again = folder.truce(&["demo"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(folder.records(), before);
    folder.truce(&["init", "--store", "own.db"]);
    folder.write("own.txt", crate::program::STORY);
    folder.truce(&["ingest", "--store", "own.db", "own.txt"]);
    let refused = folder.truce(&["demo", "--store", "own.db"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("own.db"), "{}", refused.err);
}
