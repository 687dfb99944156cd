//! Holds the reader to word lists that exist: a list that no file gives would hold no word, and nobody would notice.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The files of a folder and of those within.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The words that stand quoted behind each of these openings, each with its line.
fn quoted_behind<'t>(text: &'t str, openings: &[&str]) -> Vec<(usize, &'t str)> {
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(at, line)| {
            openings.iter().flat_map(move |opening| {
                let quoted = line.split(opening).skip(1).filter_map(|rest| rest.split('"').next());
                quoted.map(move |word| (at + 1, word))
            })
        })
        .collect()
}

#[test]
fn every_list_that_the_reader_asks_stands_in_the_rules() {
    let lists: BTreeSet<String> = files(&Path::new(ROOT).join("rules/en/lists"))
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let mut asked = 0;
    for path in files(&Path::new(ROOT).join("crates/extract/src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        // Lists of tokens and of other things have methods of the same names.
        for (line, list) in quoted_behind(&text, &["lexicon.has(\"", "lexicon.list(\"", ".list(\""]) {
            asked += 1;
            assert!(lists.contains(list), "{}:{line}: no list `{list}`", path.display());
        }
    }
    assert!(asked > 50, "the reader asks its lists by name");
}
