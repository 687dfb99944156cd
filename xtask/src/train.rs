//! Trains and scores the parser and the weights of claims: builds the trainer and hands it what it learns from.

use crate::process;
use std::path::PathBuf;

const TREEBANKS: &str = "../shared/data/ud";
const MODEL: &str = "crates/extract/model/english.model";

/// What the trainer can do with a model that is there.
const ON_A_MODEL: [&str; 5] = ["score", "losses", "speed", "tokens", "show"];

/// Runs the trainer; `model=FILE` and `treebanks=FOLDER` name other places, any other `name=value` is a setting.
pub fn run(arguments: &[&str]) -> Result<(), String> {
    if let [task @ ("claims" | "choices"), rest @ ..] = arguments {
        return claims(task, rest);
    }
    if let ["places-score"] | ["places", _] = arguments {
        return places(arguments);
    }
    let (task, settings) = match arguments {
        [first, rest @ ..] if ON_A_MODEL.contains(first) => (*first, rest),
        all => ("train", all),
    };
    let (mut model, mut treebanks) = (MODEL, TREEBANKS);
    let mut rest = Vec::new();
    for setting in settings {
        match setting.split_once('=') {
            Some(("model", file)) => model = file,
            Some(("treebanks", folder)) => treebanks = folder,
            _ => rest.push(*setting),
        }
    }
    let places = [treebanks, model].map(|place| crate::root().join(place).display().to_string());
    let places = places.each_ref().map(String::as_str);
    process::run(&trainer(task)?, &[&[task], places.as_slice(), &rest].concat())
}

/// Learns how much each sign speaks for a claim, or what a slot is best filled with (`choices`), from the stories beside the project and its own readings; those held
/// out teach nothing. `without=STEM` leaves a story out as well, `weights=FILE`
/// and `diagram=FILE` write elsewhere.
fn claims(task: &str, settings: &[&str]) -> Result<(), String> {
    let root = crate::root();
    let readings = root.join("cases/readings");
    let listed = |file: &str, setting: &str| -> Result<Vec<String>, String> {
        let list = readings.join(file);
        let stems = std::fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
        Ok(stems.split_whitespace().map(|stem| format!("{setting}={stem}")).collect())
    };
    let mut without = listed("held-out.txt", "held")?;
    if task == "choices" {
        without.extend(listed("no-slots.txt", "without")?);
    }
    let mut weights =
        root.join("rules/en").join(if task == "claims" { "weights.bin" } else { "choices.bin" });
    let mut diagram = root.join("docs/reference/reliability.svg");
    for setting in settings {
        match setting.split_once('=') {
            Some(("weights", file)) => weights = file.into(),
            Some(("diagram", file)) => diagram = file.into(),
            Some(("without", _)) => without.push((*setting).to_owned()),
            _ => {
                return Err(
                    "usage: cargo xtask train claims|choices [without=STEM]... [weights=FILE] [diagram=FILE]"
                        .into(),
                );
            }
        }
    }
    without.push(format!("diagram={}", diagram.display()));
    let shared = root.join("../shared");
    let folders = [
        root.join("rules"),
        weights,
        shared.join("stories"),
        shared.join("gold"),
        readings.clone(),
        readings,
    ];
    let folders = folders.each_ref().map(|folder| folder.display().to_string());
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let without: Vec<&str> = without.iter().map(String::as_str).collect();
    process::cargo(
        &[&["run", "--quiet", "--package", "truce-train", "--", task], &folders[..], &without[..]].concat(),
    )
}

/// Trains the finding of place names with the lists of people's names in a folder, or only scores it.
fn places(arguments: &[&str]) -> Result<(), String> {
    let path = |file: &str| crate::root().join(file).display().to_string();
    let treebanks = path(TREEBANKS);
    let trainer = trainer(if matches!(arguments, ["places", _]) { "train" } else { "score" })?;
    match arguments {
        ["places", names] => {
            let names = names.strip_prefix("names=").ok_or("usage: cargo xtask train places names=FOLDER")?;
            process::run(&trainer, &["places", &treebanks, &path("crates/extract/model/places.model"), names])
        }
        _ => process::run(&trainer, &["places-score", &treebanks, &path("cases/places")]),
    }
}

/// Builds the trainer; to train, with all instructions of this processor, and in a folder of its own so that other
/// builds stay valid. What it measures otherwise is the parser as others have it.
fn trainer(task: &str) -> Result<PathBuf, String> {
    let folder = crate::root().join(if task == "train" { "target/train" } else { "target" });
    let mut build = process::cargo_command(&["build", "--quiet", "--release", "--package", "truce-train"]);
    build.arg("--target-dir").arg(&folder);
    if task == "train" {
        build.env("RUSTFLAGS", "-C target-cpu=native");
    }
    process::wait(&mut build)?;
    Ok(folder.join("release").join(format!("train{}", std::env::consts::EXE_SUFFIX)))
}
