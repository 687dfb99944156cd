//! `truce search`: claims by the words in which they stand.

use crate::{
    arguments::{AsOfArgument, ClaimArguments, ListFormat, StoreArgument},
    failure::Failure,
    output,
};
use clap::Args;
use truce_monitor::{BoundingBox, FOUND_FOR_PEOPLE, Monitor};

/// Find claims by the words in which they stand, best first
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce search 'aid convoy' --place Aleppo\n  \
    truce search '\"humanitarian aid\"' --as-of 2016-09-16T20:00:00+03:00")]
pub struct Arguments {
    /// Words that must all stand in the quote; "words in quotation marks" in just that order
    words: String,
    #[command(flatten)]
    store: StoreArgument,
    /// How many to list at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
    #[command(flatten)]
    as_of: AsOfArgument,
    #[command(flatten)]
    filter: ClaimArguments,
    /// Keep what a source puts within these degrees: SOUTH,WEST,NORTH,EAST
    #[arg(
        long,
        value_name = "S,W,N,E",
        value_parser = within,
        allow_hyphen_values = true,
        help_heading = "Filters"
    )]
    within: Option<BoundingBox>,
}

/// Lists what was found.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let knowledge = arguments.as_of.knowledge(&monitor)?;
    let (filter, limit) = (arguments.filter.filter(), arguments.limit as usize);
    let table = monitor.search(&arguments.words, &filter, arguments.within, &knowledge, limit)?;
    let rows = table.rows.len();
    let mut remark = match rows {
        1 => "1 claim, in records".to_owned(),
        rows => format!("{rows} claims, the best first, in records"),
    };
    remark += &format!(" 1 to {}.", knowledge.up_to);
    if rows == limit {
        remark += " There may be more: --limit N.";
    }
    output::list(&table, FOUND_FOR_PEOPLE, &[String::new(), remark], arguments.format)
}

/// Reads a part of the globe.
fn within(text: &str) -> Result<BoundingBox, String> {
    BoundingBox::parse(text).ok_or_else(|| {
        "four numbers of degrees are needed, the southern edge first: SOUTH,WEST,NORTH,EAST, such as 35.5,36,36.5,38"
            .to_owned()
    })
}
