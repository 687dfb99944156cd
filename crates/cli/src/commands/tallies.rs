//! `truce tallies`: counts of breaches that sources give, beside known incidents and each other.

use crate::{
    arguments::{AsOfArgument, ListFormat, StoreArgument},
    failure::Failure,
    output,
};
use clap::Args;
use truce_monitor::Monitor;

/// Check counts of breaches against their parts, known incidents and the other side's counts
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce tallies --format json")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// How to write them: a tree for people (table), or one JSON object
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
    #[command(flatten)]
    as_of: AsOfArgument,
}

/// Prints the tallies.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let knowledge = arguments.as_of.knowledge(&monitor)?;
    let situation = monitor.situation(&knowledge)?;
    output::told(&monitor.tallies(&situation)?, arguments.format)
}
