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
    /// Where the first place is only a point of reference: the words, as in "east of Arden".
    beyond: Option<String>,
}

/// Words that, before "of" and a place, tell that something lies by it and not whether it lies in it.
const DIRECTIONS: &[&str] =
    &["east", "north", "northeast", "northwest", "outside", "south", "southeast", "southwest", "west"];

impl<'a> Site<'a> {
    /// Where these names lead; `beyond`: the words that make the first of them a point of reference.
    pub(crate) fn of(names: &[Name], beyond: Option<String>, places: &'a Places) -> Site<'a> {
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
        Site { first, wholes, beside, unlisted, beyond }
    }

    /// The words by which the first listed place is only a point of reference, as `told`.
    pub(crate) fn beyond(names: &[Name], told: &str, places: &Places) -> Option<String> {
        let lower = told.to_lowercase();
        let named = names.iter().map(|name| name.as_str().to_lowercase());
        // Few claims tell a direction, and a look-up costs more than a glance.
        if !named.chain([lower]).any(|words| words.contains(" of ") || words.contains("outside ")) {
            return None;
        }
        let listed =
            |name: &&Name| places.locate(name.as_str()).is_some_and(|place| place.kind != PlaceKind::Country);
        names.iter().find(listed).and_then(|name| direction(&name.key(), told))
    }

    /// Whether a listed place below a country is told.
    pub(crate) fn is_listed(&self) -> bool {
        self.first.is_some()
    }

    /// The words of its direction, where its place is only a point of reference.
    pub(crate) fn direction(&self) -> Option<&str> {
        self.beyond.as_deref()
    }

    /// Names under which it is found: its places, or the words that no list holds.
    pub(crate) fn own_keys(&self) -> Vec<&str> {
        match self.first {
            Some(_) => self.all().map(|place| place.name.as_str()).collect(),
            None => self.unlisted.as_deref().into_iter().collect(),
        }
    }

    /// Its own names and those of all that holds it. Two sites are alike only if one's name is among these of the other.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let mut keys = self.own_keys();
        keys.extend(self.wholes.iter().skip(1).map(|place| place.name.as_str()));
        keys.sort_unstable();
        keys.dedup();
        keys
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
/// What lies east of a town may lie in it or not: it is the same as what lies east of that town, else not known.
/// A country says too little and counts as not known; so does a listed place beside an unlisted name.
pub(crate) fn likeness(a: &Site, b: &Site) -> Likeness {
    match by_lists(a, b) {
        Likeness::Same | Likeness::Close if a.beyond != b.beyond => Likeness::Unknown,
        likeness => likeness,
    }
}

fn by_lists(a: &Site, b: &Site) -> Likeness {
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

/// The words by which the place of this key is only a point of reference, in these words or in its name.
fn direction(key: &str, told: &str) -> Option<String> {
    let told: Vec<String> = told
        .to_lowercase()
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).replace('-', " "))
        .collect();
    let told = format!(" {} ", told.join(" "));
    DIRECTIONS.iter().find_map(|direction| {
        let of = if *direction == "outside" { "outside".to_owned() } else { format!("{direction} of") };
        [format!("{of} {key}"), format!("{of} the {key}")]
            .into_iter()
            .find(|phrase| told.contains(&format!(" {phrase} ")) || key.starts_with(&format!("{of} ")))
            .map(|_| format!("{of} {}", key.strip_prefix(&format!("{of} ")).unwrap_or(key)))
    })
}
