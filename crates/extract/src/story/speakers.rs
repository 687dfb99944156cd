//! Tells who says a stretch: whom it names, or whom a pronoun, a statement or running quoted words mean.

use super::Story;
use crate::read::{Attribution, Phrase, Said, clauses, phrase_at};
use crate::text::{Sentence, Tag, Token};

/// Those who say a stretch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Speakers {
    pub names: Vec<String>,
    pub via: Option<String>,
    pub person: bool,
}

impl Story<'_, '_> {
    /// Those who say a stretch; `None`: the narrator; without names: somebody who is not told.
    pub(super) fn speakers_of(
        &mut self,
        sentence: &Sentence,
        stretch: &Said,
        next: Option<&Vec<Said>>,
        spoken: bool,
        next_sentence: Option<&Sentence>,
    ) -> Option<Speakers> {
        if let Some(by) = &stretch.by {
            if by.goes_on {
                return Some(self.speakers.clone());
            }
            let speakers = self.resolve(sentence, stretch, by.sources.is_empty());
            self.speakers = speakers.clone();
            return Some(speakers);
        }
        let tokens = &sentence.tokens[stretch.from..stretch.to];
        let quoted = tokens.iter().filter(|t| t.quoted).count() * 2 > tokens.len();
        if !quoted {
            return None;
        }
        let follows = next.and_then(|said| said.iter().find(|s| s.by.is_some()));
        if let (false, Some(said), Some(sentence)) = (spoken, follows, next_sentence)
            && sentence.tokens.first().is_some_and(|t| t.quoted)
        {
            return Some(self.resolve(sentence, said, false));
        }
        // Quoted words go on with a speaker of this paragraph or the one before, never from further back.
        let near = self.at <= self.spoke_at + 1;
        if !near && !sentence.tokens[stretch.from].quoted {
            return None;
        }
        Some(if near { self.speakers.clone() } else { Speakers::default() })
    }

    fn resolve(&mut self, sentence: &Sentence, stretch: &Said, same: bool) -> Speakers {
        let tokens = &sentence.tokens;
        let Some(by) = stretch.by.as_ref().filter(|_| !same) else { return self.speakers.clone() };
        let mut speakers = Speakers::default();
        for phrase in &by.sources {
            let head = &tokens[phrase.head];
            let name = match head.lower.as_str() {
                "he" | "she" | "him" | "her" => {
                    let speaker = self.speakers.names.first().filter(|_| self.speakers.person && self.here);
                    speaker.cloned().or_else(|| self.context.last_person.clone())
                }
                "it" | "they" if phrase.to == phrase.from + 1 => {
                    if self.here && !self.speakers.person {
                        self.speakers.names.first().cloned()
                    } else if let Some(subject) = self.subject_before(sentence, by) {
                        Some(subject)
                    } else if self.speakers.names.is_empty()
                        || self.speakers.person
                        || (!self.here && self.context.party_here)
                    {
                        self.context.last_party.clone()
                    } else {
                        self.speakers.names.first().cloned()
                    }
                }
                "who" | "which" | "that" => self.context.last_party.clone(),
                _ if self.watches(tokens, by, phrase.head) => self.names.monitor.clone(),
                _ if self.mute(&tokens[phrase.head]) => self.issuer(sentence, by, *phrase),
                _ => {
                    let name = self.names.name_of(self.text, tokens, *phrase);
                    Some(self.meant(tokens, *phrase, &name).unwrap_or(name))
                }
            };
            speakers.names.extend(name.filter(|n| !n.is_empty()));
            speakers.person |=
                ["he", "she"].contains(&head.lower.as_str()) || self.names.is_person(tokens, *phrase);
        }
        if self.shares(tokens, &by.sources) {
            let (first, last) = (by.sources[0], by.sources[by.sources.len() - 1]);
            speakers.names = vec![crate::read::text_of(self.text, tokens, first.from, last.to)];
        }
        speakers.via = by.via.map(|phrase| self.names.name_of(self.text, tokens, phrase));
        if speakers.via.is_none() && speakers.names == self.speakers.names && self.here {
            speakers.via.clone_from(&self.speakers.via);
        }
        self.here = true;
        self.spoke_at = self.at;
        speakers
    }

