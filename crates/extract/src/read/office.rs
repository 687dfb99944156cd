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

    /// Notes for whom a person speaks: `Arden army spokesman Ari Venn`, `Ari Venn, a spokesman for the Lantern`.
    pub(super) fn note_body(&mut self, text: &str, tokens: &[Token], start: usize, end: usize, name: &str) {
        let body = self.body_before(text, tokens, start).or_else(|| self.body_behind(text, tokens, end));
        if let Some(body) = body.filter(|body| !body.is_empty() && body != name) {
            self.bodies.entry(name.to_owned()).or_insert(body);
        }
    }

    /// Notes whether a person speaks for others or leads them.
    pub(super) fn note_rank(&mut self, tokens: &[Token], start: usize, end: usize, name: &str) {
        const LEADS: [&str; 9] =
            ["president", "minister", "leader", "chief", "head", "king", "prime", "premier", "envoy"];
        const FIGHTS: [&str; 5] = ["commander", "general", "officer", "colonel", "fighter"];
        let near = tokens[start.saturating_sub(8)..start].iter().chain(tokens.iter().skip(end).take(8));
        let rank = near.map(|t| t.lower.as_str()).find_map(|word| match word {
            _ if word.starts_with("spokes") || word.starts_with("representative") => Some("speaks-for"),
            _ if LEADS.contains(&word) => Some("leads"),
            _ if FIGHTS.contains(&word) => Some("fights"),
            _ => None,
        });
        if let Some(rank) = rank {
            self.ranks.entry(name.to_owned()).or_insert(rank);
        }
    }

    fn is_office(&self, token: &Token) -> bool {
        self.lexicon.has("titles", &token.lower) || self.lexicon.has("person-nouns", &token.lower)
    }

    /// The body before an office: `the Arden foreign minister, Ari Venn`, `a spokesman for the Lantern, Ari Venn`.
    fn body_before(&self, text: &str, tokens: &[Token], start: usize) -> Option<String> {
        let mut at = start;
        if at > 0 && tokens[at - 1].is(",") {
            at -= 1;
        }
        let describes = |t: &Token| {
            matches!(t.tag, Tag::Proper | Tag::Adj | Tag::Noun | Tag::Poss)
                || ["for", "of", "the", "and", "in"].contains(&t.lower.as_str())
        };
        let from = (at.saturating_sub(10)..at).rev().take_while(|i| describes(&tokens[*i])).last()?;
        let office = (from..at).find(|i| self.is_office(&tokens[*i]))?;
        let tie = tokens.get(office + 1).filter(|t| t.is("for") || t.is("of"));
        if tie.is_some() && office + 2 < at {
            return super::phrase::phrase_at(tokens, office + 2, at)
                .map(|phrase| super::text_of(text, tokens, phrase.from, phrase.to));
        }
        self.owner(text, tokens, from, office)
    }

    /// The body behind a name: `, a spokesman for the Lantern`, `, the Lantern’s leader`, `of the Lantern`.
    fn body_behind(&self, text: &str, tokens: &[Token], end: usize) -> Option<String> {
        let opens = tokens.get(end)?;
        let words = |from: usize| {
            super::phrase::phrase_at(tokens, from, tokens.len())
                .map(|phrase| super::text_of(text, tokens, phrase.from, phrase.to))
        };
        if opens.is("of") {
            return words(end + 1);
        }
        if !opens.is(",") {
            return None;
        }
        let to = tokens.len().min(end + 12);
        let close = (end + 1..to).find(|i| tokens[*i].tag == Tag::Punct).unwrap_or(to);
        let office = (end + 1..close).find(|i| self.is_office(&tokens[*i]))?;
        let tied = tokens
            .get(office + 1)
            .is_some_and(|t| ["for", "of", "in", "at", "with"].contains(&t.lower.as_str()));
        if tied && office + 2 < close {
            return words(office + 2);
        }
        self.owner(text, tokens, end + 1, office)
    }

    /// The body that stands before an office: a people, a name or a common body.
    fn owner(&self, text: &str, tokens: &[Token], from: usize, office: usize) -> Option<String> {
        let first = (from..office).find(|i| {
            let t = &tokens[*i];
            (t.tag == Tag::Proper && !self.is_office(t)) || self.lexicon.has("body-nouns", &t.lower)
        })?;
        let land = self.lexicon.rest("demonyms", &tokens[first].lower);
        let last = (first..office)
            .take_while(|i| {
                tokens[*i].tag == Tag::Proper || self.lexicon.has("body-nouns", &tokens[*i].lower)
            })
            .last()?;
        match land.filter(|_| last == first) {
            Some(land) => Some(super::capitals(land)),
            None => Some(super::text_of(text, tokens, first, last + 1)),
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
