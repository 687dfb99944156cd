//! `truce tolls`: the tolls of a record, and with `--scope` the total of one scope.

use super::listing::{self, Listing};
use crate::{failure::Failure, output};
use clap::{Args, ValueEnum};
use truce_model::{Name, TollOf};
use truce_monitor::{Asked, Convention, Filter, Monitor, Noun, Policy};

/// List how many people were affected, between which bounds; or the total of one scope
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce tolls --from 2016-09-12 --to 2016-09-21 --format csv\n  \
    truce tolls --scope 'place=Aleppo province; from=2016-09-12; until=2016-09-19; who=civilians'\n  \
    truce tolls --scope 'place=Syria; from=2016-09-12' --of injured --policy corroborated")]
pub struct Arguments {
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    scope: ScopeArguments,
}

/// The total of one scope.
#[derive(Args, Debug)]
#[command(next_help_heading = "Total of a scope")]
struct ScopeArguments {
    /// Give the total of this scope: keys place, from, until, who, cause, source, as in 'place=Aleppo; from=2016-09-12'
    #[arg(long, value_name = "KEYS", conflicts_with_all = ["day", "from", "to", "place", "actor", "agreement", "source", "act"])]
    scope: Option<String>,
    /// What befell the people counted [default: killed]
    #[arg(long, value_enum, requires = "scope")]
    of: Option<OfWord>,
    /// Whose claims count: all, corroborated, or source:NAME [default: all]
    #[arg(long, value_name = "POLICY", requires = "scope", value_parser = policy)]
    policy: Option<Policy>,
    /// How vague words are read [default: ours]
    #[arg(long, value_enum, requires = "scope")]
    convention: Option<ConventionWord>,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum OfWord {
    /// Killed
    Killed,
    /// Injured
    Injured,
    /// Left their homes
    Displaced,
    /// Missing
    Missing,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum ConventionWord {
    /// Dozens is at least 12, the top open
    Ours,
    /// Dozens is 12, as ACLED codes it
    Acled,
}

fn policy(words: &str) -> Result<Policy, String> {
    Policy::parse(words).ok_or_else(|| "policies are all, corroborated and source:NAME".to_owned())
}

/// Lists the tolls, or tells the total of the scope that is asked for.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Some(scope) = &arguments.scope.scope else { return listing::run(Noun::Tolls, &arguments.listing) };
    let Listing { store, format, as_of, filter } = &arguments.listing;
    debug_assert_eq!(filter.filter(), Filter::default(), "a scope stands without filters");
    let monitor = Monitor::open_read_only(&store.store()?)?;
    let asked = arguments.scope.asked(monitor.asked(scope)?)?;
    let knowledge = as_of.knowledge(&monitor)?;
    let situation = monitor.situation(&knowledge)?;
    output::told(&monitor.total(&situation, &asked), *format)
}

impl ScopeArguments {
    fn asked(&self, asked: Asked) -> Result<Asked, Failure> {
        let of = self.of.map_or(asked.of, |word| match word {
            OfWord::Killed => TollOf::Killed,
            OfWord::Injured => TollOf::Injured,
            OfWord::Displaced => TollOf::Displaced,
            OfWord::Missing => TollOf::Missing,
        });
        let convention = self.convention.map_or(asked.convention, |word| match word {
            ConventionWord::Ours => Convention::Ours,
            ConventionWord::Acled => Convention::Acled,
        });
        let source = |policy: &Policy| match policy {
            Policy::Source(name) => Some(Name::key(name)),
            Policy::All | Policy::Corroborated => None,
        };
        let policy = match (&self.policy, source(&asked.policy)) {
            (None, _) => asked.policy.clone(),
            (Some(given), None) => given.clone(),
            (Some(given), own) if source(given) == own => given.clone(),
            (Some(given), _) => {
                let message = format!("the scope names a source and --policy says {given}");
                return Err(Failure::Usage(message, Some("leave one of the two out".into())));
            }
        };
        Ok(Asked { of, convention, policy, ..asked })
    }
}
