//! Trains and scores the parser: builds the trainer for this processor and hands it the treebanks and the model's place.

use crate::process;
use std::path::PathBuf;

const TREEBANKS: &str = "../shared/data/ud";
const MODEL: &str = "crates/extract/model/english.model";

/// What the trainer can do with a model that is there.
const ON_A_MODEL: [&str; 5] = ["score", "losses", "speed", "tokens", "show"];

/// Runs the trainer; `model=FILE` and `treebanks=FOLDER` name other places, any other `name=value` is a setting.
pub fn run(arguments: &[&str]) -> Result<(), String> {
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
    process::run(&trainer()?, &[&[task], places.as_slice(), &rest].concat())
}

/// Builds the trainer with all instructions of this processor, in a folder of its own so that other builds stay valid.
fn trainer() -> Result<PathBuf, String> {
    let folder = crate::root().join("target/train");
    let mut build = process::cargo_command(&["build", "--quiet", "--release", "--package", "truce-train"]);
    build.arg("--target-dir").arg(&folder).env("RUSTFLAGS", "-C target-cpu=native");
    process::wait(&mut build)?;
    Ok(folder.join("release").join(format!("train{}", std::env::consts::EXE_SUFFIX)))
}
