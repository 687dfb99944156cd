//! Learns how much each sign speaks for a hit of a rule, from annotated stories; writes the weights and how sure they are.
//!
//! How sure a reading is, is measured on stories held out from the writing of rules and from learning alike (`held=STEM`);
//! without any, on folds of the others, which flatters, for the rules were written with an eye on them.

mod examples;
mod logistic;
mod reliability;

pub use examples::{Annotated, annotated, pairs};

use examples::{Example, Story};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use truce_extract::{Reader, encode_weights};

/// Documents are divided into so many parts.
const FOLDS: usize = 10;

/// Learns from pairs of folders, stories and their claims; `held=STEM` keeps a story for
/// measuring alone, `without=STEM` leaves one out altogether, `diagram=FILE`
/// draws how often each confidence was right.
pub fn run(rules: &Path, out: &Path, rest: &[&str]) -> Result<(), String> {
    let settings = settings(rest)?;
    let reader = reader(rules)?.unweighed();
    let mut stories: Vec<Story> = Vec::new();
    for story in annotated(&settings)? {
        stories.push(examples::hits(&reader, &story)?);
    }
    let (held, diagram) = (&settings.held, settings.diagram);
    let (kept, stories): (Vec<Story>, Vec<Story>) =
        stories.into_iter().partition(|story| held.contains(&story.stem.as_str()));
    let examples: Vec<&Example> = stories.iter().flat_map(|story| &story.examples).collect();
    let gold: usize = stories.iter().map(|story| story.gold).sum();
    let right = examples.iter().filter(|e| e.right).count();
    println!("{} stories, {gold} claims; {} hits, {right} of them right", stories.len(), examples.len());

    let learned = Learned::of(&stories, &kept);
    print!("{}", learned.table);
    if let Some(file) = diagram {
        std::fs::write(file, &learned.diagram).map_err(|e| format!("{file}: {e}"))?;
    }
    std::fs::write(out, learned.file()).map_err(|e| format!("{}: {e}", out.display()))
}

/// What a task of the trainer is told to learn from.
pub struct Settings<'a> {
    /// Pairs of folders: stories, their claims.
    pub folders: Vec<&'a str>,
    pub held: Vec<&'a str>,
    pub without: Vec<&'a str>,
    pub diagram: Option<&'a str>,
}

/// Reads the arguments behind the rules and the file of weights.
pub fn settings<'a>(rest: &[&'a str]) -> Result<Settings<'a>, String> {
    let (settings, folders): (Vec<&str>, Vec<&str>) = rest.iter().partition(|word| word.contains('='));
    if folders.len() % 2 == 1 || folders.is_empty() {
        return Err(
            "usage: claims|choices RULES WEIGHTS (STORIES CLAIMS)... [held=STEM]... [without=STEM]... [diagram=FILE]"
                .into(),
        );
    }
    let all = |key: &str| settings.iter().filter_map(|s| s.strip_prefix(key)).collect::<Vec<_>>();
    let diagram = settings.iter().find_map(|s| s.strip_prefix("diagram="));
    Ok(Settings { folders, held: all("held="), without: all("without="), diagram })
}

/// What was learned, and how well it tells what it did not learn from.
struct Learned {
    by: BTreeMap<String, f64>,
    slope: f64,
    intercept: f64,
    threshold: f64,
    table: String,
    diagram: String,
}

impl Learned {
    /// Learns from stories; calibrates on those kept apart, else on each with what the others teach.
    fn of(stories: &[Story], kept: &[Story]) -> Learned {
        let mine = |keep: &dyn Fn(usize) -> bool| -> Vec<&Example> {
            stories.iter().enumerate().filter(|(i, _)| keep(*i)).flat_map(|(_, s)| &s.examples).collect()
        };
        let folds = FOLDS.min(stories.len());
        let all = logistic::learn(&mine(&|_| true));
        let mut held: Vec<(f64, bool)> = Vec::new();
        let apart = kept.iter().flat_map(|story| &story.examples);
        held.extend(apart.map(|example| (all.logit(&example.features), example.right)));
        for fold in (0..folds).filter(|_| kept.is_empty()) {
            let model = logistic::learn(&mine(&|i| i % folds != fold));
            let tested = mine(&|i| i % folds == fold);
            held.extend(tested.iter().map(|example| (model.logit(&example.features), example.right)));
        }
        let (slope, intercept) = reliability::calibrate(&held);
        let sure: Vec<(f64, bool)> =
            held.iter().map(|(logit, right)| (logistic::share(slope * logit + intercept), *right)).collect();
        let measured = if kept.is_empty() { stories } else { kept };
        let gold = measured.iter().map(|story| story.gold).sum();
        let threshold = reliability::threshold(&sure, gold);
        let (table, diagram) = (reliability::table(&sure, gold, threshold), reliability::diagram(&sure));
        Learned { by: all.by, slope, intercept, threshold, table, diagram }
    }

    /// The file of weights.
    fn file(self) -> Vec<u8> {
        let all: Vec<(String, f64)> = self.by.into_iter().collect();
        encode_weights(&all, self.threshold, self.slope, self.intercept)
    }
}

/// A reader with the rules of a folder, and with what was learned for them where that stands there.
pub fn reader(folder: &Path) -> Result<Reader, String> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        let fault = |e: std::io::Error| format!("{}: {e}", at.display());
        for entry in std::fs::read_dir(&at).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
                files.push((name, text));
            }
        }
    }
    let named = files.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    let mut reader = Reader::with_rules(named).map_err(|e| e.to_string())?;
    for name in ["en/weights.bin", "en/choices.bin"] {
        if let Ok(bytes) = std::fs::read(folder.join(name)) {
            reader = reader.learned(name, bytes.into()).map_err(|e| e.to_string())?;
        }
    }
    Ok(reader)
}
