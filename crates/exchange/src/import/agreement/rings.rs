//! Whether the rings of a polygon bound ground: none crosses itself or another, holes lie within (OGC, Simple Feature
//! Access, part 1, 2011, section 6.1.11). Tells the place of a crossing, which the check of the `geo` crate does not.

use geo::algorithm::relate::PreparedGeometry;
use geo::{
    BoundingRect, Coord, Intersects, Line, LineIntersection, LineString, Polygon, Rect, Relate,
    line_intersection,
};
use geo::{coordinate_position::CoordPos, dimensions::Dimensions};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};
use truce_model::Position;

/// The most pairs of lines that are compared, so that no file holds the program up.
const MOST_PAIRS: usize = 5_000_000;

/// What is wrong with rings, by their index; 0 is the outer one.
#[derive(Debug, PartialEq)]
pub(super) enum Flaw {
    /// Lines of two rings, or of one, meet where they may not.
    Crossing {
        /// Where.
        at: Position,
        /// The one ring.
        first: usize,
        /// The other, or the same.
        second: usize,
    },
    /// Fewer than three different positions.
    Flat {
        /// Which ring.
        ring: usize,
    },
    /// A hole that reaches out of the polygon.
    Outside {
        /// Which ring.
        hole: usize,
    },
    /// A hole within a hole.
    Nested {
        /// The one hole.
        first: usize,
        /// The other.
        second: usize,
    },
    /// More lines close to each other than are compared.
    Intricate,
}

/// A side of a ring.
struct Side {
    line: Line<f64>,
    ring: usize,
    /// Its number in the ring.
    index: usize,
    /// How many sides the ring has.
    of: usize,
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Checks closed rings of four positions at least.
pub(super) fn check(rings: &[Vec<Position>]) -> Result<(), Flaw> {
    let mut sides = Vec::new();
    for (ring, positions) in rings.iter().enumerate() {
        let mut positions = positions.clone();
        positions.dedup();
        let mut different = positions.clone();
        different.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        different.dedup();
        if different.len() < 3 {
            return Err(Flaw::Flat { ring });
        }
        let of = positions.len() - 1;
        let line = |pair: &[Position]| Line::new(coord(pair[0]), coord(pair[1]));
        let of_ring = positions.windows(2).enumerate();
        sides.extend(of_ring.map(|(index, pair)| Side { line: line(pair), ring, index, of }));
    }
    crossing(&sides)?;
    holes(rings)
}

fn coord(position: Position) -> Coord<f64> {
    Coord { x: position[0], y: position[1] }
}

fn crossing(sides: &[Side]) -> Result<(), Flaw> {
    let corners = |line: &Line<f64>| ([line.start.x, line.start.y], [line.end.x, line.end.y]);
    let boxed = sides.iter().enumerate().map(|(index, side)| {
        let (from, to) = corners(&side.line);
        Boxed::new(Rectangle::from_corners(from, to), index)
    });
    let tree = RTree::bulk_load(boxed.collect());
    let mut pairs = 0;
    for (index, side) in sides.iter().enumerate() {
        let (from, to) = corners(&side.line);
        for other in tree.locate_in_envelope_intersecting(&AABB::from_corners(from, to)) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return Err(Flaw::Intricate);
            }
            if other.data <= index {
                continue;
            }
            let second = &sides[other.data];
            if let Some(at) = meet(side, second) {
                return Err(Flaw::Crossing { at: [at.x, at.y], first: side.ring, second: second.ring });
            }
        }
    }
    Ok(())
}

/// Where two sides meet, if they may not: neighbours meet in their corner, rings may touch in a point.
fn meet(first: &Side, second: &Side) -> Option<Coord<f64>> {
    let same = first.ring == second.ring;
    let neighbours =
        same && (second.index - first.index == 1 || (first.index == 0 && second.index + 1 == first.of));
    match line_intersection::line_intersection(first.line, second.line)? {
        LineIntersection::Collinear { intersection } => Some(intersection.start).filter(|start| {
            // Sides in one line whose ends meet overlap in a point only.
            *start != intersection.end || (same && !neighbours)
        }),
        LineIntersection::SinglePoint { intersection, is_proper } => {
            (is_proper || (same && !neighbours)).then_some(intersection)
        }
    }
}

