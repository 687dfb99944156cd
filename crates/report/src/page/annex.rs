//! The annex: readings, provisions and the table of incidents. The quotes are laid out by each format.

use super::{Block, Quoted, Row, Section, Table, Text, numbered::Numbered, violations, words};
use crate::{IncidentLine, ProvisionLine, Quote, ReadingLine, calendar::day_words};

/// The section on readings and provisions.
pub(crate) fn terms(numbered: &Numbered) -> Section {
    let blocks = vec![
        Block::Heading("Readings".to_owned()),
        Block::List(numbered.daily.readings.iter().map(reading).collect()),
        Block::Heading("Provisions".to_owned()),
        Block::List(numbered.daily.provisions.iter().map(provision).collect()),
    ];
    Section { id: "terms", title: "Annex: the terms and how they are read", blocks }
}

fn reading(line: &ReadingLine) -> Text {
    let text = Text::default().strong(line.reading.to_string()).say(format!(" — {}", line.title));
    let mut text = match line.holders.as_slice() {
        [] => text.say("."),
        holders => text.say(format!(", held by {}.", words::listed(holders))),
    };
    for words in &line.words {
        let on = words.on.map_or("day not known".to_owned(), day_words);
        // The words may be quoted or retold, so that no quotation marks are put around them.
        text = text.say(format!(" {}, {on}: {} ({}).", words.by, words.text, words.cite));
    }
    text
}

fn provision(line: &ProvisionLine) -> Text {
    let until = line.until.as_ref().map_or("with no end set".to_owned(), |until| format!("until {until}"));
    let term = line.term.replace('-', " ");
    let binds = words::listed(&line.binds);
    Text::default()
        .strong(line.provision.to_string())
        .say(format!(" ({term}), binds {binds} from {}, {until}: ", line.from))
        .say(&line.text)
}

/// The section with every incident in a table.
pub(crate) fn incidents(numbered: &Numbered) -> Section {
    let lines = &numbered.daily.incidents;
    let blocks = if lines.is_empty() {
        vec![Block::Paragraph(Text::of("No incident is listed."))]
    } else {
        let note = "The chain behind an id, down to the quoted words, is shown by “truce why ID”.";
        vec![Block::Note(Text::of(note)), Block::Table(table(numbered, lines))]
    };
    Section { id: "incidents", title: "Annex: incidents", blocks }
}

fn table(numbered: &Numbered, lines: &[IncidentLine]) -> Table {
    let columns = [
        "No.",
        "Place",
        "Act",
        "Agent alleged",
        "Target, as told",
        "Time",
        "Sources",
        "Standing",
        "Finding",
        "Killed",
        "Injured",
        "Quotes",
        "Id",
    ];
    let mut table = Table::new("Every incident named in this report", &columns);
    for line in lines {
        table.rows.push(Row { incident: Some(line.number), cells: cells(numbered, line) });
    }
    table
}

fn cells(numbered: &Numbered, line: &IncidentLine) -> Vec<Text> {
    vec![
        Text::of(line.number.to_string()),
        Text::of(words::places(&line.places)),
        Text::of(words::act(line.act)),
        Text::of(violations::agent(line.act, &line.agent.attribution)),
        Text::of(words::listed(&line.targets)),
        Text::of(&line.occurred.words),
        Text::of(words::listed(&line.witnesses)),
        Text::of(words::standing(line.standing)),
        Text::of(violations::finding(&line.verdicts, |verdict| verdict.reading.to_string())),
        Text::default().and(numbered.figure(&line.killed)),
        Text::default().and(numbered.figure(&line.injured)),
        Text::default().and(numbered.refs(&line.claims)),
        Text::of(line.id.to_string()),
    ]
}

/// A quote with who says it and where it stands.
pub(crate) fn quoted(quote: &Quote) -> Quoted {
    let via = quote.via.as_ref().map_or(String::new(), |via| format!(", quoted by {via}"));
    let source = words::capital(&words::name(quote.source.as_ref()));
    let outlet = quote.outlet.as_ref().map_or("outlet not known".to_owned(), ToString::to_string);
    let published = quote.published.as_deref().unwrap_or("on a day not known");
    let withdrawn = if quote.withdrawn { " It no longer counts." } else { "" };
    let about = format!(
        "{source}{via} {} ({}). In {} ({outlet}), published {published}. Claim {}.{withdrawn}",
        words::stance(quote.stance),
        words::act(quote.act),
        quote.document_name,
        quote.claim,
    );
    Quoted { number: quote.number, quote: words::quotation(&quote.quote), about }
}
