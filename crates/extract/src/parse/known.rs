//! The words of this sentence and of those before, each with its row of vectors; a row never changes an answer.

use super::feature::Keys;

/// Counts the words that are remembered; some megabytes for each thread.
const REMEMBERED: usize = 4096;

/// Counts the places of the index; more than words, so that few share one.
const PLACES: usize = 4 * REMEMBERED;

/// Sentences after which an unused word may be forgotten; their words must not fill the memory.
const KEPT: u32 = 24;

/// Remembers words, and holds buffers.
#[derive(Debug, Default)]
pub struct Known {
    owner: u64,
    /// Which row may hold the word of a hash.
    index: Vec<u16>,
    /// The word of each row.
    pub keys: Vec<Keys>,
    /// The rows, one after the other.
    pub cells: Vec<i16>,
    /// Sentence in which each row was last used.
    used: Vec<u32>,
    now: u32,
    /// Where the next row to forget is looked for.
    hand: usize,
    /// Which row each word of the sentence has.
    rows: Vec<usize>,
    /// Rows of this sentence that are still to be filled.
    pub missing: Vec<usize>,
    /// Buffer of the sums of feature rows.
    pub sums: Vec<f32>,
    /// Buffer of what words give to others.
    pub spread: Vec<f32>,
}

impl Known {
    /// Begins a sentence; what was remembered for another model is forgotten.
    pub fn begin(&mut self, owner: u64, width: usize) {
        if self.owner != owner || self.now == u32::MAX {
            self.owner = owner;
            self.index = vec![0; PLACES];
            self.keys = vec![Keys::default(); REMEMBERED];
            self.cells = vec![0; REMEMBERED * width];
            self.used = vec![0; REMEMBERED];
            self.now = KEPT;
        }
        self.now += 1;
        self.missing.clear();
        self.rows.clear();
    }

    /// Gives the next word of the sentence its row, a new one if it is not known.
    #[inline(always)]
    pub fn place(&mut self, keys: Keys) {
        let place = keys.word() as usize % PLACES;
        let mut row = usize::from(self.index[place]);
        if self.keys[row] != keys {
            row = self.forget();
            self.keys[row] = keys;
            self.index[place] = row as u16;
            self.missing.push(row);
        }
        self.used[row] = self.now;
        self.rows.push(row);
    }

    /// Finds a row that was not used of late.
    #[inline(always)]
    fn forget(&mut self) -> usize {
        loop {
            self.hand = (self.hand + 1) % REMEMBERED;
            if self.now - self.used[self.hand] >= KEPT {
                return self.hand;
            }
        }
    }

    /// Gives the row of a word of the sentence.
    #[inline(always)]
    pub fn row(&self, word: usize, width: usize) -> Option<&[i16]> {
        self.rows.get(word).map(|row| &self.cells[row * width..][..width])
    }
}
