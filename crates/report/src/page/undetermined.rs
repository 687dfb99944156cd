//! The words of what is left open.

use super::{Block, Section, Text, disputes, numbered::Numbered, violations, words};
use crate::{AreaSilence, OpenQuestion, calendar::day_words};
use truce_model::IncidentId;

/// The section on what could not be determined.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let open = &numbered.daily.undetermined;
    let mut blocks = vec![];
    for group in open.questions.chunk_by(|a, b| a.incident == b.incident) {
        let line = group.first().and_then(|question| numbered.daily.incident(&question.incident));
        blocks.push(Block::Heading(line.map_or("Incident".to_owned(), disputes::title)));
        blocks.push(Block::List(group.iter().map(|question| told(numbered, question)).collect()));
    }
    blocks.extend(incidents(numbered, "Time not known", &open.time_not_known));
    blocks.extend(incidents(numbered, "Place not known", &open.place_not_known));
    if blocks.is_empty() {
        let none = match numbered.daily.incidents.is_empty() {
            true => "No incident was read, so that nothing is open about one.",
            false => "The claims leave nothing open about the day's incidents.",
        };
        blocks.push(Block::Paragraph(Text::of(none)));
    }
    blocks.extend(unread(numbered));
    if !open.silent.is_empty() {
        blocks.push(Block::Heading("Areas not heard from".to_owned()));
        let silent: Vec<String> = open.silent.iter().map(silence).collect();
        let text =
            format!("No incident of the day was read of {}. Silence is not calm.", words::listed(&silent));
        blocks.push(Block::Paragraph(Text::of(text)));
    }
    Section { id: "undetermined", title: "What could not be determined", blocks }
}

fn told(numbered: &Numbered, question: &OpenQuestion) -> Text {
    let all = question.readings.len() == numbered.daily.readings.len();
    let readings = if all { "every reading".to_owned() } else { words::listed(&question.readings) };
    Text::default()
        .strong(words::capital(words::question(question.question)))
        .say(format!(
            " Not known: {} ({}, {readings}) ",
            words::reason(&question.because),
            question.provision
        ))
        .and(numbered.refs(&question.claims))
}

fn incidents(numbered: &Numbered, title: &str, ids: &[IncidentId]) -> Vec<Block> {
    if ids.is_empty() {
        return vec![];
    }
    let lines = ids.iter().filter_map(|id| numbered.daily.incident(id));
    let told = lines.map(|line| (line.number, violations::incident(numbered, line))).collect();
    vec![Block::Heading(title.to_owned()), Block::Incidents(told)]
}

/// Sentences that seem to carry a claim and are in no figure.
fn unread(numbered: &Numbered) -> Vec<Block> {
    let basis = &numbered.daily.basis;
    if basis.unread.is_empty() {
        return vec![];
    }
    let documents: Vec<String> =
        basis.unread.iter().map(|document| format!("{} ({})", document.name, document.sentences)).collect();
    let text = format!(
        "{} of documents published on the day {} to carry a claim and could not be read: {}. What they tell is in no \
         figure of this report.",
        words::number(basis.unread_sentences(), "sentence", "sentences"),
        words::plural(basis.unread_sentences() as u64, "seems", "seem"),
        words::listed(&documents),
    );
    vec![Block::Heading("Sentences not read".to_owned()), Block::Paragraph(Text::of(text))]
}

fn silence(area: &AreaSilence) -> String {
    match area.last_told_of {
        Some(day) => format!("{} (last: {})", area.area, day_words(day)),
        None => format!("{} (none since the start)", area.area),
    }
}
