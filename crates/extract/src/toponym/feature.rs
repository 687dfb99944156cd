//! What a word of a run looks like to the model: numbers made of the word, its neighbours and what is known of it.

use super::evidence::Evidence;
use super::label::Label;
use super::lists::Lists;
use super::run::{Known, Run};
use super::token::{Class, Word, hash_of};
use crate::gazetteer::Naming;

/// Bits of a feature's number.
pub(super) const BITS: u32 = 17;

/// What the features of a run are made from.
pub(super) struct View<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    pub run: Run,
    /// For each word of the run, the known part that it lies in, as an index into `known`.
    pub within: &'a [Option<u8>],
    pub known: &'a [Known],
    pub lists: &'a Lists,
    pub evidence: &'a Evidence,
}

fn mix(template: u32, a: u32, b: u32) -> u32 {
    let mut h = template.wrapping_mul(0x9e37_79b1) ^ a.rotate_left(13).wrapping_mul(0x85eb_ca6b);
    h ^= b.rotate_left(7).wrapping_mul(0xc2b2_ae35);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 13;
    h & ((1 << BITS) - 1)
}

impl View<'_> {
    fn hash(&self, i: usize, by: isize) -> u32 {
        let at = i.checked_add_signed(by);
        let word = at.and_then(|at| self.words.get(at));
        let apart = match by {
            ..0 => self.words[i].opens,
            _ => word.is_some_and(|w| w.opens),
        };
        word.filter(|_| !apart).map_or(7, |w| if w.class == Class::Number { 9 } else { w.hash })
    }

    /// How a gazetteer sees a word: in which kind of name, how large, beginning or inside.
    fn gazetteer(&self, i: usize) -> u32 {
        let Some(known) = i
            .checked_sub(self.run.from)
            .and_then(|at| *self.within.get(at)?)
            .map(|at| &self.known[usize::from(at)])
        else {
            return 0;
        };
        let whole = known.from == self.run.from && known.to == self.run.to;
        let begins = known.from == i;
        1 + (known.kind as u32) * 1024
            + (known.naming as u32) * 256
            + u32::from(known.size.min(7)) * 8
            + u32::from(whole) * 2
            + u32::from(begins)
    }

    fn coarse(&self, i: usize) -> u32 {
        let g = self.gazetteer(i);
        if g == 0 {
            return 0;
        }
        let g = g - 1;
        1 + (g / 1024) * 64
            + (g / 256 % 4 == Naming::Sound as u32) as u32 * 32
            + (g / 8 % 8).clamp(3, 6) * 4
            + g % 4
    }

    /// Gives the numbers of the features of word `i`, whose left neighbour in the run was called `before`.
    pub fn features(&self, i: usize, before: Label, mut give: impl FnMut(u32)) {
        let (words, run) = (self.words, self.run);
        let word = words[i];
        let w = |by: isize| self.hash(i, by);
        let mut n = 0;
        let mut add = |a: u32, b: u32| {
            n += 1;
            give(mix(n, a, b));
        };
        let b = before as u32;
        let (g, coarse) = (self.gazetteer(i), self.coarse(i));
        let (next_known, last_known) = (self.coarse(i + 1), self.coarse(i.wrapping_sub(1)));
        let lists = |i: isize| words.get(i as usize).map_or(0, |w| self.lists.flags(w.hash));
        let flags = self.lists.flags(word.hash);
        let place_in_run = u32::from(i == run.from) + 2 * u32::from(i + 1 == run.to);
        let shape = self.shape(i);
        let start = self.starts(i);
        add(0, 0);
        add(word.hash, 0);
        add(b, 0);
        add(b, word.hash);
        add(b, g);
        add(g, 0);
        add(coarse, 0);
        add(coarse, place_in_run);
        add(coarse, flags);
        add(coarse, last_known);
        add(coarse, next_known);
        add(w(-1), 0);
        add(w(1), 0);
        add(w(-2), 0);
        add(w(2), 0);
        add(w(-1), w(-2));
        add(w(1), w(2));
        add(w(-1), w(1));
        add(w(-1), coarse);
        add(w(1), coarse);
        add(w(-1), b);
        add(shape, place_in_run);
        add(shape, start);
        add(start, flags);
        add(start, coarse);
        add(flags, b);
        add(flags, lists(i as isize + 1) | lists(i as isize - 1) << 4);
        let text = word.of(self.text);
        let tail = |n: usize| text.len().checked_sub(n).and_then(|at| text.get(at..)).unwrap_or(text);
        add(hash_of(tail(2)), place_in_run);
        add(hash_of(tail(3)), 0);
        add(hash_of(tail(4)), 0);
        add(hash_of(text.get(..3).unwrap_or(text)), 0);
        let length = (run.to - run.from).min(5) as u32;
        add(length, place_in_run);
        add(length, coarse);
        let (first, last) = (words[run.from].hash, words[run.to - 1].hash);
        add(last, place_in_run);
        add(last, coarse);
        add(first, place_in_run);
        add(self.hash(run.from, -1), place_in_run);
        add(self.hash(run.from, -1), length);
        add(self.hash(run.from, -1), coarse.min(1) + flags * 2);
        add(self.hash(run.to - 1, 1), place_in_run);
        add(self.hash(run.to - 1, 1), length);
        let seen = self.evidence.of(word.hash);
        add(seen, 0);
        add(seen, coarse);
        add(seen, place_in_run);
    }

    /// How word `i` is written: its class, with a full stop, joined to the word before it or to the next.
    fn shape(&self, i: usize) -> u32 {
        let word = self.words[i];
        let joins = |next: &Word| next.joined && next.class != Class::Sign || next.hash == hash_of("-");
        word.class as u32 * 8
            + u32::from(word.of(self.text).contains('.')) * 4
            + u32::from(word.joined) * 2
            + u32::from(self.words.get(i + 1).is_some_and(joins))
    }

    /// Whether word `i` begins a sentence or quoted words, where anything has a capital.
    fn starts(&self, i: usize) -> u32 {
        if self.words[i].opens || i == 0 {
            return 2;
        }
        let before = self.words[i - 1].of(self.text);
        u32::from(matches!(before, "." | "!" | "?" | ":" | "“" | "\"" | "(" | "‘" | "—" | "–"))
    }
}
