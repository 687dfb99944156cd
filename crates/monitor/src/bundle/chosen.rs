//! Which documents are handed over, and which records speak of them. Writes nothing.

use super::{BundleOptions, Handed};
use crate::{Filter, Knowledge, Monitor, MonitorError, Selection};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{AgreementId, ClaimId, Decision, Document, DocumentId, Record, Seq};

/// What is wanted, before the log is gone through.
pub(super) struct Wanted {
    pub(super) asked: String,
    /// `None`: all.
    pub(super) documents: Option<BTreeSet<DocumentId>>,
    pub(super) agreements: BTreeSet<AgreementId>,
    pub(super) claims: BTreeSet<ClaimId>,
}

/// What of the log is handed over.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) records: BTreeSet<Seq>,
    pub(super) documents: BTreeMap<DocumentId, Held>,
    /// Documents of which a reading was erased.
    emptied: BTreeSet<DocumentId>,
    /// Documents that a record erases.
    erased: BTreeSet<DocumentId>,
    /// Every claim ever read in these documents, where not all is handed over.
    pub(super) claims: BTreeSet<ClaimId>,
}

/// A document with the record from which its claims are taken.
pub(super) struct Held {
    pub(super) document: Document,
    pub(super) withdrawn: bool,
    pub(super) read_in: Option<Seq>,
}

impl Chosen {
    pub(super) fn see(&mut self, wanted: &Wanted, seq: Seq, record: &Record, is_erased: bool) {
        let asked = |id: &DocumentId| wanted.documents.as_ref().is_none_or(|ids| ids.contains(id));
        let chosen = match record {
            Record::Document { document } => {
                let chosen = asked(&document.id);
                if chosen {
                    let held = Held { document: document.clone(), withdrawn: false, read_in: None };
                    self.documents.insert(document.id.clone(), held);
                }
                chosen
            }
            Record::Extraction { document, claims, .. } => {
                let chosen = self.documents.get_mut(document);
                let is = chosen.is_some();
                if let Some(held) = chosen {
                    held.read_in = Some(seq);
                    if is_erased {
                        self.emptied.insert(document.clone());
                    }
                    // Where all is handed over, nobody asks which decisions speak of whose claims.
                    if wanted.documents.is_some() {
                        self.claims.extend(claims.iter().map(|claim| claim.id.clone()));
                    }
                }
                is
            }
            Record::Agreement { agreement } => wanted.agreements.contains(&agreement.id),
            Record::Decision { decision: Decision::Withdraw { document, .. } } => self.sets_aside(document),
            Record::Decision { decision: Decision::Erase { document, .. } } => {
                self.erased.insert(document.clone());
                self.sets_aside(document)
            }
            Record::Decision { decision: Decision::Rule { ruling } } => self.claims.contains(&ruling.claim),
            Record::Decision { decision: Decision::Match { matching } } => {
                matching.names().any(|claim| self.claims.contains(claim))
            }
            // Who may see what within a team is nobody else's.
            Record::Decision { decision: Decision::Classify { .. } } => false,
            Record::Decision { decision: Decision::Undo { seq, .. } } => self.records.contains(seq),
        };
        if chosen || wanted.documents.is_none() {
            self.records.insert(seq);
        }
    }

    /// Notes that a document counts no longer; whether it is one of the chosen.
    fn sets_aside(&mut self, document: &DocumentId) -> bool {
        self.documents.get_mut(document).map(|held| held.withdrawn = true).is_some()
    }

    /// A document whose words are gone by a record that is not handed over.
    pub(super) fn unexplained(&self) -> Option<&DocumentId> {
        self.emptied.difference(&self.erased).next()
    }

    /// Whether the claims of this record count: the last reading of a document that was not withdrawn.
    pub(super) fn counts(&self, seq: Seq, document: &DocumentId) -> bool {
        self.documents.get(document).is_some_and(|held| !held.withdrawn && held.read_in == Some(seq))
    }
}

