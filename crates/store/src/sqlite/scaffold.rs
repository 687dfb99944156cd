//! A folder beside a file that is being made, in which it grows until it is whole. Writes nothing of the file.
//!
//! It is locked for as long as its maker runs. So a later maker tells what a killed one left from what another still
//! writes, without asking who runs, and takes it away. The evidence's bags are made likewise.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process,
};

/// How such folders are named, wherever they stand.
const NAME: &str = ".truce-part-";

/// The file in it that is locked.
const LOCK: &str = "lock";

/// A folder that vanishes with this value.
pub(super) struct Scaffold {
    folder: PathBuf,
    /// Closing it ends the lock.
    held: Option<File>,
}

impl Scaffold {
    /// Makes one in the folder of `target`, and takes away those of dead makers there.
    pub(super) fn beside(target: &Path) -> io::Result<Scaffold> {
        let beside = folder_of(target);
        sweep(beside);
        for count in 0.. {
            let folder = beside.join(format!("{NAME}{}-{count}", process::id()));
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                made => made?,
            }
            // Locked before it lies where others look, or they would take it for left behind.
            let held = File::create(folder.join("locked"))?;
            // Where a disk knows no locks nobody can take it for dead.
            let _ = held.lock();
            fs::rename(folder.join("locked"), folder.join(LOCK))?;
            return Ok(Scaffold { folder, held: Some(held) });
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// A path in it.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Scaffold {
    fn drop(&mut self) {
        self.held.take();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder in which a file lies or will lie.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Takes away what makers left that run no more.
fn sweep(beside: &Path) {
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let is_one = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        let lock = if is_one { File::open(entry.path().join(LOCK)).ok() } else { None };
        if lock.is_some_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_dead_maker_left_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("copy.db");
        let dead = folder.path().join(".truce-part-1-0");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        fs::write(dead.join("store.db"), "half").unwrap();
        let other = folder.path().join(".truce-part-mine");
        fs::create_dir(&other).unwrap();
        let one = Scaffold::beside(&target).unwrap();
        assert!(!dead.exists() && other.exists());
        let two = Scaffold::beside(&target).unwrap();
        assert!(one.path(LOCK).exists() && two.path(LOCK).exists(), "those that are used stay");
        drop((one, two));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
