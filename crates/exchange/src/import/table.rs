//! Event tables: UCDP GED, ACLED, and any table in CSV by a mapping file. Each row is judged on its own.
//!
//! A row becomes one document, so that it can be withdrawn or corrected by itself, and the claims of the table's
//! publisher. A table is read twice and never held: once for its encoding and the way in which days are written, once
//! for its rows.

mod columns;
mod ladder;
mod mapping;
mod page;
mod people;
mod precision;
mod refusal;
mod row;
mod rows;
mod survey;
mod written;

pub use ladder::{INCIDENTS, Ladder, LadderFile};
pub use mapping::{Mapping, builtin_mappings};
pub use refusal::{Cause, Refusal};

use crate::ExchangeError;
use columns::Columns;
use csv::StringRecord;
use encoding_rs::Encoding;
use jiff::civil::Date;
use refusal::shown;
use row::RowReader;
use rows::{Cut, LONGEST_ROW, Rows};
use std::{
    collections::{BTreeMap, HashSet},
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
};
use survey::Survey;
use truce_model::{Act, Claim, Document, Doubt, Name, Point, Published};

/// How many lines of rows with one id are named.
const FIRST_LINES: usize = 5;

/// A row that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// All that is known of it as a document.
    pub document: Document,
    /// Its text, in which every span counts bytes.
    pub text: String,
    /// Its bytes as they came.
    pub original: Vec<u8>,
    /// What its publisher claims.
    pub claims: Vec<Claim>,
    /// What of it could not be read.
    pub doubts: Vec<Doubt>,
    /// The event, for comparing it with those of another table.
    pub event: TableEvent,
    /// What was left out of it, and why.
    pub left_out: Vec<Refusal>,
}

/// The event that a row tells of, as the table has it.
#[derive(Clone, Debug, PartialEq)]
pub struct TableEvent {
    /// The row's id.
    pub id: String,
    /// Its first and its last day.
    pub days: (Date, Date),
    /// Its coordinates.
    pub point: Option<Point>,
    /// The act that its category names.
    pub act: Option<Act>,
    /// Its category in the words of the table.
    pub category: String,
    /// The first actor.
    pub agent: Option<Name>,
    /// The second actor.
    pub target: Option<Name>,
    /// The likeliest number of people killed.
    pub killed: Option<u64>,
    /// What stands in the columns that were asked for besides.
    pub cells: BTreeMap<String, String>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum TableItem {
    /// It is kept.
    Row(Box<TableRow>),
    /// It is refused.
    Refused(Refusal),
}

/// What is known of a table beside its bytes.
#[derive(Clone, Debug, Default)]
pub struct TableOptions {
    /// How to read it; by its columns where nothing is told.
    pub mapping: Option<Mapping>,
    /// When it was published; goes before what its rows say.
    pub published: Option<Published>,
    /// Further columns whose cells its events keep, by the name of the mapping; each must be there.
    pub kept: BTreeMap<String, Vec<String>>,
}

/// How a table was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableHead {
    /// The name of the mapping.
    pub mapping: String,
    /// What the table is called.
    pub title: String,
    /// Who publishes it.
    pub source: Name,
    /// What the user should know: the encoding where it was guessed, the order of day and month where rows settled it.
    pub notes: Vec<String>,
}

