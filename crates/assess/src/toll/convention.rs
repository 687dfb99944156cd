//! Which figures a vague word stands for. Reads the words of the claim; changes no claim.

use truce_model::{Claim, Count};

/// A named way to turn vague words into figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// "Dozens" is at least 12: the word gives a floor and leaves the top open.
    #[default]
    Ours,
    /// "Dozens" is 12: the most conservative figure that the word allows stands for it.
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
            Convention::Acled => "a vague word is its most conservative figure (dozens: 12; several: 3)",
        }
    }

    /// The figures of a claim under this convention.
    pub(crate) fn read(&self, claim: &Claim) -> Option<Figures> {
        let Count { min, max, approx, .. } = claim.count.as_ref()?;
        let hedge = hedge(claim);
        let vague = *approx && max.is_none() && min.is_some();
        let (min, max) = match self {
            Convention::Acled if vague => (floor_of(hedge).or(*min), floor_of(hedge).or(*min)),
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

fn floor_of(hedge: Option<&str>) -> Option<u64> {
    WORDS.iter().find(|(word, ..)| Some(*word) == hedge).map(|(_, _, acled)| *acled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::claim;

    #[track_caller]
    fn check(quote: &str, number: (Option<u64>, Option<u64>, bool), word: Option<&str>, acled: Option<u64>) {
        let mut told = claim("killed | asserts | | Arden | 2031-03-06 | 3");
        told.quote = quote.to_owned();
        let (min, max, approx) = number;
        told.count = Some(Count { min, max, approx, ..Count::exactly(0, "killed") });
        assert_eq!(hedge(&told), word, "{quote}");
        let ours = Convention::Ours.read(&told).unwrap();
        assert_eq!((ours.min, ours.max), (min, max), "ours is what the claim says");
        assert_eq!(Convention::Acled.read(&told).unwrap().max, acled, "{quote}");
    }

    #[test]
    fn a_vague_word_is_read_again_from_the_quoted_words() {
        check("Dozens of people died.", (Some(12), None, true), Some("dozens"), Some(12));
        check("scores were killed", (Some(12), None, true), Some("scores"), Some(12));
        check("killing several", (Some(3), None, true), Some("several"), Some(3));
        check(
            "hundreds of thousands fled",
            (Some(100_000), None, true),
            Some("hundreds of thousands"),
            Some(100_000),
        );
        check("civilians died", (Some(3), None, true), None, Some(3));
    }

    #[test]
    fn a_figure_that_is_told_is_no_vague_word() {
        check("at least 12 died", (Some(12), None, false), None, None);
        check("about 20 died", (Some(20), Some(20), true), None, Some(20));
        check("dozens fled and at least 90 died", (Some(90), None, false), None, None);
    }
}
