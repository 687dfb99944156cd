//! Cuts a whole text into words and signs in one pass, for finding names. Allocates one list and no strings.

/// A word, a number or a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub from: u32,
    /// The byte behind the last.
    pub to: u32,
    /// Of the word in lower case.
    pub hash: u32,
    pub(super) class: Class,
    /// Nothing stands between it and the word before.
    pub(super) joined: bool,
    /// A paragraph begins with it.
    pub(super) opens: bool,
}

/// What a word looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Letters, the first a capital.
    Capital,
    /// Letters, all of them capitals, two at least.
    Upper,
    /// Letters, the first not a capital.
    Lower,
    /// Digits first.
    Number,
    /// Anything else.
    Sign,
}

impl Word {
    /// Begins with a capital.
    pub(super) fn capital(self) -> bool {
        matches!(self.class, Class::Capital | Class::Upper)
    }

    /// The words as written.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.from as usize..self.to as usize).unwrap_or("")
    }
}

const SEED: u32 = 0x811c_9dc5;

/// Adds a byte to a hash of 32 bits.
const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// The hash of a word in lower case.
pub const fn hash_of(word: &str) -> u32 {
    let (bytes, mut i, mut hash) = (word.as_bytes(), 0, SEED);
    while i < bytes.len() {
        hash = step(hash, bytes[i].to_ascii_lowercase());
        i += 1;
    }
    hash
}

/// Abbreviations that keep their full stop and do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "st", "mt", "ft", "mr", "mrs", "ms", "dr", "gov", "sen", "rep", "gen", "col", "lt", "sgt", "capt",
    "cmdr", "rev", "prof", "pres", "hon", "maj", "adm", "jr", "sr", "ala", "ariz", "ark", "calif", "colo",
    "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "md", "mich", "minn", "miss", "mo", "mont", "neb",
    "nev", "okla", "ont", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "co", "no",
    "inc", "corp", "ltd", "bros", "vs",
];

/// What ends a word behind an apostrophe.
const CLITICS: &[&[u8]] = &[b"s", b"re", b"ve", b"ll", b"d", b"m", b"t"];

/// What the bytes at a place begin with: how many make one sign, or a letter.
fn class_of(text: &str, at: usize) -> (bool, usize) {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return (byte.is_ascii_alphanumeric(), 1);
    }
    let c = text[at..].chars().next().unwrap_or(' ');
    (c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c), c.len_utf8())
}

/// Bytes of an apostrophe, if one stands here.
fn apostrophe(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b'\'', ..]) => 1,
        Some([0xe2, 0x80, 0x98 | 0x99, ..]) => 3,
        _ => 0,
    }
}

/// The words and signs of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() / 5);
    let (mut at, mut breaks, mut joined) = (0, 2, false);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() || byte < b' ' {
            breaks += usize::from(byte == b'\n');
            joined = false;
            at += 1;
            continue;
        }
        let (letter, size) = class_of(text, at);
        let end = if letter { word_end(text, at) } else { at + size };
        if !letter && text[at..end].chars().all(char::is_whitespace) {
            (at, joined) = (end, false);
            continue;
        }
        let (class, hash) = if letter { look(text, at, end) } else { (Class::Sign, hash_of(&text[at..end])) };
        out.push(Word { from: at as u32, to: end as u32, hash, class, joined, opens: breaks > 1 });
        (at, breaks, joined) = (end, 0, true);
    }
    out
}

fn word_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let (letter, size) = class_of(text, at);
        if letter {
            at += size;
            continue;
        }
        let next = |at: usize| at < bytes.len() && class_of(text, at).0;
        let quote = apostrophe(bytes, at);
        if quote > 0 && next(at + quote) && !clitic(bytes, at + quote) {
            at += quote;
            continue;
        }
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        if matches!(bytes[at], b'.' | b',') && digit(at + 1) && digit(at.wrapping_sub(1)) {
            at += 1;
            continue;
        }
        if bytes[at] == b'.' {
            let initial = bytes[at - 1].is_ascii_uppercase() && (at - from == 1 || bytes[at - 2] == b'.');
            // A single initial in front of a name, and initials such as U.S., keep their stops.
            let more = initial && (at - from > 1 || next(at + 1) || bytes.get(at + 1) == Some(&b' '));
            let short = at - from <= 5 && bytes[from].is_ascii_uppercase() && {
                let word = text[from..at].to_ascii_lowercase();
                ABBREVIATIONS.contains(&word.as_str())
            };
            if more || short {
                at += 1;
                if initial && next(at) && bytes.get(at + 1) == Some(&b'.') {
                    continue;
                }
            }
        }
        break;
    }
    at
}

fn clitic(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at..];
    let length = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    CLITICS.iter().any(|clitic| rest[..length].eq_ignore_ascii_case(clitic))
}

fn look(text: &str, from: usize, to: usize) -> (Class, u32) {
    let bytes = &text.as_bytes()[from..to];
    let (mut hash, mut uppers, mut lowers) = (SEED, 0, 0);
    for byte in bytes {
        uppers += u32::from(byte.is_ascii_uppercase());
        lowers += u32::from(byte.is_ascii_lowercase());
        hash = step(hash, byte.to_ascii_lowercase());
    }
    let first = bytes[0];
    let capital = first.is_ascii_uppercase()
        || (!first.is_ascii() && text[from..].chars().next().is_some_and(char::is_uppercase));
    let class = match (first.is_ascii_digit(), capital) {
        (true, _) => Class::Number,
        (_, true) if uppers > 1 && lowers == 0 => Class::Upper,
        (_, true) => Class::Capital,
        _ => Class::Lower,
    };
    (class, hash)
}
