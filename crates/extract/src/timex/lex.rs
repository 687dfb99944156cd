//! Cuts text into sentences, passes over those without a word of time, and cuts the others into tokens.

use super::words::{WORDS, Word};
use truce_model::Span;

/// Longest stretch that is read as one sentence, in bytes.
const LONGEST: usize = 4_000;

/// A word, a run of digits, or a sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'s> {
    pub span: Span,
    /// In lower case, as far as ASCII goes.
    pub lower: &'s str,
    pub word: Word,
    /// Nothing stands between it and the token before.
    pub glued: bool,
    pub capital: bool,
    pub digits: bool,
}

/// The sentences of a text that have a digit or a word that can open an expression of time.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut wanted, mut i) = (0, false, 0);
    let mut lower = [0u8; 16];
    while i < bytes.len() {
        let byte = bytes[i];
        if byte.is_ascii_alphabetic() {
            let from = i;
            while i < bytes.len() && bytes[i].is_ascii_alphabetic() {
                i += 1;
            }
            let word = &bytes[from..i];
            if !wanted && word.len() <= lower.len() && WORDS.may_open(word[0], word.len()) {
                let lower = &mut lower[..word.len()];
                lower.copy_from_slice(word);
                lower.make_ascii_lowercase();
                wanted = std::str::from_utf8(lower).is_ok_and(|lower| WORDS.opens(lower));
            }
            continue;
        }
        wanted |= byte.is_ascii_digit();
        i += 1;
        let ends = ends_at(bytes, i - 1) || (i - start >= LONGEST && text.is_char_boundary(i));
        if ends {
            if wanted {
                found.push(Span::new(start, i));
            }
            (start, wanted) = (i, false);
        }
    }
    if wanted {
        found.push(Span::new(start, bytes.len()));
    }
    found
}

/// Whether a sentence ends at the byte `i`: a line's end, or a stop before a space and a capital, not after an abbreviation.
fn ends_at(bytes: &[u8], i: usize) -> bool {
    match bytes[i] {
        b'\n' => !soft_break(bytes, i),
        b'.' | b'!' | b'?' => {
            let mut next = i + 1;
            while bytes.get(next).is_some_and(|b| matches!(b, b'"' | b'\'' | b')')) {
                next += 1;
            }
            let space = bytes.get(next).is_some_and(u8::is_ascii_whitespace);
            let opens = bytes.get(next + 1).is_some_and(|b| !b.is_ascii_lowercase() && !b.is_ascii_digit());
            space && opens && !(bytes[i] == b'.' && abbreviated(bytes, i))
        }
        _ => false,
    }
}

/// Whether a line's end only wraps a sentence: the next line goes on in lower case or with a digit.
fn soft_break(bytes: &[u8], i: usize) -> bool {
    let goes_on = bytes.get(i + 1).is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let stopped = i > 0 && matches!(bytes[i - 1], b'.' | b'\n' | b'!' | b'?' | b':' | b'"');
    // A wrapped line before a capitalised name cannot be told from a heading, unless it is long.
    let line = bytes[..i].iter().rev().take(200).position(|b| *b == b'\n').unwrap_or(200);
    let capital = bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase);
    !stopped && (goes_on || (capital && line > 50))
}

/// Whether the stop at `i` ends a short word of a title, a name or a month.
fn abbreviated(bytes: &[u8], i: usize) -> bool {
    let from = bytes[..i].iter().rev().take(7).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = &bytes[i - from..i];
    let initial = word.len() == 1 && word[0].is_ascii_uppercase();
    // `at 10 a.m. EDT`, `at 10 a.m. Friday`; but `at 10 a.m. The`.
    if word == b"m" {
        return bytes.get(i.wrapping_sub(2)) == Some(&b'.') && !starts_sentence(&bytes[i + 1..]);
    }
    let known: &[&[u8]] = &[
        b"Mr", b"Mrs", b"Ms", b"Dr", b"Gen", b"Sen", b"Rep", b"Gov", b"Col", b"Lt", b"Sgt", b"Rev", b"St",
        b"Jr", b"No", b"vs", b"Jan", b"Feb", b"Mar", b"Apr", b"Jun", b"Jul", b"Aug", b"Sept", b"Sep", b"Oct",
        b"Nov", b"Dec", b"Mon", b"Tues", b"Wed", b"Thurs", b"Fri",
    ];
    initial || known.contains(&word)
}

