//! Who counts as one witness. An outlet that relays a source adds nothing to it, nor does a second name for it.

use crate::{copies::Copies, seen::Seen, strand};
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
            // "Residents" are nobody in particular, on a list or not.
            weak: actor.kind == ActorKind::Outlet || !actor.name.chars().any(char::is_uppercase),
        }
    }

    /// Whether it can be a short form of the other: no list holds it, and all its words stand in one of its names.
    fn shortens(&self, other: &Voice) -> bool {
        self.wholes.is_empty()
            && self.known_as.iter().any(|own| other.known_as.iter().any(|name| own.is_subset(name)))
    }
}

const ARTICLES: &[&str] = &["a", "an", "the", "one"];

/// Whether a name names nobody in particular.
pub(crate) fn is_generic(name: &Name) -> bool {
    name.as_str()
        .split(' ')
        .all(|word| !word.chars().any(char::is_uppercase) || GENERIC.contains(&word.to_lowercase().as_str()))
}

/// Each independent source of these claims once, by name.
pub(crate) fn witnesses(tellers: &[&Seen], actors: &Actors, copies: &Copies) -> Vec<Name> {
    Roll::of(tellers, actors, copies).names
}

/// The witnesses of an incident, and for whom each claim stands.
pub(crate) struct Roll {
    /// The witnesses, by name.
    pub(crate) names: Vec<Name>,
    /// For each claim its witness; `None`: it adds nothing to the others.
    pub(crate) of: Vec<Option<usize>>,
    /// For each claim the document that it repeats, if it repeats one.
    pub(crate) repeats: Vec<Option<DocumentId>>,
}

/// What a document and its copies say, which count as one document.
#[derive(Debug, Default)]
struct Company<'t> {
    /// Its claims.
    claims: Vec<usize>,
    voices: BTreeSet<&'t str>,
    /// Voices of which no claim stands but in a copy, by the outlet that published it: the place of the first such copy.
    republished: BTreeMap<&'t str, usize>,
    /// Whether the text is one of a copy alone: the first carrier tells nothing of the incident.
    plain: bool,
}

impl Roll {
    /// Counts the sources of these claims.
    ///
    /// In one document a nameless source ("residents", "the ministry") and an outlet's own voice add nothing to one that
    /// has a name; a short form is the name it shortens; a member and the body it belongs to are one. A document whose
    /// claims nobody makes in a name of his own adds nothing to one whose sentences or source it repeats.
    pub(crate) fn of(tellers: &[&Seen], actors: &Actors, copies: &Copies) -> Roll {
        let outlets: BTreeSet<String> =
            tellers.iter().filter_map(|t| t.claim.via.as_ref()).map(Name::key).collect();
        let mut voices: BTreeMap<&str, Voice> = BTreeMap::new();
        for teller in tellers {
            if let (Some(id), Some(source)) = (teller.witness.as_deref(), &teller.claim.source) {
                let voice = voices.entry(id).or_insert_with(|| Voice::of(source, &outlets, actors));
                if voice.wholes.is_empty() && source < &voice.name {
                    voice.name = source.clone();
                }
            }
        }
        let companies = companies(tellers, &voices, copies);
        let nameless = |at: usize| tellers[at].witness.as_deref().is_some_and(|id| voices[id].weak);
        let leads = leads(&companies, || strand::strands(tellers, nameless, actors, copies), copies);
        let mut heads: BTreeMap<&str, &str> = BTreeMap::new();
        let mut found: BTreeSet<&str> = BTreeSet::new();
        // What each voice of a company stands for.
        let mut stands: BTreeMap<&DocumentId, BTreeMap<&str, &str>> = BTreeMap::new();
        for (document, company) in companies.iter().filter(|(document, _)| leads[*document] == **document) {
            for (id, head) in independent(company, &voices) {
                found.insert(id);
                stands.entry(document).or_default().insert(id, head);
                if id != head {
                    let (low, high) = (root(&heads, id), root(&heads, head));
                    if low != high {
                        heads.insert(low, high);
                    }
                }
            }
        }
        let roots: BTreeSet<&str> = found.iter().map(|id| root(&heads, id)).collect();
        let counted = counted(&roots, &voices);
        let mut names: Vec<(Name, &str)> = counted.iter().map(|id| (voices[id].name.clone(), *id)).collect();
        names.sort();
        let place = |id: &str| names.iter().position(|(_, known)| *known == id);
        let witness = |at: usize| {
            let teller = tellers[at];
            let (id, document) = (teller.witness.as_deref()?, copies.first(&teller.claim.document));
            let lead = end(&leads, document);
            let of_lead = stands.get(lead)?;
            // A nameless voice stands for that of its document where there is only one.
            let only = || of_lead.keys().next().filter(|_| of_lead.len() == 1 && companies[document].plain);
            let voice = of_lead.contains_key(id).then_some(&id).or_else(only)?;
            place(root(&heads, voice))
        };
        let of = (0..tellers.len()).map(witness).collect();
        let repeats = |teller: &&Seen| {
            let lead = end(&leads, copies.first(&teller.claim.document));
            (lead != &teller.claim.document).then(|| lead.clone())
        };
        let repeats = tellers.iter().map(repeats).collect();
        Roll { of, repeats, names: names.into_iter().map(|(name, _)| name).collect() }
    }
}

