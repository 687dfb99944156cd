//! `truce prove`: writes a proof against a checkpoint.

use crate::{arguments::StoreArgument, failure::Failure, keeping};
use clap::Args;
use std::{io::Write, path::PathBuf};
use truce_monitor::Monitor;

/// Prove that a record stands in the log of a checkpoint, or that a checkpoint continues an earlier one
///
/// The proof shows neither texts nor other records; `truce verify --proof` checks it without the store.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce prove 1 --checkpoint desk.checkpoint --output record-1.tlog-proof")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// What to prove: a record's number, or enough of the id of a document, claim or agreement
    #[arg(value_name = "ID", required_unless_present = "after")]
    id: Option<String>,
    /// The checkpoint against which it is proven
    #[arg(long, value_name = "FILE")]
    checkpoint: PathBuf,
    /// Prove that the checkpoint continues this earlier one
    #[arg(long, value_name = "FILE", conflicts_with = "id")]
    after: Option<PathBuf>,
    /// Where to write the proof [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the proof.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let checkpoint = keeping::checkpoint(&arguments.checkpoint)?;
    let (proof, told) = match (&arguments.id, &arguments.after) {
        (_, Some(earlier)) => {
            let earlier = keeping::checkpoint(earlier)?;
            let (old, new) = (earlier.unchecked(), checkpoint.unchecked().size);
            let proof = monitor.prove_consistency(old, &checkpoint)?;
            (proof.to_string(), format!("the log of {new} records continues that of {}", old.size))
        }
        (Some(id), None) => {
            let proof = monitor.prove(id, &checkpoint)?;
            let (seq, size) = (proof.seal.seq, checkpoint.unchecked().size);
            (proof.to_string(), format!("record {seq} stands in the log of {size} records"))
        }
        (None, None) => unreachable!("clap asks for one of them"),
    };
    let Some(output) = &arguments.output else {
        return Ok(write!(std::io::stdout().lock(), "{proof}")?);
    };
    keeping::write(output, proof.as_bytes())?;
    anstream::println!("{}: {told}", output.display());
    Ok(())
}
