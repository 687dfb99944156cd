//! Gives the program a word for how it judges: a hash over the sources of the steps that judge, and over their lists.
//!
//! Also builds again when a file of the demo is added or removed; changed ones are seen by the compiler itself.

use sha2::{Digest, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What a judgement depends on beside the log. Reading texts is not among it: what was read stands in the log.
const JUDGES: [&str; 5] = ["../model/src", "../reconcile/src", "../assess/src", "src", "../../actors"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=../../agreements");
    println!("cargo::rerun-if-changed=../../cases");
    let mut digest = Sha256::new();
    for folder in JUDGES {
        println!("cargo::rerun-if-changed={folder}");
        for file in files(Path::new(folder))? {
            let text = fs::read(&file)?;
            // Named by its place in the project, so that the word is the same wherever that lies.
            let name = file.to_string_lossy().replace('\\', "/");
            for part in [name.as_bytes(), text.as_slice()] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
        }
    }
    let word: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=TRUCE_JUDGES={word}");
    Ok(())
}

/// The files below a folder, in the order of their paths.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
