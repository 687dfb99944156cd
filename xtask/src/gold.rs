//! Scores the extractor against adjudicated and annotated claims, and never lets a score fall.

use crate::process;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Stories with their claims, and the best score reached on them so far; it only rises.
struct Set {
    name: &'static str,
    stories: PathBuf,
    gold: PathBuf,
    floor: &'static str,
    /// The stems that belong to it.
    stems: Vec<String>,
    /// Whether nobody may work by looking at it, so that its misses are never shown.
    held_out: bool,
}

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    only: Option<String>,
    misses: usize,
    rules: Option<String>,
    release: bool,
}

/// How the task is used.
pub const USAGE: &str =
    "cargo xtask gold [--only stories|readings|held-out] [--misses N] [--rules DIR] [--release]";

/// Extracts each story, prints the tables of the scorer, and fails below the floor of a set.
pub fn run(rest: &[&str]) -> Result<(), String> {
    let asked = asked(rest)?;
    let scorer = crate::root().join("../shared/gold/score.py");
    if !scorer.is_file() {
        println!("gold: skipped, for ../shared/gold/score.py is not there");
        return Ok(());
    }
    let truce = process::build_truce(asked.release)?;
    let mut fallen = Vec::new();
    for set in sets()?.iter().filter(|set| asked.only.as_ref().is_none_or(|only| only == set.name)) {
        fallen.extend(one(&truce, &scorer, set, &asked)?);
    }
    if fallen.is_empty() { Ok(()) } else { Err(fallen.join("; ")) }
}

fn asked(rest: &[&str]) -> Result<Asked, String> {
    let mut asked = Asked::default();
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().copied().ok_or(format!("`{word}` needs a value: {USAGE}"));
        match *word {
            "--only" => {
                let only = value()?;
                if !["stories", "readings", "held-out"].contains(&only) {
                    return Err(format!("no set `{only}`: {USAGE}"));
                }
                asked.only = Some(only.to_owned());
            }
            "--misses" => {
                let count = value()?;
                asked.misses = count.parse().map_err(|_| format!("`{count}` is no number: {USAGE}"))?;
            }
            "--rules" => asked.rules = Some(value()?.to_owned()),
            "--release" => asked.release = true,
            other => return Err(format!("`{other}` is not known here: {USAGE}")),
        }
    }
    Ok(asked)
}

/// The six stories that lie beside the project, and its own readings: those that serve development, those held out.
fn sets() -> Result<Vec<Set>, String> {
    let (root, shared) = (crate::root(), crate::root().join("../shared"));
    let readings = root.join("cases/readings");
    let list = readings.join("held-out.txt");
    let held_out = fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    let held_out: Vec<String> = held_out.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect();
    let mut developed = stems(&readings)?;
    developed.retain(|stem| !held_out.contains(stem));
    let set = |name, floor, stems, held_out| {
        let (stories, gold) = (readings.clone(), readings.clone());
        Set { name, stories, gold, floor, stems, held_out }
    };
    Ok(vec![
        Set {
            name: "stories",
            stories: shared.join("stories"),
            gold: shared.join("gold"),
            floor: "bench/gold-floor.txt",
            stems: stems(&shared.join("gold"))?,
            held_out: false,
        },
        set("readings", "bench/readings-floor.txt", developed, false),
        set("held-out", "bench/held-out-floor.txt", held_out, true),
    ])
}

/// The stems of the files of claims in a folder.
fn stems(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let claims = files.filter(|file| file.extension().is_some_and(|ending| ending == "jsonl"));
    let mut stems: Vec<_> = claims.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    stems.sort();
    Ok(stems)
}

/// Scores one set. `Some`: it fell below its floor, and how.
fn one(truce: &Path, scorer: &Path, set: &Set, asked: &Asked) -> Result<Option<String>, String> {
    let out = crate::root().join("target/gold").join(set.name);
    let (gold, found) = (out.join("gold"), out.join("found"));
    let _ = fs::remove_dir_all(&out);
    for folder in [&gold, &found] {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    for stem in &set.stems {
        let claims = format!("{stem}.jsonl");
        fs::copy(set.gold.join(&claims), gold.join(&claims)).map_err(|e| format!("{claims}: {e}"))?;
        let mut command = Command::new(truce);
        command.args(["extract", "--format", "jsonl"]).arg(set.stories.join(format!("{stem}.txt")));
        if let Some(rules) = &asked.rules {
            command.args(["--rules", rules]);
        }
        let run = command.output().map_err(|e| format!("{}: {e}", truce.display()))?;
        if !run.status.success() {
            return Err(format!("truce extract {stem}: {}", String::from_utf8_lossy(&run.stderr)));
        }
        fs::write(found.join(&claims), run.stdout).map_err(|e| format!("{claims}: {e}"))?;
    }
    let score = |by: &str, misses: usize| score(scorer, [&gold, &found, &set.stories], by, misses);
    println!("{}", score("story", 0)?);
    let table = score("kind", if set.held_out { 0 } else { asked.misses })?;
    println!("{table}");
    compare(&table, set)
}

fn score(scorer: &Path, folders: [&Path; 3], by: &str, misses: usize) -> Result<String, String> {
    let result = Command::new("python3")
        .arg(scorer)
        .args(folders)
        .args(["--by", by, "--misses", &misses.to_string()])
        .output()
        .map_err(|e| format!("python3, which runs the scorer: {e}"))?;
    if !result.status.success() {
        return Err(format!("score.py: {}", String::from_utf8_lossy(&result.stderr)));
    }
    Ok(String::from_utf8_lossy(&result.stdout).into_owned())
}

/// The last figure of the line `ALL`.
fn headline(table: &str) -> Option<f64> {
    table.lines().find(|line| line.starts_with("ALL"))?.split_whitespace().next_back()?.parse().ok()
}

fn compare(table: &str, set: &Set) -> Result<Option<String>, String> {
    let Set { name, floor: file, .. } = set;
    let reached = headline(table).ok_or("the scorer printed no line `ALL`")?;
    let text = fs::read_to_string(crate::root().join(file)).map_err(|e| format!("{file}: {e}"))?;
    let floor: f64 = text.trim().parse().map_err(|_| format!("{file}: `{}` is no number", text.trim()))?;
    if reached < floor {
        return Ok(Some(format!("{name}: score {reached:.3} is below {floor:.3}, the best so far ({file})")));
    }
    println!("{name}: score {reached:.3}, floor {floor:.3}");
    if reached > floor {
        println!("the score has risen: write {reached:.3} into {file}");
    }
    println!();
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_figure_is_the_last_of_its_line() {
        let table =
            "      gold  pred  P  R  found  slots  score\nALL    10    8  0.50  0.40  0.44  0.90  0.400\n";
        assert_eq!(headline(table), Some(0.4));
        assert_eq!(headline("nothing"), None);
    }

    #[test]
    fn the_command_line_says_what_to_score() {
        let words = ["--only", "readings", "--misses", "5", "--rules", "rules"];
        let expected =
            Asked { only: Some("readings".into()), misses: 5, rules: Some("rules".into()), release: false };
        assert_eq!(asked(&words), Ok(expected));
        assert!(asked(&["--only", "other"]).is_err() && asked(&["--misses"]).is_err());
    }
}
