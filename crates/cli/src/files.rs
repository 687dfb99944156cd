//! Finds and reads the files that a command line names: files, folders, standard input.

use crate::failure::{Failure, io_words};
use std::{
    collections::HashSet,
    ffi::OsStr,
    fs,
    io::Read,
    path::{Path, PathBuf},
};
use truce_monitor::{ExchangeError, MonitorError};
use walkdir::WalkDir;

/// The largest file that is read, in bytes.
const LARGEST: usize = 16 << 20;

/// Endings of the files of a folder that are taken for texts.
pub const TEXTS: &[&str] = &["txt", "html", "htm"];

/// What a command line's paths come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Files to read, in a fixed order, each once.
    pub files: Vec<PathBuf>,
    /// Files in folders that are no text by their names.
    pub passed_over: usize,
    /// Paths that cannot be used, with the cause.
    pub refused: Vec<String>,
}

/// Finds the files behind `paths`: a file as it is named, a folder's files of these endings at any depth, `-` for
/// standard input.
pub fn find(paths: &[PathBuf], endings: &[&str]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match fs::metadata(path) {
            _ if is_input(path) => found.files.push(path.clone()),
            Ok(folder) if folder.is_dir() => found.walk(path, endings),
            // A pipe is read like a file.
            Ok(_) => found.files.push(path.clone()),
            Err(error) => found.refused.push(format!("{}: {}", path.display(), io_words(&error))),
        }
    }
    let mut seen = HashSet::new();
    found.files.retain(|file| seen.insert(file.clone()));
    found
}

impl Found {
    fn walk(&mut self, folder: &Path, endings: &[&str]) {
        let before = (self.files.len(), self.refused.len());
        for entry in WalkDir::new(folder).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && ends_in(entry.path(), endings) => {
                    self.files.push(entry.into_path());
                }
                Ok(entry) if entry.file_type().is_file() => self.passed_over += 1,
                Ok(entry) if !entry.file_type().is_dir() && ends_in(entry.path(), endings) => {
                    self.refused.push(format!("{}: is no file but a link or a pipe", entry.path().display()));
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).display().to_string();
                    let words = error.io_error().map_or_else(|| error.to_string(), io_words);
                    self.refused.push(format!("{path}: {words}"));
                }
            }
        }
        if (self.files.len(), self.refused.len()) == before {
            let (folder, endings) = (folder.display(), endings.join(", ."));
            self.refused.push(format!("{folder}: the folder holds no file that ends in .{endings}"));
        }
    }
}

fn is_input(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending.eq_ignore_ascii_case(wanted)))
}

/// Reads a file, or standard input for `-`; one that is too large is refused without being held in memory.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let fault = |error: std::io::Error| Failure::file(&name(path), &error);
    let mut bytes = Vec::new();
    let limit = LARGEST as u64 + 1;
    let mut size = None;
    if is_input(path) {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(fault)?;
    } else {
        let file = fs::File::open(path).map_err(fault)?;
        size = file.metadata().ok().and_then(|known| usize::try_from(known.len()).ok());
        file.take(limit).read_to_end(&mut bytes).map_err(fault)?;
    }
    if bytes.len() <= LARGEST {
        return Ok(bytes);
    }
    let (file, bytes) = (name(path), size.unwrap_or_default().max(bytes.len()));
    Err(MonitorError::from(ExchangeError::TooLarge { file, bytes, max: LARGEST }).into())
}

/// Reads a text file, or standard input for `-`.
pub fn text(path: &str) -> Result<String, Failure> {
    decoded(Path::new(path), read(Path::new(path))?)
}

fn decoded(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Data(format!("{}: not UTF-8 from byte {at} on", path.display()), None)
    })
}

/// The text files of a folder that have one of these endings, each by its path there, down to a depth.
pub fn texts(folder: &Path, endings: &[&str], depth: usize) -> Result<Vec<(String, String)>, Failure> {
    let text = |(inside, bytes): (String, Vec<u8>)| {
        let text = decoded(&folder.join(&inside), bytes)?;
        Ok((inside, text))
    };
    bytes(folder, endings, depth)?.into_iter().map(text).collect()
}

/// The files of a folder that have one of these endings, likewise.
pub fn bytes(folder: &Path, endings: &[&str], depth: usize) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).max_depth(depth).sort_by_file_name() {
        let entry = entry.map_err(|error| Failure::Data(error.to_string(), None))?;
        if entry.file_type().is_file() && ends_in(entry.path(), endings) {
            let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let inside = inside.to_string_lossy().replace('\\', "/");
            files.push((inside, read(entry.path())?));
        }
    }
    Ok(files)
}

/// The name under which a file's documents are known; what is no UTF-8 in it is shown as a replacement character.
pub fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
