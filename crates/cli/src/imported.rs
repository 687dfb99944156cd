//! What an event table came to: the figures, and the first of what was refused. Decides nothing.

use crate::failure::{complain, note};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    io::{self, Write},
};
use truce_model::Kind;
use truce_monitor::{Cause, Refusal, RowFate, TableHead, TableRow};

/// How many rows are shown of each cause.
const SHOWN: usize = 3;

/// What a table came to so far; of what was refused it holds the first rows of each cause and how many there are.
pub struct Outcome<'w> {
    file: String,
    /// How it was read.
    pub head: Option<TableHead>,
    new: u64,
    known: u64,
    replaced: u64,
    withdrawn: u64,
    erased: u64,
    events: u64,
    tolls: u64,
    causes: BTreeMap<(bool, Cause), Told>,
    report: Option<&'w mut dyn Write>,
    unwritten: Option<io::Error>,
}

/// What is known of one cause.
#[derive(Default)]
struct Told {
    rows: u64,
    times: usize,
    first: Vec<Refusal>,
}

#[derive(Serialize)]
struct Line<'r> {
    file: &'r str,
    #[serde(flatten)]
    refusal: &'r Refusal,
}

impl<'w> Outcome<'w> {
    /// A table of which nothing was read yet; everything that is refused is written to `report`, as JSON lines.
    pub fn of(file: &str, report: Option<&'w mut dyn Write>) -> Outcome<'w> {
        Outcome {
            file: file.to_owned(),
            head: None,
            new: 0,
            known: 0,
            replaced: 0,
            withdrawn: 0,
            erased: 0,
            events: 0,
            tolls: 0,
            causes: BTreeMap::new(),
            report,
            unwritten: None,
        }
    }

    /// Notes a row that is kept.
    pub fn keep(&mut self, row: TableRow, fate: &RowFate) {
        match fate {
            RowFate::New => self.new += 1,
            RowFate::Known => self.known += 1,
            RowFate::Replaced => self.replaced += 1,
            RowFate::Withdrawn => {
                self.withdrawn += 1;
                return;
            }
            RowFate::Erased => {
                self.erased += 1;
                return;
            }
            RowFate::Refused(_) => return,
        }
        let of = |kind: Kind| row.claims.iter().filter(|claim| claim.kind() == kind).count() as u64;
        self.events += of(Kind::Event);
        self.tolls += of(Kind::Toll);
        row.left_out.into_iter().for_each(|refusal| self.refuse(refusal));
    }

    /// Notes what is refused.
    pub fn refuse(&mut self, refusal: Refusal) {
        if let Some(report) = &mut self.report {
            let line = Line { file: &self.file, refusal: &refusal };
            let line = serde_json::to_string(&line).expect("words and numbers are always JSON");
            if let Err(error) = writeln!(report, "{line}") {
                self.unwritten.get_or_insert(error);
            }
        }
        let told = self.causes.entry((refusal.kept, refusal.cause)).or_default();
        told.rows += refusal.count();
        told.times += 1;
        if told.first.len() < SHOWN {
            told.first.push(refusal);
        }
    }

    /// Whether nothing came of it at all.
    pub fn is_empty(&self) -> bool {
        self.kept() + self.withdrawn + self.erased == 0 && self.causes.is_empty()
    }

    /// Why the report is not whole, if it is not.
    pub fn unwritten(&mut self) -> Option<io::Error> {
        self.unwritten.take()
    }

    /// How many rows are refused.
    pub fn refused(&self) -> u64 {
        self.causes.iter().filter(|((kept, _), _)| !kept).map(|(_, told)| told.rows).sum()
    }

    fn kept(&self) -> u64 {
        self.new + self.known + self.replaced
    }

    /// Prints the figures, and the first rows of each cause.
    pub fn show(&self, dry_run: bool) {
        let Outcome { file, new, known, replaced, events, tolls, .. } = self;
        for line in self.head.iter().flat_map(|head| &head.notes) {
            note(&format!("{file}: {line}"));
        }
        for ((kept, cause), told) in &self.causes {
            for refusal in &told.first {
                let id = refusal.id.as_ref().map_or(String::new(), |id| format!("row {id}, "));
                let message = format!("{file}:{}: {id}{}: {}", refusal.line, cause.words(), refusal.problem);
                if *kept {
                    note(&format!("{message}; the row is kept without it"));
                } else {
                    complain(&message, None);
                }
            }
            let more = told.times - told.first.len();
            if more > 0 {
                note(&format!("{more} more of these: {}; --report FILE lists them", cause.words()));
            }
        }
        let title = self.head.as_ref().map_or("not read to its end", |head| head.title.as_str());
        let stored = if dry_run { ", nothing stored" } else { "" };
        anstream::println!("{file}: {title}{stored}");
        let (kept, refused) = (self.kept(), self.refused());
        anstream::println!(
            "  {} rows: {kept} kept ({new} new, {known} known already, {replaced} replaced), {refused} refused",
            kept + refused + self.withdrawn + self.erased
        );
        if self.withdrawn > 0 {
            anstream::println!("  {} withdrawn and left so; --again counts them again", self.withdrawn);
        }
        if self.erased > 0 {
            anstream::println!("  {} erased and left so", self.erased);
        }
        anstream::println!("  {events} events, {tolls} tolls");
        for ((kept, cause), told) in &self.causes {
            let what = if *kept { "left out of rows that are kept" } else { "refused" };
            anstream::println!("  {what}: {} {}", told.rows, cause.words());
        }
    }
}
