//! The project's own lists of places, as they stand in `actors/places/`.

use super::{CountryCode, GazetteerRow, PlaceRow, Table};
use crate::ExchangeError;
use std::io::{BufRead, Read};
use truce_model::{FeatureKind, PlaceKind, Places};

/// The largest list that is read.
const MOST: u64 = 64 << 20;

/// Reads a whole list; every `part_of` must be in it.
pub(super) fn read<E: From<ExchangeError>>(
    table: Table<'_>,
    input: impl BufRead,
    take: &mut impl FnMut(GazetteerRow) -> Result<(), E>,
) -> Result<(), E> {
    let mut text = String::new();
    input.take(MOST).read_to_string(&mut text).map_err(|e| table.fault(1, e.to_string()))?;
    let places = Places::parse([(table.file, text.as_str())]).map_err(|e| {
        table.fault(1, e.to_string().trim_start_matches(&format!("{}: ", table.file)).to_owned())
    })?;
    for place in places.iter() {
        let kind = match place.kind {
            PlaceKind::Country => FeatureKind::Country,
            PlaceKind::Province => FeatureKind::Province,
            PlaceKind::Area => FeatureKind::Area,
            PlaceKind::Town => FeatureKind::Town,
            PlaceKind::Quarter => FeatureKind::Quarter,
            PlaceKind::Road | PlaceKind::Crossing => FeatureKind::Road,
        };
        let wholes = places.wholes(place);
        let country = wholes.iter().find(|whole| whole.kind == PlaceKind::Country);
        let mut row = PlaceRow::new(&place.name, kind);
        row.others.clone_from(&place.aliases);
        row.point = place.lat.zip(place.lon);
        row.country = country.map(|country| CountryCode::Named(country.name.clone()));
        row.pcode.clone_from(&place.pcode);
        take(GazetteerRow::Place(Box::new(row)))?;
    }
    Ok(())
}
