//! The program `truce`. Reads the command line, the clock and the files; decides nothing about truces.

mod arguments;
mod authority;
mod commands;
mod explained;
mod failure;
mod files;
mod imported;
mod keeping;
mod lines;
mod output;
mod parallel;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match commands::Cli::try_parse() {
        Ok(cli) => cli,
        Err(refused) => return failure::refuse(&refused),
    };
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.show(),
    }
}
