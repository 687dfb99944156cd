//! Files of evidence: keys, checkpoints, proofs. Read whole, and written once, never over another.

use crate::{
    failure::{Failure, note},
    files,
};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::Path,
};
use truce_monitor::{Authority, EvidenceError, SignedCheckpoint, Signer, Verifier};

/// Names the file in what is wrong with its content.
pub fn of<T>(path: &Path, read: Result<T, EvidenceError>) -> Result<T, Failure> {
    read.map_err(|error| match Failure::from(truce_monitor::MonitorError::from(error)) {
        Failure::Data(message, hint) => Failure::Data(format!("{}: {message}", path.display()), hint),
        other => other,
    })
}

fn text(path: &Path) -> Result<String, Failure> {
    files::text(&path.to_string_lossy())
}

/// A checkpoint in a file.
pub fn checkpoint(path: &Path) -> Result<SignedCheckpoint, Failure> {
    of(path, SignedCheckpoint::parse(&text(path)?))
}

/// A text of evidence in a file.
pub fn parsed<T>(path: &Path, parse: impl Fn(&str) -> Result<T, EvidenceError>) -> Result<T, Failure> {
    of(path, parse(&text(path)?))
}

/// A verifier key: the key itself, or a file that holds it.
pub fn verifier(word: &str) -> Result<Verifier, Failure> {
    match Verifier::parse(word) {
        Ok(verifier) => Ok(verifier),
        Err(_) if Path::new(word).is_file() => parsed(Path::new(word), Verifier::parse),
        Err(error) if word.contains('+') => Err(truce_monitor::MonitorError::from(error).into()),
        Err(_) => {
            let hint = "give the key itself (name+number+letters) or a file that holds it";
            Err(Failure::data(format!("{word}: there is no such file, and it is no key"), hint))
        }
    }
}

/// The certificates of authorities in a file.
pub fn authority(path: &Path) -> Result<Authority, Failure> {
    parsed(path, Authority::parse)
}

/// The secret key in a file; tells if others can read it.
pub fn signer(path: &Path) -> Result<Signer, Failure> {
    let signer = parsed(path, Signer::parse)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path).is_ok_and(|known| known.permissions().mode() & 0o077 != 0) {
            let path = path.display();
            note(&format!("{path}: others on this machine can read the secret key; `chmod 600 {path}`"));
        }
    }
    Ok(signer)
}

/// Writes a file that only its owner can read.
pub fn write_secret(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    put(path, options.write(true).create_new(true).open(path), text.as_bytes())
}

/// Writes a file where none lies yet.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    put(path, File::create_new(path), bytes)
}

/// Refuses a place where something lies already, before any work is done for it.
pub fn check_free(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        let hint = "evidence is never overwritten; give another name";
        return Err(Failure::data(format!("{}: something lies there already", path.display()), hint));
    }
    Ok(())
}

fn put(path: &Path, opened: std::io::Result<File>, bytes: &[u8]) -> Result<(), Failure> {
    let mut file = opened.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            let hint = "evidence is never overwritten; give another name";
            Failure::data(format!("{}: something lies there already", path.display()), hint)
        }
        _ => Failure::file(&files::name(path), &error),
    })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half of a checkpoint or key is of no use to anybody.
        let _ = fs::remove_file(path);
        Failure::file(&files::name(path), &error)
    })
}
