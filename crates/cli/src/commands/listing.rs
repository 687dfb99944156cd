//! What `truce claims`, `incidents`, `findings`, `tolls` and `obligations` have in common: all but their names.

use crate::{
    arguments::{
        AsOfArgument, FilterArguments, ListFormat, StandingWord, StoreArgument, VerdictArguments,
        tell_unlisted,
    },
    failure::Failure,
    output,
};
use clap::Args;
use truce_monitor::{Filter, Monitor, Noun, table};

/// The arguments of a listing.
#[derive(Args, Debug)]
pub struct Listing {
    #[command(flatten)]
    pub(super) store: StoreArgument,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) as_of: AsOfArgument,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

/// The arguments of a listing of findings.
#[derive(Args, Debug)]
pub struct Findings {
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    verdicts: VerdictArguments,
}

/// The arguments of a listing of incidents.
#[derive(Args, Debug)]
pub struct Incidents {
    #[command(flatten)]
    listing: Listing,
    /// Keep incidents of this standing; only `retracted` lists what was retracted
    #[arg(long, value_enum, help_heading = "Filters")]
    standing: Option<StandingWord>,
}

/// The arguments of a listing of obligations.
#[derive(Args, Debug)]
pub struct Obligations {
    #[command(flatten)]
    listing: Listing,
    /// Keep the obligations of this provision
    #[arg(long, value_name = "ID", help_heading = "Filters")]
    provision: Option<String>,
}

/// Lists who owes what by when.
pub fn obligations(arguments: &Obligations) -> Result<(), Failure> {
    let filter = Filter { provision: arguments.provision.clone(), ..arguments.listing.filter.filter() };
    list(Noun::Obligations, &arguments.listing, &filter)
}

/// Lists what the claims tell happened.
pub fn incidents(arguments: &Incidents) -> Result<(), Failure> {
    let standing = arguments.standing.map(StandingWord::standing);
    let filter = Filter { standing, ..arguments.listing.filter.filter() };
    list(Noun::Incidents, &arguments.listing, &filter)
}

/// Lists what the terms make of incidents.
pub fn findings(arguments: &Findings) -> Result<(), Failure> {
    let filter = arguments.verdicts.narrow(arguments.listing.filter.filter());
    list(Noun::Findings, &arguments.listing, &filter)
}

/// Lists what the record holds of `noun`.
pub fn run(noun: Noun, listing: &Listing) -> Result<(), Failure> {
    list(noun, listing, &listing.filter.filter())
}

fn list(noun: Noun, listing: &Listing, filter: &Filter) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&listing.store.store()?)?;
    let knowledge = listing.as_of.knowledge(&monitor)?;
    if matches!(noun, Noun::Findings | Noun::Obligations) {
        tell_unlisted(&monitor, knowledge.up_to)?;
    }
    let situation = monitor.situation(&knowledge)?;
    let table = table(noun, &situation, &monitor.select(&situation, filter)?);
    let rows = table.rows.len();
    let records = match knowledge.up_to {
        0 => "no record".to_owned(),
        last => format!("records 1 to {last}"),
    };
    let remarks = vec![
        String::new(),
        format!(
            "{rows} {}, on {records} as of {}. Times are local to the place.",
            noun.word(rows),
            knowledge.as_of.strftime("%Y-%m-%d %H:%M UTC")
        ),
    ];
    output::list(&table, noun.for_people(), &remarks, listing.format)
}
