//! Looks up the actors and places that an agreement names. Adds none.

use super::super::{
    nearest::did_you_mean,
    problem::{Placed, Problems},
};
use truce_model::{ActorId, Actors, Places, Target};

/// The lists against which names are checked.
pub(super) struct Book<'a> {
    /// Who is known.
    pub actors: &'a Actors,
    /// Which places are known.
    pub places: &'a Places,
}

impl Book<'_> {
    /// The actor of that id; notes one that no list defines.
    pub fn actor(&self, id: &Placed<String>, problems: &mut Problems) -> Option<ActorId> {
        let actor = ActorId::new(id.value.clone());
        if self.actors.get(&actor).is_some() {
            return Some(actor);
        }
        let hint = match self.actors.find(&id.value) {
            Some(named) => format!("the id of {} is `{}`", named.name, named.id),
            None => did_you_mean(&id.value, self.actors.iter().map(|actor| actor.id.as_str()))
                .unwrap_or_else(|| "actors are listed in the files of `actors/`".to_owned()),
        };
        problems.add(&id.at, format!("unknown actor `{}`", id.value), Some(hint));
        None
    }

    /// The actors of those ids, without those that no list defines.
    pub fn actors(&self, ids: &[Placed<String>], problems: &mut Problems) -> Vec<ActorId> {
        ids.iter().filter_map(|id| self.actor(id, problems)).collect()
    }

    /// The target of that word or id; notes one that is neither.
    pub fn target(&self, word: &Placed<String>, problems: &mut Problems) -> Option<Target> {
        let named = Target::WORDS.into_iter().find(|(known, _)| *known == word.value);
        if let Some((_, target)) = named {
            return Some(target);
        }
        let actor = ActorId::new(word.value.clone());
        if self.actors.get(&actor).is_some() {
            return Some(Target::Actor(actor));
        }
        let words = Target::WORDS.map(|(word, _)| word);
        let hint = match self.actors.find(&word.value) {
            Some(named) => format!("the id of {} is `{}`", named.name, named.id),
            None => {
                let known = words.into_iter().chain(self.actors.iter().map(|actor| actor.id.as_str()));
                did_you_mean(&word.value, known)
                    .unwrap_or_else(|| format!("write {} or the id of an actor", words.join(", ")))
            }
        };
        problems.add(&word.at, format!("unknown target `{}`", word.value), Some(hint));
        None
    }

    /// The name of the listed place with that P-code; notes one that no place has.
    pub fn pcode(&self, code: &Placed<String>, problems: &mut Problems) -> Option<String> {
        let found = self.places.of_pcode(&code.value).map(|place| place.name.clone());
        if found.is_none() {
            let codes = self.places.iter().filter_map(|place| place.pcode.as_deref());
            let hint = did_you_mean(&code.value, codes)
                .unwrap_or_else(|| "P-codes stand beside their places in `actors/places/`".to_owned());
            problems.add(&code.at, format!("no listed place has the P-code `{}`", code.value), Some(hint));
        }
        found
    }

    /// The name under which the place is listed; notes one that is not.
    pub fn place(&self, name: &Placed<String>, problems: &mut Problems) -> Option<String> {
        let found = self.places.find(&name.value).map(|place| place.name.clone());
        if found.is_none() {
            self.unknown_place(name, problems);
        }
        found
    }

    /// The words as given, if they mean a listed place or a part of one, such as `eastern Arden`.
    pub fn whereabouts(&self, name: &Placed<String>, problems: &mut Problems) -> Option<String> {
        if self.places.locate(&name.value).is_none() {
            self.unknown_place(name, problems);
            return None;
        }
        Some(name.value.clone())
    }

    fn unknown_place(&self, name: &Placed<String>, problems: &mut Problems) {
        let names = self.places.iter().flat_map(|place| place.aliases.iter().chain([&place.name]));
        let hint = did_you_mean(&name.value, names.map(String::as_str))
            .unwrap_or_else(|| "places are listed in the files of `actors/places/`".to_owned());
        problems.add(&name.at, format!("unknown place `{}`", name.value), Some(hint));
    }
}
