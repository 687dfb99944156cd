//! Reads talks that only an attribution names: `he said at a summit with Moon`. Reads nothing that is said.

use super::Scene;
use crate::draft::Draft;
use crate::read::joined_at;
use crate::slots::{places_in, times};
use crate::text::{Tag, Token};
use truce_model::{Act, Interval, RuleId, Stance};

impl Scene<'_> {
    /// The talks at which somebody speaks, as the narrator tells.
    pub(super) fn sidelines(&self) -> Option<Draft> {
        let by = self.stretch.by.as_ref()?;
        let tokens = &self.sentence.tokens;
        let to = by.to.min(tokens.len());
        let noun = (by.from..to).find(|i| self.names_talks(&tokens[*i]))?;
        let from = (by.from..noun).rev().find(|i| opens(&tokens[*i]))?;
        let near = tokens[from..noun].iter().all(|t| t.is_word() && t.tag != Tag::Verb);
        let end = (noun + 1..to)
            .find(|i| tokens[*i].tag == Tag::Punct || tokens[*i].tag == Tag::Verb || tokens[*i].is("that"));
        let end = end.unwrap_or(to);
        // `in talks with X`, `at a summit in Tal`: talks of nobody, nowhere and at no time are no claim.
        if !near || end < noun + 2 {
            return None;
        }
        let with = (noun + 1..end).find(|i| tokens[*i].is("with"));
        let partner = with.and_then(|at| joined_at(tokens, at + 1, end).first().copied());
        let target = partner.map(|phrase| self.names.name_of(self.text, tokens, phrase));
        let places = places_in(self.text, tokens, noun, end, self.maps).into_iter().map(|found| found.name);
        let when = times(tokens, from, end, self.published, self.times);
        Some(Draft {
            span: self.sentence.span_of(from, end),
            act: Act::Talks,
            sources: vec![self.outlet.clone()],
            via: None,
            stance: Stance::Asserts,
            agent: self.speakers.and_then(|speakers| speakers.names.first().cloned()),
            target: target.filter(|name| !name.is_empty()),
            places: places.collect(),
            occurred: when.first().map_or(Interval::UNKNOWN, |when| when.interval),
            count: None,
            found_by: vec![RuleId::new("en.talks")],
            confidence: None,
            anchor: Some(noun),
        })
    }

    fn names_talks(&self, token: &Token) -> bool {
        const MORE: &[&str] = &["call", "visit", "conversation"];
        let lexicon = &self.reader.lexicon;
        let other = ["conference", "briefing", "session", "workshop"].contains(&token.lemma.as_str());
        token.tag == Tag::Noun
            && !other
            && (MORE.contains(&token.lower.as_str())
                || lexicon.has("talk-nouns", &token.lower)
                || lexicon.has("talk-nouns", &token.lemma))
    }
}

/// Whether a word opens a phrase of time or place.
fn opens(token: &Token) -> bool {
    ["at", "in", "after", "during", "before", "on"].contains(&token.lower.as_str())
}
