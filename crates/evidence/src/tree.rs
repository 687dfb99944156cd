//! The Merkle tree over the hashes of a log's records, and proofs by it. Signs nothing and reads nothing.
//!
//! The tree is that of RFC 9162 (2021), section 2.1, which is that of RFC 6962 (2013): a leaf is hashed behind a byte 0,
//! a node behind a byte 1, and the left half of a tree is the largest power of two below its size. Roots and proofs are
//! made in one pass over the records with memory for the logarithm of their number.

use std::collections::BTreeMap;
use truce_model::Hash;

/// The hash of a leaf that holds a record's hash.
fn leaf(record: Hash) -> Hash {
    let mut bytes = [0; 33];
    bytes[1..].copy_from_slice(record.bytes());
    Hash::of(&bytes)
}

/// The hash of a node above two others.
fn node(left: Hash, right: Hash) -> Hash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(left.bytes());
    bytes[33..].copy_from_slice(right.bytes());
    Hash::of(&bytes)
}

/// A tree that grows at its end and keeps only the roots of its whole parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Roots of the parts whose sizes are the binary digits of `size`, the largest first.
    parts: Vec<Hash>,
}

impl Tree {
    /// Adds the next record's hash.
    pub fn push(&mut self, record: Hash) {
        let mut root = leaf(record);
        let mut size = self.size;
        while size & 1 == 1 {
            let left = self.parts.pop().expect("a part stands for each binary digit of the size");
            root = node(left, root);
            size >>= 1;
        }
        self.parts.push(root);
        self.size += 1;
    }

    /// How many records it holds.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its root; that of an empty tree is the hash of nothing.
    pub fn root(&self) -> Hash {
        let from_the_right = self.parts.iter().rev().copied();
        from_the_right.reduce(|right, left| node(left, right)).unwrap_or_else(|| Hash::of(b""))
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(records: I) -> Tree {
        let mut tree = Tree::default();
        records.into_iter().for_each(|record| tree.push(record));
        tree
    }
}

/// Leaves from the first to before the second.
type Range = (u64, u64);

/// The size of the left half of a tree of `size` leaves, which are two or more.
fn left_half(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// The parts whose roots stand on the path from a leaf to the root, from below.
fn inclusion_ranges(index: u64, size: u64) -> Vec<Range> {
    let (mut low, mut high) = (0, size);
    let mut ranges = Vec::new();
    while high - low > 1 {
        let middle = low + left_half(high - low);
        if index < middle {
            ranges.push((middle, high));
            high = middle;
        } else {
            ranges.push((low, middle));
            low = middle;
        }
    }
    ranges.reverse();
    ranges
}

/// The parts whose roots show that a tree is the beginning of another.
fn consistency_ranges(old: u64, new: u64) -> Vec<Range> {
    let (mut low, mut high) = (0, new);
    let mut ranges = Vec::new();
    while old != high {
        let middle = low + left_half(high - low);
        if old <= middle {
            ranges.push((middle, high));
            high = middle;
        } else {
            ranges.push((low, middle));
            low = middle;
        }
    }
    // The old root itself is known to whoever checks.
    if low > 0 {
        ranges.push((low, high));
    }
    ranges.reverse();
    ranges
}

/// Makes proofs while the records go by once.
#[derive(Clone, Debug, Default)]
pub struct Prover {
    parts: BTreeMap<Range, Tree>,
    open: Vec<Range>,
    seen: u64,
}

impl Prover {
    /// Asks for the path of leaf `index`, from 0, in the tree of `size`; to be asked before the first record.
    pub fn want_inclusion(&mut self, index: u64, size: u64) {
        debug_assert!(index < size, "a leaf stands in its tree");
        self.want(inclusion_ranges(index, size));
    }

    /// Asks for the proof that the tree of `old` begins the tree of `new`; to be asked before the first record.
    pub fn want_consistency(&mut self, old: u64, new: u64) {
        debug_assert!(0 < old && old <= new, "a tree begins with a smaller one");
        self.want(consistency_ranges(old, new));
    }

    fn want(&mut self, ranges: Vec<Range>) {
        self.parts.extend(ranges.into_iter().map(|range| (range, Tree::default())));
    }

    /// Takes the next record's hash.
    pub fn push(&mut self, record: Hash) {
        let at = self.seen;
        self.open.retain(|(_, end)| *end > at);
        self.open.extend(self.parts.range((at, 0)..(at + 1, 0)).map(|(range, _)| *range));
        for range in &self.open {
            self.parts.get_mut(range).expect("open parts are wanted ones").push(record);
        }
        self.seen += 1;
    }

    /// The path of leaf `index` in the tree of `size`; `None` if it was not asked for or records are missing.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        self.roots(inclusion_ranges(index, size))
    }

    /// The proof that the tree of `old` begins the tree of `new`, likewise.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        self.roots(consistency_ranges(old, new))
    }

