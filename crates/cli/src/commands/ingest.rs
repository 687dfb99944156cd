//! `truce ingest`: takes documents into the record.

use crate::{
    arguments::{DocumentArguments, StoreArgument},
    failure::{Failure, complain, note},
    files,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::path::PathBuf;
use truce_monitor::{AfterErasure, Ingested, Monitor, Prepared};

/// Files that are stored together: few enough to lose little when the power fails, enough to be quick.
const BATCH: usize = 16;

/// Take documents into the record: files, folders (their *.txt and *.html), or - for standard input
///
/// What is there already is left alone, so that the same command can be given again. A file that cannot be used is
/// named and the rest goes on; the exit code is then 1.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce ingest reports/2016-09-16.txt\n  \
    truce ingest --outlet 'Field Wire' --published 2016-09-16 - < story.txt")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    document: DocumentArguments,
    /// Count documents again that were withdrawn; else they stay so
    #[arg(long)]
    again: bool,
    /// Print no line for each document
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Default)]
struct Outcome {
    new: usize,
    known: usize,
    withdrawn: usize,
    erased: usize,
    claims: usize,
    doubts: usize,
    refused: usize,
}

/// Reads and stores the files, batch by batch.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let found = files::find(&arguments.paths, files::TEXTS);
    let bar = progress(found.files.len());
    let mut outcome = Outcome::default();
    for refused in &found.refused {
        complain(refused, None);
        outcome.refused += 1;
    }
    let options = arguments.document.options();
    if found.files.len() > BATCH {
        // Judged once, behind the last batch.
        monitor.put_off_telling();
    }
    for batch in found.files.chunks(BATCH) {
        let mut prepared: Vec<Prepared> = Vec::new();
        for path in batch {
            let read = files::read(path);
            match read.and_then(|bytes| Ok(monitor.prepare(&files::name(path), bytes, &options)?)) {
                Ok(file) => {
                    bar.suspend(|| {
                        file.note.iter().for_each(|message| note(message));
                        file.aside
                            .iter()
                            .for_each(|aside| complain(&aside.to_string(), aside.hint().as_deref()));
                    });
                    outcome.refused += file.aside.len();
                    prepared.push(file);
                }
                Err(Failure::Data(message, hint) | Failure::Usage(message, hint)) => {
                    bar.suspend(|| complain(&message, hint.as_deref()));
                    outcome.refused += 1;
                }
                Err(other) => return Err(other),
            }
        }
        let now = Timestamp::now();
        let taken =
            if arguments.again { monitor.ingest_again(prepared, now) } else { monitor.ingest(prepared, now) };
        let done = match taken {
            Ok(done) => done,
            Err(error) => {
                bar.finish_and_clear();
                outcome.show(found.passed_over);
                return Err(error.into());
            }
        };
        bar.suspend(|| done.iter().for_each(|document| outcome.add(document, arguments.quiet)));
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    outcome.show(found.passed_over);
    monitor.tell()?;
    if outcome.refused > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn progress(files: usize) -> ProgressBar {
    // Drawn on standard error, and only where that is a terminal.
    let bar = if files > 1 { ProgressBar::new(files as u64) } else { ProgressBar::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Outcome {
    fn add(&mut self, document: &Ingested, quiet: bool) {
        let Ingested { document: id, name, new, withdrawn, erased, claims, doubts, kept } = document;
        if *new {
            (self.new, self.claims, self.doubts) = (self.new + 1, self.claims + claims, self.doubts + doubts);
        } else if *erased == Some(AfterErasure::Itself) {
            self.erased += 1;
        } else if *erased == Some(AfterErasure::Beside) {
            self.refused += 1;
            let hint = "give it in a file of its own, without the erased words";
            complain(&format!("{name} is {id}, and its file holds words that were erased"), Some(hint));
        } else if *withdrawn {
            self.withdrawn += 1;
        } else {
            self.known += 1;
        }
        if let Some(kept) = kept {
            note(&format!("{name} is {id} and keeps {kept}"));
        }
        if !quiet {
            let state = match (*new, *withdrawn, erased) {
                (true, ..) => format!("{claims} claims, {doubts} doubts"),
                (_, _, Some(AfterErasure::Itself)) => "was erased, and stays so".into(),
                (_, _, Some(AfterErasure::Beside)) => "not taken in".into(),
                (_, true, _) => "withdrawn, and left so; --again counts it again".into(),
                _ => "known already".into(),
            };
            anstream::println!("{id}  {name}: {state}");
        }
    }

    fn show(&self, passed_over: usize) {
        let Outcome { new, known, withdrawn, erased, claims, doubts, refused } = self;
        let mut line =
            format!("{new} new documents with {claims} claims and {doubts} doubts; {known} known already");
        if *withdrawn > 0 {
            line += &format!("; {withdrawn} withdrawn and left so");
        }
        if *erased > 0 {
            line += &format!("; {erased} erased and left so");
        }
        if *refused > 0 {
            line += &format!("; {refused} refused");
        }
        if passed_over > 0 {
            line += &format!("; {passed_over} files of other endings passed over");
        }
        anstream::println!("{line}");
    }
}
