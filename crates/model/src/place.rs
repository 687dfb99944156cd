//! Places and what holds them, as listed in `actors/places/`. Knows no geometry beyond a point.

use crate::{ModelError, name};
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

static BUILTIN: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../actors/places");

/// What sort of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    /// A country.
    Country,
    /// A first-level division: province, governorate.
    Province,
    /// A smaller division, valley, countryside or stretch of land.
    Area,
    /// A city, town or village.
    Town,
    /// A quarter of a town.
    Quarter,
    /// A road.
    Road,
    /// A border crossing.
    Crossing,
}

/// A place with what holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The name that reports print; unique among all lists.
    pub name: String,
    /// What sort of place.
    pub kind: PlaceKind,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The name of the place that holds it; `None` for a country.
    pub part_of: Option<String>,
    /// Code of the division (OCHA P-code), where there is one.
    pub pcode: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Whether texts use its name for something else as a rule, such as for a state that acts: the reader does not
    /// look for it.
    #[serde(default)]
    pub not_in_texts: bool,
}

/// Every known place, looked up by any of its names.
#[derive(Clone, Debug, Default)]
pub struct Places {
    by_key: BTreeMap<String, usize>,
    all: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    place: Vec<Place>,
}

/// The places of these files, each with the name of its file.
fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<(String, Place)>, ModelError> {
    let mut all = Vec::new();
    for (file, text) in files {
        let list: ListFile = toml::from_str(text)
            .map_err(|e| ModelError::List { file: file.to_owned(), problem: e.to_string() })?;
        all.extend(list.place.into_iter().map(|place| (file.to_owned(), place)));
    }
    Ok(all)
}

impl Places {
    /// The list that the program carries.
    pub fn builtin() -> Result<Places, ModelError> {
        Places::builtin_with([])
    }

    /// The lists that the program carries, with further ones; a place of theirs stands in place of those that share a
    /// name with it.
    pub fn builtin_with<'a>(
        further: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Places, ModelError> {
        let files = BUILTIN.files().filter_map(|f| Some((f.path().to_str()?, f.contents_utf8()?)));
        let further = read(further)?;
        let names = |place: &Place| -> Vec<String> {
            place.aliases.iter().chain([&place.name]).map(|words| name::key(words)).collect()
        };
        let replaced: BTreeSet<String> = further.iter().flat_map(|(_, place)| names(place)).collect();
        let mut all = read(files.filter(|(file, _)| file.ends_with(".toml")))?;
        all.retain(|(_, place)| names(place).iter().all(|name| !replaced.contains(name)));
        all.extend(further);
        Places::of(all)
    }

