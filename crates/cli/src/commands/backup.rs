//! `truce backup`: copies the record, as it is at one moment, into a new file.

use crate::{
    arguments::{StoreArgument, copy_at, file_of},
    failure::Failure,
};
use clap::Args;
use std::{fs, path::PathBuf};
use truce_monitor::Monitor;

/// Copy the whole record into a new file, while others read and write it
///
/// The copy is the record as it is at one moment: one file that is a store itself, can be carried away, and can be checked with
/// `truce verify --store FILE`. It appears under its name only once it is whole.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce backup copy.db && truce verify --store copy.db")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The file to make
    file: PathBuf,
}

/// Makes the copy and tells how much it holds.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let (path, file) = copy_at(&arguments.file)?;
    let monitor = Monitor::open_read_only(&store)?;
    // Also asked when the file is made; asked here to tell what would be lost.
    if fs::exists(&path).unwrap_or(true) {
        let of_store = file_of(store.url.as_ref());
        let same = fs::canonicalize(of_store)
            .is_ok_and(|of_store| fs::canonicalize(&path).is_ok_and(|file| file == of_store));
        let problem = if same { "is the store itself" } else { "is there already, and is not written over" };
        return Err(Failure::data(format!("{file}: {problem}"), "name a file that is not there yet"));
    }
    monitor.backup(&file)?;
    let copy = Monitor::open_read_only(&file.clone().into())?;
    anstream::println!("{file}: a copy of {}, {} records", store.shown(), copy.head()?);
    Ok(())
}
