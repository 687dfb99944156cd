//! Which listed actors a name means, and whether they belong to others. Guesses no membership.

use crate::{facts::Facts, lens::Lens};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{ActorId, ActorKind, Actors, Name, PlaceKind, Places, Truth};

/// Words that name a state's side without the state: one of them must stand in a name such as "government jets".
const SIDES: &[&str] = &["army", "government", "military", "regime"];

/// Words that may stand beside them and leave the side as it is.
const ARMS: &[&str] = &[
    "a",
    "an",
    "aircraft",
    "air",
    "artillery",
    "base",
    "bases",
    "checkpoint",
    "checkpoints",
    "force",
    "forces",
    "helicopter",
    "helicopters",
    "jet",
    "jets",
    "plane",
    "planes",
    "position",
    "positions",
    "post",
    "posts",
    "soldier",
    "soldiers",
    "tanks",
    "the",
    "troops",
    "unit",
    "units",
    "warplane",
    "warplanes",
];

/// The listed actors that a name means; a bare "army" or "government jets" is the state of the country in which the
/// incident lies, where exactly one state of that country is, or belongs to, a party of the provision.
pub(crate) fn named(name: &Name, facts: &Facts, lens: &Lens, actors: &Actors) -> BTreeSet<ActorId> {
    let listed = actors.named(name.as_str());
    if listed.is_empty() { side(name, facts, lens) } else { listed }
}

fn side(name: &Name, facts: &Facts, lens: &Lens) -> BTreeSet<ActorId> {
    let key = name.key();
    let bare = key.split(' ').all(|word| SIDES.contains(&word) || ARMS.contains(&word))
        && key.split(' ').any(|word| SIDES.contains(&word));
    let host = facts.country.filter(|_| bare).and_then(|country| lens.hosts.get(country));
    host.into_iter().cloned().collect()
}

/// By country, the only state that is or belongs to one of these parties. A state belongs to the country whose name it
/// has, or whose government it is called.
pub(crate) fn hosts(parties: &[ActorId], actors: &Actors, places: &Places) -> BTreeMap<String, ActorId> {
    let mut found: BTreeMap<String, BTreeSet<ActorId>> = BTreeMap::new();
    let bound =
        |id: &ActorId| actors.wholes(id, None).iter().any(|whole| parties.iter().any(|party| party == whole));
    for actor in actors.iter().filter(|actor| actor.kind == ActorKind::State && bound(&actor.id)) {
        for words in actor.aliases.iter().chain([&actor.name]) {
            let of = words.strip_prefix("government of ").or_else(|| words.strip_suffix("'s government"));
            let country = places.find(of.unwrap_or(words)).filter(|place| place.kind == PlaceKind::Country);
            if let Some(country) = country {
                found.entry(country.name.clone()).or_default().insert(actor.id.clone());
            }
        }
    }
    found
        .into_iter()
        .filter(|(_, states)| states.len() == 1)
        .flat_map(|(country, states)| states.into_iter().map(move |state| (country.clone(), state)))
        .collect()
}

/// The listed actors whose name stands anywhere in these words, as in "positions of the South Guard".
pub(crate) fn mentioned(name: &Name, facts: &Facts, lens: &Lens, actors: &Actors) -> BTreeSet<ActorId> {
    let exact = named(name, facts, lens, actors);
    if !exact.is_empty() {
        return exact;
    }
    let words: Vec<&str> = name.as_str().split(' ').collect();
    let mut found = BTreeSet::new();
    let mut from = 0;
    while from < words.len() {
        // The longest name that begins here wins, so that "South Guard" is not read as "South".
        let longest = (from + 1..=words.len())
            .rev()
            .find_map(|to| Some((to, actors.find(&words[from..to].join(" "))?.id.clone())));
        from = match longest {
            Some((to, id)) => {
                found.insert(id);
                to
            }
            None => from + 1,
        };
    }
    found
}

/// Whether an actor is one of `groups` or belongs to one; unknown where one of `groups` belongs to the actor,
/// so that the wider name may mean it.
pub(crate) fn belongs(id: &ActorId, groups: &BTreeSet<ActorId>, actors: &Actors, on: Option<Date>) -> Truth {
    if actors.wholes(id, on).iter().any(|whole| groups.contains(whole)) {
        Truth::True
    } else if groups.iter().any(|group| actors.wholes(group, on).contains(id)) {
        Truth::Unknown
    } else {
        Truth::False
    }
}

/// True where all are, false where none is, else unknown.
pub(crate) fn unanimous(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().reduce(|a, b| if a == b { a } else { Truth::Unknown }).unwrap_or(Truth::Unknown)
}
