//! As of: every command that reads the record answers what it answered then.

use crate::{
    docs::workplace,
    program::{Folder, Run},
};
use jiff::Timestamp;
use serde_json::Value;
use std::{collections::BTreeSet, fs};
use truce_monitor::{AsOf, DEMO_AGREEMENT, Demo, Monitor, Store};

/// Commands of the record that write it, or see to all of it.
const OTHERS: [&str; 23] = [
    "init",
    "ingest",
    "import",
    "agreement add",
    "rule",
    "decide",
    "withdraw",
    "erase",
    "demo",
    "verify",
    "rebuild",
    "backup",
    "restore",
    "checkpoint",
    "prove",
    "bundle",
    "serve",
    "classify",
    "account add",
    "account list",
    "account change",
    "account disable",
    "account token",
];

/// `truce changes` compares two moments, and has its own name for the first.
const CHANGES: &str = "changes";

/// How the story below asks each command, and what its answers tell of the clock.
const ASKED: [(&[&str], Clock); 18] = [
    (&["documents"], Clock::None),
    (&["claims"], Clock::Below),
    (&["incidents"], Clock::Below),
    (&["incidents", "--standing", "retracted"], Clock::None),
    (&["findings"], Clock::Below),
    (&["tolls"], Clock::Below),
    (&["tolls", "--scope", "place=Syria; from=2016-09-12"], Clock::None),
    (&["tallies"], Clock::None),
    (&["search", "aid", "--limit", "500"], Clock::None),
    (&["obligations"], Clock::Told),
    (&["decisions"], Clock::None),
    (&["classifications"], Clock::None),
    (&["report", "--agreement", DEMO_AGREEMENT, "--day", "2016-09-14"], Clock::None),
    (&["match", "--incidents", "ged.csv"], Clock::None),
    (&["agreement", "list"], Clock::None),
    (&["agreement", "show", DEMO_AGREEMENT], Clock::None),
    (&["agreement", "in-force", "--at", "2016-09-14T12:00+03:00", "--place", "Aleppo"], Clock::None),
    (&["why"], Clock::None),
];

/// What an answer tells of the clock.
#[derive(Clone, Copy, PartialEq)]
enum Clock {
    /// Nothing: it is the same whenever it is asked for.
    None,
    /// The time of asking stands below the table, and in no other format.
    Below,
    /// It counts the time up to a deadline.
    Told,
}

#[test]
fn every_command_that_reads_the_record_takes_as_of() {
    let folder = Folder::new();
    let reading = |(command, help): &(String, String)| {
        help.contains("--store <") && !OTHERS.contains(&command.as_str()) && command != CHANGES
    };
    let helps: Vec<(String, String)> = folder.helps().into_iter().filter(reading).collect();
    for (command, help) in &helps {
        assert!(help.contains("--as-of <TIME|SEQ>"), "`truce {command}` reads the record as of now only");
    }
    let told: BTreeSet<&str> = helps.iter().map(|(command, _)| command.as_str()).collect();
    let asked = |command: &str| ASKED.iter().any(|(asked, _)| asked.join(" ").starts_with(command));
    let unasked: Vec<&&str> = told.iter().filter(|command| !asked(command)).collect();
    assert!(told.len() >= 12 && unasked.is_empty(), "the story below does not ask: {unasked:?}");
    assert!(folder.truce(&[CHANGES, "--help"]).out.contains("--since <TIME|SEQ>"));
}

/// The record as it was after each step: a copy of it, and its last record.
struct Stage {
    folder: Folder,
    last: u64,
}

