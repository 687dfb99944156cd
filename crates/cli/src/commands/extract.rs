//! `truce extract`: claims on standard output, without a store.

use crate::{
    arguments::{DocumentArguments, Input, ListFormat},
    explained::page,
    failure::{Failure, complain, note},
    files,
    lines::{Line, Lines},
    output,
    parallel::in_order,
};
use clap::Args;
use std::{
    io::{StdoutLock, Write},
    mem::ManuallyDrop,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    thread,
};
use truce_monitor::{
    ExchangeError, ImportOptions, LONGEST_LINE, MonitorError, ReadExplained, ReadFile, ReadStory, ReadTimes,
    Reader, Table, explain_file, explain_line, open_gazetteer, places_of_file, places_of_line, read_file,
    read_line, reader_of, times_of_file, times_of_line,
};

/// Print the claims that files make, in the order of the text; needs no store
///
/// Spans count characters of the file as given, and the evidence stands there word for word. With --input jsonl they
/// count characters of the line's text.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce extract --format jsonl cases/september-2016-truce/documents/*.txt
  truce extract --explain --text \"Northern forces shelled Arden on Tuesday, the mayor said.\"")]
pub struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required_unless_present = "text", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read these words instead of files
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["files", "input"])]
    text: Option<String>,
    /// What the files hold
    #[arg(long, value_enum, default_value = "text")]
    input: Input,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
    /// Threads that read at once; the output does not depend on it [default: the number of cores]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// List the sentences that seem to carry a claim which could not be read, instead of the claims
    #[arg(long)]
    doubts: bool,
    /// Print the expressions of time instead of the claims, a line of JSON a story: {"id", "timex": [{"b", "e", "type",
    /// "value"}]}, with types and values of TIMEX3, from b up to e in characters
    #[arg(long, conflicts_with = "doubts")]
    timex: bool,
    /// List the places that the texts name, a line of JSON a document, instead of the claims
    #[arg(long, conflicts_with_all = ["doubts", "timex"])]
    places: bool,
    /// Show for each sentence, instead of the claims, how it was parsed and cut, who says it, which rules fired, what
    /// spoke for and against each hit, and the slots of its claims: pages for people, or with --format jsonl an object a
    /// sentence
    #[arg(long, conflicts_with_all = ["doubts", "timex", "places"])]
    explain: bool,
    /// Look places up in this index, too, which `truce gazetteer build` wrote
    #[arg(long, value_name = "FILE", env = "TRUCE_GAZETTEER")]
    gazetteer: Option<PathBuf>,
    /// Read rules and word lists from this folder instead of those that the program carries
    #[arg(long, value_name = "DIR")]
    rules: Option<String>,
    #[command(flatten)]
    document: DocumentArguments,
}

/// What a file or line came to: lines of the output with what was set aside; or why it was refused.
type Read = Result<Written, Failure>;

/// Lines of the output, and what the user should know of them.
#[derive(Default)]
struct Written {
    lines: Vec<String>,
    aside: Vec<ExchangeError>,
    notes: Vec<String>,
}

impl From<ReadTimes> for Written {
    fn from(ReadTimes { lines, aside, note }: ReadTimes) -> Written {
        Written { lines, aside, notes: note.into_iter().collect() }
    }
}

/// Files and lines that are read before their results are written, for each thread.
const BATCH: usize = 64;
/// The most bytes of lines that are held at once.
const BATCH_BYTES: usize = 8 << 20;

