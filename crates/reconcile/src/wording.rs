//! What a text says word for word, in a form in which texts are compared. Knows nothing of claims or documents.

use truce_model::Span;

/// Words in a row that are compared as one, in texts.
const SHINGLE: usize = 4;
/// Words in a row that are compared as one, in sentences.
const SENTENCE_SHINGLE: usize = 3;
/// Bands of a signature: two texts that share two thirds of their shingles share a band in 999 of 1,000 cases, half in
/// 92 of 100, and a fourteenth, such as a closing paragraph that stands in every story, in one of a thousand.
pub(crate) const BANDS: usize = 40;
/// Hashes in a band.
pub(crate) const ROWS: usize = 4;
/// The fewest shingles by which two texts are compared: 23 words (assumed).
const LEAST: usize = 20;
/// The fewest shingles by which two sentences are compared: 8 words (assumed).
const LEAST_OF_SENTENCE: usize = 6;
/// The share of the shorter text that stands in the longer one where they are near copies (assumed).
const COPIED: (usize, usize) = (3, 5);
/// The share of the shingles of two sentences that stand in both where they are near copies (assumed).
const REPEATED: (usize, usize) = (3, 5);

/// A text in a form for comparison.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// Hashes of its shingles, sorted, each once.
    shingles: Vec<u64>,
    /// MinHash of the shingles; empty where there are too few to compare by.
    signature: Vec<u32>,
    /// The sentences, each with its end in bytes and the hashes of its shingles, sorted.
    sentences: Vec<(usize, Vec<u64>)>,
}

impl Wording {
    /// Reads a text; of its parts only these are compared with other texts, or all where none is given.
    pub fn of(text: &str, paragraphs: &[Span]) -> Wording {
        let parts: Vec<&str> = paragraphs.iter().filter_map(|span| span.of(text)).collect();
        let parts = if parts.is_empty() { vec![text] } else { parts };
        let shingles = shingles(&parts.join(" "), SHINGLE);
        let signature = if shingles.len() < LEAST { vec![] } else { signature(&shingles) };
        Wording { shingles, signature, sentences: sentences(text) }
    }

    /// Its MinHash, where it is long enough to be compared.
    pub(crate) fn signature(&self) -> Option<&[u32]> {
        (!self.signature.is_empty()).then_some(self.signature.as_slice())
    }

    /// Whether one is a near copy of the other: most of the shorter one stands in the longer one.
    pub(crate) fn copies(&self, other: &Wording) -> bool {
        let shorter = self.shingles.len().min(other.shingles.len());
        shorter >= LEAST && common(&self.shingles, &other.shingles) * COPIED.1 >= shorter * COPIED.0
    }

    /// The shingles of the sentence that holds this byte, if it is long enough to be compared.
    pub(crate) fn sentence(&self, byte: usize) -> Option<&[u64]> {
        let at = self.sentences.partition_point(|(end, _)| *end <= byte);
        let (_, shingles) = self.sentences.get(at)?;
        (shingles.len() >= LEAST_OF_SENTENCE).then_some(shingles.as_slice())
    }
}

/// Whether two sentences are near copies of each other.
pub(crate) fn repeats(a: &[u64], b: &[u64]) -> bool {
    let shared = common(a, b);
    let all = a.len() + b.len() - shared;
    shared * REPEATED.1 >= all * REPEATED.0
}

/// MinHash: of each of many orders of all shingles the first that the text has.
fn signature(shingles: &[u64]) -> Vec<u32> {
    let first = |order: u64| {
        let (by, plus) = (mixed(2 * order) | 1, mixed(2 * order + 1));
        let places = shingles.iter().map(|shingle| shingle.wrapping_mul(by).wrapping_add(plus) >> 32);
        places.min().and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
    };
    (0..(BANDS * ROWS) as u64).map(first).collect()
}

/// Spreads a number over all 64 bits (the last step of SplitMix64, Steele and others 2014).
fn mixed(number: u64) -> u64 {
    let one = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let two = (one ^ (one >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let three = (two ^ (two >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    three ^ (three >> 31)
}

/// How many values two sorted lists have in common.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut found) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        found += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    found
}

/// The hashes of every `width` words in a row, sorted, each once.
fn shingles(text: &str, width: usize) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let fold = |all: u64, letter: char| (all ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
            word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, fold)
        })
        .collect();
    let fold = |row: &[u64]| row.iter().fold(0, |all, word| mixed(all ^ word));
    let mut found: Vec<u64> = words.windows(width).map(fold).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The sentences of a text, each with its end. A short word with a capital before the stop ("Gen.") ends none.
fn sentences(text: &str) -> Vec<(usize, Vec<u64>)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut put = |start: &mut usize, end: usize| {
        let shingles = shingles(&text[*start..end], SENTENCE_SHINGLE);
        found.push((end, shingles));
        *start = end;
    };
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let stops = match letter {
            '\n' => true,
            '.' | '!' | '?' => {
                let rest = text[end..].trim_start_matches(['"', '”', '’', '\'', ')']);
                let after = rest.trim_start();
                let last = text[start..at].rsplit(char::is_whitespace).next().unwrap_or_default();
                let short = last.chars().count() <= 3 && last.starts_with(char::is_uppercase);
                after.len() < rest.len()
                    && !(short && letter == '.')
                    && after.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“‘'".contains(c))
            }
            _ => false,
        };
        if stops {
            put(&mut start, end);
        }
    }
    put(&mut start, text.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Shells fell on the market of Arden on Tuesday morning, residents said. Gen. Moor \
        of the northern army denied it. \"We fired at nothing,\" he told reporters in the capital. The two sides \
        agreed in March to stop all firing for ten days and to let lorries with food and medicine through.";

    #[track_caller]
    fn check(other: &str, expected: bool) {
        let (a, b) = (Wording::of(STORY, &[]), Wording::of(other, &[]));
        assert_eq!((a.copies(&b), b.copies(&a)), (expected, expected), "{other}");
    }

    #[test]
    fn near_copies_are_found_by_their_words() {
        check(&STORY.to_uppercase(), true);
        check(&format!("Arden shelled, say residents\n\n{STORY}"), true);
        check(&STORY[..STORY.len() / 2], true);
        check(&STORY.replacen("agreed in", "pledged last", 1), true);
        check(&STORY.replacen(" Gen.", " Nothing more was known at first of who was hurt. Gen.", 1), true);
        check("Shells fell on the market of Arden on Tuesday morning.", false);
        check(
            "Residents of Arden said shells had hit its market on Tuesday. The northern army said that it had not \
             fired at all, and a general repeated this before the press. A truce of ten days was agreed in March.",
            false,
        );
    }

    #[test]
    fn a_byte_leads_to_its_sentence() {
        let wording = Wording::of(STORY, &[]);
        let sentence = |words: &str| wording.sentence(STORY.find(words).unwrap()).map(<[u64]>::len);
        assert_eq!(sentence("market"), Some(10));
        assert_eq!(sentence("Gen."), sentence("northern"));
        assert_ne!(sentence("Gen."), sentence("market"));
        assert_eq!(wording.sentence(STORY.len() + 5), None);
    }

    #[test]
    fn sentences_repeat_each_other_word_for_word_only() {
        let of = |text: &str| shingles(text, SENTENCE_SHINGLE);
        let said = of("Shells fell on the market of Arden on Tuesday morning, residents said");
        assert!(repeats(&said, &of("Shells fell on the market of Arden on Tuesday morning")));
        assert!(!repeats(&said, &of("On Tuesday the market of Arden was shelled, residents said")));
    }
}
