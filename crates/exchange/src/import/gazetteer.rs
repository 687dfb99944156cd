//! Tables of places, row by row: GeoNames, P-codes, packages of GeoNames data, and tables written by hand.
//!
//! The format is told by the first bytes and the columns, never by the name of the file. Nothing is held but one row.

mod csv_tables;
mod geonames;
mod json;
mod list;

use crate::ExchangeError;
use std::io::BufRead;
use truce_model::FeatureKind;

/// A row of a table of places.
#[derive(Clone, Debug, PartialEq)]
pub enum GazetteerRow {
    /// A place.
    Place(Box<PlaceRow>),
    /// Another name of a place that another table lists.
    Name(NameRow),
}

/// A place with what a table says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// Its main name.
    pub name: String,
    /// What sort of place.
    pub kind: FeatureKind,
    /// Its number in GeoNames.
    pub geonames: Option<u32>,
    /// Its P-code.
    pub pcode: Option<String>,
    /// Other names and spellings.
    pub others: Vec<String>,
    /// Abbreviations such as `Calif.`.
    pub shorts: Vec<String>,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// People.
    pub population: Option<u64>,
    /// Radius of a circle that holds it, in kilometres.
    pub radius_km: Option<f64>,
    /// The country that holds it, or which it is.
    pub country: Option<CountryCode>,
    /// The first-level division that holds it, or which it is.
    pub division: Option<String>,
}

impl PlaceRow {
    /// A place of which only the name and the sort are known.
    pub fn new(name: impl Into<String>, kind: FeatureKind) -> PlaceRow {
        PlaceRow {
            name: name.into(),
            kind,
            geonames: None,
            pcode: None,
            others: Vec::new(),
            shorts: Vec::new(),
            point: None,
            population: None,
            radius_km: None,
            country: None,
            division: None,
        }
    }
}

/// How a table names a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountryCode {
    /// By the two letters of ISO 3166, and the three if they are told too.
    Two([u8; 2], Option<[u8; 3]>),
    /// By the three letters of ISO 3166.
    Three([u8; 3]),
    /// By its name.
    Named(String),
}

/// Another name of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRow {
    /// The place's number in GeoNames.
    pub geonames: u32,
    /// The name.
    pub name: String,
}

/// Reads a table and gives each row to `take` with its line or entry, from 1. Stops at the first error of either.
pub fn gazetteer_rows<E: From<ExchangeError>>(
    file: &str,
    mut input: impl BufRead,
    mut take: impl FnMut(GazetteerRow) -> Result<(), E>,
) -> Result<(), E> {
    let table = Table { file };
    let begin = loop {
        let head = input.fill_buf().map_err(|e| table.fault(1, e.to_string()))?;
        let blank = head.iter().take_while(|b| b.is_ascii_whitespace() || b.is_ascii_control()).count();
        let bom = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        match head.get(blank.max(bom)) {
            None if head.is_empty() => return Err(ExchangeError::Empty { file: file.to_owned() }.into()),
            None => input.consume(blank.max(bom)),
            Some(_) => {
                let skip = blank.max(bom);
                let text = String::from_utf8_lossy(&head[skip..head.len().min(skip + 16_384)]).into_owned();
                input.consume(skip);
                break text;
            }
        }
    };
    if begin.starts_with('{') || (begin.starts_with('[') && !begin.starts_with("[[")) {
        json::read(table, input, begin.starts_with('['), &mut take)
    } else if begin.contains("[[place]]") {
        list::read(table, input, &mut take)
    } else if begin.contains('\t') {
        geonames::read(table, input, &mut take)
    } else {
        csv_tables::read(table, input, &mut take)
    }
}

/// The table being read, for messages.
#[derive(Clone, Copy)]
struct Table<'f> {
    file: &'f str,
}

impl Table<'_> {
    fn fault(self, line: usize, problem: impl Into<String>) -> ExchangeError {
        ExchangeError::Row { file: self.file.to_owned(), line, problem: problem.into() }
    }

    /// A coordinate pair, both within their bounds.
    fn point(self, line: usize, lat: &str, lon: &str) -> Result<Option<(f64, f64)>, ExchangeError> {
        if lat.is_empty() && lon.is_empty() {
            return Ok(None);
        }
        let degrees = |words: &str, most: f64, what: &str| {
            let number = words.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
            number.ok_or_else(|| {
                self.fault(line, format!("{what} `{words}` is no number from -{most} to {most}"))
            })
        };
        Ok(Some((degrees(lat, 90.0, "latitude")?, degrees(lon, 180.0, "longitude")?)))
    }
}

/// Two letters as a country's code.
fn two(code: &str) -> Option<CountryCode> {
    let [a, b] = *code.as_bytes() else { return None };
    (a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
        .then(|| CountryCode::Two([a.to_ascii_uppercase(), b.to_ascii_uppercase()], None))
}

/// Three letters as a country's code.
fn three(code: &str) -> Option<[u8; 3]> {
    let [a, b, c] = *code.as_bytes() else { return None };
    code.bytes().all(|byte| byte.is_ascii_uppercase()).then_some([a, b, c])
}

#[cfg(test)]
mod tests;
