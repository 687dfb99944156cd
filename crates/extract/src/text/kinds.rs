//! What a word can be by itself: by the lists, and by its ending.

use super::{Form, Token};
use crate::lexicon::{Lexicon, singular};
use crate::slots::number_word;

/// Whether a word is in some list, so that its capital may only be the sentence's.
pub(super) fn known(word: &str, lexicon: &Lexicon) -> bool {
    const LISTS: &[&str] = &[
        "determiners",
        "prepositions",
        "pronouns",
        "auxiliaries",
        "modals",
        "conjunctions",
        "subordinators",
        "relatives",
        "adverbs",
        "adjectives",
        "ing-nouns",
        "body-nouns",
        "person-nouns",
        "people-nouns",
        "place-nouns",
        "common-nouns",
    ];
    LISTS.iter().any(|list| lexicon.has(list, word) || lexicon.has(list, &singular(word)))
        || lexicon.verb(word).is_some()
        || number_word(word).is_some()
        || word.ends_with("ly")
        || adjective_ending(word)
}

/// Whether a word ends or begins as adjectives do.
pub(super) fn adjective_ending(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "-held",
        "-led",
        "-backed",
        "-based",
        "-controlled",
        "-affiliated",
        "-run",
        "-besieged",
        "-supported",
        "-brokered",
        "-sponsored",
        "-old",
        "-day",
        "-hour",
        "-year",
        "-month",
        "-week",
        "-long",
        "-wide",
        "-level",
        "-range",
        "-scale",
        "-term",
        "-armed",
        "-torn",
        "-dominated",
        "-ranking",
        "-made",
        "-mediated",
        "-aligned",
        "-speaking",
        "-ruled",
        "-winning",
        "-occupied",
    ];
    ["pro-", "anti-", "non-", "ex-", "counter-"].iter().any(|start| word.starts_with(start))
        || ENDINGS.iter().any(|end| word.ends_with(end))
        || (word.len() > 5 && ["ical", "ful", "less", "ious", "ive"].iter().any(|end| word.ends_with(end)))
}

/// Whether a word can only be a finite verb or its helper.
pub(crate) fn finite(word: &str, lexicon: &Lexicon) -> bool {
    lexicon.has("modals", word)
        || (lexicon.has("auxiliaries", word) && !matches!(word, "being" | "been" | "having" | "be"))
        || matches!(lexicon.verb(word), Some((_, Form::Past | Form::S)))
}

/// Verbs whose base form is their participle too.
pub(crate) const SAME_PAST: &[&str] = &[
    "hit", "cut", "put", "set", "shut", "split", "cost", "hurt", "cast", "spread", "quit", "burst", "become",
    "come", "run", "overrun", "let", "read",
];

/// Whether a word can open the object of a verb.
pub(super) fn takes_object(token: &Token, lexicon: &Lexicon) -> bool {
    let word = token.lower.as_str();
    lexicon.has("determiners", word)
        || lexicon.has("pronouns", word)
        || number_word(word).is_some()
        || word.starts_with(|c: char| c.is_ascii_digit())
        || (lexicon.has("adjectives", word) && !lexicon.has("determiners", word))
        || token.capital()
        || word == "to"
        || word == "that"
}
