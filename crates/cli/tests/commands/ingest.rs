//! Documents in: files, folders, standard input; the same twice is one.

use crate::program::{Folder, STORY};

/// A line of a file of documents: the story of a place.
pub fn line(id: &str, place: &str) -> String {
    let text = STORY.replace("Arden", place).replace("ARDEN", &place.to_uppercase());
    format!("{}\n", serde_json::json!({ "id": id, "dct": "2031-03-05", "text": text }))
}

#[test]
fn a_file_of_documents_is_taken_in_line_by_line() {
    let folder = Folder::new();
    folder.truce(&["init"]);
    folder.write("in/of.jsonl", [line("a-1", "Kesh"), line("a-2", "Tell")].concat());
    let run = folder.truce(&["ingest", "--input", "jsonl", "in"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("  a-2: ") && run.out.contains("2 new documents"), "{}", run.out);
    let documents = folder.truce(&["documents", "--format", "jsonl"]).out;
    assert!(documents.contains("\"name\":\"a-1\"") && documents.contains("2031-03-05"), "{documents}");
    assert_eq!(folder.truce(&["verify"]).code, 0);
    let refused = folder.truce(&["ingest", "in/of.jsonl"]);
    assert!(refused.code == 1 && refused.err.contains("give --input jsonl"), "{}", refused.err);
}

#[test]
fn the_same_document_twice_is_one_document() {
    let folder = Folder::new();
    folder.truce(&["init"]);
    folder.write("in/2031-03-05-arden.txt", STORY);
    let first = folder.truce(&["ingest", "in"]);
    assert!(first.out.contains("1 new documents"), "{}", first.out);
    let before = folder.records();
    let again = folder.truce(&["ingest", "in", "in/2031-03-05-arden.txt"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.out.contains("0 new documents"), "{}", again.out);
    assert_eq!(folder.records(), before);
}

#[test]
fn standard_input_takes_its_date_and_outlet_from_the_command_line() {
    let folder = Folder::new();
    folder.truce(&["init"]);
    let run = folder.truce_with_input(
        &["ingest", "--published", "2031-03-05", "--outlet", "Northern Post", "-"],
        STORY.as_bytes(),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let claims = folder.truce(&["claims", "--format", "jsonl"]).out;
    assert!(claims.contains("\"published\":\"2031-03-05\""), "{claims}");
    assert!(claims.contains("\"outlet\":\"Northern Post\""), "{claims}");
}

#[test]
fn a_second_date_for_a_known_document_is_told_and_not_taken() {
    let folder = Folder::new();
    folder.truce(&["init"]);
    folder.write("2031-03-05-arden.txt", STORY);
    folder.truce(&["ingest", "2031-03-05-arden.txt"]);
    let run = folder.truce(&["ingest", "--published", "2031-04-01", "2031-03-05-arden.txt"]);
    assert!(run.err.contains("keeps published 2031-03-05"), "{}", run.err);
}

#[test]
fn an_unknown_date_stays_unknown() {
    let folder = Folder::new();
    folder.truce(&["init"]);
    folder.write("arden.txt", STORY);
    folder.truce(&["ingest", "arden.txt"]);
    let claims = folder.truce(&["claims", "--format", "jsonl"]).out;
    assert!(claims.contains("\"published\":null"), "{claims}");
    assert!(claims.contains("\"start\":null"), "a weekday without an anchor is no date: {claims}");
}

#[test]
fn the_bytes_of_extract_do_not_depend_on_the_number_of_threads() {
    let folder = Folder::new();
    for n in 0..24 {
        folder.write(&format!("in/{n:02}.txt"), STORY.replace("Arden", &format!("Arden{n}")));
    }
    let one = folder.truce(&["extract", "--format", "jsonl", "--jobs", "1", "in"]);
    let four = folder.truce(&["extract", "--format", "jsonl", "--jobs", "4", "in"]);
    assert_eq!(one.code, 0, "{}", one.err);
    assert!(one.out.lines().count() >= 24);
    assert_eq!(one.out, four.out);
}

#[test]
fn extracted_evidence_stands_word_for_word_in_the_file_as_given() {
    let folder = Folder::new();
    let story = STORY.replace('\n', "\r\n").replace("killing", "ki\u{ad}lling\u{a0}");
    folder.write("2031-03-05-arden.txt", format!("\u{feff}{story}"));
    let run = folder.truce(&["extract", "--format", "jsonl", "2031-03-05-arden.txt"]);
    let given: Vec<char> = format!("\u{feff}{story}").chars().collect();
    assert!(run.out.lines().count() > 0, "{}", run.err);
    for line in run.out.lines() {
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(claim["story"], "2031-03-05-arden");
        let at = |n: usize| usize::try_from(claim["span"][n].as_u64().unwrap()).unwrap();
        let evidence: String = given[at(0)..at(1)].iter().collect();
        assert_eq!(claim["evidence"], evidence);
    }
}
