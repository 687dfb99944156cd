//! Tables of places in CSV: the global P-codes of HDX, and a table of one's own.

use super::{CountryCode, GazetteerRow, PlaceRow, Table, three, two};
use crate::ExchangeError;
use csv::StringRecord;
use std::io::BufRead;
use truce_model::FeatureKind;

/// Columns of a table of one's own; only `kind` and `name` must be there.
const OWN: &[&str] = &[
    "kind",
    "name",
    "country",
    "division",
    "pcode",
    "lat",
    "lon",
    "population",
    "radius_km",
    "others",
    "shorts",
];

/// Reads a table whose first row names the columns.
pub(super) fn read<E: From<ExchangeError>>(
    table: Table<'_>,
    input: impl BufRead,
    take: &mut impl FnMut(GazetteerRow) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(input);
    let line = |e: &csv::Error| e.position().map_or(1, |at| at.line() as usize);
    let heads = reader.headers().map_err(|e| table.fault(line(&e), e.to_string()))?.clone();
    let column = |name: &str| heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name));
    let pcodes = column("P-Code").zip(column("Location")).zip(column("Admin Level")).zip(column("Name"));
    let own = column("kind").zip(column("name"));
    if pcodes.is_none() && own.is_none() {
        let seen: Vec<&str> = heads.iter().take(12).collect();
        let problem = format!(
            "the columns are `{}`; a table of P-codes has Location, Admin Level, P-Code, Name, one of your own kind, name and any of {}",
            seen.join(", "),
            OWN[2..].join(", ")
        );
        return Err(table.fault(1, problem).into());
    }
    let mut record = StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).map_err(|e| table.fault(line(&e), e.to_string()))?;
        if !more {
            return Ok(());
        }
        let number = record.position().map_or(0, |at| at.line() as usize);
        let field = |name: &str| column(name).and_then(|at| record.get(at)).map_or("", str::trim);
        let row = if pcodes.is_some() {
            pcode(table, number, field)?
        } else {
            Some(own_row(table, number, field)?)
        };
        if let Some(row) = row {
            take(GazetteerRow::Place(Box::new(row)))?;
        }
    }
}

fn pcode<'r>(
    table: Table<'_>,
    number: usize,
    field: impl Fn(&str) -> &'r str,
) -> Result<Option<PlaceRow>, ExchangeError> {
    // HDX puts a row of HXL tags under the heads.
    if field("P-Code").starts_with('#') {
        return Ok(None);
    }
    let (kind, division) = match field("Admin Level") {
        "0" => return Ok(None),
        "1" => (FeatureKind::Province, field("P-Code")),
        "2" | "3" | "4" => (FeatureKind::District, field("Parent P-Code")),
        other => return Err(table.fault(number, format!("admin level `{other}` is none of 0 to 4"))),
    };
    let mut row = PlaceRow::new(field("Name"), kind);
    let country = three(field("Location"));
    row.country = Some(CountryCode::Three(country.ok_or_else(|| {
        table.fault(number, format!("location `{}` is no ISO code of three letters", field("Location")))
    })?));
    row.pcode = Some(field("P-Code").to_owned());
    row.division = Some(division.to_owned());
    if row.name.is_empty() || field("P-Code").is_empty() {
        return Err(table.fault(number, "a row without a name or a P-code"));
    }
    Ok(Some(row))
}

fn own_row<'r>(
    table: Table<'_>,
    number: usize,
    field: impl Fn(&str) -> &'r str,
) -> Result<PlaceRow, ExchangeError> {
    let words = field("kind");
    let kind = FeatureKind::ALL.into_iter().find(|kind| kind.as_str() == words).ok_or_else(|| {
        let known: Vec<&str> = FeatureKind::ALL.iter().map(|kind| kind.as_str()).collect();
        table.fault(number, format!("kind `{words}` is none of {}", known.join(", ")))
    })?;
    let mut row = PlaceRow::new(field("name"), kind);
    if row.name.is_empty() {
        return Err(table.fault(number, "a place without a name"));
    }
    row.country = match field("country") {
        "" => None,
        code => Some(two(code).unwrap_or_else(|| match three(code) {
            Some(code) => CountryCode::Three(code),
            None => CountryCode::Named(code.to_owned()),
        })),
    };
    let filled = |name: &str| Some(field(name)).filter(|text| !text.is_empty());
    let number_of = |name: &str| match filled(name) {
        None => Ok(None),
        Some(words) => {
            let value = words.parse::<f64>().ok().filter(|value| *value >= 0.0 && value.is_finite());
            value
                .map(Some)
                .ok_or_else(|| table.fault(number, format!("{name} `{words}` is no number from 0")))
        }
    };
    row.division = filled("division").map(str::to_owned);
    row.pcode = filled("pcode").map(str::to_owned);
    row.point = table.point(number, field("lat"), field("lon"))?;
    row.population = number_of("population")?.map(|people| people as u64);
    row.radius_km = number_of("radius_km")?;
    let split =
        |words: &str| words.split('|').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    row.others = split(field("others"));
    row.shorts = split(field("shorts"));
    Ok(row)
}
