//! `truce erase`: takes the words of a document out of the record for good.

use crate::{
    arguments::{DecisionArguments, StoreArgument},
    failure::Failure,
};
use clap::Args;
use jiff::Timestamp;
use truce_model::Document;
use truce_monitor::{Erasure, Monitor, MonitorError};

/// Take the words of a document out of the record for good, for the sake of those named in them
///
/// Its text, the file as it came, and all that was read from it go, from every file of the store. Its name, outlet, date and
/// hashes stay, so that the gap is seen and the rest can still be checked. This cannot be undone, and the text is not taken
/// in again. The reason stays: repeat nothing in it that is to go. `truce withdraw` is for what is merely wrong.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  truce erase 2016-09-21-khan-touman --by Centre --reason \"Names a witness\""
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The document: its name as `truce documents` lists it, or its id, or enough of its beginning
    document: String,
    #[command(flatten)]
    decision: DecisionArguments,
}

/// Erases the document and tells what is gone and what stays.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reason = arguments.decision.reason()?;
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let erasure =
        monitor.erase(&arguments.document, arguments.decision.by.clone(), reason, Timestamp::now())?;
    tell(&erasure);
    erasure.unscrubbed.map_or(Ok(()), |error| Err(MonitorError::from(error).into()))
}

fn tell(erasure: &Erasure) {
    let Erasure { document, record, claims, doubts, beside, repeated, changes, .. } = erasure;
    let Document { id, name, text, original, .. } = document;
    anstream::println!("{id}  {name}: erased by record {record}");
    let gone = if erasure.unscrubbed.is_some() {
        "Gone from the record"
    } else {
        "Gone from every file of the store"
    };
    anstream::println!("{gone}:");
    anstream::println!(
        "  its text; the file as it came; {claims} claims and {doubts} doubts with their quotes"
    );
    anstream::println!("What rested on it:");
    let rested: Vec<_> = changes.rows.iter().filter(|row| row[0] != "document").collect();
    for row in &rested {
        let word = |at: usize| row[at].as_str().unwrap_or_default();
        anstream::println!("  {} {}: {}", word(0), word(1), word(2));
    }
    if rested.is_empty() {
        anstream::println!("  nothing");
    }
    anstream::println!("Stays:");
    anstream::println!("  its name, outlet, dates and dateline; who erased it, and the reason given");
    anstream::println!("  the hashes of its text, {text}");
    anstream::println!("  and of the file as it came, {original}");
    for other in beside {
        anstream::println!(
            "  {}  {}, of the same file: its text, without the file as it came",
            other.id,
            other.name
        );
    }
    anstream::println!("Not reached:");
    for other in repeated {
        anstream::println!(
            "  {}  {}, which tells the same in the same words: erase it too",
            other.id,
            other.name
        );
    }
    anstream::println!("  reasons and rulings in which people repeated its words");
    anstream::println!("  backups, exports, bundles and reports made earlier; copies of the file elsewhere");
}
