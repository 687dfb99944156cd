//! Writes tables and chains of reasons for people, and the same rows for programs.

use crate::{arguments::ListFormat, failure::Failure};
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table as Grid, presets};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    io::{self, IsTerminal, Write},
};
use truce_monitor::{Table, Told, Why};

/// Whether standard output shows colours: a terminal, and no `NO_COLOR`.
fn coloured() -> bool {
    let choice = anstream::AutoStream::choice(&io::stdout());
    choice != anstream::ColorChoice::Never
}

/// Writes a listing; for people only the columns of `for_people`, with `remarks` below.
pub fn list(
    table: &Table,
    for_people: &[&str],
    remarks: &[String],
    format: ListFormat,
) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match format {
        ListFormat::Json => writeln!(out, "{}", table.to_json())?,
        ListFormat::Jsonl => write!(out, "{}", table.to_jsonl())?,
        ListFormat::Csv => write!(out, "{}", table.to_csv())?,
        ListFormat::Table if table.rows.is_empty() => writeln!(out, "none")?,
        ListFormat::Table => people(&mut out, table, for_people)?,
    }
    if format == ListFormat::Table {
        for remark in remarks {
            writeln!(out, "{remark}")?;
        }
    }
    Ok(())
}

/// The narrowest terminal, in characters, on which columns can still be read.
const COLUMNS_FROM: u16 = 110;

/// Writes rows as columns, or below each other where the terminal is too narrow for columns.
fn people(out: &mut impl Write, table: &Table, for_people: &[&str]) -> io::Result<()> {
    let at = |name: &str| table.columns.iter().position(|column| *column == name);
    let (start, end) = (at("start"), at("end"));
    let shown = |row: &[Value]| -> Vec<String> {
        let value = |name: &str| match (name, at(name)) {
            ("when", _) => when(start.map(|at| &row[at]), end.map(|at| &row[at])),
            (_, Some(at)) => row[at].clone(),
            (_, None) => Value::Null,
        };
        for_people.iter().map(|name| text(name, &value(name))).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| shown(row)).collect();
    let mut grid = Grid::new();
    let narrow = io::stdout().is_terminal() && grid.width().is_some_and(|width| width < COLUMNS_FROM);
    if narrow {
        cards(out, for_people, &rows)
    } else {
        writeln!(out, "{}", columns(&mut grid, for_people, rows))
    }
}

fn cards(out: &mut impl Write, names: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    for row in rows {
        for (at, (name, text)) in names.iter().zip(row).enumerate() {
            if at == 0 { writeln!(out, "{text}")? } else { writeln!(out, "    {name}: {text}")? }
        }
    }
    Ok(())
}

/// A table without lines, as wide as its words.
pub fn plain_grid() -> Grid {
    let mut grid = Grid::new();
    grid.load_style(presets::NOTHING);
    grid.set_content_arrangement(ContentArrangement::Disabled);
    grid.force_no_tty();
    grid
}

fn columns(grid: &mut Grid, names: &[&str], rows: Vec<Vec<String>>) -> String {
    grid.load_style(presets::NOTHING);
    let fits =
        if io::stdout().is_terminal() { ContentArrangement::Dynamic } else { ContentArrangement::Disabled };
    grid.set_content_arrangement(fits);
    if coloured() {
        grid.enforce_styling();
    } else {
        grid.force_no_tty();
    }
    grid.set_header(names.iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    for (index, name) in names.iter().enumerate() {
        let whole = matches!(*name, "id" | "verdict" | "standing" | "low" | "high" | "of" | "scope");
        if let Some(column) = grid.column_mut(index).filter(|_| whole) {
            // An id that is cut in two cannot be copied into another command.
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for row in rows {
        grid.add_row(names.iter().zip(row).map(|(name, text)| cell(name, text)));
    }
    grid.trim_fmt()
}

/// Start and end in words; unknown where neither is told.
fn when(start: Option<&Value>, end: Option<&Value>) -> Value {
    let moment = |value: Option<&Value>| value.and_then(Value::as_str).and_then(|text| text.parse().ok());
    let occurred = truce_model::Interval { start: moment(start), end: moment(end) };
    Value::String(if occurred.is_unknown() { "not known".to_owned() } else { occurred.to_string() })
}

fn text(column: &str, value: &Value) -> String {
    match value {
        Value::Array(items) if matches!(column, "claims" | "toll_claims" | "decided_by") => {
            items.len().to_string()
        }
        Value::Null if column == "low" => "not known".into(),
        Value::Null if column == "high" => "open".into(),
        other => words(other).replace('\n', " "),
    }
}

fn cell(column: &str, text: String) -> Cell {
    let style = match (column, text.as_str()) {
        ("verdict", "violation") | ("standing", "contested") => Some(Attribute::Bold),
        ("verdict", "undetermined") => Some(Attribute::Italic),
        _ => None,
    };
    style.into_iter().fold(Cell::new(text), Cell::add_attribute)
}

/// A value as a person reads it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "–".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "–".into(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Writes a chain of reasons, each link indented below what rests on it; a claim is told in full once.
pub fn chain(why: &Why) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    link(&mut out, why, 0, &mut BTreeSet::new())?;
    Ok(())
}

/// Writes what was told of a question: a tree for people, the same as JSON for programs.
pub fn told(told: &Told, format: ListFormat) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match format {
        ListFormat::Table => {
            drop(out);
            return chain(&told.why);
        }
        ListFormat::Json => {
            let json = serde_json::to_string_pretty(&told.json).map_err(io::Error::from)?;
            writeln!(out, "{json}")?;
        }
        ListFormat::Jsonl => writeln!(out, "{}", told.json)?,
        ListFormat::Csv => {
            return Err(Failure::Usage(
                "a total has no rows for csv".into(),
                Some("use --format json, or table for people".into()),
            ));
        }
    }
    Ok(())
}

fn link<'w>(
    out: &mut impl Write,
    why: &'w Why,
    depth: usize,
    told: &mut BTreeSet<&'w str>,
) -> io::Result<()> {
    let pad = "  ".repeat(depth);
    let (bold, dim, off) = ("\x1b[1m", "\x1b[2m", "\x1b[0m");
    let id = why.id.as_ref().map(|id| format!("{dim}{id}{off} ")).unwrap_or_default();
    if why.id.as_deref().is_some_and(|id| !told.insert(id)) {
        return writeln!(out, "{pad}{id}{} {dim}(told above){off}", why.what);
    }
    writeln!(out, "{pad}{id}{bold}{}{off}", why.what)?;
    if let Some(quote) = &why.quote {
        writeln!(out, "{pad}    “{}”", quote.replace('\n', " "))?;
    }
    for (name, value) in &why.facts {
        writeln!(out, "{pad}    {dim}{name}:{off} {}", value.replace('\n', " "))?;
    }
    if let Some(table) = &why.table {
        let (header, rows) = table.cells();
        let mut grid = plain_grid();
        grid.set_header(header);
        grid.add_rows(rows);
        for line in grid.trim_fmt().lines() {
            writeln!(out, "{pad}    {}", line.trim_end())?;
        }
    }
    why.because.iter().try_for_each(|below| link(out, below, depth + 1, told))
}
