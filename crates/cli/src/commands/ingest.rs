//! `truce ingest`: takes documents into the record.

use crate::{
    arguments::{DocumentArguments, Input, StoreArgument},
    failure::{Failure, complain, note},
    files,
    lines::{Line, Lines},
    parallel::in_order,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};
use truce_monitor::{
    AfterErasure, ExchangeError, ImportOptions, Ingested, LONGEST_LINE, Monitor, MonitorError, Prepared,
    Reader, prepare_file, prepare_line,
};

/// Documents that are stored together: few enough to lose little when the power fails, enough to be quick.
const BATCH: usize = 16;

/// Documents of an archive that are stored together; what is lost is given again.
const ARCHIVE_BATCH: usize = 1_000;

/// The most bytes of files or lines that are held at once.
const BATCH_BYTES: usize = 32 << 20;

/// How often it is told how far an archive is.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// Take documents into the record: files, folders (their *.txt and *.html), or - for standard input
///
/// What is there already is left alone, so that the same command can be given again. A file that cannot be used is
/// named and the rest goes on; the exit code is then 1.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce ingest reports/2016-09-16.txt\n  \
    truce ingest --outlet 'Field Wire' --published 2016-09-16 - < story.txt\n  \
    truce ingest --archive --input jsonl archive.jsonl")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What the files hold
    #[arg(long, value_enum, default_value = "text")]
    input: Input,
    #[command(flatten)]
    document: DocumentArguments,
    /// Take in a large archive: in large batches, with the indexes of claims made and everything judged at the end, and no
    /// line for each document; standard error tells how far it is. If it is stopped, give the same command again
    #[arg(long)]
    archive: bool,
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

/// What a file or line came to, or why it was refused.
type Read = Result<Prepared, Failure>;

/// Reads and stores the files, batch by batch.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let found = files::find(&arguments.paths, arguments.input.endings());
    if arguments.archive || arguments.input == Input::Jsonl || found.files.len() > BATCH {
        // Judged once, behind the last batch.
        monitor.put_off_telling();
    }
    if arguments.archive {
        monitor.load(true)?;
    }
    let mut ingest = Ingest {
        monitor,
        arguments,
        options: arguments.document.options(),
        jobs: thread::available_parallelism().map_or(1, NonZero::get),
        outcome: Outcome::default(),
        progress: Progress::of(arguments, found.files.len()),
    };
    found.refused.iter().for_each(|refused| ingest.refuse(refused, None));
    let taken = match arguments.input {
        Input::Text => ingest.texts(&found.files),
        Input::Jsonl => found.files.iter().try_for_each(|path| ingest.lines(path)),
    };
    let Ingest { mut monitor, outcome, progress, .. } = ingest;
    progress.end();
    // Also of an archive that was not taken in to its end, for what is there is to be found quickly.
    let indexed = if arguments.archive { monitor.load(false) } else { Ok(()) };
    outcome.show(found.passed_over);
    taken?;
    indexed?;
    monitor.tell()?;
    if outcome.refused > 0 { Err(Failure::Told) } else { Ok(()) }
}

/// Documents on their way into the record.
struct Ingest<'a> {
    monitor: Monitor,
    arguments: &'a Arguments,
    options: ImportOptions,
    jobs: usize,
    outcome: Outcome,
    progress: Progress,
}

