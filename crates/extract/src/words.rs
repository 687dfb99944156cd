//! Every word that a rule or list names, by number, with the lists and rules that it stands in. Knows no sentence.

use crate::text::Token;
use rustc_hash::FxHashMap;

/// The number of a word; `OTHER` for one that no rule or list names.
pub(crate) type WordId = u32;

/// A word that no rule or list names. It is the same as no other.
const OTHER: WordId = 0;

/// The number of a word list.
pub(crate) type ListId = usize;

/// The number of a pattern, from one on.
pub(crate) type PatternId = u32;

/// A set of small numbers: of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    /// Adds a number.
    pub fn add(&mut self, n: usize) {
        if self.0.len() <= n / 64 {
            self.0.resize(n / 64 + 1, 0);
        }
        self.0[n / 64] |= 1 << (n % 64);
    }

    /// Whether a number is in it.
    pub fn has(&self, n: usize) -> bool {
        self.0.get(n / 64).is_some_and(|bits| bits >> (n % 64) & 1 == 1)
    }

    /// Its numbers, the smallest first.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(block, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let at = left.trailing_zeros() as usize;
                (left != 0).then(|| {
                    left &= left - 1;
                    block * 64 + at
                })
            })
        })
    }
}

/// A token's word as written and its base form, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    lower: WordId,
    lemma: WordId,
}

impl Known {
    /// Whether the word is that one, as written or by its base form.
    pub fn is(self, word: WordId) -> bool {
        self.lower == word || self.lemma == word
    }
}

/// Where a word stands.
#[derive(Clone, Debug, Default)]
struct Entry {
    lists: Set,
    /// Lists with an entry of several words that begins with it.
    opens: Set,
    /// Patterns of which a match can begin with it, by number.
    patterns: Vec<PatternId>,
    /// Whether a match of some rule can begin with it.
    opens_rule: bool,
}

/// The numbers of the words, lists and rules of a reader.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    ids: FxHashMap<String, WordId>,
    entries: Vec<Entry>,
    lists: FxHashMap<String, ListId>,
    /// The names of the lists, by number.
    named: Vec<String>,
    /// Entries of several words, by their list and their first word.
    runs: FxHashMap<(ListId, WordId), Vec<Box<[WordId]>>>,
    /// Patterns of which a match can begin with any word.
    open: Vec<PatternId>,
    /// Whether a match of some rule can begin with any word.
    open_rule: bool,
    /// How many patterns there are.
    patterns: PatternId,
}

impl Default for Words {
    fn default() -> Words {
        let (ids, lists, runs) = Default::default();
        let (entries, named, open) = (vec![Entry::default()], Vec::new(), Vec::new());
        Words { ids, entries, lists, named, runs, open, open_rule: false, patterns: 0 }
    }
}

