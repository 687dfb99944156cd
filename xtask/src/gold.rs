//! Scores the extractor against the adjudicated claims that lie beside the project, and never lets the score fall.

use crate::process;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Stories with their adjudicated claims, and the best score reached on them so far; it only rises.
struct Set {
    name: &'static str,
    stories: PathBuf,
    gold: PathBuf,
    floor: &'static str,
}

/// Extracts each story, prints the tables of the scorer, and fails below the floor of a set.
pub fn run() -> Result<(), String> {
    let (root, shared) = (crate::root(), crate::root().join("../shared"));
    let scorer = shared.join("gold/score.py");
    if !scorer.is_file() {
        println!("gold: skipped, for ../shared/gold/score.py is not there");
        return Ok(());
    }
    let truce = process::build_truce()?;
    let readings = root.join("cases/readings");
    let sets = [
        Set {
            name: "stories",
            stories: shared.join("stories"),
            gold: shared.join("gold"),
            floor: "bench/gold-floor.txt",
        },
        Set {
            name: "readings",
            stories: readings.clone(),
            gold: readings,
            floor: "bench/readings-floor.txt",
        },
    ];
    sets.iter().try_for_each(|set| one(&truce, &scorer, set))
}

fn one(truce: &Path, scorer: &Path, set: &Set) -> Result<(), String> {
    let out = crate::root().join("target/gold").join(set.name);
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    for story in stories(&set.stories)? {
        let stem = story.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let found = Command::new(truce)
            .args(["extract", "--format", "jsonl"])
            .arg(&story)
            .output()
            .map_err(|e| format!("{}: {e}", truce.display()))?;
        if !found.status.success() {
            return Err(format!("truce extract {stem}: {}", String::from_utf8_lossy(&found.stderr)));
        }
        fs::write(out.join(format!("{stem}.jsonl")), found.stdout).map_err(|e| format!("{stem}: {e}"))?;
    }
    println!("{}", score(scorer, &out, set, "story")?);
    let table = score(scorer, &out, set, "kind")?;
    println!("{table}");
    compare(&table, set)
}

fn stories(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    Ok(files)
}

fn score(scorer: &Path, predicted: &Path, set: &Set, by: &str) -> Result<String, String> {
    let result = Command::new("python3")
        .arg(scorer)
        .args([set.gold.as_path(), predicted, set.stories.as_path()])
        .args(["--by", by])
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

fn compare(table: &str, set: &Set) -> Result<(), String> {
    let Set { name, floor: file, .. } = set;
    let reached = headline(table).ok_or("the scorer printed no line `ALL`")?;
    let text = fs::read_to_string(crate::root().join(file)).map_err(|e| format!("{file}: {e}"))?;
    let floor: f64 = text.trim().parse().map_err(|_| format!("{file}: `{}` is no number", text.trim()))?;
    if reached < floor {
        return Err(format!("{name}: score {reached:.3} is below {floor:.3}, the best so far ({file})"));
    }
    println!("{name}: score {reached:.3}, floor {floor:.3}");
    if reached > floor {
        println!("the score has risen: write {reached:.3} into {file}");
    }
    Ok(())
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
}
