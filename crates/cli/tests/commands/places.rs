//! `truce extract --places` and `--timex`: a line of JSON a document, and what is bad named with file and line.

use crate::program::{Folder, Run};

const TEXT: &str = "Guns fell silent near Damascus on 5 March 2031, the mayor of Ruba said.";

/// Two good documents, and two bad lines between them.
fn lines() -> String {
    let good = |id: &str| format!(r#"{{"id": "{id}", "dct": "2031-03-06", "text": "{TEXT}"}}"#);
    let bad = r#"{"id": "b", "dct": "2031-13-05", "text": "Quiet."}"#;
    [&good("a"), bad, "nonsense", &good("d")].join("\n")
}

/// The documents of a run, each with what was found under this name.
fn found(run: &Run, name: &str) -> Vec<(String, Vec<serde_json::Value>)> {
    let each = |line: &str| {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        let serde_json::Value::Array(found) = line[name].take() else { panic!("{line} has no `{name}`") };
        (line["id"].as_str().unwrap().to_owned(), found)
    };
    run.out.lines().map(each).collect()
}

/// The words at `b` up to `e`, in characters.
fn words(found: &serde_json::Value) -> String {
    let at = |end: &str| usize::try_from(found[end].as_u64().unwrap()).unwrap();
    TEXT.chars().skip(at("b")).take(at("e") - at("b")).collect()
}

#[test]
fn places_have_points_where_they_are_known() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.truce(&["extract", "--places", "a.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let documents = found(&run, "places");
    let places = &documents[0].1;
    assert_eq!((documents.len(), documents[0].0.as_str()), (1, "a"));
    assert_eq!(places.iter().map(words).collect::<Vec<_>>(), ["Damascus", "Ruba"]);
    let lat = places[0]["lat"].as_f64().unwrap();
    assert!((33.0..34.0).contains(&lat) && places[0]["precision_m"].is_u64(), "{}", places[0]);
}

#[test]
fn times_have_a_type_and_a_value() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    let run = folder.truce(&["extract", "--timex", "a.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let documents = found(&run, "timex");
    let [time] = &documents[0].1[..] else { panic!("{}", run.out) };
    assert_eq!(
        (words(time).as_str(), &time["type"], &time["value"]),
        ("5 March 2031", &"DATE".into(), &"2031-03-05".into())
    );
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_told() {
    let folder = Folder::new();
    folder.write("in.jsonl", lines());
    for (what, name) in [("--places", "places"), ("--timex", "timex")] {
        let run = folder.truce(&["extract", what, "--input", "jsonl", "in.jsonl"]);
        assert_eq!(run.code, 1, "{what}");
        for words in ["in.jsonl:2: `dct` of document `b`", "2031-13-05", "in.jsonl:3: no JSON", "hint"] {
            assert!(run.err.contains(words), "{what} says nothing of `{words}`:\n{}", run.err);
        }
        let documents = found(&run, name);
        assert_eq!(documents.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "d"], "{what}");
        assert_eq!(documents[0].1, documents[1].1, "{what}");
    }
}

#[test]
fn a_missing_file_is_named_and_the_rest_is_told() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    for what in ["--places", "--timex"] {
        let run = folder.truce(&["extract", what, "none.txt", "a.txt"]);
        assert_eq!((run.code, run.out.lines().count()), (1, 1), "{what}: {}", run.err);
        assert!(run.err.contains("none.txt: no such file"), "{what}: {}", run.err);
    }
}

#[test]
fn places_times_and_doubts_are_asked_for_one_by_one() {
    let folder = Folder::new();
    folder.write("a.txt", TEXT);
    for [a, b] in [["--places", "--timex"], ["--places", "--doubts"], ["--timex", "--doubts"]] {
        let run = folder.truce(&["extract", a, b, "a.txt"]);
        assert_eq!(run.code, 2, "{a} {b}");
        assert!(run.err.contains(a) && run.err.contains(b) && run.out.is_empty(), "{}", run.err);
    }
}
