//! `truce restore`: makes a store of a backup.

use crate::{
    arguments::{StoreArgument, copy_at},
    failure::Failure,
};
use clap::Args;
use std::{fs, path::PathBuf};
use truce_monitor::Monitor;

/// Make a new store of a backup, and check it
///
/// A store that is there already is left alone. The backup is only read.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  truce backup kept.db && truce restore kept.db --store sqlite:restored.db"
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The backup
    file: PathBuf,
}

/// Makes the store and checks it.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let (path, file) = copy_at(&arguments.file)?;
    if !fs::exists(&path).unwrap_or(true) {
        return Err(Failure::data(format!("{file}: there is no such file"), "`truce backup FILE` makes one"));
    }
    let restored = Monitor::restore(&file, &store)?.verify()?;
    anstream::println!("{}: restored from {file}, sound; {}", store.shown(), restored.verified);
    Ok(())
}
