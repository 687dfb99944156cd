//! Looks up the actors and places that an agreement names. Adds none.

use super::super::{
    nearest::did_you_mean,
    problem::{Placed, Problems},
};
use truce_model::{ActorId, Actors, Places};

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
