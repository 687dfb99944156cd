//! The reference of the format: its examples are sound, and it tells every key and word.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use serde_json::Value;
use truce_exchange::{Problem, agreement_schema, parse_agreement, parse_cases};
use truce_model::{Actors, Places, Stage, Verdict};

const PAGE: &str = include_str!("../../../docs/reference/agreement-format.md");

/// The examples between these fences, one after another.
fn examples(fence: &str, info: &str) -> String {
    let opening = format!("\n{fence}{info}\n");
    let parts = PAGE.split(opening.as_str()).skip(1);
    parts
        .map(|part| part.split(format!("\n{fence}\n").as_str()).next().unwrap().to_owned() + "\n\n")
        .collect()
}

fn shown(problems: Vec<Problem>) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_examples_of_the_page_are_one_sound_agreement_with_its_cases() {
    let actors = Actors::parse([("book.toml", include_str!("agreements/book.toml"))]).unwrap();
    let places = Places::parse([("places.toml", include_str!("agreements/places.toml"))]).unwrap();
    let road = include_str!("agreements/areas/mill-road.geojson").to_owned();
    let beside = [("areas/mill-road.geojson".to_owned(), road)];
    let text = examples("````", "markdown");
    let read = parse_agreement("vale-2031", "agreement.md", &text, &beside, &actors, &places);
    let agreement = read.map_err(shown).unwrap();
    assert_eq!((agreement.articles.len(), agreement.areas.len(), agreement.turns.len()), (4, 2, 3));
    let cases = parse_cases("cases/art-1.toml", &examples("```", "toml"), &agreement);
    assert_eq!(cases.map_err(shown).unwrap().len(), 2);
}

#[test]
fn the_page_tells_every_key_and_word_of_the_blocks() {
    let told = |word: &str| PAGE.contains(&format!("`{word}`"));
    for (form, schema) in agreement_schema()["$defs"].as_object().unwrap() {
        let keys = schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        let choices = schema["oneOf"].as_array().into_iter().flatten();
        let words = choices.filter_map(|choice| choice["const"].as_str());
        let missing: Vec<&str> =
            keys.chain(words).filter(|word| !told(word) && *word != "contested").collect();
        assert_eq!(missing, Vec::<&str>::new(), "{form}");
    }
    let targets =
        agreement_schema()["$defs"]["provision"]["properties"]["targets"]["items"]["anyOf"][0]["enum"]
            .clone();
    assert!(targets.as_array().unwrap().iter().filter_map(Value::as_str).all(told));
    assert!(Stage::ALL.iter().all(|stage| told(stage.word())));
    assert!(Verdict::ALL.iter().all(|verdict| PAGE.contains(verdict.word())));
}
