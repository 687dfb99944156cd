//! The words of what has changed since earlier reports.

use super::{Block, Section, Table, Text, numbered::Numbered, words};
use crate::{Correction, Counted, calendar::day_words};

/// The section on corrections.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let (changed, stand): (Vec<&Correction>, Vec<_>) = numbered
        .daily
        .corrections
        .iter()
        .partition(|correction| !correction.changes.is_empty() || !correction.tolls.is_empty());
    let mut blocks = vec![];
    if numbered.daily.corrections.is_empty() {
        blocks.push(Block::Paragraph(Text::of("There is no earlier report to correct.")));
    }
    for correction in &changed {
        let of = if correction.reconstructed { "Figures of" } else { "Report of" };
        blocks.push(Block::Heading(format!("{of} {}", day_words(correction.day))));
        blocks.push(Block::Table(changes(numbered, correction)));
        blocks.push(Block::Paragraph(made_by(numbered, correction)));
        blocks.push(Block::Paragraph(Text::of(kept(correction))));
    }
    if !stand.is_empty() {
        let days: Vec<String> = stand.iter().map(|correction| day_words(correction.day)).collect();
        let reports = stand.iter().any(|correction| !correction.reconstructed);
        let noun = words::plural(days.len() as u64, " of the report", " of the reports");
        let verb = format!("The figures{}", if reports { &noun } else { "" });
        blocks.push(Block::Paragraph(Text::of(format!("{verb} of {} stand.", words::listed(&days)))));
    }
    Section { id: "corrections", title: "Corrections to earlier reports", blocks }
}

fn changes(numbered: &Numbered, correction: &Correction) -> Table {
    let day = day_words(correction.day);
    let (caption, before) = match correction.reconstructed {
        true => (format!("Changed since the end of {day}"), "As it would have stood"),
        false => (format!("Changed since the report of {day}"), "As reported"),
    };
    let mut table = Table::new(&caption, &["Figure", before, "As known now"]);
    for change in &correction.changes {
        let none = if change.of == Counted::Incidents { "none read" } else { "none found" };
        let cell = |figure| Text::default().and(numbered.count(figure, none));
        table.row(vec![Text::of(words::capital(counted(change.of))), cell(&change.was), cell(&change.now)]);
    }
    for change in &correction.tolls {
        let cell = |figure| Text::default().and(numbered.figure(figure));
        let who = change.who.as_ref().map_or(String::new(), |who| format!(" ({who})"));
        let what = format!("{}{who}", words::capital(change.toll.word()));
        let whereof = format!("{what}: {}, {}", words::act(change.act), words::places(&change.places));
        table.row(vec![Text::of(whereof), cell(&change.was), cell(&change.now)]);
    }
    table
}

fn made_by(numbered: &Numbered, correction: &Correction) -> Text {
    let (added, removed) = (&correction.added.claims, &correction.removed.claims);
    let text = Text::of(match correction.reconstructed {
        true => format!(
            "The record does not tell what a report of that day said; the earlier figure is told as it would have \
             stood on what was published by {}. ",
            correction.reported.words
        ),
        false => format!(
            "That report was based on what was published by {} and recorded up to record {}. ",
            correction.reported.words, correction.reported.record
        ),
    });
    if added.is_empty() && removed.is_empty() {
        return text.say("No claim came or went: the same claims are grouped or judged otherwise.");
    }
    let mut text = text;
    if !added.is_empty() {
        text = text.say("Claims that were not there then: ").and(numbered.refs(added));
        text = text.say(format!(" ({}). ", documents(numbered, added)));
    }
    if !removed.is_empty() {
        text = text.say("Claims that no longer count: ").and(numbered.refs(removed));
        text = text.say(format!(" ({}).", documents(numbered, removed)));
    }
    text
}

fn documents(numbered: &Numbered, claims: &[truce_model::ClaimId]) -> String {
    let mut names: Vec<&str> = vec![];
    for quote in numbered.daily.quotes.iter().filter(|quote| claims.contains(&quote.claim)) {
        if !names.contains(&quote.document_name.as_str()) {
            names.push(&quote.document_name);
        }
    }
    words::listed(&names)
}

fn kept(correction: &Correction) -> String {
    let stand: Vec<&str> = correction.stand.iter().map(|of| counted(*of)).collect();
    if stand.is_empty() {
        "No figure of that day stands.".to_owned()
    } else {
        format!("What stands: {}.", words::listed(&stand))
    }
}

fn counted(of: Counted) -> &'static str {
    match of {
        Counted::Incidents => "incidents",
        Counted::Violations => "violations",
        Counted::Undetermined => "undetermined",
        Counted::Killed => "killed",
        Counted::Injured => "injured",
    }
}