/// Whether the next word is none of time, so that a new sentence begins with it.
fn starts_sentence(bytes: &[u8]) -> bool {
    let from = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let len = bytes[from..].iter().take(12).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = String::from_utf8_lossy(&bytes[from..from + len]).to_ascii_lowercase();
    !matches!(
        WORDS.get(&word),
        Word::Zone(_) | Word::Weekday(_) | Word::Month(_) | Word::ShortMonth(_) | Word::ShortWeekday(_)
    ) && !matches!(word.as_str(), "eastern" | "pacific" | "central")
}

/// A sentence in lower case, as far as ASCII goes; each byte stands where it stood.
pub(crate) fn lowered(sentence: &str) -> String {
    sentence.to_ascii_lowercase()
}

/// The tokens of `text[span]`, whose lower case is `lower`.
pub(crate) fn tokens<'s>(text: &str, span: Span, lower: &'s str) -> Vec<Token<'s>> {
    let bytes = lower.as_bytes();
    let mut tokens: Vec<Token<'s>> = Vec::with_capacity(lower.len() / 5);
    let (mut i, mut end) = (0, usize::MAX);
    while i < bytes.len() {
        if bytes[i].is_ascii_whitespace() || lower[i..].starts_with('\u{a0}') {
            i += if bytes[i].is_ascii_whitespace() { 1 } else { 2 };
            continue;
        }
        let from = i;
        let digits = bytes[i].is_ascii_digit();
        i = token_end(lower, i);
        let word = &lower[from..i];
        let full = &text[span.start + from..span.start + i];
        tokens.push(Token {
            span: Span::new(span.start + from, span.start + i),
            lower: plain(word),
            word: if digits { Word::Plain } else { WORDS.get(plain(word)) },
            glued: end == from,
            capital: full.chars().next().is_some_and(char::is_uppercase),
            digits,
        });
        end = i;
    }
    tokens
}

/// The usual spelling of signs that have several.
fn plain(word: &str) -> &str {
    match word {
        "’" | "‘" => "'",
        "’s" => "'s",
        "’ll" => "'ll",
        "–" | "‑" | "−" => "-",
        "a.m." | "a.m" => "am",
        "p.m." | "p.m" => "pm",
        other => other,
    }
}

fn token_end(lower: &str, from: usize) -> usize {
    let bytes = lower.as_bytes();
    let byte = bytes[from];
    let run = |accept: fn(&u8) -> bool| {
        bytes[from..].iter().position(|b| !accept(b)).map_or(bytes.len(), |n| from + n)
    };
    if byte.is_ascii_digit() {
        return digits_end(bytes, from);
    }
    for half in ["a.m.", "p.m.", "a.m", "p.m", "'s", "’s", "'ll", "’ll"] {
        if lower[from..].starts_with(half) {
            let end = from + half.len();
            let whole = bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
            if whole {
                return end;
            }
        }
    }
    if byte.is_ascii_alphabetic() {
        let end = run(u8::is_ascii_alphabetic);
        // Letters beyond ASCII belong to the word.
        let rest = lower[end..]
            .char_indices()
            .find(|(_, c)| !c.is_alphabetic())
            .map_or(lower.len() - end, |(n, _)| n);
        return end + rest;
    }
    let char = lower[from..].chars().next().map_or(1, char::len_utf8);
    from + char
}

/// `1,000` and `7.5` are one run; `4:15`, `11/02` and `7-9` are not.
fn digits_end(bytes: &[u8], from: usize) -> usize {
    let mut i = from;
    while i < bytes.len() {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let group = bytes[i] == b',' && digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4);
        let fraction = bytes[i] == b'.' && digit(i + 1);
        if !(bytes[i].is_ascii_digit() || (i > from && (group || fraction))) {
            break;
        }
        i += 1;
    }
    i
}
