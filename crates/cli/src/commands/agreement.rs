//! `truce agreement`: checks, adds, lists and shows agreements.

use crate::{
    arguments::{ListFormat, StoreArgument},
    failure::{Failure, complain},
    files, output,
};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;
use std::path::{Component, Path, PathBuf};
use truce_model::{Agreement, AgreementId};
use truce_monitor::{Book, CheckedAgreement, Monitor, Table, check_agreement};

/// Check, add, list or show agreements
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  truce agreement check agreements/cessation-of-hostilities-2016-09-12\n  \
    truce agreement show cessation-of-hostilities-2016-09-12"
)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Check folders agreements/<slug>/: every mistake with file, line and hint; judges their cases; stores nothing
    #[command(
        after_help = "Example:\n  truce agreement check agreements/cessation-of-hostilities-2016-09-12"
    )]
    Check {
        /// Folders, each with a file agreement.md
        #[arg(required = true, value_name = "FOLDER")]
        folders: Vec<String>,
    },
    /// Check a folder and add its agreement to the record
    #[command(after_help = "Example:\n  truce agreement add agreements/cessation-of-hostilities-2016-09-12")]
    Add {
        #[command(flatten)]
        store: StoreArgument,
        /// Folders, each with a file agreement.md
        #[arg(required = true, value_name = "FOLDER")]
        folders: Vec<String>,
    },
    /// List the agreements of the record
    #[command(after_help = "Example:\n  truce agreement list")]
    List {
        #[command(flatten)]
        store: StoreArgument,
        /// How to write them
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
    },
    /// Show one agreement: roles, provisions and readings
    #[command(after_help = "Example:\n  truce agreement show cessation-of-hostilities-2016-09-12")]
    Show {
        #[command(flatten)]
        store: StoreArgument,
        /// Its id: the name of its folder
        id: String,
        /// How to write it: `table` for people
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
    },
}

/// Carries out one of the four.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.verb {
        Verb::Check { folders } => check_all(folders, &Book::builtin()?).map(drop),
        Verb::Add { store, folders } => {
            let mut monitor = Monitor::open(&store.store())?;
            for checked in check_all(folders, monitor.book())? {
                let id = checked.agreement.id.clone();
                let new = monitor.add_agreement(checked.agreement, Timestamp::now())?;
                anstream::println!("{id}: {}", if new { "added" } else { "in the record already" });
            }
            Ok(())
        }
        Verb::List { store, format } => {
            let monitor = Monitor::open_read_only(&store.store())?;
            list(&monitor.agreements(monitor.head()?)?, *format)
        }
        Verb::Show { store, id, format } => {
            let monitor = Monitor::open_read_only(&store.store())?;
            show(&monitor.agreement(&AgreementId::new(id.as_str()), monitor.head()?)?, *format)
        }
    }
}

/// Checks every folder, so that one run shows all mistakes; any of them stops the command.
fn check_all(folders: &[String], book: &Book) -> Result<Vec<CheckedAgreement>, Failure> {
    let mut sound = Vec::new();
    for folder in folders {
        let checked = contents(folder).and_then(|(whole, files)| Ok(check_agreement(&whole, &files, book)?));
        match checked {
            Ok(checked) if checked.failed.is_empty() => {
                let Agreement { id, provisions, readings, .. } = &checked.agreement;
                let (p, r) = (provisions.len(), readings.len());
                anstream::println!("{id}: sound; {p} provisions, {r} readings, {} cases", checked.cases);
                sound.push(checked);
            }
            Ok(checked) => checked.failed.iter().for_each(|failed| complain(failed, None)),
            Err(Failure::Data(message, hint) | Failure::Usage(message, hint)) => {
                complain(&message, hint.as_deref())
            }
            Err(other) => return Err(other),
        }
    }
    if sound.len() == folders.len() { Ok(sound) } else { Err(Failure::Told) }
}

/// A folder, with its own name last, and its text files, by their paths in it.
fn contents(folder: &str) -> Result<(PathBuf, Vec<(String, String)>), Failure> {
    let path = Path::new(folder);
    if !path.is_dir() {
        let hint = "give the folder of an agreement, such as agreements/cessation-of-hostilities-2016-09-12";
        return Err(Failure::data(format!("{folder}: there is no such folder"), hint));
    }
    // `.` and `..` name a folder without its name.
    let named = matches!(path.components().next_back(), Some(Component::Normal(_)));
    let shown =
        if named { path.to_owned() } else { path.canonicalize().map_err(|e| Failure::file(folder, &e))? };
    let texts = files::texts(path, &["md", "toml"], 2)?;
    Ok((shown, texts))
}

fn list(agreements: &[Agreement], format: ListFormat) -> Result<(), Failure> {
    let columns = vec!["id", "made_on", "kind", "zone", "starts", "provisions", "readings", "title"];
    let row = |a: &Agreement| {
        vec![
            json!(a.id),
            json!(a.made_on),
            json!(a.kind),
            json!(a.zone),
            json!(a.starts()),
            json!(a.provisions.len()),
            json!(a.readings.len()),
            json!(a.title),
        ]
    };
    let table = Table { columns: columns.clone(), rows: agreements.iter().map(row).collect() };
    output::list(&table, &columns, &[], format)
}

fn show(agreement: &Agreement, format: ListFormat) -> Result<(), Failure> {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    match format {
        ListFormat::Table => write!(out, "{}", in_words(agreement))?,
        ListFormat::Json => {
            writeln!(out, "{}", serde_json::to_string_pretty(agreement).map_err(std::io::Error::from)?)?
        }
        ListFormat::Jsonl => {
            writeln!(out, "{}", serde_json::to_string(agreement).map_err(std::io::Error::from)?)?
        }
        ListFormat::Csv => {
            return Err(Failure::Usage("an agreement is no table".into(), Some("use --format json".into())));
        }
    }
    Ok(())
}

fn in_words(agreement: &Agreement) -> String {
    let mut lines = vec![
        format!("{}  {}", agreement.id, agreement.title),
        format!("{}, made on {}; times in {}", word(&agreement.kind), agreement.made_on, agreement.zone),
        String::new(),
    ];
    lines.extend(agreement.parties.iter().map(|party| format!("  {}: {}", word(&party.role), party.actor)));
    for (index, article) in agreement.articles.iter().enumerate() {
        lines.push(format!("\n> {}", article.text.replace('\n', "\n> ")));
        for provision in agreement.provisions.iter().filter(|provision| provision.article == index) {
            let until = provision.until.map_or_else(String::new, |until| format!(" until {until}"));
            let binds: Vec<&str> = provision.binds.iter().map(|actor| actor.as_str()).collect();
            let (id, term, from) = (&provision.id, provision.term.word(), provision.from);
            lines.push(format!(
                "  {id}: {term}; binds {}; from {from}{until}; in {}",
                binds.join(", "),
                provision.zone.join(", ")
            ));
        }
    }
    lines.push("\nReadings".into());
    for reading in &agreement.readings {
        let holders: Vec<&str> = reading.holders.iter().map(|actor| actor.as_str()).collect();
        let held = if holders.is_empty() {
            "the text as it stands".into()
        } else {
            format!("held by {}", holders.join(", "))
        };
        lines.push(format!("  {}: {} ({held})", reading.id, reading.title));
        lines.extend(
            reading.words.iter().map(|words| format!("    {}: {} [{}]", words.by, words.text, words.cite)),
        );
    }
    lines.join("\n") + "\n"
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
