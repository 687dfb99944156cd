//! `truce documents`: which documents the record holds, and of which the words were erased.

use crate::{
    arguments::{AsOfArgument, ListFormat, StoreArgument},
    failure::Failure,
    output,
};
use clap::Args;
use truce_monitor::{DOCUMENT_FOR_PEOPLE, Monitor};

/// List the documents: those that count, those that were withdrawn, and the gaps where words were erased
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce documents --format csv")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    as_of: AsOfArgument,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Lists the documents.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let situation = monitor.situation(&arguments.as_of.knowledge(&monitor)?)?;
    output::list(&monitor.documents(&situation)?, DOCUMENT_FOR_PEOPLE, &[], arguments.format)
}
