//! Agreements on the command line: own lists, every mistake told and nothing stored, tidy files, completion, which terms
//! hold, findings by reading, rulings.

use crate::program::{Folder, root};
use serde_json::Value;

const ACTORS: &str = r#"
[[actor]]
id = "north"
name = "North"
kind = "state"

[[actor]]
id = "south"
name = "South"
kind = "armed-group"
"#;

const PLACES: &str = r#"
[[place]]
name = "Westland"
kind = "country"

[[place]]
name = "Arden"
kind = "town"
part_of = "Westland"
lat = 10.0
lon = 20.0
"#;

const PACT: &str = r#"# Pact of Arden

```toml agreement
kind = "agreement"
made_on = "2031-03-01"
zone = "Europe/Berlin"
parties = [
  { actor = "north", role = "party" },
  { actor = "south", role = "party" },
]
cite = ["Invented for this test"]
```

```toml area
id = "valley"
title = "The valley of Arden"
geojson = "areas/valley.geojson"
edge_km = 1
```

> Article 1. Both hold their fire in the valley, each day from nine to two.

```toml provision
id = "art-1"
term = "cease-hostilities"
binds = ["north", "south"]
from = "2031-03-05T00:00"
windows = [{ from = "09:00", until = "14:00" }]
zone = ["valley"]
```
"#;

/// A square of half a degree around Arden.
const VALLEY: &str = r#"{ "type": "Polygon", "coordinates":
    [[[19.75, 9.75], [20.25, 9.75], [20.25, 10.25], [19.75, 10.25], [19.75, 9.75]]] }"#;

fn pact(text: &str, valley: &str) -> Folder {
    let folder = Folder::new();
    folder.write("lists/westland.toml", ACTORS);
    folder.write("lists/places/westland.toml", PLACES);
    folder.write("pact/agreement.md", text);
    folder.write("pact/areas/valley.geojson", valley);
    folder
}

