//! The tables of people affected, with the claims at each bound.

use super::{Block, Section, Table, Text, numbered::Numbered, words};
use crate::{Figure, FigureValue, Side, TollLine};

/// The section on casualties.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let casualties = &numbered.daily.casualties;
    let mut blocks = vec![];
    let tables = [
        ("By incident of the day", &casualties.incidents),
        ("By incident not dated to one day", &casualties.not_dated),
        ("Figures not dated", &casualties.undated),
    ];
    for (caption, lines) in tables {
        if !lines.is_empty() {
            blocks.push(Block::Table(table(numbered, caption, "Incident or place", lines)));
        }
    }
    if casualties.incidents.is_empty() {
        let told = !blocks.is_empty() || !casualties.aggregates.is_empty();
        let none = match told {
            true => {
                "No figure of people affected is dated to this day alone. What is told without such a date follows."
            }
            false => {
                "No figure of people affected is given for an incident of the day. It is not known how many were."
            }
        };
        blocks.insert(0, Block::Paragraph(Text::of(none)));
    }
    if !casualties.aggregates.is_empty() {
        let note = "Sums that sources give for a stretch of time and places. They may hold the incidents above, so \
                    that they are never added to them or to each other.";
        blocks.push(Block::Heading("Sums given by sources".to_owned()));
        blocks.push(Block::Note(Text::of(note)));
        blocks.push(Block::Table(table(
            numbered,
            "Sums given by sources",
            "Where and when",
            &casualties.aggregates,
        )));
    }
    Section { id: "casualties", title: "Casualties between bounds", blocks }
}

fn table(numbered: &Numbered, caption: &str, scope: &str, lines: &[TollLine]) -> Table {
    let columns = [scope, "People", "Figure", "Lowest account", "Highest account", "Id"];
    let mut table = Table::new(caption, &columns);
    for line in lines {
        let who = line.who.as_ref().map_or(String::new(), |who| format!(" ({who})"));
        table.row(vec![
            self::scope(numbered, line),
            Text::of(format!("{}{who}", line.of.word())),
            Text::default().and(numbered.figure(&line.figure)),
            side(numbered, &line.low, "no lower figure"),
            highest(numbered, line),
            Text::of(line.id.to_string()),
        ]);
    }
    table
}

fn scope(numbered: &Numbered, line: &TollLine) -> Text {
    match line.incident.as_ref().and_then(|id| numbered.daily.incident(id)) {
        Some(incident) => Text::default().and(super::Piece::Incident(incident.number)).say(format!(
            ", {}, {}",
            words::act(incident.act),
            words::places(&incident.places)
        )),
        None => {
            Text::of(format!("{}; {}", words::capital(&words::places(&line.places)), line.occurred.words))
        }
    }
}

fn side(numbered: &Numbered, side: &Side, none: &str) -> Text {
    match side.number {
        Some(n) => {
            let value = FigureValue::Exact { n };
            Text::default().and(numbered.figure(&Figure { value, claims: side.claims.clone() }))
        }
        None => Text::of(format!("{none} ")).and(numbered.refs(&side.claims)),
    }
}

/// The upper bound; where the top is open, the highest floor if it says more than the lowest account.
fn highest(numbered: &Numbered, line: &TollLine) -> Text {
    match line.figure.value {
        FigureValue::Open { highest: low, .. } => {
            let (value, claims) = (FigureValue::AtLeast { low }, line.highest.claims.clone());
            Text::default().and(numbered.figure(&Figure { value, claims }))
        }
        FigureValue::Exact { .. }
        | FigureValue::Between { .. }
        | FigureValue::AtLeast { .. }
        | FigureValue::AtMost { .. }
        | FigureValue::NoneReported
        | FigureValue::NoFigure => side(numbered, &line.high, "no upper figure"),
    }
}
