//! What a whole text tells of each of its capitalised words: used with `in`, behind a given name, written small.

use super::lists::Lists;
use super::token::{Class, Word, hash_of};
use std::collections::HashMap;

/// For each word of a text that is somewhere capitalised, bits that tell how the text uses it.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    bits: HashMap<u32, u8>,
}

const IN: u8 = 1;
const PERSON: u8 = 2;
const SMALL: u8 = 4;
const COMMA: u8 = 8;

const LOCATIVES: &[u32] = &[
    hash_of("in"),
    hash_of("near"),
    hash_of("outside"),
    hash_of("across"),
    hash_of("throughout"),
    hash_of("inside"),
];
const TITLES: &[u32] = &[
    hash_of("mr."),
    hash_of("mrs."),
    hash_of("ms."),
    hash_of("dr."),
    hash_of("president"),
    hash_of("minister"),
    hash_of("gov."),
    hash_of("sen."),
    hash_of("rep."),
    hash_of("gen."),
    hash_of("judge"),
    hash_of("mayor"),
    hash_of("mr"),
    hash_of("mrs"),
    hash_of("ms"),
    hash_of("dr"),
    hash_of("sir"),
    hash_of("professor"),
];

impl Evidence {
    /// Collects what a text tells.
    pub fn collect(words: &[Word], lists: &Lists) -> Evidence {
        let mut bits: HashMap<u32, u8> = HashMap::new();
        for (i, word) in words.iter().enumerate().filter(|(_, word)| word.capital()) {
            let before = i.checked_sub(1).map(|at| &words[at]).filter(|_| !word.opens);
            let mut found = 0;
            if let Some(before) = before {
                let given = before.capital()
                    && lists.flags(before.hash) & 1 == 1
                    && lists.flags(before.hash) & 4 == 0;
                found |= if LOCATIVES.contains(&before.hash) { IN } else { 0 };
                found |= if given || TITLES.contains(&before.hash) { PERSON } else { 0 };
            }
            let comma = words.get(i + 1).is_some_and(|w| w.hash == hash_of(","))
                && words.get(i + 2).is_some_and(|w| w.capital());
            found |= if comma { COMMA } else { 0 };
            *bits.entry(word.hash).or_insert(0) |= found;
        }
        for word in words.iter().filter(|word| word.class == Class::Lower) {
            if let Some(bits) = bits.get_mut(&word.hash) {
                *bits |= SMALL;
            }
        }
        Evidence { bits }
    }

    /// Whether the text uses a word with `in` or its like somewhere.
    pub fn placed(&self, hash: u32) -> bool {
        self.of(hash) & u32::from(IN | COMMA) != 0
    }

    /// Whether a title or a given name stands before a word somewhere.
    pub fn person(&self, hash: u32) -> bool {
        self.of(hash) & u32::from(PERSON) != 0
    }

    /// What the text tells of a word.
    pub fn of(&self, hash: u32) -> u32 {
        self.bits.get(&hash).copied().map_or(0, u32::from)
    }
}