fn holes(rings: &[Vec<Position>]) -> Result<(), Flaw> {
    let Some((outer, holes)) = rings.split_first() else { return Ok(()) };
    if holes.is_empty() {
        return Ok(());
    }
    let line = |ring: &[Position]| LineString::new(ring.iter().copied().map(coord).collect());
    let outer = Polygon::new(line(outer), vec![]);
    let prepared = PreparedGeometry::from(&outer);
    let mut cut: Vec<(Polygon<f64>, Rect<f64>)> = Vec::new();
    for (index, hole) in holes.iter().enumerate() {
        let hole = Polygon::new(line(hole), vec![]);
        if !prepared.relate(&hole).is_contains() {
            return Err(Flaw::Outside { hole: index + 1 });
        }
        let Some(bounds) = hole.bounding_rect() else { continue };
        for (other, (polygon, rect)) in cut.iter().enumerate() {
            let overlap = || {
                polygon.relate(&hole).get(CoordPos::Inside, CoordPos::Inside) == Dimensions::TwoDimensional
            };
            if rect.intersects(&bounds) && overlap() {
                return Err(Flaw::Nested { first: other + 1, second: index + 1 });
            }
        }
        cut.push((hole, bounds));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Validation;
    use proptest::prelude::*;

    fn ring(positions: &[(f64, f64)]) -> Vec<Position> {
        let first = positions.first();
        positions.iter().chain(first).map(|(x, y)| [*x, *y]).collect()
    }

    #[track_caller]
    fn check_rings(rings: &[&[(f64, f64)]], expected: Result<(), Flaw>) {
        assert_eq!(check(&rings.iter().map(|positions| ring(positions)).collect::<Vec<_>>()), expected);
    }

    const SQUARE: &[(f64, f64)] = &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];

    #[test]
    fn the_place_of_a_crossing_is_told() {
        let crossing = |at, first, second| Err(Flaw::Crossing { at, first, second });
        check_rings(&[SQUARE], Ok(()));
        check_rings(&[&[(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)]], crossing([2.0, 2.0], 0, 0));
        // A corner that touches another side, and a spike that goes back on itself.
        check_rings(
            &[&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0)]],
            crossing([2.0, 0.0], 0, 0),
        );
        let spike = &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 4.0), (2.0, 6.0), (2.0, 4.0), (0.0, 4.0)];
        assert!(matches!(check(&[ring(spike)]), Err(Flaw::Crossing { .. })));
        check_rings(&[SQUARE, &[(1.0, 1.0), (5.0, 1.0), (1.0, 3.0)]], crossing([4.0, 1.0], 0, 1));
    }

    #[test]
    fn a_corner_given_twice_and_holes_that_touch_are_no_mistake() {
        check_rings(&[&[(0.0, 0.0), (4.0, 0.0), (4.0, 0.0), (4.0, 4.0)]], Ok(()));
        let (left, right) = (&[(1.0, 1.0), (2.0, 2.0), (1.0, 3.0)], &[(2.0, 2.0), (3.0, 1.0), (3.0, 3.0)]);
        check_rings(&[SQUARE, left, right], Ok(()));
        check_rings(&[SQUARE, &[(0.0, 2.0), (1.0, 1.0), (1.0, 3.0)]], Ok(()));
    }

    #[test]
    fn holes_lie_within_and_apart() {
        check_rings(&[SQUARE, &[(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)]], Err(Flaw::Outside { hole: 1 }));
        let (outer, inner) = (&[(1.0, 1.0), (3.0, 1.0), (3.0, 3.0)], &[(2.0, 1.5), (2.5, 1.5), (2.5, 2.0)]);
        check_rings(&[SQUARE, outer, inner], Err(Flaw::Nested { first: 1, second: 2 }));
    }

    #[test]
    fn a_zone_of_many_corners_is_checked_and_one_that_is_too_intricate_is_refused() {
        let corners = 100_000;
        let around = (0..corners).map(|step| f64::from(step) / f64::from(corners) * std::f64::consts::TAU);
        let coast: Vec<(f64, f64)> = around.map(|turn| (turn.cos() * 10.0, turn.sin() * 10.0)).collect();
        check_rings(&[&coast], Ok(()));
        // Long slanting teeth, each of whose boxes overlaps all others.
        let teeth = (0..20_000).map(|step| f64::from(step) / 1000.0);
        let comb =
            teeth.enumerate().map(|(index, x)| if index % 2 == 0 { (x, x) } else { (x + 50.0, x + 49.0) });
        let comb: Vec<(f64, f64)> = comb.chain([(100.0, -50.0)]).collect();
        check_rings(&[&comb], Err(Flaw::Intricate));
    }

    fn polygons() -> impl Strategy<Value = Vec<Vec<Position>>> {
        let corner = (0..7i32, 0..7i32).prop_map(|(x, y)| (f64::from(x), f64::from(y)));
        let some = prop::collection::vec(prop::collection::vec(corner, 3..7), 1..3);
        some.prop_map(|rings| rings.iter().map(|corners| ring(corners)).collect())
    }

    proptest! {
        #[test]
        fn what_the_geo_crate_refuses_is_refused(rings in polygons()) {
            let line = |ring: &Vec<Position>| LineString::new(ring.iter().copied().map(coord).collect());
            let polygon = Polygon::new(line(&rings[0]), rings[1..].iter().map(line).collect());
            if check(&rings).is_ok() {
                prop_assert!(polygon.is_valid(), "{:?}", polygon.validation_errors());
            }
        }
    }
}
