//! The words of what is disputed: slot by slot, who says what.

use super::{Block, Section, Text, numbered::Numbered, violations, words};
use crate::{Dispute, IncidentLine};

/// The section on disputed reports.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let disputes = &numbered.daily.disputes;
    let mut blocks = vec![];
    if disputes.is_empty() {
        blocks.push(Block::Paragraph(Text::of(
            "The claims on the day's incidents do not contradict each other.",
        )));
    }
    for group in disputes.chunk_by(|a, b| a.incident == b.incident) {
        let line = group.first().and_then(|dispute| numbered.daily.incident(&dispute.incident));
        blocks.push(Block::Heading(line.map_or("Incident".to_owned(), title)));
        blocks.push(Block::List(group.iter().map(|dispute| told(numbered, dispute)).collect()));
    }
    let denied = &numbered.daily.only_denied;
    if !denied.is_empty() {
        let note = "Nobody in the record says that these happened; somebody says that they did not. They are in no \
                    figure of this report.";
        blocks.push(Block::Heading("Only denied".to_owned()));
        blocks.push(Block::Note(Text::of(note)));
        let lines = denied.iter().filter_map(|id| numbered.daily.incident(id));
        blocks.push(Block::Incidents(lines.map(|line| (line.number, only_denied(numbered, line))).collect()));
    }
    Section { id: "disputes", title: "Disputed reports", blocks }
}

/// What is denied, without a word of who would have done it.
fn only_denied(numbered: &Numbered, line: &IncidentLine) -> Text {
    let head = format!("{}, {}", words::capital(&words::act(line.act)), words::places(&line.places));
    let text = Text::default().strong(head).say(format!(". {}. ", violations::time(line)));
    text.and(numbered.refs(&line.claims))
}

/// An incident as a heading.
pub(crate) fn title(line: &IncidentLine) -> String {
    format!("Incident {}: {}, {}", line.number, words::act(line.act), words::places(&line.places))
}

fn told(numbered: &Numbered, dispute: &Dispute) -> Text {
    let slot = words::capital(&dispute.slot.replace('_', " "));
    let mut text = Text::default().strong(slot).say(": ");
    for (at, version) in dispute.versions.iter().enumerate() {
        let by: Vec<String> = version.by.iter().map(|by| words::name(by.as_ref())).collect();
        let before = ["", "; "][usize::from(at > 0)];
        // An act is told in the word of the files.
        let says = version.says.parse().map_or_else(|_| version.says.clone(), words::act);
        text = text.say(format!("{before}{says}, by the account of {} ", words::listed(&by)));
        text = text.and(numbered.refs(&version.claims));
    }
    text.say(".")
}
