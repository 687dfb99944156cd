//! Runs every test of the workspace and closes with one line of passed and failed.

use crate::process;
use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

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
    let mut child = process::cargo_command(&[&["test", "--workspace", "--no-fail-fast"], rest].concat())
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
