//! Finds and reads the files that a command line names: files, folders, standard input.

use crate::failure::{Failure, io_words};
use std::{fs, io::Read, path::Path};
use walkdir::WalkDir;

/// The most that is read of one file, in bytes; a longer one is handed on as it is, one byte over, to be refused.
const READ_LIMIT: u64 = 16 * 1024 * 1024 + 1;

/// What a command line's paths come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Files to read, in a fixed order, each once.
    pub files: Vec<String>,
    /// Files in folders that are no text by their names.
    pub passed_over: usize,
    /// Paths that cannot be used, with the cause.
    pub refused: Vec<String>,
}

/// Finds the files behind `paths`: a file as it is named, a folder's files of that ending at any depth, `-` for
/// standard input.
pub fn find(paths: &[String], ending: &str) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path == "-" || Path::new(path).is_file() {
            found.add(path.clone());
        } else if Path::new(path).is_dir() {
            found.walk(path, ending);
        } else {
            let cause =
                fs::metadata(path).err().map_or("neither a file nor a folder".to_owned(), |e| io_words(&e));
            found.refused.push(format!("{path}: {cause}"));
        }
    }
    found
}

impl Found {
    fn add(&mut self, file: String) {
        if !self.files.contains(&file) {
            self.files.push(file);
        }
    }

    fn walk(&mut self, folder: &str, wanted: &str) {
        let before = self.files.len();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if entry.path().extension().is_some_and(|ending| ending == wanted) {
                        self.files.push(entry.path().to_string_lossy().into_owned());
                    } else {
                        self.passed_over += 1;
                    }
                }
                Ok(_) => {}
                Err(error) => self.refused.push(error.to_string()),
            }
        }
        if self.files.len() == before {
            self.refused.push(format!("{folder}: the folder holds no file that ends in .{wanted}"));
        }
    }
}

/// Reads a file, or standard input for `-`; no more than the limit is held in memory.
pub fn read(path: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let done = if path == "-" {
        std::io::stdin().lock().take(READ_LIMIT).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(READ_LIMIT).read_to_end(&mut bytes))
    };
    done.map(|_| bytes).map_err(|error| format!("{path}: {}", io_words(&error)))
}

/// The text files of a folder that have one of these endings, each by its path there, down to a depth.
pub fn texts(folder: &Path, endings: &[&str], depth: usize) -> Result<Vec<(String, String)>, Failure> {
    let mut texts = Vec::new();
    for entry in WalkDir::new(folder).max_depth(depth).sort_by_file_name() {
        let entry = entry.map_err(|error| Failure::Data(error.to_string(), None))?;
        let wanted =
            entry.path().extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted));
        if wanted && entry.file_type().is_file() {
            let inside = entry
                .path()
                .strip_prefix(folder)
                .unwrap_or(entry.path())
                .to_string_lossy()
                .replace('\\', "/");
            let bytes = read(&entry.path().to_string_lossy()).map_err(|m| Failure::Data(m, None))?;
            let text = String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                Failure::Data(format!("{}: not UTF-8 from byte {at} on", entry.path().display()), None)
            })?;
            texts.push((inside, text));
        }
    }
    Ok(texts)
}

/// The name under which a file's documents are known.
pub fn name(path: &str) -> String {
    if path == "-" { "-".to_owned() } else { path.to_owned() }
}
