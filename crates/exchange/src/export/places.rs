//! Places that a text names, as JSON lines. Knows nothing of how they were found.

use crate::import::text::Imported;
use serde_json::{Value, json};
use truce_model::Span;

/// A place that a story names, as it is told to others.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPlace {
    /// Where the name stands in the story's text, in bytes.
    pub span: Span,
    /// The name that the gazetteer prints, or the words of the text.
    pub name: String,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// Radius in metres around the point.
    pub precision_m: Option<u32>,
}

/// Writes the places of a story as one line of JSON; `b` and `e` count characters of the file as given.
pub fn places_line(imported: &Imported, places: &[NamedPlace]) -> String {
    let source = imported.source.as_bytes();
    let mut counted = (0, 0);
    // Counts on from the last name, so that a long text is counted once.
    let mut characters = |at: usize| {
        if at < counted.0 {
            counted = (0, 0);
        }
        let between = imported.source.get(counted.0..at).unwrap_or_default();
        counted = (at, counted.1 + between.chars().count());
        counted.1
    };
    let places: Vec<Value> = places
        .iter()
        .map(|place| {
            let bytes = imported.offsets.original(place.span);
            let (b, e) = (characters(bytes.start.min(source.len())), characters(bytes.end.min(source.len())));
            let (lat, lon) = place.point.unzip();
            json!({ "b": b, "e": e, "name": place.name, "lat": lat, "lon": lon, "precision_m": place.precision_m })
        })
        .collect();
    json!({ "id": imported.document.name, "places": places }).to_string()
}
