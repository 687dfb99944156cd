//! `truce agreement`: checks, tidies, adds, lists and shows agreements, tells which terms hold, helps editors.

mod editing;

use crate::{
    arguments::{AsOfArgument, ListFormat, ListsArgument, StoreArgument},
    failure::{Failure, complain},
    files, output,
};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;
use std::path::{Component, Path, PathBuf};
use truce_model::{ActorId, Agreement, AgreementId};
use truce_monitor::{Book, CheckedAgreement, InForce, Monitor, Table, check_agreement, time};

/// Check, tidy, add, list and show agreements; tell which terms hold; help editors write them
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  truce agreement check agreements/cessation-of-hostilities-2016-09-12\n  \
    truce agreement show cessation-of-hostilities-2016-09-12\n  \
    truce agreement in-force --at 2016-09-16T12:00+03:00 --place Aleppo"
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
        #[command(flatten)]
        lists: ListsArgument,
    },
    /// Tell which terms hold at a minute: in a place, for an actor, under each reading
    #[command(
        name = "in-force",
        after_help = "Examples:\n  truce agreement in-force --at 2016-09-16T12:00+03:00 --place Aleppo\n  \
        truce agreement in-force --at 2016-09-16T12:00+03:00 --actor syrian-army"
    )]
    InForce {
        #[command(flatten)]
        store: StoreArgument,
        /// The minute, with its zone
        #[arg(long, value_name = "TIME", value_parser = time)]
        at: Timestamp,
        /// A listed place
        #[arg(long, value_name = "NAME")]
        place: Option<String>,
        /// An actor, by name or id
        #[arg(long, value_name = "NAME")]
        actor: Option<String>,
        /// Look into these folders, each with a file agreement.md, and not into the record
        #[arg(long, value_name = "FOLDER", num_args = 1.., conflicts_with = "as_of")]
        folders: Vec<String>,
        #[command(flatten)]
        as_of: AsOfArgument,
        /// How to write them
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
    },
    /// Bring the files of agreements into one tidy form
    #[command(
        after_help = "Examples:\n  truce agreement format agreements/cessation-of-hostilities-2016-09-12\n  \
        truce agreement format --check agreements/cessation-of-hostilities-2016-09-12"
    )]
    Format(editing::Format),
    /// Print the JSON Schema of the blocks of agreement.md
    #[command(after_help = "Example:\n  truce agreement schema > agreement.schema.json")]
    Schema,
    /// Print what can stand at a place of a file, for editors
    #[command(
        after_help = "Example:\n  truce agreement complete agreements/cessation-of-hostilities-2016-09-12/agreement.md 44 9"
    )]
    Complete(editing::Complete),
    /// Print snippets of the blocks, in the form of Visual Studio Code
    #[command(after_help = "Example:\n  truce agreement snippets > agreement.code-snippets")]
    Snippets,
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
        #[command(flatten)]
        as_of: AsOfArgument,
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
        #[command(flatten)]
        as_of: AsOfArgument,
        /// How to write it: `table` for people
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
    },
}

/// Carries out one of them.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.verb {
        Verb::Check { folders, lists } => check_all(folders, &lists.book()?).map(drop),
        Verb::InForce { store, at, place, actor, folders, as_of, format } => {
            let book = store.book()?;
            let agreements = match folders.is_empty() {
                true => {
                    let monitor = Monitor::open_read_only(&store.store()?)?;
                    monitor.agreements(as_of.knowledge(&monitor)?.up_to)?
                }
                false => read_all(folders, &book)?.into_iter().map(|checked| checked.agreement).collect(),
            };
            in_force(*at, place.as_deref(), actor.as_deref(), &agreements, &book, *format)
        }
        Verb::Format(arguments) => editing::format(arguments),
        Verb::Schema => editing::print(&truce_monitor::agreement_schema()),
        Verb::Complete(arguments) => editing::complete(arguments),
        Verb::Snippets => editing::print(&truce_monitor::snippets()),
        Verb::Add { store, folders } => {
            let mut monitor = Monitor::open(&store.store()?)?;
            for checked in check_all(folders, monitor.book())? {
                let id = checked.agreement.id.clone();
                let new = monitor.add_agreement(checked.agreement, Timestamp::now())?;
                anstream::println!("{id}: {}", if new { "added" } else { "in the record already" });
            }
            Ok(())
        }
        Verb::List { store, as_of, format } => {
            let monitor = Monitor::open_read_only(&store.store()?)?;
            list(&monitor.agreements(as_of.knowledge(&monitor)?.up_to)?, *format)
        }
        Verb::Show { store, id, as_of, format } => {
            let monitor = Monitor::open_read_only(&store.store()?)?;
            let up_to = as_of.knowledge(&monitor)?.up_to;
            show(&monitor.agreement(&AgreementId::new(id.as_str()), up_to)?, *format)
        }
    }
}

