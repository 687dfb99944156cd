//! `truce import`: takes event tables into the record.

use crate::{
    arguments::StoreArgument,
    failure::{Failure, complain, note},
    imported::Outcome,
};
use clap::Args;
use jiff::Timestamp;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};
use truce_model::Published;
use truce_monitor::{
    HeldRows, Mapping, Monitor, MonitorError, Renewal, RowFate, TableItem, TableOptions, TableRow,
    builtin_mappings, import_table, published,
};

/// Rows that are stored together: few enough to lose little when the power fails, enough to be quick.
const BATCH: usize = 500;

/// Take event tables into the record, row by row: UCDP GED, ACLED, or any CSV by a mapping file
///
/// Each row becomes a document of its own with the claims of the table's publisher. What is there already is left alone,
/// so that the same command can be given again. A row that cannot be used is refused, and the rest goes on; the exit code
/// is then 1. docs/reference/event-tables.md tells which columns are read and how.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce import --dry-run ged.csv\n  \
    truce import --as own.toml --report refused.jsonl own.csv")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The tables
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to read them: ucdp-ged, acled, or a mapping file (*.toml); by their columns if nothing is told
    #[arg(long = "as", value_name = "FORMAT|FILE")]
    format: Option<String>,
    /// When the tables were published; goes before what their rows say
    #[arg(long, value_name = "DAY|TIME", value_parser = published)]
    published: Option<Published>,
    /// Put a row whose id the record holds with other words in the place of that version, which is withdrawn
    #[arg(long)]
    replace: bool,
    /// Count rows again that were withdrawn; else they stay so
    #[arg(long)]
    again: bool,
    /// Read and judge every row, store nothing; needs no store
    #[arg(long)]
    dry_run: bool,
    /// Write everything that is refused or left out to this file, as JSON lines
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Where rows go.
enum Sink {
    Store(Box<Monitor>, HeldRows),
    Nowhere(HeldRows),
}

/// Reads and stores the tables, one after the other.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mapping = arguments.format.as_deref().map(mapping).transpose()?;
    let options = TableOptions { mapping, published: arguments.published, ..TableOptions::default() };
    let mut sink = if arguments.dry_run {
        Sink::Nowhere(HeldRows::default())
    } else {
        let mut monitor = Monitor::open(&arguments.store.store()?)?;
        // Judged once, behind the last row.
        monitor.put_off_telling();
        let held = monitor.held_rows()?;
        Sink::Store(Box::new(monitor), held)
    };
    let mut report = match &arguments.report {
        None => None,
        Some(path) => {
            let file =
                File::create(path).map_err(|error| Failure::file(&path.display().to_string(), &error))?;
            Some(BufWriter::new(file))
        }
    };
    let renewal = Renewal { replace: arguments.replace, again: arguments.again };
    let mut refused = false;
    for path in &arguments.files {
        let name = path.display().to_string();
        let to = report.as_mut().map(|report| report as &mut dyn Write);
        match import(path, &options, &mut sink, renewal, to) {
            Ok((mut outcome, failed)) => {
                outcome.show(arguments.dry_run);
                outcome.unwritten().map_or(Ok(()), |error| Err(unwritten(arguments, &error)))?;
                refused |= outcome.refused() > 0;
                failed.map_or(Ok(()), Err)?;
            }
            Err(Failure::Data(message, hint)) => {
                complain(&message, hint.as_deref());
                note(&format!("nothing of {name} was taken in"));
                refused = true;
            }
            Err(other) => return Err(other),
        }
    }
    if let Sink::Store(monitor, _) = &mut sink {
        monitor.tell()?;
    }
    report.map_or(Ok(()), |mut report| report.flush()).map_err(|error| unwritten(arguments, &error))?;
    if refused { Err(Failure::Told) } else { Ok(()) }
}

fn unwritten(arguments: &Arguments, error: &std::io::Error) -> Failure {
    let name = arguments.report.as_deref().map_or(String::new(), |path| path.display().to_string());
    Failure::file(&name, error)
}

/// The mapping of that name or in that file.
pub fn mapping(words: &str) -> Result<Mapping, Failure> {
    let known = builtin_mappings().map_err(MonitorError::from)?;
    let names: Vec<String> = known.iter().map(|mapping| mapping.name.clone()).collect();
    if let Some(mapping) = known.into_iter().find(|mapping| mapping.name == words) {
        return Ok(mapping);
    }
    if !words.ends_with(".toml") {
        let hint = format!("{}, or a mapping file that ends in .toml", names.join(", "));
        return Err(Failure::Usage(format!("`{words}` is no format of event tables"), Some(hint)));
    }
    let text = std::fs::read_to_string(words).map_err(|error| Failure::file(words, &error))?;
    Mapping::parse(words, &text).map_err(|problems| {
        let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::data(
            shown.join("\n\n"),
            "docs/reference/event-tables.md shows a mapping file with all its keys",
        )
    })
}

/// What a table came to, and why it was not read to its end, if it was not.
fn import<'w>(
    path: &Path,
    options: &TableOptions,
    sink: &mut Sink,
    renewal: Renewal,
    report: Option<&'w mut dyn Write>,
) -> Result<(Outcome<'w>, Option<Failure>), Failure> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Failure::file(&name, &error))?;
    if file.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Failure::data(
            format!("{name}: no file"),
            "a table is read twice: save it to a file first",
        ));
    }
    let mut outcome = Outcome::of(&name, report);
    let mut batch: Vec<TableRow> = Vec::with_capacity(BATCH);
    let read = import_table::<MonitorError>(&name, file, options, &mut |item| {
        match item {
            TableItem::Refused(refusal) => outcome.refuse(refusal),
            TableItem::Row(row) => batch.push(*row),
        }
        if batch.len() >= BATCH { sink.take(&mut batch, renewal, &mut outcome) } else { Ok(()) }
    });
    let read = read.and_then(|head| sink.take(&mut batch, renewal, &mut outcome).map(|()| head));
    match read {
        Ok(head) => {
            outcome.head = Some(head);
            Ok((outcome, None))
        }
        Err(error) if outcome.is_empty() => Err(error.into()),
        Err(error) => Ok((outcome, Some(error.into()))),
    }
}

impl Sink {
    fn take(
        &mut self,
        batch: &mut Vec<TableRow>,
        renewal: Renewal,
        outcome: &mut Outcome<'_>,
    ) -> Result<(), MonitorError> {
        let fates = match self {
            Sink::Store(monitor, held) => monitor.import_rows(held, batch, renewal, Timestamp::now())?,
            Sink::Nowhere(held) => held.try_rows(batch, renewal),
        };
        for (row, fate) in batch.drain(..).zip(fates) {
            match fate {
                RowFate::Refused(refusal) => outcome.refuse(refusal),
                _ => outcome.keep(row, &fate),
            }
        }
        Ok(())
    }
}
