//! What the documents tell is so: paths exist, commands run.

use crate::program::{Folder, root};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The documents whose paths and commands are tried.
fn documents() -> Vec<PathBuf> {
    let root = root();
    let mut found: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(|name| root.join(name))
        .into();
    let mut open = vec![root.join("docs")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Folders of the root; words in code that begin with one of them are paths.
const FOLDERS: [&str; 11] = [
    "crates/",
    "rules/",
    "actors/",
    "agreements/",
    "cases/",
    "docs/",
    "bench/",
    "xtask/",
    ".ci/",
    ".cargo/",
    "web/",
];

fn exists(path: &str) -> bool {
    // A path with a placeholder or a wildcard names a shape, not a file.
    path.contains(['<', '*', '{', '…']) || root().join(path.trim_end_matches(['/', '.', ','])).exists()
}

#[test]
fn every_path_in_the_documents_exists() {
    let mut missing = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let words = text.split(|c: char| c.is_whitespace() || "`()[]|,;\"'".contains(c));
        let paths = words.filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)));
        missing
            .extend(paths.filter(|path| !exists(path)).map(|path| format!("{}: {path}", document.display())));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let outside = target.starts_with("http") || file.is_empty();
            if !outside && !document.parent().unwrap().join(file).exists() {
                broken.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What a document asks its reader to do.
enum Step {
    /// A command, given after `$ ` in a block marked `console`.
    Run(String),
    /// A file to write: a block whose mark ends in `file=PATH`.
    Write { path: String, text: String },
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in text.lines() {
        let ticks: &str = &line[..line.len() - line.trim_start_matches('`').len()];
        match &mut open {
            None if ticks.len() >= 3 => {
                let mark = &line[ticks.len()..];
                open = Some((ticks, mark.to_owned()));
                if let Some((_, path)) = mark.split_once("file=") {
                    steps.push(Step::Write { path: path.to_owned(), text: String::new() });
                }
            }
            None => {}
            Some((fence, _)) if line == *fence => open = None,
            Some((_, mark)) if mark == "console" => {
                steps.extend(line.strip_prefix("$ ").map(|command| Step::Run(command.to_owned())));
            }
            Some((_, mark)) if mark.contains("file=") => {
                if let Some(Step::Write { text, .. }) = steps.last_mut() {
                    *text += line;
                    text.push('\n');
                }
            }
            Some(_) => {}
        }
    }
    steps
}

/// A copy of what commands in the documents name, in a folder of its own.
pub fn workplace() -> Folder {
    let folder = Folder::new();
    for name in ["agreements", "cases"] {
        copy(&root().join(name), &folder.path().join(name));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A server goes on until it is stopped: here after three seconds, on a port that is free.
fn tried(command: &str) -> String {
    match command.strip_prefix("truce serve") {
        Some(rest) => {
            format!("timeout --preserve-status -s INT 3 truce serve{rest} --listen 127.0.0.1:0")
        }
        None => command.to_owned(),
    }
}

fn shell(folder: &Folder, command: &str) -> std::process::Output {
    let program = Path::new(env!("CARGO_BIN_EXE_truce")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("bash");
    shell.args(["-euo", "pipefail", "-c", &tried(command)]).current_dir(folder.path()).env("PATH", path);
    shell.env_remove("TRUCE_STORE").output().unwrap()
}

#[test]
fn every_command_in_the_documents_runs() {
    let mut ran = 0;
    for document in documents() {
        let folder = workplace();
        for step in steps(&fs::read_to_string(&document).unwrap()) {
            match step {
                Step::Write { path, text } => drop(folder.write(&path, text)),
                Step::Run(command) => {
                    let output = shell(&folder, &command);
                    let told = String::from_utf8_lossy(&output.stderr).into_owned();
                    assert!(output.status.success(), "{}: `{command}`: {told}", document.display());
                    ran += 1;
                }
            }
        }
    }
    assert!(ran > 10, "only {ran} commands stand in the documents");
}

#[test]
fn every_example_in_the_help_works_in_the_demo() {
    let folder = workplace();
    assert!(folder.truce(&["demo"]).code == 0);
    let mut ran = 0;
    for (_, help) in folder.helps() {
        let examples = help.split("Example").nth(1).unwrap_or_default();
        for example in examples.lines().filter(|line| line.starts_with("  truce ")) {
            // A pager cannot be tried.
            let example = example.trim().replace("&& man ./truce.1", "");
            if example.contains("reports/") || example.contains("story.txt") {
                folder.write("reports/2016-09-16.txt", crate::program::STORY);
                folder.write("story.txt", crate::program::STORY.replace("Arden", "Ruba"));
            }
            if example.contains("archive.jsonl") {
                folder.write("archive.jsonl", crate::ingest::line("a-1", "Kesh"));
            }
            let list = "actors/places/syria.toml";
            if example.contains(list) {
                folder.write(list, fs::read(root().join(list)).unwrap());
            }
            for name in ["ged.csv", "acled.csv", "own.csv"].iter().filter(|name| example.contains(**name)) {
                folder.write(name, crate::tables::table());
                folder.write("own.toml", crate::tables::OWN);
            }
            if example.starts_with("truce checkpoint") {
                let made = if example.contains("--new-key") { "desk.key" } else { "desk.checkpoint" };
                let _ = fs::remove_file(folder.path().join(made));
            } else if example.contains("desk.checkpoint") && !folder.path().join("desk.checkpoint").exists() {
                let make = "truce checkpoint --new-key desk.key --name example.org/desk > desk.pub";
                assert!(shell(&folder, make).status.success());
                let sign = "truce checkpoint --key desk.key --output desk.checkpoint";
                assert!(shell(&folder, sign).status.success());
            }
            let output = shell(&folder, &example);
            assert!(output.status.success(), "`{example}`: {}", String::from_utf8_lossy(&output.stderr));
            ran += 1;
        }
    }
    assert!(ran >= 14, "only {ran} examples ran");
}

#[test]
fn the_description_of_the_api_is_that_of_the_program() {
    let file = fs::read_to_string(root().join("docs/reference/openapi.json")).unwrap();
    let told = Folder::new().truce(&["openapi"]);
    assert!(told.out.trim() == file.trim(), "the API has changed: run `cargo xtask docs`");
    assert!(told.out.contains("\"openapi\": \"3.1"));
}

#[test]
fn the_reference_of_the_commands_is_their_help() {
    let page = fs::read_to_string(root().join("docs/reference/commands.md")).unwrap();
    let folder = Folder::new();
    let mut sections = 0;
    for section in page.split("\n## truce").skip(1) {
        let (title, text) = section.split_once('\n').unwrap();
        let arguments: Vec<&str> = title.split_whitespace().chain(["--help"]).collect();
        let mut command = folder.command(&arguments);
        let help = String::from_utf8(command.env("COLUMNS", "100").output().unwrap().stdout).unwrap();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        assert!(
            text.contains(help.join("\n").trim_end()),
            "`truce{title}` has changed: run `cargo xtask docs`"
        );
        sections += 1;
    }
    assert!(sections >= 18, "only {sections} commands stand in the reference");
}