fn rows(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    let run = folder.truce(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// What `agreement check` and `agreement add` say of a pact with a mistake; neither stores anything.
#[track_caller]
fn refused(text: &str, valley: &str, words: &[&str]) {
    let folder = pact(text, valley);
    assert_eq!(folder.truce(&["init"]).code, 0);
    for verb in ["check", "add"] {
        let run = folder.truce(&["agreement", verb, "pact", "--lists", "lists"]);
        assert_eq!(run.code, 1, "{}", run.out);
        for word in words.iter().chain([&"pact/agreement.md:", &" | ", &"^"]) {
            assert!(run.err.contains(word), "no `{word}` in\n{}", run.err);
        }
    }
    assert_eq!(folder.truce(&["agreement", "list", "--format", "csv"]).out.lines().count(), 1);
}

#[test]
fn every_mistake_is_told_with_its_place_and_nothing_is_stored() {
    let changed = |from: &str, to: &str| PACT.replace(from, to);
    refused(
        &changed("until = \"14:00\" }]", "until = \"14:00\" }, { from = \"13:00\", until = \"15:00\" }]"),
        VALLEY,
        &["overlap"],
    );
    let ended = changed("windows =", "until = \"2031-03-04T00:00\"\nwindows =");
    refused(&ended, VALLEY, &["is not after `from`"]);
    refused(&changed("[\"north\", \"south\"]", "[\"nroth\"]"), VALLEY, &["unknown actor `nroth`", "`north`"]);
    refused(&changed("valley.geojson", "hills.geojson"), VALLEY, &["hills.geojson", "valley.geojson"]);
    let crossed = VALLEY.replace("[20.25, 9.75], [20.25, 10.25]", "[20.25, 10.25], [20.25, 9.75]");
    refused(PACT, &crossed, &["crosses itself"]);
    let again = PACT[PACT.find("```toml provision").unwrap()..].to_owned();
    refused(&format!("{PACT}\n{again}"), VALLEY, &["art-1", "the first begins on line"]);
    let reading = "\n```toml reading\nid = \"a\"\ntitle = \"A\"\nholders = []\nwords = []\n```\n";
    refused(&format!("{PACT}{reading}"), VALLEY, &["`holders` is empty", "`words` is empty"]);
    let permit = |id: &str, unless: &str| {
        format!(
            "\n```toml provision\nid = \"{id}\"\nterm = \"permit\"\nbinds = [\"north\"]\nfrom = \"2031-03-05T00:00\"\n\
             unless = [\"{unless}\"]\n```\n"
        )
    };
    refused(&format!("{PACT}{}{}", permit("p", "q"), permit("q", "p")), VALLEY, &["`unless`", "p → q → p"]);
}

#[test]
fn a_pact_of_a_cells_own_actors_is_checked_added_and_asked() {
    let folder = pact(PACT, VALLEY);
    let lists = ["--lists", "lists"];
    let run = folder.truce(&[["agreement", "check", "pact"].as_slice(), &lists].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(folder.truce(&["init"]).code, 0);
    assert_eq!(folder.truce(&[["agreement", "add", "pact"].as_slice(), &lists].concat()).code, 0);
    let held = |at: &str| {
        let ask = ["agreement", "in-force", "--at", at, "--place", "Arden", "--actor", "South"];
        rows(&folder, &[ask.as_slice(), &lists].concat())
    };
    assert!(held("2031-03-06T08:59+01:00").is_empty(), "before nine it does not bind");
    let open = held("2031-03-06T09:00+01:00");
    assert_eq!(
        (&open[0]["in_zone"], &open[0]["bound"], &open[0]["stage"]),
        (&"yes".into(), &"yes".into(), &"in effect".into())
    );
    assert!(held("2031-03-06T14:00+01:00").is_empty(), "two is the first minute after it");
    let without = folder.truce(&["findings"]);
    assert!(without.err.contains("pact names `north`, `south`, which the lists do not hold"), "{without:?}");
    let with = folder.truce(&[["findings"].as_slice(), &lists].concat());
    assert_eq!((with.code, with.err.as_str()), (0, ""));
    let shown = folder.truce(&["agreement", "show", "pact"]).out;
    assert!(
        shown.contains("09:00 to 14:00 (FREQ=DAILY)") && shown.contains("edge uncertain by 1 km"),
        "{shown}"
    );
}

#[test]
fn a_tidy_file_stays_as_it_is_and_another_is_told() {
    let folder = pact(&PACT.replace("edge_km = 1", "edge_km   =   1"), VALLEY);
    let check = ["agreement", "format", "--check", "pact"];
    let run = folder.truce(&check);
    assert_eq!((run.code, run.out.contains("pact/agreement.md: not tidy")), (1, true), "{run:?}");
    assert_eq!(folder.truce(&["agreement", "format", "pact"]).code, 0);
    assert_eq!(folder.truce(&check).code, 0);
    let broken = pact(&PACT.replace("edge_km = 1", "edge_km = "), VALLEY);
    let before = std::fs::read(broken.path().join("pact/agreement.md")).unwrap();
    assert_eq!(broken.truce(&["agreement", "format", "pact"]).code, 1);
    assert_eq!(std::fs::read(broken.path().join("pact/agreement.md")).unwrap(), before);
}

#[test]
fn an_editor_is_told_what_can_stand_at_the_cursor() {
    let folder = pact(&PACT.replace("cease-hostilities", "cease-"), VALLEY);
    let line = PACT.lines().position(|line| line.starts_with("term = ")).unwrap() + 1;
    let column = "term = \"cease-".len() + 1;
    let (line, column) = (line.to_string(), column.to_string());
    let found =
        folder.truce(&["agreement", "complete", "pact/agreement.md", &line, &column, "--lists", "lists"]);
    let found: Vec<Value> = serde_json::from_str(&found.out).unwrap();
    assert_eq!(found[0]["label"], "cease-hostilities");
    let schema: Value = serde_json::from_str(&folder.truce(&["agreement", "schema"]).out).unwrap();
    assert!(schema["$defs"]["provision"]["properties"]["windows"].is_object());
    let snippets: Value = serde_json::from_str(&folder.truce(&["agreement", "snippets"]).out).unwrap();
    assert_eq!(snippets.as_object().unwrap().len(), 5);
}

#[test]
fn findings_are_kept_by_reading_provision_and_verdict() {
    let folder = Folder::with_demo();
    let all = rows(&folder, &["findings"]);
    let of = |row: &Value, key: &str, word: &str| row[key] == word;
    let kept =
        rows(&folder, &["findings", "--reading", "plain", "--provision", "cease", "--verdict", "violation"]);
    let wanted: Vec<&Value> = all
        .iter()
        .filter(|row| {
            of(row, "reading", "plain") && of(row, "provision", "cease") && of(row, "verdict", "violation")
        })
        .collect();
    assert!(!kept.is_empty());
    assert_eq!(kept.iter().collect::<Vec<_>>(), wanted);
    let run = folder.truce(&["findings", "--reading", "northern"]);
    assert!(run.code == 1 && run.err.contains("partners-not-protected"), "{}", run.err);
}

#[test]
fn a_ruling_holds_both_in_breach_and_leaves_intent_open() {
    let folder = Folder::with_demo();
    let violation = rows(&folder, &["findings", "--verdict", "violation", "--reading", "plain"]);
    let incident = violation[0]["incident"].as_str().unwrap();
    let before = rows(&folder, &["findings"]);
    let rule = |breach: &str| {
        let words =
            ["--by", "Joint Centre", "--on", "2016-09-20", "--reason", "Both fired; who began is not known"];
        let both = ["--breach", breach, "--breach", "rebels=yes", "--meant", "rebels=unknown"];
        folder.truce(&[["rule", incident, "--provision", "cease"].as_slice(), &both, &words].concat())
    };
    assert_eq!(rule("Syrian army=no").code, 0);
    assert_eq!(rule("Syrian army=yes").code, 0);
    let why = folder.truce(&["why", incident]).out;
    assert!(why.contains("Joint Centre on 2016-09-20 ruled by `cease`"), "{why}");
    assert!(why.contains("conduct of Syrian army: in breach: yes; meant: unknown"), "{why}");
    assert!(!why.contains("in breach: no"), "the later ruling takes the place of the earlier\n{why}");
    assert_eq!(rows(&folder, &["findings"]), before, "a ruling changes no finding");
    assert_eq!(rule("Syrian army=maybe").code, 2);
    assert_eq!(folder.truce(&["verify"]).code, 0);
}

#[test]
fn every_agreement_of_the_project_is_sound_for_the_command_too() {
    let folder = Folder::new();
    let folders: Vec<String> = std::fs::read_dir(root().join("agreements"))
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    let mut arguments = vec!["agreement", "check"];
    arguments.extend(folders.iter().map(String::as_str));
    let run = folder.truce(&arguments);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out.lines().count(), folders.len());
}
