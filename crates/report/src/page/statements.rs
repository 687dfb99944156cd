//! The words of who said what on the day.

use super::{Block, Section, Text, numbered::Numbered, words};
use crate::{Said, Speaker};

/// The section on statements.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let mut blocks = vec![];
    let speakers = &numbered.daily.statements.speakers;
    if speakers.is_empty() {
        blocks.push(Block::Paragraph(Text::of("No statement of the day was read.")));
    }
    for line in speakers {
        blocks.push(Block::Heading(match &line.speaker {
            Speaker::Party(name) => format!("{name} (party)"),
            Speaker::Other(name) => name.clone(),
            Speaker::Outlet(name) => format!("{name}, in its own voice"),
            Speaker::NotKnown => "Source not named".to_owned(),
        }));
        blocks.push(Block::List(line.said.iter().map(|said| told(numbered, said, true)).collect()));
    }
    Section { id: "statements", title: "Statements of the parties and others", blocks }
}

/// One thing said: who, what, in which words.
pub(crate) fn told(numbered: &Numbered, said: &Said, with_act: bool) -> Text {
    let via = said.via.as_ref().map_or(String::new(), |via| format!(", quoted by {via}"));
    let act = if with_act { format!(" ({})", words::act(said.act)) } else { String::new() };
    Text::default()
        .strong(words::capital(&words::name(said.source.as_ref())))
        .say(format!("{via} {}{act}: ", words::stance(said.stance)))
        .quoted(&said.quote)
        .say(" ")
        .and(numbered.refs(&said.claims))
}
