//! Which listed actors a name means, and whether they belong to others. Guesses no membership.

use jiff::civil::Date;
use std::collections::BTreeSet;
use truce_model::{ActorId, Actors, Name, Truth};

/// The listed actors whose name stands anywhere in these words, as in "positions of the South Guard".
pub(crate) fn mentioned(name: &Name, actors: &Actors) -> BTreeSet<ActorId> {
    let exact = actors.named(name.as_str());
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
