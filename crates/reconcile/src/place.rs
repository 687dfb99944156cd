//! Whether two claims can tell of one place. Knows what holds what, measures no distance.

use crate::compare::Likeness;
use std::rc::Rc;
use truce_model::{Claim, Name, Place, PlaceKind, Places};

/// A listed place, with everything that holds it, itself the first.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) place: &'a Place,
    pub(crate) wholes: Rc<[&'a Place]>,
}

/// Where a claim plays, as far as the lists tell.
#[derive(Clone, Debug)]
pub(crate) struct Site<'a> {
    /// The most specific listed place that is no country.
    first: Option<&'a Place>,
    /// That place and everything that holds it.
    wholes: Rc<[&'a Place]>,
    /// Further places named beside it: of the same kind and in the same whole.
    beside: Vec<&'a Place>,
    /// Key of a name that no list holds and that stands before every listed one: a street, a farm.
    unlisted: Option<String>,
    /// Where the first place is only a point of reference: the words, as in "east of Arden".
    beyond: Option<String>,
    /// The numbers of the names under which it is found, and of these with all that holds it.
    own_keys: Vec<u32>,
    keys: Vec<u32>,
}

/// Words that, before "of" and a place, tell that something lies by it and not whether it lies in it.
const DIRECTIONS: &[&str] =
    &["east", "north", "northeast", "northwest", "outside", "south", "southeast", "southwest", "west"];

/// What every direction ends in.
const BEARINGS: &[&str] = &["east", "west", "north", "south", "outside"];

/// Whether words hold a word with this end, in small letters or capitals.
fn contains_word(words: &str, end: &str) -> bool {
    words.as_bytes().windows(end.len()).any(|window| window.eq_ignore_ascii_case(end.as_bytes()))
}

impl<'a> Site<'a> {
    /// Where these names lead; `beyond`: the words that make the first of them a point of reference; `number`: that of a
    /// name of a place.
    pub(crate) fn of(
        names: &'a [Name],
        beyond: Option<String>,
        find: impl Fn(&'a Name) -> Option<Found<'a>>,
        number: impl Fn(&str) -> u32,
    ) -> Site<'a> {
        let listed: Vec<Found> =
            names.iter().filter_map(&find).filter(|found| found.place.kind != PlaceKind::Country).collect();
        let first = listed.first().map(|found| found.place);
        let beside = listed
            .iter()
            .skip(1)
            .map(|found| found.place)
            .filter(|p| first.is_some_and(|f| p.kind == f.kind && p.part_of == f.part_of && p.name != f.name))
            .collect();
        let head = names.first().filter(|name| find(name).is_none());
        let unlisted = head.map(Name::key);
        let wholes = listed.first().map_or_else(|| [].into(), |found| found.wholes.clone());
        let mut site = Site { first, wholes, beside, unlisted, beyond, own_keys: vec![], keys: vec![] };
        site.own_keys = match site.first {
            Some(_) => site.all().map(|place| number(&place.name)).collect(),
            None => site.unlisted.as_deref().map(&number).into_iter().collect(),
        };
        site.keys = site.own_keys.clone();
        site.keys.extend(site.wholes.iter().skip(1).map(|place| number(&place.name)));
        site.keys.sort_unstable();
        site.keys.dedup();
        site
    }

    /// The words by which the first listed place is only a point of reference, as `told`.
    pub(crate) fn beyond(
        names: &'a [Name],
        told: &str,
        find: impl Fn(&'a Name) -> Option<Found<'a>>,
    ) -> Option<String> {
        // Few claims tell a direction, and a look-up costs more than a glance.
        let directed = |words: &str| BEARINGS.iter().any(|bearing| contains_word(words, bearing));
        if !directed(told) && !names.iter().any(|name| directed(name.as_str())) {
            return None;
        }
        let listed = |name: &&'a Name| find(name).is_some_and(|found| found.place.kind != PlaceKind::Country);
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

    /// The numbers of the names under which it is found: its places, or the words that no list holds.
    pub(crate) fn own_keys(&self) -> &[u32] {
        &self.own_keys
    }

    /// Its own and those of all that holds it. Two sites are alike only if one's name is among these of the other.
    pub(crate) fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// Whether a place below a country is told.
    pub(crate) fn is_known(&self) -> bool {
        self.first.is_some() || self.unlisted.is_some()
    }

    fn all(&self) -> impl Iterator<Item = &'a Place> {
        self.first.into_iter().chain(self.beside.iter().copied())
    }
}

/// Whether the place of one claim certainly lies in that of another, a country's included, or is the same.
pub(crate) fn holds(whole: &Claim, part: &Claim, places: &Places) -> bool {
    let first = |claim: &Claim| claim.places.iter().find_map(|name| places.locate(name.as_str()));
    let (Some(outer), Some(inner)) = (first(whole), first(part)) else { return false };
    places.wholes(inner).iter().any(|place| place.name == outer.name)
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
