//! `truce demo`: loads the demo case and prints its report.

use crate::{arguments::StoreArgument, failure::Failure};
use clap::Args;
use std::io::Write;
use truce_monitor::{Demo, Format, Monitor};

/// Load the demo case, the truce of September 2016 in Syria, and print its daily report
///
/// The store is made where there is none. One that holds other documents is left alone.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce demo --store sqlite:demo.db")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

/// Loads the case and prints the report of its day.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let demo = Demo::builtin()?;
    let mut monitor = Monitor::open_or_create(&store)?;
    let done = demo.load(&mut monitor, &store)?;
    let new = done.iter().filter(|document| document.new).count();
    anstream::eprintln!("{}: {} documents, {new} of them new\n", store.shown(), done.len());
    let report = monitor.report(demo.agreement(), demo.case.report_day, None, Format::Markdown)?;
    write!(std::io::stdout().lock(), "{report}")?;
    anstream::eprintln!("\nNow try: truce findings --store {} --day {}", store.shown(), demo.case.report_day);
    Ok(())
}
