//! Whether two claims can tell of one place. Knows what holds what, measures no distance.

use crate::compare::Likeness;
use truce_model::{Name, Place, PlaceKind, Places};

/// Where a claim plays, as far as the lists tell.
#[derive(Clone, Debug)]
pub(crate) struct Site<'a> {
    /// The most specific listed place that is no country.
    first: Option<&'a Place>,
    /// That place and everything that holds it.
    wholes: Vec<&'a Place>,
    /// Further places named beside it: of the same kind and in the same whole.
    beside: Vec<&'a Place>,
    /// Key of a name that no list holds and that stands before every listed one: a street, a farm.
    unlisted: Option<String>,
}

impl<'a> Site<'a> {
    /// Where these names lead.
    pub(crate) fn of(names: &[Name], places: &'a Places) -> Site<'a> {
        let listed: Vec<&Place> = names
            .iter()
            .filter_map(|name| places.locate(name.as_str()))
            .filter(|place| place.kind != PlaceKind::Country)
            .collect();
        let first = listed.first().copied();
        let beside = listed
            .iter()
            .skip(1)
            .copied()
            .filter(|p| first.is_some_and(|f| p.kind == f.kind && p.part_of == f.part_of && p.name != f.name))
            .collect();
        let head = names.first().filter(|name| places.locate(name.as_str()).is_none());
        let unlisted = head.map(Name::key);
        let wholes = first.map(|place| places.wholes(place)).unwrap_or_default();
        Site { first, wholes, beside, unlisted }
    }

    /// Whether a place below a country is told.
    pub(crate) fn is_known(&self) -> bool {
        self.first.is_some() || self.unlisted.is_some()
    }

    fn all(&self) -> impl Iterator<Item = &'a Place> {
        self.first.into_iter().chain(self.beside.iter().copied())
    }
}

/// How alike two sites are: the same place, one within the other, not known, or apart.
///
/// A country says too little and counts as not known; so does a listed place beside an unlisted name.
pub(crate) fn likeness(a: &Site, b: &Site) -> Likeness {
    match (a.first, b.first) {
        (Some(x), Some(y)) => {
            if a.all().any(|p| b.all().any(|q| p.name == q.name)) {
                return if a.unlisted == b.unlisted { Likeness::Same } else { Likeness::Close };
            }
            let holds = |whole: &Place, part: &Site| part.wholes.iter().any(|place| place.name == whole.name);
            if holds(x, b) || holds(y, a) { Likeness::Close } else { Likeness::Different }
        }
        (None, None) => match (&a.unlisted, &b.unlisted) {
            (Some(x), Some(y)) if x == y => Likeness::Same,
            (Some(_), Some(_)) => Likeness::Different,
            _ => Likeness::Unknown,
        },
        _ => Likeness::Unknown,
    }
}
