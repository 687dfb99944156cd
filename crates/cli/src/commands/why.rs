//! `truce why`: the chain behind a figure or finding.

use crate::{
    arguments::{AsOfArgument, StoreArgument, tell_unlisted},
    failure::Failure,
    output,
};
use clap::{Args, ValueEnum};
use std::io::Write;
use truce_monitor::Monitor;

/// Show the chain behind a figure or finding, down to the quoted words
#[derive(Args, Debug)]
#[command(
    after_help = "The id of a claim (clm-), incident (inc-), finding (fnd-), toll (tol-), obligation (obl-) or \
    document (doc-); its beginning is enough. With two claims or incidents: whether they are one, and what each field \
    weighs.\n\nExample:\n  truce why $(truce findings --day 2016-09-16 --format csv | sed -n 2p | cut -d, -f1)"
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The id, or enough of its beginning
    id: String,
    /// A second claim or incident, to be compared with the first
    other: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value = "tree")]
    format: WhyFormat,
    #[command(flatten)]
    as_of: AsOfArgument,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum WhyFormat {
    /// Indented lines for people
    Tree,
    /// One JSON object
    Json,
}

/// Prints the chain.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let knowledge = arguments.as_of.knowledge(&monitor)?;
    tell_unlisted(&monitor, knowledge.up_to)?;
    let situation = monitor.situation(&knowledge)?;
    let why = match &arguments.other {
        Some(other) => monitor.compare(&situation, &arguments.id, other)?,
        None => monitor.why(&situation, &arguments.id)?,
    };
    match arguments.format {
        WhyFormat::Tree => output::chain(&why),
        WhyFormat::Json => {
            let json = serde_json::to_string_pretty(&why).map_err(std::io::Error::from)?;
            Ok(writeln!(std::io::stdout().lock(), "{json}")?)
        }
    }
}