fn truce(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.truce(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run
}

fn ids(folder: &Folder, noun: &str) -> Vec<String> {
    ids_of(folder, &[noun])
}

fn ids_of(folder: &Folder, ask: &[&str]) -> Vec<String> {
    let rows: Vec<Value> =
        serde_json::from_str(&truce(folder, &[ask, &["--format", "json"]].concat()).out).unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn monitor(folder: &Folder) -> Monitor {
    let store = Store::from(folder.path().join("truce.db").display().to_string());
    Monitor::open_read_only(&store).unwrap()
}

/// Keeps a copy of the record as it is.
fn keep(folder: &Folder, stages: &mut Vec<Stage>) {
    let copy = Folder::new();
    copy.write("ged.csv", crate::tables::table());
    for entry in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with("truce.db") {
            fs::copy(entry.path(), copy.path().join(name)).unwrap();
        }
    }
    let last = monitor(&copy).head().unwrap();
    stages.push(Stage { folder: copy, last });
}

/// A record that grows step by step, with its stages: documents, terms and their new version, decisions, a ruling, a
/// withdrawal, and one of the decisions undone.
fn growing() -> (Folder, Vec<Stage>) {
    const BY: [&str; 4] = ["--by", "Centre", "--reason", "Both were rung up"];
    let folder = workplace();
    folder.write("ged.csv", crate::tables::table());
    let documents = Demo::builtin().unwrap().case.documents;
    let ingest = |at: usize| {
        let file = format!("cases/september-2016-truce/{}", documents[at].file);
        let published = documents[at].published.unwrap().to_string();
        let outlet = documents[at].outlet.as_ref().map(ToString::to_string);
        let outlet: Vec<&str> = outlet.iter().flat_map(|outlet| ["--outlet", outlet]).collect();
        truce(&folder, &[&["ingest", &file, "--published", &published], outlet.as_slice()].concat());
    };
    let terms = format!("agreements/{DEMO_AGREEMENT}");
    let mut stages = Vec::new();
    let mut kept = || keep(&folder, &mut stages);
    truce(&folder, &["init"]);
    kept();
    ingest(1);
    kept();
    truce(&folder, &["agreement", "add", &terms]);
    kept();
    for at in [6, 8] {
        ingest(at);
        kept();
    }
    let incidents = ids(&folder, "incidents");
    truce(&folder, &[&["decide", "same", &incidents[0], &incidents[1]], BY.as_slice()].concat());
    kept();
    let rule = ["rule", &ids(&folder, "incidents")[0], "--provision", "cease"];
    truce(&folder, &[&rule, BY.as_slice()].concat());
    kept();
    truce(&folder, &[&["withdraw", "2016-09-13-first-night"], BY.as_slice()].concat());
    kept();
    let text = fs::read_to_string(folder.path().join(&terms).join("agreement.md")).unwrap();
    folder.write(&format!("{terms}/agreement.md"), text.replacen("# ", "# Amended: ", 1));
    truce(&folder, &["agreement", "add", &terms]);
    kept();
    let decisions: Value =
        serde_json::from_str(&truce(&folder, &["decisions", "--format", "json"]).out).unwrap();
    truce(&folder, &[&["decide", "undo", &decisions[0]["record"].to_string()], BY.as_slice()].concat());
    kept();
    ingest(9);
    kept();
    (folder, stages)
}

/// Asks the record as it was and the whole record as it was then; both give the same bytes.
fn check(then: &Folder, ask_then: &[&str], now: &Folder, ask_now: &[&str]) {
    let (was, is) = (then.truce(ask_then), now.truce(ask_now));
    assert_eq!(was.code, is.code, "{ask_now:?}: {} {}", was.err, is.err);
    if was.code == 0 {
        assert_eq!((was.out, was.err), (is.out, is.err), "{ask_now:?}");
    } else {
        assert!(is.err.contains("not yet recorded then"), "{ask_now:?}: {}", is.err);
    }
}

/// Asks everything of one stage.
fn check_stage(stage: &Stage, now: &Folder) {
    let Stage { folder: then, last } = stage;
    let seq = last.to_string();
    let known = monitor(now).knowledge(Some(AsOf::Record(*last)), Timestamp::UNIX_EPOCH).unwrap();
    let written = known.as_of.to_string();
    let ask = |asked: &[&str], clock: Clock| {
        // Asked at the moment at which the last record was written, the clock stood at that moment.
        if clock != Clock::None {
            let at = |moment| [asked, &["--as-of", moment]].concat();
            check(then, &at(&written), now, &at(&seq));
        }
        if clock != Clock::Told {
            let data = [asked, &["--format", "json"]].concat();
            check(then, &data, now, &[data.as_slice(), &["--as-of", &seq]].concat());
        }
    };
    for (asked, clock) in ASKED.iter().filter(|(asked, _)| *asked != ["why"]) {
        ask(asked, *clock);
    }
    for noun in ["claims", "incidents", "findings", "tolls", "obligations"] {
        let clock = if noun == "obligations" { Clock::Told } else { Clock::None };
        ids(then, noun).first().into_iter().for_each(|id| ask(&["why", id], clock));
    }
    if let [one, other, ..] = ids(then, "incidents").as_slice() {
        ask(&["why", one, other], Clock::None);
    }
}

#[test]
fn what_was_known_at_a_record_is_what_was_told_when_it_was_the_last() {
    let (now, stages) = growing();
    let grows = |pair: &[Stage]| pair[0].last < pair[1].last;
    assert!(stages.len() == 11 && stages.windows(2).all(grows), "each step writes something");
    std::thread::scope(|scope| {
        for stages in stages.chunks(3) {
            scope.spawn(|| stages.iter().for_each(|stage| check_stage(stage, &now)));
        }
    });
}
