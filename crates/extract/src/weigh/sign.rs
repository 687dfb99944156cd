//! Names of signs, put together in one buffer with the hashes of their words. Knows no weight.

use super::table::{START, add, then, word_hash};

/// Names of signs, one behind the other: a story has many, and most are only looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signs {
    text: String,
    /// The hashes of the words of all names.
    words: Vec<u64>,
    /// Of each name where its bytes and its words begin and end.
    cells: Vec<[u32; 4]>,
}

/// The name of a sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign<'a> {
    pub name: &'a str,
    words: &'a [u64],
}

impl<'a> Sign<'a> {
    /// The sign as a part of a longer name.
    pub fn part(self) -> Part<'a> {
        let word = if let [word] = self.words { Some(*word) } else { None };
        Part { name: self.name, word }
    }

    /// The hash of the name behind words of this hash.
    fn behind(self, hash: u64) -> u64 {
        self.words.iter().fold(hash, |hash, word| then(hash, *word))
    }
}

/// A part of a name: most often one word, of which the hash is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub name: &'a str,
    /// The hash of its only word.
    word: Option<u64>,
}

impl<'a> Part<'a> {
    /// The part of this name.
    pub fn of(name: &'a str) -> Part<'a> {
        Part { name, word: (!name.contains(' ')).then(|| word_hash(name)) }
    }

    /// The hash of a name of which this is the next part.
    pub fn behind(self, hash: u64) -> u64 {
        self.word.map_or_else(|| add(hash, self.name), |word| then(hash, word))
    }
}

/// The word with which names begin, a space behind it; by default none.
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    name: String,
    hash: u64,
}

impl Default for Lead {
    fn default() -> Lead {
        Lead { name: String::new(), hash: START }
    }
}

impl Lead {
    /// The word of a sort and what it is of: `k=` and `event`.
    pub fn of(sort: &str, what: &str) -> Lead {
        let name = [sort, what].concat();
        Lead { hash: add(START, &name), name }
    }

    /// The hash of a whole name.
    pub fn hash(&self, sign: Sign<'_>) -> u64 {
        sign.behind(self.hash)
    }

    /// A whole name.
    pub fn name(&self, sign: Sign<'_>) -> String {
        if self.name.is_empty() { sign.name.to_owned() } else { [&self.name, " ", sign.name].concat() }
    }
}

impl Signs {
    /// Adds a name that is given in parts, which are joined as they stand.
    pub fn push(&mut self, parts: &[&str]) {
        let (from, first) = (self.text.len(), self.words.len());
        parts.iter().for_each(|part| self.text.push_str(part));
        self.words.extend(self.text[from..].split(' ').map(word_hash));
        let cell = [from, self.text.len(), first, self.words.len()];
        self.cells.push(cell.map(|at| u32::try_from(at).expect("the names of a clause take less than 4 GB")));
    }

    /// Sorts the names and keeps each once.
    pub fn sort(&mut self) {
        let name = |cell: &[u32; 4]| &self.text.as_bytes()[cell[0] as usize..cell[1] as usize];
        self.cells.sort_unstable_by(|a, b| name(a).cmp(name(b)));
        self.cells.dedup_by(|a, b| name(a) == name(b));
    }

    /// The names in their order.
    pub fn iter(&self) -> impl Iterator<Item = Sign<'_>> {
        self.cells.iter().map(|cell| {
            let [from, to, first, last] = cell.map(|at| at as usize);
            Sign { name: &self.text[from..to], words: &self.words[first..last] }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::hash;
    use super::*;

    #[test]
    fn a_name_has_the_hash_of_its_words() {
        let mut signs = Signs::default();
        signs.push(&["told=", "shell", " here"]);
        signs.push(&[""]);
        signs.push(&["told=", "shell here"]);
        signs.sort();
        let all: Vec<&str> = signs.iter().map(|sign| sign.name).collect();
        assert_eq!(all, ["", "told=shell here"]);
        for sign in signs.iter() {
            assert_eq!(Lead::default().hash(sign), hash(sign.name));
            let led = Lead::of("k=", "event");
            assert_eq!(led.hash(sign), hash(&led.name(sign)));
        }
    }
}
