//! The forms in which spellings of a place name are compared. Knows letters and Arabic articles, no places.

use unicode_normalization::UnicodeNormalization;

/// The two numbers under which a name stands in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Of the name with case, accents, apostrophes and hyphens set aside: `Deir al-Zor` and `deir al zor`.
    pub exact: u64,
    /// Of its sound, Arabic articles left out: `Deir al-Zor`, `Deir ez-Zor` and `Dayr az Zawr`. `None`: too short.
    pub sound: Option<u64>,
}

/// The key of a name.
pub fn key(name: &str) -> Key {
    let mut folded = String::with_capacity(name.len());
    fold(name, &mut folded);
    let mut hash = Hash::new();
    folded.split(' ').filter(|word| !word.is_empty()).for_each(|word| hash.word(word));
    Key { exact: hash.exact(), sound: hash.sound() }
}

/// Adds the folded form of a word or name to `out`: words in lower case without accents, one space between them.
pub fn fold(name: &str, out: &mut String) {
    let begin = out.len();
    if name.is_ascii() {
        name.bytes().for_each(|byte| push(out, begin, char::from(byte)));
    } else {
        for c in name.nfkd() {
            push(out, begin, c);
        }
    }
    if out.len() > begin && out.ends_with(' ') {
        out.pop();
    }
}

fn push(out: &mut String, begin: usize, c: char) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\'' | '`' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '′' => {}
        _ if c.is_ascii() || c.is_whitespace() || matches!(c, '‐' | '‑' | '–' | '—' | '·') => {
            let gap = if out.len() > begin && !out.ends_with(' ') { " " } else { "" };
            out.push_str(gap);
        }
        'ß' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' | 'İ' => out.push('i'),
        'ə' | 'Ə' => out.push('a'),
        'ħ' | 'Ħ' => out.push('h'),
        '\u{0300}'..='\u{036f}' => {}
        _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
        _ => {}
    }
}

/// Builds the keys of a run of words one word at a time, so that every beginning of the run is looked up on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash {
    exact: u64,
    sound: u64,
    /// Letters that the sound is made of.
    letters: u32,
    words: u32,
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
/// Keeps keys of sound apart from those of spelling.
const SOUND: u64 = 0x5eed_50f7_1e77_e45a;

impl Hash {
    pub fn new() -> Hash {
        Hash { exact: SEED, sound: SEED ^ SOUND, letters: 0, words: 0 }
    }

    /// Adds a folded word.
    pub fn word(&mut self, word: &str) {
        let word = match word {
            "st" => "saint",
            "ste" => "sainte",
            "mt" => "mount",
            "ft" => "fort",
            _ => word,
        };
        if self.words > 0 {
            self.exact = (self.exact ^ 0x20).wrapping_mul(PRIME);
        }
        for byte in word.bytes() {
            self.exact = (self.exact ^ u64::from(byte)).wrapping_mul(PRIME);
        }
        self.words += 1;
        if ARTICLES.contains(&word) {
            return;
        }
        sound(word, |byte| {
            self.sound = (self.sound ^ u64::from(byte)).wrapping_mul(PRIME);
            self.letters += 1;
        });
    }

    pub fn exact(&self) -> u64 {
        mix(self.exact)
    }

    pub fn sound(&self) -> Option<u64> {
        (self.letters >= 4).then(|| mix(self.sound))
    }
}

/// Spreads a hash over all bits.
fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// The Arabic article before each kind of letter, as agencies and maps spell it.
pub(crate) const ARTICLES: &[&str] = &[
    "al", "el", "ul", "il", "ad", "ed", "ar", "er", "as", "es", "ash", "esh", "at", "et", "an", "en", "az",
    "ez", "adh", "ath", "eth", "edh",
];

/// Gives the letters of a folded word's sound: vowels in three classes, doubled letters once, no closing h.
fn sound(word: &str, mut give: impl FnMut(u8)) {
    let bytes = word.as_bytes();
    let mut last = 0;
    let mut i = 0;
    while i < bytes.len() {
        let (rest, first) = (&bytes[i..], i == 0);
        let (letter, taken) = match rest {
            [b'a' | b'e', b'h'] if !first => (b'a', 2),
            [b'e'] if !first => (b'a', 1),
            [b'h'] if !first => break,
            [b'o', b'u', ..] | [b'a', b'w', ..] | [b'o', b'o', ..] | [b'a', b'u', ..] => (b'u', 2),
            [b'e' | b'a', b'i' | b'y', ..] | [b'a' | b'e', b'e', ..] => (b'i', 2),
            [b'k', b'h', ..] => (b'x', 2),
            [b's', b'h', ..] | [b'c', b'h', ..] => (b'c', 2),
            [b'g', b'h', ..] => (b'g', 2),
            [b'p', b'h', ..] => (b'f', 2),
            [b't', b'h', ..] => (b't', 2),
            [b'd', b'h', ..] => (b'd', 2),
            [b'd', b'j', ..] => (b'j', 2),
            [b'q', ..] => (b'k', 1),
            [b'v', ..] => (b'w', 1),
            [b'o' | b'u', ..] => (b'u', 1),
            [b'i' | b'y' | b'e', ..] => (b'i', 1),
            [letter, ..] => (*letter, 1),
            [] => break,
        };
        i += taken;
        if letter != last {
            give(letter);
        }
        last = letter;
    }
}
