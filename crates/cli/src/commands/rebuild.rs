//! `truce rebuild`: derives the views from the log anew.

use crate::{arguments::StoreArgument, failure::Failure};
use clap::Args;
use truce_monitor::Monitor;

/// Drop the views, derive them from the log anew, and judge each of its days anew
///
/// The log itself is only read. Views that are as they should be come out the same; so do judgements by the same version of
/// the program with the same lists.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce rebuild && truce verify")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

/// Derives the views and tells from how many records.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let mut monitor = Monitor::open(&store)?;
    monitor.rebuild()?;
    let records = match monitor.head()? {
        1 => "1 record".to_owned(),
        head => format!("{head} records"),
    };
    anstream::println!("{}: the views are derived anew from {records}", store.shown());
    Ok(())
}
