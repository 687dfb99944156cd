//! Whom the words for an agent or a target mean, and whether two such words can mean the same. Blames nobody.

use jiff::civil::Date;
use std::collections::BTreeSet;
use truce_model::{ActorId, Actors, Name};

/// Whom a name means, as far as the lists tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    /// Listed actors, where every part of the name is listed.
    ids: BTreeSet<ActorId>,
    /// Each of them with all that it belongs to.
    wholes: BTreeSet<ActorId>,
    /// The form in which unlisted names are compared.
    key: String,
}

/// How two parties stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kinship {
    /// One and the same.
    Same,
    /// One is part of the other, or they share a member.
    Part,
    /// Neither.
    Apart,
}

impl Party {
    /// Whom the name means on that day.
    pub(crate) fn of(name: &Name, actors: &Actors, on: Option<Date>) -> Party {
        let ids = actors.named(name.as_str());
        let wholes = ids.iter().flat_map(|id| actors.wholes(id, on)).collect();
        Party { ids, wholes, key: name.key() }
    }

    /// Whether whom the name means depends on the day: a membership began or ended.
    pub(crate) fn changes(name: &Name, actors: &Actors) -> bool {
        let ids = actors.named(name.as_str());
        let mut wholes = ids.iter().flat_map(|id| actors.wholes(id, None));
        wholes.any(|id| {
            let links = actors.get(&id).map_or([].as_slice(), |actor| &actor.member_of);
            links.iter().any(|link| link.from.is_some() || link.until.is_some())
        })
    }

    /// How it stands to another.
    pub(crate) fn to(&self, other: &Party) -> Kinship {
        if self.key == other.key || (!self.ids.is_empty() && self.ids == other.ids) {
            return Kinship::Same;
        }
        let shares = |a: &Party, b: &Party| a.ids.iter().any(|id| b.wholes.contains(id));
        let listed = !self.ids.is_empty() && !other.ids.is_empty();
        let part = if listed {
            shares(self, other) || shares(other, self)
        } else {
            words_within(&self.key, &other.key) || words_within(&other.key, &self.key)
        };
        if part { Kinship::Part } else { Kinship::Apart }
    }

    /// Whether it is the other, or belongs to it.
    pub(crate) fn is_or_belongs_to(&self, other: &Party) -> bool {
        self.key == other.key
            || (!other.ids.is_empty() && other.ids.iter().all(|id| self.wholes.contains(id)))
    }

    /// How many steps of the lists lie above it: the greater, the more narrowly it is named.
    pub(crate) fn depth(&self) -> usize {
        self.wholes.len()
    }
}

fn words_within(inner: &str, outer: &str) -> bool {
    let words: BTreeSet<&str> = outer.split(' ').collect();
    inner.split(' ').all(|word| words.contains(word))
}
