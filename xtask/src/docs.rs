//! Writes what the program tells of itself: the reference of the commands from its help, and the description of its API.

use crate::process;
use std::{fmt::Write, fs, path::Path, process::Command};

const PAGE: &str = "docs/reference/commands.md";

/// From which the types of the web interface are made.
const API: &str = "docs/reference/openapi.json";

const HEAD: &str = "\
# Commands

Written from the program's own help by `cargo xtask docs`. Exit codes: 0 done; 1 the data cannot be used; 2 the command
line makes no sense. Messages go to standard error, results to standard output.

";

/// Writes both.
pub fn run() -> Result<(), String> {
    let truce = process::build_truce(false)?;
    let mut page = HEAD.to_owned();
    section(&truce, &[], &mut page)?;
    write(PAGE, &page)?;
    let described =
        Command::new(&truce).arg("openapi").output().map_err(|e| format!("{}: {e}", truce.display()))?;
    write(API, &String::from_utf8_lossy(&described.stdout))
}

fn write(file: &str, text: &str) -> Result<(), String> {
    fs::write(crate::root().join(file), text.trim_end().to_owned() + "\n").map_err(|e| format!("{file}: {e}"))
}

fn section(truce: &Path, command: &[String], page: &mut String) -> Result<(), String> {
    let output = Command::new(truce)
        .args(command)
        .arg("--help")
        .env("COLUMNS", "100")
        .env_remove("TRUCE_STORE")
        .output()
        .map_err(|e| format!("{}: {e}", truce.display()))?;
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let title = [&["truce".to_owned()], command].concat().join(" ");
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    write!(page, "## {title}\n\n```text\n{}\n```\n\n", lines.join("\n").trim_end())
        .map_err(|e| e.to_string())?;
    let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
    for line in listed.lines().take_while(|line| line.starts_with("  ")) {
        let name = line.split_whitespace().next().unwrap_or_default();
        if !line.starts_with("   ") && name != "help" {
            section(truce, &[command, &[name.to_owned()]].concat(), page)?;
        }
    }
    Ok(())
}