/// Reads a table and gives each of its rows to `take`. Stops only at an error of the file as a whole, or of `take`.
pub fn import_table<E: From<ExchangeError>>(
    file: &str,
    mut input: impl Read + Seek,
    options: &TableOptions,
    take: &mut dyn FnMut(TableItem) -> Result<(), E>,
) -> Result<TableHead, E> {
    let fault = |error: std::io::Error| table_error(file, error.to_string(), None);
    let start = begin(file, &mut input)?;
    let (mapping, columns) = head(file, BufReader::new(&mut input), options)?;
    let kept = options.kept.get(&mapping.name).map_or(&[][..], Vec::as_slice);
    let delimiter = mapping.delimiter();
    input.seek(SeekFrom::Start(start)).map_err(fault)?;
    let mut rows = Rows::new(BufReader::with_capacity(1 << 16, &mut input), delimiter);
    rows.next().map_err(fault)?;
    let survey = Survey::of(&mut rows, &mapping, &columns).map_err(fault)?;
    let source = Name::parse(&mapping.source).map_err(|error| table_error(file, error.to_string(), None))?;
    input.seek(SeekFrom::Start(start)).map_err(fault)?;
    let mut rows = Rows::new(BufReader::with_capacity(1 << 16, &mut input), delimiter);
    rows.next().map_err(fault)?;
    let reader = RowReader {
        mapping: &mapping,
        columns: &columns,
        days: &survey.days,
        source: source.clone(),
        published: options.published,
        kept,
    };
    let mut seen = Seen::default();
    while let Some(cut) = rows.next().map_err(fault)? {
        let item = match text_of(cut, survey.encoding) {
            Err(refusal) => TableItem::Refused(*refusal),
            Ok((line, bytes, text)) => match cells(&columns, line, &text) {
                Err(refusal) => {
                    rows.give_back(&bytes);
                    TableItem::Refused(*refusal)
                }
                Ok(record) => {
                    if seen.repeats(columns.cell(&record, &mapping.id), line) {
                        continue;
                    }
                    let read = reader.read(line, &record, &bytes);
                    read.map_or_else(
                        |refusal| TableItem::Refused(*refusal),
                        |row| {
                            seen.ids.insert(row.event.id.clone());
                            TableItem::Row(Box::new(row))
                        },
                    )
                }
            },
        };
        take(item)?;
    }
    seen.refusals(&mapping.id).try_for_each(|refusal| take(TableItem::Refused(refusal)))?;
    Ok(TableHead { notes: notes(&survey), mapping: mapping.name, title: mapping.title, source })
}

fn table_error(file: &str, problem: String, hint: Option<String>) -> ExchangeError {
    ExchangeError::Table { file: file.to_owned(), problem, hint }
}

/// Where the text begins, behind a mark of UTF-8; or why it is no text.
fn begin(file: &str, input: &mut (impl Read + Seek)) -> Result<u64, ExchangeError> {
    let fault = |error: std::io::Error| table_error(file, error.to_string(), None);
    let mut first = Vec::new();
    input.by_ref().take(1 << 12).read_to_end(&mut first).map_err(fault)?;
    super::text::is_text(file, &first)?;
    let start = if first.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    input.seek(SeekFrom::Start(start)).map_err(fault)?;
    Ok(start)
}

/// The mapping, and where the columns stand.
fn head(
    file: &str,
    input: impl BufRead,
    options: &TableOptions,
) -> Result<(Mapping, Columns), ExchangeError> {
    let known = match &options.mapping {
        Some(mapping) => vec![mapping.clone()],
        None => builtin_mappings()?,
    };
    let mut first = None;
    let mut rows = Rows::new(input, b',');
    if let Some(Cut::Row(_, row)) = rows.next().map_err(|e| table_error(file, e.to_string(), None))? {
        first = Some(String::from_utf8_lossy(&row).into_owned());
    }
    let Some(first) = first else {
        return Err(table_error(file, "it has no header of columns".to_owned(), None));
    };
    let header = |mapping: &Mapping| columns::record(&first, mapping.delimiter()).unwrap_or_default();
    let (mapping, mut columns) = match known.as_slice() {
        [only] if options.mapping.is_some() => match Columns::of(only, &header(only)) {
            Ok(columns) => (only.clone(), columns),
            Err(missing) => return Err(columns::refuse(file, &header(only), only, &missing)),
        },
        _ => columns::detect(file, &columns::record(&first, b',').unwrap_or_default(), known)?,
    };
    columns::told_once(file, &header(&mapping), &mapping)?;
    let kept = options.kept.get(&mapping.name).map_or(&[][..], Vec::as_slice);
    let missing = columns.keep(kept, &header(&mapping));
    if missing.is_empty() {
        Ok((mapping, columns))
    } else {
        Err(columns::refuse(file, &header(&mapping), &mapping, &missing))
    }
}

