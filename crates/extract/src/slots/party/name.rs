//! Names the party for which a phrase stands: pronouns resolved, weapons, units and measures set aside.

use super::Parties;
use crate::lexicon::Lexicon;
use crate::read::{Phrase, phrase_at, text_of};
use crate::text::Tag;

impl Parties<'_> {
    /// The name of joined phrases, pronouns resolved, weapons set aside.
    pub fn named(&self, phrases: &[Phrase]) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for phrase in phrases {
            match self.one(*phrase) {
                Some(name) if !names.contains(&name) => names.push(name),
                None if names.is_empty() => return None,
                _ => {}
            }
        }
        match names.split_last() {
            None => None,
            Some((last, [])) => Some(last.clone()),
            Some((last, rest)) => Some(format!("{} and {last}", rest.join(", "))),
        }
    }

    fn one(&self, phrase: Phrase) -> Option<String> {
        let phrase = self.content(phrase);
        let head = &self.tokens[phrase.head];
        // `25 wounded` counts people and names nobody.
        let nobody = self.lexicon.has("nobody-words", &head.lower);
        if nobody || self.lexicon.has("no-parties", &head.lemma) || head.tag == Tag::Num || head.is("others")
        {
            return None;
        }
        if matches!(head.tag, Tag::Pron | Tag::Rel) {
            return self.context.meant_by(&head.lower);
        }
        if crate::slots::is_time_word(head) {
            return None;
        }
        let thing = self.lexicon.has("weapons", &head.lower) || self.lexicon.has("weapons", &head.lemma);
        let dropped = ["bomb", "munition", "barrel", "grenade"].contains(&head.lemma.as_str());
        let shot =
            dropped || self.lexicon.has("shells", &head.lemma) || self.lexicon.has("rockets", &head.lemma);
        let fired = shot
            && self.clause.verb.is_some_and(|verb| {
                let verb_is = self.tokens[verb.main].lemma.as_str();
                verb.passive || ["fire", "drop", "lob", "hurl", "launch"].contains(&verb_is)
            });
        if thing && (self.acting || fired) {
            return self.bodies(phrase.from, phrase.head);
        }
        let own = &self.tokens[phrase.from];
        if phrase.to > phrase.from + 1 && ["its", "their", "his", "her", "our"].contains(&own.lower.as_str())
        {
            let words = text_of(self.text, self.tokens, phrase.from + 1, phrase.to);
            return Some(words);
        }
        let name = self.names.name_of(self.text, self.tokens, phrase);
        (!name.is_empty() && name.len() < 200).then_some(name)
    }

    /// What stands behind `a number of` or `control of`.
    fn content(&self, phrase: Phrase) -> Phrase {
        // `army units`, `units of the army`: the army.
        let unit = matches!(self.tokens[phrase.head].lemma.as_str(), "unit" | "column" | "element");
        if unit && phrase.head > phrase.from {
            let owner = phrase.head - 1;
            if self.is_body(owner) {
                return Phrase { to: phrase.head, head: owner, ..phrase };
            }
        }
        let measure = unit || self.lexicon.has("measures", &self.tokens[phrase.head].lemma);
        let of =
            (phrase.head + 1 < phrase.to && self.tokens[phrase.head + 1].is("of")).then_some(phrase.head + 2);
        of.filter(|_| measure).and_then(|at| phrase_at(self.tokens, at, phrase.to)).unwrap_or(phrase)
    }

    /// Whether a token names a body of people by itself.
    pub(super) fn is_body(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        token.tag == Tag::Proper
            || (self.lexicon.has("body-nouns", &token.lower)
                && !["centre", "center"].contains(&token.lower.as_str()))
            || ["rebel", "insurgent", "militant", "opposition", "separatist", "jihadist", "guerrilla", "army"]
                .contains(&token.lower.as_str())
    }

    /// The words of tokens `from..to` that name a body, not a weapon or a quality.
    pub(super) fn bodies(&self, from: usize, to: usize) -> Option<String> {
        let from = (from..to).find(|i| !crate::slots::is_time_word(&self.tokens[*i]))?;
        let first = (from..to).find(|i| self.is_body(*i))?;
        let last = (first..to).rev().find(|i| self.is_body(*i))?;
        let place = self.tokens[first..=last]
            .iter()
            .all(|t| t.tag == Tag::Proper && self.lexicon.has("not-places", &t.lower));
        let ground = self.lexicon.has("place-nouns", &self.tokens[last].lower)
            && !self.lexicon.has("body-nouns", &self.tokens[last].lower);
        if place || ground {
            return None;
        }
        let words = text_of(self.text, self.tokens, first, last + 1);
        Some(self.names.resolve(&body(&words, self.lexicon)))
    }
}

/// The people behind an adjective: `rebel` in `rebel shelling` are rebels, `Russian` is Russia.
fn body(words: &str, lexicon: &Lexicon) -> String {
    const FIGHTERS: &[&str] = &["rebel", "insurgent", "militant", "separatist", "jihadist", "guerrilla"];
    let each = words.split(' ').map(|word| {
        let lower = word.to_lowercase();
        if FIGHTERS.contains(&lower.as_str()) { format!("{lower}s") } else { word.to_owned() }
    });
    let joined = each.collect::<Vec<_>>().join(" ");
    let land = lexicon.rest("demonyms", &joined.to_lowercase()).map(crate::read::capitals);
    land.unwrap_or(joined)
}
