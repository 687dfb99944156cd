//! The record on a PostgreSQL server: the same commands, the same words.

use crate::program::{Folder, STORY, root};
use std::{env, fs, process::Command};

/// A schema on the server of the tests, which vanishes.
struct Record {
    server: String,
    schema: String,
}

impl Record {
    /// One with this name, if there is to be a server.
    fn new(name: &str) -> Option<Record> {
        let server = env::var("TRUCE_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!(
                "this test needs a PostgreSQL server: run `cargo xtask test`, which starts one, or set \
                 TRUCE_TEST_POSTGRES to the address of one that tests may use, or to `none` to leave out what needs it"
            )
        });
        if server == "none" {
            println!("left out: no PostgreSQL server");
            return None;
        }
        Some(Record { server, schema: format!("test_{name}_{}", std::process::id()) })
    }

    fn address(&self) -> String {
        format!("{}?schema={}", self.server, self.schema)
    }

    fn password(&self) -> &str {
        self.server.split(['@']).next().unwrap().rsplit(':').next().unwrap()
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        // The server of `cargo xtask test` vanishes whole; on another, where `psql` is absent, a schema stays.
        let drop = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.schema);
        let _ = Command::new("psql").args(["--quiet", "--command", &drop, &self.server]).output();
    }
}

/// What a command prints, without the name of the store.
fn printed(folder: &Folder, store: &str, arguments: &[&str]) -> (i32, String) {
    let run = folder.truce(&[arguments, &["--store", store]].concat());
    let told = format!("{}{}", run.out, run.err);
    let told = told.lines().filter(|line| !line.contains("truce.db") && !line.contains("postgres://"));
    (run.code, told.collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_command_says_the_same_on_a_server_as_on_a_file() {
    let Some(record) = Record::new("same") else { return };
    let folder = Folder::new();
    folder.write("reports/2016-09-16.txt", STORY);
    let address = record.address();
    for arguments in [
        &["documents"][..],
        &["demo"],
        &["init"],
        &["ingest", "reports"],
        &["ingest", "reports"],
        &["documents"],
        &["claims"],
        &["claims", "--place", "Aleppo", "--day", "2016-09-17"],
        &["incidents"],
        &["findings"],
        &["tolls", "--from", "2016-09-12", "--to", "2016-09-21"],
        &["rebuild"],
        &["claims", "--as-of", "3"],
        &["changes", "--since", "4"],
        &["why", "clm-none"],
    ] {
        let (in_file, on_server) =
            (printed(&folder, "truce.db", arguments), printed(&folder, &address, arguments));
        let plain = |said: &str| said.replace(|c: char| c.is_ascii_digit(), "");
        assert_eq!(in_file.0, on_server.0, "{arguments:?}: {} {}", in_file.1, on_server.1);
        if ["demo", "ingest", "changes"].contains(&arguments[0]) {
            // They tell when they ran.
            assert_eq!(plain(&in_file.1), plain(&on_server.1), "{arguments:?}");
        } else {
            assert_eq!(in_file.1, on_server.1, "{arguments:?}");
        }
    }
    let run = folder.truce(&["verify", "--store", &address]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("sound") && !run.out.contains(record.password()), "{}", run.out);
}

#[test]
fn the_guide_of_a_team_works_and_shows_no_password() {
    let Some(record) = Record::new("guide") else { return };
    let (folder, address) = (Folder::new(), record.address());
    let guide = fs::read_to_string(root().join("docs/guide/team-record.md")).unwrap();
    let named = "postgres://keeper@db.arden.example/truce";
    let commands =
        guide.lines().filter(|line| line.starts_with("truce init") || line.starts_with("truce verify"));
    let mut ran = 0;
    for command in commands {
        let arguments: Vec<String> = command
            .split(' ')
            .skip(1)
            .map(|word| if word == named { address.clone() } else { word.into() })
            .collect();
        let run = folder.truce(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{command}: {}", run.err);
        assert!(!format!("{}{}", run.out, run.err).contains(record.password()), "{command}");
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn what_is_wrong_with_a_server_is_told_with_a_hint() {
    let folder = Folder::new();
    let check = |store: &str, code: i32, expected: &str| {
        let run = folder.truce(&["claims", "--store", store]);
        assert_eq!(run.code, code, "{store}: {}", run.err);
        assert!(run.err.contains(expected) && run.err.contains("hint"), "{store}: {}", run.err);
        assert!(!run.err.contains("secret"), "{}", run.err);
    };
    check("postgres://north:secret@127.0.0.1:1/truce", 1, "cannot be reached");
    check("postgres://north:secret@127.0.0.1:1/truce?schema=A", 1, "only lower-case letters");
    check("postgres:truce", 1, "names no server");
}
