//! `truce bundle`: a folder of evidence to hand over.

use crate::{
    arguments::{AsOfArgument, StoreArgument},
    failure::Failure,
    files, keeping,
};
use clap::{ArgGroup, Args};
use jiff::{Timestamp, civil::Date};
use std::path::PathBuf;
use truce_model::AgreementId;
use truce_monitor::{BundleOptions, Handed, Monitor, day};

/// Write texts, claims, records and proofs to a folder that anybody can check without this program
///
/// The folder has the BagIt form and holds a page, index.html, that explains how to check it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    truce bundle day --agreement cessation-of-hostilities-2016-09-12 --day 2016-09-16\n  \
    truce bundle whole --everything --checkpoint desk.checkpoint --verifier-key desk.pub")]
#[command(group(ArgGroup::new("what").required(true).args(["document", "incident", "day", "everything"])))]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The folder, which must not be there yet
    folder: PathBuf,
    /// Hand over these documents, by enough of their ids
    #[arg(long, value_name = "ID", num_args = 1..)]
    document: Vec<String>,
    /// Hand over the documents that tell of this incident
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    /// Hand over the documents that tell of what this agreement reaches on --day
    #[arg(long, value_name = "ID", requires = "day")]
    agreement: Option<String>,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "agreement")]
    day: Option<Date>,
    /// Hand over the whole log
    #[arg(long)]
    everything: bool,
    #[command(flatten)]
    as_of: AsOfArgument,
    /// Prove everything against this checkpoint; what was recorded after it is left out
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// The key of the checkpoint, or a file that holds it
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    verifier_key: Option<String>,
    /// A timestamp of the checkpoint
    #[arg(long, value_name = "FILE", requires = "checkpoint")]
    timestamp: Option<PathBuf>,
}

impl Arguments {
    fn handed(&self) -> Handed {
        match (&self.incident, &self.agreement, self.day) {
            (Some(incident), _, _) => Handed::Incident(incident.clone()),
            (_, Some(agreement), Some(day)) => Handed::Day(AgreementId::new(agreement.as_str()), day),
            _ if self.everything => Handed::Everything,
            _ => Handed::Documents(self.document.clone()),
        }
    }
}

/// Writes the folder.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let options = BundleOptions {
        as_of: arguments.as_of.as_of,
        now: Timestamp::now(),
        checkpoint: arguments.checkpoint.as_deref().map(keeping::checkpoint).transpose()?,
        verifier: arguments.verifier_key.as_deref().map(keeping::verifier).transpose()?,
        timestamp: arguments.timestamp.as_deref().map(files::read).transpose()?,
        program: concat!("truce ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    keeping::check_free(&arguments.folder)?;
    let bundled = monitor.bundle(&arguments.folder, &arguments.handed(), &options)?;
    let folder = arguments.folder.display();
    let truce_monitor::Bundled { documents, erased, claims, records, size } = bundled;
    anstream::println!(
        "{folder}: {documents} documents, {claims} claims; {records} of the log's {size} records"
    );
    if erased > 0 {
        anstream::println!("    {erased} documents without their text, which was erased");
    }
    if options.checkpoint.is_none() {
        anstream::println!("    nobody signed it: --checkpoint FILE adds a proof of whose record it is");
    }
    anstream::println!(
        "    to check it: python3 {folder}/data/check.py; its page is {folder}/data/index.html"
    );
    Ok(())
}
