//! What people decide: claims are one or apart, documents withdrawn, and what became different by it.

use crate::program::Folder;
use serde_json::Value;

fn rows(folder: &Folder, ask: &[&str]) -> Vec<Value> {
    let run = folder.truce(&[ask, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str::<Vec<Value>>(&run.out).unwrap()
}

fn ids(folder: &Folder, noun: &str) -> Vec<String> {
    rows(folder, &[noun]).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

const BY: [&str; 4] = ["--by", "Centre", "--reason", "Both were rung up"];

#[test]
fn two_incidents_are_made_one_and_parted_again() {
    let folder = Folder::with_demo();
    let before = ids(&folder, "incidents");
    let (a, b) = (before[0].as_str(), before[1].as_str());
    let run = folder.truce(&[["decide", "same", a, b].as_slice(), &BY].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(ids(&folder, "incidents").len(), before.len() - 1);
    let listed = rows(&folder, &["decisions"]);
    assert_eq!(
        (&listed[0]["decided"], &listed[0]["binds"], &listed[0]["by"]),
        (&"same".into(), &"yes".into(), &"Centre".into())
    );
    let shown = ids(&folder, "incidents")
        .into_iter()
        .filter(|id| id == a || id == b)
        .map(|id| folder.truce(&["why", &id]).out);
    assert!(shown.collect::<String>().contains("Centre decided: same"));
    let record = listed[0]["record"].to_string();
    let since = (listed[0]["record"].as_u64().unwrap() - 1).to_string();
    let changes = rows(&folder, &["changes", "--since", &since]);
    assert!(changes.iter().any(|row| row["what"] == "incident" && row["change"] == "gone"), "{changes:?}");
    assert!(changes.iter().any(|row| row["what"] == "incident" && row["change"] == "changed"), "{changes:?}");
    assert_eq!(folder.truce(&[["decide", "undo", &record].as_slice(), &BY].concat()).code, 0);
    assert_eq!(ids(&folder, "incidents"), before);
    let left = rows(&folder, &["changes", "--since", &since]);
    assert!(left.iter().all(|row| row["because"] == Value::from(vec!["time went on"])), "{left:?}");
    let again = folder.truce(&[["decide", "undo", &record].as_slice(), &BY].concat());
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is no decision on claims, or was undone"), "{}", again.err);
}

#[test]
fn two_incidents_are_compared_field_by_field() {
    let folder = Folder::with_demo();
    let incidents = rows(&folder, &["incidents"]);
    let several = incidents.iter().find(|row| row["claims"].as_array().unwrap().len() > 1).unwrap();
    let held = folder.truce(&["why", several["id"].as_str().unwrap()]).out;
    assert!(held.contains("held together by") && held.contains(" bits"), "{held}");
    let [a, b] = [0, 1].map(|at| incidents[at]["id"].as_str().unwrap());
    let compared = folder.truce(&["why", a, b]);
    assert_eq!(compared.code, 0, "{}", compared.err);
    assert!(compared.out.starts_with("kept apart by"), "{}", compared.out);
    assert!(compared.out.contains("keeps them apart ("), "{}", compared.out);
    assert!(folder.truce(&["why", a, a]).out.starts_with("both are of incident"));
}

#[test]
fn a_withdrawn_document_reopens_what_rested_on_it() {
    let folder = Folder::with_demo();
    let incident = rows(&folder, &["incidents"]).remove(0);
    let first = incident["claims"][0].as_str().unwrap().to_owned();
    let claims = rows(&folder, &["claims"]);
    let claim = claims.into_iter().find(|row| row["id"] == first.as_str()).unwrap();
    let document = claim["document"].as_str().unwrap().to_owned();
    let run = folder.truce(&[["withdraw", &document].as_slice(), &BY].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let since = run.out.trim().rsplit(' ').next().unwrap().to_owned();
    let changes = rows(&folder, &["changes", "--since", &since]);
    let gone =
        |what: &str| changes.iter().filter(|row| row["what"] == what && row["change"] == "gone").count();
    assert_eq!(gone("document"), 1);
    assert!(changes.iter().any(|row| row["what"] == "incident" || row["what"] == "toll"), "{changes:?}");
    assert!(rows(&folder, &["claims"]).iter().all(|row| row["document"] != claim["document"]));
}

#[test]
fn what_was_withdrawn_stays_so_when_it_comes_in_again() {
    let folder = Folder::new();
    assert_eq!(folder.truce(&["init"]).code, 0);
    folder.write(
        "2031-03-05-north.txt",
        "Shelling killed three people in Aleppo on Monday, the Red Crescent said.\n",
    );
    assert_eq!(folder.truce(&["ingest", "2031-03-05-north.txt"]).code, 0);
    assert_eq!(folder.truce(&[["withdraw", "2031-03-05-north"].as_slice(), &BY].concat()).code, 0);
    let twice = folder.truce(&[["withdraw", "2031-03-05-north"].as_slice(), &BY].concat());
    assert!(twice.code == 1 && twice.err.contains("was withdrawn by Centre already"), "{}", twice.err);
    let again = folder.truce(&["ingest", "2031-03-05-north.txt"]);
    assert!(
        again.out.contains("0 new documents") && again.out.contains("1 withdrawn and left so"),
        "{}",
        again.out
    );
    assert!(rows(&folder, &["claims"]).is_empty());
    let counted = folder.truce(&["ingest", "--again", "2031-03-05-north.txt"]);
    assert!(counted.out.contains("1 new documents"), "{}", counted.out);
    assert!(!rows(&folder, &["claims"]).is_empty());
}

#[test]
fn a_decision_that_makes_no_sense_is_refused() {
    let folder = Folder::with_demo();
    let incident = ids(&folder, "incidents").remove(0);
    let refused = |ask: &[&str], code: i32, words: &str| {
        let run = folder.truce(&[["decide"].as_slice(), ask, &BY].concat());
        assert_eq!(run.code, code, "{}", run.err);
        assert!(run.err.contains(words), "{}", run.err);
    };
    refused(&["same", &incident], 2, "compares two ids or more");
    refused(&["not-same", &incident, &incident], 1, "leaves nothing to compare");
    refused(&["same", &incident, &incident], 1, "leaves nothing to compare");
    refused(&["split", &incident], 1, "leaves nothing to compare");
    refused(&["same", &incident, "inc-nonsense"], 1, "nothing in this store has the id");
    refused(&["undo", "forty"], 2, "is no record");
    let beyond = folder.truce(&["changes", "--since", "999999"]);
    assert_eq!(beyond.code, 1);
    assert!(beyond.err.contains("none numbered 999999"), "{}", beyond.err);
}

/// A store in which each of these stories came in on a day, with its outlet.
fn with_stories(stories: &[(&str, &str, &str, &str)]) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.truce(&["init"]).code, 0);
    for (name, day, outlet, text) in stories {
        let file = format!("{name}.txt");
        folder.write(&file, text);
        let run = folder.truce(&["ingest", &file, "--published", day, "--outlet", outlet]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    folder
}

const STORY: &str = "Government forces shelled the town of Douma on 5 March 2018, the Syrian Observatory for Human Rights said. \
    The shells fell near the market while people were out to buy bread, and the firing went on until noon. Talks in \
    the capital were to go on, and both delegations said that they would stay for as long as it took to agree.";

#[test]
fn a_withdrawn_document_leaves_its_incident_retracted() {
    let folder = with_stories(&[("told", "2018-03-05", "Valley Star", STORY)]);
    let incident = rows(&folder, &["incidents"]).into_iter().find(|row| row["act"] == "shelling").unwrap();
    let id = incident["id"].as_str().unwrap();
    assert!(rows(&folder, &["incidents", "--standing", "retracted"]).is_empty());
    let run = folder.truce(&[["withdraw", "told"].as_slice(), &BY].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let since = run.out.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(rows(&folder, &["incidents"]).is_empty());
    assert!(rows(&folder, &["findings"]).is_empty() && rows(&folder, &["tolls"]).is_empty());
    let retracted = rows(&folder, &["incidents", "--standing", "retracted"]);
    assert!(retracted.iter().any(|row| row["id"] == id && row["standing"] == "retracted"), "{retracted:?}");
    let changes = rows(&folder, &["changes", "--since", &since]);
    assert!(changes.iter().any(|row| row["id"] == id && row["change"] == "retracted"), "{changes:?}");
    let why = folder.truce(&["why", id]);
    assert_eq!(why.code, 0, "{}", why.err);
    for words in [
        "retracted: nothing counts or judges it",
        "by Centre: Both were rung up",
        "shelled the town of Douma",
    ] {
        assert!(why.out.contains(words), "no `{words}` in {}", why.out);
    }
    // The same told by somebody else afterwards stands by itself.
    folder.write(
        "later.txt",
        "Government forces shelled the town of Douma on 5 March 2018, a rebel commander said.",
    );
    let run = folder.truce(&["ingest", "later.txt", "--published", "2018-03-09", "--outlet", "Hill Echo"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let live = rows(&folder, &["incidents"]);
    assert!(!live.is_empty() && live.iter().all(|row| row["standing"] == "single-source"), "{live:?}");
    assert_eq!(rows(&folder, &["incidents", "--standing", "retracted"]), retracted);
}

#[test]
fn a_republished_story_is_one_witness_and_traced_to_the_first() {
    let own = STORY.replace(", the Syrian Observatory for Human Rights said", "");
    let copy = format!("Shells fall on Douma\n\n{own}");
    let stories = [
        ("first", "2018-03-05", "Valley Star", own.as_str()),
        ("second", "2018-03-06", "Hill Echo", copy.as_str()),
    ];
    let folder = with_stories(&stories);
    let incidents = rows(&folder, &["incidents"]);
    let both = incidents.iter().find(|row| row["claims"].as_array().unwrap().len() > 1);
    let both = both.unwrap_or_else(|| panic!("{incidents:?}"));
    assert_eq!(
        (&both["standing"], &both["witnesses"]),
        (&"single-source".into(), &vec!["Valley Star"].into())
    );
    let why = folder.truce(&["why", both["id"].as_str().unwrap()]).out;
    assert!(why.contains("first in first (Valley Star, 2018-03-05)"), "{why}");
    assert!(why.contains("again in second (Hill Echo, 2018-03-06), which repeats first"), "{why}");
}
