//! The listed places by number: what holds what, and where their points lie. Knows no terms.

use rustc_hash::FxHashMap;
use truce_model::{Place, PlaceKind, Places, Truth};

/// Number of a place: places that hold it have lower ones, and all that it holds follow it without a gap.
pub(crate) type PlaceNumber = u32;

/// A place as judgement needs it.
pub(crate) struct Site {
    /// The number after the last place that it holds.
    pub(crate) end: PlaceNumber,
    /// Whether it is where one passes from one side to another.
    pub(crate) is_crossing: bool,
    /// Whether it is a town or a part of one.
    pub(crate) is_town: bool,
    /// The country that holds it, or itself.
    pub(crate) country: Option<PlaceNumber>,
    /// Longitude and latitude in degrees, and how far its ground reaches from there in kilometres.
    pub(crate) disc: Option<Disc>,
}

/// A point with how far off the truth may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Disc {
    pub(crate) lon: f64,
    pub(crate) lat: f64,
    pub(crate) radius_km: f64,
}

/// What is next to be numbered: a place with the country that holds it, or the end of one.
enum Step<'a> {
    Into(&'a Place, Option<PlaceNumber>),
    OutOf(PlaceNumber),
}

/// Every listed place.
pub(crate) struct Tree<'a> {
    places: &'a Places,
    sites: Vec<Site>,
    numbers: FxHashMap<&'a str, PlaceNumber>,
    countries: FxHashMap<PlaceNumber, &'a str>,
}

impl<'a> Tree<'a> {
    /// The places of these lists.
    pub(crate) fn of(places: &'a Places) -> Tree<'a> {
        let mut parts: FxHashMap<&str, Vec<&Place>> = FxHashMap::default();
        let mut tops = Vec::new();
        for place in places.iter() {
            match place.part_of.as_deref().and_then(|whole| places.find(whole)) {
                Some(whole) => parts.entry(whole.name.as_str()).or_default().push(place),
                None => tops.push(place),
            }
        }
        let mut tree =
            Tree { places, sites: vec![], numbers: FxHashMap::default(), countries: FxHashMap::default() };
        for top in tops {
            tree.add(top, &parts);
        }
        tree
    }

    /// Adds a place and all that it holds. Places that hold each other in a ring have no top and never come here.
    fn add(&mut self, top: &'a Place, parts: &FxHashMap<&str, Vec<&'a Place>>) {
        let mut open = vec![Step::Into(top, None)];
        while let Some(step) = open.pop() {
            match step {
                Step::OutOf(number) => self.sites[number as usize].end = self.sites.len() as PlaceNumber,
                Step::Into(place, country) => {
                    let number = self.sites.len() as PlaceNumber;
                    let is_country = place.kind == PlaceKind::Country;
                    let country = if is_country { Some(number) } else { country };
                    self.countries.extend(is_country.then_some((number, place.name.as_str())));
                    let disc = place.lat.zip(place.lon).zip(place.kind.radius_km());
                    let disc = disc.map(|((lat, lon), radius_km)| Disc { lon, lat, radius_km });
                    self.sites.push(Site {
                        end: number + 1,
                        is_crossing: place.kind == PlaceKind::Crossing,
                        is_town: matches!(place.kind, PlaceKind::Town | PlaceKind::Quarter),
                        country,
                        disc,
                    });
                    self.numbers.insert(place.name.as_str(), number);
                    open.push(Step::OutOf(number));
                    let held = parts.get(place.name.as_str()).into_iter().flatten();
                    open.extend(held.rev().map(|part| Step::Into(part, country)));
                }
            }
        }
    }

    /// The lists.
    pub(crate) fn places(&self) -> &'a Places {
        self.places
    }

    /// The name of a country.
    pub(crate) fn country(&self, number: PlaceNumber) -> Option<&'a str> {
        self.countries.get(&number).copied()
    }

    /// The place that is listed under this name.
    pub(crate) fn number(&self, name: &str) -> Option<PlaceNumber> {
        self.numbers.get(self.places.find(name)?.name.as_str()).copied()
    }

    /// The place that these words mean, with words that only narrow it set aside.
    pub(crate) fn locate(&self, words: &str) -> Option<PlaceNumber> {
        self.numbers.get(self.places.locate(words)?.name.as_str()).copied()
    }

    /// A place.
    pub(crate) fn site(&self, number: PlaceNumber) -> &Site {
        &self.sites[number as usize]
    }

    /// Whether a place lies in another; unknown where it is the larger of the two.
    pub(crate) fn within(&self, inner: PlaceNumber, outer: PlaceNumber) -> Truth {
        let holds = |whole: PlaceNumber, part: PlaceNumber| whole <= part && part < self.site(whole).end;
        match (holds(outer, inner), holds(inner, outer)) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_may_hold_each_other_to_any_depth() {
        let place = |n: usize| {
            let whole = if n == 0 { String::new() } else { format!("part_of = \"p{}\"\n", n - 1) };
            format!("[[place]]\nname = \"p{n}\"\nkind = \"area\"\n{whole}")
        };
        let depth = 60_000;
        let list: String = (0..depth).map(place).collect();
        let places = Places::parse([("deep.toml", list.as_str())]).unwrap();
        let tree = Tree::of(&places);
        let of = |n: usize| tree.number(&format!("p{n}")).unwrap();
        assert_eq!(tree.within(of(depth - 1), of(0)), Truth::True);
        assert_eq!(tree.within(of(0), of(depth - 1)), Truth::Unknown);
    }
}
