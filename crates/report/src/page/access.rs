//! The words of what is said of access, and the table of duties.

use super::{Block, Section, Table, Text, numbered::Numbered, statements, violations, words};
use crate::Obligation;

/// The section on access and obligations.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let access = &numbered.daily.access;
    let mut blocks = vec![];
    if access.incidents.is_empty() && access.lines.is_empty() {
        let none = "Nothing was read of the passage of aid, patients or civilians on the day.";
        blocks.push(Block::Paragraph(Text::of(none)));
    }
    if !access.incidents.is_empty() {
        blocks.push(Block::Heading("Incidents".to_owned()));
        let lines = access.incidents.iter().filter_map(|id| numbered.daily.incident(id));
        blocks.push(Block::Incidents(
            lines.map(|line| (line.number, violations::incident(numbered, line))).collect(),
        ));
    }
    for line in &access.lines {
        blocks.push(Block::Heading(words::capital(&words::act(line.act))));
        blocks.push(Block::List(
            line.said.iter().map(|said| statements::told(numbered, said, false)).collect(),
        ));
    }
    if !access.obligations.is_empty() {
        blocks.push(Block::Heading("Obligations".to_owned()));
        blocks.push(Block::Table(obligations(numbered)));
    }
    Section { id: "access", title: "Access and obligations", blocks }
}

fn obligations(numbered: &Numbered) -> Table {
    let columns = ["Duty", "Debtor", "Due", "State at the cut-off", "Said to be met", "Said not to be met"];
    let mut table = Table::new("What is owed, by whom, and how it stands", &columns);
    for duty in &numbered.daily.access.obligations {
        let said = |claims: &[_]| match claims {
            [] => Text::of("by nobody"),
            claims => Text::default().and(numbered.refs(claims)),
        };
        table.row(vec![
            Text::of(format!("{} ({})", duty.what, duty.provision)),
            Text::of(words::listed(&duty.debtors)),
            Text::of(due(duty)),
            Text::of(duty.state.word()),
            said(&duty.met.claims),
            said(&duty.unmet.claims),
        ]);
    }
    table
}

fn due(duty: &Obligation) -> String {
    match (&duty.due_words, duty.due_passed) {
        (None, _) => "no date in the text".to_owned(),
        (Some(words), Some(true)) => format!("{words} (passed)"),
        (Some(words), _) => words.clone(),
    }
}
