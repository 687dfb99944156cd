//! `truce match`: tells which rows of two event tables are one event, or which rows are which incidents.

use super::import::mapping;
use crate::{
    arguments::{AsOfArgument, ListFormat, StoreArgument},
    failure::{Failure, note},
    output,
};
use clap::Args;
use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};
use truce_monitor::{
    ComparedTable, LadderFile, MatchMode, MatchRules, MatchSide, Monitor, TableOptions, compared_table,
    match_sides,
};

/// Tell which rows of two event tables are one event, or which rows are which incidents of the record; merges nothing
///
/// What lies within so many kilometres and days of each other is compared; nothing is paired with two, and nothing with its
/// own side. `meltt` takes the pairs whose categories agree on the finest level first, as the R package of that
/// name does; `weights` adds up the log-odds of distance, days, act, actors and deaths, and takes the pairs that together
/// have the most. An event within an episode of the other side is shown as `within` and counts as no pair. Two tables need
/// no store.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce match --km 10 --days 1 --format csv ged.csv acled.csv\n  \
    truce match --incidents ged.csv\n  truce match --incidents --unmatched ged.csv")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    as_of: AsOfArgument,
    /// The first table
    #[arg(value_name = "FILE")]
    first: PathBuf,
    /// The second table
    #[arg(value_name = "FILE", required_unless_present = "incidents", conflicts_with_all = ["incidents", "as_of"])]
    second: Option<PathBuf>,
    /// Compare the table with the incidents of the record, as told by whatever else is there
    #[arg(long)]
    incidents: bool,
    /// How far apart in kilometres the two may put one event
    #[arg(long, default_value = "10", value_parser = kilometres)]
    km: f64,
    /// How many days apart
    #[arg(long, default_value = "1", value_parser = clap::value_parser!(i32).range(0..=366))]
    days: i32,
    /// How pairs are chosen: weights or meltt
    #[arg(long, default_value = "weights")]
    mode: String,
    /// Compare categories by the ladders of this file, in place of acts
    #[arg(long, value_name = "FILE.toml")]
    ladder: Option<PathBuf>,
    /// List what has no partner and why, in place of the pairs
    #[arg(long)]
    unmatched: bool,
    /// How to read the first table: ucdp-ged, acled, or a mapping file (*.toml); by its columns if nothing is told
    #[arg(long, value_name = "FORMAT|FILE")]
    first_as: Option<String>,
    /// How to read the second
    #[arg(long, value_name = "FORMAT|FILE", conflicts_with = "incidents")]
    second_as: Option<String>,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Reads both sides and lists their pairs.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mode: MatchMode = arguments
        .mode
        .parse()
        .map_err(|error| Failure::Usage(format!("--mode {}: {error}", arguments.mode), None))?;
    let ladders = arguments.ladder.as_deref().map(ladders).transpose()?;
    let rules = MatchRules { km: arguments.km, days: arguments.days, mode, ladders };
    let table = |path: &Path, format: Option<&str>| -> Result<ComparedTable, Failure> {
        let table = read(path, format, rules.ladders.as_ref())?;
        lacks(arguments, &rules, &table.head.mapping)?;
        Ok(table)
    };
    let first = table(&arguments.first, arguments.first_as.as_deref())?;
    let (a, b) = match &arguments.second {
        Some(second) => {
            let second = table(second, arguments.second_as.as_deref())?;
            let book = arguments.store.book()?;
            (MatchSide::of_table(&first, &rules, &book), MatchSide::of_table(&second, &rules, &book))
        }
        None => {
            lacks(arguments, &rules, "incidents")?;
            let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
            let knowledge = arguments.as_of.knowledge(&monitor)?;
            let situation = monitor.situation(&knowledge)?;
            let book = monitor.book();
            let incidents = MatchSide::of_incidents(&situation, &first.head, &rules, book);
            (MatchSide::of_table(&first, &rules, book), incidents)
        }
    };
    a.notes.iter().chain(&b.notes).for_each(|line| note(line));
    let result = match_sides(&a, &b, &rules);
    let remarks = [String::new(), result.summary(&a, &b)];
    let table = if arguments.unmatched { &result.unmatched } else { &result.pairs };
    output::list(table, &table.columns, &remarks, arguments.format)
}

fn read(path: &Path, format: Option<&str>, ladders: Option<&LadderFile>) -> Result<ComparedTable, Failure> {
    let name = path.display().to_string();
    let kept = ladders.map_or_else(BTreeMap::new, LadderFile::columns);
    let options = TableOptions { mapping: format.map(mapping).transpose()?, kept, ..TableOptions::default() };
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

const LADDER_HINT: &str = "docs/reference/event-tables.md shows a file of ladders with all its keys";

fn ladders(path: &Path) -> Result<LadderFile, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(&name, &error))?;
    LadderFile::parse(&name, &text).map_err(|problems| {
        let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::data(shown.join("\n\n"), LADDER_HINT)
    })
}

/// Refuses ladders that say nothing of one of the two sides.
fn lacks(arguments: &Arguments, rules: &MatchRules, side: &str) -> Result<(), Failure> {
    let name = arguments.ladder.as_deref().map(|path| path.display().to_string());
    let lack = rules.ladders.as_ref().and_then(|ladders| ladders.lacks(side));
    match (name, lack) {
        (Some(name), Some(lack)) => Err(Failure::data(format!("{name}: {lack}"), LADDER_HINT)),
        _ => Ok(()),
    }
}

fn kilometres(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|km| (0.0..=5000.0).contains(km));
    number.ok_or_else(|| "it is a number of kilometres from 0 to 5000".to_owned())
}
