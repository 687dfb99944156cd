//! The file in which learned weights stand: a head, then a table that is looked up in place by the hash of a sign's name.
//!
//! Head: sixteen bytes `truce weights 2` and a line end; threshold, slope and intercept as `f32`; the power of two that
//! is the number of cells as `u32`; all little-endian. A cell holds the upper half of the hash, never 0, as `u32`, and a
//! thousand times the weight as `i16`; an empty cell is 0. A name stands as near behind the cell that the lower half of
//! its hash points at as it can where those of a larger upper half go first, so that one that is missing is soon missed
//! (Amble and Knuth, Ordered hash tables, The Computer Journal 17, 1974, p. 135).

use std::borrow::Cow;

const MARK: &[u8; 16] = b"truce weights 2\n";
const HEAD: usize = 32;
const CELL: usize = 6;
/// Weights are kept in parts of one of this many.
const PARTS: f32 = 1000.0;

/// A sum of weights, in thousandths: it is the same in whatever order it is added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Parts(i32);

impl Parts {
    /// As a share of one weight.
    pub fn whole(self) -> f32 {
        self.0 as f32 / PARTS
    }
}

impl std::ops::AddAssign for Parts {
    fn add_assign(&mut self, other: Parts) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Parts {
    fn sum<I: Iterator<Item = Parts>>(parts: I) -> Parts {
        Parts(parts.map(|part| part.0).sum())
    }
}

/// Weights by the hash of their names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    bytes: Cow<'static, [u8]>,
    mask: usize,
    pub threshold: f32,
    pub slope: f32,
    pub intercept: f32,
}

impl Table {
    /// Reads a file; what is wrong with it is told.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Table, String> {
        if !bytes.starts_with(MARK) || bytes.len() < HEAD {
            return Err("it is no file of weights of this version".into());
        }
        let number = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        let [threshold, slope, intercept] = [16, 20, 24].map(|at| f32::from_le_bytes(number(at)));
        let power = u32::from_le_bytes(number(28));
        let cells = 1_usize.checked_shl(power).filter(|cells| bytes.len() == HEAD + cells * CELL);
        let Some(cells) = cells else { return Err("it is cut short, or longer than it says".into()) };
        if [threshold, slope, intercept].iter().any(|number| !number.is_finite()) {
            return Err("its threshold, slope or intercept is no number".into());
        }
        let table = Table { mask: cells - 1, bytes, threshold, slope, intercept };
        if (0..cells).all(|cell| table.cell(cell).0 != 0) {
            return Err("no cell of it is empty".into());
        }
        Ok(table)
    }

    fn cell(&self, cell: usize) -> (u32, i16) {
        let at = HEAD + cell * CELL;
        match self.bytes[at..at + CELL] {
            [a, b, c, d, e, f] => (u32::from_le_bytes([a, b, c, d]), i16::from_le_bytes([e, f])),
            _ => (0, 0),
        }
    }

    /// The weight of the name with this hash, in parts; 0 where nothing was learned of it.
    pub fn weight(&self, hash: u64) -> Parts {
        self.weight_from(hash, self.cell(lower(hash) & self.mask))
    }

    /// Adds the weights of names to `weights`, by their hashes. The first cells of all are read before any is judged, so
    /// that one that is far away in memory keeps no other waiting.
    pub fn weights(&self, hashes: &[u64], cells: &mut Vec<(u32, i16)>, weights: &mut Vec<Parts>) {
        cells.clear();
        cells.extend(hashes.iter().map(|hash| self.cell(lower(*hash) & self.mask)));
        weights.extend(hashes.iter().zip(cells).map(|(hash, cell)| self.weight_from(*hash, *cell)));
    }

    /// The weight of a name whose first cell was read.
    fn weight_from(&self, hash: u64, mut cell: (u32, i16)) -> Parts {
        let key = upper(hash);
        let mut at = lower(hash) & self.mask;
        loop {
            match cell {
                (other, _) if other < key => return Parts(0),
                (other, weight) if other == key => return Parts(i32::from(weight)),
                _ => at = (at + 1) & self.mask,
            }
            cell = self.cell(at);
        }
    }
}