/// Reads the files on several threads and prints in the order in which they were given.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.explain && !matches!(arguments.format, ListFormat::Table | ListFormat::Jsonl) {
        let hint = "give --format jsonl, or leave --format out for pages";
        let message = "--explain writes no such format".to_owned();
        return Err(Failure::Usage(message, Some(hint.to_owned())));
    }
    let mut reader = reader(arguments.rules.as_deref())?;
    if let Some(file) = &arguments.gazetteer {
        reader.add_gazetteer(open_gazetteer(file)?);
    }
    let jobs = arguments.jobs.or(thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let extract = Extract { reader, options: arguments.document.options(), jobs, arguments };
    // The program ends here: the system takes the reader's memory back at once, and not rule by rule.
    let extract = ManuallyDrop::new(extract);
    let mut sheet = Sheet::new(arguments);
    if let Some(text) = &arguments.text {
        sheet.take(vec![extract.bytes("text", text.as_bytes())])?;
        return sheet.finish();
    }
    let found = files::find(&arguments.files, arguments.input.endings());
    found.refused.into_iter().for_each(|message| sheet.refuse(&message, None));
    match arguments.input {
        Input::Text => {
            for batch in found.files.chunks(BATCH * jobs) {
                sheet.take(in_order(batch, jobs, |path| extract.file(path)))?;
            }
        }
        Input::Jsonl => found.files.iter().try_for_each(|path| extract.lines(path, &mut sheet))?,
    }
    sheet.finish()
}

fn reader(rules: Option<&str>) -> Result<Reader, Failure> {
    let Some(folder) = rules else { return Ok(Reader::builtin().map_err(MonitorError::from)?) };
    let path = Path::new(folder);
    if !path.is_dir() {
        return Err(Failure::data(
            format!("{folder}: there is no such folder"),
            "give a folder of rules and lists, laid out as the project's own folder `rules`",
        ));
    }
    let texts = files::texts(path, &["toml"], usize::MAX)?;
    Ok(reader_of(path, &texts, files::bytes(path, &["bin"], usize::MAX)?)?)
}

/// The reader with what it was asked to do.
struct Extract<'a> {
    reader: Reader,
    options: ImportOptions,
    jobs: usize,
    arguments: &'a Arguments,
}

impl Extract<'_> {
    /// Reads a text file.
    fn file(&self, path: &Path) -> Read {
        self.bytes(&files::name(path), &files::read(path)?)
    }

    /// Reads the bytes of a text file.
    fn bytes(&self, name: &str, bytes: &[u8]) -> Read {
        if self.arguments.timex {
            return Ok(times_of_file(name, bytes, &self.options)?.into());
        }
        if self.arguments.places {
            let (lines, aside) = places_of_file(&self.reader, name, bytes, &self.options)?;
            return Ok(Written { lines, aside, notes: Vec::new() });
        }
        if self.arguments.explain {
            return Ok(self.pages(explain_file(&self.reader, name, bytes, &self.options)?));
        }
        let ReadFile { stories, aside, note } = read_file(&self.reader, name, bytes, &self.options)?;
        let lines = stories.iter().flat_map(|story| self.written(story)).collect();
        Ok(Written { lines, aside, notes: note.into_iter().collect() })
    }

    /// Explained sentences as they are printed.
    fn pages(&self, ReadExplained { sentences, aside, notes }: ReadExplained) -> Written {
        let lines = sentences.iter().map(|sentence| match self.arguments.format {
            ListFormat::Jsonl => sentence.to_json().to_string(),
            ListFormat::Table | ListFormat::Json | ListFormat::Csv => page(sentence),
        });
        Written { lines: lines.collect(), aside, notes }
    }

    /// Reads a file of documents, a batch of lines at a time.
    fn lines(&self, path: &Path, sheet: &mut Sheet) -> Result<(), Failure> {
        let mut lines = match Lines::open(path, LONGEST_LINE) {
            Ok(lines) => lines,
            Err(message) => {
                sheet.refuse(&message, None);
                return Ok(());
            }
        };
        let name = files::name(path);
        loop {
            let batch = match lines.batch(BATCH * self.jobs, BATCH_BYTES) {
                Ok(batch) if batch.is_empty() => return Ok(()),
                Ok(batch) => batch,
                Err(error) => {
                    sheet.refuse(&format!("{}: {}", path.display(), crate::failure::io_words(&error)), None);
                    return Ok(());
                }
            };
            sheet.take(in_order(&batch, self.jobs, |line| self.line(&name, line)))?;
        }
    }

    fn line(&self, file: &str, line: &Line) -> Read {
        match line {
            Line::Whole(number, bytes) if self.arguments.timex => {
                Ok(times_of_line(file, *number, bytes, &self.options)?.into())
            }
            Line::Whole(number, bytes) if self.arguments.places => {
                let line = places_of_line(&self.reader, file, *number, bytes, &self.options)?;
                Ok(Written { lines: vec![line], ..Written::default() })
            }
            Line::Whole(number, bytes) if self.arguments.explain => {
                Ok(self.pages(explain_line(&self.reader, file, *number, bytes, &self.options)?))
            }
            Line::Whole(number, bytes) => {
                let story = read_line(&self.reader, file, *number, bytes, &self.options)?;
                Ok(Written { lines: self.written(&story), ..Written::default() })
            }
            Line::TooLong(line, bytes) => {
                let (file, line, bytes) = (file.to_owned(), *line, *bytes);
                let error = ExchangeError::LongLine { file, line, bytes, max: LONGEST_LINE };
                Err(MonitorError::from(error).into())
            }
        }
    }

    /// What is printed of a story.
    fn written(&self, story: &ReadStory) -> Vec<String> {
        if self.arguments.doubts { story.doubt_lines() } else { story.guide_lines() }
    }
}

