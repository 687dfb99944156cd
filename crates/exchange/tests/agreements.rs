//! Agreements in: a sound one becomes data, a bad one shows all its mistakes with their places.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use proptest::prelude::*;
use std::path::Path;
use truce_exchange::{Case, Expected, Problem, parse_agreement, parse_cases};
use truce_model::{Actors, Agreement, Claim, Places, Verdict};

const SOUND: &str = include_str!("agreements/north-south-2031.md");

fn parse(file: &str, text: &str) -> Result<Agreement, Vec<Problem>> {
    let actors = Actors::parse([("book.toml", include_str!("agreements/book.toml"))]).unwrap();
    let places = Places::parse([("places.toml", include_str!("agreements/places.toml"))]).unwrap();
    parse_agreement("north-south-2031", file, text, &[], &actors, &places)
}

fn shown(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_sound_agreement_becomes_data() {
    let agreement = parse("agreement.md", SOUND).map_err(|problems| shown(&problems)).unwrap();
    insta::assert_json_snapshot!(agreement);
}

#[test]
fn line_ends_of_another_system_change_nothing() {
    let crlf = SOUND.replace('\n', "\r\n");
    assert_eq!(parse("agreement.md", &crlf), parse("agreement.md", SOUND));
}

#[test]
fn every_mistake_is_shown_where_it_stands() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreements/bad");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let problems = parse("agreement.md", &text).unwrap_err();
        insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), shown(&problems));
    }
}

const CASES: &str = r#"
[[case]]
name = "shelling the minute before it binds"
provision = "art-1"
claims = [
  { act = "shelling", source = "Observers", agent = "North", target = "Arden", places = ["Arden"], start = "2031-03-05T05:59", end = 2031-03-05T05:59:00 },
  { act = "shelling", source = "South", stance = "denies", count = { of = "shells", min = 3, approx = true } },
]
verdict = "not covered"

[[case]]
name = "a raid on a day"
provision = "art-1"
reading = "corps-included"
claims = [{ act = "ground_attack", start = 2031-03-05 }]
verdict = "undetermined"
"#;

fn cases(text: &str) -> Result<Vec<Case>, Vec<Problem>> {
    parse_cases("cases/art-1.toml", text, &parse("agreement.md", SOUND).unwrap())
}

#[test]
fn cases_become_claims_with_the_expected_verdict() {
    let cases = cases(CASES).map_err(|problems| shown(&problems)).unwrap();
    let told = cases.iter().map(|case| match &case.expected {
        Expected::Verdict { claims, verdict } => (claims, *verdict),
        Expected::Stage { .. } => panic!("{} tells no claims", case.name),
    });
    let (told, verdicts): (Vec<&Vec<Claim>>, Vec<Verdict>) = told.unzip();
    assert_eq!(verdicts, [Verdict::NotCovered, Verdict::Undetermined]);
    assert_eq!((cases[0].reading.as_str(), cases[1].reading.as_str()), ("plain", "corps-included"));
    let claims: Vec<&Claim> = told.into_iter().flatten().collect();
    assert!(claims.iter().all(|claim| claim.resolves_in(&claim.quote) && !claim.id.as_str().is_empty()));
    assert_ne!(claims[0].document, claims[1].document);
    assert_eq!(claims[0].occurred.to_string(), "2031-03-05T05:59");
    assert_eq!(claims[2].occurred.to_string(), "from 2031-03-05");
}

#[test]
fn mistakes_in_cases_are_shown_where_they_stand() {
    let text = r#"
cases = 1
[[case]]
name = "bad"
provison = "art-1"
claims = [
  { act = "sheling", stance = "maybe", places = ["Arden", 3], start = "2031-02-30" },
  { act = "shelling", start = "2031-03-06", end = "2031-03-05", count = { min = -1 } },
]
verdict = "not-covered"
"#;
    insta::assert_snapshot!(shown(&cases(text).unwrap_err()));
    insta::assert_snapshot!("no_cases", shown(&cases("").unwrap_err()));
}

fn broken_agreement() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# Halt\n",
        "```toml agreement\n",
        "```toml provision\n",
        "```toml reading\n",
        "```\n",
        "> Article\n",
        "\n",
        "id = \"a\"\n",
        "id = 1\n",
        "from = \"2031-03-05T06:00\"\n",
        "from = 2031-99-01\n",
        "binds = [\"north\"]\n",
        "[[change]]\n",
        "provision = \"a\"\n",
        "words = [{",
        "}]\n",
        "zone = [\"Arden\"]\n",
        "\u{feff}",
        "\r\n",
        "é",
    ]);
    let piece = prop_oneof![6 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in prop_oneof![broken_agreement(), any::<String>()]) {
        if let Err(problems) = parse("a.md", &text) {
            let lines = text.split('\n').count();
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|p| (1..=lines).contains(&p.line) && p.column >= 1));
        }
        let _ = cases(&text);
    }

    #[test]
    fn a_sound_agreement_with_one_cut_never_panics(start in 0usize..2400, len in 1usize..40) {
        let mut text = SOUND.to_owned();
        let floor = |at: usize| (0..=at.min(SOUND.len())).rev().find(|at| SOUND.is_char_boundary(*at)).unwrap();
        text.replace_range(floor(start)..floor(start + len), "");
        let _ = parse("a.md", &text);
    }
}
