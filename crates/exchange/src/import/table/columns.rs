//! Which column of a table holds what: the header, matched with what a mapping asks for.

use super::mapping::{BUILTIN, Mapping};
use crate::{ExchangeError, import::nearest};
use csv::StringRecord;
use std::collections::BTreeMap;

/// Where each column that a mapping asks for stands.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    at: BTreeMap<String, usize>,
    /// How many cells a row has.
    pub(super) width: usize,
    delimiter: u8,
}

/// The cells of one row.
pub(super) fn record(text: &str, delimiter: u8) -> Option<StringRecord> {
    let mut record = StringRecord::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(text.len().clamp(64, 1 << 16))
        .from_reader(text.as_bytes());
    reader.read_record(&mut record).ok().filter(|more| *more).map(|_| record)
}

impl Columns {
    /// Finds the columns in the header, or tells which are missing with the nearest that are there.
    pub(super) fn of(mapping: &Mapping, header: &StringRecord) -> Result<Columns, Vec<String>> {
        let mut columns =
            Columns { at: BTreeMap::new(), width: header.len(), delimiter: mapping.delimiter() };
        let asked: Vec<String> = mapping.columns().into_iter().map(str::to_owned).collect();
        let mut missing = columns.keep(&asked, header);
        missing.retain(|column| !mapping.optional.contains(column));
        if missing.is_empty() { Ok(columns) } else { Err(missing) }
    }

    /// Finds these columns in the header as well; those that are missing.
    pub(super) fn keep(&mut self, columns: &[String], header: &StringRecord) -> Vec<String> {
        let mut missing = Vec::new();
        for column in columns {
            match header.iter().position(|head| head.trim().eq_ignore_ascii_case(column.trim())) {
                Some(at) => drop(self.at.insert(column.clone(), at)),
                None => missing.push(column.clone()),
            }
        }
        missing
    }

    /// The cells of a row.
    pub(super) fn record(&self, text: &str) -> Option<StringRecord> {
        record(text, self.delimiter)
    }

    /// What stands in a column, without white space around it; nothing where the table has no such column.
    pub(super) fn cell<'r>(&self, record: &'r StringRecord, column: &str) -> &'r str {
        self.at.get(column).and_then(|at| record.get(*at)).map_or("", str::trim)
    }
}

/// The mapping of a table that the program knows by its columns.
pub(super) fn detect(
    file: &str,
    header: &StringRecord,
    known: Vec<Mapping>,
) -> Result<(Mapping, Columns), ExchangeError> {
    let mut nearest: Option<(Vec<String>, Mapping)> = None;
    for mapping in known {
        match Columns::of(&mapping, header) {
            Ok(columns) => return Ok((mapping, columns)),
            Err(missing) => {
                if nearest.as_ref().is_none_or(|(fewest, _)| missing.len() < fewest.len()) {
                    nearest = Some((missing, mapping));
                }
            }
        }
    }
    let Some((missing, mapping)) = nearest else {
        let problem = "no table is known".to_owned();
        return Err(ExchangeError::Table { file: file.to_owned(), problem, hint: None });
    };
    let required = mapping.columns().len() - mapping.optional.len().min(mapping.columns().len());
    if missing.len() * 2 > required {
        let names: Vec<&str> = BUILTIN.iter().map(|(name, _)| *name).collect();
        let heads: Vec<&str> = header.iter().map(str::trim).take(12).collect();
        let problem =
            format!("a table of no known publisher; its columns begin with `{}`", heads.join("`, `"));
        let hint = format!(
            "tell how to read it: --as MAPPING.toml (docs/reference/event-tables.md), or --as {}",
            names.join(" or ")
        );
        return Err(ExchangeError::Table { file: file.to_owned(), problem, hint: Some(hint) });
    }
    Err(refuse(file, header, &mapping, &missing))
}

/// Why a table whose columns are missing cannot be read.
pub(super) fn refuse(
    file: &str,
    header: &StringRecord,
    mapping: &Mapping,
    missing: &[String],
) -> ExchangeError {
    let heads: Vec<&str> = header.iter().map(str::trim).collect();
    let near: Vec<String> = missing
        .iter()
        .filter_map(|column| {
            Some(format!("`{column}`: {}", nearest::did_you_mean(column, heads.iter().copied())?))
        })
        .collect();
    let noun = if missing.len() == 1 { "column" } else { "columns" };
    let problem = format!("as {} it lacks the {noun} `{}`", mapping.title, missing.join("`, `"));
    let hint = if near.is_empty() {
        format!("its columns are `{}`", heads.iter().take(40).copied().collect::<Vec<_>>().join("`, `"))
    } else {
        near.join("; ")
    };
    ExchangeError::Table { file: file.to_owned(), problem, hint: Some(hint) }
}

/// Refuses a table in which a column that is read has a second one of its name: which of them is meant nobody can know.
pub(super) fn told_once(file: &str, header: &StringRecord, mapping: &Mapping) -> Result<(), ExchangeError> {
    let is = |head: &str, column: &str| head.trim().eq_ignore_ascii_case(column.trim());
    let twice = |column: &&str| header.iter().filter(|head| is(head, column)).count() > 1;
    let mut columns: Vec<&str> = mapping.columns().into_iter().filter(twice).collect();
    columns.sort_unstable();
    columns.dedup();
    if columns.is_empty() {
        return Ok(());
    }
    let noun = if columns.len() == 1 { "column" } else { "columns" };
    let problem = format!("it has the {noun} `{}` more than once", columns.join("`, `"));
    let hint = Some("rename or remove the one that is not meant".to_owned());
    Err(ExchangeError::Table { file: file.to_owned(), problem, hint })
}
