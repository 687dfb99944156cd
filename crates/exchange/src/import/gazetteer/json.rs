//! The JSON of packages that carry GeoNames data: towns, countries, first-level divisions. Reads one entry at a time.

use super::{CountryCode, GazetteerRow, PlaceRow, Table, geonames::radius, three, two};
use crate::ExchangeError;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::{cell::RefCell, fmt, io::BufRead};
use truce_model::FeatureKind;

/// Reads an array of entries, or an object whose values are entries.
pub(super) fn read<E: From<ExchangeError>>(
    table: Table<'_>,
    input: impl BufRead,
    array: bool,
    take: &mut impl FnMut(GazetteerRow) -> Result<(), E>,
) -> Result<(), E> {
    let stopped = RefCell::new(None);
    let mut number = 0;
    let mut entry = |value: Value| {
        number += 1;
        let taken = place(table, number, &value).map_err(E::from);
        let taken = taken.and_then(|row| take(GazetteerRow::Place(Box::new(row))));
        taken.map_err(|error| *stopped.borrow_mut() = Some(error)).is_ok()
    };
    let mut reader = serde_json::Deserializer::from_reader(input);
    let read = Entries { take: &mut entry, array }.deserialize(&mut reader).and_then(|()| reader.end());
    match (stopped.into_inner(), read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(table.fault(error.line(), error.to_string()).into()),
        (None, Ok(())) => Ok(()),
    }
}

/// Gives entries away as they are read, so that a file of any size takes the memory of one entry.
struct Entries<'t, F> {
    take: &'t mut F,
    array: bool,
}

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for Entries<'_, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        if self.array { reader.deserialize_seq(self) } else { reader.deserialize_map(self) }
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for Entries<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of places, or an object of places")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(value) = entries.next_element()? {
            if !(self.take)(value) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(IgnoredAny) = entries.next_key()? {
            if !(self.take)(entries.next_value()?) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

fn place(table: Table<'_>, number: usize, entry: &Value) -> Result<PlaceRow, ExchangeError> {
    let text = |field: &str| entry[field].as_str().map(str::trim).filter(|text| !text.is_empty());
    let lacks = |what: &str| table.fault(number, format!("entry {number} has no `{what}`"));
    let name = text("name").ok_or_else(|| lacks("name"))?;
    if let Some(code) = text("iso") {
        let mut row = PlaceRow::new(name, FeatureKind::Country);
        let Some(CountryCode::Two(code, _)) = two(code) else { return Err(lacks("iso")) };
        row.country = Some(CountryCode::Two(code, text("iso3").and_then(three)));
        row.population = entry["population"].as_u64().filter(|people| *people > 0);
        row.radius_km = entry["areakm2"].as_f64().and_then(radius);
        row.geonames = geonames(entry);
        return Ok(row);
    }
    if let Some((country, division)) = text("code").and_then(|code| code.split_once('.')) {
        let mut row = PlaceRow::new(name, FeatureKind::Province);
        row.country = two(country);
        row.division = Some(division.to_owned());
        return Ok(row);
    }
    let mut row = PlaceRow::new(name, FeatureKind::Town);
    row.country = Some(text("countrycode").and_then(two).ok_or_else(|| lacks("countrycode"))?);
    let degrees = |field: &str| entry[field].as_f64().map(|degrees| degrees.to_string()).unwrap_or_default();
    row.point = table.point(number, &degrees("latitude"), &degrees("longitude"))?;
    row.division = text("admin1code").filter(|code| *code != "00").map(str::to_owned);
    row.population = entry["population"].as_u64().filter(|people| *people > 0);
    row.geonames = geonames(entry);
    let others = entry["alternatenames"].as_array().into_iter().flatten();
    row.others = others.filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(row)
}

fn geonames(entry: &Value) -> Option<u32> {
    entry["geonameid"].as_u64().and_then(|id| u32::try_from(id).ok())
}
