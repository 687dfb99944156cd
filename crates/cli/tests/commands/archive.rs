//! An archive that is taken in as a whole: the same record as otherwise, whatever stops it on the way.

use crate::{
    ingest::line,
    program::{Folder, Run},
};
use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

/// A folder with an archive of so many documents, and a store.
fn archive(documents: usize) -> Folder {
    let folder = Folder::new();
    let lines = (0..documents).map(|n| line(&format!("a-{n}"), &format!("Arden{n}")));
    folder.write("archive.jsonl", lines.collect::<String>());
    truce(&folder, &["init"]);
    folder
}

fn truce(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.truce(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run
}

const TAKE_IN: [&str; 5] = ["ingest", "--archive", "--input", "jsonl", "archive.jsonl"];

#[test]
fn an_archive_gives_the_record_that_its_documents_give() {
    let folder = archive(60);
    let run = truce(&folder, &TAKE_IN);
    assert!(run.out.starts_with("60 new documents with "), "no line for each document: {}", run.out);
    assert!(run.err.contains("60 documents are stored, "), "{}", run.err);
    assert!(run.err.contains("making indexes"), "{}", run.err);
    truce(&folder, &["verify"]);
    truce(&folder, &["init", "--store", "plain.db"]);
    let plain = truce(&folder, &["ingest", "--store", "plain.db", "--input", "jsonl", "archive.jsonl"]);
    assert!(plain.out.contains("  a-59: "), "a line for each document: {}", plain.out);
    let listed = |ask: &str, store: &str| truce(&folder, &[ask, "--store", store, "--format", "jsonl"]).out;
    for ask in ["claims", "incidents", "documents"] {
        let of = |store| -> Vec<serde_json::Value> {
            let rows = listed(ask, store);
            rows.lines().map(|row| serde_json::from_str(row).unwrap()).map(without_record).collect()
        };
        assert_eq!(of("truce.db"), of("plain.db"), "{ask}");
    }
    let again = truce(&folder, &TAKE_IN);
    assert!(
        again.out.starts_with("0 new documents") && again.out.contains("60 known already"),
        "{}",
        again.out
    );
}

/// A row without the number of its record, which depends on how documents were batched.
fn without_record(mut row: serde_json::Value) -> serde_json::Value {
    row.as_object_mut().unwrap().remove("record");
    row
}

#[test]
fn an_archive_may_be_a_folder_of_texts() {
    let folder = Folder::new();
    truce(&folder, &["init"]);
    for n in 0..40 {
        folder.write(&format!("in/{n}.txt"), crate::program::STORY.replace("Arden", &format!("Arden{n}")));
    }
    let run = truce(&folder, &["ingest", "--archive", "in"]);
    assert!(run.out.starts_with("40 new documents"), "{}", run.out);
    truce(&folder, &["verify"]);
}

#[test]
fn what_cannot_be_used_is_named_and_the_rest_is_taken_in() {
    let folder = archive(3);
    let lines = [line("a", "Kesh"), "Shells fell.\n".to_owned(), line("b", "Tell")].concat();
    folder.write("archive.jsonl", lines);
    let run = folder.truce(&TAKE_IN);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("archive.jsonl:2: no JSON") && run.err.contains("hint: "), "{}", run.err);
    assert!(run.out.starts_with("2 new documents") && run.out.contains("; 1 refused"), "{}", run.out);
    truce(&folder, &["verify"]);
}

#[test]
fn an_archive_that_is_killed_is_taken_up_again() {
    let folder = archive(2_500);
    let mut child = folder.command(&TAKE_IN).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = told.next().unwrap().unwrap();
    assert!(first.starts_with("1000 documents are stored, "), "{first}");
    child.kill().unwrap();
    child.wait().unwrap();
    // Everything can be read; only the indexes are missing, and that is said.
    let claims = truce(&folder, &["claims", "--format", "jsonl"]).out;
    assert!(claims.lines().count() >= 1_000, "what was acknowledged is there");
    let verified = folder.truce(&["verify"]);
    assert_eq!(verified.code, 1);
    assert!(
        verified.err.contains("its loading was interrupted") && verified.err.contains("hint: "),
        "{}",
        verified.err
    );
    // Whatever writes next makes them.
    folder.write("one.jsonl", line("one", "Kesh"));
    truce(&folder, &["ingest", "--input", "jsonl", "one.jsonl"]);
    truce(&folder, &["verify"]);
    let run = truce(&folder, &TAKE_IN);
    let figure = |before: &str| -> usize {
        let words: Vec<&str> = run.out.split_whitespace().collect();
        let at = words.iter().position(|word| *word == before).unwrap();
        words[at - 1].parse().unwrap()
    };
    assert_eq!(figure("new") + figure("known"), 2_500, "{}", run.out);
    assert!(figure("known") >= 1_000, "{}", run.out);
    truce(&folder, &["verify"]);
}
