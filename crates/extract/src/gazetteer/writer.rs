//! Writes an index of place names from entries in order. Sorts nothing and holds only the directory in memory.

use super::format::{CODE, HEADER, MAGIC, NONE, Naming, PLACE_BITS, RECORD, Record, Region, Sum, VERSION};
use std::io::{self, Read, Seek, SeekFrom, Write};
use truce_model::FeatureKind;

/// That a name means a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name's [key](super::key).
    pub key: u64,
    /// Sorts the places of a name: the lowest comes first.
    pub rank: u32,
    /// The number of the place.
    pub place: u32,
    /// How the name stands to it.
    pub naming: Naming,
}

/// What the heap of an index gives out for each text, written to `out` as it comes.
#[derive(Debug)]
pub struct Heap<W> {
    out: W,
    at: u64,
}

impl<W: Write> Heap<W> {
    /// An empty heap.
    pub fn new(out: W) -> Heap<W> {
        Heap { out, at: 0 }
    }

    /// Adds a text, cut to 255 bytes, and gives the number under which it lies.
    pub fn put(&mut self, text: &str) -> io::Result<u32> {
        let mut length = text.len().min(255);
        while !text.is_char_boundary(length) {
            length -= 1;
        }
        let at = u32::try_from(self.at).ok().filter(|at| *at < CODE);
        let at = at.ok_or_else(|| io::Error::other("the names take more than 2 GB"))?;
        self.out.write_all(&[length as u8])?;
        self.out.write_all(&text.as_bytes()[..length])?;
        self.at += length as u64 + 1;
        Ok(at)
    }

    /// Where the texts were written, and their bytes in all.
    pub fn finish(self) -> (W, u64) {
        (self.out, self.at)
    }
}

impl Record {
    /// A place whose name lies in the heap under a number.
    pub fn new(kind: FeatureKind, name: u32) -> Record {
        Record { point: None, population: None, kind, radius_m: 0, region: 0, identity: NONE, name }
    }

    /// Gives the number of the place in GeoNames.
    pub fn numbered(mut self, geonames: Option<u32>) -> Record {
        self.identity = geonames.filter(|number| number & CODE == 0).unwrap_or(self.identity);
        self
    }

    /// Gives the place a code that lies in the heap.
    pub fn coded(mut self, code: u32) -> Record {
        self.identity = code | CODE;
        self
    }

    /// The bytes that stand for it.
    pub fn bytes(self) -> [u8; RECORD] {
        self.to_bytes()
    }
}

/// How much was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Pairs of a name and a place, sounds included.
    pub names: u64,
    /// Places.
    pub places: u32,
    /// Bytes of the whole index.
    pub bytes: u64,
}

/// Writes the sections one after the other and the header last.
#[derive(Debug)]
pub struct GazetteerWriter<W> {
    out: W,
    sum: Sum,
    bits: u32,
    /// The number of entries below each value of the top bits.
    directory: Vec<u32>,
    entries: u32,
    last: Option<(u64, u32)>,
    at: u64,
}

impl<W: Write + Seek> GazetteerWriter<W> {
    /// Begins an index of about `expected` entries.
    pub fn new(mut out: W, expected: u64) -> io::Result<GazetteerWriter<W>> {
        out.write_all(&[0; HEADER])?;
        let bits = (expected / 4).max(2).ilog2().clamp(8, 26);
        let directory = Vec::with_capacity((1 << bits) + 1);
        Ok(GazetteerWriter {
            out,
            sum: Sum::new(),
            bits,
            directory,
            entries: 0,
            last: None,
            at: HEADER as u64,
        })
    }

    /// Adds an entry. Entries come sorted; a place that the key already has is left out.
    pub fn entry(&mut self, entry: Entry) -> io::Result<()> {
        if self.last == Some((entry.key, entry.place)) {
            return Ok(());
        }
        if self.last.is_some_and(|(key, _)| key > entry.key) {
            return Err(io::Error::other("the entries are not sorted"));
        }
        self.last = Some((entry.key, entry.place));
        let bucket = (entry.key >> (64 - self.bits)) as usize;
        while self.directory.len() <= bucket {
            self.directory.push(self.entries);
        }
        let rest = (entry.key << self.bits >> 32) as u32;
        let value = (entry.place & ((1 << PLACE_BITS) - 1)) | (entry.naming as u32) << PLACE_BITS;
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&rest.to_le_bytes());
        bytes[4..].copy_from_slice(&value.to_le_bytes());
        self.put(&bytes)?;
        let next = self.entries.checked_add(1);
        self.entries = next.ok_or_else(|| io::Error::other("more than 4 billion entries"))?;
        Ok(())
    }

    /// Adds the places, regions and texts and completes the index; the text under `licence` names the sources.
    pub fn finish(
        mut self,
        records: &mut impl Read,
        regions: &[Region],
        heap: &mut impl Read,
        licence: u32,
    ) -> io::Result<Totals> {
        let places = self.copy(records)? / RECORD as u64;
        let most = 1 << PLACE_BITS;
        let places = u32::try_from(places).ok().filter(|places| *places <= most);
        let places = places.ok_or_else(|| io::Error::other(format!("more than {most} places")))?;
        for region in regions {
            self.put(&region.to_bytes())?;
        }
        let heap = self.copy(heap)?;
        while self.directory.len() <= 1 << self.bits {
            self.directory.push(self.entries);
        }
        for below in std::mem::take(&mut self.directory) {
            self.put(&below.to_le_bytes())?;
        }
        let mut header = [0; HEADER];
        header[..8].copy_from_slice(&MAGIC);
        let mut field = |at: usize, value: u64, size: usize| {
            header[at..at + size].copy_from_slice(&value.to_le_bytes()[..size]);
        };
        field(8, u64::from(VERSION), 4);
        field(12, u64::from(self.bits), 4);
        field(16, u64::from(places), 4);
        field(20, regions.len() as u64, 4);
        field(24, u64::from(self.entries), 8);
        field(32, heap, 8);
        field(40, self.at, 8);
        field(48, self.sum.finish(), 8);
        field(56, u64::from(licence), 4);
        let mut sum = Sum::new();
        sum.add(&header[..HEADER - 8]);
        header[HEADER - 8..].copy_from_slice(&sum.finish().to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header)?;
        self.out.flush()?;
        Ok(Totals { names: u64::from(self.entries), places, bytes: self.at })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.add(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn copy(&mut self, from: &mut impl Read) -> io::Result<u64> {
        let mut buffer = vec![0; 64 * 1024];
        let mut total = 0;
        loop {
            let read = from.read(&mut buffer)?;
            if read == 0 {
                return Ok(total);
            }
            total += read as u64;
            self.put(&buffer[..read])?;
        }
    }
}
