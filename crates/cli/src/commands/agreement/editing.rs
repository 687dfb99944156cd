//! What helps whoever writes an agreement: tidy files, completion at the cursor, snippets, the schema. Judges nothing.

use super::contents;
use crate::{
    arguments::ListsArgument,
    failure::{Failure, complain},
    files,
};
use clap::Args;
use std::{fs, io::Write, path::Path};
use truce_monitor::{complete_agreement, format_agreement, format_cases};

/// Arguments of `truce agreement format`.
#[derive(Args, Debug)]
pub struct Format {
    /// Change nothing; tell which files are not tidy, and fail if there are any
    #[arg(long)]
    check: bool,
    /// Folders, each with a file agreement.md
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<String>,
}

/// Arguments of `truce agreement complete`.
#[derive(Args, Debug)]
pub struct Complete {
    /// The file agreement.md, or - for standard input
    file: String,
    /// Line of the cursor, from 1
    line: usize,
    /// Column of the cursor in characters, from 1
    column: usize,
    #[command(flatten)]
    lists: ListsArgument,
}

/// Brings files into one form; a file that cannot be read as TOML is left as it is.
pub fn format(arguments: &Format) -> Result<(), Failure> {
    let (mut untidy, mut broken) = (0, 0);
    for folder in &arguments.folders {
        let (_, files) = contents(folder)?;
        for (name, text) in files {
            let path = Path::new(folder).join(&name);
            let tidy = match name.as_str() {
                "agreement.md" => format_agreement(&text),
                name if name.starts_with("cases/") && name.ends_with(".toml") => format_cases(&text),
                _ => continue,
            };
            match tidy {
                Err(error) => {
                    broken += 1;
                    complain(&format!("{}: {error}", path.display()), Some("mend it, then format again"));
                }
                Ok(tidy) if tidy == text => {}
                Ok(tidy) => {
                    untidy += 1;
                    if arguments.check {
                        anstream::println!("{}: not tidy", path.display());
                    } else {
                        replace(&path, &tidy)?;
                        anstream::println!("{}: tidied", path.display());
                    }
                }
            }
        }
    }
    if broken > 0 || (arguments.check && untidy > 0) { Err(Failure::Told) } else { Ok(()) }
}

/// Writes a file anew, whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let fault = |error: std::io::Error| Failure::file(&shown, &error);
    let mut beside = path.as_os_str().to_owned();
    beside.push(".tidy");
    fs::write(&beside, text).map_err(fault)?;
    fs::rename(&beside, path).map_err(fault)
}

/// Prints what can stand at the cursor, as a JSON array.
pub fn complete(arguments: &Complete) -> Result<(), Failure> {
    let text = files::text(&arguments.file)?;
    let book = arguments.lists.book()?;
    let found = complete_agreement(&text, arguments.line, arguments.column, &book.actors, &book.places);
    print(&serde_json::to_value(found).map_err(std::io::Error::from)?)
}

/// Prints a JSON value.
pub fn print(value: &serde_json::Value) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    Ok(writeln!(std::io::stdout().lock(), "{json}")?)
}
