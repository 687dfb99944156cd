//! Who counts as one witness. An outlet that relays a source adds nothing to it, nor does a second name for it.

use crate::seen::Seen;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Actor, ActorId, ActorKind, Actors, DocumentId, Name};

/// Words that name nobody, however they are written.
const GENERIC: &[&str] = &[
    "a",
    "activist",
    "activists",
    "an",
    "another",
    "army",
    "authorities",
    "commander",
    "count",
    "doctor",
    "doctors",
    "fighters",
    "government",
    "group",
    "groups",
    "local",
    "medics",
    "military",
    "ministry",
    "monitor",
    "monitors",
    "observers",
    "of",
    "official",
    "officials",
    "one",
    "opposition",
    "police",
    "rebel",
    "rescuers",
    "resident",
    "residents",
    "source",
    "sources",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "statement",
    "the",
    "witness",
    "witnesses",
];

/// Words by which an outlet that no list holds shows itself.
const MEDIA: &[&str] = &[
    "agency",
    "broadcaster",
    "daily",
    "desk",
    "gazette",
    "herald",
    "news",
    "newspaper",
    "post",
    "press",
    "radio",
    "television",
    "times",
    "tribune",
    "tv",
    "wire",
];

/// The source in a form for comparison: its id where it is listed, else the key of its name.
///
/// "A U.N. official" is the United Nations: a listed name with nothing beside it but words in lower case.
pub(crate) fn identity(source: &Name, actors: &Actors) -> String {
    listed(source, actors).map_or_else(|| source.key(), |actor| actor.id.to_string())
}

fn listed<'l>(source: &Name, actors: &'l Actors) -> Option<&'l Actor> {
    if let Some(actor) = actors.find(source.as_str()) {
        return Some(actor);
    }
    let words: Vec<&str> = source.as_str().split(' ').collect();
    let lower = |word: &&str| !word.chars().any(char::is_uppercase);
    let mut spans: Vec<(usize, usize)> =
        (0..words.len()).flat_map(|i| (i + 1..=words.len()).map(move |j| (i, j))).collect();
    spans.sort_by_key(|(i, j)| (std::cmp::Reverse(j - i), *i));
    spans.retain(|(i, j)| words[..*i].iter().chain(&words[*j..]).all(lower));
    spans.iter().find_map(|(i, j)| actors.find(&words[*i..*j].join(" ")))
}

/// Somebody who tells, in one document.
#[derive(Clone, Debug)]
struct Voice {
    name: Name,
    /// The listed actor and all that it belongs to.
    wholes: BTreeSet<ActorId>,
    /// Every name that it is known by, as words.
    known_as: Vec<BTreeSet<String>>,
    /// Whether it names nobody in particular, or is an outlet that tells in its own voice.
    weak: bool,
}

impl Voice {
    fn of(source: &Name, outlets: &BTreeSet<String>, actors: &Actors) -> Voice {
        let words =
            |key: &str| key.split(' ').filter(|word| !ARTICLES.contains(word)).map(str::to_owned).collect();
        let Some(actor) = listed(source, actors) else {
            let key = source.key();
            let media = key.split(' ').any(|word| MEDIA.contains(&word));
            let weak = is_generic(source) || media || outlets.contains(&key);
            return Voice {
                name: source.clone(),
                wholes: BTreeSet::new(),
                known_as: vec![words(&key)],
                weak,
            };
        };
        let names = actor.names().filter_map(|name| Name::parse(name).ok());
        Voice {
            name: Name::parse(&actor.name).unwrap_or_else(|_| source.clone()),
            wholes: actors.wholes(&actor.id, None),
            known_as: names.map(|name| words(&name.key())).collect(),
            weak: actor.kind == ActorKind::Outlet,
        }
    }

    /// Whether it can be a short form of the other: no list holds it, and all its words stand in one of its names.
    fn shortens(&self, other: &Voice) -> bool {
        self.wholes.is_empty()
            && self.known_as.iter().any(|own| other.known_as.iter().any(|name| own.is_subset(name)))
    }
}

const ARTICLES: &[&str] = &["a", "an", "the", "one"];

fn is_generic(name: &Name) -> bool {
    name.as_str()
        .split(' ')
        .all(|word| !word.chars().any(char::is_uppercase) || GENERIC.contains(&word.to_lowercase().as_str()))
}

/// Each independent source of these claims once, by name.
///
/// In one document a nameless source ("residents", "the ministry") and an outlet's own voice add nothing to one that
/// has a name; a short form is the name it shortens; a member and the body it belongs to are one.
pub(crate) fn witnesses(tellers: &[&Seen], actors: &Actors) -> Vec<Name> {
    let outlets: BTreeSet<String> =
        tellers.iter().filter_map(|t| t.claim.via.as_ref()).map(Name::key).collect();
    let mut voices: BTreeMap<&str, Voice> = BTreeMap::new();
    let mut in_document: BTreeMap<&DocumentId, BTreeSet<&str>> = BTreeMap::new();
    for teller in tellers {
        if let (Some(id), Some(source)) = (teller.witness.as_deref(), &teller.claim.source) {
            let voice = voices.entry(id).or_insert_with(|| Voice::of(source, &outlets, actors));
            if voice.wholes.is_empty() && source < &voice.name {
                voice.name = source.clone();
            }
            in_document.entry(&teller.claim.document).or_default().insert(id);
        }
    }
    let companies: BTreeSet<BTreeSet<&str>> = in_document.into_values().collect();
    let mut heads: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for company in &companies {
        for (id, head) in independent(company, &voices) {
            found.insert(id);
            if id != head {
                let (low, high) = (root(&heads, id), root(&heads, head));
                if low != high {
                    heads.insert(low, high);
                }
            }
        }
    }
    let roots: BTreeSet<&str> = found.iter().map(|id| root(&heads, id)).collect();
    let repeats = |id: &str| {
        let voice = &voices[id];
        voice.weak
            && roots.iter().any(|other| *other != id && !voices[other].weak && voice.shortens(&voices[other]))
    };
    let mut names: Vec<Name> =
        roots.iter().filter(|id| !repeats(id)).map(|id| voices[*id].name.clone()).collect();
    names.sort();
    names
}

/// The sources of one document that count, each with the one for which it stands.
fn independent<'i>(
    company: &BTreeSet<&'i str>,
    voices: &BTreeMap<&'i str, Voice>,
) -> Vec<(&'i str, &'i str)> {
    let named: Vec<&str> = company
        .iter()
        .copied()
        .filter(|id| !voices[id].weak)
        .filter(|id| {
            !company
                .iter()
                .any(|other| other != id && !voices[other].weak && voices[id].shortens(&voices[other]))
        })
        .collect();
    if named.is_empty() {
        // Of nameless sources and the outlet itself, one counts: first a source, then the outlet.
        let first = company.iter().min_by_key(|id| (!voices[*id].wholes.is_empty(), **id));
        return first.map(|id| (*id, *id)).into_iter().collect();
    }
    let body = |id: &&'i str| {
        let own = &voices[id].wholes;
        let holds = |other: &&&'i str| {
            *other != id && !voices[*other].wholes.is_empty() && own.is_superset(&voices[*other].wholes)
        };
        named.iter().filter(holds).min_by_key(|other| (voices[*other].wholes.len(), **other)).copied()
    };
    named.iter().map(|id| (*id, body(id).unwrap_or(id))).collect()
}

/// The one for which it stands in the end.
fn root<'i>(heads: &BTreeMap<&'i str, &'i str>, id: &'i str) -> &'i str {
    let mut at = id;
    while let Some(head) = heads.get(at) {
        at = head;
    }
    at
}
