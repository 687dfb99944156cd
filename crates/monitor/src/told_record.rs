//! A record of the log in a few words. Shows nothing of a text.

use jiff::Timestamp;
use truce_model::{Decision, Guarded, Logged, Name, Record, Seq};

/// A record in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordTold {
    /// Its place.
    pub seq: Seq,
    /// When it was written.
    pub recorded_at: Timestamp,
    /// What sort of record it is: document, extraction, agreement, or the word of a decision.
    pub what: &'static str,
    /// What it is of: the id of a document, an agreement or a claim.
    pub of: String,
    /// Its name or title, where it has one.
    pub title: Option<String>,
    /// Who decided, where somebody did.
    pub by: Option<Name>,
    /// Why.
    pub reason: Option<String>,
}

impl RecordTold {
    pub(crate) fn of(logged: &Logged) -> RecordTold {
        let told = |what, of: String, title: Option<String>, decided: Option<(&Name, &String)>| RecordTold {
            seq: logged.seq,
            recorded_at: logged.recorded_at,
            what,
            of,
            title,
            by: decided.map(|(by, _)| by.clone()),
            reason: decided.map(|(_, reason)| reason.clone()),
        };
        match &logged.record {
            Record::Document { document } => {
                told("document", document.id.to_string(), Some(document.name.clone()), None)
            }
            Record::Extraction { document, claims, .. } => {
                told("extraction", document.to_string(), Some(format!("{} claims", claims.len())), None)
            }
            Record::Agreement { agreement } => {
                told("agreement", agreement.id.to_string(), Some(agreement.title.clone()), None)
            }
            Record::Decision { decision } => match decision {
                Decision::Withdraw { document, reason, by } => {
                    told("withdrawal", document.to_string(), None, Some((by, reason)))
                }
                Decision::Erase { document, reason, by } => {
                    told("erasure", document.to_string(), None, Some((by, reason)))
                }
                Decision::Rule { ruling } => {
                    told("ruling", ruling.claim.to_string(), None, Some((&ruling.by, &ruling.reason)))
                }
                Decision::Match { matching } => {
                    let claims = matching.names().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    told(matching.held.word(), claims, None, Some((&matching.by, &matching.reason)))
                }
                Decision::Classify { guarded, level, reason, by } => {
                    let of = match guarded {
                        Guarded::Document { document } => document.to_string(),
                        Guarded::Source { names } => {
                            names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
                        }
                    };
                    told("classification", of, Some(level.to_string()), Some((by, reason)))
                }
                Decision::Undo { seq, by, reason } => {
                    told("undoing", format!("record {seq}"), None, Some((by, reason)))
                }
            },
        }
    }
}
