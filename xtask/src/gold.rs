//! Scores the extractor against the adjudicated claims that lie beside the project, and never lets the score fall.

use crate::process;
use std::{fs, path::Path, process::Command};

/// The best score reached so far, in `bench/gold-floor.txt`; it only rises.
const FLOOR: &str = "bench/gold-floor.txt";

/// Extracts each story, prints the table of the scorer, and fails below the floor.
pub fn run() -> Result<(), String> {
    let shared = crate::root().join("../shared");
    if !shared.join("gold").is_dir() {
        println!("gold: skipped, for ../shared/gold is not there");
        return Ok(());
    }
    let truce = process::build_truce()?;
    let out = crate::root().join("target/gold");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    for story in stories(&shared.join("stories"))? {
        let stem = story.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let found = Command::new(&truce)
            .args(["extract", "--format", "jsonl"])
            .arg(&story)
            .output()
            .map_err(|e| format!("{}: {e}", truce.display()))?;
        if !found.status.success() {
            return Err(format!("truce extract {stem}: {}", String::from_utf8_lossy(&found.stderr)));
        }
        fs::write(out.join(format!("{stem}.jsonl")), found.stdout).map_err(|e| format!("{stem}: {e}"))?;
    }
    for by in ["story", "kind"] {
        let table = score(&shared, &out, by)?;
        println!("{table}");
        if by == "kind" {
            compare(&table)?;
        }
    }
    Ok(())
}

fn stories(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    Ok(files)
}

fn score(shared: &Path, predicted: &Path, by: &str) -> Result<String, String> {
    let result = Command::new("python3")
        .arg(shared.join("gold/score.py"))
        .arg(shared.join("gold"))
        .arg(predicted)
        .arg(shared.join("stories"))
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

fn compare(table: &str) -> Result<(), String> {
    let reached = headline(table).ok_or("the scorer printed no line `ALL`")?;
    let text = fs::read_to_string(crate::root().join(FLOOR)).map_err(|e| format!("{FLOOR}: {e}"))?;
    let floor: f64 = text.trim().parse().map_err(|_| format!("{FLOOR}: `{}` is no number", text.trim()))?;
    if reached < floor {
        return Err(format!("score {reached:.3} is below {floor:.3}, the best so far ({FLOOR})"));
    }
    println!("score {reached:.3}, floor {floor:.3}");
    if reached > floor {
        println!("the score has risen: write {reached:.3} into {FLOOR}");
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
