//! What the benchmarks share: a corpus made of the project's own dispatches, and readings of the machine.

use std::{fs, path::Path};

/// A file of the corpus: its name and its bytes.
pub type File = (String, Vec<u8>);

/// `documents` files, made from the dispatches below `cases/`; each differs from the others by its numbers.
pub fn corpus(documents: usize) -> Vec<File> {
    let mut seeds = Vec::new();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../cases"));
    for folder in ["september-2016-truce/documents", "readings"] {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let texts = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "txt"));
        let stories = texts.filter(|entry| entry.file_name() != "held-out.txt");
        seeds.extend(stories.filter_map(|entry| {
            Some((entry.file_name().into_string().ok()?, fs::read_to_string(entry.path()).ok()?))
        }));
    }
    seeds.sort();
    (0..documents).map(|n| varied(&seeds[n % seeds.len()], n / seeds.len())).collect()
}

/// A copy of a dispatch whose one- and two-digit numbers grow by `round`, and whose last line tells the round.
fn varied((name, text): &(String, String), round: usize) -> File {
    let mut out = String::with_capacity(text.len() + 32);
    let mut digits = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        match digits.parse::<usize>() {
            Ok(number) if digits.len() < 3 && round > 0 => out += &(number + round).to_string(),
            _ => out += &digits,
        }
        digits.clear();
        out.push(character);
    }
    if round > 0 {
        out += &format!("\nThe dispatch bears the serial number {round} of its series.\n");
    }
    let stem = name.trim_end_matches(".txt");
    (format!("{stem}-{round}.txt"), out.into_bytes())
}

/// The most memory that this process has held so far, in megabytes; `None` where the system does not tell.
pub fn peak_memory_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}
