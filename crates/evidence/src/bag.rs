//! A folder in the BagIt form, which anybody can check with `sha256sum`. Knows nothing of what lies in it.
//!
//! The form is "The BagIt File Packaging Format (V1.0)", RFC 8493 (2018), sections 2.1 and 2.2. The bag is written beside
//! its place and moved there when it is whole, so that no half of one is ever taken for a bag.

use crate::EvidenceError;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use truce_model::Hash;

/// How the folder of a bag begins while it is filled.
const UNFINISHED: &str = ".bag-";

/// A file in it that is locked for as long as whoever fills it runs.
const LOCK: &str = "lock";

/// A bag that is being filled.
#[derive(Debug)]
pub struct Bag {
    target: PathBuf,
    folder: TempDir,
    /// Closing it ends the lock.
    held: File,
    files: BTreeMap<String, Hash>,
    bytes: u64,
}

/// Counts and hashes what goes through to a file.
struct Hashed {
    file: BufWriter<File>,
    hasher: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn fault(path: &Path) -> impl FnOnce(io::Error) -> EvidenceError {
    let path = path.display().to_string();
    move |error| {
        let words = error.to_string();
        let problem = words.split(" (os error").next().unwrap_or(&words).to_lowercase();
        EvidenceError::Bag { path, problem }
    }
}

/// Whether a path means the same file on every system, and nothing outside the bag.
fn is_safe(path: &str) -> bool {
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !part.is_empty() && !part.starts_with(['.', '-']) && !part.ends_with('.') && part.chars().all(plain)
    };
    path.len() <= 200 && path.split('/').all(part)
}

impl Bag {
    /// Starts a bag that will lie at `target`, where nothing may lie yet.
    pub fn begin(target: &Path) -> Result<Bag, EvidenceError> {
        let refuse = |problem: &str| {
            Err(EvidenceError::Bag { path: target.display().to_string(), problem: problem.into() })
        };
        if target.symlink_metadata().is_ok() {
            return refuse("something lies there already");
        }
        let beside = match target.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => return refuse("no folder can be made there"),
        };
        sweep(beside);
        let folder = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(beside).map_err(fault(beside))?;
        // Locked before it lies where others look, or they would take it for left behind.
        let held = tempfile::NamedTempFile::new_in(folder.path()).map_err(fault(beside))?;
        let _ = held.as_file().lock();
        let held = held.persist(folder.path().join(LOCK)).map_err(|e| fault(beside)(e.error))?;
        fs::create_dir(folder.path().join("data")).map_err(fault(target))?;
        Ok(Bag { target: target.to_owned(), folder, held, files: BTreeMap::new(), bytes: 0 })
    }

    /// Adds a file of the payload.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), EvidenceError> {
        self.write(path, |out| out.write_all(bytes))
    }

    /// Adds a file of the payload that is written piece by piece.
    pub fn write(
        &mut self,
        path: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), EvidenceError> {
        let problem = |problem: &str| EvidenceError::Bag { path: path.to_owned(), problem: problem.into() };
        if !is_safe(path) {
            return Err(problem("not every system can hold a file of that name"));
        }
        // Systems that do not tell `A` from `a` would hold one file for two.
        if self.files.keys().any(|known| known.eq_ignore_ascii_case(&format!("data/{path}"))) {
            return Err(problem("the bag holds a file of that name already"));
        }
        let inside = self.folder.path().join("data").join(path);
        if let Some(parent) = inside.parent() {
            fs::create_dir_all(parent).map_err(fault(parent))?;
        }
        let file = File::create_new(&inside).map_err(fault(&inside))?;
        let mut out = Hashed { file: BufWriter::new(file), hasher: Sha256::new(), bytes: 0 };
        content(&mut out).and_then(|()| out.flush()).map_err(fault(&inside))?;
        out.file.get_ref().sync_all().map_err(fault(&inside))?;
        self.files.insert(format!("data/{path}"), Hash::from_bytes(out.hasher.finalize().into()));
        self.bytes += out.bytes;
        Ok(())
    }

    /// Whether the payload holds a file.
    pub fn holds(&self, path: &str) -> bool {
        self.files.contains_key(&format!("data/{path}"))
    }

    /// Writes what a bag needs besides its payload, and puts it in its place; `info` are its labels with their words.
    pub fn finish(self, info: &[(&str, String)]) -> Result<(), EvidenceError> {
        let size = [("Payload-Oxum", format!("{}.{}", self.bytes, self.files.len()))];
        let line = |(label, words): &(&str, String)| {
            // A line break would start another label.
            let words: Vec<&str> = words.split_whitespace().collect();
            format!("{label}: {}\n", words.join(" "))
        };
        let tags = [
            ("bag-info.txt", info.iter().chain(&size).map(line).collect()),
            ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
            ("manifest-sha256.txt", manifest(&self.files)),
        ];
        let hashes = tags.iter().map(|(name, text)| ((*name).to_owned(), Hash::of(text.as_bytes())));
        let hashes: BTreeMap<String, Hash> = hashes.collect();
        let last = ("tagmanifest-sha256.txt", manifest(&hashes));
        for (name, text) in tags.iter().chain([&last]) {
            let path = self.folder.path().join(name);
            let written = File::create_new(&path).and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            });
            written.map_err(fault(&path))?;
        }
        let_others_read(self.folder.path()).map_err(fault(&self.target))?;
        fs::remove_file(self.folder.path().join(LOCK)).map_err(fault(&self.target))?;
        drop(self.held);
        let made = self.folder.keep();
        fs::rename(&made, &self.target).map_err(|error| {
            // What cannot be put in its place is of no use where it lies.
            let _ = fs::remove_dir_all(&made);
            fault(&self.target)(error)
        })
    }
}