/// A file of these weights; of names with one hash the last counts, and what is less than half a part is left out.
pub fn encode(weights: &[(String, f64)], threshold: f64, slope: f64, intercept: f64) -> Vec<u8> {
    let part = |weight: f64| {
        (weight * f64::from(PARTS)).round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16
    };
    let kept: Vec<(u64, i16)> = weights
        .iter()
        .map(|(name, weight)| (hash(name), part(*weight)))
        .filter(|(_, part)| *part != 0)
        .collect();
    let power = (kept.len() * 4 / 3 + 2).next_power_of_two().trailing_zeros();
    let cells = 1_usize << power;
    let mut table: Vec<(u32, i16)> = vec![(0, 0); cells];
    for (hash, part) in kept {
        let (mut at, mut cell) = (lower(hash) & (cells - 1), (upper(hash), part));
        while table[at].0 != 0 && table[at].0 != cell.0 {
            if table[at].0 < cell.0 {
                std::mem::swap(&mut table[at], &mut cell);
            }
            at = (at + 1) & (cells - 1);
        }
        table[at] = cell;
    }
    let mut bytes = MARK.to_vec();
    for number in [threshold, slope, intercept] {
        bytes.extend((number as f32).to_le_bytes());
    }
    bytes.extend(power.to_le_bytes());
    for (key, part) in table {
        bytes.extend(key.to_le_bytes());
        bytes.extend(part.to_le_bytes());
    }
    bytes
}

fn upper(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

fn lower(hash: u64) -> usize {
    (hash & 0xffff_ffff) as usize
}

/// The hash of a name: of its words, one after the other. It is the same on every machine.
pub(crate) fn hash(name: &str) -> u64 {
    add(START, name)
}

/// The hash of no name.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a name with more words.
pub(crate) fn add(hash: u64, words: &str) -> u64 {
    words.split(' ').fold(hash, |hash, word| then(hash, word_hash(word)))
}

/// FNV-1a.
pub(crate) fn word_hash(word: &str) -> u64 {
    word.bytes().fold(START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The hash of a name with one more word.
pub(crate) fn then(hash: u64, word: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(weights: &[(&str, f64)]) -> Table {
        let weights: Vec<(String, f64)> = weights.iter().map(|(name, w)| ((*name).to_owned(), *w)).collect();
        Table::new(encode(&weights, 0.5, 2.0, 0.0).into()).unwrap()
    }

    #[test]
    fn a_name_has_the_weight_it_was_given() {
        let table = table(&[("k=event w=shell", 0.25), ("a b", -1.5), ("too little", 0.0001)]);
        let check = |name: &str, is: f32| assert_eq!(table.weight(hash(name)).whole(), is, "{name}");
        check("k=event w=shell", 0.25);
        check("a b", -1.5);
        check("b a", 0.0);
        check("too little", 0.0);
        assert_eq!(add(hash("a"), "b"), hash("a b"));
    }

    #[test]
    fn a_broken_file_is_told() {
        let whole = encode(&[("a".to_owned(), 1.0)], 0.5, 1.0, 0.0);
        let check = |bytes: Vec<u8>, says: &str| {
            assert!(Table::new(bytes.into()).unwrap_err().contains(says));
        };
        check(Vec::new(), "no file of weights");
        check(whole[..whole.len() - 1].to_vec(), "cut short");
        check([&whole[..28], &200_u32.to_le_bytes()].concat(), "cut short");
        check([&whole[..16], &f32::NAN.to_le_bytes(), &whole[20..]].concat(), "no number");
        check([&whole[..HEAD], &vec![1; whole.len() - HEAD]].concat(), "no cell");
    }

    proptest! {
        #[test]
        fn each_of_many_names_has_its_weight(names in proptest::collection::btree_set("[a-d]{1,6}", 1..300)) {
            let given: Vec<(String, f64)> =
                names.iter().enumerate().map(|(n, name)| (name.clone(), n as f64 / 100.0 + 0.01)).collect();
            let table = Table::new(encode(&given, 0.5, 2.0, 0.0).into()).unwrap();
            for (name, weight) in &given {
                prop_assert!((f64::from(table.weight(hash(name)).whole()) - weight).abs() < 1e-5);
            }
            prop_assert_eq!(table.weight(hash("another")).whole(), 0.0);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let marked = [MARK.as_slice(), &bytes].concat();
            if let Ok(table) = Table::new(marked.into()) {
                prop_assert!(table.weight(hash("any name")).whole().is_finite());
            }
        }
    }
}
