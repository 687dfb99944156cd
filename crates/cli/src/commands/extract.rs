//! `truce extract`: claims on standard output, without a store.

use crate::{
    arguments::{DocumentArguments, ListFormat},
    failure::{Failure, complain},
    files, output,
};
use clap::Args;
use std::{num::NonZeroUsize, thread};
use truce_monitor::{MonitorError, Reader, Table, read_file};

/// Print the claims that files make, in the order of the text; needs no store
///
/// Spans count characters of the file as given, and the evidence stands there word for word.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce extract --format jsonl cases/september-2016-truce/documents/*.txt")]
pub struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
    /// Threads that read at once [default: the number of cores]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// List the sentences that seem to carry a claim which could not be read, instead of the claims
    #[arg(long)]
    doubts: bool,
    #[command(flatten)]
    document: DocumentArguments,
}

/// What a file came to: lines of the guide's format, or of its doubts; or why it was refused.
type Read = Result<Vec<String>, Failure>;

/// Reads the files on several threads and prints in the order in which they were given.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let found = files::find(&arguments.files);
    let mut refused = found.refused.len();
    found.refused.iter().for_each(|message| complain(message, None));
    let reader = Reader::builtin().map_err(MonitorError::from)?;
    let jobs = arguments.jobs.or(thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let mut lines = Vec::new();
    for read in in_order(&found.files, jobs, |path| read_one(&reader, path, arguments)) {
        match read {
            Ok(of_file) => lines.extend(of_file),
            Err(Failure::Data(message, hint)) => {
                complain(&message, hint.as_deref());
                refused += 1;
            }
            Err(other) => return Err(other),
        }
    }
    print(&lines, arguments)?;
    if refused > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn read_one(reader: &Reader, path: &str, arguments: &Arguments) -> Read {
    let bytes = files::read(path).map_err(|message| Failure::Data(message, None))?;
    let stories = read_file(reader, &files::name(path), &bytes, &arguments.document.options())?;
    let lines = |story: &truce_monitor::ReadStory| {
        if arguments.doubts { story.doubt_lines(&bytes) } else { story.guide_lines(&bytes) }
    };
    Ok(stories.iter().flat_map(lines).collect())
}

/// Applies `read` to each path on `jobs` threads; the results stand in the order of the paths.
fn in_order<T: Send>(paths: &[String], jobs: usize, read: impl Fn(&str) -> T + Sync) -> Vec<T> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let done = std::sync::Mutex::new(Vec::with_capacity(paths.len()));
    thread::scope(|scope| {
        for _ in 0..jobs.min(paths.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(path) = paths.get(at) else { break };
                    let result = read(path);
                    done.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn print(lines: &[String], arguments: &Arguments) -> Result<(), Failure> {
    use std::io::Write;
    if arguments.format == ListFormat::Jsonl {
        let mut out = std::io::stdout().lock();
        for line in lines {
            writeln!(out, "{line}")?;
        }
        return Ok(out.flush()?);
    }
    let (columns, for_people): (&[&'static str], &[&str]) = if arguments.doubts {
        (&["story", "sentence", "span", "because"], &["story", "because", "sentence"])
    } else {
        (
            &[
                "story", "evidence", "span", "kind", "act", "source", "via", "stance", "agent", "target",
                "places", "start", "end", "count",
            ],
            &["story", "act", "source", "stance", "agent", "places", "when", "evidence"],
        )
    };
    let rows = lines.iter().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let row = |object: serde_json::Value| columns.iter().map(|name| object[*name].clone()).collect();
    let table = Table { columns: columns.to_vec(), rows: rows.map(row).collect() };
    output::list(&table, for_people, &[], arguments.format)
}
