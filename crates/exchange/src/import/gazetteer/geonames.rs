//! The tab-separated tables of GeoNames: the dump, alternateNames, admin1CodesASCII and countryInfo.

use super::{CountryCode, GazetteerRow, NameRow, PlaceRow, Table, three, two};
use crate::ExchangeError;
use std::io::BufRead;
use truce_model::FeatureKind;

/// The longest line that is read, in bytes: the dump's longest is about 14,000.
const LONGEST: usize = 1 << 20;

/// Reads lines; the number of columns tells which table it is.
pub(super) fn read<E: From<ExchangeError>>(
    table: Table<'_>,
    mut input: impl BufRead,
    take: &mut impl FnMut(GazetteerRow) -> Result<(), E>,
) -> Result<(), E> {
    let (mut bytes, mut number) = (Vec::new(), 0);
    loop {
        bytes.clear();
        number += 1;
        let read = std::io::Read::take(&mut input, LONGEST as u64).read_until(b'\n', &mut bytes);
        if read.map_err(|e| table.fault(number, e.to_string()))? == 0 {
            return Ok(());
        }
        if bytes.len() == LONGEST {
            return Err(table.fault(number, format!("a line of more than {LONGEST} bytes")).into());
        }
        let line = std::str::from_utf8(&bytes).map_err(|e| {
            table.fault(number, format!("invalid UTF-8 at byte {} of the line", e.valid_up_to()))
        })?;
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(row) = row(table, number, line)? {
            take(row)?;
        }
    }
}

fn row(table: Table<'_>, number: usize, line: &str) -> Result<Option<GazetteerRow>, ExchangeError> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    match columns.len() {
        19 if three(columns[1]).is_some() && columns[0].len() == 2 => country(table, number, &columns),
        19 => place(table, number, &columns),
        // `from` and `to` were added to alternateNames later.
        8 | 10 => name(table, number, &columns),
        4 if columns[0].contains('.') => division(table, number, &columns),
        count => Err(table.fault(
            number,
            format!(
                "{count} columns; GeoNames tables have 19 (dump, countryInfo), 8 or 10 (alternateNames), 4 (admin1CodesASCII)"
            ),
        )),
    }
}

fn id(table: Table<'_>, number: usize, words: &str) -> Result<u32, ExchangeError> {
    words.parse().map_err(|_| table.fault(number, format!("`{words}` is no GeoNames number")))
}

fn place(table: Table<'_>, number: usize, c: &[&str]) -> Result<Option<GazetteerRow>, ExchangeError> {
    let geonames = id(table, number, c[0])?;
    let point = table.point(number, c[4], c[5])?;
    let Some(kind) = kind(c[6], c[7]).filter(|_| !c[1].is_empty()) else { return Ok(None) };
    let mut row = PlaceRow::new(c[1], kind);
    row.geonames = Some(geonames);
    row.point = point;
    row.others =
        [c[2]].into_iter().chain(c[3].split(',')).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    row.country = two(c[8]);
    row.division = Some(c[10]).filter(|code| !code.is_empty() && *code != "00").map(str::to_owned);
    row.population = c[14].parse().ok().filter(|people| *people > 0);
    Ok(Some(GazetteerRow::Place(Box::new(row))))
}

/// The sort that a feature's class and code give. `None`: a thing that is no place any more, or never was.
fn kind(class: &str, code: &str) -> Option<FeatureKind> {
    Some(match (class, code) {
        (_, code)
            if code.ends_with('H')
                && ["ADM1H", "ADM2H", "ADM3H", "ADM4H", "PCLH", "PPLH"].contains(&code) =>
        {
            return None;
        }
        ("A", "PCLI" | "PCL" | "PCLD" | "PCLF" | "PCLIX" | "PCLS" | "TERR") => FeatureKind::Country,
        ("A", "ADM1") => FeatureKind::Province,
        ("A", _) => FeatureKind::District,
        ("P", "PPLX") => FeatureKind::Quarter,
        ("P", "PPLQ" | "PPLW") => return None,
        ("P", _) => FeatureKind::Town,
        ("L", "CONT") => FeatureKind::Continent,
        ("L" | "V", _) => FeatureKind::Area,
        ("H", _) => FeatureKind::Water,
        ("T", _) => FeatureKind::Landform,
        ("S", _) => FeatureKind::Site,
        ("R", _) => FeatureKind::Road,
        _ => return None,
    })
}

/// Columns of alternateNames that hold no name: postcodes, links, codes of airports and of other catalogues.
const NO_LANGUAGES: &[&str] =
    &["post", "link", "iata", "icao", "faac", "wkdt", "unlc", "abbr", "phon", "piny", "tcid", "fr_1793"];

fn name(table: Table<'_>, number: usize, c: &[&str]) -> Result<Option<GazetteerRow>, ExchangeError> {
    let geonames = id(table, number, c[1])?;
    let historic = c[7] == "1";
    let skip = historic || c[3].is_empty() || NO_LANGUAGES.contains(&c[2]);
    Ok((!skip).then(|| GazetteerRow::Name(NameRow { geonames, name: c[3].to_owned() })))
}

fn division(table: Table<'_>, number: usize, c: &[&str]) -> Result<Option<GazetteerRow>, ExchangeError> {
    let (country, code) = c[0].split_once('.').unwrap_or((c[0], ""));
    let mut row = PlaceRow::new(c[1], FeatureKind::Province);
    row.country = two(country);
    if row.country.is_none() || code.is_empty() {
        return Err(table.fault(number, format!("`{}` is no code such as SY.02", c[0])));
    }
    row.division = Some(code.to_owned());
    row.geonames = Some(id(table, number, c[3])?);
    row.others = vec![c[2].to_owned()];
    Ok(Some(GazetteerRow::Place(Box::new(row))))
}

fn country(table: Table<'_>, number: usize, c: &[&str]) -> Result<Option<GazetteerRow>, ExchangeError> {
    let mut row = PlaceRow::new(c[4], FeatureKind::Country);
    let Some(CountryCode::Two(code, _)) = two(c[0]) else {
        return Err(table.fault(number, format!("`{}` is no code of a country", c[0])));
    };
    row.country = Some(CountryCode::Two(code, three(c[1])));
    row.population = c[7].parse().ok().filter(|people| *people > 0);
    row.radius_km = c[6].parse().ok().and_then(radius);
    row.geonames = c[16].parse().ok();
    Ok(Some(GazetteerRow::Place(Box::new(row))))
}

/// The radius of a circle of the same area, twice over: countries are seldom round.
pub(super) fn radius(area_km2: f64) -> Option<f64> {
    (area_km2 > 0.0).then(|| 2.0 * (area_km2 / std::f64::consts::PI).sqrt())
}
