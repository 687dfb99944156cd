//! `truce openapi`: the description of the HTTP API.

use crate::failure::Failure;
use clap::Args;
use std::io::Write;

/// Print the description of the HTTP API, OpenAPI 3.1 as JSON
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce openapi > openapi.json")]
pub struct Arguments {}

/// Prints it.
pub fn run(Arguments {}: &Arguments) -> Result<(), Failure> {
    let description = truce_server::description().to_pretty_json().map_err(std::io::Error::from)?;
    Ok(writeln!(std::io::stdout().lock(), "{description}")?)
}
