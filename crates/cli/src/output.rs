//! Writes tables and chains of reasons for people, and the same rows for programs.

use crate::{arguments::ListFormat, failure::Failure};
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table as Grid, presets};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    io::{self, IsTerminal, Write},
};
use truce_monitor::{Table, Why};

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
        ListFormat::Table => writeln!(out, "{}", grid(table, for_people).trim_fmt())?,
    }
    if format == ListFormat::Table {
        for remark in remarks {
            writeln!(out, "{remark}")?;
        }
    }
    Ok(())
}

fn grid(table: &Table, for_people: &[&str]) -> Grid {
    let terminal = io::stdout().is_terminal();
    let mut grid = Grid::new();
    grid.load_style(presets::NOTHING);
    grid.set_content_arrangement(if terminal {
        ContentArrangement::Dynamic
    } else {
        ContentArrangement::Disabled
    });
    if coloured() {
        grid.enforce_styling();
    } else {
        grid.force_no_tty();
    }
    if terminal && std::env::var_os("COLUMNS").is_none() && grid.width().is_none() {
        grid.set_width(100);
    }
    grid.set_header(for_people.iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    for (index, name) in for_people.iter().enumerate() {
        let whole = matches!(*name, "id" | "verdict" | "standing" | "low" | "high" | "of" | "scope");
        if let Some(column) = grid.column_mut(index).filter(|_| whole) {
            // An id that is cut in two cannot be copied into another command.
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let at = |name: &str| table.columns.iter().position(|column| *column == name);
    let (start, end) = (at("start"), at("end"));
    for row in &table.rows {
        let value = |name: &str| match (name, at(name)) {
            ("when", _) => when(start.map(|at| &row[at]), end.map(|at| &row[at])),
            (_, Some(at)) => row[at].clone(),
            (_, None) => Value::Null,
        };
        grid.add_row(for_people.iter().map(|name| cell(name, &value(name), terminal)));
    }
    grid
}

/// Start and end in words; unknown where neither is told.
fn when(start: Option<&Value>, end: Option<&Value>) -> Value {
    let moment = |value: Option<&Value>| value.and_then(Value::as_str).and_then(|text| text.parse().ok());
    let occurred = truce_model::Interval { start: moment(start), end: moment(end) };
    Value::String(if occurred.is_unknown() { "not known".to_owned() } else { occurred.to_string() })
}

fn cell(column: &str, value: &Value, terminal: bool) -> Cell {
    let long = matches!(column, "claims" | "toll_claims" | "decided_by");
    let text = match value {
        Value::Array(items) if long => items.len().to_string(),
        Value::Null if matches!(column, "low") => "not known".into(),
        Value::Null if matches!(column, "high") => "open".into(),
        other => words(other),
    };
    let text = if terminal || column != "quote" { text } else { text.replace('\n', " ") };
    let cell = Cell::new(&text);
    match (column, text.as_str()) {
        ("verdict", "violation") | ("standing", "contested") => cell.add_attribute(Attribute::Bold),
        ("verdict", "undetermined") => cell.add_attribute(Attribute::Italic),
        _ => cell,
    }
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
    why.because.iter().try_for_each(|below| link(out, below, depth + 1, told))
}
