//! Which figures a vague word stands for. Reads the words of the claim; changes no claim.

use truce_model::{Claim, Count};

/// A named way to turn vague words into figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// "Dozens" is at least 12: the word gives a floor and leaves the top open.
    #[default]
    Ours,
    /// "Dozens" is at least 12: the most conservative figure that the word allows, and no top.
    ///
    /// ACLED, "FAQs: ACLED fatality methodology" (27 February 2023, updated 7 May 2024): "tens" is 10, "dozens" 12,
    /// "hundreds" 100, and so on.
    Acled,
}

impl Convention {
    /// Every convention.
    pub const ALL: [Convention; 2] = [Convention::Ours, Convention::Acled];

    /// The word by which it is chosen.
    pub fn word(&self) -> &'static str {
        match self {
            Convention::Ours => "ours",
            Convention::Acled => "acled",
        }
    }

    /// What it makes of vague words, in a sentence.
    pub fn tells(&self) -> &'static str {
        match self {
            Convention::Ours => {
                "a vague word is a floor with an open top (dozens: at least 12; several: at least 3)"
            }
            Convention::Acled => {
                "a vague word is at least its most conservative figure (dozens: at least 12; several: at least 3)"
            }
        }
    }

    /// The figures of a claim under this convention.
    pub(crate) fn read(&self, claim: &Claim) -> Option<Figures> {
        let Count { min, max, approx, .. } = claim.count.as_ref()?;
        let hedge = hedge(claim);
        let vague = *approx && max.is_none() && min.is_some();
        let (min, max) = match (self, min, max) {
            // The most careful figure that the word allows is the least that there were, and no top.
            (Convention::Acled, _, _) if vague => (floor_of(hedge).or(*min), None),
            (_, Some(low), Some(high)) if *approx && low == high => {
                let off = about(*low);
                (Some(low - off), Some(high.saturating_add(off)))
            }
            _ => (*min, *max),
        };
        Some(Figures { min, max, hedge, approx: *approx })
    }
}

/// The figures that a claim gives, with the vague word behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
    pub(crate) hedge: Option<&'static str>,
    pub(crate) approx: bool,
}

/// Vague words with the floor that the reading of texts gives them and the one that ACLED does; longer phrases first.
const WORDS: &[(&str, u64, u64)] = &[
    ("hundreds of thousands", 100_000, 100_000),
    ("tens of thousands", 10_000, 10_000),
    ("dozens", 12, 12),
    // Twenty each, which no reading here is so bold as to take.
    ("scores", 12, 12),
    ("tens", 10, 10),
    ("hundreds", 100, 100),
    ("thousands", 1_000, 1_000),
    ("millions", 1_000_000, 1_000_000),
    ("several", 3, 3),
    ("a few", 3, 3),
    ("a number of", 3, 3),
    ("a handful", 3, 3),
];

/// The vague word behind a claim's figure: it stands in the quoted words, and its floor is the figure.
pub(crate) fn hedge(claim: &Claim) -> Option<&'static str> {
    let count = claim.count.as_ref().filter(|count| count.approx && count.max.is_none())?;
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let quote: String = format!(" {} ", claim.quote.to_lowercase()).chars().map(letters).collect();
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let stands = |word: &str| format!(" {quote} ").contains(&format!(" {word} "));
    WORDS.iter().find(|(word, ours, _)| Some(*ours) == count.min && stands(word)).map(|(word, ..)| *word)
}

/// How far a number told as "about" may be off: half of the unit to which it looks rounded, and a tenth at least (assumed).
///
/// "About 20" is 15 to 25, "about 25" is 22 to 28, "about 100" is 50 to 150.
fn about(number: u64) -> u64 {
    let mut unit = 1u64;
    while number > 0 && number.is_multiple_of(unit * 10) && unit < u64::MAX / 100 {
        unit *= 10;
    }
    (unit / 2).max(number.div_ceil(10)).min(number)
}

fn floor_of(hedge: Option<&str>) -> Option<u64> {
    WORDS.iter().find(|(word, ..)| Some(*word) == hedge).map(|(_, _, acled)| *acled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::claim;

    type Bounds = (Option<u64>, Option<u64>);

    #[track_caller]
    fn check(quote: &str, (min, max): Bounds, approx: bool, word: Option<&str>, read: Bounds) {
        let mut told = claim("killed | asserts | | Arden | 2031-03-06 | 3");
        told.quote = quote.to_owned();
        told.count = Some(Count { min, max, approx, ..Count::exactly(0, "killed") });
        assert_eq!(hedge(&told), word, "{quote}");
        for convention in Convention::ALL {
            let found = convention.read(&told).unwrap();
            assert_eq!((found.min, found.max), read, "{quote} by {}", convention.word());
        }
    }

    #[test]
    fn a_vague_word_is_a_floor_and_no_top() {
        let check = |quote, least, word| check(quote, (Some(least), None), true, word, (Some(least), None));
        check("Dozens of people died.", 12, Some("dozens"));
        check("scores were killed", 12, Some("scores"));
        check("killing several", 3, Some("several"));
        check("hundreds of thousands fled", 100_000, Some("hundreds of thousands"));
        check("civilians died", 3, None);
    }

    #[test]
    fn about_a_number_is_neither_a_floor_nor_a_top_at_that_number() {
        for (number, low, high) in [
            (20, 15, 25),
            (25, 22, 28),
            (6, 5, 7),
            (12, 10, 14),
            (100, 50, 150),
            (1, 0, 2),
            (0, 0, 0),
            (u64::MAX, u64::MAX - u64::MAX.div_ceil(10), u64::MAX),
        ] {
            check("about", (Some(number), Some(number)), true, None, (Some(low), Some(high)));
        }
    }

    #[test]
    fn a_figure_that_is_told_is_no_vague_word() {
        check("at least 12 died", (Some(12), None), false, None, (Some(12), None));
        check("20 died", (Some(20), Some(20)), false, None, (Some(20), Some(20)));
        check("20 to 30 or so died", (Some(20), Some(30)), true, None, (Some(20), Some(30)));
        check("dozens fled and at least 90 died", (Some(90), None), false, None, (Some(90), None));
    }
}
