//! The listed places by number: what holds what, and where their points lie. Knows no terms.

use rustc_hash::FxHashMap;
use truce_model::{Place, PlaceKind, Places, Truth};

/// Number of a place: places that hold it have lower ones, and all that it holds follow it without a gap.
pub(crate) type PlaceNumber = u32;

/// A place as judgement needs it.
pub(crate) struct Site {
    /// The number after the last place that it holds.
    pub(crate) end: PlaceNumber,
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

/// Every listed place.
pub(crate) struct Tree<'a> {
    places: &'a Places,
    sites: Vec<Site>,
    numbers: FxHashMap<&'a str, PlaceNumber>,
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
        let mut tree = Tree { places, sites: vec![], numbers: FxHashMap::default() };
        for top in tops {
            tree.add(top, None, &parts);
        }
        tree
    }

    fn add(
        &mut self,
        place: &'a Place,
        country: Option<PlaceNumber>,
        parts: &FxHashMap<&str, Vec<&'a Place>>,
    ) {
        let number = self.sites.len() as PlaceNumber;
        let country = if place.kind == PlaceKind::Country { Some(number) } else { country };
        let disc = place.lat.zip(place.lon).zip(place.kind.radius_km());
        let disc = disc.map(|((lat, lon), radius_km)| Disc { lon, lat, radius_km });
        self.sites.push(Site { end: number + 1, country, disc });
        self.numbers.insert(place.name.as_str(), number);
        // A list in which places hold each other in a ring would not end; such places have no top and never come here.
        for part in parts.get(place.name.as_str()).into_iter().flatten() {
            self.add(part, country, parts);
        }
        self.sites[number as usize].end = self.sites.len() as PlaceNumber;
    }

    /// The lists.
    pub(crate) fn places(&self) -> &'a Places {
        self.places
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
