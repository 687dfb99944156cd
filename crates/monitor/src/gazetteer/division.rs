//! Countries and first-level divisions while a gazetteer is built: few, met in several tables, held in memory.

use std::collections::BTreeMap;
use truce_exchange::{CountryCode, PlaceRow};
use truce_extract::gazetteer::fold;
use truce_model::FeatureKind;

/// A country or division as the tables together tell it, with the towns seen in it.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub row: PlaceRow,
    pub country: [u8; 2],
    /// Sums of the coordinates of its towns, and their number.
    towns: (f64, f64, u32),
    people: u64,
    /// Bounds of its towns in degrees: south, north, west, east.
    bounds: (f64, f64, f64, f64),
}

/// Countries by ISO code and divisions by country and code.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    countries: BTreeMap<[u8; 2], Whole>,
    divisions: BTreeMap<([u8; 2], String), Whole>,
    by_name: BTreeMap<String, [u8; 2]>,
    by_three: BTreeMap<[u8; 3], [u8; 2]>,
    /// Codes by which further tables name a division: country, P-code, GeoNames code.
    same: BTreeMap<([u8; 2], String), String>,
    named: BTreeMap<([u8; 2], String), String>,
}

fn folded(name: &str) -> String {
    let mut out = String::new();
    fold(name, &mut out);
    for word in [" governorate", " province", " region", " oblast", " state", " district", "the "] {
        out = out.replace(word, "");
    }
    out
}

impl Whole {
    fn new(row: PlaceRow, country: [u8; 2]) -> Whole {
        Whole { row, country, towns: (0.0, 0.0, 0), people: 0, bounds: (90.0, -90.0, 180.0, -180.0) }
    }

    /// Where it lies: as told, or the middle of its towns.
    pub fn point(&self) -> Option<(f64, f64)> {
        let (lat, lon, towns) = self.towns;
        let middle = (towns > 0).then(|| (lat / f64::from(towns), lon / f64::from(towns)));
        self.row.point.or(middle)
    }

    /// Radius in kilometres: as told, or from its middle to its farthest town as the bounds give it.
    pub fn radius_km(&self) -> Option<f64> {
        let (south, north, west, east) = self.bounds;
        let from_towns = (self.towns.2 > 1).then(|| {
            let (tall, wide) = (north - south, (east - west) * south.to_radians().cos().abs());
            (tall.hypot(wide) / 2.0 * 111.2).max(5.0)
        });
        self.row.radius_km.or(from_towns)
    }

    /// The people of it: as told, or those of its towns.
    pub fn population(&self) -> Option<u64> {
        self.row.population.or(Some(self.people).filter(|people| *people > 0))
    }

    fn join(&mut self, row: PlaceRow) {
        let mine = &mut self.row;
        if mine.name != row.name {
            mine.others.push(row.name);
        }
        mine.others.extend(row.others);
        mine.shorts.extend(row.shorts);
        mine.point = mine.point.or(row.point);
        mine.population = mine.population.or(row.population);
        mine.radius_km = mine.radius_km.or(row.radius_km);
        mine.geonames = mine.geonames.or(row.geonames);
        mine.pcode = mine.pcode.take().or(row.pcode);
    }

    fn town(&mut self, (lat, lon): (f64, f64), people: u64) {
        self.towns = (self.towns.0 + lat, self.towns.1 + lon, self.towns.2 + 1);
        self.people += people;
        let (south, north, west, east) = self.bounds;
        self.bounds = (south.min(lat), north.max(lat), west.min(lon), east.max(lon));
    }
}

impl Wholes {
    /// The country that a table means, if a table before told of it.
    pub fn country(&self, code: &CountryCode) -> Option<[u8; 2]> {
        match code {
            CountryCode::Two(code, _) => Some(*code),
            CountryCode::Three(code) => self.by_three.get(code).copied(),
            CountryCode::Named(name) => self.by_name.get(&folded(name)).copied(),
        }
    }

    /// Takes a country or a division, joining it to what is known of the same. Gives back a row that is neither, or
    /// of which the country is not known.
    pub fn take(&mut self, row: PlaceRow) -> Option<PlaceRow> {
        let Some(country) = row.country.as_ref().and_then(|code| self.country(code)) else {
            return Some(row);
        };
        match (row.kind, row.division.clone()) {
            (FeatureKind::Country, _) => {
                if let Some(CountryCode::Two(two, Some(three))) = &row.country {
                    self.by_three.insert(*three, *two);
                }
                for name in row.others.iter().chain([&row.name]) {
                    self.by_name.entry(folded(name)).or_insert(country);
                }
                match self.countries.get_mut(&country) {
                    Some(known) => known.join(row),
                    None => drop(self.countries.insert(country, Whole::new(row, country))),
                }
                None
            }
            (FeatureKind::Province, Some(code)) => {
                let name = (country, folded(&row.name));
                let code = match self.named.get(&name) {
                    Some(known) if *known != code => {
                        self.same.insert((country, code), known.clone());
                        known.clone()
                    }
                    _ => code,
                };
                self.named.insert(name, code.clone());
                let key = (country, code);
                match self.divisions.get_mut(&key) {
                    Some(known) => known.join(row),
                    None => drop(self.divisions.insert(key, Whole::new(row, country))),
                }
                None
            }
            _ => Some(row),
        }
    }

    /// Notes a town in its country and division.
    pub fn town(&mut self, country: [u8; 2], division: Option<&str>, point: (f64, f64), people: u64) {
        if let Some(whole) = self.countries.get_mut(&country) {
            whole.town(point, people);
        }
        if let Some(code) = division.and_then(|code| self.code(country, code))
            && let Some(whole) = self.divisions.get_mut(&(country, code))
        {
            whole.town(point, people);
        }
    }

    /// The code under which a division is held.
    pub fn code(&self, country: [u8; 2], code: &str) -> Option<String> {
        let key = (country, code.to_owned());
        match self.same.get(&key) {
            Some(known) => Some(known.clone()),
            None => self.divisions.contains_key(&key).then_some(key.1),
        }
    }

    /// Every country, then every division with its code.
    pub fn into_all(self) -> (Vec<Whole>, Vec<(String, Whole)>) {
        let divisions = self.divisions.into_iter().map(|((_, code), whole)| (code, whole));
        (self.countries.into_values().collect(), divisions.collect())
    }
}