impl Ingest<'_> {
    /// How many documents are stored together.
    fn most(&self) -> usize {
        if self.arguments.archive { ARCHIVE_BATCH } else { BATCH }
    }

    /// Takes in files of text.
    fn texts(&mut self, files: &[PathBuf]) -> Result<(), Failure> {
        let mut rest = files;
        while !rest.is_empty() {
            let (batch, behind) = rest.split_at(batch_of(rest, self.most()));
            let (reader, options) = (self.monitor.reader()?, &self.options);
            let read = in_order(batch, self.jobs, |path| text(reader, path, options));
            self.take(read)?;
            self.progress.bar.inc(batch.len() as u64);
            rest = behind;
        }
        Ok(())
    }

    /// Takes in a file of documents, one a line.
    fn lines(&mut self, path: &Path) -> Result<(), Failure> {
        let mut lines = match Lines::open(path, LONGEST_LINE) {
            Ok(lines) => lines,
            Err(message) => {
                self.refuse(&message, None);
                return Ok(());
            }
        };
        let name = files::name(path);
        loop {
            let batch = match lines.batch(self.most(), BATCH_BYTES) {
                Ok(batch) if batch.is_empty() => break,
                Ok(batch) => batch,
                Err(error) => {
                    self.refuse(&format!("{name}: {}", crate::failure::io_words(&error)), None);
                    break;
                }
            };
            let (reader, options) = (self.monitor.reader()?, &self.options);
            let read = in_order(&batch, self.jobs, |of| line(reader, &name, of, options));
            self.take(read)?;
        }
        self.progress.bar.inc(1);
        Ok(())
    }

    /// Stores what was read, and tells of what was not.
    fn take(&mut self, read: Vec<Read>) -> Result<(), Failure> {
        let mut prepared = Vec::with_capacity(read.len());
        for read in read {
            match read {
                Ok(file) => {
                    self.progress.bar.suspend(|| file.note.iter().for_each(|message| note(message)));
                    for aside in &file.aside {
                        self.refuse(&aside.to_string(), aside.hint().as_deref());
                    }
                    prepared.push(file);
                }
                Err(Failure::Data(message, hint) | Failure::Usage(message, hint)) => {
                    self.refuse(&message, hint.as_deref());
                }
                Err(other) => return Err(other),
            }
        }
        let (monitor, now) = (&mut self.monitor, Timestamp::now());
        let again = self.arguments.again;
        let done = if again { monitor.ingest_again(prepared, now) } else { monitor.ingest(prepared, now) }?;
        let quiet = self.arguments.quiet || self.arguments.archive;
        let outcome = &mut self.outcome;
        self.progress.bar.suspend(|| done.iter().for_each(|document| outcome.add(document, quiet)));
        self.progress.tell(done.len());
        Ok(())
    }

    fn refuse(&mut self, message: &str, hint: Option<&str>) {
        self.progress.bar.suspend(|| complain(message, hint));
        self.outcome.refused += 1;
    }
}

/// How many of the first of these files are read together; one at least.
fn batch_of(files: &[PathBuf], most: usize) -> usize {
    let mut bytes = 0;
    let fits = files.iter().take(most).take_while(|file| {
        bytes += fs::metadata(file).map_or(0, |known| known.len());
        bytes <= BATCH_BYTES as u64
    });
    fits.count().max(1)
}

fn text(reader: &Reader, path: &Path, options: &ImportOptions) -> Read {
    Ok(prepare_file(reader, &files::name(path), files::read(path)?, options)?)
}

fn line(reader: &Reader, file: &str, line: &Line, options: &ImportOptions) -> Read {
    match line {
        Line::Whole(number, bytes) => Ok(prepare_line(reader, file, *number, bytes, options)?),
        Line::TooLong(line, bytes) => {
            let (file, line, bytes) = (file.to_owned(), *line, *bytes);
            let error = ExchangeError::LongLine { file, line, bytes, max: LONGEST_LINE };
            Err(MonitorError::from(error).into())
        }
    }
}

/// How far it is, on standard error.
struct Progress {
    /// Drawn only where standard error is a terminal.
    bar: ProgressBar,
    /// Whether it is told in lines, wherever they go.
    in_lines: bool,
    began: Instant,
    told: Option<Instant>,
    documents: usize,
}

impl Progress {
    fn of(arguments: &Arguments, files: usize) -> Progress {
        let in_lines = arguments.archive;
        let bar = if files > 1 && !in_lines { ProgressBar::new(files as u64) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left");
        let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar, in_lines, began: Instant::now(), told: None, documents: 0 }
    }

    /// Notes documents that are stored, and tells of it behind the first batch and now and then.
    fn tell(&mut self, documents: usize) {
        self.documents += documents;
        if self.in_lines && self.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
            self.told = Some(Instant::now());
            let each = self.documents as f64 / self.began.elapsed().as_secs_f64().max(0.001);
            anstream::eprintln!("{} documents are stored, {each:.0} a second", self.documents);
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
        if self.in_lines {
            anstream::eprintln!("{} documents are stored; making indexes", self.documents);
        }
    }
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
