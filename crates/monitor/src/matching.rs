//! Two event tables beside each other, or one beside the incidents of a record: which tell of one event. Stores nothing.

use crate::{Book, MonitorError};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Seek},
    str::FromStr,
};
use truce_exchange::{
    INCIDENTS, Ladder, LadderFile, Table, TableEvent, TableHead, TableItem, TableOptions, import_table,
};
use truce_model::{Act, Name, Situation};
use truce_reconcile::tables::{
    Actor, Event, Ladders, Mode, Pair, Rules, Tie, Windows, act_rungs, beside, match_tables,
};

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

/// How two sides are compared.
#[derive(Clone, Debug)]
pub struct MatchRules {
    /// How far apart they may put one event, in kilometres.
    pub km: f64,
    /// How many days apart.
    pub days: i32,
    /// How pairs are chosen.
    pub mode: MatchMode,
    /// The ladders of their user, in place of that of acts.
    pub ladders: Option<LadderFile>,
}

impl MatchRules {
    fn rules(&self) -> Rules {
        let windows = Windows { km: self.km, days: self.days };
        let ladders = self.ladders.as_ref().map_or_else(Ladders::default, |file| Ladders {
            weights: file.ladder.iter().map(Ladder::weight).collect(),
            partial: file.partial,
            actors: file.actors,
            own: true,
        });
        Rules { windows, mode: self.mode.0, ladders }
    }

    fn own(&self) -> &[Ladder] {
        self.ladders.as_ref().map_or(&[], |file| &file.ladder)
    }
}

/// One side of a comparison.
#[derive(Debug)]
pub struct MatchSide {
    /// What it is called: a table's title, or `incidents`.
    pub title: String,
    /// What the user should know of it.
    pub notes: Vec<String>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: String,
    event: Option<Event>,
    /// Why it can be compared with nothing, if it cannot.
    why: Option<&'static str>,
}

/// Values that stand on no level of a ladder, by its name.
type Strangers = BTreeMap<String, BTreeSet<String>>;

/// The most values that a note names.
const NAMED: usize = 5;

impl MatchSide {
    /// The rows of a table.
    pub fn of_table(table: &ComparedTable, rules: &MatchRules, book: &Book) -> MatchSide {
        let mut strangers = Strangers::new();
        let mapping = &table.head.mapping;
        let mut entry = |row: &TableEvent| {
            let point = row.point.map(|point| (point.lat(), point.lon()));
            let names = row.agent.iter().chain(&row.target);
            let act = row.act;
            let cell = |column: Option<&str>| match column {
                Some(column) => row.cells.get(column).map(String::as_str),
                None => act.map(|act| act.word()),
            };
            let event = Event {
                days: row.days,
                is_episode: row.days.0 != row.days.1,
                point,
                radius_km: 0.0,
                act,
                actors: names.map(|name| Actor::of(name, &book.actors, row.days.0)).collect(),
                killed: row.killed.map(|killed| (killed, killed)),
                rungs: rungs(rules.own(), mapping, act, cell, &mut strangers),
            };
            let why = if point.is_none() { Some("it has no coordinates") } else { None };
            Entry { id: row.id.clone(), event: Some(event), why }
        };
        let entries = table.events.iter().map(&mut entry).collect();
        MatchSide { title: table.head.title.clone(), notes: notes(&strangers, mapping), entries }
    }

    /// The incidents of a record, as told by all claims but those that came of such a table: read by the same mapping, of the
    /// same publisher.
    pub fn of_incidents(
        situation: &Situation,
        table: &TableHead,
        rules: &MatchRules,
        book: &Book,
    ) -> MatchSide {
        let key = table.source.key();
        let own = |claim: &truce_model::Claim| {
            claim.table() == Some(table.mapping.as_str())
                && claim.source.as_ref().map(Name::key).as_ref() == Some(&key)
        };
        let (incidents, claims) = (&situation.incidents, &situation.claims);
        let found = beside(incidents, claims, own, &book.actors, &book.places);
        let alone = incidents.len() - found.len();
        let mut strangers = Strangers::new();
        let mut entry = |one: truce_reconcile::tables::Beside| {
            let event = one.event.map(|event| {
                let act = event.act;
                let cell = |_: Option<&str>| act.map(|act| act.word());
                let rungs = rungs(rules.own(), INCIDENTS, act, cell, &mut strangers);
                Event { rungs, ..event }
            });
            Entry { id: one.id.to_string(), event, why: one.why }
        };
        let entries = found.into_iter().map(&mut entry).collect();
        let mut notes = notes(&strangers, INCIDENTS);
        if alone > 0 {
            let noun = if alone == 1 { "incident is" } else { "incidents are" };
            notes.push(format!("{alone} {noun} told by {} alone and left out", table.title));
        }
        MatchSide { title: INCIDENTS.to_owned(), notes, entries }
    }

    fn len(&self) -> usize {
        self.entries.len()
    }
}

