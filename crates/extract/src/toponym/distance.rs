//! Distances and directions on the globe, and the words that give them in front of a name: `20 km north of`.

use super::token::{Word, hash_of};

/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_200.0;

/// Distance between two points in kilometres, on a sphere.
pub(super) fn apart_km((a, b): (f64, f64), (c, d): (f64, f64)) -> f64 {
    let (x, y) = (a.to_radians(), c.to_radians());
    let (dy, dx) = ((y - x) / 2.0, (d - b).to_radians() / 2.0);
    let h = dy.sin().powi(2) + x.cos() * y.cos() * dx.sin().powi(2);
    12_742.0 * h.sqrt().min(1.0).asin()
}

/// How far and which way from a place something lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Offset {
    pub metres: Option<f64>,
    /// Degrees from north, clockwise.
    pub bearing: Option<f64>,
}

const BEARINGS: &[(u32, f64)] = &[
    (hash_of("north"), 0.0),
    (hash_of("northeast"), 45.0),
    (hash_of("north-east"), 45.0),
    (hash_of("east"), 90.0),
    (hash_of("southeast"), 135.0),
    (hash_of("south"), 180.0),
    (hash_of("southwest"), 225.0),
    (hash_of("west"), 270.0),
    (hash_of("northwest"), 315.0),
];
const UNITS: &[(u32, f64)] = &[
    (hash_of("km"), 1000.0),
    (hash_of("kilometres"), 1000.0),
    (hash_of("kilometers"), 1000.0),
    (hash_of("kilometre"), 1000.0),
    (hash_of("kilometer"), 1000.0),
    (hash_of("miles"), 1609.0),
    (hash_of("mile"), 1609.0),
    (hash_of("metres"), 1.0),
    (hash_of("meters"), 1.0),
    (hash_of("m"), 1.0),
];

/// What the words before word `at` say of the distance and direction from it.
pub(super) fn before(text: &str, words: &[Word], at: usize) -> Option<Offset> {
    let back = |by: usize| at.checked_sub(by).map(|i| words[i]);
    let link = back(1)?;
    if ![hash_of("of"), hash_of("from")].contains(&link.hash) {
        return None;
    }
    let find = |list: &[(u32, f64)], hash: u32| {
        list.iter().find(|(known, _)| *known == hash).map(|(_, value)| *value)
    };
    let bearing = back(2).and_then(|word| find(BEARINGS, word.hash));
    let mut i = if bearing.is_some() { 3 } else { 2 };
    // `20 km (12 miles) north of`: the number in brackets says the same again.
    if back(i).is_some_and(|w| w.of(text) == ")") {
        i = (i..i + 5).find(|k| back(*k).is_some_and(|w| w.of(text) == "(")).map_or(i, |k| k + 1);
    }
    let unit = back(i).and_then(|word| find(UNITS, word.hash));
    let number = unit.zip(back(i + 1)).and_then(|(unit, word)| {
        Some(word.of(text).replace(',', "").parse::<f64>().ok().filter(|n| n.is_finite())? * unit)
    });
    (bearing.is_some() || number.is_some()).then_some(Offset { metres: number, bearing })
}

/// The point that lies so far in a direction.
pub(super) fn moved((lat, lon): (f64, f64), metres: f64, bearing: f64) -> (f64, f64) {
    let (north, east) = (bearing.to_radians().cos() * metres, bearing.to_radians().sin() * metres);
    let to = (lat + north / DEGREE_M).clamp(-90.0, 90.0);
    let wide = DEGREE_M * lat.to_radians().cos().max(0.01);
    let lon = (lon + east / wide + 540.0).rem_euclid(360.0) - 180.0;
    let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
    (round(to), round(lon))
}
