//! Stores that earlier programs wrote, opened by this one: see `tests/stores/README.md`.
//!
//! No program ever wrote version 1: its tables came in one change with those of version 2. On PostgreSQL the tables of the log
//! never were others than now; what became of its derived tables is tested beside the store, on a server.

use crate::program::{Folder, Run, root};
use serde_json::Value;
use std::{collections::BTreeMap, fs};

/// A store of an earlier program, and what that program told of it.
struct Earlier {
    name: &'static str,
    version: u32,
    /// How its `truce verify` ended.
    verified: &'static str,
    /// The last record of its first days, and how many claims counted then.
    then: (&'static str, usize),
    /// Words, and the document whose only claim with them is found by them.
    words: (&'static str, &'static str),
}

const EARLIER: [Earlier; 3] = [
    Earlier {
        name: "2-first",
        version: 2,
        verified: "10 records, 4 documents, 12 claims, 8 texts; the last record's hash is \
                   cbc7d1e13df0dacd2efb0aba980f9505c3cf58e952c971442d0ffda9a50e3164",
        then: ("3", 6),
        words: ("aid convoy", "2031-03-10-ruba-radio"),
    },
    Earlier {
        name: "2-last",
        version: 2,
        verified: "21 records, 7 documents, 18 claims, 12 texts; the last record's hash is \
                   76fd5576731c24a2f9b6c9b4135f9729f76e092970d6942f51fcd294a3d5fc24",
        then: ("9", 13),
        words: ("aid convoy", "2031-03-10-ruba-radio"),
    },
    Earlier {
        name: "3-first",
        version: 3,
        verified: "23 records, 8 documents, 20 claims, 14 texts; the last record's hash is \
                   f844eccc950c8d61023e5862844732592e88e9fc8e576c7c650d044d36945edf",
        then: ("9", 13),
        words: ("aid convoy", "2031-03-10-ruba-radio"),
    },
];

/// What an earlier program listed, in the file of that ending.
fn listed(name: &str, ending: &str) -> String {
    fs::read_to_string(root().join(format!("crates/cli/tests/stores/{name}.{ending}.jsonl"))).unwrap()
}

/// A copy of the store, so that the one that is kept stays as it was written.
fn copy(earlier: &Earlier) -> Folder {
    let folder = Folder::new();
    let kept = root().join(format!("crates/cli/tests/stores/{}.sqlite", earlier.name));
    folder.write("truce.db", fs::read(kept).unwrap());
    folder
}

fn truce(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.truce(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run
}

fn rows(lines: &str) -> BTreeMap<String, Value> {
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    lines.lines().map(row).map(|row| (row.get("id").unwrap_or(&row["record"]).to_string(), row)).collect()
}

/// Checks that what was listed then is listed now, in every column that there was then.
fn check(folder: &Folder, ask: &[&str], then: &str) {
    let now = rows(&truce(folder, &[ask, &["--format", "jsonl"]].concat()).out);
    let then = rows(then);
    assert_eq!(now.keys().collect::<Vec<_>>(), then.keys().collect::<Vec<_>>(), "{ask:?}");
    for (id, row) in then {
        for (column, cell) in row.as_object().unwrap() {
            assert_eq!(&now[&id][column], cell, "{ask:?}: {id}: {column}");
        }
    }
}

#[test]
fn a_reader_is_told_that_an_earlier_store_must_be_brought_up_to_date() {
    for earlier in EARLIER {
        let (folder, version) = (copy(&earlier), earlier.version);
        let before = fs::read(folder.path().join("truce.db")).unwrap();
        let run = folder.truce(&["claims"]);
        assert_eq!(run.code, 1);
        let expected =
            format!("truce.db has version {version} and must be brought to 5 before it can be read");
        assert!(run.err.contains(&expected) && run.err.contains("hint: "), "{}", run.err);
        assert!(fs::read(folder.path().join("truce.db")).unwrap() == before, "a reader changes nothing");
    }
}

#[test]
fn an_earlier_store_tells_what_it_told() {
    for earlier in EARLIER {
        let folder = copy(&earlier);
        // The first command that writes, whatever it is.
        truce(&folder, &["rebuild"]);
        let run = truce(&folder, &["verify"]);
        assert!(run.out.contains(earlier.verified), "{}: {}", earlier.name, run.out);
        for (ask, ending) in [
            (["claims"].as_slice(), "claims"),
            (&["decisions"], "decisions"),
            (&["agreement", "list"], "agreements"),
        ] {
            check(&folder, ask, &listed(earlier.name, ending));
        }
        let (record, count) = earlier.then;
        let then = truce(&folder, &["claims", "--as-of", record, "--format", "jsonl"]).out;
        assert_eq!(then.lines().count(), count, "{}: as of record {record}", earlier.name);
        let (words, document) = earlier.words;
        let found = rows(&truce(&folder, &["search", words, "--format", "jsonl"]).out);
        let found: Vec<&Value> = found.values().map(|row| &row["document"]).collect();
        assert_eq!(found, [document], "{}: {words}", earlier.name);
    }
}

#[test]
fn an_earlier_store_grows_and_forgets() {
    for earlier in EARLIER {
        let folder = copy(&earlier);
        folder.write("2031-03-14-kesh.txt", crate::program::STORY.replace("Arden", "Kesh"));
        truce(&folder, &["ingest", "2031-03-14-kesh.txt"]);
        truce(&folder, &["verify"]);
        let holds = |words: &str| {
            let bytes = fs::read(folder.path().join("truce.db")).unwrap();
            bytes.windows(words.len()).any(|at| at == words.as_bytes())
        };
        assert!(holds("Hill League fired"));
        truce(&folder, &["erase", "2031-03-10-ruba-radio", "--by", "Centre", "--reason", "Names a witness"]);
        assert!(!holds("Hill League fired"), "{}: the words are left in the file", earlier.name);
        let run = truce(&folder, &["verify"]);
        assert!(run.out.contains("1 erased"), "{}", run.out);
        truce(&folder, &["backup", "copy.db"]);
        truce(&folder, &["verify", "--store", "copy.db"]);
    }
}
