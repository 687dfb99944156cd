//! The layout of an index of place names, little-endian throughout. Reads and writes single fields only.
//!
//! | section | what |
//! |---|---|
//! | header | [`HEADER`] bytes: magic, version, counts, where each section begins, two checksums |
//! | directory | for each value of the top bits of a key, the first entry at or above it; one more at the end |
//! | entries | [`ENTRY`] bytes each, sorted: 32 further bits of the key, place and naming in 32 bits |
//! | places | [`RECORD`] bytes each |
//! | regions | [`REGION`] bytes each: a country, a division, and their places |
//! | heap | names and codes: a byte that gives the length, then UTF-8 |

use truce_model::FeatureKind;

/// How an index begins.
pub(super) const MAGIC: [u8; 8] = *b"TRUCEGAZ";
/// The version of the layout that this program writes and reads.
pub(super) const VERSION: u32 = 1;
/// Bytes of the header.
pub(super) const HEADER: usize = 128;
/// Bytes of an entry.
pub(super) const ENTRY: usize = 8;
/// Bytes of a place.
pub(super) const RECORD: usize = 20;
/// Bytes of a region.
pub(super) const REGION: usize = 12;
/// Bits of an entry that number its place; the four above tell how the name stands to it.
pub(super) const PLACE_BITS: u32 = 28;
/// Says that a field of four bytes is not known.
pub(super) const NONE: u32 = u32::MAX;
/// Bit of an identity that is a code in the heap and no GeoNames number.
pub(super) const CODE: u32 = 1 << 31;

/// How a name stands to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Naming {
    /// Its main name.
    Main,
    /// Another name or spelling.
    Other,
    /// An abbreviation such as `Calif.` or `NSW`.
    Short,
    /// What sounds like one of its names.
    Sound,
}

impl Naming {
    pub(super) fn from_bits(bits: u32) -> Naming {
        match bits {
            0 => Naming::Main,
            1 => Naming::Other,
            2 => Naming::Short,
            _ => Naming::Sound,
        }
    }
}

/// A place that a name means, by its number in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The number of its record.
    pub place: u32,
    /// How the name stands to it.
    pub naming: Naming,
}

/// A place as an index holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// Latitude and longitude in degrees. `None`: not known.
    pub point: Option<(f64, f64)>,
    /// People, to about a twelfth. `None`: not known.
    pub population: Option<u64>,
    /// What sort of place.
    pub kind: FeatureKind,
    /// Radius in metres of a circle that holds it, as far as its kind, people or area tell, to about a twelfth.
    pub radius_m: u32,
    /// The number of its region.
    pub region: u16,
    pub(super) identity: u32,
    pub(super) name: u32,
}

/// A country, or a first-level division of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// ISO 3166 code of the country.
    pub country: [u8; 2],
    /// The record of the country. `None`: not in this index.
    pub whole: Option<u32>,
    /// The record of the division. `None`: the region is the country, or the division is not in this index.
    pub division: Option<u32>,
}

/// A whole number as one byte, in steps of a twelfth: 0 is none, 1 is one.
pub(super) fn to_log(value: u64) -> u8 {
    if value == 0 {
        return 0;
    }
    let steps = ((value as f64).log2() * 8.0).round();
    steps.min(254.0) as u8 + 1
}

pub(super) fn from_log(byte: u8) -> Option<u64> {
    (byte > 0).then(|| 2f64.powf(f64::from(byte - 1) / 8.0).round() as u64)
}

const STEPS: f64 = 16_777_214.0;

/// Degrees of `±half` as three bytes, of which 2 m are one step on the equator; read back to 11 m. All bits set: not known.
fn to_steps(degrees: f64, half: f64) -> [u8; 3] {
    let steps = ((degrees + half) / (2.0 * half) * STEPS).round().clamp(0.0, STEPS) as u32;
    let [a, b, c, _] = steps.to_le_bytes();
    [a, b, c]
}

fn from_steps(bytes: [u8; 3], half: f64) -> Option<f64> {
    let steps = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
    let exact = f64::from(steps) / STEPS * 2.0 * half - half;
    (bytes != [255; 3]).then(|| (exact * 1e4).round() / 1e4)
}

impl Record {
    pub(super) fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0xff; RECORD];
        if let Some((lat, lon)) = self.point {
            bytes[0..3].copy_from_slice(&to_steps(lat, 90.0));
            bytes[3..6].copy_from_slice(&to_steps(lon, 180.0));
        }
        bytes[6] = self.population.map_or(0, to_log);
        bytes[7] = self.kind as u8;
        bytes[8] = to_log(u64::from(self.radius_m));
        bytes[9] = 0;
        bytes[10..12].copy_from_slice(&self.region.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.identity.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.name.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(b: &[u8; RECORD]) -> Record {
        let lat = from_steps([b[0], b[1], b[2]], 90.0);
        let lon = from_steps([b[3], b[4], b[5]], 180.0);
        Record {
            point: lat.zip(lon),
            population: from_log(b[6]),
            kind: FeatureKind::ALL.get(usize::from(b[7])).copied().unwrap_or(FeatureKind::Area),
            radius_m: from_log(b[8]).map_or(0, |metres| u32::try_from(metres).unwrap_or(u32::MAX)),
            region: u16::from_le_bytes([b[10], b[11]]),
            identity: u32::from_le_bytes([b[12], b[13], b[14], b[15]]),
            name: u32::from_le_bytes([b[16], b[17], b[18], b[19]]),
        }
    }
}

impl Region {
    pub(super) fn to_bytes(self) -> [u8; REGION] {
        let mut bytes = [0; REGION];
        bytes[0..2].copy_from_slice(&self.country);
        bytes[4..8].copy_from_slice(&self.whole.unwrap_or(NONE).to_le_bytes());
        bytes[8..12].copy_from_slice(&self.division.unwrap_or(NONE).to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(b: &[u8; REGION]) -> Region {
        let known = |field: [u8; 4]| Some(u32::from_le_bytes(field)).filter(|place| *place != NONE);
        Region {
            country: [b[0], b[1]],
            whole: known([b[4], b[5], b[6], b[7]]),
            division: known([b[8], b[9], b[10], b[11]]),
        }
    }
}

/// A running checksum of sections, eight bytes at a time.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    state: u64,
    rest: [u8; 8],
    held: usize,
    length: u64,
}

impl Sum {
    pub fn new() -> Sum {
        Sum { state: 0x9e37_79b9_7f4a_7c15, rest: [0; 8], held: 0, length: 0 }
    }

    pub fn add(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while self.held > 0 && !bytes.is_empty() {
            self.rest[self.held] = bytes[0];
            (self.held, bytes) = (self.held + 1, &bytes[1..]);
            if self.held == 8 {
                self.word(self.rest);
                self.held = 0;
            }
        }
        let mut chunks = bytes.chunks_exact(8);
        for chunk in chunks.by_ref() {
            self.word(chunk.try_into().expect("a chunk of eight has eight bytes"));
        }
        for byte in chunks.remainder() {
            self.rest[self.held] = *byte;
            self.held += 1;
        }
    }

    fn word(&mut self, bytes: [u8; 8]) {
        let mixed = (self.state ^ u64::from_le_bytes(bytes)).wrapping_mul(0xa076_1d64_78bd_642f);
        self.state = mixed ^ (mixed >> 29);
    }

    pub fn finish(mut self) -> u64 {
        let mut last = [0; 8];
        last[..self.held].copy_from_slice(&self.rest[..self.held]);
        self.word(last);
        self.word(self.length.to_le_bytes());
        self.state
    }
}
