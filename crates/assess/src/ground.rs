//! Where a provision binds: whether a place lies certainly, possibly or not at all on its ground. Knows no time.

use crate::tree::{Disc, PlaceNumber, Tree};
use geo::{Contains, Coord, Distance, Euclidean, LineString, Point, Polygon};
use truce_model::{Agreement, Area, Position, Shape, Truth, Zone};

/// Mean radius of the Earth in kilometres (Moritz, "Geodetic Reference System 1980", 2000, page 131).
const EARTH_KM: f64 = 6371.0088;

/// The ground of a provision; no piece at all means everywhere.
#[derive(Default)]
pub(crate) struct Ground {
    pub(crate) pieces: Vec<Piece>,
    outside: Vec<Piece>,
}

/// A part of the ground.
pub(crate) enum Piece {
    /// A listed place with all that it holds.
    Place(PlaceNumber),
    /// A part of a listed place, of which nobody says how far it reaches.
    Within(PlaceNumber),
    /// What the agreement draws.
    Drawn(Box<Drawn>),
    /// A name that no list holds: whether any place lies there is not known.
    Unlisted,
}

/// Drawn ground on a plane in kilometres around its middle, which is true enough over some hundred kilometres.
pub(crate) struct Drawn {
    middle: Position,
    shape: Plane,
    /// How far the edge may lie from where it is drawn.
    edge_km: f64,
    /// West, south, east, north in degrees, the edge's width and the corridor's included.
    pub(crate) frame: [f64; 4],
}

enum Plane {
    Polygons(Vec<Polygon<f64>>),
    Corridor { line: LineString<f64>, half_width_km: f64 },
}

impl Ground {
    /// The ground of these entries less those.
    pub(crate) fn of(agreement: &Agreement, zone: &[Zone], outside: &[Zone], tree: &Tree) -> Ground {
        let pieces = |zones: &[Zone]| zones.iter().flat_map(|zone| pieces(agreement, zone, tree)).collect();
        Ground { pieces: pieces(zone), outside: pieces(outside) }
    }

    /// The listed places of these names, each with all that it holds.
    pub(crate) fn places<'n>(names: impl IntoIterator<Item = &'n str>, tree: &Tree) -> Ground {
        Ground { pieces: names.into_iter().map(|name| listed(name, tree)).collect(), outside: vec![] }
    }

    /// Whether it is everywhere.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.pieces.is_empty() && self.outside.is_empty()
    }

    /// Whether a place lies on it.
    pub(crate) fn holds(&self, place: PlaceNumber, tree: &Tree) -> Truth {
        let any = |pieces: &[Piece]| {
            pieces.iter().map(|piece| piece.holds(place, tree)).fold(Truth::False, Truth::or)
        };
        let inside = if self.pieces.is_empty() { Truth::True } else { any(&self.pieces) };
        inside.and(!any(&self.outside))
    }
}

fn pieces(agreement: &Agreement, zone: &Zone, tree: &Tree) -> Vec<Piece> {
    match zone {
        Zone::Place(name) => vec![listed(name, tree)],
        Zone::Area { area } => match agreement.area(area) {
            None => vec![Piece::Unlisted],
            Some(Area { shape: Shape::Places { names }, .. }) => {
                names.iter().map(|name| listed(name, tree)).collect()
            }
            Some(area) => {
                vec![Drawn::of(area).map_or(Piece::Unlisted, |drawn| Piece::Drawn(Box::new(drawn)))]
            }
        },
    }
}

fn listed(name: &str, tree: &Tree) -> Piece {
    let part = || tree.locate(name).map_or(Piece::Unlisted, Piece::Within);
    tree.number(name).map_or_else(part, Piece::Place)
}

impl Piece {
    fn holds(&self, place: PlaceNumber, tree: &Tree) -> Truth {
        match self {
            Piece::Place(whole) => tree.within(place, *whole),
            Piece::Within(whole) => match tree.within(place, *whole) {
                Truth::False => Truth::False,
                Truth::Unknown | Truth::True => Truth::Unknown,
            },
            Piece::Unlisted => Truth::Unknown,
            Piece::Drawn(drawn) => tree.site(place).disc.map_or(Truth::Unknown, |disc| drawn.holds(disc)),
        }
    }
}

impl Drawn {
    fn of(area: &Area) -> Option<Drawn> {
        let positions: Vec<Position> = match &area.shape {
            Shape::Places { .. } => return None,
            Shape::Polygons { rings } => rings.iter().flatten().flatten().copied().collect(),
            Shape::Corridor { line, .. } => line.clone(),
        };
        let [west, south, east, north] = frame(&positions)?;
        let middle = [(west + east) / 2.0, (south + north) / 2.0];
        let line = |ring: &[Position]| LineString::from_iter(ring.iter().map(|at| plane(middle, *at)));
        let (shape, reach_km) = match &area.shape {
            Shape::Places { .. } => return None,
            Shape::Polygons { rings } => {
                let polygon = |rings: &Vec<Vec<Position>>| {
                    let mut rings = rings.iter().map(|ring| line(ring));
                    Some(Polygon::new(rings.next()?, rings.collect()))
                };
                (Plane::Polygons(rings.iter().filter_map(polygon).collect()), area.edge_km)
            }
            Shape::Corridor { line: of, half_width_km } => {
                let half_width_km = *half_width_km;
                (Plane::Corridor { line: line(of), half_width_km }, half_width_km + area.edge_km)
            }
        };
        let (up, aside) = degrees(reach_km, middle[1]);
        let frame = [west - aside, south - up, east + aside, north + up];
        Some(Drawn { middle, shape, edge_km: area.edge_km, frame })
    }

