//! `truce verify`: checks the whole record.

use crate::{arguments::StoreArgument, failure::Failure};
use clap::Args;
use truce_monitor::Monitor;

/// Check the whole record: chain of hashes, texts, quotes, views
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce verify")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

/// Checks the store and names the first bad record.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let verified = Monitor::open_read_only(&store)?.verify()?;
    anstream::println!("{}: sound; {verified}", store.url);
    Ok(())
}
