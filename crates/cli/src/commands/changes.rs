//! `truce changes`: what became different between two moments, and because of which record.

use crate::{
    arguments::{ListFormat, StoreArgument},
    failure::Failure,
    output,
};
use clap::Args;
use jiff::Timestamp;
use truce_monitor::{AsOf, Monitor, MonitorError};

/// List what became different between two moments, with before, after, and the records because of which
///
/// Documents, agreements, incidents, findings, tolls and duties, and the reports that say something else now and are to be made
/// again. What no record brought is told so: time went on. Both moments are judged by this version of the program, with the
/// lists as they are now; duties as of each moment's own time.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce changes --since 12 --format csv\n  \
    truce changes --since 2016-09-16 --until 2016-09-18T08:00:00+03:00")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// What was known before: up to a time, such as 2016-09-16T20:00:00+03:00, or up to a record, such as 12
    #[arg(long, value_name = "TIME|SEQ", allow_negative_numbers = true)]
    since: AsOf,
    /// What was known after, likewise; all there is if nothing is told
    #[arg(long, value_name = "TIME|SEQ", allow_negative_numbers = true)]
    until: Option<AsOf>,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Lists the changes.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let now = Timestamp::now();
    let moment = |option: &str, as_of| {
        monitor.knowledge(as_of, now).map_err(|error| match Failure::from(error) {
            Failure::Data(message, hint) => Failure::Data(format!("{option}: {message}"), hint),
            other => other,
        })
    };
    let since = moment("--since", Some(arguments.since))?;
    let until = moment("--until", arguments.until)?;
    let table = monitor.changes(&since, &until).map_err(|error| match error {
        MonitorError::EmptyStretch { since, until } if arguments.until.is_none() => {
            MonitorError::NotYetBegun { since, now: until }
        }
        other => other,
    })?;
    output::list(&table, truce_monitor::CHANGE, &[], arguments.format)
}
