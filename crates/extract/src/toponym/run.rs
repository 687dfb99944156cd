//! Finds runs of capitalised words, and which of their parts a gazetteer knows. Decides nothing.

use super::token::{Class, Word, hash_of};
use crate::gazetteer::{Gazetteer, Hash, Naming, fold};
use truce_model::FeatureKind;

/// Words `from..to` of which the first and last are capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub from: usize,
    pub to: usize,
}

/// The longest run that is looked at as one.
const LONGEST: usize = 24;
/// The longest name that is looked up, in words.
const NAME: usize = 7;

const LINKS: &[u32] = &[
    hash_of("of"),
    hash_of("the"),
    hash_of("de"),
    hash_of("la"),
    hash_of("le"),
    hash_of("les"),
    hash_of("du"),
    hash_of("des"),
    hash_of("del"),
    hash_of("da"),
    hash_of("do"),
    hash_of("dos"),
    hash_of("di"),
    hash_of("van"),
    hash_of("von"),
    hash_of("bin"),
    hash_of("ibn"),
    hash_of("sur"),
    hash_of("upon"),
    hash_of("-"),
    hash_of("‑"),
];
const ARTICLES: &[u32] = &[
    hash_of("al"),
    hash_of("el"),
    hash_of("ad"),
    hash_of("ar"),
    hash_of("as"),
    hash_of("ash"),
    hash_of("at"),
    hash_of("an"),
    hash_of("az"),
    hash_of("ez"),
    hash_of("es"),
    hash_of("er"),
    hash_of("ed"),
    hash_of("ul"),
    hash_of("en"),
    hash_of("et"),
];

fn hyphen(word: &Word) -> bool {
    word.hash == hash_of("-") || word.hash == hash_of("‑")
}

/// Whether word `i` is an Arabic article tied to a name: the `al` of `al-Bab`.
fn article(words: &[Word], i: usize) -> bool {
    let tied = words.get(i + 1).is_some_and(|w| w.joined && hyphen(w))
        && words.get(i + 2).is_some_and(|w| w.joined && w.capital());
    tied && words[i].class == Class::Lower && ARTICLES.contains(&words[i].hash)
}

/// The runs of a text.
pub(super) fn runs(words: &[Word]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut i = 0;
    while i < words.len() {
        if !words[i].capital() && !article(words, i) {
            i += 1;
            continue;
        }
        let from = i;
        let mut last = i;
        i += 1;
        while i < words.len() && i - from < LONGEST && !words[i].opens {
            if words[i].capital() && words[i - 1].class != Class::Sign
                || (words[i].capital() && hyphen(&words[i - 1]))
            {
                last = i;
                i += 1;
                continue;
            }
            let linked = (LINKS.contains(&words[i].hash) && (!hyphen(&words[i]) || words[i].joined))
                || article(words, i);
            // A link of at most three words, `of the`, `-ez-`, ends at a capital.
            let ahead = (i + 1..=i + 3).find(|k| words.get(*k).is_some_and(|w| w.capital()));
            let between = |to: usize| {
                words[i..to].iter().all(|w| LINKS.contains(&w.hash) || ARTICLES.contains(&w.hash))
            };
            match ahead.filter(|to| linked && between(*to)) {
                Some(to) => i = to,
                None => break,
            }
        }
        runs.push(Run { from, to: last + 1 });
        i = last + 1;
    }
    runs
}

/// A part of a run that a gazetteer knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Known {
    pub from: usize,
    pub to: usize,
    pub kind: FeatureKind,
    pub naming: Naming,
    /// Tenfold logarithm of its people, rounded down.
    pub size: u8,
}

/// Looks names up, holding the memory for it.
#[derive(Default)]
pub(super) struct Lookup {
    folded: String,
}

impl Lookup {
    /// The keys of the words that begin at `from`, one longer than the other, with the word behind each.
    pub fn keys(
        &mut self,
        text: &str,
        words: &[Word],
        from: usize,
        to: usize,
        mut give: impl FnMut(usize, &Hash),
    ) {
        let mut hash = Hash::new();
        let end = to.min(from + 2 * NAME);
        for (i, word) in words.iter().enumerate().take(end).skip(from) {
            if hyphen(word) {
                continue;
            }
            self.folded.clear();
            fold(word.of(text), &mut self.folded);
            self.folded.split(' ').filter(|w| !w.is_empty()).for_each(|w| hash.word(w));
            give(i + 1, &hash);
        }
    }

    /// The longest known part that begins at `from`.
    pub fn longest(
        &mut self,
        text: &str,
        words: &[Word],
        from: usize,
        to: usize,
        all: &[Gazetteer],
    ) -> Option<Known> {
        let mut found: Option<Known> = None;
        self.keys(text, words, from, to, |end, hash| {
            if !words[end - 1].capital() {
                return;
            }
            let best = |key: u64| {
                all.iter().find_map(|g| {
                    let hit = g.hits(key).min_by_key(|hit| hit.naming)?;
                    Some((g.record(hit.place)?, hit.naming))
                })
            };
            let exact =
                best(hash.exact()).filter(|(_, naming)| short_is_written_so(*naming, text, words, from, end));
            let Some((record, naming)) = exact.or_else(|| best(hash.sound()?)) else { return };
            let size = record.population.map_or(0, |people| people.max(1).ilog10() as u8);
            found = Some(Known { from, to: end, kind: record.kind, naming, size });
        });
        found
    }
}

/// Whether an abbreviation is written as one: `Pa.`, `US`, but not `US` for `Us`.
fn short_is_written_so(naming: Naming, text: &str, words: &[Word], from: usize, to: usize) -> bool {
    if naming != Naming::Short {
        return true;
    }
    let written = &text[words[from].from as usize..words[to - 1].to as usize];
    written.contains('.') || written.bytes().all(|b| !b.is_ascii_lowercase()) || written.len() > 4
}
