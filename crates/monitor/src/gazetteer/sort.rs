//! Sorts entries of a gazetteer in bounded memory: sorted runs in temporary files, merged at the end.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::PathBuf,
};
use truce_extract::gazetteer::{Entry, Naming};

/// Entries that are held before a run is written: 48 MB.
const HELD: usize = 2 << 20;
const BYTES: usize = 17;

/// Takes entries in any order and gives them back sorted.
#[derive(Debug)]
pub(super) struct Sorter {
    folder: PathBuf,
    held: Vec<Entry>,
    most: usize,
    runs: Vec<File>,
    count: u64,
}

impl Sorter {
    /// A sorter that puts its runs into `folder`.
    pub fn new(folder: PathBuf) -> Sorter {
        Sorter { folder, held: Vec::new(), most: HELD, runs: Vec::new(), count: 0 }
    }

    #[cfg(test)]
    pub fn holding(folder: PathBuf, most: usize) -> Sorter {
        Sorter { most, ..Sorter::new(folder) }
    }

    /// Entries so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Takes an entry.
    pub fn push(&mut self, entry: Entry) -> io::Result<()> {
        self.held.push(entry);
        self.count += 1;
        if self.held.len() >= self.most { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for entry in self.held.drain(..) {
            out.write_all(&to_bytes(entry))?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        Ok(())
    }

    /// Gives every entry to `take`, lowest first.
    pub fn finish(mut self, mut take: impl FnMut(Entry) -> io::Result<()>) -> io::Result<()> {
        if self.runs.is_empty() {
            self.held.sort_unstable();
            return self.held.into_iter().try_for_each(take);
        }
        self.spill()?;
        drop(std::mem::take(&mut self.held));
        let mut runs: Vec<BufReader<File>> = self.runs.drain(..).map(BufReader::new).collect();
        let mut next = BinaryHeap::new();
        for (at, run) in runs.iter_mut().enumerate() {
            next.extend(read(run)?.map(|entry| Reverse((entry, at))));
        }
        while let Some(Reverse((entry, at))) = next.pop() {
            take(entry)?;
            next.extend(read(&mut runs[at])?.map(|entry| Reverse((entry, at))));
        }
        Ok(())
    }
}

fn to_bytes(entry: Entry) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    bytes[..8].copy_from_slice(&entry.key.to_le_bytes());
    bytes[8..12].copy_from_slice(&entry.rank.to_le_bytes());
    bytes[12..16].copy_from_slice(&entry.place.to_le_bytes());
    bytes[16] = entry.naming as u8;
    bytes
}

fn read(run: &mut BufReader<File>) -> io::Result<Option<Entry>> {
    let mut key = [0; 8];
    if run.read(&mut key[..1])? == 0 {
        return Ok(None);
    }
    run.read_exact(&mut key[1..])?;
    let mut rest = [0; BYTES - 8];
    run.read_exact(&mut rest)?;
    let word = |at: usize| u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
    let naming = [Naming::Main, Naming::Other, Naming::Short, Naming::Sound][usize::from(rest[8] & 3)];
    Ok(Some(Entry { key: u64::from_le_bytes(key), rank: word(0), place: word(4), naming }))
}
