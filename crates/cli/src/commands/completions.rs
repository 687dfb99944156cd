//! `truce completions`: completion for a shell.

use crate::{commands::Cli, failure::Failure};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Print the completions of a shell
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce completions bash > truce.bash && . ./truce.bash")]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints them.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    // Generated into memory first: the generator panics where its output is closed early.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "truce", &mut script);
    Ok(std::io::stdout().lock().write_all(&script)?)
}
