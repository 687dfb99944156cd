//! The commands, a file each; the listings share one.

mod account;
mod agreement;
mod backup;
mod bundle;
mod changes;
mod checkpoint;
mod classify;
mod completions;
mod decide;
mod demo;
mod documents;
mod erase;
mod extract;
mod gazetteer;
mod import;
mod ingest;
mod init;
mod listing;
mod man;
mod match_tables;
mod openapi;
mod prove;
mod rebuild;
mod report;
mod restore;
mod rule;
mod search;
mod serve;
mod tallies;
mod tolls;
mod verify;
mod why;

use crate::failure::Failure;
use clap::{Parser, Subcommand};
use truce_monitor::Noun;

/// Turns the reporting around a ceasefire into a record that can be checked.
#[derive(Parser, Debug)]
#[command(name = "truce", version, max_term_width = 100, after_help = FIRST_STEPS)]
#[command(
    long_about = "Turns the reporting around a ceasefire into a record that can be checked: who says what \
    happened, which reports are one incident, whether it breaches the terms in force under each reading of them, \
    how many were hurt between which bounds; every figure traced to the quoted words behind it.\n\n\
    Exit codes: 0 done; 1 the data cannot be used; 2 the command line makes no sense."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  truce demo                        loads a case of September 2016 into ./truce.db, prints its report
  truce incidents --day 2016-09-16  what happened on a day, on the claims of all sources
  truce findings --day 2016-09-16   what the terms make of it, under each reading
  truce why ID                      the quoted words behind any of these";

#[derive(Subcommand, Debug)]
enum Command {
    Init(init::Arguments),
    Ingest(ingest::Arguments),
    Import(import::Arguments),
    Match(match_tables::Arguments),
    Extract(extract::Arguments),
    Gazetteer(gazetteer::Arguments),
    Agreement(agreement::Arguments),
    Documents(documents::Arguments),
    /// List what sources say, claim by claim
    #[command(
        after_help = "Example:\n  truce claims --day 2016-09-16 --source 'Syrian Observatory for Human Rights'"
    )]
    Claims(listing::Listing),
    /// List what the claims, taken together, tell happened
    #[command(after_help = "Example:\n  truce incidents --from 2016-09-16 --to 2016-09-18 --place Aleppo")]
    Incidents(listing::Incidents),
    /// List what the terms make of each incident, under each reading
    #[command(after_help = "Examples:\n  truce findings --day 2016-09-16 --verdict violation\n  \
        truce findings --reading partners-not-protected --agreement cessation-of-hostilities-2016-09-12")]
    Findings(listing::Findings),
    Tolls(tolls::Arguments),
    Tallies(tallies::Arguments),
    /// List who owes what to whom by when, deadlines and ultimatums with their clocks
    #[command(after_help = "Example:\n  truce obligations --agreement cessation-of-hostilities-2016-09-12")]
    Obligations(listing::Obligations),
    Search(search::Arguments),
    Why(why::Arguments),
    Rule(rule::Arguments),
    Decide(decide::Arguments),
    Decisions(decide::Decisions),
    Withdraw(decide::Withdraw),
    Erase(erase::Arguments),
    Classify(classify::Arguments),
    Classifications(classify::Listing),
    Changes(changes::Arguments),
    Report(report::Arguments),
    Demo(demo::Arguments),
    Serve(serve::Arguments),
    Account(account::Arguments),
    Openapi(openapi::Arguments),
    Verify(verify::Arguments),
    Rebuild(rebuild::Arguments),
    Backup(backup::Arguments),
    Restore(restore::Arguments),
    Checkpoint(checkpoint::Arguments),
    Prove(prove::Arguments),
    Bundle(bundle::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Carries out a command.
pub fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Ingest(arguments) => ingest::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Match(arguments) => match_tables::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Gazetteer(arguments) => gazetteer::run(&arguments),
        Command::Agreement(arguments) => agreement::run(&arguments),
        Command::Documents(arguments) => documents::run(&arguments),
        Command::Claims(listing) => listing::run(Noun::Claims, &listing),
        Command::Incidents(listing) => listing::incidents(&listing),
        Command::Findings(arguments) => listing::findings(&arguments),
        Command::Tolls(arguments) => tolls::run(&arguments),
        Command::Tallies(arguments) => tallies::run(&arguments),
        Command::Obligations(arguments) => listing::obligations(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
        Command::Rule(arguments) => rule::run(&arguments),
        Command::Decide(arguments) => decide::run(&arguments),
        Command::Decisions(arguments) => decide::list(&arguments),
        Command::Withdraw(arguments) => decide::withdraw(&arguments),
        Command::Erase(arguments) => erase::run(&arguments),
        Command::Classify(arguments) => classify::run(&arguments),
        Command::Classifications(arguments) => classify::list(&arguments),
        Command::Changes(arguments) => changes::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Account(arguments) => account::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Rebuild(arguments) => rebuild::run(&arguments),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::Checkpoint(arguments) => checkpoint::run(&arguments),
        Command::Prove(arguments) => prove::run(&arguments),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("truce "), "`truce {}` shows no example", command.get_name());
        }
    }
}
