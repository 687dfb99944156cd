//! `truce match`: tells which rows of two event tables are one event.

use super::import::mapping;
use crate::{
    arguments::ListFormat,
    failure::{Failure, note},
    output,
};
use clap::Args;
use std::{
    fs::File,
    path::{Path, PathBuf},
};
use truce_monitor::{ComparedTable, MatchMode, TableOptions, compared_table, match_rows};

/// Tell which rows of two event tables are one event; needs no store and merges nothing
///
/// Rows are compared that lie within so many kilometres and days of each other; none is paired with two, and none with one
/// of its own table. `meltt` takes the pairs whose categories agree on the finest level first, as the R package of that
/// name does; `weights` adds up the log-odds of distance, days, act, actors and deaths, and takes the pairs that together
/// have the most. An event within an episode of the other table is shown as `within` and counts as no pair.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce match --km 10 --days 1 --format csv ged.csv acled.csv")]
pub struct Arguments {
    /// The first table
    #[arg(value_name = "FILE")]
    first: PathBuf,
    /// The second table
    #[arg(value_name = "FILE")]
    second: PathBuf,
    /// How far apart in kilometres the two may put one event
    #[arg(long, default_value = "10", value_parser = kilometres)]
    km: f64,
    /// How many days apart
    #[arg(long, default_value = "1", value_parser = clap::value_parser!(i32).range(0..=366))]
    days: i32,
    /// How pairs are chosen: weights or meltt
    #[arg(long, default_value = "weights")]
    mode: String,
    /// How to read the first table: ucdp-ged, acled, or a mapping file (*.toml); by its columns if nothing is told
    #[arg(long, value_name = "FORMAT|FILE")]
    first_as: Option<String>,
    /// How to read the second
    #[arg(long, value_name = "FORMAT|FILE")]
    second_as: Option<String>,
    /// How to write the pairs
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Reads both tables and lists their pairs.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mode: MatchMode = arguments
        .mode
        .parse()
        .map_err(|error| Failure::Usage(format!("--mode {}: {error}", arguments.mode), None))?;
    let first = read(&arguments.first, arguments.first_as.as_deref())?;
    let second = read(&arguments.second, arguments.second_as.as_deref())?;
    let (table, same) = match_rows(&first, &second, arguments.km, arguments.days, mode);
    let left = |table: &ComparedTable| table.events.len() - same;
    let remarks = [
        String::new(),
        format!(
            "{same} pairs; {} rows of {} and {} rows of {} have no partner.",
            left(&first),
            first.head.title,
            left(&second),
            second.head.title
        ),
    ];
    output::list(&table, &table.columns, &remarks, arguments.format)
}

fn read(path: &Path, format: Option<&str>) -> Result<ComparedTable, Failure> {
    let name = path.display().to_string();
    let options = TableOptions { mapping: format.map(mapping).transpose()?, published: None };
    let file = File::open(path).map_err(|error| Failure::file(&name, &error))?;
    let table = compared_table(&name, file, &options)?;
    for line in &table.head.notes {
        note(&format!("{name}: {line}"));
    }
    if table.refused > 0 {
        note(&format!(
            "{name}: {} rows are refused and not compared; truce import --dry-run tells why",
            table.refused
        ));
    }
    Ok(table)
}

fn kilometres(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|km| (0.0..=5000.0).contains(km));
    number.ok_or_else(|| "it is a number of kilometres from 0 to 5000".to_owned())
}
