//! Bad input ends in one clear message with the right code, and leaves the store alone.

use crate::program::{Folder, STORY};

/// Runs on the demo's store and expects the code and each of the words; the store stays as it was.
fn check(arguments: &[&str], code: i32, words: &[&str]) {
    let folder = Folder::with_demo();
    let before = folder.records();
    let run = folder.truce(arguments);
    assert_eq!(run.code, code, "{arguments:?}: {}", run.err);
    for word in words {
        assert!(run.err.contains(word), "{arguments:?} says nothing of `{word}`:\n{}", run.err);
    }
    assert!(!run.err.contains("panicked"), "{}", run.err);
    assert_eq!(folder.records(), before);
}

#[test]
fn a_mistyped_command_is_a_usage_error_with_a_suggestion() {
    check(&["incidnets"], 2, &["incidnets", "incidents"]);
    check(&["report", "--agrement", "x"], 2, &["--agrement", "--agreement"]);
}

#[test]
fn a_day_that_does_not_exist_is_a_usage_error() {
    check(&["claims", "--day", "2016-02-30"], 2, &["2016-02-30", "no such day"]);
    check(&["claims", "--from", "2016-09-18", "--to", "2016-09-12"], 2, &["2016-09-18", "2016-09-12"]);
}

#[test]
fn a_missing_store_says_how_to_make_one() {
    let run = Folder::new().truce(&["claims"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("truce.db") && run.err.contains("truce init"), "{}", run.err);
}

#[test]
fn a_store_that_is_there_is_not_made_again() {
    check(&["init"], 1, &["truce.db"]);
}

#[test]
fn a_file_that_is_no_store_is_refused_by_name() {
    let folder = Folder::new();
    folder.write("notes.db", "these are only notes, of more than a hundred bytes, so that they could be a header of something else\n");
    let run = folder.truce(&["claims", "--store", "sqlite:notes.db"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("notes.db"), "{}", run.err);
}

#[test]
fn a_server_that_cannot_be_reached_is_told_as_such() {
    check(&["claims", "--store", "postgres://localhost:1/truce"], 1, &["localhost:1", "cannot be reached"]);
}

#[test]
fn a_day_outside_the_agreement_names_its_days() {
    let arguments = ["report", "--agreement", "cessation-of-hostilities-2016-09-12", "--day", "2015-01-01"];
    check(&arguments, 1, &["2015-01-01", "2016-09-"]);
}

#[test]
fn a_moment_before_the_agreement_was_recorded_is_told_as_such() {
    let report = ["report", "--agreement", "cessation-of-hostilities-2016-09-12", "--day", "2016-09-16"];
    check(
        &[&report[..], &["--as-of", "2016-09-01T00:00:00Z"]].concat(),
        1,
        &["agreement `cessation-of-hostilities-2016-09-12` was not yet recorded then", "--as-of"],
    );
}

#[test]
fn a_moment_that_the_record_does_not_have_is_told_as_such() {
    check(&["claims", "--as-of", "34"], 1, &["33 records", "none numbered 34", "0 for the empty record"]);
    check(&["claims", "--as-of", "-1"], 2, &["numbered from 1"]);
    check(&["claims", "--as-of", "noon"], 2, &["with its zone", "a record by its number"]);
    check(&["claims", "--as-of", "2016-09-16T20:00:00"], 2, &["with its zone"]);
    check(&["claims", "--as-of", "99999999999999999999"], 2, &["so large"]);
    check(&["changes", "--since", "yesterday"], 2, &["with its zone"]);
    check(&["match", "a.csv", "b.csv", "--as-of", "3"], 2, &["--as-of"]);
    let at = "2016-09-16T12:00+03:00";
    check(&["agreement", "in-force", "--at", at, "--folders", "a", "--as-of", "3"], 2, &["--as-of"]);
}

#[test]
fn what_came_into_the_record_later_is_told_apart_from_what_never_did() {
    let agreement = "cessation-of-hostilities-2016-09-12";
    for arguments in [
        &["incidents", "--agreement", agreement][..],
        &["findings", "--reading", "plain"],
        &["obligations", "--provision", "cease"],
        &["agreement", "show", agreement],
        &["why", "inc-"],
        &["why", "inc-", "inc-"],
    ] {
        check(&[arguments, &["--as-of", "0"]].concat(), 1, &["not yet recorded then", "--as-of"]);
    }
    let never = ["findings", "--provision", "never", "--as-of", "0"];
    check(&never, 1, &["no provision `never`", "cease"]);
    check(&["why", "inc-never", "--as-of", "0"], 1, &["nothing in this store"]);
}

#[test]
fn an_unknown_agreement_names_the_known_ones() {
    check(
        &["report", "--agreement", "peace", "--day", "2016-09-16"],
        1,
        &["peace", "cessation-of-hostilities"],
    );
    check(&["incidents", "--agreement", "peace"], 1, &["peace", "cessation-of-hostilities"]);
}

#[test]
fn an_unknown_id_says_where_ids_are_found() {
    check(&["why", "inc-000000000000"], 1, &["inc-000000000000", "hint"]);
    check(&["why", "inc-"], 1, &["several"]);
}

#[test]
fn an_agreement_with_mistakes_names_file_and_line_and_is_not_stored() {
    let folder = Folder::with_demo();
    let before = folder.records();
    let text = "# A pact\n\n```toml agreement\nkind = \"agreement\"\nmade_on = \"2016-02-30\"\nzone = \"Asia/Damascus\"\n\
        parties = []\ncite = [\"invented\"]\n```\n\n> Fire ceases.\n\n```toml provision\nid = \"a\"\nterm = \"cease-hostilitys\"\n\
        binds = [\"russia\"]\nfrom = \"2016-09-12T19:00\"\nzone = [\"Syria\"]\n```\n";
    folder.write("pact/agreement.md", text);
    for verb in ["check", "add"] {
        let run = folder.truce(&["agreement", verb, "pact"]);
        assert_eq!(run.code, 1, "{}", run.err);
        for word in ["agreement.md:5", "2016-02-30", "agreement.md:15", "cease-hostilities"] {
            assert!(run.err.contains(word), "says nothing of `{word}`:\n{}", run.err);
        }
    }
    assert_eq!(folder.records(), before);
    let run = folder.truce(&["agreement", "add", "nowhere"]);
    assert!(run.code == 1 && run.err.contains("nowhere"), "{}", run.err);
}

#[test]
fn unusable_files_are_named_and_the_rest_goes_on() {
    let folder = Folder::new();
    folder.truce(&["init"]);
    folder.write("in/a-good.txt", STORY);
    folder.write("in/b-empty.txt", "");
    folder.write("in/c-binary.txt", b"\x7fELF\x00\x01\x02");
    folder.write("in/d-cut.txt", b"Shells fell on Arden caf\xc3");
    folder.write("in/e-large.txt", vec![b'a'; 17 * 1024 * 1024]);
    folder.write("in/f-good.txt", STORY.replace("Arden", "Ruba"));
    let run = folder.truce(&["ingest", "in", "missing.txt"]);
    assert_eq!(run.code, 1);
    for name in ["b-empty.txt", "c-binary.txt", "d-cut.txt", "e-large.txt", "missing.txt"] {
        assert!(run.err.contains(name), "says nothing of {name}:\n{}", run.err);
    }
    assert!(run.out.contains("2 new documents"), "{}", run.out);
    assert!(run.out.contains("5 refused"), "{}", run.out);
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let folder = Folder::with_demo();
    for arguments in [&["claims"][..], &["completions", "bash"], &["man"], &["help"]] {
        let mut child = folder
            .command(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let run = child.wait_with_output().unwrap();
        assert!(!String::from_utf8_lossy(&run.stderr).contains("panicked"), "{arguments:?}");
    }
}
