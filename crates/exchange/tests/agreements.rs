//! Agreements in: a sound one becomes data, a bad one shows all its mistakes with their places.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use proptest::prelude::*;
use serde_json::Value;
use std::{path::Path, sync::LazyLock};
use truce_exchange::{Case, Expected, Problem, agreement_schema, parse_agreement, parse_cases};
use truce_model::{Actors, Agreement, Claim, Places, Stage, Verdict};

const SOUND: &str = include_str!("agreements/north-south-2031.md");
const VALE: &str = include_str!("agreements/vale-2031.md");

/// The files beside the agreements of these tests, two of them too large to be kept as files.
static BESIDE: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreements/areas");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name(), std::fs::read_to_string(entry.path()).unwrap()))
        .map(|(name, text)| (format!("areas/{}", name.to_str().unwrap()), text))
        .collect();
    files.sort();
    let around = (0..200_001).map(|step| f64::from(step) / 200_000.0 * std::f64::consts::TAU);
    let ring: Vec<String> = around.map(|turn| format!("[{:.3},{:.3}]", turn.cos(), turn.sin())).collect();
    let ring = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, ring.join(","));
    files.push(("areas/too-many.geojson".to_owned(), ring));
    files.push(("areas/too-large.geojson".to_owned(), " ".repeat(4_000_001)));
    files
});

fn parse(file: &str, text: &str) -> Result<Agreement, Vec<Problem>> {
    let actors = Actors::parse([("book.toml", include_str!("agreements/book.toml"))]).unwrap();
    let lists = [
        ("places.toml", include_str!("agreements/places.toml")),
        ("coded.toml", include_str!("agreements/coded.toml")),
    ];
    let places = Places::parse(lists).unwrap();
    parse_agreement("north-south-2031", file, text, &BESIDE, &actors, &places)
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
fn every_term_area_turn_and_reading_becomes_data() {
    let agreement = parse("agreement.md", VALE).map_err(|problems| shown(&problems)).unwrap();
    insta::assert_json_snapshot!(agreement);
}

#[test]
fn an_agreement_reads_back_from_json() {
    for text in [SOUND, VALE] {
        let agreement = parse("agreement.md", text).unwrap();
        let json = serde_json::to_string(&agreement).unwrap();
        assert_eq!(serde_json::from_str::<Agreement>(&json).unwrap(), agreement);
    }
}

#[test]
fn the_agreements_that_the_program_carries_are_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let (actors, places) = (Actors::builtin().unwrap(), Places::builtin().unwrap());
    for entry in std::fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        let text = std::fs::read_to_string(folder.join("agreement.md")).unwrap();
        let files = |of: &str| -> Vec<(String, String)> {
            let found = std::fs::read_dir(folder.join(of)).into_iter().flatten().map(|file| file.unwrap());
            let named = found.map(|file| format!("{of}/{}", file.file_name().to_str().unwrap()));
            named.map(|name| (name.clone(), std::fs::read_to_string(folder.join(name)).unwrap())).collect()
        };
        let slug = folder.file_name().unwrap().to_str().unwrap();
        let agreement = parse_agreement(slug, "agreement.md", &text, &files("areas"), &actors, &places)
            .map_err(|problems| panic!("{slug}: {}", shown(&problems)))
            .unwrap();
        for (file, text) in files("cases") {
            parse_cases(&file, &text, &agreement)
                .map_err(|problems| panic!("{slug}: {}", shown(&problems)))
                .unwrap();
        }
    }
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

const STAGES: &str = r#"
[[case]]
name = "the minute before it binds"
provision = "art-1"
at = "2031-03-05T05:59"
stage = "created"

[[case]]
name = "while it binds"
provision = "art-1"
reading = "corps-included"
at = 2031-03-05T12:00:00+03:00
stage = "in-effect"

[[case]]
name = "nobody says what became of it"
provision = "art-4"
at = "2031-03-12T24:00"
stage = "unknown"
"#;

#[test]
fn a_case_may_tell_the_stage_at_a_moment() {
    let cases = cases(STAGES).map_err(|problems| shown(&problems)).unwrap();
    let expected: Vec<String> = cases
        .iter()
        .map(|case| match &case.expected {
            Expected::Stage { at, stage } => format!("{at} {}", stage.map_or("open", |stage| stage.word())),
            Expected::Verdict { .. } => panic!("{} tells no stage", case.name),
        })
        .collect();
    let wanted =
        ["2031-03-05T04:59:00Z created", "2031-03-05T09:00:00Z in effect", "2031-03-12T23:00:00Z open"];
    assert_eq!(expected, wanted);
    assert!(Stage::ALL.iter().all(|stage| stage.word() != "unknown"));
}

