//! Two event tables beside each other: which rows tell of one event. Stores nothing.

use crate::MonitorError;
use serde_json::{Value, json};
use std::{
    io::{Read, Seek},
    str::FromStr,
};
use truce_exchange::{Table, TableEvent, TableHead, TableItem, TableOptions, import_table};
use truce_reconcile::tables::{Event, Mode, Pair, Tie, Windows, match_tables};

/// The events of a table, as far as they can be compared.
#[derive(Debug)]
pub struct ComparedTable {
    /// How it was read.
    pub head: TableHead,
    /// Its events.
    pub events: Vec<TableEvent>,
    /// How many of its rows are refused.
    pub refused: u64,
}

/// Reads the events of a table.
pub fn compared_table(
    file: &str,
    input: impl Read + Seek,
    options: &TableOptions,
) -> Result<ComparedTable, MonitorError> {
    let (mut events, mut refused) = (Vec::new(), 0);
    let head = import_table::<MonitorError>(file, input, options, &mut |item| {
        match item {
            TableItem::Row(row) => events.push(row.event),
            TableItem::Refused(refusal) => refused += refusal.count(),
        }
        Ok(())
    })?;
    Ok(ComparedTable { head, events, refused })
}

/// How rows are paired: a word of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchMode(Mode);

impl FromStr for MatchMode {
    type Err = String;

    fn from_str(word: &str) -> Result<MatchMode, String> {
        match word {
            "meltt" => Ok(MatchMode(Mode::Meltt)),
            "weights" => Ok(MatchMode(Mode::Weights)),
            _ => Err("it is meltt or weights".to_owned()),
        }
    }
}

/// The pairs of two tables within so many kilometres and days, as a table; and how many of them are one event.
pub fn match_rows(
    a: &ComparedTable,
    b: &ComparedTable,
    km: f64,
    days: i32,
    mode: MatchMode,
) -> (Table, usize) {
    let events = |table: &ComparedTable| table.events.iter().map(event).collect::<Vec<_>>();
    let pairs = match_tables(&events(a), &events(b), Windows { km, days }, mode.0);
    let same = pairs.iter().filter(|pair| pair.tie != Tie::Within).count();
    let columns = ["a", "b", "tie", "score", "km", "days"];
    let rows = pairs.iter().map(|pair| row(a, b, pair)).collect();
    (Table { columns: columns.to_vec(), rows }, same)
}

fn event(row: &TableEvent) -> Event {
    Event {
        days: row.days,
        point: row.point.map(|point| (point.lat(), point.lon())),
        act: row.act,
        actors: row.agent.iter().chain(&row.target).cloned().collect(),
        killed: row.killed,
    }
}

fn row(a: &ComparedTable, b: &ComparedTable, pair: &Pair) -> Vec<Value> {
    let tie = match pair.tie {
        Tie::Event => "event",
        Tie::Episode => "episode",
        Tie::Within => "within",
    };
    let rounded = |number: f64| json!((number * 1000.0).round() / 1000.0);
    vec![
        json!(a.events[pair.a].id),
        json!(b.events[pair.b].id),
        json!(tie),
        rounded(pair.score),
        rounded(pair.km),
        json!(pair.days),
    ]
}
