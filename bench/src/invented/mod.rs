//! An invented world of towns, actors, truces and reports, the same on every run. Uses no clock and no real place.

mod law;
mod news;
pub mod tables;
mod world;

pub use law::{agreements, windows};
pub use news::{News, news};
pub use world::{Country, Sides, Town, World};

/// Numbers that look random (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014, figure 17).
pub struct Random(u64);

impl Random {
    /// The row of numbers that a seed begins.
    pub fn of(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `end`, without `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A number between two.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something comes to pass that does so in so many cases of a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of a list.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// A word that means nothing, another for each number below a million.
fn word(n: usize) -> String {
    const ONSETS: [&str; 20] = [
        "b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "z", "sh", "dr",
    ];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    // Neighbouring numbers give words that have little in common.
    let mixed = n * 617_051 % 1_000_000;
    let syllable = |n: usize| format!("{}{}", ONSETS[n % 20], VOWELS[n / 20 % 5]);
    let word = [mixed / 10_000, mixed / 100, mixed].map(|n| syllable(n % 100)).concat();
    word[..1].to_uppercase() + &word[1..]
}