    /// Reads lists, each given with its file's name; every `part_of` must be listed.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Places, ModelError> {
        Places::of(read(files)?)
    }

    fn of(all: Vec<(String, Place)>) -> Result<Places, ModelError> {
        let mut places = Places::default();
        let mut wholes = Vec::new();
        for (file, place) in all {
            for name in place.aliases.iter().chain([&place.name]) {
                if places.by_key.insert(name::key(name), places.all.len()).is_some() {
                    let problem = format!("two places are called `{name}`");
                    return Err(ModelError::List { file, problem });
                }
            }
            wholes.extend(place.part_of.iter().map(|whole| (file.clone(), whole.clone())));
            places.all.push(place);
        }
        match wholes.into_iter().find(|(_, whole)| places.find(whole).is_none()) {
            Some((file, whole)) => {
                Err(ModelError::List { file, problem: format!("`{whole}` holds a place but is not listed") })
            }
            None => Ok(places),
        }
    }

    /// The place of that P-code.
    pub fn of_pcode(&self, pcode: &str) -> Option<&Place> {
        self.all.iter().find(|place| place.pcode.as_deref() == Some(pcode))
    }

    /// The places for which texts are searched.
    pub fn in_texts(self) -> Places {
        let all = self.all.into_iter().filter(|place| !place.not_in_texts);
        // The names were apart and every whole was listed before; a whole that is left out holds its parts no longer.
        let mut places = Places::default();
        for place in all {
            for name in place.aliases.iter().chain([&place.name]) {
                places.by_key.insert(name::key(name), places.all.len());
            }
            places.all.push(place);
        }
        places
    }

    /// Every place.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.all.iter()
    }

    /// The place of exactly this name.
    pub fn find(&self, words: &str) -> Option<&Place> {
        self.by_key.get(&name::key(words)).map(|at| &self.all[*at])
    }

    /// The place that these words mean, setting aside words such as `province`, `northern`, `countryside of`.
    ///
    /// What is set aside narrows the place, so that the answer holds what was meant and may be larger.
    pub fn locate(&self, words: &str) -> Option<&Place> {
        let key = name::key(words);
        if let Some(place) = self.by_key.get(&key) {
            return Some(&self.all[*place]);
        }
        let all: Vec<&str> = key.split(' ').collect();
        let mut spans: Vec<(usize, usize)> =
            (0..all.len()).flat_map(|i| (i + 1..=all.len()).map(move |j| (i, j))).collect();
        spans.sort_by_key(|(i, j)| (std::cmp::Reverse(j - i), *i));
        spans.iter().find_map(|(i, j)| {
            let rest = all[..*i].iter().chain(&all[*j..]);
            let narrows = rest.clone().all(|word| NARROWING.contains(word));
            let at = narrows.then(|| self.by_key.get(&all[*i..*j].join(" "))).flatten()?;
            Some(&self.all[*at])
        })
    }

    /// The place and everything that holds it, smallest first.
    pub fn wholes<'a>(&'a self, place: &'a Place) -> Vec<&'a Place> {
        let mut chain = vec![place];
        while let Some(whole) = chain[chain.len() - 1].part_of.as_deref().and_then(|name| self.find(name)) {
            if chain.len() > 16 {
                break;
            }
            chain.push(whole);
        }
        chain
    }

    /// Whether `inner` lies in `outer`. `None`: one of them is not known, or `inner` is the larger of the two.
    pub fn within(&self, inner: &str, outer: &str) -> Option<bool> {
        let (inner, outer) = (self.locate(inner)?, self.find(outer)?);
        if self.wholes(inner).iter().any(|place| place.name == outer.name) {
            return Some(true);
        }
        if self.wholes(outer).iter().any(|place| place.name == inner.name) { None } else { Some(false) }
    }
}

/// Words that only narrow the place they stand with.
const NARROWING: &[&str] = &[
    "province",
    "governorate",
    "countryside",
    "rural",
    "city",
    "town",
    "village",
    "area",
    "areas",
    "district",
    "northern",
    "southern",
    "eastern",
    "western",
    "north",
    "south",
    "east",
    "west",
    "central",
    "northwest",
    "northeast",
    "southwest",
    "southeast",
    "northwestern",
    "northeastern",
    "southwestern",
    "southeastern",
    "of",
    "the",
    "old",
    "outskirts",
    "suburb",
    "suburbs",
    "region",
    "enclave",
    "border",
    "near",
    "parts",
    "in",
];

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
        place = [
          { name = "Westland", kind = "country" },
          { name = "Arden", kind = "province", part_of = "Westland" },
          { name = "Ruba", kind = "town", aliases = ["Rubah"], part_of = "Arden" },
          { name = "Eastland", kind = "country" },
        ]
    "#;

    #[test]
    fn the_list_that_the_program_carries_is_sound() {
        Places::builtin().unwrap();
    }

    #[test]
    fn a_town_lies_in_its_country_and_not_in_another() {
        let places = Places::parse([("list.toml", LIST)]).unwrap();
        assert_eq!(places.within("northern Rubah countryside", "Westland"), Some(true));
        assert_eq!(places.within("Ruba", "Eastland"), Some(false));
        assert_eq!(places.within("Westland", "Ruba"), None, "a country only holds the town");
        assert_eq!(places.within("Nowhere", "Westland"), None);
    }
}
