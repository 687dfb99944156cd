//! Words known by hash: given names, family names, and words that texts also write small.

/// Lists of words, each a sorted list of hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Given names.
    pub given: Vec<u32>,
    /// Family names.
    pub family: Vec<u32>,
    /// Words that are common in small letters.
    pub common: Vec<u32>,
}

impl Lists {
    /// One bit for each list that holds the word.
    pub(super) fn flags(&self, hash: u32) -> u32 {
        let has = |list: &[u32]| u32::from(list.binary_search(&hash).is_ok());
        has(&self.given) | has(&self.family) << 1 | has(&self.common) << 2
    }
}
