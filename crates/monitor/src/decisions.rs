//! Decisions of people put into the record: which claims are one incident, which document no longer counts. Nothing is
//! removed; what was decided can be undone by a further record.

use crate::{Monitor, MonitorError, documents::document_named, ids::full_id};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use truce_exchange::Table;
use truce_model::{ClaimId, Decision, DocumentId, Matching, Name, Record, Sameness, Seq, Situation};
use truce_store::{Entry, StoreError};

/// What somebody who compared claims or incidents decided of them.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What was decided.
    pub held: Sameness,
    /// The claims or incidents, by their ids or what is enough of them; of a split, what is taken out.
    pub ids: Vec<String>,
    /// Who decided.
    pub by: Name,
    /// Why.
    pub reason: String,
}

impl Monitor {
    /// Records a decision on claims; gives its record.
    pub fn decide(
        &mut self,
        situation: &Situation,
        compared: Compared,
        at: Timestamp,
    ) -> Result<Seq, MonitorError> {
        let Compared { held, ids, by, reason } = compared;
        let lists = ids.iter().map(|id| claims_of(situation, id)).collect::<Result<Vec<_>, _>>()?;
        let first: Vec<ClaimId> = lists.first().cloned().unwrap_or_default();
        let rest = || lists.iter().skip(1).flatten().cloned().collect::<Vec<ClaimId>>();
        let (claims, others) = match held {
            Sameness::Same | Sameness::NotSame | Sameness::Unsure => {
                let others = rest().into_iter().filter(|id| !first.contains(id)).collect();
                (first, others)
            }
            Sameness::Split => {
                let out: BTreeSet<ClaimId> = lists.into_iter().flatten().collect();
                let home = situation
                    .incidents
                    .iter()
                    .find(|incident| out.iter().all(|id| incident.all_claims().any(|claim| claim == id)));
                // Tolls go with the claims to which they belong; nobody decided anything of them.
                let left = home.into_iter().flat_map(|incident| &incident.claims);
                let left: Vec<ClaimId> = left.filter(|id| !out.contains(id)).cloned().collect();
                (out.into_iter().collect(), left)
            }
        };
        if claims.is_empty() || others.is_empty() {
            return Err(MonitorError::NothingToDecide { held: held.word() });
        }
        let matching = Box::new(Matching { held, claims, others, by, reason });
        self.append_decision(Decision::Match { matching }, at)
    }

    /// Records that a decision on claims no longer counts.
    pub fn undo(&mut self, seq: Seq, by: Name, reason: String, at: Timestamp) -> Result<Seq, MonitorError> {
        let standing = self.log().matchings(self.log().head()?)?;
        if !standing.iter().any(|matched| matched.seq == seq) {
            return Err(MonitorError::NoDecision { seq });
        }
        self.append_decision(Decision::Undo { seq, by, reason }, at)
    }

    /// Records that a document no longer counts, by its name where only one has it, or by its id or what is enough of it;
    /// gives its id.
    pub fn withdraw(
        &mut self,
        situation: &Situation,
        document: &str,
        by: Name,
        reason: String,
        at: Timestamp,
    ) -> Result<DocumentId, MonitorError> {
        let id = document_named(situation, document)?.id.clone();
        let counts = situation.documents.iter().any(|of| of.id == id);
        if let Some(gone) = situation.withdrawal(&id).filter(|_| !counts) {
            let (id, by, record) = (id.to_string(), gone.by.to_string(), gone.seq);
            return Err(MonitorError::AlreadyWithdrawn { id, by, record });
        }
        self.append_decision(Decision::Withdraw { document: id.clone(), reason, by }, at)?;
        Ok(id)
    }

    /// Puts a decision at the end of the log, whatever else is put there meanwhile.
    pub(crate) fn append_decision(&mut self, decision: Decision, at: Timestamp) -> Result<Seq, MonitorError> {
        let entry = [Entry::new(Record::Decision { decision })];
        loop {
            let head = self.log().head()?;
            match self.append(head, at, &entry) {
                Ok(seq) => return Ok(seq),
                Err(StoreError::Moved { .. }) => continue,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// The claims that an id names: a claim itself, or all of an incident that describe it.
pub(crate) fn claims_of(situation: &Situation, id: &str) -> Result<Vec<ClaimId>, MonitorError> {
    let full = full_id(situation, id)?;
    if let Some(incident) = situation.incidents.iter().find(|incident| incident.id.as_str() == full) {
        return Ok(incident.claims.clone());
    }
    let claim = situation.claims.iter().find(|claim| claim.id.as_str() == full);
    claim.map(|claim| vec![claim.id.clone()]).ok_or(MonitorError::NotAClaim { id: full })
}

/// The columns of the decisions.
pub const DECISION: &[&str] = &["record", "at", "decided", "claims", "others", "by", "reason", "binds"];

/// The decisions on claims that were not undone, in the order in which they were recorded.
pub fn decisions(situation: &Situation) -> Table {
    let matchings: Vec<&Matching> = situation.matchings.iter().map(|matched| &matched.matching).collect();
    let overruled = truce_reconcile::overruled(&matchings);
    let known: BTreeSet<&ClaimId> = situation.claims.iter().map(|claim| &claim.id).collect();
    let ids = |ids: &[ClaimId]| ids.iter().map(ClaimId::to_string).collect::<Vec<String>>();
    let row = |(matched, overruled): (&truce_model::Matched, bool)| -> Vec<Value> {
        let Matching { held, claims, others, by, reason } = &matched.matching;
        let told = |ids: &[ClaimId]| ids.iter().any(|id| known.contains(id));
        let binds = match (held, overruled) {
            (Sameness::Unsure, _) => "nothing",
            (_, true) => "no: a later decision took its place",
            (_, false) if !(told(claims) && told(others)) => "nothing: a side has no claim that counts",
            (_, false) => "yes",
        };
        vec![
            json!(matched.seq),
            json!(matched.at.to_string()),
            json!(held.word()),
            json!(ids(claims)),
            json!(ids(others)),
            json!(by.as_str()),
            json!(reason),
            json!(binds),
        ]
    };
    let rows = situation.matchings.iter().zip(overruled).map(row).collect();
    Table { columns: DECISION.to_vec(), rows }
}
