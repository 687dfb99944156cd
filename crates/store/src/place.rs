//! Where on the globe a claim lies, by quarters of a degree. Knows no names of places.

use truce_model::Point;

/// Cells to a degree.
const PER_DEGREE: i64 = 4;
/// Cells in one row around the globe.
const ROW: i64 = 360 * PER_DEGREE;
const MILLIONTHS: f64 = 1e6;

/// A part of the globe between two parallels and two meridians (WGS 84, degrees).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundingBox {
    /// Its southern edge.
    pub south: f64,
    /// Its western edge; where it is greater than `east`, the box lies across the 180th meridian.
    pub west: f64,
    /// Its northern edge.
    pub north: f64,
    /// Its eastern edge.
    pub east: f64,
}

impl BoundingBox {
    /// A box, unless an edge lies nowhere on the globe or the southern one north of the northern.
    pub fn new(south: f64, west: f64, north: f64, east: f64) -> Option<BoundingBox> {
        let within = |degrees: f64, most: f64| degrees.abs() <= most;
        let sound = within(south, 90.0) && within(north, 90.0) && within(west, 180.0) && within(east, 180.0);
        (sound && south <= north).then_some(BoundingBox { south, west, north, east })
    }

    /// Reads the four edges, the southern one first, such as `35.5,36,36.5,38`.
    pub fn parse(text: &str) -> Option<BoundingBox> {
        let edges = text.split(',').map(|part| part.trim().parse()).collect::<Result<Vec<f64>, _>>().ok()?;
        let [south, west, north, east] = edges[..] else { return None };
        BoundingBox::new(south, west, north, east)
    }
}

// A box holds no NaN, for none passes `new`'s comparisons.
impl Eq for BoundingBox {}

/// A point as it stands in the view: its cell, and its latitude and longitude in millionths of a degree.
pub(crate) fn located(point: &Point) -> [i64; 3] {
    let (latitude, longitude) = (millionths(point.lat()), millionths(point.lon()));
    [row(latitude) * ROW + column(longitude), latitude, longitude]
}

/// The edges of a box in millionths of a degree: south, north, west, east.
pub(crate) fn edges(within: BoundingBox) -> [i64; 4] {
    [within.south, within.north, within.west, within.east].map(millionths)
}

/// The cells that a box touches, as stretches from first to last, in their order.
pub(crate) fn cells(within: BoundingBox) -> Vec<(i64, i64)> {
    let [south, north, west, east] = edges(within);
    let (west, east) = (column(west), column(east));
    let wraps = within.west > within.east;
    let mut cells = Vec::new();
    for row in row(south)..=row(north) {
        let start = row * ROW;
        if wraps {
            cells.push((start, start + east));
            cells.push((start + west, start + ROW - 1));
        } else {
            cells.push((start + west, start + east));
        }
    }
    cells
}

fn millionths(degrees: f64) -> i64 {
    (degrees * MILLIONTHS).round() as i64
}

fn row(latitude: i64) -> i64 {
    ((latitude + 90_000_000) * PER_DEGREE / 1_000_000).min(180 * PER_DEGREE - 1)
}

fn column(longitude: i64) -> i64 {
    ((longitude + 180_000_000) * PER_DEGREE / 1_000_000).min(ROW - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_point_in_a_box_lies_in_one_of_its_cells(
            (south, west) in (-90.0..=90.0, -180.0..=180.0),
            (north, east) in (-90.0..=90.0, -180.0..=180.0),
            (lat, lon) in (-90.0..=90.0, -180.0..=180.0),
        ) {
            let (south, north) = if south <= north { (south, north) } else { (north, south) };
            let within = BoundingBox::new(south, west, north, east).unwrap();
            let [cell, latitude, longitude] = located(&Point::new(lat, lon, None).unwrap());
            let [low, high, left, right] = edges(within);
            let across = if left <= right {
                left <= longitude && longitude <= right
            } else {
                left <= longitude || longitude <= right
            };
            let inside = low <= latitude && latitude <= high && across;
            let cells = cells(within);
            prop_assert!(cells.is_sorted());
            let found = cells.iter().any(|(first, last)| (first..=last).contains(&&cell));
            prop_assert!(found || !inside);
        }
    }

    #[test]
    fn a_part_of_the_globe_has_four_edges() {
        let check = |text: &str, sound: bool| assert_eq!(BoundingBox::parse(text).is_some(), sound, "{text}");
        check("35.5,36,36.5,38", true);
        check("-1, 179, 1, -179", true);
        check("36.5,36,35.5,38", false);
        check("35.5,36,36.5", false);
        check("35.5,36,36.5,38,1", false);
        check("35.5,36,96.5,38", false);
        check("here", false);
    }

    #[test]
    fn no_box_lies_off_the_globe() {
        assert!(BoundingBox::new(-91.0, 0.0, 0.0, 1.0).is_none());
        assert!(BoundingBox::new(1.0, 0.0, 0.0, 1.0).is_none());
        assert!(BoundingBox::new(f64::NAN, 0.0, 0.0, 1.0).is_none());
        assert!(BoundingBox::new(-1.0, 179.0, 1.0, -179.0).is_some());
    }
}
