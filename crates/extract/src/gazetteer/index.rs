//! Reads an index of place names where it lies. Every access is checked against the length of the bytes.

use super::format::{
    CODE, ENTRY, HEADER, Hit, MAGIC, NONE, Naming, PLACE_BITS, RECORD, REGION, Record, Region, Sum, VERSION,
};
use crate::ExtractError;
use std::{fmt, sync::Arc};

/// The bytes of an index: a part of the program, or shared, as a mapped file is.
#[derive(Clone)]
pub enum Bytes {
    /// In the program.
    Static(&'static [u8]),
    /// Owned together, by whatever holds them.
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => (**bytes).as_ref(),
        }
    }
}

/// An index of place names, ready to be asked.
#[derive(Clone)]
pub struct Gazetteer {
    bytes: Bytes,
    file: String,
    /// Bits of a key that the directory resolves.
    bits: u32,
    entries: usize,
    places: u32,
    regions: u32,
    heap: usize,
    licence: u32,
    sum: u64,
    at: Sections,
}

/// Where each section begins.
#[derive(Clone, Copy, Debug)]
struct Sections {
    entries: usize,
    places: usize,
    regions: usize,
    heap: usize,
    directory: usize,
    end: usize,
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer").field("file", &self.file).field("places", &self.places).finish()
    }
}

impl Gazetteer {
    /// Opens an index; `file` is what messages call it. Reads the header only, whatever the size.
    pub fn open(file: &str, bytes: Bytes) -> Result<Gazetteer, ExtractError> {
        let all = bytes.as_ref();
        let fault =
            |at: usize, problem: String| ExtractError::Gazetteer { file: file.to_owned(), at, problem };
        if all.len() < HEADER || all[..8] != MAGIC {
            return Err(match all.first_chunk::<8>() {
                Some(magic) if *magic == MAGIC => {
                    fault(all.len(), format!("ends inside the header of {HEADER} bytes"))
                }
                _ => fault(0, "does not begin like a gazetteer that `truce gazetteer build` wrote".into()),
            });
        }
        let word = |at: usize| u32_at(all, at).unwrap_or(0);
        let long = |at: usize| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
        if word(8) != VERSION {
            let problem = format!("is in version {} of the layout, this program reads {VERSION}", word(8));
            return Err(fault(8, problem));
        }
        let mut sum = Sum::new();
        sum.add(&all[..HEADER - 8]);
        if sum.finish() != long(HEADER - 8) {
            return Err(fault(HEADER - 8, "the checksum of the header is wrong".into()));
        }
        let (bits, places, regions, licence) = (word(12), word(16), word(20), word(56));
        let at = sections(long(24), places, regions, long(32), bits)
            .ok_or_else(|| fault(12, "the header gives sizes that no file has".into()))?;
        if at.end != all.len() {
            let problem = format!("has {} bytes, its header says {}", all.len(), at.end);
            return Err(fault(all.len().min(at.end), problem));
        }
        let (entries, heap) = ((at.places - at.entries) / ENTRY, at.directory - at.heap);
        let sum = long(48);
        Ok(Gazetteer { file: file.to_owned(), bits, entries, places, regions, heap, licence, sum, at, bytes })
    }

    /// Reads every byte and compares the checksum.
    pub fn verify(&self) -> Result<(), ExtractError> {
        let mut sum = Sum::new();
        sum.add(&self.bytes.as_ref()[HEADER..]);
        if sum.finish() == self.sum {
            return Ok(());
        }
        let problem =
            format!("the checksum of the {} bytes behind the header is wrong", self.at.end - HEADER);
        Err(ExtractError::Gazetteer { file: self.file.clone(), at: HEADER, problem })
    }

    /// What messages call it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// How many places it holds.
    pub fn places(&self) -> u32 {
        self.places
    }

    /// How many pairs of a name and a place it holds, sounds included.
    pub fn names(&self) -> usize {
        self.entries
    }

    /// Bytes in all.
    pub fn size(&self) -> usize {
        self.at.end
    }

    /// Where its data come from, and under which licences.
    pub fn licence(&self) -> &str {
        self.text(self.licence)
    }

    /// The places that stand under a key, those with most people first.
    pub fn hits(&self, key: u64) -> impl Iterator<Item = Hit> + '_ {
        let bytes = self.bytes.as_ref();
        let bucket = (key >> (64 - self.bits)) as usize;
        let rest = (key << self.bits >> 32) as u32;
        let entry = |at: usize| u32_at(bytes, self.at.directory + 4 * at).unwrap_or(0) as usize;
        let (from, to) = (entry(bucket), entry(bucket + 1).min(self.entries));
        (from..to).filter_map(move |i| {
            let at = self.at.entries + i * ENTRY;
            if u32_at(bytes, at)? != rest {
                return None;
            }
            let value = u32_at(bytes, at + 4)?;
            let place = value & ((1 << PLACE_BITS) - 1);
            Some(Hit { place, naming: Naming::from_bits(value >> PLACE_BITS) })
        })
    }

    /// A place by its number.
    pub fn record(&self, place: u32) -> Option<Record> {
        let at = self.at.places + (place < self.places).then_some(place as usize)? * RECORD;
        Some(Record::from_bytes(self.bytes.as_ref().get(at..at + RECORD)?.first_chunk()?))
    }

    /// A region by its number.
    pub fn region(&self, region: u16) -> Option<Region> {
        let inside = u32::from(region) < self.regions;
        let at = self.at.regions + inside.then_some(usize::from(region))? * REGION;
        Some(Region::from_bytes(self.bytes.as_ref().get(at..at + REGION)?.first_chunk()?))
    }

    /// The main name of a place.
    pub fn name(&self, record: &Record) -> &str {
        self.text(record.name)
    }

    /// The code of a place: `geonames:170654`, or a P-code such as `SY0102`.
    pub fn code(&self, record: &Record) -> Option<String> {
        match record.identity {
            NONE => None,
            code if code & CODE != 0 => Some(self.text(code & !CODE).to_owned()),
            number => Some(format!("geonames:{number}")),
        }
    }

    fn text(&self, at: u32) -> &str {
        let heap = self.bytes.as_ref().get(self.at.heap..self.at.heap + self.heap).unwrap_or(&[]);
        let at = at as usize;
        let found = heap.get(at).and_then(|length| heap.get(at + 1..at + 1 + usize::from(*length)));
        found.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Where sections of these sizes lie. `None`: no file holds them.
fn sections(entries: u64, places: u32, regions: u32, heap: u64, bits: u32) -> Option<Sections> {
    let size = |count: u64, each: usize| usize::try_from(count.checked_mul(each as u64)?).ok();
    let at_places = HEADER.checked_add(size(entries, ENTRY)?)?;
    let at_regions = at_places.checked_add(size(u64::from(places), RECORD)?)?;
    let at_heap = at_regions.checked_add(size(u64::from(regions), REGION)?)?;
    let at_directory = at_heap.checked_add(usize::try_from(heap).ok()?)?;
    let buckets = (1..=30).contains(&bits).then(|| (1u64 << bits) + 1)?;
    let end = at_directory.checked_add(size(buckets, 4)?)?;
    Some(Sections {
        entries: HEADER,
        places: at_places,
        regions: at_regions,
        heap: at_heap,
        directory: at_directory,
        end,
    })
}