/// The categories of an event on each ladder; the ladder of acts where its user gives none.
fn rungs<'c>(
    ladders: &[Ladder],
    table: &str,
    act: Option<Act>,
    cell: impl Fn(Option<&str>) -> Option<&'c str>,
    strangers: &mut Strangers,
) -> Vec<Vec<Option<String>>> {
    if ladders.is_empty() {
        return vec![act_rungs(act)];
    }
    let one = |ladder: &Ladder| {
        ladder.rungs(table, &cell).unwrap_or_else(|value| {
            strangers.entry(ladder.name().to_owned()).or_default().insert(value.to_owned());
            vec![None; ladder.height()]
        })
    };
    ladders.iter().map(one).collect()
}

fn notes(strangers: &Strangers, table: &str) -> Vec<String> {
    let note = |(ladder, values): (&String, &BTreeSet<String>)| {
        let named: Vec<String> = values.iter().take(NAMED).map(|value| format!("`{value}`")).collect();
        let more =
            if values.len() > NAMED { format!(" and {} more", values.len() - NAMED) } else { String::new() };
        format!(
            "{table}: on no level of the ladder `{ladder}`: {}{more}; what they are is taken as not told",
            named.join(", ")
        )
    };
    strangers.iter().map(note).collect()
}

/// What came of a comparison.
#[derive(Debug)]
pub struct MatchResult {
    /// The pairs.
    pub pairs: Table,
    /// What has no partner, with the reason.
    pub unmatched: Table,
    /// How many pairs are one event; the others are events within episodes.
    pub same: usize,
}

impl MatchResult {
    /// In words: how many pairs there are, and what has no partner.
    pub fn summary(&self, a: &MatchSide, b: &MatchSide) -> String {
        let of = |side: &MatchSide| {
            let things = if side.title == INCIDENTS { "" } else { "rows of " };
            format!("{} of the {} {things}{}", side.len() - self.same, side.len(), side.title)
        };
        let noun = if self.same == 1 { "pair" } else { "pairs" };
        format!("{} {noun}; {} and {} have no partner.", self.same, of(a), of(b))
    }
}

/// Compares two sides.
pub fn match_sides(a: &MatchSide, b: &MatchSide, rules: &MatchRules) -> MatchResult {
    // What cannot be compared keeps its place, so that pairs name entries of the sides.
    let known = |side: &MatchSide| -> (Vec<usize>, Vec<Event>) {
        let known = side.entries.iter().enumerate();
        known.filter_map(|(at, entry)| Some((at, entry.event.clone()?))).unzip()
    };
    let ((of_a, events_a), (of_b, events_b)) = (known(a), known(b));
    let pairs = match_tables(&events_a, &events_b, &rules.rules());
    let pairs: Vec<Pair> =
        pairs.into_iter().map(|pair| Pair { a: of_a[pair.a], b: of_b[pair.b], ..pair }).collect();
    let columns = vec!["a", "b", "tie", "score", "km", "days"];
    let rows = pairs.iter().map(|pair| row(a, b, pair)).collect();
    let mut left = unmatched("a", a, b, &pairs, |pair| (pair.a, pair.b));
    left.extend(unmatched("b", b, a, &pairs, |pair| (pair.b, pair.a)));
    MatchResult {
        same: pairs.iter().filter(|pair| pair.tie != Tie::Within).count(),
        pairs: Table { columns, rows },
        unmatched: Table { columns: vec!["side", "id", "because"], rows: left },
    }
}

fn row(a: &MatchSide, b: &MatchSide, pair: &Pair) -> Vec<Value> {
    let tie = match pair.tie {
        Tie::Event => "event",
        Tie::Episode => "episode",
        Tie::Within => "within",
    };
    let rounded = |number: f64| json!((number * 1000.0).round() / 1000.0);
    vec![
        json!(a.entries[pair.a].id),
        json!(b.entries[pair.b].id),
        json!(tie),
        rounded(pair.score),
        rounded(pair.km),
        json!(pair.days),
    ]
}

/// What of a side has no partner.
fn unmatched(
    word: &str,
    side: &MatchSide,
    other: &MatchSide,
    pairs: &[Pair],
    ends: impl Fn(&Pair) -> (usize, usize),
) -> Vec<Vec<Value>> {
    let mut ties: BTreeMap<usize, (bool, Vec<&str>)> = BTreeMap::new();
    for pair in pairs {
        let (own, of_other) = ends(pair);
        let (paired, within) = ties.entry(own).or_default();
        *paired |= pair.tie != Tie::Within;
        within.push(&other.entries[of_other].id);
    }
    let because = |at: usize, entry: &Entry| match (entry.why, ties.get(&at)) {
        (Some(why), _) => Some(why.to_owned()),
        (None, Some((true, _))) => None,
        (None, Some((false, ids))) => Some(format!("within an episode, or holds: {}", ids.join(", "))),
        (None, None) => Some("none within the windows is left that agrees".to_owned()),
    };
    let entries = side.entries.iter().enumerate();
    entries
        .filter_map(|(at, entry)| Some(vec![json!(word), json!(entry.id), json!(because(at, entry)?)]))
        .collect()
}
