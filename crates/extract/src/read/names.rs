//! Resolves short names and pronouns to the longest name that a story uses. Invents no name.

use super::phrase::Phrase;
use super::{acronym, country};
use crate::lexicon::Lexicon;
use crate::text::{Sentence, Tag, Token};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{ActorKind, Actors, Places};

/// The names of one story.
pub(crate) struct Names<'r> {
    pub(super) lexicon: &'r Lexicon,
    actors: &'r Actors,
    /// From the last word of a name, in lower case, to the longest name that ends with it.
    by_last: BTreeMap<String, String>,
    /// From `north` or `south` to the state of that name.
    by_first: BTreeMap<String, String>,
    /// From any word of a name of an organisation to the longest such name.
    by_part: BTreeMap<String, String>,
    /// From an acronym to the name that the story spells out for it.
    acronyms: BTreeMap<String, String>,
    /// The body that watches the truce, where the story names one.
    pub monitor: Option<String>,
    /// Names that an office stands before.
    persons: BTreeSet<String>,
    /// From the last two words of an office to the person who holds it, where the story names one.
    pub(super) holders: BTreeMap<String, String>,
    /// From a person to the words for the body for which he speaks or which he heads.
    pub(super) bodies: BTreeMap<String, String>,
    /// From a person to his rank.
    pub(super) ranks: BTreeMap<String, &'static str>,
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
    /// Collects the names of a story's sentences.
    pub fn collect<'s>(
        text: &str,
        sentences: impl IntoIterator<Item = &'s Sentence>,
        lexicon: &'r Lexicon,
        actors: &'r Actors,
        places: &Places,
    ) -> Names<'r> {
        let mut names = Names {
            lexicon,
            actors,
            by_last: BTreeMap::new(),
            by_first: BTreeMap::new(),
            by_part: BTreeMap::new(),
            acronyms: BTreeMap::new(),
            monitor: None,
            holders: BTreeMap::new(),
            persons: BTreeSet::new(),
            bodies: BTreeMap::new(),
            ranks: BTreeMap::new(),
            country: None,
        };
        let mut countries: BTreeMap<String, usize> = BTreeMap::new();
        let sentences: Vec<&Sentence> = sentences.into_iter().collect();
        let words = sentences.iter().flat_map(|s| &s.tokens).map(|t| &t.text);
        let short: Vec<String> = words.filter(|word| acronym::is_acronym(word)).cloned().collect();
        for sentence in sentences {
            names.collect_sentence(text, &sentence.tokens, places);
            if !short.is_empty() {
                acronym::collect(text, &sentence.tokens, &short, &mut names.acronyms);
            }
            country::count(text, &sentence.tokens, (lexicon, places), &mut countries);
        }
        names.country = country::leading(countries, lexicon);
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
            let mut start = (i..end - 1)
                .rev()
                .find(|j| {
                    self.lexicon.has("titles", &tokens[*j].lower)
                        && !self.lexicon.has("body-nouns", &tokens[j + 1].lower)
                })
                .map_or(i, |j| j + 1);
            if start == i
                && end - i >= 3
                && places.find(&tokens[i].text).is_some()
                && i > 0
                && tokens[i - 1].tag == Tag::Prep
            {
                start += 1;
            }
            if end > start + 1 && end - start <= 7 {
                let name = text_of(text, tokens, start, end);
                let last = tokens[end - 1].lower.clone();
                if end == start + 2
                    && (tokens[start].is("north") || tokens[start].is("south"))
                    && places.find(&name).is_some()
                {
                    self.by_first.insert(tokens[start].lower.clone(), name.clone());
                }
                if self.titled(tokens, start) && end - start <= 4 {
                    self.persons.insert(name.clone());
                    self.note_body(text, tokens, start, end, &name);
                    self.note_rank(tokens, start, end, &name);
                    keep_longest(&mut self.by_last, tokens[start].lower.clone(), &name);
                }
                self.note_office(tokens, start, &name);
                let watches = ["Observatory", "Monitoring", "Monitors"].iter().any(|w| name.contains(w));
                if watches && self.monitor.as_ref().is_none_or(|m| m.len() < name.len()) {
                    self.monitor = Some(name.clone());
                }
                keep_longest(&mut self.by_last, last.clone(), &name);
                let tail = last.strip_prefix("al-");
                tail.into_iter().for_each(|tail| keep_longest(&mut self.by_last, tail.to_owned(), &name));
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

    /// Whether an office stands before the name at `start`.
    fn titled(&self, tokens: &[Token], start: usize) -> bool {
        let before = tokens[..start].iter().rev().take(3).find(|t| t.is_word());
        before.is_some_and(|t| {
            self.lexicon.has("titles", &t.lower) || self.lexicon.has("person-nouns", &t.lower)
        }) || (start > 2
            && tokens[start - 2].is("for")
            && self.lexicon.has("titles", &tokens[start - 3].lower))
    }

    /// The last person that a sentence names with an office.
    pub fn person_in(&self, text: &str, tokens: &[Token]) -> Option<String> {
        let starts =
            (0..tokens.len()).rev().filter(|i| tokens[*i].tag == Tag::Proper && self.titled(tokens, *i));
        starts
            .map(|i| text_of(text, tokens, i, proper_run(tokens, i)))
            .find(|name| self.persons.contains(name))
    }

    /// Whether words name a state, by itself, its capital or its people.
    pub fn is_state(&self, words: &str) -> bool {
        let key = strip_article(words).to_lowercase();
        ["demonyms", "metonyms"]
            .iter()
            .filter_map(|list| self.lexicon.list(list))
            .any(|list| list.rest(&key).is_some() || list.ends(&key))
            || ["north", "south", "north korea", "south korea", "united nations", "kremlin"]
                .contains(&key.as_str())
    }

    /// Whether the story names a person so.
    pub fn names_person(&self, name: &str) -> bool {
        self.persons.contains(name) || self.holders.values().any(|holder| holder == name)
    }

    /// Whether a person speaks for others, leads or fights, where the story tells it.
    pub fn rank(&self, person: &str) -> Option<&'static str> {
        self.ranks.get(person).copied()
    }

    /// The body for which a person speaks or which he heads, where the story tells it.
    pub fn body_of(&self, person: &str) -> Option<String> {
        let body = self.resolve(self.bodies.get(person)?);
        Some(body).filter(|body| body != person)
    }

    /// The full name behind these words.
    pub fn resolve(&self, words: &str) -> String {
        let bare = strip_article(words);
        let key = bare.to_lowercase();
        let single = !bare.contains(' ');
        if matches!(bare, "North" | "South") {
            // The half of a country that the story names in full elsewhere.
            let full = self.by_first.get(&key).cloned();
            return full.unwrap_or_else(|| bare.to_owned());
        }
        if let Some(actor) = self.actors.find(bare).filter(|_| single)
            && actor.kind == ActorKind::State
        {
            return actor.name.clone();
        }
        if let Some(land) = self.lexicon.rest("metonyms", &key)
            && bare.starts_with(char::is_uppercase)
        {
            return capitals(land);
        }
        if let Some(full) = self.acronyms.get(bare) {
            return full.clone();
        }
        if let Some(monitor) = self.monitor.as_ref().filter(|_| MONITORS.contains(&key.as_str())) {
            return monitor.clone();
        }
        let last = bare.rsplit(' ').next().unwrap_or(bare);
        if !single
            && last.starts_with(char::is_uppercase)
            && self.lexicon.has("body-nouns", &last.to_lowercase())
        {
            let words = |full: &str| {
                bare.split(' ')
                    .filter(|w| w.starts_with(char::is_uppercase))
                    .all(|w| full.contains(w) || w.contains('-'))
            };
            if let Some(full) =
                self.by_part.get(&last.to_lowercase()).filter(|full| full.len() > bare.len() && words(full))
            {
                return full.clone();
            }
        }
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
        let phrase = self.apposed(tokens, phrase).unwrap_or(phrase);
        let (mut from, mut to) = (phrase.from, phrase.to);
        while from < to && !tokens[from].is_word() {
            from += 1;
        }
        let head = to - 1;
        if tokens[head].tag == Tag::Proper {
            let described = |t: &Token| {
                self.lexicon.has("titles", &t.lower)
                    || self.lexicon.has("person-nouns", &t.lower)
                    || [
                        "group",
                        "faction",
                        "agency",
                        "militia",
                        "party",
                        "movement",
                        "villages",
                        "village",
                        "town",
                        "city",
                        "bloc",
                        "charity",
                        "network",
                        "watchdog",
                        "think-tank",
                        "broadcaster",
                        "newspaper",
                        "daily",
                    ]
                    .contains(&t.lower.as_str())
            };
            let office = (from..head).rev().find(|i| described(&tokens[*i]));
            let named = office.is_some_and(|o| {
                tokens[o + 1..to]
                    .iter()
                    .all(|t| t.tag == Tag::Proper && !self.lexicon.has("body-nouns", &t.lower))
            });
            // `Ari Venn of the group Lantern` is Ari Venn.
            let tie = (from + 2..head).find(|i| tokens[*i].is("of"));
            let person = tie.filter(|of| {
                tokens[from..*of].iter().all(|t| t.tag == Tag::Proper) && !described(&tokens[of - 1])
            });
            match (office.filter(|_| named), person) {
                (Some(office), Some(of)) if of < office => to = of,
                (Some(office), _) => from = office + 1,
                _ => {}
            }
        }
        if head > from && head + 1 == to && tokens[head].tag != Tag::Proper {
            let office = format!("{} {}", tokens[head - 1].lower, tokens[head].lower);
            if let Some(person) = self.holders.get(&office) {
                return person.clone();
            }
        }
        let words = text_of(text, tokens, from, to).replace(['“', '”', '"'], "");
        self.resolve(words.trim())
    }

    /// Whether a name is of somebody, not of a thing.
    pub fn can_act(&self, name: &str) -> bool {
        let head =
            name.split(" of ").next().and_then(|n| n.rsplit(' ').next()).unwrap_or(name).to_lowercase();
        let one = crate::lexicon::singular(&head);
        let capital = |w: &str| w.starts_with(char::is_uppercase) || w.len() < 4;
        let arabic = |w: &str| ["al-", "el-", "as-", "ash-", "ould-"].iter().any(|part| w.starts_with(part));
        let named = name.split(' ').all(|w| capital(w) || arabic(w));
        let lists = ["body-nouns", "person-nouns", "people-nouns", "actor-nouns"];
        let known = lists.iter().any(|list| self.lexicon.has(list, &head) || self.lexicon.has(list, &one));
        let nobody = self.lexicon.has("nobody-words", &head);
        !nobody && (known || (named && name.starts_with(char::is_uppercase)))
    }

    pub(super) fn name_is_single(&self, word: &str) -> bool {
        crate::lexicon::singular(word) == word
    }

    /// Whether a phrase names a person, so that `he` or `she` can mean it.
    pub fn is_person(&self, tokens: &[Token], phrase: Phrase) -> bool {
        let head = &tokens[phrase.head];
        if head.tag != Tag::Proper {
            return self.lexicon.has("person-nouns", &head.lower) && self.name_is_single(&head.lower);
        }
        let words =
            tokens[phrase.from..phrase.to].iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
        let name = self.resolve(&words);
        if self.persons.contains(&name) || self.holders.values().any(|holder| *holder == name) {
            return true;
        }
        let titled = (phrase.from..phrase.head).any(|i| self.lexicon.has("titles", &tokens[i].lower));
        let body =
            (phrase.from..phrase.to).any(|i| self.lexicon.has("body-nouns", &tokens[i].lower)) && !titled;
        !body
            && !self.is_state(&words)
            && !self.is_state(&name)
            && self.actors.find(&head.text).is_none_or(|actor| actor.kind == ActorKind::Person)
    }
}

/// Words for the body that watches a truce.
const MONITORS: &[&str] = &[
    "monitor",
    "monitors",
    "a monitor",
    "war monitor",
    "a war monitor",
    "war monitors",
    "observatory",
    "a monitoring group",
    "monitoring group",
];

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

/// The words without a leading `the`.
pub(crate) fn strip_article(words: &str) -> &str {
    let cut = ["the ", "The "].iter().find_map(|article| words.strip_prefix(article));
    cut.unwrap_or(words).trim()
}

/// The words with a capital each.
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
