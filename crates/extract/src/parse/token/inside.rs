//! Cuts inside a word: hyphens, marks between letters, clitics.

use super::{Token, list, push};

/// Cuts a word without outer marks.
pub fn cut(text: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let mut from = start;
    let word = &text[start..end];
    if is_number(word) {
        push(start, end, out);
        return;
    }
    let mut before = '\0';
    let mut chars = word.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let at = start + at;
        let next = chars.peek().map_or('\0', |n| n.1);
        let split = match c {
            '-' | '–' if before == c || next == c => true,
            '-' | '–' => !keeps_hyphen(&text[from..at], &text[at + c.len_utf8()..end]),
            '—' | '…' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | ';' | '!' | '?' => true,
            ',' | ':' | '/' => {
                !(before.is_ascii_digit() && next.is_ascii_digit())
                    && (c != '/' || before.is_alphabetic() && next.is_alphabetic() && at - from > 1)
            }
            '.' => before == '.' || next == '.',
            '£' | '€' | '$' => next.is_ascii_digit(),
            _ => false,
        };
        if split && at >= from {
            clitics(text, from, at, out);
            let mut stop = at + c.len_utf8();
            while let Some(&(_, same)) = chars.peek()
                && same == c
            {
                stop += c.len_utf8();
                chars.next();
            }
            push(at, stop, out);
            from = stop;
        }
        before = c;
    }
    clitics(text, from, end, out);
}

/// Says whether the word is a date, a telephone number or the like, that keeps its hyphens.
fn is_number(word: &str) -> bool {
    let marks = word.matches('-').count();
    let local = word.len() == 8 && word.as_bytes()[3] == b'-';
    (marks >= 2 || marks == 1 && local) && word.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn keeps_hyphen(part: &str, rest: &str) -> bool {
    list::is_prefix(part) && rest.starts_with(char::is_alphanumeric)
}

const CLITICS: &[&str] =
    &["n't", "n’t", "'s", "’s", "'ll", "’ll", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m"];

/// Words that are two, with the length of the first.
const JOINED: &[(&str, usize)] = &[("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3)];

/// Cuts `n't`, `'s` and their like from the end of a word, two at most (`couldn't've`).
fn clitics(text: &str, start: usize, mut end: usize, out: &mut Vec<Token>) {
    let lower = text[start..end].to_ascii_lowercase();
    let mut cuts = [end; 3];
    for at in [1, 0] {
        let rest = &lower[..end - start];
        let tail = CLITICS.iter().find(|t| rest.len() > t.len() && rest.ends_with(**t));
        end -= tail.map_or(0, |t| t.len());
        cuts[at] = end;
    }
    let word = &lower[..end - start];
    let joined = JOINED.iter().find(|j| j.0 == word).map(|j| j.1);
    match joined.or_else(|| list::unit(word)) {
        Some(at) => {
            push(start, start + at, out);
            push(start + at, end, out);
        }
        None => push(start, end, out),
    }
    for pair in cuts.windows(2) {
        push(pair[0], pair[1], out);
    }
}
