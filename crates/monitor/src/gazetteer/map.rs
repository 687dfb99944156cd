//! Maps a gazetteer's file into memory. The one place of the project where `unsafe` stands.

use crate::MonitorError;
use memmap2::Mmap;
use std::{fs::File, path::Path, sync::Arc};
use truce_extract::gazetteer::{Bytes, Gazetteer};

/// Files up to this size are checked to the last byte when they are opened, which takes a few milliseconds.
const CHECKED: usize = 32 << 20;

/// Opens a gazetteer that `truce gazetteer build` wrote, without reading more than its header if it is large.
pub fn open_gazetteer(path: &Path) -> Result<Gazetteer, MonitorError> {
    let shown = path.display().to_string();
    let fault = |e: std::io::Error| MonitorError::Gazetteer { file: shown.clone(), problem: words(&e) };
    let file = File::open(path).map_err(fault)?;
    if file.metadata().map_err(fault)?.is_dir() {
        return Err(MonitorError::Gazetteer { file: shown, problem: "is a folder".into() });
    }
    let map = map(&file).map_err(fault)?;
    let gazetteer = Gazetteer::open(&shown, Bytes::Shared(Arc::new(map)))?;
    if gazetteer.size() <= CHECKED {
        gazetteer.verify()?;
    }
    Ok(gazetteer)
}

/// Maps a file for reading.
#[allow(unsafe_code, reason = "mapping a file has no safe form; the proof stands at the call")]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: a map is sound as long as nobody changes or cuts the file while it is mapped. `build_gazetteer` never
    // writes to a gazetteer in place: it writes beside it and renames, which leaves a mapped file whole. The map is
    // only read, through `AsRef<[u8]>`, each access checked against the length and no value of it trusted, so that
    // even bytes which another program changes against this rule can give wrong names and no out-of-bounds read;
    // cutting the file short then ends the program by a signal and not in undefined reads.
    unsafe { Mmap::map(file) }
}

/// The system's words for an error, without its number.
pub(super) fn words(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_lowercase()
}
