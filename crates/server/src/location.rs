//! Where on a map a thing can be drawn, and how far off that may be. Never a point where only an area is known.

use crate::view::View;
use serde::Serialize;
use serde_json::{Value, json};
use truce_model::{Incident, Name, Place};
use utoipa::ToSchema;

/// A place on the globe (WGS 84), with how far from it the thing can have been.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Location {
    /// Degrees north.
    pub(crate) lat: f64,
    /// Degrees east.
    pub(crate) lon: f64,
    /// How far from there it can have been, in kilometres.
    pub(crate) radius_km: f64,
    /// The place that stands there; absent where a source gives coordinates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
}

/// Coordinates without a radius are taken for those of a spot in a town (assumed).
const SPOT_KM: f64 = 1.0;

/// Where an incident lies: as a source puts it, else the most specific of its places that the lists put somewhere.
pub(crate) fn of_incident(view: &View, incident: &Incident) -> Option<Location> {
    let points = incident.claims.iter().filter_map(|id| view.situation.claim(id)?.point);
    // The most exact of the points; that of several claims may differ, and each stands with its claim.
    let closest = points.min_by(|a, b| {
        let radius = |point: &truce_model::Point| point.radius_km().unwrap_or(SPOT_KM);
        radius(a).total_cmp(&radius(b))
    });
    let told = closest.map(|point| Location {
        lat: point.lat(),
        lon: point.lon(),
        radius_km: point.radius_km().unwrap_or(SPOT_KM).max(SPOT_KM),
        place: None,
    });
    told.or_else(|| of_names(view, &incident.places))
}

/// Where the most specific of these places lies that the lists put somewhere.
pub(crate) fn of_names(view: &View, names: &[Name]) -> Option<Location> {
    names.iter().find_map(|name| listed(view, view.book.places.locate(name.as_str())?))
}

/// Where a listed place lies, or the nearest whole around it that the lists put somewhere.
fn listed(view: &View, place: &Place) -> Option<Location> {
    view.book.places.wholes(place).into_iter().find_map(|whole| {
        // A country is no spot on a map.
        let radius_km = whole.kind.radius_km()?;
        Some(Location { lat: whole.lat?, lon: whole.lon?, radius_km, place: Some(whole.name.clone()) })
    })
}

/// The geometry of a location, as RFC 7946 has it.
pub(crate) fn geometry(location: &Location) -> Value {
    json!({"type": "Point", "coordinates": [location.lon, location.lat]})
}

/// Where a place of that name lies.
pub(crate) fn listed_place(view: &View, name: &str) -> Option<Location> {
    listed(view, view.book.places.locate(name)?)
}
