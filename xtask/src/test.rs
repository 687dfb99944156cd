//! Runs every test of the workspace and closes with one line of passed and failed; or the property tests alone, drawn anew.

use crate::{
    postgres::{self, Server},
    process,
};
use std::{
    env,
    io::{BufRead, BufReader},
    process::Stdio,
    time::{SystemTime, UNIX_EPOCH},
};

/// The environment variable from which proptest takes the seed of its drawings.
const SEED: &str = "PROPTEST_RNG_SEED";
/// The seed of every run that names none: the same change passes or fails on every machine alike.
const COMMON: &str = "20310330";

/// The crates whose tests draw their cases.
const DRAWN: &[&str] = &[
    "truce-assess",
    "truce-extract",
    "truce-reconcile",
    "truce-exchange",
    "truce-store",
    "truce-report",
    "truce-monitor",
];

/// What the test programs' closing lines add up to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Tally {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`; other lines add nothing.
    fn add(&mut self, line: &str) {
        let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in counts.split("; ") {
            match part.trim().split_once(' ') {
                Some((n, "passed")) => self.passed += n.parse().unwrap_or(0),
                Some((n, "failed")) => self.failed += n.parse().unwrap_or(0),
                Some((n, "ignored")) => self.ignored += n.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

/// Runs the tests; `rest` is handed to cargo test.
pub fn run(rest: &[&str]) -> Result<(), String> {
    let (server, rest) = server(rest)?;
    let seed = env::var(SEED).unwrap_or_else(|_| COMMON.to_owned());
    // Whoever names a package does not want the others built.
    let some = rest.iter().any(|argument| ["-p", "--package"].contains(argument));
    let of: &[&str] = if some { &[] } else { &["--workspace"] };
    counted(&[&["test", "--no-fail-fast"], of, rest.as_slice()].concat(), &seed, &server)
}

/// The PostgreSQL server of the run, and the arguments without the one that concerns it.
fn server<'a>(rest: &[&'a str]) -> Result<(Server, Vec<&'a str>), String> {
    let without = rest.contains(&postgres::WITHOUT);
    let server = Server::find(without)?;
    if matches!(server, Server::LeftOut) {
        println!("the tests that need PostgreSQL are left out");
    }
    Ok((server, rest.iter().copied().filter(|argument| *argument != postgres::WITHOUT).collect()))
}

/// Runs the tests of the crates that draw their cases, `--rounds N` times, each time from a seed of its own.
pub fn properties(rest: &[&str]) -> Result<(), String> {
    let (server, rest) = server(rest)?;
    let rounds: u64 = match rest.as_slice() {
        [] => 5,
        ["--rounds", count] => count.parse().map_err(|_| format!("`{count}` is no number of rounds"))?,
        _ => return Err(format!("cargo xtask properties [--rounds N] [{}]", postgres::WITHOUT)),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|e| format!("the clock: {e}"))?;
    for round in 0..rounds {
        let seed = (now.as_secs() + round).to_string();
        println!("\n== round {} of {rounds}: {SEED}={seed}", round + 1);
        let crates = DRAWN.iter().flat_map(|name| ["--package", name]);
        let command: Vec<&str> = ["test", "--lib", "--tests"].into_iter().chain(crates).collect();
        counted(&command, &seed, &server)?;
    }
    Ok(())
}

/// Runs cargo test and adds up what its programs print.
fn counted(command: &[&str], seed: &str, server: &Server) -> Result<(), String> {
    let mut child = process::cargo_command(command)
        .env(SEED, seed)
        .env(postgres::ADDRESS, server.address())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("cargo test could not start: {e}"))?;
    let mut tally = Tally::default();
    for line in BufReader::new(child.stdout.take().expect("stdout is piped")).lines() {
        let line = line.map_err(|e| format!("output of cargo test: {e}"))?;
        println!("{line}");
        tally.add(&line);
    }
    let status = child.wait().map_err(|e| format!("cargo test: {e}"))?;
    if tally.passed + tally.failed == 0 {
        return Err("no test ran".into());
    }
    let failed = if status.success() { tally.failed } else { tally.failed.max(1) };
    println!("\n{} passed, {failed} failed, {} skipped", tally.passed, tally.ignored);
    if failed == 0 { Ok(()) } else { Err("some tests failed; their names stand above".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_add_up_and_other_lines_do_not_count() {
        let mut tally = Tally::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test model::a ... ok",
        ] {
            tally.add(line);
        }
        assert_eq!(tally, Tally { passed: 5, failed: 1, ignored: 1 });
    }
}