impl Monitor {
    /// Finds what is asked for in what the log tells up to `up_to`.
    pub(super) fn wanted(
        &self,
        handed: &Handed,
        up_to: Seq,
        options: &BundleOptions,
    ) -> Result<Wanted, MonitorError> {
        let situation = || {
            let knowledge = self.knowledge(options.as_of, options.now)?;
            self.situation(&Knowledge { up_to, ..knowledge })
        };
        let mut wanted = Wanted {
            asked: "everything".to_owned(),
            documents: None,
            agreements: BTreeSet::new(),
            claims: BTreeSet::new(),
        };
        match handed {
            Handed::Everything => {}
            Handed::Documents(ids) => {
                let ids = ids.iter().map(|id| self.document_of(id, up_to));
                let ids: BTreeSet<DocumentId> = ids.collect::<Result<_, _>>()?;
                let names: Vec<&str> = ids.iter().map(DocumentId::as_str).collect();
                wanted.asked = format!("documents {}", names.join(", "));
                wanted.documents = Some(ids);
            }
            Handed::Incident(id) => {
                let situation = situation()?;
                let full = crate::ids::full_id(&situation, id)?;
                let mut all = situation.incidents.iter().chain(&situation.retracted);
                let incident = all.find(|incident| incident.id.as_str() == full);
                let incident = incident.ok_or_else(|| MonitorError::NotAnIncident { id: id.clone() })?;
                wanted.asked = format!("incident {full}");
                wanted.claims = incident.all_claims().cloned().collect();
                let claims = wanted.claims.iter().filter_map(|id| situation.any_claim(id));
                wanted.documents = Some(claims.map(|claim| claim.document.clone()).collect());
            }
            Handed::Day(agreement, day) => {
                let situation = situation()?;
                let agreement = agreement.clone();
                let filter = Filter {
                    from: Some(*day),
                    to: Some(*day),
                    agreement: Some(agreement.clone()),
                    ..Filter::default()
                };
                let selection = Selection::new(&situation, self.book(), &filter)?;
                let of_incidents =
                    selection.incidents().into_iter().flat_map(|incident| incident.all_claims());
                wanted.claims = of_incidents.cloned().collect();
                wanted.claims.extend(selection.claims().into_iter().map(|claim| claim.id.clone()));
                let claims = wanted.claims.iter().filter_map(|id| situation.any_claim(id));
                wanted.documents = Some(claims.map(|claim| claim.document.clone()).collect());
                wanted.asked = format!("what {agreement} reaches on {day}");
                wanted.agreements.insert(agreement);
            }
        }
        Ok(wanted)
    }

    /// Adds the documents by whose erasure a wanted one lost its original, so that it can be checked why it is not there.
    pub(super) fn add_erased(&self, wanted: &mut Wanted, up_to: Seq) -> Result<(), MonitorError> {
        let Some(ids) = &mut wanted.documents else { return Ok(()) };
        let mut erasures = BTreeSet::new();
        for id in ids.iter() {
            if let Some(document) = self.log().document_at(id, up_to)? {
                erasures.extend(self.log().erased_by(document.original)?);
            }
        }
        for seq in erasures.into_iter().filter(|seq| *seq <= up_to) {
            for logged in self.log().records(seq - 1, seq)? {
                if let Record::Decision { decision: Decision::Erase { document, .. } } = logged.record {
                    ids.insert(document);
                }
            }
        }
        Ok(())
    }

    /// The document whose id begins so, also one that was withdrawn.
    fn document_of(&self, id: &str, up_to: Seq) -> Result<DocumentId, MonitorError> {
        let held = self.log().documents(up_to)?.into_iter().map(|document| document.id);
        let gone = self.log().withdrawn(up_to)?.into_iter().map(|withdrawn| withdrawn.document.id);
        let matches = held.chain(gone).filter(|known| !id.is_empty() && known.as_str().starts_with(id));
        let matches: BTreeSet<DocumentId> = matches.collect();
        match matches.len() {
            0 => Err(MonitorError::NotADocument { id: id.to_owned() }),
            1 => Ok(matches.into_iter().next().expect("there is one")),
            _ => {
                let matches = matches.iter().take(5).map(ToString::to_string).collect();
                Err(MonitorError::AmbiguousId { id: id.to_owned(), matches })
            }
        }
    }
}
