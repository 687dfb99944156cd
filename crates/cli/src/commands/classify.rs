//! `truce classify` and `truce classifications`: who may see a document, or who said a thing.

use crate::{
    arguments::{AsOfArgument, ListFormat, StoreArgument},
    failure::Failure,
    output,
};
use clap::Args;
use jiff::Timestamp;
use truce_model::{Confidentiality, Guarded, Name};
use truce_monitor::{CLASSIFIED, Guarding, Monitor};

/// Decide who may see a document, or everything in which a source is named, through `truce serve --accounts`
///
/// Whoever is not cleared for that level is answered as if it were not in the record, at no moment. This program on the store
/// itself shows all: keep the file from those who may not see it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    truce classify 2016-09-16-aid-waits --level restricted --by Desk --reason 'in confidence'\n  \
    truce classify --source 'Aleppo doctor' --level confidential --by Desk --reason 'at risk'")]
pub struct Arguments {
    /// The document, by its name or id
    #[arg(required_unless_present = "source", conflicts_with = "source")]
    document: Option<String>,
    /// The source, by one of its names
    #[arg(long, value_name = "NAME", value_parser = Name::parse)]
    source: Option<Name>,
    /// public, restricted or confidential
    #[arg(long, value_name = "LEVEL")]
    level: Confidentiality,
    /// Who decides
    #[arg(long, value_name = "NAME", value_parser = Name::parse)]
    by: Name,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    store: StoreArgument,
}

/// List what is classified, and for whom
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce classifications --format csv")]
pub struct Listing {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    as_of: AsOfArgument,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Records the decision.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let now = Timestamp::now();
    let situation = monitor.situation(&monitor.knowledge(None, now)?)?;
    let subject = match (&arguments.document, &arguments.source) {
        (Some(words), _) => Guarding::Document(words.clone()),
        (None, Some(name)) => Guarding::Source(name.clone()),
        (None, None) => return Err(Failure::Usage("name a document or a source".to_owned(), None)),
    };
    let (level, by, reason) = (arguments.level, arguments.by.clone(), arguments.reason.clone());
    match monitor.classify(&situation, &subject, level, by, reason, now)? {
        Guarded::Document { document } => anstream::println!("{document} is {level}"),
        Guarded::Source { names } => {
            let names: Vec<&str> = names.iter().map(Name::as_str).collect();
            anstream::println!("every document that names {} is {level}", names.join(", or "));
        }
    }
    Ok(())
}

/// Lists what is classified.
pub fn list(arguments: &Listing) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let up_to = arguments.as_of.knowledge(&monitor)?.up_to;
    output::list(&monitor.classifications(up_to)?, CLASSIFIED, &[], arguments.format)
}
