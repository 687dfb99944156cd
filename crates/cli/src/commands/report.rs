//! `truce report`: the report of a day.

use crate::{
    arguments::{AsOfArgument, StoreArgument, tell_unlisted},
    failure::Failure,
};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::Write;
use truce_model::AgreementId;
use truce_monitor::{Format, Monitor, day};

/// Write the report of a day under an agreement
///
/// It rests on what was published before the day's end in the agreement's zone; with --as-of, on what was recorded
/// up to then besides. The same record gives the same bytes.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  truce report --agreement cessation-of-hostilities-2016-09-12 --day 2016-09-17 --format html"
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The agreement
    #[arg(long, value_name = "ID")]
    agreement: String,
    /// The day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    day: Date,
    #[command(flatten)]
    as_of: AsOfArgument,
    /// How to write it
    #[arg(long, value_enum, default_value = "md")]
    format: ReportFormat,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum ReportFormat {
    /// Markdown
    Md,
    /// One HTML page that needs nothing else
    Html,
    /// The data of the report
    Json,
}

/// Prints the report.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let format = match arguments.format {
        ReportFormat::Md => Format::Markdown,
        ReportFormat::Html => Format::Html,
        ReportFormat::Json => Format::Json,
    };
    tell_unlisted(&monitor, arguments.as_of.knowledge(&monitor)?.up_to)?;
    let agreement = AgreementId::new(arguments.agreement.as_str());
    let report = monitor.report(&agreement, arguments.day, arguments.as_of.as_of, format)?;
    Ok(write!(std::io::stdout().lock(), "{report}")?)
}
