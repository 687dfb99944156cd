//! The places that the stories of a file name, as lines of JSON. Reads no claims.

use crate::MonitorError;
use truce_exchange::{
    ExchangeError, Import, ImportOptions, Imported, NamedPlace, import_line, import_text, places_line,
};
use truce_extract::Reader;

/// The places that each story of a file names, as JSON lines, and the stories that were set aside.
pub fn places_of_file(
    reader: &Reader,
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<(Vec<String>, Vec<ExchangeError>), MonitorError> {
    let Import { stories, aside, .. } = import_text(name, bytes, options)?;
    Ok((stories.iter().map(|imported| places(reader, imported)).collect(), aside))
}

/// The places that one line of a file of documents names, as a JSON line.
pub fn places_of_line(
    reader: &Reader,
    file: &str,
    line: usize,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<String, MonitorError> {
    Ok(places(reader, &import_line(file, line, bytes, options)?))
}

fn places(reader: &Reader, imported: &Imported) -> String {
    let found = reader.places_in(&imported.text).into_iter();
    let named: Vec<NamedPlace> = found
        .map(|t| NamedPlace { span: t.span, name: t.name, point: t.point, precision_m: t.precision_m })
        .collect();
    places_line(imported, &named)
}