    fn roots(&self, ranges: Vec<Range>) -> Option<Vec<Hash>> {
        let root = |range: Range| {
            let part = self.parts.get(&range)?;
            (part.size() == range.1 - range.0).then(|| part.root())
        };
        ranges.into_iter().map(root).collect()
    }
}

/// Whether a record's hash stands at leaf `index`, from 0, of the tree with that size and root (RFC 9162, 2.1.3.2).
pub fn includes(record: Hash, index: u64, path: &[Hash], size: u64, root: Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut reached) = (index, size - 1, leaf(record));
    for step in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            reached = node(*step, reached);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            reached = node(reached, *step);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && reached == root
}

/// Whether the tree with the size and root `old` is the beginning of that of `new` (RFC 9162, 2.1.4.2).
pub fn is_consistent(old: (u64, Hash), new: (u64, Hash), path: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 || old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    // A whole part is its own first step.
    let whole = old_size.is_power_of_two().then_some(old_root);
    let mut steps = whole.into_iter().chain(path.iter().copied());
    let Some(first) = steps.next() else { return false };
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut old_reached, mut new_reached) = (first, first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old_reached = node(step, old_reached);
            new_reached = node(step, new_reached);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            new_reached = node(new_reached, step);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && old_reached == old_root && new_reached == new_root
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records(count: u64) -> Vec<Hash> {
        (0..count).map(|n| Hash::of(&n.to_be_bytes())).collect()
    }

    /// The root by the definition, without any of the above.
    fn defined(records: &[Hash]) -> Hash {
        match records {
            [] => Hash::of(b""),
            [only] => Hash::of(&[&[0], only.bytes().as_slice()].concat()),
            several => {
                let mut half = 1;
                while half * 2 < several.len() {
                    half *= 2;
                }
                let (left, right) = several.split_at(half);
                let (left, right) = (defined(left), defined(right));
                Hash::of(&[&[1], left.bytes().as_slice(), right.bytes()].concat())
            }
        }
    }

    fn inclusion(records: &[Hash], index: u64) -> Vec<Hash> {
        let size = records.len() as u64;
        let mut prover = Prover::default();
        prover.want_inclusion(index, size);
        records.iter().for_each(|record| prover.push(*record));
        prover.inclusion(index, size).unwrap()
    }

    fn consistency(records: &[Hash], old: u64) -> Vec<Hash> {
        let size = records.len() as u64;
        let mut prover = Prover::default();
        prover.want_consistency(old, size);
        records.iter().for_each(|record| prover.push(*record));
        prover.consistency(old, size).unwrap()
    }

    #[test]
    fn the_empty_tree_has_the_hash_of_nothing() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Tree::default().root().to_string(), nothing);
    }

    #[test]
    fn a_tree_of_seven_has_the_paths_that_the_standard_shows() {
        // RFC 6962, section 2.1.3: the tree of d0 … d6, its nodes named as there.
        let d = records(7);
        let [a, b, c, dd, e, f, j] = [0, 1, 2, 3, 4, 5, 6].map(|n| leaf(d[n]));
        let (g, h, i) = (node(a, b), node(c, dd), node(e, f));
        let (k, l) = (node(g, h), node(i, j));
        assert_eq!(d.iter().copied().collect::<Tree>().root(), node(k, l));
        assert_eq!(inclusion(&d, 0), [b, h, l]);
        assert_eq!(inclusion(&d, 3), [c, g, l]);
        assert_eq!(inclusion(&d, 4), [f, j, k]);
        assert_eq!(inclusion(&d, 6), [i, k]);
        assert_eq!(consistency(&d, 3), [c, dd, g, l]);
        assert_eq!(consistency(&d, 4), [l]);
        assert_eq!(consistency(&d, 6), [i, j, k]);
        assert_eq!(consistency(&d, 7), []);
    }

    #[test]
    fn every_small_tree_has_the_defined_root_and_all_its_proofs() {
        for size in 1..=33 {
            let all = records(size);
            let root = all.iter().copied().collect::<Tree>().root();
            assert_eq!(root, defined(&all));
            for index in 0..size {
                let path = inclusion(&all, index);
                assert!(includes(all[index as usize], index, &path, size, root), "{index} of {size}");
                let old = defined(&all[..=index as usize]);
                let path = consistency(&all, index + 1);
                assert!(is_consistent((index + 1, old), (size, root), &path), "{} of {size}", index + 1);
            }
        }
    }

    fn flipped(hash: Hash, bit: usize) -> Hash {
        let mut bytes = *hash.bytes();
        bytes[bit / 8 % 32] ^= 1 << (bit % 8);
        Hash::from_bytes(bytes)
    }

    proptest! {
        #[test]
        fn nothing_else_passes_for_the_record(size in 1u64..400, at in any::<prop::sample::Index>(), bit in 0usize..256, step in any::<prop::sample::Index>()) {
            let all = records(size);
            let index = at.index(all.len()) as u64;
            let root = all.iter().copied().collect::<Tree>().root();
            let path = inclusion(&all, index);
            let record = all[index as usize];
            prop_assert!(includes(record, index, &path, size, root));
            prop_assert!(!includes(flipped(record, bit), index, &path, size, root));
            prop_assert!(!includes(record, index, &path, size, flipped(root, bit)));
            prop_assert!(!includes(record, index, &[path.clone(), vec![record]].concat(), size, root));
            prop_assert!(!includes(record, index + size, &path, size, root));
            if size > 1 {
                prop_assert!(!includes(record, (index + 1) % size, &path, size, root));
                let mut bent = path.clone();
                let step = step.index(path.len());
                bent[step] = flipped(bent[step], bit);
                prop_assert!(!includes(record, index, &bent, size, root));
                prop_assert!(!includes(record, index, &path[1..], size, root));
            }
        }

        #[test]
        fn no_other_beginning_passes(size in 2u64..400, at in any::<prop::sample::Index>(), bit in 0usize..256, step in any::<prop::sample::Index>()) {
            let all = records(size);
            let old = 1 + at.index(all.len()) as u64;
            let root = all.iter().copied().collect::<Tree>().root();
            let old_root = all[..old as usize].iter().copied().collect::<Tree>().root();
            let path = consistency(&all, old);
            prop_assert!(is_consistent((old, old_root), (size, root), &path));
            prop_assert!(!is_consistent((old, flipped(old_root, bit)), (size, root), &path));
            prop_assert!(!is_consistent((old, old_root), (size, flipped(root, bit)), &path));
            prop_assert!(!is_consistent((size + 1, old_root), (size, root), &path));
            prop_assert!(!is_consistent((0, old_root), (size, root), &path));
            if !path.is_empty() {
                let mut bent = path.clone();
                let step = step.index(path.len());
                bent[step] = flipped(bent[step], bit);
                prop_assert!(!is_consistent((old, old_root), (size, root), &bent));
                prop_assert!(!is_consistent((old, old_root), (size, root), &path[1..]));
            }
        }

        #[test]
        fn many_proofs_come_of_one_pass(size in 1u64..200, wanted in prop::collection::vec(any::<prop::sample::Index>(), 1..8)) {
            let all = records(size);
            let root = defined(&all);
            let wanted: Vec<u64> = wanted.iter().map(|at| at.index(all.len()) as u64).collect();
            let mut prover = Prover::default();
            wanted.iter().for_each(|index| prover.want_inclusion(*index, size));
            all.iter().for_each(|record| prover.push(*record));
            for index in wanted {
                let path = prover.inclusion(index, size).unwrap();
                prop_assert!(includes(all[index as usize], index, &path, size, root));
            }
        }
    }
}
