//! The total of a scope and the tallies of a record, as their user asks for them.

use crate::program::Folder;
use serde_json::Value;

const SCOPE: &str = "place=Syria; from=2016-09-12; until=2016-09-21";

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let run = folder.truce(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn a_total_prints_its_policy_its_convention_and_the_words_behind_its_bounds() {
    let folder = Folder::with_demo();
    let run = folder.truce(&["tolls", "--scope", SCOPE]);
    assert_eq!(run.code, 0, "{}", run.err);
    for words in ["total:", "policy: all", "convention: ours", "remainder", "the floor rests on", "“"] {
        assert!(run.out.contains(words), "nothing of `{words}`:\n{}", run.out);
    }
    let total = json(&folder, &["tolls", "--scope", SCOPE]);
    assert!(total["low"].is_u64() && total["claims_at_low"].as_array().is_some_and(|ids| !ids.is_empty()));
}

#[test]
fn another_policy_admits_fewer_claims_and_says_which_it_leaves_out() {
    let folder = Folder::with_demo();
    let number = |total: &Value, key: &str| total[key].as_array().unwrap().len();
    let all = json(&folder, &["tolls", "--scope", SCOPE]);
    let some = json(&folder, &["tolls", "--scope", SCOPE, "--policy", "corroborated"]);
    assert!(number(&some, "admitted") < number(&all, "admitted"));
    assert!(number(&some, "not_admitted") > number(&all, "not_admitted"));
    let source = "Syrian Observatory for Human Rights";
    let policy = format!("source:{source}");
    let by_policy = json(&folder, &["tolls", "--scope", SCOPE, "--policy", &policy]);
    let by_scope = json(&folder, &["tolls", "--scope", &format!("{SCOPE}; source={source}")]);
    assert_eq!(by_policy, by_scope);
}

#[test]
fn a_scope_that_makes_no_sense_is_a_usage_error_with_a_hint() {
    let folder = Folder::with_demo();
    for (arguments, word) in [
        (&["--scope", "place=Nowhereland"][..], "Nowhereland"),
        (&["--scope", "from=2016-02-30"], "2016-02-30"),
        (&["--scope", "who=bakers"], "fighters"),
        (&["--scope", SCOPE, "--policy", "best"], "corroborated"),
        (&["--scope", SCOPE, "--day", "2016-09-12"], "--day"),
        (&["--scope", "source=A", "--policy", "source:B"], "leave one"),
        (&["--policy", "all"], "--scope"),
        (&["--scope", SCOPE, "--format", "csv"], "json"),
    ] {
        let run = folder.truce(&[&["tolls"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(word), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn tallies_are_an_empty_list_where_nobody_counts_breaches() {
    let folder = Folder::new();
    assert_eq!(folder.truce(&["init"]).code, 0);
    let found = json(&folder, &["tallies"]);
    assert_eq!(
        (found["tallies"].as_array().unwrap().len(), found["beside"].as_array().unwrap().len()),
        (0, 0)
    );
}

#[test]
fn a_tally_is_held_against_its_parts() {
    let folder = Folder::new();
    let story = "ARDEN, March 7, 2031 (Valley Wire)\n\nThe monitoring mission said on Friday it had registered 13 \
                 violations in Syria on Thursday: Damascus 4, Daraa 1, Latakia 4, Hama 4.\n";
    folder.write("2031-03-07-mission.txt", story);
    assert_eq!(folder.truce(&["init"]).code, 0);
    let run = folder.truce(&["ingest", "2031-03-07-mission.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let found = json(&folder, &["tallies"]);
    let tally = &found["tallies"][0];
    assert_eq!((tally["min"].as_u64(), tally["parts_add"].as_str()), (Some(13), Some("up")), "{found}");
    assert_eq!(tally["parts"].as_array().unwrap().len(), 4);
    let why = folder.truce(&["why", tally["claim"].as_str().unwrap()]);
    assert!(why.out.contains("as a tally") && why.out.contains("make up the whole"), "{}", why.out);
}
