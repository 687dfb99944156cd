//! Why claims are held to be of one incident, or of two: field by field, with what each field weighs.

use crate::{Monitor, MonitorError, book::Book, decisions::claims_of, why::Why};
use truce_model::{Claim, Incident, Situation};
use truce_reconcile::{Bond, Field, Likeness, Verdict};

impl Monitor {
    /// What two claims or incidents are to each other: whether they are one, can be one, or what keeps them apart.
    pub fn compare(&self, situation: &Situation, one: &str, other: &str) -> Result<Why, MonitorError> {
        let claims = |id: &str| {
            let found = claims_of(situation, id);
            self.then(situation.seq, found, |head| claims_of(&self.in_all(situation, head)?, id))
        };
        let ids = [claims(one)?, claims(other)?];
        let claims =
            ids.each_ref().map(|ids| ids.iter().filter_map(|id| situation.claim(id)).collect::<Vec<_>>());
        let home = |ids: &[truce_model::ClaimId]| {
            situation.incidents.iter().find(|incident| ids.iter().any(|id| incident.claims.contains(id)))
        };
        let Book { actors, places } = self.book();
        let bonds = truce_reconcile::between(&claims[0], &claims[1], actors, places);
        let what = match (home(&ids[0]), home(&ids[1]), bonds.first().map(|bond| bond.verdict)) {
            (Some(a), Some(b), _) if a.id == b.id => format!("both are of incident {}", a.id),
            (_, _, None) => "both are the same claim".to_owned(),
            (_, _, Some(Verdict::Apart)) => format!("kept apart by {}", pairs(bonds.len())),
            (_, _, Some(Verdict::Open)) => {
                "not joined: too little is told, and they do not stand in one passage".to_owned()
            }
            (_, _, Some(Verdict::One)) => {
                "could be one; not joined, since one of them could as well belong to another, or another claim keeps them apart"
                    .to_owned()
            }
        };
        Ok(Why::heading(what, bonds.iter().take(TOLD).map(told).collect()))
    }
}

/// Pairs that are told at most.
const TOLD: usize = 5;

fn pairs(count: usize) -> String {
    let shown = if count > TOLD { format!(", of which {TOLD} are shown") } else { String::new() };
    format!("{count} pair{} of claims{shown}", if count == 1 { "" } else { "s" })
}

/// What holds the claims of an incident together; nothing where there is one alone.
pub(crate) fn held_together(incident: &Incident, situation: &Situation, book: &Book) -> Option<Why> {
    let claims: Vec<&Claim> = incident.claims.iter().filter_map(|id| situation.claim(id)).collect();
    let bonds = truce_reconcile::bonds(&claims, &book.actors, &book.places);
    (!bonds.is_empty()).then(|| Why::heading("held together by", bonds.iter().map(told).collect()))
}

fn told(bond: &Bond) -> Why {
    let sum = bond.bits.map_or("apart".to_owned(), |bits| format!("{bits:+.1} bits"));
    let mut why = Why::heading(format!("{} with {}: {sum}", bond.a, bond.b), vec![]);
    let says = |field: &&truce_reconcile::Comparison| {
        field.likeness != Likeness::Unknown && (field.field != Field::Telling || field.bits.is_none())
    };
    for field in bond.fields.iter().filter(says) {
        let bits = field.bits.map_or("keeps them apart".to_owned(), |bits| format!("{bits:+.1}"));
        let value = format!("{}, {bits} ({})", field.likeness.word(), field.because);
        why.facts.push((field.field.word().to_owned(), value));
    }
    why
}

/// What an incident that sums up may count, and what a single one may be counted in.
pub(crate) fn summed_up(incident: &Incident, situation: &Situation, book: &Book) -> Vec<Why> {
    let Situation { incidents, claims, .. } = situation;
    let all = truce_reconcile::summaries(incidents, claims, &book.actors, &book.places);
    let shown = |ids: Vec<&truce_model::IncidentId>| -> Vec<Why> {
        let of = |id: &&truce_model::IncidentId| situation.incident(id);
        ids.iter()
            .filter_map(of)
            .map(|of| Why { id: Some(of.id.to_string()), ..Why::heading(crate::why::told(of), vec![]) })
            .collect()
    };
    if let Some(summary) = all.iter().find(|summary| summary.incident == incident.id) {
        let what = "sums up many happenings; those of the record that it may count";
        return vec![Why::heading(what, shown(summary.may_count.iter().collect()))];
    }
    let counting = all.iter().filter(|summary| summary.may_count.contains(&incident.id));
    let counting: Vec<&truce_model::IncidentId> = counting.map(|summary| &summary.incident).collect();
    if counting.is_empty() { vec![] } else { vec![Why::heading("may be counted in", shown(counting))] }
}