/// The claims by the document that carried their words first.
fn companies<'t>(
    tellers: &[&'t Seen],
    voices: &BTreeMap<&'t str, Voice>,
    copies: &'t Copies,
) -> BTreeMap<&'t DocumentId, Company<'t>> {
    let mut found: BTreeMap<&DocumentId, Company> = BTreeMap::new();
    let mut firm: BTreeSet<(&DocumentId, &str)> = BTreeSet::new();
    for (at, teller) in tellers.iter().enumerate() {
        let Some(id) = teller.witness.as_deref() else { continue };
        let first = copies.first(&teller.claim.document);
        let company = found.entry(first).or_insert_with(|| Company { plain: true, ..Company::default() });
        company.claims.push(at);
        company.voices.insert(id);
        let own = copies.own_voice(teller.claim);
        company.plain &= voices[id].weak || own;
        if own && copies.is_copy(&teller.claim.document) {
            let rank = copies.rank(&teller.claim.document);
            let known = company.republished.entry(id).or_insert(rank);
            *known = rank.min(*known);
        } else {
            firm.insert((first, id));
        }
    }
    for (first, company) in &mut found {
        company.republished.retain(|id, _| !firm.contains(&(*first, *id)));
    }
    found
}

/// For each document the one that it adds nothing to; itself where it counts.
///
/// A document with a source of its own always counts. Another one adds nothing to a document with which it shares a
/// sentence, or whose outlet it quotes, if that one has such a source or came first.
fn leads<'t>(
    companies: &BTreeMap<&'t DocumentId, Company<'t>>,
    strands: impl FnOnce() -> Vec<Vec<usize>>,
    copies: &Copies,
) -> BTreeMap<&'t DocumentId, &'t DocumentId> {
    let mut leads: BTreeMap<&DocumentId, &DocumentId> = companies.keys().map(|id| (*id, *id)).collect();
    if companies.len() < 2 || companies.values().all(|company| !company.plain) {
        return leads;
    }
    let strands = strands();
    let order = |id: &DocumentId| (companies[id].plain, copies.rank(id));
    let mut first: BTreeMap<usize, &DocumentId> = BTreeMap::new();
    let of = |company: &Company| -> Vec<usize> {
        company.claims.iter().flat_map(|at| strands[*at].iter().copied()).collect()
    };
    for (id, company) in companies {
        for strand in of(company) {
            let lead = first.entry(strand).or_insert(id);
            if (order(id), *id) < (order(lead), *lead) {
                *lead = id;
            }
        }
    }
    for (id, company) in companies.iter().filter(|(_, company)| company.plain) {
        let lead = of(company).into_iter().map(|strand| first[&strand]).min_by_key(|id| (order(id), *id));
        leads.insert(id, lead.unwrap_or(id));
    }
    leads
}

/// The document to which all that repeats it leads.
fn end<'t>(leads: &BTreeMap<&'t DocumentId, &'t DocumentId>, from: &'t DocumentId) -> &'t DocumentId {
    let mut at = from;
    while let Some(lead) = leads.get(at).filter(|lead| **lead != at) {
        at = lead;
    }
    at
}

/// The voices that count: a nameless one whose words stand in the name of another is that one.
fn counted<'t>(roots: &BTreeSet<&'t str>, voices: &BTreeMap<&'t str, Voice>) -> BTreeSet<&'t str> {
    let repeats = |id: &str| {
        let voice = &voices[id];
        voice.weak
            && roots.iter().any(|other| *other != id && !voices[other].weak && voice.shortens(&voices[other]))
    };
    roots.iter().copied().filter(|id| !repeats(id)).collect()
}

/// The sources of one document that count, each with the one for which it stands.
fn independent<'i>(company: &Company<'i>, voices: &BTreeMap<&'i str, Voice>) -> Vec<(&'i str, &'i str)> {
    let Company { voices: company, republished, .. } = company;
    let strong = |id: &&'i str| !voices[*id].weak && !republished.contains_key(*id);
    let named: Vec<&str> = company
        .iter()
        .copied()
        .filter(strong)
        .filter(|id| {
            !company
                .iter()
                .any(|other| other != id && !voices[other].weak && voices[id].shortens(&voices[other]))
        })
        .collect();
    if named.is_empty() {
        // Of nameless sources and the outlet itself, one counts: first a source, then the outlet, last who republished it.
        let first =
            company.iter().min_by_key(|id| (republished.get(*id), !voices[*id].wholes.is_empty(), **id));
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
