//! Remembers whom a pronoun can mean. Where two can be meant it names nobody.

use super::plural;
use crate::read::{Names, Phrase};
use crate::text::Token;

/// Whom pronouns can mean at a point of the story.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    pub source: Option<String>,
    pub source_is_person: bool,
    pub last_person: Option<String>,
    pub last_party: Option<String>,
    /// Whether the last subject is a thing and not somebody, and then whether it is several.
    pub thing: Option<bool>,
    /// Whether the last party is named in the paragraph that is read.
    pub party_here: bool,
    /// Whether the words are reported from a source.
    pub reported: bool,
}

/// The subject of a clause, where it is a noun.
pub(crate) struct Subject {
    pub name: String,
    pub person: bool,
    /// Whether it can act: it is no thing.
    acts: bool,
    many: bool,
}

impl Subject {
    /// What a phrase names; `None`: its head is no noun.
    pub fn of(names: &Names<'_>, text: &str, tokens: &[Token], phrase: Phrase) -> Option<Subject> {
        let head = &tokens[phrase.head];
        head.nominal().then(|| {
            let name = names.name_of(text, tokens, phrase);
            let (person, acts) = (names.is_person(tokens, phrase), names.can_act(&name));
            Subject { name, person, acts, many: plural(&head.lower) }
        })
    }
}

impl Context {
    /// Notes whether the last subject is a thing.
    pub fn note_thing(&mut self, subject: &Subject) {
        self.thing = (!subject.acts).then_some(subject.many);
    }

    /// Notes a subject that a later `it` or `they` can mean.
    pub fn note_party(&mut self, subject: &Subject) {
        if !subject.person && subject.acts {
            self.last_party = Some(subject.name.clone());
            self.party_here = true;
        }
    }

    /// Whom a pronoun means; `None`: nobody, or it is not certain who.
    pub fn meant_by(&self, word: &str) -> Option<String> {
        match word {
            "we" | "us" | "our" | "i" | "me" | "my" => self.source.clone(),
            "he" | "she" | "him" | "his" | "her" => {
                if self.reported && self.source_is_person {
                    self.source.clone()
                } else {
                    self.last_person.clone()
                }
            }
            // In doubt nobody is named: `the permits were late; they did not come` blames no party.
            "they" | "them" | "their" if self.thing == Some(true) => None,
            "it" | "its" if self.thing == Some(false) => None,
            // A person's words mean nobody that only an earlier paragraph names.
            "it" | "they" | "its" | "their" | "them"
                if self.reported && (self.source_is_person || self.source.is_none()) && !self.party_here =>
            {
                None
            }
            "it" | "they" | "its" | "their" | "them" => {
                if self.reported && !self.source_is_person && self.source.is_some() {
                    self.source.clone()
                } else {
                    self.last_party.clone()
                }
            }
            _ => None,
        }
    }
}
