//! Polygons and lines of GeoJSON files (RFC 7946, The GeoJSON Format, 2016). Checks that they can be drawn; knows
//! nothing of what they mean.

use super::rings::{self, Flaw};
use geojson::{GeoJson, Geometry, GeometryValue, Position as Written};
use truce_model::Position;

/// The most bytes of a file.
const MOST_BYTES: usize = 4_000_000;

/// The most positions of a file.
const MOST_POSITIONS: usize = 200_000;

/// The most mistakes of a file that are shown.
const MOST_FAULTS: usize = 8;

/// What a file draws.
#[derive(Debug, PartialEq)]
pub(super) enum Drawing {
    /// Polygon by polygon, ring by ring.
    Polygons(Vec<Vec<Vec<Position>>>),
    /// One line.
    Line(Vec<Position>),
}

/// Why a file draws nothing that can be used: a phrase that follows its name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong, and where.
    pub message: String,
    /// What may help.
    pub hint: Option<String>,
}

fn fault(message: impl Into<String>, hint: impl Into<String>) -> Fault {
    Fault { message: message.into(), hint: Some(hint.into()) }
}

/// Reads the polygons of a file.
pub(super) fn polygons(text: &str) -> Result<Drawing, Vec<Fault>> {
    let mut polygons = Vec::new();
    let mut faults = Vec::new();
    for geometry in geometries(text).map_err(|fault| vec![fault])? {
        match geometry {
            GeometryValue::Polygon { coordinates } => polygons.push(coordinates),
            GeometryValue::MultiPolygon { coordinates } => polygons.extend(coordinates),
            other => faults.push(fault(
                format!("holds a {}, where polygons are wanted", other.type_name()),
                "take it out; a line is given by `along` with its width",
            )),
        }
    }
    if polygons.is_empty() && faults.is_empty() {
        faults.push(fault("holds no polygon", "draw one with any editor of GeoJSON"));
    }
    let counted = polygons.iter().flatten().map(Vec::len).sum();
    faults.extend(too_many(counted));
    let mut drawn = Vec::new();
    for (index, rings) in polygons.into_iter().enumerate() {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        match polygon(&rings, &format!("polygon {}", index + 1)) {
            Ok(rings) => drawn.push(rings),
            Err(more) => faults.extend(more),
        }
    }
    faults.truncate(MOST_FAULTS);
    if faults.is_empty() { Ok(Drawing::Polygons(drawn)) } else { Err(faults) }
}

/// Reads the one line of a file.
pub(super) fn line(text: &str) -> Result<Drawing, Vec<Fault>> {
    let mut lines = Vec::new();
    for geometry in geometries(text).map_err(|fault| vec![fault])? {
        match geometry {
            GeometryValue::LineString { coordinates } => lines.push(coordinates),
            GeometryValue::MultiLineString { coordinates } => lines.extend(coordinates),
            other => {
                let message = format!("holds a {}, where a line is wanted", other.type_name());
                return Err(vec![fault(message, "polygons are given by `geojson`")]);
            }
        }
    }
    let written = match &lines[..] {
        [line] => line,
        lines => {
            let message = format!("holds {} lines, where one is wanted", lines.len());
            return Err(vec![fault(message, "make it one LineString, or one area for each line")]);
        }
    };
    if let Some(fault) = too_many(written.len()) {
        return Err(vec![fault]);
    }
    let line = positions(written, "the line").map_err(|fault| vec![fault])?;
    if line.windows(2).all(|pair| pair[0] == pair[1]) {
        return Err(vec![fault(
            "holds a line without length",
            "a line has two different positions at least",
        )]);
    }
    Ok(Drawing::Line(line))
}

fn too_many(positions: usize) -> Option<Fault> {
    (positions > MOST_POSITIONS).then(|| {
        fault(
            format!("holds {positions} positions, {MOST_POSITIONS} are the most"),
            "simplify its lines; a few metres more or less go into `edge_km`",
        )
    })
}

/// Every geometry of a file, those of collections one by one.
fn geometries(text: &str) -> Result<Vec<GeometryValue>, Fault> {
    if text.len() > MOST_BYTES {
        let message = format!("has {} bytes, {MOST_BYTES} are the most", text.len());
        return Err(fault(message, "simplify its lines; a few metres more or less go into `edge_km`"));
    }
    let text = text.trim_start_matches('\u{feff}');
    let read: GeoJson = text.parse().map_err(|error: geojson::Error| {
        let message = format!("is no GeoJSON: {error}");
        fault(message, "RFC 7946 tells the format; the file is a FeatureCollection, a Feature or a geometry")
    })?;
    let open: Vec<Geometry> = match read {
        GeoJson::Geometry(geometry) => vec![geometry],
        GeoJson::Feature(feature) => feature.geometry.into_iter().collect(),
        GeoJson::FeatureCollection(all) => all.features.into_iter().filter_map(|one| one.geometry).collect(),
    };
    let mut open: Vec<GeometryValue> = open.into_iter().rev().map(|geometry| geometry.value).collect();
    let mut found = Vec::new();
    while let Some(geometry) = open.pop() {
        match geometry {
            GeometryValue::GeometryCollection { geometries } => {
                open.extend(geometries.into_iter().rev().map(|geometry| geometry.value));
            }
            other => found.push(other),
        }
    }
    Ok(found)
}

