//! The words of the incidents that are violations, by area, and of those not dated to one day.

use super::{Block, Section, Text, numbered::Numbered, words};
use crate::{IncidentLine, VerdictLine};
use truce_model::{Attribution, IncidentId, Verdict};

/// The section on violations by area.
pub(crate) fn section(numbered: &Numbered) -> Section {
    let mut blocks = vec![];
    if numbered.daily.violations.is_empty() {
        blocks.push(Block::Paragraph(Text::of(
            "No incident of the day is found to be a violation under any reading.",
        )));
    }
    for area in &numbered.daily.violations {
        blocks.push(Block::Heading(area.area.words()));
        blocks.push(told(numbered, &area.incidents));
    }
    Section { id: "violations", title: "Violations by area", blocks }
}

/// The section on incidents that lie in no single day.
pub(crate) fn not_dated(numbered: &Numbered) -> Section {
    let ids = &numbered.daily.not_dated;
    let blocks = if ids.is_empty() {
        vec![Block::Paragraph(Text::of(
            "No incident that can touch the day is told without being dated to one day.",
        ))]
    } else {
        let note = "These can touch the day, but their time spans several days or has an open end. They are in no day's \
                    figure; where both ends are known they count since the start.";
        vec![Block::Note(Text::of(note)), told(numbered, ids)]
    };
    Section { id: "not-dated", title: "Not dated to one day", blocks }
}

fn told(numbered: &Numbered, ids: &[IncidentId]) -> Block {
    let lines = ids.iter().filter_map(|id| numbered.daily.incident(id));
    Block::Incidents(lines.map(|line| (line.number, incident(numbered, line))).collect())
}

/// An incident in a few sentences.
pub(crate) fn incident(numbered: &Numbered, line: &IncidentLine) -> Text {
    let head = format!("{}, {}", words::capital(&words::act(line.act)), words::places(&line.places));
    let mut text = Text::default().strong(head).say(format!(". {}. ", time(line)));
    text = text.say(format!("{}. ", words::capital(&agent(&line.agent.attribution))));
    if !line.targets.is_empty() {
        text = text.say(format!("Said to be hit: {}. ", words::listed(&line.targets)));
    }
    text = text.say(format!("{}. ", words::capital(&standing(line))));
    text = text.say(format!("{} ", finding(numbered, line)));
    let claims = line.verdicts.iter().flat_map(|verdict| &verdict.claims).chain(&line.agent.claims);
    text.and(numbered.refs(claims.chain(&line.claims)))
}

fn time(line: &IncidentLine) -> String {
    if line.occurred.interval.is_unknown() {
        return "Time not known".to_owned();
    }
    words::capital(&line.occurred.words)
}

/// Who is said to have done it, so worded that nobody is blamed by accident.
pub(crate) fn agent(attribution: &Attribution) -> String {
    match attribution {
        Attribution::ClaimedBy { actor } => format!("{actor} says that it did it"),
        Attribution::AllegedAgainst { actor, by } if by.is_empty() => format!("alleged against {actor}"),
        Attribution::AllegedAgainst { actor, by } => {
            format!("alleged against {actor} by {}", words::listed(by))
        }
        Attribution::Contested { named } => {
            let named: Vec<String> = named.iter().map(ToString::to_string).collect();
            format!("contested: {}", named.join(" / "))
        }
        Attribution::Unknown => "not attributed".to_owned(),
    }
}

fn standing(line: &IncidentLine) -> String {
    let words = words::standing(line.standing);
    if line.witnesses.is_empty() {
        words.to_owned()
    } else {
        format!("{words}, told by {}", words::listed(&line.witnesses))
    }
}

/// What the agreement makes of it: once where the readings agree, else reading by reading.
fn finding(numbered: &Numbered, line: &IncidentLine) -> String {
    let [first, rest @ ..] = line.verdicts.as_slice() else { return "Not judged.".to_owned() };
    let agrees = |other: &VerdictLine| other.verdict == first.verdict && other.provisions == first.provisions;
    if rest.iter().all(agrees) {
        let every = match (rest, first.verdict) {
            ([], _) => "",
            (_, None) => " under any reading",
            (_, Some(_)) => " under every reading",
        };
        return format!("{}{every}.", words::capital(&verdict(first)));
    }
    let title = |line: &VerdictLine| {
        let reading = numbered.daily.readings.iter().find(|reading| reading.reading == line.reading);
        reading.map_or_else(|| line.reading.to_string(), |reading| reading.title.clone())
    };
    let each: Vec<_> =
        line.verdicts.iter().map(|line| format!("{} under “{}”", verdict(line), title(line))).collect();
    format!("{}.", words::capital(&each.join("; ")))
}

/// A verdict with its provisions.
pub(crate) fn verdict(line: &VerdictLine) -> String {
    let provisions = words::provisions(&line.provisions);
    match line.verdict {
        None => "not judged".to_owned(),
        Some(Verdict::Violation) => format!("violation of {provisions}"),
        Some(verdict @ (Verdict::Permitted | Verdict::NotCovered)) => format!("{verdict} by {provisions}"),
        Some(Verdict::Undetermined) => format!("undetermined for {provisions}"),
    }
}
