//! Things in a line of words, to be read before and after. What the words leave out still counts as a difference.

use super::Key;
use crate::why::decisive;
use std::collections::BTreeMap;
use truce_model::{Attribution, Bound, Finding, Incident, Obligation, Situation, Toll};

/// Everything that a situation holds, by sort and id.
pub(super) fn all(situation: &Situation) -> BTreeMap<Key, String> {
    let Situation { documents, agreements, incidents, retracted, findings, tolls, obligations, .. } =
        situation;
    let all = (documents.iter().map(|one| (("document", one.id.to_string()), one.name.clone())))
        .chain(agreements.iter().map(|one| (("agreement", one.id.to_string()), one.title.clone())))
        .chain(retracted.iter().map(|one| (("incident", one.id.to_string()), incident(one))))
        .chain(incidents.iter().map(|one| (("incident", one.id.to_string()), incident(one))))
        .chain(findings.iter().map(|one| (("finding", one.id.to_string()), finding(one))))
        .chain(tolls.iter().map(|one| (("toll", one.id.to_string()), toll(one))))
        .chain(obligations.iter().map(|one| (("obligation", one.id.to_string()), obligation(one))));
    all.collect()
}

fn incident(incident: &Incident) -> String {
    let places: Vec<&str> = incident.places.iter().map(|place| place.as_str()).collect();
    let who: Vec<&str> = incident.attribution.named().iter().map(|name| name.as_str()).collect();
    let how = match &incident.attribution {
        Attribution::ClaimedBy { .. } => "claimed by",
        Attribution::AllegedAgainst { .. } => "alleged against",
        Attribution::Contested { .. } => "contested:",
        Attribution::Unknown => "by nobody named",
    };
    let claims: Vec<String> = incident.all_claims().map(ToString::to_string).collect();
    format!(
        "{} at {}, {}, {how} {}; {}, {} witnesses; {}",
        incident.act,
        places.join(", "),
        incident.occurred,
        who.join(", "),
        incident.standing.word(),
        incident.witnesses.len(),
        claims.join(" ")
    )
}

fn finding(finding: &Finding) -> String {
    let by = format!("`{}` of {}, {}", finding.provision, finding.agreement, finding.reading);
    format!("{by}: {}: {}", finding.verdict, decisive(finding))
}

fn toll(toll: &Toll) -> String {
    let number = |bound: &Bound| bound.number.map_or("unknown".to_owned(), |number| number.to_string());
    let who = toll.who.as_ref().map_or("people", |who| who.as_str());
    format!("{who} {}: {} to {}", toll.of.word(), number(&toll.low), number(&toll.high))
}

fn obligation(duty: &Obligation) -> String {
    let stage = duty.stage.map_or("left open", |stage| stage.word());
    format!("{}: {}; {stage}", duty.what, duty.state.word())
}