/// A row's line, bytes and text.
fn text_of(cut: Cut, encoding: &'static Encoding) -> Result<(usize, Vec<u8>, String), Box<Refusal>> {
    let (line, bytes) = match cut {
        Cut::Row(line, bytes) => (line, bytes),
        Cut::TooLong(line, bytes) => {
            let problem = format!("a line of {bytes} bytes; {LONGEST_ROW} are the most");
            return Err(Box::new(Refusal::row(line, Cause::TooLong, "", problem)));
        }
        Cut::Unclosed(line) => {
            let problem = "a quotation mark opens and is not closed".to_owned();
            return Err(Box::new(Refusal::row(line, Cause::Cells, "", problem)));
        }
    };
    let wrong = |problem: String| Box::new(Refusal::row(line, Cause::Encoding, "", problem));
    if let Some(at) = bytes.iter().position(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Err(wrong(format!("control byte 0x{:02x} at byte {at} of the row", bytes[at])));
    }
    // Letters that no old encoding gives a shape are a sign that it is another one.
    let plain = |text: &str| !text.chars().any(|letter| ('\u{80}'..'\u{a0}').contains(&letter));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
    match text.filter(|text| plain(text)).map(std::borrow::Cow::into_owned) {
        Some(text) => Ok((line, bytes, text)),
        None => {
            let at = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), |_| 0);
            Err(wrong(format!(
                "not {}: byte 0x{:02x} behind `{}`",
                encoding.name(),
                bytes.get(at).copied().unwrap_or(0),
                shown(&tail(&String::from_utf8_lossy(&bytes[..at])))
            )))
        }
    }
}

/// The last words of a text.
fn tail(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters[letters.len().saturating_sub(30)..].iter().collect()
}

fn cells(columns: &Columns, line: usize, text: &str) -> Result<StringRecord, Box<Refusal>> {
    let record = columns.record(text).unwrap_or_default();
    if record.len() == columns.width {
        return Ok(record);
    }
    let problem = format!("{} cells; the header has {}", record.len(), columns.width);
    Err(Box::new(Refusal::row(line, Cause::Cells, "", problem)))
}

fn notes(survey: &Survey) -> Vec<String> {
    let mut notes = Vec::new();
    if survey.guessed {
        notes.push(format!("no UTF-8; read as {}", survey.encoding.name()));
    }
    for (shape, format, cells) in survey.days.settled_ways() {
        notes.push(format!(
            "days written like {shape} are read as {format}: {cells} cells allow nothing else"
        ));
    }
    notes
}

/// The ids that were seen: of rows with one id the first that is kept counts.
#[derive(Default)]
struct Seen {
    ids: HashSet<String>,
    repeats: BTreeMap<String, (u64, Vec<usize>)>,
}

impl Seen {
    fn repeats(&mut self, id: &str, line: usize) -> bool {
        if !self.ids.contains(id) {
            return false;
        }
        let (rows, lines) = self.repeats.entry(id.to_owned()).or_default();
        *rows += 1;
        if lines.len() < FIRST_LINES {
            lines.push(line);
        }
        true
    }

    /// One for each id, however many rows have it.
    fn refusals(self, column: &str) -> impl Iterator<Item = Refusal> {
        self.repeats.into_iter().map(move |(id, (rows, lines))| {
            let rest = if rows > lines.len() as u64 { " and further on" } else { "" };
            let at: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let noun = if rows == 1 { "row has" } else { "rows have" };
            let problem =
                format!("{rows} further {noun} the id `{}`: line {}{rest}", shown(&id), at.join(", "));
            let first = lines.first().copied().unwrap_or(0);
            let one = Refusal::row(first, Cause::RepeatedId, column, problem);
            Refusal { id: Some(id), rows: Some(rows), lines, ..one }
        })
    }
}

#[cfg(test)]
mod tests;