/// Where the results go: at once to standard output as lines, or kept for a table that needs them all.
struct Sheet<'a> {
    arguments: &'a Arguments,
    out: StdoutLock<'static>,
    rows: Vec<String>,
    refused: usize,
}

impl Sheet<'_> {
    fn new(arguments: &Arguments) -> Sheet<'_> {
        Sheet { arguments, out: std::io::stdout().lock(), rows: Vec::new(), refused: 0 }
    }

    fn take(&mut self, read: Vec<Read>) -> Result<(), Failure> {
        for read in read {
            match read {
                Ok(written) => self.write(written)?,
                Err(Failure::Data(message, hint)) => self.refuse(&message, hint.as_deref()),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn write(&mut self, written: Written) -> Result<(), Failure> {
        written.notes.iter().for_each(|message| note(message));
        for aside in &written.aside {
            self.refuse(&aside.to_string(), aside.hint().as_deref());
        }
        if self.as_lines() {
            written.lines.iter().try_for_each(|line| writeln!(self.out, "{line}"))?;
        } else {
            self.rows.extend(written.lines);
        }
        Ok(())
    }

    /// Whether results leave as they come, in lines or pages; expressions of time and places always do.
    fn as_lines(&self) -> bool {
        self.arguments.timex
            || self.arguments.places
            || self.arguments.explain
            || self.arguments.format == ListFormat::Jsonl
    }

    fn refuse(&mut self, message: &str, hint: Option<&str>) {
        complain(message, hint);
        self.refused += 1;
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.out.flush()?;
        if !self.as_lines() {
            drop(self.out);
            table(&self.rows, self.arguments)?;
        }
        if self.refused > 0 { Err(Failure::Told) } else { Ok(()) }
    }
}

fn table(lines: &[String], arguments: &Arguments) -> Result<(), Failure> {
    let (columns, for_people): (&[&'static str], &[&str]) = if arguments.doubts {
        (&["story", "evidence", "span", "because"], &["story", "because", "evidence"])
    } else {
        (
            &[
                "story",
                "evidence",
                "span",
                "kind",
                "act",
                "source",
                "via",
                "stance",
                "agent",
                "target",
                "places",
                "start",
                "end",
                "count",
                "found_by",
                "confidence",
            ],
            &["story", "act", "source", "stance", "agent", "places", "when", "evidence"],
        )
    };
    let rows = lines.iter().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let row = |object: serde_json::Value| columns.iter().map(|name| object[*name].clone()).collect();
    let table = Table { columns: columns.to_vec(), rows: rows.map(row).collect() };
    output::list(&table, for_people, &[], arguments.format)
}
