//! Finds which name of a story an acronym stands for. Knows none that the story does not spell out.

use super::names::text_of;
use crate::text::{Tag, Token};
use std::collections::BTreeMap;

/// The longest name, in words, that an acronym is sought for.
const LONGEST: usize = 10;

/// Whether a word is written as an acronym: `RSF`, `ICRC`.
pub(super) fn is_acronym(word: &str) -> bool {
    (3..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Adds to `known` the names of a sentence whose first letters make one of these acronyms.
pub(super) fn collect(
    text: &str,
    tokens: &[Token],
    acronyms: &[String],
    known: &mut BTreeMap<String, String>,
) {
    for start in (0..tokens.len()).filter(|i| tokens[*i].tag == Tag::Proper && !is_acronym(&tokens[*i].text))
    {
        let mut initials = String::new();
        for (end, token) in tokens.iter().enumerate().skip(start).take(LONGEST) {
            let links = ["of", "for", "and", "the", "in", "on", "to"].contains(&token.lower.as_str());
            match token.text.chars().next() {
                Some(first) if token.capital() => initials.push(first),
                _ if links => continue,
                _ => break,
            }
            if initials.len() > 2 && acronyms.contains(&initials) {
                known.entry(initials.clone()).or_insert_with(|| text_of(text, tokens, start, end + 1));
            }
        }
    }
}
