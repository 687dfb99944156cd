//! In words: who witnesses an incident, first in which document, relayed or repeated by which; and what was withdrawn.

use crate::{
    Why,
    why::{Chain, cited},
};
use jiff::Timestamp;
use truce_model::{Claim, Document, DocumentId, Incident};
use truce_reconcile::{Known, Told, testimonies};

impl Chain<'_> {
    /// A document that counts or was withdrawn.
    pub(crate) fn held(&self, id: &DocumentId) -> Option<&Document> {
        let gone = || self.situation.withdrawal(id).map(|one| &one.document);
        self.situation.document(id).or_else(gone)
    }

    /// A claim or document that was withdrawn.
    pub(crate) fn gone(&self, id: &str) -> Option<Why> {
        let all = &self.situation.withdrawn;
        let claim = || all.iter().flat_map(|one| &one.claims).find(|claim| claim.id.as_str() == id);
        let document = all.iter().find(|one| one.document.id.as_str() == id);
        let told = document.map(|one| {
            let mut why = self.document(&one.document);
            let words = format!("{} by {}: {}", day(one.at), one.by, one.reason);
            why.facts.push(("withdrawn".to_owned(), words));
            why
        });
        told.or_else(|| claim().map(|claim| self.claim(claim)))
    }

    /// For each witness where it said so first, and who relays or repeats it.
    pub(crate) fn testimonies(&self, incident: &Incident) -> Vec<(String, String)> {
        let claims: Vec<&Claim> =
            incident.claims.iter().filter_map(|id| self.situation.any_claim(id)).collect();
        let known = Known { copies: &self.copies, ..Known::default() };
        let all = testimonies(&claims, &known, &self.book.actors, &self.book.places);
        let told = all.iter().map(|one| {
            let name = match &one.witness {
                Some(witness) => format!("witness {witness}"),
                None => "adds no witness".to_owned(),
            };
            let mut lines: Vec<String> = Vec::new();
            for told in &one.told {
                let line = self.line(told, one.witness.is_some(), lines.is_empty());
                lines.extend(line.filter(|line| !lines.contains(line)));
            }
            (name, lines.join("; "))
        });
        told.filter(|(_, lines)| !lines.is_empty()).collect()
    }

    fn line(&self, told: &Told, witness: bool, first: bool) -> Option<String> {
        let claim = self.situation.any_claim(&told.claim)?;
        let document = self.held(&claim.document)?;
        let how = match (witness, first) {
            (true, true) => "first in ".to_owned(),
            (true, false) => "again in ".to_owned(),
            (false, _) => {
                let source = claim.source.as_ref().map_or("a source that is not named", |name| name.as_str());
                format!("{source} in ")
            }
        };
        let via = claim.via.as_ref().map(|via| format!(" through {via}")).unwrap_or_default();
        let repeated = told.repeats.as_ref().and_then(|id| self.held(id));
        let repeats = repeated.map(|first| format!(", which repeats {}", cited(first))).unwrap_or_default();
        Some(format!("{how}{}{via}{repeats}", cited(document)))
    }
}

/// The day of a record, in UTC.
pub(crate) fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}