/// Takes away half bags whose makers run no more: where one still runs, it holds the lock.
fn sweep(beside: &Path) {
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let is_half = entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED));
        let lock = if is_half { File::open(entry.path().join(LOCK)).ok() } else { None };
        if lock.is_some_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Gives a folder that was made for one user the rights of any other folder.
fn let_others_read(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let inside = fs::metadata(folder.join("data"))?.permissions().mode();
        fs::set_permissions(folder, fs::Permissions::from_mode(inside))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Lines as `sha256sum` writes and checks them.
fn manifest(files: &BTreeMap<String, Hash>) -> String {
    files.iter().fold(String::new(), |mut lines, (path, hash)| {
        fmt::Write::write_fmt(&mut lines, format_args!("{hash}  {path}\n")).expect("a string takes all");
        lines
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bag_holds_what_its_manifest_tells() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("bag");
        let mut bag = Bag::begin(&target).unwrap();
        bag.add("texts/doc-1.txt", b"North shelled Arden.").unwrap();
        bag.add("empty", b"").unwrap();
        assert!(bag.holds("empty") && !target.exists());
        bag.finish(&[("Source-Organization", "Field\nDesk".into())]).unwrap();
        let read = |name: &str| fs::read_to_string(target.join(name)).unwrap();
        let line = format!("{}  data/texts/doc-1.txt\n", Hash::of(b"North shelled Arden."));
        assert!(read("manifest-sha256.txt").ends_with(&line));
        assert_eq!(read("bag-info.txt"), "Source-Organization: Field Desk\nPayload-Oxum: 20.2\n");
        assert_eq!(read("tagmanifest-sha256.txt").lines().count(), 3);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn an_abandoned_bag_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut bag = Bag::begin(&folder.path().join("bag")).unwrap();
        bag.add("text", b"North").unwrap();
        drop(bag);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_program_left_of_a_bag_goes_with_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".bag-left");
        fs::create_dir_all(left.join("data")).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::create_dir(folder.path().join(".bag-of-mine")).unwrap();
        let one = Bag::begin(&folder.path().join("one")).unwrap();
        assert!(!left.exists());
        let two = Bag::begin(&folder.path().join("two")).unwrap();
        one.finish(&[]).unwrap();
        two.finish(&[]).unwrap();
        let mut there: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        there.sort();
        assert_eq!(there, [".bag-of-mine", "one", "two"]);
        assert!(!folder.path().join("one").join(LOCK).exists());
    }

    #[test]
    fn a_bag_is_written_over_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let refused = Bag::begin(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("already"), "{refused}");
    }

    #[test]
    fn odd_names_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut bag = Bag::begin(&folder.path().join("bag")).unwrap();
        for name in ["", "/a", "../a", "a/../b", "a//b", ".a", "a b", "a\nb", "ä", "a.", "-a", "a\\b", "a:b"]
        {
            assert!(bag.add(name, b"").is_err(), "{name}");
        }
        bag.add("a", b"").unwrap();
        assert!(bag.add("A", b"").is_err() && bag.add("a", b"").is_err());
    }
}
