//! `truce extract --explain`: what its pages and objects tell, and that they tell of the claims that are printed.

use crate::program::{Folder, Run};
use serde_json::Value;

const TEXT: &str = "Northern forces shelled the town of Arden on Tuesday, killing three people, the mayor said.\n\nThe army denied \
     that it would attack Ruba if the truce held. “The ceasefire is over.” Nobody in Tal heard of any shelling.\n";

fn explain(arguments: &[&str]) -> Run {
    let folder = Folder::new();
    folder.write("2031-03-05-arden.txt", TEXT);
    let run = folder.truce(&[&["extract", "--explain"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

fn objects(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_page_shows_the_parse_the_voice_the_rules_and_the_slots() {
    let run = explain(&["2031-03-05-arden.txt"]);
    for words in [
        "2031-03-05-arden, sentence 1, characters 0 to 91",
        "    3  shelled   shell     VERB      0  root",
        "said by mayor (verb: say, in “the mayor said”, words 15 to 17; outlet: not known)",
        "clause 1, words 1 to 9: “Northern forces shelled the town of Arden on Tuesday”",
        "+ en.shelling finds event.shelling in “shelled”: taken, ",
        "% are needed",
        "        for      +",
        "        against  -",
        "- en.ground-attack finds event.ground_attack in “attack”: set aside by",
        "claim 1: event.shelling, asserts",
        "source: mayor · via: – · agent: Northern forces · target: Arden",
        "places: Arden · start: 2031-03-04 · end: 2031-03-04 · count: –",
    ] {
        assert!(run.out.contains(words), "says nothing of `{words}`:\n{}", run.out);
    }
    let widest = run.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 100, "{widest} columns:\n{}", run.out);
}

#[test]
fn words_on_the_command_line_are_read_as_a_text() {
    let folder = Folder::new();
    let sentence = "Northern forces shelled the town of Arden, the mayor said.";
    let run = folder.truce(&["extract", "--explain", "--text", sentence]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("text, sentence 1, characters 0 to 58\n"), "{}", run.out);
    let claims = folder.truce(&["extract", "--format", "jsonl", "--text", sentence]);
    assert!(claims.out.contains("\"shelling\""), "{}{}", claims.out, claims.err);
    assert_eq!(folder.truce(&["extract", "--explain"]).code, 2);
    assert_eq!(folder.truce(&["extract", "--text", sentence, "a.txt"]).code, 2);
}

#[test]
fn an_object_a_sentence_holds_the_claims_and_doubts_that_are_printed() {
    let folder = Folder::new();
    folder.write("2031-03-05-arden.txt", TEXT);
    let read = |more: &[&str]| {
        let run =
            folder.truce(&[&["extract", "--format", "jsonl"], more, &["2031-03-05-arden.txt"]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        objects(&run.out)
    };
    let explained = read(&["--explain"]);
    assert_eq!(explained.len(), 4);
    let all = |list: &str| -> Vec<Value> {
        explained.iter().flat_map(|one| one[list].as_array().cloned().unwrap_or_default()).collect()
    };
    assert_eq!(all("claims"), read(&[]));
    let doubts: Vec<&Value> = explained.iter().filter(|one| !one["doubt"].is_null()).collect();
    assert_eq!(doubts.len(), read(&["--doubts"]).len());
    let first = &explained[0];
    assert_eq!(first["words"][2]["word"], "shelled");
    assert_eq!(first["words"][2]["head"], 0);
    assert_eq!(first["stretches"][0]["said"]["sources"][0], "mayor");
    let hit = &first["stretches"][0]["clauses"][0]["hits"][0];
    assert_eq!((hit["rule"].as_str(), hit["outcome"].as_str()), (Some("en.shelling"), Some("taken")));
    let confidence = hit["weighed"]["confidence"].as_f64().unwrap();
    assert!(confidence >= hit["weighed"]["threshold"].as_f64().unwrap());
    assert!(hit["weighed"]["for"].as_array().is_some_and(|signs| (1..=5).contains(&signs.len())));
}

#[test]
fn a_file_of_documents_is_explained_line_by_line_and_other_news_is_named() {
    let folder = Folder::new();
    let garden =
        "The mayor of Arden opened a garden of roses on Monday and it did not rain at all. ".repeat(6);
    let lines = [("a", "Shells hit Ruba."), ("b", garden.as_str())]
        .map(|(id, text)| serde_json::json!({ "id": id, "dct": null, "text": text }).to_string());
    folder.write("in.jsonl", lines.join("\n"));
    let run = folder.truce(&["extract", "--explain", "--input", "jsonl", "--format", "jsonl", "in.jsonl"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(objects(&run.out).len(), 1);
    assert!(run.err.contains("b: not read, for it names nothing of war or truce"), "{}", run.err);
}

#[test]
fn other_formats_are_refused() {
    let run = Folder::new().truce(&["extract", "--explain", "--format", "csv", "--text", "Arden fell."]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--explain writes no such format") && run.err.contains("hint"), "{}", run.err);
}
