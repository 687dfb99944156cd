//! `truce man`: the manual pages.

use crate::{commands::Cli, failure::Failure};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use std::{io::Write, path::PathBuf};

/// Print the manual page, or write it and those of all commands into a folder
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce man > truce.1 && man ./truce.1")]
pub struct Arguments {
    /// Folder for truce.1, truce-ingest.1 and so on
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// Prints or writes the pages.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut program = Cli::command();
    program.build();
    let Some(folder) = &arguments.folder else {
        return Ok(std::io::stdout().lock().write_all(&page(&program)?)?);
    };
    let shown = folder.display().to_string();
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(&shown, &error))?;
    let mut open = vec![("truce".to_owned(), &program)];
    while let Some((name, command)) = open.pop() {
        std::fs::write(folder.join(format!("{name}.1")), page(command)?)
            .map_err(|e| Failure::file(&shown, &e))?;
        let subcommands = command.get_subcommands().filter(|sub| sub.get_name() != "help");
        open.extend(subcommands.map(|sub| (format!("{name}-{}", sub.get_name()), sub)));
    }
    Ok(())
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}
