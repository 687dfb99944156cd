//! What is different since an earlier record, each thing with before and after. Says nothing of who was right.

use crate::{Knowledge, Monitor, MonitorError, why::decisive};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use truce_exchange::Table;
use truce_model::{Attribution, Bound, Incident, Seq, Situation, Toll};

/// The columns of the changes.
pub const CHANGE: &[&str] = &["what", "id", "change", "before", "after"];

impl Monitor {
    /// What became different after record `since`: documents, incidents, findings, tolls, duties, and the days of which a
    /// report must be made again.
    pub fn changes(&self, since: Seq, now: Timestamp) -> Result<Table, MonitorError> {
        let head = self.head()?;
        if since > head {
            return Err(MonitorError::BeyondTheLog { seq: since, head });
        }
        let at = |up_to| self.situation(&Knowledge { up_to, as_of: now, cut_off: None });
        Ok(compare(&at(since)?, &at(head)?))
    }
}

/// In words, by id, all that a situation holds of one sort.
type Told = BTreeMap<String, String>;

/// A sort of thing, and how all of it is told.
type Sort = (&'static str, fn(&Situation) -> Told);

fn compare(before: &Situation, after: &Situation) -> Table {
    let mut rows = Vec::new();
    let sorts: [Sort; 5] = [
        ("document", documents),
        ("incident", incidents),
        ("finding", findings),
        ("toll", tolls),
        ("obligation", obligations),
    ];
    for (what, told) in sorts {
        rows.extend(differences(what, &told(before), &told(after)));
    }
    let is_retracted =
        |situation: &Situation, id: &Value| situation.retracted.iter().any(|one| id == one.id.as_str());
    for row in rows.iter_mut().filter(|row| row[2] == "changed" && is_retracted(after, &row[1])) {
        if !is_retracted(before, &row[1]) {
            row[2] = json!("retracted");
        }
    }
    rows.extend(reports(before, after));
    Table { columns: CHANGE.to_vec(), rows }
}

fn differences(what: &str, before: &Told, after: &Told) -> Vec<Vec<Value>> {
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let row = |id: &String| {
        let (was, is) = (before.get(id), after.get(id));
        let change = match (was, is) {
            (Some(was), Some(is)) if was == is => return None,
            (Some(_), Some(_)) => "changed",
            (None, _) => "new",
            (_, None) => "gone",
        };
        Some(vec![json!(what), json!(id), json!(change), json!(was), json!(is)])
    };
    ids.into_iter().filter_map(row).collect()
}

/// The days whose report under an agreement rests on an incident that is different.
fn reports(before: &Situation, after: &Situation) -> Vec<Vec<Value>> {
    let (was, is) = (incidents(before), incidents(after));
    let (found, now) = (findings(before), findings(after));
    let differs = |situation: &Situation, incident: &Incident| {
        let id = incident.id.to_string();
        let of_it = situation.findings.iter().filter(|finding| finding.incident == incident.id);
        let judged = |id: &String| found.get(id) != now.get(id);
        was.get(&id) != is.get(&id) || of_it.map(|finding| finding.id.to_string()).any(|id| judged(&id))
    };
    let mut days: BTreeSet<(String, String)> = BTreeSet::new();
    for situation in [before, after] {
        for incident in situation.incidents.iter().filter(|incident| differs(situation, incident)) {
            let day = incident.occurred.start.or(incident.occurred.end).map(|moment| moment.date());
            let judged = situation.findings.iter().filter(|finding| finding.incident == incident.id);
            let by: BTreeSet<String> = judged.map(|finding| finding.agreement.to_string()).collect();
            days.extend(
                day.into_iter().flat_map(|day| by.iter().map(move |by| (by.clone(), day.to_string()))),
            );
        }
    }
    let row = |(by, day): (String, String)| {
        let again = format!("make it again: truce report --agreement {by} --day {day}");
        vec![json!("report"), json!(format!("{by} {day}")), json!("changed"), Value::Null, json!(again)]
    };
    days.into_iter().map(row).collect()
}

fn documents(situation: &Situation) -> Told {
    let told = |document: &truce_model::Document| (document.id.to_string(), document.name.clone());
    situation.documents.iter().map(told).collect()
}

fn incidents(situation: &Situation) -> Told {
    let told = |incident: &Incident| {
        let places: Vec<&str> = incident.places.iter().map(|place| place.as_str()).collect();
        let who: Vec<&str> = incident.attribution.named().iter().map(|name| name.as_str()).collect();
        let how = match &incident.attribution {
            Attribution::ClaimedBy { .. } => "claimed by",
            Attribution::AllegedAgainst { .. } => "alleged against",
            Attribution::Contested { .. } => "contested:",
            Attribution::Unknown => "by nobody named",
        };
        let claims: Vec<String> = incident.all_claims().map(ToString::to_string).collect();
        let words = format!(
            "{} at {}, {}, {how} {}; {}, {} witnesses; {}",
            incident.act,
            places.join(", "),
            incident.occurred,
            who.join(", "),
            incident.standing.word(),
            incident.witnesses.len(),
            claims.join(" ")
        );
        (incident.id.to_string(), words)
    };
    situation.incidents.iter().chain(&situation.retracted).map(told).collect()
}

fn findings(situation: &Situation) -> Told {
    let told = |finding: &truce_model::Finding| {
        let by = format!("`{}` of {}, {}", finding.provision, finding.agreement, finding.reading);
        (finding.id.to_string(), format!("{by}: {}: {}", finding.verdict, decisive(finding)))
    };
    situation.findings.iter().map(told).collect()
}

fn tolls(situation: &Situation) -> Told {
    let told = |toll: &Toll| {
        let number = |bound: &Bound| bound.number.map_or("unknown".to_owned(), |number| number.to_string());
        let who = toll.who.as_ref().map_or("people", |who| who.as_str());
        let words = format!("{who} {}: {} to {}", toll.of.word(), number(&toll.low), number(&toll.high));
        (toll.id.to_string(), words)
    };
    situation.tolls.iter().map(told).collect()
}

fn obligations(situation: &Situation) -> Told {
    let told = |duty: &truce_model::Obligation| {
        let stage = duty.stage.map_or("left open", |stage| stage.word());
        (duty.id.to_string(), format!("{}: {}; {stage}", duty.what, duty.state.word()))
    };
    situation.obligations.iter().map(told).collect()
}