    /// Whether all of a disc lies on it, or none of it.
    fn holds(&self, disc: Disc) -> Truth {
        let (up, aside) = degrees(disc.radius_km, disc.lat);
        let [west, south, east, north] = self.frame;
        if disc.lon + aside < west
            || disc.lon - aside > east
            || disc.lat + up < south
            || disc.lat - up > north
        {
            return Truth::False;
        }
        let depth = self.depth_km(Point(plane(self.middle, [disc.lon, disc.lat])));
        let doubt = disc.radius_km + self.edge_km;
        match (depth >= doubt, depth <= -doubt) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            (false, false) => Truth::Unknown,
        }
    }

    /// How far inside the edge a point lies, in kilometres; outside it is less than nothing.
    fn depth_km(&self, point: Point<f64>) -> f64 {
        match &self.shape {
            Plane::Corridor { line, half_width_km } => half_width_km - Euclidean.distance(&point, line),
            Plane::Polygons(polygons) => {
                let depth = |polygon: &Polygon<f64>| {
                    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                    let away =
                        rings.map(|ring| Euclidean.distance(&point, ring)).fold(f64::INFINITY, f64::min);
                    if polygon.contains(&point) { away } else { -away }
                };
                polygons.iter().map(depth).fold(f64::NEG_INFINITY, f64::max)
            }
        }
    }
}

/// A disc's west, south, east and north in degrees.
pub(crate) fn frame_of(disc: Disc) -> [f64; 4] {
    let (up, aside) = degrees(disc.radius_km, disc.lat);
    [disc.lon - aside, disc.lat - up, disc.lon + aside, disc.lat + up]
}

fn frame(positions: &[Position]) -> Option<[f64; 4]> {
    let first = positions.first()?;
    Some(positions.iter().fold([first[0], first[1], first[0], first[1]], |frame, at| {
        [frame[0].min(at[0]), frame[1].min(at[1]), frame[2].max(at[0]), frame[3].max(at[1])]
    }))
}

/// Where a position lies on the plane around `middle`, in kilometres east and north of it.
fn plane(middle: Position, at: Position) -> Coord<f64> {
    let east = (at[0] - middle[0]).to_radians() * middle[1].to_radians().cos();
    Coord { x: EARTH_KM * east, y: EARTH_KM * (at[1] - middle[1]).to_radians() }
}

/// Degrees of latitude and of longitude that a length spans at a latitude.
fn degrees(length_km: f64, lat: f64) -> (f64, f64) {
    let up = (length_km / EARTH_KM).to_degrees();
    (up, up / lat.to_radians().cos().max(0.01))
}

#[cfg(test)]
mod tests {
    use super::*;
    use truce_model::AreaId;

    fn area(shape: Shape, edge_km: f64) -> Drawn {
        let id = AreaId::new("a");
        Drawn::of(&Area { id, title: String::new(), shape, edge_km, cite: None, line: 1 }).unwrap()
    }

    #[track_caller]
    fn check(drawn: &Drawn, lon: f64, lat: f64, radius_km: f64, expected: Truth) {
        assert_eq!(drawn.holds(Disc { lon, lat, radius_km }), expected, "{lon} {lat} {radius_km}");
    }

    #[test]
    fn a_place_lies_inside_when_all_of_it_does() {
        // A square of one degree with a hole of a fifth in its middle; a degree of latitude is 111 km.
        let ring = |from: f64, to: f64| vec![[from, from], [to, from], [to, to], [from, to], [from, from]];
        let drawn = area(Shape::Polygons { rings: vec![vec![ring(0.0, 1.0), ring(0.4, 0.6)]] }, 3.0);
        check(&drawn, 0.2, 0.2, 2.0, Truth::True);
        check(&drawn, 0.5, 0.5, 2.0, Truth::False);
        check(&drawn, 1.2, 0.2, 2.0, Truth::False);
        check(&drawn, 0.03, 0.2, 2.0, Truth::Unknown);
        check(&drawn, -0.03, 0.2, 2.0, Truth::Unknown);
        check(&drawn, 0.2, 0.2, 40.0, Truth::Unknown);
    }

    #[test]
    fn a_corridor_is_as_wide_as_it_says() {
        let drawn = area(Shape::Corridor { line: vec![[0.0, 50.0], [1.0, 50.0]], half_width_km: 2.0 }, 0.0);
        check(&drawn, 0.5, 50.0, 1.0, Truth::True);
        check(&drawn, 0.5, 50.01, 1.0, Truth::Unknown);
        check(&drawn, 0.5, 50.1, 1.0, Truth::False);
        check(&drawn, 1.02, 50.0, 0.0, Truth::True);
        check(&drawn, 1.03, 50.0, 0.0, Truth::False);
    }
}
