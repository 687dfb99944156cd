//! Where terms bind: listed places, polygons and corridors, each with an edge that may be uncertain. Measures nothing.

use crate::{AreaId, PlaceKind};
use serde::{Deserialize, Serialize};

/// An entry of a zone: a listed place with all that it holds, or an area that the agreement draws itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Zone {
    /// An area of the agreement.
    Area {
        /// Which.
        area: AreaId,
    },
    /// The name under which a place is listed.
    Place(String),
}

impl Zone {
    /// Its name for readers.
    pub fn word(&self) -> &str {
        match self {
            Zone::Area { area } => area.as_str(),
            Zone::Place(name) => name,
        }
    }
}

/// A position: longitude, then latitude, in degrees (WGS 84), in the order of GeoJSON.
pub type Position = [f64; 2];

/// The ground that an area covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Shape {
    /// Listed places, each with all that it holds.
    Places {
        /// The names under which they are listed.
        names: Vec<String>,
    },
    /// Polygons, each an outer ring and its holes, closed.
    Polygons {
        /// Polygon by polygon, ring by ring.
        rings: Vec<Vec<Vec<Position>>>,
    },
    /// A strip along a line, such as a road.
    Corridor {
        /// The line.
        line: Vec<Position>,
        /// How far it reaches on each side, in kilometres.
        half_width_km: f64,
    },
}

/// An area that an agreement draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Unique in the agreement.
    pub id: AreaId,
    /// A title for reports.
    pub title: String,
    /// The ground.
    pub shape: Shape,
    /// How far the edge may lie from where it is drawn, in kilometres; 0 where the text gives the line.
    pub edge_km: f64,
    /// Where the drawing rests on: title, year, page or address.
    pub cite: Option<String>,
    /// Line of the file on which its block begins, from 1.
    pub line: usize,
}

impl PlaceKind {
    /// How far the ground of such a place can reach from its point, in kilometres (assumed); `None`: without limit.
    pub fn radius_km(&self) -> Option<f64> {
        match self {
            PlaceKind::Quarter | PlaceKind::Crossing => Some(1.0),
            PlaceKind::Town => Some(2.0),
            PlaceKind::Area => Some(40.0),
            PlaceKind::Road => Some(60.0),
            PlaceKind::Province => Some(250.0),
            PlaceKind::Country => None,
        }
    }
}
