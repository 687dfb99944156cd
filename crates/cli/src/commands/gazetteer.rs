//! `truce gazetteer`: builds an index of place names from tables, and checks one.

use crate::failure::Failure;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use truce_monitor::{BuildOptions, build_gazetteer, open_gazetteer};

/// Build an index of place names from tables of places, or check one
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce gazetteer build --out my.gazetteer actors/places/syria.toml")]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Build an index from tables of GeoNames, packages of its data in JSON, P-codes of HDX, or a table of your own
    ///
    /// The format of each table is told by its columns. Tables of countries and divisions come first.
    #[command(after_help = "Example:\n  truce gazetteer build --out my.gazetteer actors/places/syria.toml")]
    Build(Build),
    /// Read every byte of an index and tell what it holds
    #[command(after_help = "Example:\n  truce gazetteer check my.gazetteer")]
    Check {
        /// The index
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Args, Debug)]
struct Build {
    /// Tables of places
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Where to write the index
    #[arg(long, value_name = "FILE", default_value = "places.gazetteer")]
    out: PathBuf,
    /// Leave out towns with fewer people
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_population: u64,
    /// Keep names beside the main one only for towns with at least so many people
    #[arg(long, value_name = "N", default_value_t = 0)]
    names_above: u64,
    /// The sources and their licences, to be kept in the index
    #[arg(long, value_name = "TEXT", default_value = "GeoNames, CC BY 4.0, geonames.org")]
    licence: String,
}

/// Builds or checks.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.verb {
        Verb::Build(build) => {
            let options = BuildOptions {
                min_population: build.min_population,
                names_above: build.names_above,
                licence: build.licence.clone(),
            };
            let built = build_gazetteer(&build.inputs, &build.out, &options)?;
            let out = build.out.display();
            anstream::println!(
                "{out}: {} places, {} names, {} bytes",
                built.places,
                built.names,
                built.bytes
            );
            if built.left_out > 0 {
                anstream::println!(
                    "{} rows left out: too few people, or no name in Latin letters",
                    built.left_out
                );
            }
            if built.strays > 0 {
                anstream::println!("{} further names of places that no table lists", built.strays);
            }
            Ok(())
        }
        Verb::Check { file } => check(file),
    }
}

fn check(file: &Path) -> Result<(), Failure> {
    let gazetteer = open_gazetteer(file)?;
    gazetteer.verify().map_err(truce_monitor::MonitorError::from)?;
    let (places, names, size) = (gazetteer.places(), gazetteer.names(), gazetteer.size());
    anstream::println!("{}: sound; {places} places, {names} names, {size} bytes", file.display());
    anstream::println!("sources: {}", gazetteer.licence());
    Ok(())
}