#[test]
fn mistakes_in_cases_of_stages_are_shown_where_they_stand() {
    let text = r#"
[[case]]
name = "bad"
provision = "art-l"
reading = "corps-includet"
at = "2031-03-05"
stage = "in efect"

[[case]]
name = "both"
provision = "art-1"
at = "2031-03-05T06:00"
stage = "binding"
claims = [{ act = "shelling" }]
verdict = "violation"

[[case]]
name = "half"
provision = "art-1"
stage = "created"

[[case]]
name = "other half"
provision = "art-1"
at = "2031-03-30T02:30"

[[case]]
name = "mixed"
provision = "art-1"
at = "2031-03-05T06:00"
claims = [{ act = "shelling" }]
verdict = "violation"
"#;
    insta::assert_snapshot!(shown(&cases(text).unwrap_err()));
}

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

/// The TOML blocks of an agreement by their fence words, as JSON.
fn blocks(text: &str) -> Vec<(String, Value)> {
    let found = text.split("```toml ").skip(1).map(|part| part.split_once('\n').unwrap());
    found
        .map(|(word, rest)| {
            let body = rest.split("```").next().unwrap();
            let table: toml::Table = toml::from_str(body).unwrap();
            (word.trim().to_owned(), json(toml::Value::Table(table)))
        })
        .collect()
}

/// A day or time is its words.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// What the schema has against a block, by the words of JSON Schema that it uses.
fn against_schema(word: &str, block: &Value) -> Vec<String> {
    let whole = agreement_schema();
    let mut found = Vec::new();
    against(&whole["$defs"][word], block, &whole, &mut found);
    found
}

fn against(schema: &Value, value: &Value, whole: &Value, found: &mut Vec<String>) {
    let fits = |schema: &Value| {
        let mut inner = Vec::new();
        against(schema, value, whole, &mut inner);
        inner.is_empty()
    };
    for (word, told) in schema.as_object().unwrap() {
        let list = told.as_array().map_or(&[][..], Vec::as_slice);
        let sound = match word.as_str() {
            "title" | "description" | "format" | "properties" => true,
            "$ref" => fits(whole.pointer(&told.as_str().unwrap()[1..]).unwrap()),
            "const" => told == value,
            "enum" => list.contains(value),
            "anyOf" | "oneOf" => list.iter().any(fits),
            "minimum" => value.as_f64() >= told.as_f64(),
            "type" => match told.as_str().unwrap() {
                "string" => value.is_string(),
                "number" => value.is_number(),
                "integer" => value.is_u64() || value.is_i64(),
                "boolean" => value.is_boolean(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                other => panic!("type {other}"),
            },
            "required" => list.iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "additionalProperties" => {
                let known = schema["properties"].as_object().unwrap();
                value.as_object().is_none_or(|value| value.keys().all(|key| known.contains_key(key)))
            }
            "items" => {
                value.as_array().into_iter().flatten().for_each(|entry| against(told, entry, whole, found));
                true
            }
            other => panic!("{other} is not known to this check"),
        };
        if !sound {
            found.push(format!("{value} against {word} {told}"));
        }
    }
    for (key, schema) in schema["properties"].as_object().into_iter().flatten() {
        value.get(key).into_iter().for_each(|value| against(schema, value, whole, found));
    }
}

#[test]
fn the_schema_of_the_blocks_is_told() {
    let schema = agreement_schema();
    let words = schema["$defs"].as_object().unwrap();
    for word in ["agreement", "area", "provision", "turn", "reading"] {
        assert!(words[word]["title"].is_string() && words[word]["description"].is_string(), "{word}");
    }
    insta::assert_json_snapshot!(schema);
}

#[test]
fn every_sound_block_fits_the_schema() {
    for (word, block) in [SOUND, VALE].into_iter().flat_map(blocks) {
        assert_eq!(against_schema(&word, &block), Vec::<String>::new(), "{word} {block}");
    }
}

#[test]
fn what_the_schema_refuses_is_refused_when_read() {
    let block = |toml: &str| json(toml::Value::Table(toml::from_str(toml).unwrap()));
    assert!(!against_schema("provision", &block("id = \"a\"")).is_empty());
    assert!(
        !against_schema("turn", &block("id = \"a\"\nwhat = \"begun\"\ntext = \"\"\ncite = \"\"")).is_empty()
    );
    assert!(!against_schema("area", &block("id = \"a\"\ntitle = \"A\"\nplace = [\"Arden\"]")).is_empty());
    for (word, mut block) in blocks(VALE) {
        block["surprise"] = true.into();
        assert!(!against_schema(&word, &block).is_empty(), "{word}");
    }
}

fn broken_agreement() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# Halt\n",
        "```toml agreement\n",
        "```toml provision\n",
        "```toml reading\n",
        "```toml area\n",
        "```toml turn\n",
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
        "zone = [\"a\"]\n",
        "term = \"permit\"\n",
        "after = [\"a\"]\n",
        "unless = [\"a\"]\n",
        "windows = [{ from = \"09:00\", until = \"08:00\" }]\n",
        "what = \"extended\"\n",
        "at = \"2031-03-05\"\n",
        "lasts = \"1 month\"\n",
        "due = { within = \"1 day\", of = \"a\" }\n",
        "geojson = \"areas/open.geojson\"\n",
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
    fn a_damaged_sound_agreement_never_panics(
        vale in any::<bool>(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, "[\\PC\n]{0,6}"), 1..4),
    ) {
        let mut text = if vale { VALE } else { SOUND }.to_owned();
        for (start, len, put) in damages {
            let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let start = start.index(text.len() + 1);
            let damaged = floor(start)..floor(start + len);
            text.replace_range(damaged, &put);
        }
        if let Err(problems) = parse("a.md", &text) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn no_words_in_place_of_a_value_make_the_parser_panic(
        line in any::<prop::sample::Index>(),
        value in prop_oneof![
            "\"FREQ=[A-Z]{1,8}(;(BYDAY|COUNT|INTERVAL|UNTIL|BYMONTH|BYSETPOS)=[-A-Z0-9,]{0,6}){0,2}\"",
            "\"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2}|Z)?)?\"",
            "\"[0-9]{1,7} (month|day|hour|minute)s?\"",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}", "-?[0-9]{1,20}(\\.[0-9]{1,3})?", "\"\\PC{0,12}\"", "\\{\\}", "\\[\\]",
        ],
    ) {
        let lines: Vec<&str> = VALE.lines().collect();
        let keyed: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains(" = ")).collect();
        let line = keyed[line.index(keyed.len())];
        let keys: Vec<usize> = lines[line].match_indices(" = ").map(|(at, _)| at + 3).collect();
        let at = keys[keys.len() - 1];
        let mut text = lines[..line].join("\n");
        let rest = lines[line][at..].find([',', '}']).map_or("", |end| &lines[line][at + end..]);
        text.push_str(&format!("\n{}{value}{rest}\n{}", &lines[line][..at], lines[line + 1..].join("\n")));
        let _ = parse("a.md", &text);
    }
}