impl Words {
    /// The number of a word, given now if it has none.
    pub fn number(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.entries.len()).expect("fewer words than 2^32 are held in memory");
        self.entries.push(Entry::default());
        self.ids.insert(word.to_owned(), id);
        id
    }

    /// Adds a list with its single words and its entries of several words; returns its number.
    pub fn add_list<'a>(
        &mut self,
        name: &str,
        single: impl Iterator<Item = &'a String>,
        runs: &[Vec<String>],
    ) -> ListId {
        if let Some(list) = self.lists.get(name) {
            return *list;
        }
        let list = self.lists.len();
        self.lists.insert(name.to_owned(), list);
        self.named.push(name.to_owned());
        for word in single {
            let word = self.number(word);
            self.entries[word as usize].lists.add(list);
        }
        for run in runs {
            let run: Box<[WordId]> = run.iter().map(|word| self.number(word)).collect();
            let Some(first) = run.first().copied() else { continue };
            self.entries[first as usize].opens.add(list);
            self.runs.entry((list, first)).or_default().push(run);
        }
        list
    }

    /// Adds a pattern with the words with which a match of it can begin; `None`: with any. Returns its number, one more
    /// than that of the last. `finds`: a rule finds something by it.
    pub fn add_pattern<'a>(
        &mut self,
        firsts: Option<impl Iterator<Item = &'a String>>,
        finds: bool,
    ) -> PatternId {
        self.patterns += 1;
        let Some(firsts) = firsts else {
            self.open.push(self.patterns);
            self.open_rule |= finds;
            return self.patterns;
        };
        for word in firsts {
            let word = self.number(word) as usize;
            let entry = &mut self.entries[word];
            entry.opens_rule |= finds;
            if entry.patterns.last() != Some(&self.patterns) {
                entry.patterns.push(self.patterns);
            }
        }
        self.patterns
    }

    /// Whether a match of a pattern can begin with a word.
    pub fn may_begin(&self, pattern: PatternId, word: Known) -> bool {
        let among = |patterns: &Vec<PatternId>| patterns.binary_search(&pattern).is_ok();
        self.of(word).any(|entry| among(&entry.patterns)) || among(&self.open)
    }

    /// The patterns of which a match can begin with a word, some twice.
    pub fn begun_by(&self, word: Known) -> impl Iterator<Item = PatternId> {
        let both = [Some(word.lower), Some(word.lemma).filter(|lemma| *lemma != word.lower)];
        let own = both.into_iter().flatten().flat_map(|word| &self.entries[word as usize].patterns);
        own.chain(&self.open).copied()
    }

    /// The numbers of a token's word.
    pub fn know(&self, token: &Token) -> Known {
        let number = |word: &str| self.ids.get(word).copied().unwrap_or(OTHER);
        let lower = number(&token.lower);
        Known { lower, lemma: if token.lemma == token.lower { lower } else { number(&token.lemma) } }
    }

    /// The names of the lists in which a word stands by itself, as written or by its base form.
    pub fn lists_of(&self, word: Known) -> impl Iterator<Item = &str> {
        let lemma = &self.entries[word.lemma as usize].lists;
        let lower = &self.entries[word.lower as usize].lists;
        let other = lower.iter().filter(move |list| word.lower != word.lemma && !lemma.has(*list));
        lemma.iter().chain(other).map(|list| self.named[list].as_str())
    }

    /// Whether a match of some rule can begin with one of these words.
    pub fn some_rule(&self, mut words: impl Iterator<Item = Known>) -> bool {
        words.any(|word| self.open_rule || self.of(word).any(|entry| entry.opens_rule))
    }

    /// How many of these words can be an entry of a list from the first of them on: bit `n` for `n` words.
    pub fn lengths(&self, list: ListId, words: &[Known]) -> u64 {
        let Some(first) = words.first() else { return 0 };
        let mut lengths = u64::from(self.of(*first).any(|entry| entry.lists.has(list))) << 1;
        if !self.of(*first).any(|entry| entry.opens.has(list)) {
            return lengths;
        }
        for word in [first.lower, first.lemma] {
            for run in self.runs.get(&(list, word)).into_iter().flatten() {
                let stands =
                    run.len() <= words.len() && run.iter().zip(words).all(|(word, known)| known.is(*word));
                lengths |= u64::from(stands && run.len() < 64) << (run.len() % 64);
            }
        }
        lengths
    }

    fn of(&self, word: Known) -> impl Iterator<Item = &Entry> {
        [word.lower, word.lemma].into_iter().map(|word| &self.entries[word as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_by_its_words_and_its_longer_entries() {
        let mut words = Words::default();
        let runs = [vec!["air".to_owned(), "strike".to_owned()], vec!["air".to_owned(), "raid".to_owned()]];
        let list = words.add_list("raids", ["raid".to_owned()].iter(), &runs);
        let known = |words: &Words, word: &str| {
            let id = words.ids.get(word).copied().unwrap_or(OTHER);
            Known { lower: id, lemma: id }
        };
        let check = |text: &str, lengths: u64| {
            let given: Vec<Known> = text.split(' ').map(|word| known(&words, word)).collect();
            assert_eq!(words.lengths(list, &given), lengths, "{text}");
        };
        check("raid", 0b10);
        check("air strike", 0b100);
        check("air", 0);
        check("air base", 0);
        check("other words", 0);
    }

    #[test]
    fn a_set_keeps_its_numbers_in_order() {
        let mut set = Set::default();
        [200, 3, 64, 3].into_iter().for_each(|n| set.add(n));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 64, 200]);
        assert!(set.has(64) && !set.has(65) && !set.has(9999));
    }
}
