//! How confidential documents and sources are, as people decide it. Hides nothing: the store does.

use crate::{Monitor, MonitorError, documents::document_named};
use jiff::Timestamp;
use serde_json::json;
use std::{collections::BTreeSet, ops::ControlFlow};
use truce_exchange::Table;
use truce_model::{Confidentiality, Decision, Guarded, Name, Record, Seq, Situation};

/// What is to be classified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guarding {
    /// A document, by its name where only one has it, or by its id or what is enough of it.
    Document(String),
    /// A source, by one of its names; those that the lists know it by are guarded as well.
    Source(Name),
}

/// The columns of what is classified.
pub const CLASSIFIED: &[&str] = &["of", "what", "level", "by", "reason", "record"];

impl Monitor {
    /// Records how confidential something is; gives what that was.
    pub fn classify(
        &mut self,
        situation: &Situation,
        subject: &Guarding,
        level: Confidentiality,
        by: Name,
        reason: String,
        at: Timestamp,
    ) -> Result<Guarded, MonitorError> {
        let guarded = match subject {
            Guarding::Document(words) => {
                Guarded::Document { document: document_named(situation, words)?.id.clone() }
            }
            Guarding::Source(name) => Guarded::Source { names: self.names_of(name) },
        };
        let decision = Decision::Classify { guarded: guarded.clone(), level, reason, by };
        self.append_decision(decision, at)?;
        Ok(guarded)
    }

    /// The name with all others that the lists know of the same source.
    fn names_of(&self, name: &Name) -> Vec<Name> {
        let listed = self.book().actors.find(name.as_str());
        let others = listed.into_iter().flat_map(|actor| actor.names());
        let names: BTreeSet<Name> =
            others.filter_map(|words| Name::parse(words).ok()).chain([name.clone()]).collect();
        names.into_iter().collect()
    }

    /// What is classified at record `up_to`, each as it was decided last.
    pub fn classifications(&self, up_to: Seq) -> Result<Table, MonitorError> {
        let mut rows: Vec<(Guarded, Vec<serde_json::Value>)> = Vec::new();
        self.log().each_record(0, up_to, &mut |logged| {
            if let Record::Decision { decision: Decision::Classify { guarded, level, reason, by } } =
                logged.record
            {
                let (of, what) = match &guarded {
                    Guarded::Document { document } => ("document", json!(document)),
                    Guarded::Source { names } => ("source", json!(names)),
                };
                let row =
                    vec![json!(of), what, json!(level.word()), json!(by), json!(reason), json!(logged.seq)];
                rows.retain(|(earlier, _)| *earlier != guarded);
                rows.push((guarded, row));
            }
            ControlFlow::Continue(())
        })?;
        Ok(Table { columns: CLASSIFIED.to_vec(), rows: rows.into_iter().map(|(_, row)| row).collect() })
    }
}