#[test]
fn a_mark_of_byte_order_is_no_part_of_the_text() {
    let plain = parse("agreement.md", SOUND).unwrap();
    assert_eq!(parse("agreement.md", &format!("\u{feff}{SOUND}")).unwrap(), plain);
    let cases = "\u{feff}[[case]]\nname = \"n\"\nprovision = \"no-such\"\nstage = \"created\"\nat = \"2031-03-01T06:00\"\n";
    let found = parse_cases("cases/a.toml", cases, &plain).unwrap_err();
    assert_eq!((found[0].line, found[0].column), (3, 13));
}

#[test]
fn a_claim_of_the_last_day_that_can_be_written_ends_on_it() {
    let agreement = parse("agreement.md", SOUND).unwrap();
    let provision = &agreement.provisions[0].id;
    let told = |start: &str, end: &str| {
        let claim = format!("act = \"shelling\", source = \"W\", start = \"{start}\", end = \"{end}\"");
        let case = format!(
            "name = \"n\"\nprovision = \"{provision}\"\nverdict = \"violation\"\nclaims = [{{ {claim} }}]"
        );
        parse_cases("cases/a.toml", &format!("[[case]]\n{case}\n"), &agreement).is_ok()
    };
    assert!(told("9999-12-31", "9999-12-31") && told("2031-03-05", "2031-03-05"));
    assert!(!told("2031-03-06", "2031-03-05"));
}

#[test]
fn odd_recurrences_are_read_or_refused() {
    #[track_caller]
    fn check(repeat: &str, first: &str, sound: bool) {
        let window =
            format!("from = \"06:00\", until = \"07:00\", repeat = \"{repeat}\", first = \"{first}\"");
        let text = SOUND.replacen("zone = [\"Arden\"]", &format!("windows = [{{ {window} }}]"), 1);
        assert_eq!(parse("agreement.md", &text).is_ok(), sound, "{repeat} {first}");
    }
    check("FREQ=DAILY;UNTIL=20310401T000000Z", "2031-03-05", true);
    check("FREQ=DAILY;UNTIL=20310301T000000Z", "2031-03-05", false);
    check("FREQ=DAILY;INTERVAL=65535", "2031-03-05", true);
    check("FREQ=DAILY;COUNT=4000000000", "2031-03-05", true);
    check("freq=daily;until=20310401", "2031-03-05", true);
    check("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=1", "2031-03-05", true);
    // These never come while the terms bind.
    check("FREQ=MONTHLY;BYDAY=5FR;BYSETPOS=-1", "9999-12-31", false);
    check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2031-03-05", false);
    check("FREQ=DAILY", "0001-01-01", false);
    check("RRULE:FREQ=DAILY", "2031-03-05", false);
    check("FREQ=DAILY\\nEXDATE:20310306T000000Z", "2031-03-05", false);
}

#[test]
fn a_recurrence_that_ends_in_the_past_is_read_as_any_other() {
    let earlier = SOUND.replace("2031-03", "1994-03").replacen(
        "zone = [\"Arden\"]",
        "windows = [{ from = \"06:00\", until = \"07:00\", repeat = \"FREQ=DAILY;UNTIL=19940310T000000Z\" }]",
        1,
    );
    let agreement = parse("agreement.md", &earlier).map_err(|problems| shown(&problems)).unwrap();
    assert_eq!(agreement.provisions[0].windows.len(), 1);
}
