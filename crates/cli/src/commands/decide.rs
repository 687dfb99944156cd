//! `truce decide`, `truce decisions`, `truce withdraw`: what people decide.

use crate::{
    arguments::{AsOfArgument, DecisionArguments, ListFormat, StoreArgument},
    failure::Failure,
    output,
};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use truce_model::{Sameness, Seq};
use truce_monitor::{Compared, Monitor, decisions as table_of};

/// Decide which claims tell of one incident, or undo such a decision
///
/// A decision names claims, so that it binds whatever comes in later. Of two that contradict each other the later binds;
/// once that is undone, the earlier binds again.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  truce decide same inc-fd46 inc-0da4 --by Centre --reason \"One raid, told by two\""
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// What is decided
    #[arg(value_enum)]
    held: Decided,
    /// Claims or incidents, by enough of their ids; for undo, the decision's record
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    decision: DecisionArguments,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq)]
enum Decided {
    /// All of them tell of one incident
    Same,
    /// The first and the others tell of different incidents
    NotSame,
    /// It could not be found out; recorded, binds nothing
    Unsure,
    /// Take these claims out of their incident, as one of their own
    Split,
    /// A decision no longer counts
    Undo,
}

/// List the decisions on claims that were not undone
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce decisions")]
pub struct Decisions {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    as_of: AsOfArgument,
    /// How to write them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Withdraw a document: its claims no longer count
///
/// The record keeps it; `truce changes` lists what rested on it.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  truce withdraw 2016-09-12-army-declares-calm --by Centre --reason \"Taken back\""
)]
pub struct Withdraw {
    #[command(flatten)]
    store: StoreArgument,
    /// The document: its name as `truce claims` lists it, or its id, or enough of its beginning
    document: String,
    #[command(flatten)]
    decision: DecisionArguments,
}

/// Records the decision.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reason = arguments.decision.reason()?;
    let (least, most, held) = match arguments.held {
        Decided::Same => (2, usize::MAX, Sameness::Same),
        Decided::NotSame => (2, 2, Sameness::NotSame),
        Decided::Unsure => (2, 2, Sameness::Unsure),
        Decided::Split => (1, usize::MAX, Sameness::Split),
        Decided::Undo => return undo(arguments, reason),
    };
    if !(least..=most).contains(&arguments.ids.len()) {
        let number = if most == 2 { "two ids" } else { "two ids or more" };
        return Err(Failure::Usage(format!("`decide {}` compares {number}", held.word()), None));
    }
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let now = Timestamp::now();
    let situation = monitor.situation(&monitor.knowledge(None, now)?)?;
    let compared = Compared { held, ids: arguments.ids.clone(), by: arguments.decision.by.clone(), reason };
    let seq = monitor.decide(&situation, compared, now)?;
    anstream::println!("record {seq}: {held}, decided by {}", arguments.decision.by);
    Ok(())
}

fn undo(arguments: &Arguments, reason: String) -> Result<(), Failure> {
    let [record] = arguments.ids.as_slice() else {
        return Err(Failure::Usage("`decide undo` takes one record".into(), None));
    };
    let hint = || Some("`truce decisions` lists them, the record in the first column".to_owned());
    let seq =
        record.parse::<Seq>().map_err(|_| Failure::Usage(format!("`{record}` is no record"), hint()))?;
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let undone = monitor.undo(seq, arguments.decision.by.clone(), reason, Timestamp::now())?;
    anstream::println!("record {undone}: the decision of record {seq} no longer counts");
    Ok(())
}

/// Lists the decisions.
pub fn list(arguments: &Decisions) -> Result<(), Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    let situation = monitor.situation(&arguments.as_of.knowledge(&monitor)?)?;
    let table = table_of(&situation);
    output::list(&table, truce_monitor::DECISION, &[], arguments.format)
}

/// Records the withdrawal.
pub fn withdraw(arguments: &Withdraw) -> Result<(), Failure> {
    let reason = arguments.decision.reason()?;
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let now = Timestamp::now();
    let knowledge = monitor.knowledge(None, now)?;
    let situation = monitor.situation(&knowledge)?;
    let id = monitor.withdraw(&situation, &arguments.document, arguments.decision.by.clone(), reason, now)?;
    anstream::println!("{id} no longer counts; what rested on it: truce changes --since {}", knowledge.up_to);
    Ok(())
}
