//! The words of the incidents that are violations, by area, and of those not dated to one day.

use super::{Block, Section, Text, numbered::Numbered, words};
use crate::{IncidentLine, VerdictLine};
use truce_model::{Act, Attribution, IncidentId, Kind, Verdict};

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
            "No incident was read that can touch the day and is not dated to one day.",
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
    text = text.say(format!("{}. ", words::capital(&agent(line.act, &line.agent.attribution))));
    if !line.targets.is_empty() {
        let target = if line.act.kind() == Kind::Event { "Said to be the target" } else { "To or for" };
        // As told: the words of the claim, which may be cut short.
        let targets: Vec<String> =
            line.targets.iter().map(|target| words::quotation(target.as_str())).collect();
        text = text.say(format!("{target}: {}. ", words::listed(&targets)));
    }
    text = text.say(format!("{}. ", words::capital(&standing(line))));
    text = text
        .say(format!("{}. ", words::capital(&finding(&line.verdicts, |verdict| title(numbered, verdict)))));
    let claims = line.verdicts.iter().flat_map(|verdict| &verdict.claims).chain(&line.agent.claims);
    text.and(numbered.refs(claims.chain(&line.claims)))
}

/// When it happened, as a sentence.
pub(crate) fn time(line: &IncidentLine) -> String {
    if line.occurred.interval.is_unknown() {
        return "Time not known".to_owned();
    }
    words::capital(&line.occurred.words)
}

/// Who is said to have done it, so worded that nobody is blamed by accident.
pub(crate) fn agent(act: Act, attribution: &Attribution) -> String {
    // To say of a convoy that it arrived alleges nothing against it.
    let said = if words::blames(act) { "alleged against" } else { "told of" };
    match attribution {
        Attribution::ClaimedBy { actor } => format!("{actor} says that it did it"),
        Attribution::AllegedAgainst { actor, by } if by.is_empty() => format!("{said} {actor}"),
        Attribution::AllegedAgainst { actor, by } => format!("{said} {actor} by {}", words::listed(by)),
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

fn title(numbered: &Numbered, line: &VerdictLine) -> String {
    let reading = numbered.daily.readings.iter().find(|reading| reading.reading == line.reading);
    reading.map_or_else(|| line.reading.to_string(), |reading| words::quotation(&reading.title))
}

/// What the agreement makes of it: once where the readings agree, else for each group of readings that do.
pub(crate) fn finding(lines: &[VerdictLine], title: impl Fn(&VerdictLine) -> String) -> String {
    let mut groups: Vec<Vec<&VerdictLine>> = vec![];
    for line in lines {
        let agrees =
            |other: &VerdictLine| other.verdict == line.verdict && other.provisions == line.provisions;
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| agrees(first))) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    let told = |group: &Vec<&VerdictLine>| {
        let titles: Vec<String> = group.iter().map(|line| title(line)).collect();
        let first = group.first().map_or(String::new(), |line| verdict(line));
        // The leading group may be large; whoever is not in it is named in another.
        match titles.as_slice() {
            [lead, others @ ..] if others.len() > 1 && group.contains(&&lines[0]) => {
                format!("{first} under {lead} and {} other readings", others.len())
            }
            titles => format!("{first} under {}", words::listed(titles)),
        }
    };
    match (lines, groups.as_slice()) {
        ([], _) => "not judged".to_owned(),
        ([only], _) => verdict(only),
        ([first, ..], [_]) => {
            let every = if first.verdict.is_none() { "any" } else { "every" };
            format!("{} under {every} reading", verdict(first))
        }
        (_, groups) => groups.iter().map(told).collect::<Vec<_>>().join("; "),
    }
}

/// A verdict with its provisions.
fn verdict(line: &VerdictLine) -> String {
    let provisions = words::listed(&line.provisions);
    match line.verdict {
        None => "not judged".to_owned(),
        Some(Verdict::Violation) => format!("violation of {provisions}"),
        Some(verdict @ (Verdict::Permitted | Verdict::NotCovered)) => format!("{verdict} by {provisions}"),
        Some(Verdict::Undetermined) => format!("undetermined for {provisions}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use truce_model::{Name, ProvisionId, ReadingId};

    fn check(act: Act, says: &str) {
        let name = |words| Name::parse(words).unwrap();
        let attribution = Attribution::AllegedAgainst { actor: name("South"), by: vec![name("North")] };
        assert_eq!(agent(act, &attribution), says);
    }

    #[test]
    fn readings_that_agree_are_told_together() {
        let line = |reading: &str, verdict| VerdictLine {
            reading: ReadingId::new(reading),
            verdict: Some(verdict),
            provisions: vec![ProvisionId::new("art-1")],
            claims: vec![],
        };
        let told = |verdicts: &[(&str, Verdict)]| {
            let lines: Vec<_> = verdicts.iter().map(|(reading, verdict)| line(reading, *verdict)).collect();
            finding(&lines, |line| line.reading.to_string())
        };
        let (yes, no) = (Verdict::Violation, Verdict::Permitted);
        assert_eq!(told(&[("a", yes)]), "violation of art-1");
        assert_eq!(told(&[("a", yes), ("b", yes)]), "violation of art-1 under every reading");
        assert_eq!(
            told(&[("a", yes), ("b", no), ("c", yes), ("d", yes)]),
            "violation of art-1 under a and 2 other readings; permitted by art-1 under b"
        );
        assert_eq!(told(&[]), "not judged");
    }

    #[test]
    fn only_harm_is_alleged_against_somebody() {
        check(Act::Shelling, "alleged against South by North");
        check(Act::Blocked, "alleged against South by North");
        check(Act::ConvoyDelivered, "told of South by North");
        check(Act::Withdrawal, "told of South by North");
    }
}
