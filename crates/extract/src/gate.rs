//! Sets texts aside that cannot be about a war or truce, before a sentence is cut. Reads words, no meaning.

use crate::ExtractError;
use crate::lexicon::Lexicon;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeSet;

/// Texts up to this length, in bytes, are read whatever they say: a few sentences may name no topic.
const SHORT: usize = 400;
/// Texts over this length, in bytes, need twice as much: a long report of anything names a war somewhere.
const LONG: usize = 1200;
/// What a word of each list weighs. One of the first is enough for a text that is not long.
const LISTS: [(&str, Weight); 3] = [
    ("topic-words", Weight::Each(ENOUGH)),
    ("topic-harm", Weight::Once(3)),
    ("topic-hints", Weight::Once(1)),
];
const ENOUGH: usize = 6;

/// How much a word speaks for the topic: wherever it stands, or the first time only.
#[derive(Clone, Copy, Debug)]
enum Weight {
    Each(usize),
    Once(usize),
}

/// One scan of a text for the words of the lists that tell the topic.
#[derive(Debug)]
pub(crate) struct Gate {
    scan: Option<AhoCorasick>,
    words: Vec<Word>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    /// Whether any ending may follow.
    open: bool,
    weight: Weight,
}

impl Gate {
    /// The gate that the lists make; without topic words it lets everything in.
    pub fn of(lexicon: &Lexicon) -> Result<Gate, ExtractError> {
        let (mut words, mut patterns) = (Vec::new(), Vec::new());
        for (list, weight) in LISTS {
            for entry in lexicon.list(list).map(|list| list.entries()).into_iter().flatten() {
                let (pattern, open) =
                    entry.strip_suffix('*').map_or((entry.as_str(), false), |stem| (stem, true));
                words.push(Word { open, weight });
                patterns.push(pattern.to_owned());
            }
        }
        if words.iter().all(|word| matches!(word.weight, Weight::Once(_))) {
            return Ok(Gate { scan: None, words });
        }
        let scan = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&patterns)
            .map_err(|error| ExtractError::List { file: "topic-words".into(), problem: error.to_string() })?;
        Ok(Gate { scan: Some(scan), words })
    }

    /// Whether a text can be about a war or truce.
    pub fn lets_in(&self, text: &str) -> bool {
        let Some(scan) = self.scan.as_ref().filter(|_| text.len() > SHORT) else { return true };
        let bytes = text.as_bytes();
        let inner = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let need = if text.len() > LONG { 2 * ENOUGH } else { ENOUGH };
        let (mut heard, mut weighs) = (BTreeSet::new(), 0);
        for found in scan.find_overlapping_iter(bytes) {
            let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
            let Word { open, weight } = self.words[found.pattern().as_usize()];
            if inner(before) || (!open && inner(bytes.get(found.end()))) {
                continue;
            }
            weighs += match weight {
                Weight::Each(weight) => weight,
                Weight::Once(weight) if heard.insert(found.pattern()) => weight,
                Weight::Once(_) => 0,
            };
            if weighs >= need {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::Reader;

    fn check(words: &str, lets_in: bool) {
        let reader = Reader::builtin().unwrap();
        let filler = "The mayor of Arden opened a garden of roses on Monday and it did not rain at all. ";
        for text in [filler.repeat(6) + words, words.to_owned() + " " + &filler.repeat(6)] {
            assert_eq!(reader.gate.lets_in(&text), lets_in, "{words}");
        }
    }

    #[test]
    fn a_text_on_war_or_truce_is_let_in() {
        check("The truce held.", true);
        check("CEASE-FIRE!", true);
        check("It was shelled.", true);
        check("Three were killed in the attack, police said.", true);
    }

    #[test]
    fn other_news_is_set_aside() {
        check("The club won again.", false);
        check("They ate nutshells, swarmed the warehouse and bought software.", false);
        check("Two were killed by killers who kill.", false);
        check("The talks on the rocket and its tanks went on.", false);
        check("", false);
    }

    #[test]
    fn a_long_text_needs_more_than_one_word() {
        let filler =
            "The mayor of Arden opened a garden of roses on Monday and it did not rain at all. ".repeat(16);
        let gate = &Reader::builtin().unwrap().gate;
        let check = |words: &str, lets_in: bool| assert_eq!(gate.lets_in(&(filler.clone() + words)), lets_in);
        check("His father fell in the war.", false);
        check("The truce held on Monday. The truce was a week old.", true);
    }

    #[test]
    fn a_few_sentences_are_read_whatever_they_say() {
        assert!(Reader::builtin().unwrap().gate.lets_in("It held."));
    }
}