/// The rings of one polygon, if they can be drawn. `name` tells which polygon.
fn polygon(written: &[Vec<Written>], name: &str) -> Result<Vec<Vec<Position>>, Vec<Fault>> {
    let (mut rings, mut faults) = (Vec::new(), Vec::new());
    for (index, ring) in written.iter().enumerate() {
        match positions(ring, &format!("{name}, {}", ring_name(index))).and_then(|positions| {
            closed(&positions, &format!("{name}, {}", ring_name(index)))?;
            Ok(positions)
        }) {
            Ok(ring) => rings.push(ring),
            Err(fault) => faults.push(fault),
        }
    }
    if written.is_empty() {
        faults.push(fault(format!("holds a polygon without rings: {name}"), "take it out, or draw it"));
    }
    if faults.is_empty()
        && let Err(flaw) = rings::check(&rings)
    {
        faults.push(told(&flaw, name));
    }
    if faults.is_empty() { Ok(rings) } else { Err(faults) }
}

fn ring_name(index: usize) -> String {
    if index == 0 { "outer ring".to_owned() } else { format!("hole {index}") }
}

/// The positions of a ring or line, each in the world and none more than half round it from the last.
fn positions(written: &[Written], name: &str) -> Result<Vec<Position>, Fault> {
    let mut found: Vec<Position> = Vec::with_capacity(written.len());
    for (index, position) in written.iter().enumerate() {
        let [lon, lat, ..] = position.as_slice() else {
            let message =
                format!("has a position without longitude and latitude: {name}, position {}", index + 1);
            return Err(fault(message, "a position is [longitude, latitude]"));
        };
        let (lon, lat) = (*lon, *lat);
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            let message =
                format!("has a position outside the world: [{lon}, {lat}] ({name}, position {})", index + 1);
            let swapped = (-180.0..=180.0).contains(&lat) && (-90.0..=90.0).contains(&lon);
            let hint = match swapped {
                true => format!("GeoJSON writes longitude before latitude: did you mean [{lat}, {lon}]?"),
                false => "longitude goes from -180 to 180, latitude from -90 to 90".to_owned(),
            };
            return Err(fault(message, hint));
        }
        if let Some(last) = found.last().filter(|last| (last[0] - lon).abs() > 180.0) {
            let message =
                format!("crosses the 180th meridian: [{}, {}] to [{lon}, {lat}] ({name})", last[0], last[1]);
            return Err(fault(message, "cut it there into two (RFC 7946, section 3.1.9)"));
        }
        found.push([lon, lat]);
    }
    Ok(found)
}

fn closed(ring: &[Position], name: &str) -> Result<(), Fault> {
    let (Some(first), Some(last)) = (ring.first(), ring.last()) else {
        return Err(fault(format!("has an empty ring: {name}"), "take it out, or draw it"));
    };
    if first != last {
        let hint = format!("repeat its first position [{}, {}] at its end", first[0], first[1]);
        return Err(fault(format!("has a ring that is not closed: {name}"), hint));
    }
    if ring.len() < 4 {
        let message = format!("has a ring of {} positions: {name}", ring.len());
        return Err(fault(message, "a ring has four at least, the last the same as the first"));
    }
    Ok(())
}

fn told(flaw: &Flaw, name: &str) -> Fault {
    match flaw {
        Flaw::Crossing { at, first, second } => {
            let rings = match first == second {
                true => format!("{} crosses or touches itself", ring_name(*first)),
                false => format!("{} and {} cross", ring_name(*first), ring_name(*second)),
            };
            let message =
                format!("has a zone that crosses itself near [{:.5}, {:.5}]: {name}, {rings}", at[0], at[1]);
            fault(message, "draw its rings so that no two of their lines meet, but for corners")
        }
        Flaw::Flat { ring } => {
            let message = format!("has a ring without ground: {name}, {}", ring_name(*ring));
            fault(message, "a ring has three different positions at least")
        }
        Flaw::Outside { hole } => {
            let message =
                format!("has a hole that does not lie within its polygon: {name}, {}", ring_name(*hole));
            fault(message, "the first ring of a polygon is its outside, the others are cut out of it")
        }
        Flaw::Nested { first, second } => {
            let message =
                format!("has holes that overlap: {name}, {} and {}", ring_name(*first), ring_name(*second));
            fault(message, "make one hole of the two")
        }
        Flaw::Intricate => fault(
            format!("is too intricate to be checked: {name}"),
            "simplify its lines; a few metres more or less go into `edge_km`",
        ),
    }
}
