//! Resolves short names and pronouns to the longest name that a story uses. Invents no name.

use super::phrase::Phrase;
use crate::lexicon::Lexicon;
use crate::text::{Sentence, Tag, Token};
use std::collections::BTreeMap;
use truce_model::{ActorKind, Actors, Name, PlaceKind, Places};

/// The names of one story.
pub(crate) struct Names<'r> {
    lexicon: &'r Lexicon,
    actors: &'r Actors,
    /// From the last word of a name, in lower case, to the longest name that ends with it.
    by_last: BTreeMap<String, String>,
    /// From any word of a name of an organisation to the longest such name.
    by_part: BTreeMap<String, String>,
    /// The country that the story is about, where it is about one.
    pub country: Option<String>,
}

/// The words of tokens `from..to` as they stand, single spaces between them.
pub(crate) fn text_of(text: &str, tokens: &[Token], from: usize, to: usize) -> String {
    match (tokens.get(from), to.checked_sub(1).and_then(|i| tokens.get(i))) {
        (Some(first), Some(last)) if from < to => {
            let words = text.get(first.span.start..last.span.end).unwrap_or("");
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

impl<'r> Names<'r> {
    pub fn collect<'s>(
        text: &str,
        sentences: impl IntoIterator<Item = &'s Sentence>,
        lexicon: &'r Lexicon,
        actors: &'r Actors,
        places: &Places,
    ) -> Names<'r> {
        let mut names =
            Names { lexicon, actors, by_last: BTreeMap::new(), by_part: BTreeMap::new(), country: None };
        let mut countries: BTreeMap<String, usize> = BTreeMap::new();
        for sentence in sentences {
            names.collect_sentence(text, &sentence.tokens, places);
            for token in sentence.tokens.iter().filter(|t| t.tag == Tag::Proper) {
                if let Some(country) = names.country_of(&token.text, places) {
                    *countries.entry(country).or_default() += 1;
                }
            }
        }
        names.country = leading(countries, lexicon);
        names
    }

    fn collect_sentence(&mut self, text: &str, tokens: &[Token], places: &Places) {
        let mut i = 0;
        while i < tokens.len() {
            let end = proper_run(tokens, i);
            if end <= i {
                i += 1;
                continue;
            }
            let start =
                (i..end).rev().find(|j| self.lexicon.has("titles", &tokens[*j].lower)).map_or(i, |j| j + 1);
            if end > start + 1 && end - start <= 7 {
                let name = text_of(text, tokens, start, end);
                let last = tokens[end - 1].lower.clone();
                keep_longest(&mut self.by_last, last.clone(), &name);
                if let Some(tail) = last.strip_prefix("al-") {
                    keep_longest(&mut self.by_last, tail.to_owned(), &name);
                }
                if places.find(&name).is_none() {
                    for token in &tokens[start..end] {
                        if self.lexicon.has("body-nouns", &token.lower) || token.tag == Tag::Proper {
                            keep_longest(&mut self.by_part, token.lower.clone(), &name);
                        }
                    }
                }
            }
            i = end;
        }
    }

    /// The country that a word names, itself or by its people.
    fn country_of(&self, word: &str, places: &Places) -> Option<String> {
        if let Some(place) = places.find(word) {
            let country = places.wholes(place).into_iter().find(|p| p.kind == PlaceKind::Country)?;
            return Some(country.name.clone());
        }
        let people = self.lexicon.list("demonyms")?;
        let lower = word.to_lowercase();
        let run = people.runs().iter().find(|run| run[0] == lower)?;
        Some(capitals(&run[1..].join(" ")))
    }

    /// The full name behind these words.
    pub fn resolve(&self, words: &str) -> String {
        let bare = strip_article(words);
        let key = bare.to_lowercase();
        if let Some(actor) = self.actors.find(bare) {
            if actor.kind == ActorKind::State {
                return actor.name.clone();
            }
        }
        if let Some(run) =
            self.lexicon.list("metonyms").and_then(|l| l.runs().iter().find(|run| run[0] == key))
        {
            if bare.starts_with(char::is_uppercase) {
                return capitals(&run[1..].join(" "));
            }
        }
        let single = !bare.contains(' ');
        if single && bare.starts_with(char::is_uppercase) {
            if let Some(full) = self.by_last.get(&key) {
                return full.clone();
            }
            if let Some(full) = self.by_part.get(&key).filter(|_| self.lexicon.has("body-nouns", &key)) {
                return full.clone();
            }
        }
        bare.to_owned()
    }

    /// The name by which a phrase is known: a person without his office, a group without its description.
    pub fn name_of(&self, text: &str, tokens: &[Token], phrase: Phrase) -> String {
        let (mut from, to) = (phrase.from, phrase.to);
        while from < to && !tokens[from].is_word() {
            from += 1;
        }
        let head = phrase.head;
        if tokens[head].tag == Tag::Proper && head + 1 == to {
            let described = |t: &Token| {
                self.lexicon.has("titles", &t.lower)
                    || self.lexicon.has("person-nouns", &t.lower)
                    || [
                        "group", "faction", "agency", "militia", "party", "movement", "villages", "village",
                        "town", "city",
                    ]
                    .contains(&t.lower.as_str())
            };
            if let Some(office) = (from..head).rev().find(|i| described(&tokens[*i])) {
                from = office + 1;
            }
        }
        let words = text_of(text, tokens, from, to).replace(['“', '”', '"'], "");
        self.resolve(words.trim())
    }

    pub fn name(&self, text: &str, tokens: &[Token], phrase: Phrase) -> Option<Name> {
        Name::parse(&self.name_of(text, tokens, phrase)).ok()
    }

    /// Whether a phrase names a person, so that `he` or `she` can mean it.
    pub fn is_person(&self, tokens: &[Token], phrase: Phrase) -> bool {
        let head = &tokens[phrase.head];
        if head.tag != Tag::Proper {
            return self.lexicon.has("person-nouns", &head.lower);
        }
        let body = (phrase.from..phrase.to).any(|i| self.lexicon.has("body-nouns", &tokens[i].lower));
        !body && self.actors.find(&head.text).is_none_or(|actor| actor.kind == ActorKind::Person)
    }
}

/// The end of the run of capitalised words at `i`, small linking words within it let pass.
fn proper_run(tokens: &[Token], i: usize) -> usize {
    let mut end = i;
    let mut j = i;
    while j < tokens.len() {
        let token = &tokens[j];
        let links = ["of", "for", "and", "the", "on"].contains(&token.lower.as_str())
            && j > i
            && tokens.get(j + 1).is_some_and(|t| t.tag == Tag::Proper)
            && (token.is("for") || token.is("of"));
        if token.tag == Tag::Proper {
            end = j + 1;
        } else if !links {
            break;
        }
        j += 1;
    }
    end
}

fn keep_longest(names: &mut BTreeMap<String, String>, key: String, name: &str) {
    let entry = names.entry(key).or_default();
    if name.len() > entry.len() {
        name.clone_into(entry);
    }
}

pub(crate) fn strip_article(words: &str) -> &str {
    let cut = ["the ", "The "].iter().find_map(|article| words.strip_prefix(article));
    cut.unwrap_or(words).trim()
}

pub(crate) fn capitals(words: &str) -> String {
    let mut chars = words.chars();
    let mut out = String::new();
    let mut fresh = true;
    for c in chars.by_ref() {
        out.extend(if fresh { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] });
        fresh = c == ' ';
    }
    out
}

/// The country named more than twice as often as any other that is not a mediator.
fn leading(countries: BTreeMap<String, usize>, lexicon: &Lexicon) -> Option<String> {
    let mut ranked: Vec<(String, usize)> = countries
        .into_iter()
        .filter(|(name, _)| !lexicon.has("mediators", &name.to_lowercase().replace(' ', "-")))
        .collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (name, times) = ranked.first()?;
    let next = ranked.get(1).map_or(0, |(_, times)| *times);
    (*times >= 2 && *times > 2 * next).then(|| name.clone())
}
