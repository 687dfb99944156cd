//! Reads by the parse who suffered what a toll counts: a number, one person, a bare plural. Guesses no figure.

use super::{Hit, Scene};
use crate::parse::Relation;
use crate::read::{Phrase, text_of};
use crate::slots::{Number, is_time_word, plural};
use crate::text::Tag;
use truce_model::{Act, Count, Name};

/// Several, where only a plural tells it.
const SEVERAL: u64 = 3;

impl Scene<'_> {
    /// The count that a toll's verb or noun ties to those who suffered; `None`: the parse does not tell.
    pub(super) fn suffered(&self, of: &str, hit: Hit<'_>, found: &[Number]) -> Option<Count> {
        if !matches!(hit.rule.finds, Act::Killed | Act::Injured | Act::Missing | Act::Displaced) {
            return None;
        }
        let phrases = self.sufferers(hit);
        let told: Vec<Number> =
            phrases.iter().map_while(|p| self.told_of(*p, found, hit.rule.finds)).collect();
        // `condemned the killing of doctors` tells no number.
        let noun = self.sentence.tokens[hit.m.anchor].tag != Tag::Verb;
        let first = told.first().filter(|n| !noun || n.max.is_some() || n.min != Some(SEVERAL))?;
        let mut count = Count {
            of: of.to_owned(),
            min: first.min,
            max: first.max,
            approx: first.approx,
            who: self.who(*phrases.first()?, first),
        };
        // Those listed behind may belong to the first as well: `three civilians, two children and two medics`.
        let wide = count
            .who
            .as_ref()
            .is_some_and(|who| ["civilians", "residents", "villagers"].contains(&&who.key()[..]));
        let among = |phrase: &Phrase| {
            let head = self.sentence.tokens[phrase.head].lower.as_str();
            ["babies", "boys", "children", "doctors", "girls", "infants", "medics", "men", "nurses", "women"]
                .contains(&head)
        };
        if wide && phrases.iter().skip(1).any(among) {
            count.max = None;
        }
        // `a woman and two of her children` are three; `two soldiers and nine rebels` are told apart.
        let single = first.min == Some(1) && first.min == first.max && told.len() == phrases.len();
        if single && told.len() == 2 && told[1].min == told[1].max {
            let sum = first.min.zip(told[1].min).map(|(one, other)| one + other);
            (count.min, count.max) = (sum, sum);
            let all = text_of(self.text, &self.sentence.tokens, phrases[0].from, phrases[1].to);
            count.who = Name::parse(crate::read::strip_article(&all)).ok();
        }
        Some(count)
    }

    /// The phrases of those to whom it happened.
    fn sufferers(&self, hit: Hit<'_>) -> Vec<Phrase> {
        let (tokens, tree, at) = (&self.sentence.tokens, self.tree, hit.m.anchor);
        if !tree.holds(at) {
            return Vec::new();
        }
        let subject = || tree.surface_subject(tokens, at).map(|i| tree.joined(tokens, i)).unwrap_or_default();
        let counts = |phrases: &Vec<Phrase>| {
            phrases.first().is_some_and(|p| self.person_word(p.head) || tokens[p.head].tag == Tag::Num)
                || phrases.first().is_some_and(|p| self.names.is_person(tokens, *p))
        };
        if tokens[at].tag == Tag::Verb {
            let done_to = tree.done_to(tokens, at);
            let befalls = self.reader.lexicon.has("befalls", &tokens[at].lemma);
            return if befalls && !counts(&done_to) { subject() } else { done_to };
        }
        let of: Vec<Phrase> = tree.obliques(tokens, at, "of").flat_map(|i| tree.joined(tokens, i)).collect();
        let copular = tree.children_by(at, &[Relation::Cop]).next().is_some();
        [of, if copular { subject() } else { Vec::new() }].into_iter().find(counts).unwrap_or_default()
    }

    /// The number that a phrase tells: its figure, one person, or a bare plural.
    fn told_of(&self, phrase: Phrase, found: &[Number], act: Act) -> Option<Number> {
        let tokens = &self.sentence.tokens;
        let within = |n: &&Number| (phrase.from + 1..=phrase.to).contains(&n.to);
        let figure = found.iter().find(within);
        if let Some(figure) = figure {
            let time = figure.noun.is_some_and(|i| is_time_word(&tokens[i]));
            return Some(figure.clone()).filter(|_| !time);
        }
        let head = &tokens[phrase.head];
        let mut one = Number::one(phrase.from, phrase.head);
        one.noun = Some(phrase.head);
        if head.is("couple") {
            (one.min, one.max) = (Some(2), Some(2));
            return Some(one);
        }
        let people = self.person_word(phrase.head);
        let many = plural(&head.lower) || head.is("personnel");
        if people && many {
            one = Number { min: Some(SEVERAL), max: None, approx: true, ..one };
            return Some(one);
        }
        let group = ["family", "crew", "staff", "enemy", "body"].contains(&head.lower.as_str());
        let single = self.names.is_person(tokens, phrase)
            || people
            || (head.tag == Tag::Noun && self.reader.lexicon.has("person-nouns", &head.lower));
        (single && !many && !group && act != Act::Displaced).then_some(one)
    }

    fn who(&self, phrase: Phrase, number: &Number) -> Option<Name> {
        let tokens = &self.sentence.tokens;
        let noun = number.noun.unwrap_or(phrase.head);
        let word = tokens[noun].lower.as_str();
        let plain = ["people", "person", "persons", "others", "more", "deaths", "body", "bodies"];
        if !self.person_word(noun) && tokens[noun].tag != Tag::Noun || plain.contains(&word) {
            return None;
        }
        Name::parse(word).ok().filter(|_| tokens[noun].is_word())
    }

    /// Whether a word names people: a common noun, or those of a country.
    pub(super) fn person_word(&self, i: usize) -> bool {
        let (token, lexicon) = (&self.sentence.tokens[i], &self.reader.lexicon);
        let demonym = || token.lower.ends_with("ans") || lexicon.rest("demonyms", &token.lower).is_some();
        lexicon.has("people-nouns", &token.lower)
            || (token.tag == Tag::Proper && token.lower.ends_with('s') && demonym())
    }

    /// The noun of one person named from `at`: `a girl of nine`, `the head of intelligence`.
    pub(super) fn somebody(&self, at: usize, to: usize) -> Option<usize> {
        let tokens = &self.sentence.tokens;
        let opens = ["a", "an", "the", "one", "his", "her", "its", "their"];
        if !tokens.get(at).is_some_and(|t| opens.contains(&t.lower.as_str())) {
            return None;
        }
        let single = |i: &usize| {
            let person = self.reader.lexicon.has("person-nouns", &tokens[*i].lower);
            (self.person_word(*i) || person) && !plural(&tokens[*i].lower)
        };
        let words = (at + 1..to.min(at + 5)).take_while(|i| matches!(tokens[*i].tag, Tag::Noun | Tag::Adj));
        words.filter(single).last()
    }
}