/// Checks every folder and tells of each that is sound.
fn check_all(folders: &[String], book: &Book) -> Result<Vec<CheckedAgreement>, Failure> {
    let sound = read_all(folders, book)?;
    for Agreement { id, provisions, readings, turns, .. } in sound.iter().map(|checked| &checked.agreement) {
        let cases =
            sound.iter().find(|checked| &checked.agreement.id == id).map_or(0, |checked| checked.cases.len());
        let (p, r, t) = (provisions.len(), readings.len(), turns.len());
        anstream::println!("{id}: sound; {p} provisions, {r} readings, {t} turns, {cases} cases");
    }
    Ok(sound)
}

/// Reads every folder, so that one run shows all mistakes; any of them stops the command.
fn read_all(folders: &[String], book: &Book) -> Result<Vec<CheckedAgreement>, Failure> {
    let mut sound = Vec::new();
    for folder in folders {
        let checked = contents(folder).and_then(|(whole, files)| Ok(check_agreement(&whole, &files, book)?));
        match checked {
            Ok(checked) if checked.failed.is_empty() => sound.push(checked),
            Ok(checked) => checked.failed.iter().for_each(|failed| complain(&failed.to_string(), None)),
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
    let texts = files::texts(path, &["md", "toml", "geojson"], 2)?;
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

fn in_force(
    at: Timestamp,
    place: Option<&str>,
    actor: Option<&str>,
    agreements: &[Agreement],
    book: &Book,
    format: ListFormat,
) -> Result<(), Failure> {
    if let Some(name) = place.filter(|name| book.places.locate(name).is_none()) {
        let hint = "places are listed in the files of actors/places/";
        return Err(Failure::Usage(format!("no listed place is called `{name}`"), Some(hint.into())));
    }
    let actor = actor.map(|name| named(name, book)).transpose()?;
    let held = truce_monitor::in_force(at, place, actor.as_ref(), agreements, &book.actors, &book.places);
    let columns =
        vec!["agreement", "provision", "reading", "term", "stage", "in_window", "in_zone", "bound", "ground"];
    let row = |held: &InForce| {
        vec![
            json!(held.agreement),
            json!(held.provision),
            json!(held.reading),
            json!(held.term),
            json!(held.stage.map_or("unknown", |stage| stage.word())),
            json!(held.in_window.word()),
            json!(held.in_zone.word()),
            json!(held.bound.map(|truth| truth.word())),
            json!(if held.ground.is_empty() { "everywhere" } else { held.ground.as_str() }),
        ]
    };
    let table = Table { columns: columns.clone(), rows: held.iter().map(row).collect() };
    output::list(&table, &columns, &[], format)
}

fn named(name: &str, book: &Book) -> Result<ActorId, Failure> {
    let id = ActorId::new(name);
    let found = book.actors.get(&id).or_else(|| book.actors.find(name));
    found.map(|actor| actor.id.clone()).ok_or_else(|| {
        let hint = "actors are listed in the files of actors/";
        Failure::Usage(format!("no listed actor is called `{name}`"), Some(hint.into()))
    })
}

fn show(agreement: &Agreement, format: ListFormat) -> Result<(), Failure> {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    match format {
        ListFormat::Table => write!(out, "{}", truce_monitor::agreement_in_words(agreement))?,
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