    /// Whether a source is a thing, which says nothing itself: a statement, a count, a day, a shell.
    fn mute(&self, head: &Token) -> bool {
        let lexicon = &self.reader.lexicon;
        let listed = |list: &str| lexicon.has(list, &head.lemma) || lexicon.has(list, &head.lower);
        head.tag == Tag::Noun && (listed("no-sources") || listed("weapons"))
    }

    /// Who issued what is said to speak: `a statement by the army`, `the army's count`. `None`: not told.
    fn issuer(&self, sentence: &Sentence, by: &Attribution, phrase: Phrase) -> Option<String> {
        let tokens = &sentence.tokens;
        let named = |phrase: Phrase| {
            let name = self.names.name_of(self.text, tokens, phrase);
            Some(name).filter(|name| !name.is_empty() && !self.mute(&tokens[phrase.head]))
        };
        let to = by.to.max(phrase.to);
        let behind = (phrase.head + 1..to)
            .filter(|i| ["by", "from", "of"].contains(&tokens[*i].lower.as_str()))
            .find_map(|i| named(phrase_at(tokens, i + 1, to)?));
        let poss = (phrase.from..phrase.head).find(|i| tokens[*i].tag == Tag::Poss);
        let owner = || named(phrase_at(tokens, phrase.from, poss.unwrap_or(phrase.head))?);
        let definite = ["the", "its", "their"].contains(&tokens[phrase.from].lower.as_str());
        let running = || {
            let running = self.speakers.names.first();
            running.filter(|_| definite && self.here && !self.speakers.person).cloned()
        };
        behind.or_else(owner).or_else(running)
    }

    /// Whom `the group` or `the envoy` means that no name of the story explains: who has just spoken or acted.
    fn meant(&self, tokens: &[Token], phrase: Phrase, name: &str) -> Option<String> {
        const BODIES: &[&str] = &[
            "group",
            "agency",
            "organisation",
            "organization",
            "alliance",
            "movement",
            "charity",
            "watchdog",
            "faction",
        ];
        const PEOPLE: &[&str] =
            &["envoy", "commander", "woman", "man", "negotiator", "mediator", "coordinator"];
        let head = tokens[phrase.head].lower.as_str();
        let bare = phrase.to == phrase.from + 2 && tokens[phrase.from].is("the");
        if !bare || !name.eq_ignore_ascii_case(head) {
            return None;
        }
        let person = PEOPLE.contains(&head);
        if !person && !BODIES.contains(&head) {
            return None;
        }
        let running = self.speakers.names.first().filter(|_| self.here && self.speakers.person == person);
        let last = if person { self.context.last_person.as_ref() } else { self.context.last_party.as_ref() };
        let named = |name: &&String| person || name.starts_with(char::is_uppercase);
        running.or(last).filter(named).cloned()
    }

    /// The subject of what stands in the sentence before an attribution such as `it said`, unless it is quoted.
    fn subject_before(&self, sentence: &Sentence, by: &Attribution) -> Option<String> {
        let read = clauses(&sentence.tokens, 0, by.from);
        let phrase = read.iter().find_map(|clause| clause.subject.first())?;
        let head = &sentence.tokens[phrase.head];
        let speaks = head.nominal() && !head.quoted && !self.mute(head);
        speaks.then(|| self.names.name_of(self.text, &sentence.tokens, *phrase))
    }

    /// Whether a body is described as the one that watches the truce.
    fn watches(&self, tokens: &[Token], by: &Attribution, head: usize) -> bool {
        let body = ["organization", "organisation", "group", "body", "mission"]
            .contains(&tokens[head].lower.as_str());
        body && self.names.monitor.is_some()
            && tokens[by.from..by.to].iter().any(|t| t.lower.starts_with("monitor"))
    }

    /// Whether joined nouns are one source, as in `many experts and officials`.
    fn shares(&self, tokens: &[Token], sources: &[Phrase]) -> bool {
        sources.len() > 1 && self.reader.lexicon.has("quantifiers", &tokens[sources[0].from].lower)
    }
}
