//! `truce init`: makes a new, empty store.

use crate::{arguments::StoreArgument, failure::Failure};
use clap::Args;
use truce_monitor::Monitor;

/// Make a new, empty store
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce init --store sqlite:field.db")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

/// Makes the store; one that is there already is left alone.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    Monitor::create(&store)?;
    anstream::println!("made {}", store.shown());
    Ok(())
}
