//! Ties persons to the offices that stand before or behind their names.

use super::names::Names;
use super::phrase::Phrase;
use crate::text::{Tag, Token};

impl Names<'_> {
    /// Notes who holds the office that stands before a name.
    pub(super) fn note_office(&mut self, tokens: &[Token], start: usize, name: &str) {
        let mut at = start;
        while at > 0 && tokens[at - 1].tag == Tag::Proper && self.lexicon.has("titles", &tokens[at - 1].lower)
        {
            at -= 1;
        }
        let comma = usize::from(at > 0 && tokens[at - 1].is(","));
        // `spokesman, Colonel Venn` holds the office; of `Foreign Minister Venn` the title is none.
        let at = if comma == 1 { at } else { start };
        let Some(head) = at.checked_sub(1 + comma) else { return };
        let office = self.lexicon.has("person-nouns", &tokens[head].lower);
        if office && head > 0 && tokens[head - 1].is_word() {
            let key = format!("{} {}", tokens[head - 1].lower, tokens[head].lower);
            self.holders.entry(key).or_insert_with(|| name.to_owned());
        }
    }

    /// The person whose name stands behind an office: `its spokesman in Tal, Colonel Ari Venn,`.
    pub(super) fn apposed(&self, tokens: &[Token], phrase: Phrase) -> Option<Phrase> {
        let head = tokens.get(phrase.head)?;
        let word = head.lower.as_str();
        let office = self.lexicon.has("person-nouns", word) || self.lexicon.has("titles", word);
        if !office || head.tag == Tag::Proper || !self.name_is_single(word) {
            return None;
        }
        let describes = |t: &Token| {
            matches!(t.tag, Tag::Prep | Tag::Det | Tag::Adj | Tag::Noun | Tag::Proper | Tag::Poss)
        };
        let comma = (phrase.to..tokens.len().min(phrase.to + 8)).find(|i| !describes(&tokens[*i]))?;
        let tied = comma == phrase.to || tokens[phrase.to].tag == Tag::Prep;
        if !tokens[comma].is(",") || !tied {
            return None;
        }
        let mut from = comma + 1;
        while tokens.get(from).is_some_and(|t| t.is_word() && self.lexicon.has("titles", &t.lower)) {
            from += 1;
        }
        let run = tokens[from..].iter().take_while(|t| t.tag == Tag::Proper).count();
        let to = from + run;
        let least = if from > comma + 1 || tokens[comma + 1].is("Mr") { 1 } else { 2 };
        let ends = tokens.get(to).is_none_or(|t| t.tag == Tag::Punct);
        let timed = tokens[from..to].iter().any(crate::slots::is_time_word);
        (run >= least && run <= 5 && ends && !timed).then_some(Phrase { from, to, head: to - 1 })
    }
}
