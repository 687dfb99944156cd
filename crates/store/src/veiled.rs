//! A log as somebody sees it who is not cleared for all of it: what he may not see is not there, at no record.
//!
//! What was classified last counts for every moment, so that asking as of an earlier one shows no more. Whether a document
//! names a guarded source is told by its text, its name and its outlet, and by what was read from it.

use crate::{
    ClaimFilter, Entry, Hit, Line, Log, Page, Readable, StandsIn, StoreError, Teller, Told, Verified,
};
use jiff::Timestamp;
use std::{
    cell::{Ref, RefCell},
    collections::{BTreeMap, HashMap, HashSet},
    ops::ControlFlow,
};
use truce_model::{
    Agreement, Claim, ClaimId, Confidentiality, Decision, Document, DocumentId, Guarded, Hash, Logged, Name,
    Record, Seq, Withdrawn,
};

/// A log behind a veil.
pub(crate) struct Veiled {
    log: Box<dyn Log>,
    cleared: Confidentiality,
    hidden: RefCell<Hidden>,
}

/// What may not be seen, as far as the log was looked through.
#[derive(Default)]
struct Hidden {
    /// Up to which record.
    seen: Seq,
    /// The record that classified last.
    classified: Seq,
    /// How confidential documents are.
    of_documents: HashMap<DocumentId, Confidentiality>,
    /// How confidential sources are, by their names in the form in which they are compared.
    of_names: HashMap<String, Confidentiality>,
    documents: HashSet<DocumentId>,
    claims: HashSet<ClaimId>,
    /// Texts of hidden documents, and the files in which they came.
    texts: HashSet<Hash>,
    /// The names of guarded sources, as they stand in a folded text.
    names: Vec<String>,
}

/// What stands for a reason in which a guarded source is named.
const NOT_SHOWN: &str = "(not shown)";

/// A text in small letters, its words between single spaces, with one at either end.
fn folded(text: &str) -> String {
    let bare = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let words: String = text.to_lowercase().chars().map(bare).collect();
    format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl Hidden {
    /// Whether one of the names stands in a text.
    fn stands_in(&self, text: &str) -> bool {
        let text = if self.names.is_empty() { String::new() } else { folded(text) };
        self.names.iter().any(|name| text.contains(name))
    }

    /// A reason, unless a guarded source is named in it.
    fn told(&self, reason: String) -> String {
        if self.stands_in(&reason) { NOT_SHOWN.to_owned() } else { reason }
    }

    /// A record as it may be seen; `None`: it may not.
    fn veil(&self, record: Record) -> Option<Record> {
        let shown = match &record {
            Record::Document { document } => !self.documents.contains(&document.id),
            Record::Extraction { document, .. } => !self.documents.contains(document),
            Record::Agreement { .. } => true,
            Record::Decision { decision } => match decision {
                Decision::Withdraw { document, .. } | Decision::Erase { document, .. } => {
                    !self.documents.contains(document)
                }
                Decision::Rule { ruling } => !self.claims.contains(&ruling.claim),
                Decision::Match { matching } => !matching.names().any(|id| self.claims.contains(id)),
                // Whoever is not cleared does not even learn that there is something for which others are.
                Decision::Classify { .. } => false,
                Decision::Undo { .. } => true,
            },
        };
        shown.then(|| match record {
            Record::Decision { decision } => Record::Decision { decision: self.veil_reason(decision) },
            other => other,
        })
    }

    fn veil_reason(&self, mut decision: Decision) -> Decision {
        let reason = match &mut decision {
            Decision::Withdraw { reason, .. }
            | Decision::Erase { reason, .. }
            | Decision::Classify { reason, .. }
            | Decision::Undo { reason, .. } => reason,
            Decision::Rule { ruling } => &mut ruling.reason,
            Decision::Match { matching } => &mut matching.reason,
        };
        *reason = self.told(std::mem::take(reason));
        decision
    }
}

impl Veiled {
    /// The log as somebody with that clearance sees it.
    pub(crate) fn new(log: Box<dyn Log>, cleared: Confidentiality) -> Veiled {
        Veiled { log, cleared, hidden: RefCell::default() }
    }

    /// What may not be seen, of all there is by now.
    fn hidden(&self) -> Result<Ref<'_, Hidden>, StoreError> {
        let head = self.log.head()?;
        if self.hidden.borrow().seen < head {
            let hidden = &mut *self.hidden.borrow_mut();
            self.classify(hidden, head)?;
            let after = hidden.seen;
            if !(hidden.names.is_empty() && hidden.documents.is_empty()) {
                let known = hidden.documents.len();
                self.find_named(hidden, after, head)?;
                // A document that came before can be hidden by what was read from it since.
                self.find_read(hidden, if hidden.documents.len() > known { 0 } else { after }, head)?;
            }
            hidden.seen = head;
        }
        Ok(self.hidden.borrow())
    }

    /// Reads what was classified since; where anything was, all is looked through anew.
    fn classify(&self, hidden: &mut Hidden, head: Seq) -> Result<(), StoreError> {
        let mut anew = false;
        self.log.each_record(hidden.seen, head, &mut |logged| {
            if let Record::Decision { decision: Decision::Classify { guarded, level, .. } } = logged.record {
                (anew, hidden.classified) = (true, logged.seq);
                match guarded {
                    Guarded::Document { document } => drop(hidden.of_documents.insert(document, level)),
                    Guarded::Source { names } => {
                        hidden.of_names.extend(names.iter().map(|name| (name.key(), level)));
                    }
                }
            }
            ControlFlow::Continue(())
        })?;
        if anew {
            let above = |level: &Confidentiality| *level > self.cleared;
            let names = hidden.of_names.iter().filter(|(_, level)| above(level));
            let documents = hidden.of_documents.iter().filter(|(_, level)| above(level));
            hidden.names = names.map(|(name, _)| folded(name)).collect();
            hidden.documents = documents.map(|(id, _)| id.clone()).collect();
            hidden.claims.clear();
            hidden.texts.clear();
            hidden.seen = 0;
        }
        Ok(())
    }

    /// Hides the documents that name a guarded source.
    fn find_named(&self, hidden: &mut Hidden, after: Seq, head: Seq) -> Result<(), StoreError> {
        if hidden.names.is_empty() {
            return Ok(());
        }
        let mut named = HashSet::new();
        let mut fault = None;
        self.log.each_record(after, head, &mut |logged| {
            let found = match logged.record {
                Record::Document { document } => self.is_named(hidden, &document).map(|is| (is, document.id)),
                Record::Extraction { document, claims, .. } => {
                    let stands = |name: &Name| hidden.stands_in(name.as_str());
                    let is = claims.iter().any(|claim| claim.source.iter().chain(&claim.via).any(stands));
                    Ok((is, document))
                }
                Record::Agreement { .. } | Record::Decision { .. } => return ControlFlow::Continue(()),
            };
            match found {
                Ok((is, id)) => named.extend(is.then_some(id)),
                Err(error) => fault = Some(error),
            }
            if fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        hidden.documents.extend(named);
        fault.map_or(Ok(()), Err)
    }

    fn is_named(&self, hidden: &Hidden, document: &Document) -> Result<bool, StoreError> {
        let outside = document.outlet.iter().chain(&document.dateline).map(Name::as_str);
        if outside.chain([document.name.as_str()]).any(|words| hidden.stands_in(words)) {
            return Ok(true);
        }
        let text = self.log.blob(document.text)?;
        Ok(text.is_some_and(|text| hidden.stands_in(&String::from_utf8_lossy(&text))))
    }

    /// Hides what was read from hidden documents, their texts and the files in which they came.
    fn find_read(&self, hidden: &mut Hidden, after: Seq, head: Seq) -> Result<(), StoreError> {
        self.log.each_record(after, head, &mut |logged| {
            match logged.record {
                Record::Document { document } if hidden.documents.contains(&document.id) => {
                    hidden.texts.extend([document.text, document.original]);
                }
                Record::Extraction { document, claims, .. } if hidden.documents.contains(&document) => {
                    hidden.claims.extend(claims.into_iter().map(|claim| claim.id));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })
    }

    fn not_cleared<T>(&self) -> Result<T, StoreError> {
        Err(StoreError::NotCleared { cleared: self.cleared })
    }
}

impl Readable for Veiled {
    fn head(&self) -> Result<Seq, StoreError> {
        self.log.head()
    }

    fn each_record(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Logged) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let hidden = self.hidden()?;
        // What came in since is not looked through yet.
        self.log.each_record(after, up_to.min(hidden.seen), &mut |logged| match hidden.veil(logged.record) {
            Some(record) => see(Logged { record, ..logged }),
            None => ControlFlow::Continue(()),
        })
    }

    fn each_line(
        &self,
        _: Seq,
        _: Seq,
        _: &mut dyn FnMut(Line) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.not_cleared()
    }

    fn seq_at(&self, time: Timestamp) -> Result<Seq, StoreError> {
        self.log.seq_at(time)
    }

    fn recorded_at(&self, seq: Seq) -> Result<Option<Timestamp>, StoreError> {
        self.log.recorded_at(seq)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        if self.hidden()?.texts.contains(&hash) { Ok(None) } else { self.log.blob(hash) }
    }

    fn document_at(&self, id: &DocumentId, up_to: Seq) -> Result<Option<Document>, StoreError> {
        let hidden = self.hidden()?;
        if hidden.documents.contains(id) {
            Ok(None)
        } else {
            self.log.document_at(id, up_to.min(hidden.seen))
        }
    }

    fn was_withdrawn(&self, id: &DocumentId) -> Result<bool, StoreError> {
        if self.hidden()?.documents.contains(id) { Ok(false) } else { self.log.was_withdrawn(id) }
    }

    fn documents(&self, up_to: Seq) -> Result<Vec<Document>, StoreError> {
        let hidden = self.hidden()?;
        let mut documents = self.log.documents(up_to.min(hidden.seen))?;
        documents.retain(|document| !hidden.documents.contains(&document.id));
        Ok(documents)
    }

    fn claims(&self, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
        let hidden = self.hidden()?;
        let mut claims = self.log.claims(up_to.min(hidden.seen), filter)?;
        claims.retain(|claim| !hidden.documents.contains(&claim.document));
        Ok(claims)
    }

    fn page(
        &self,
        up_to: Seq,
        filter: &ClaimFilter,
        after: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let hidden = self.hidden()?;
        let mut page = self.log.page(up_to.min(hidden.seen), filter, after, limit)?;
        page.claims.retain(|claim| !hidden.documents.contains(&claim.document));
        Ok(page)
    }

    fn erased_by(&self, hash: Hash) -> Result<Option<Seq>, StoreError> {
        if self.hidden()?.texts.contains(&hash) { Ok(None) } else { self.log.erased_by(hash) }
    }

    fn withdrawn(&self, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError> {
        let hidden = self.hidden()?;
        let mut withdrawn = self.log.withdrawn(up_to.min(hidden.seen))?;
        withdrawn.retain(|one| !hidden.documents.contains(&one.document.id));
        for one in &mut withdrawn {
            one.reason = hidden.told(std::mem::take(&mut one.reason));
        }
        Ok(withdrawn)
    }

    fn came(&self, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError> {
        let hidden = self.hidden()?;
        let mut came = self.log.came(up_to.min(hidden.seen))?;
        came.retain(|id, _| !hidden.documents.contains(id));
        Ok(came)
    }

    fn agreements(&self, up_to: Seq) -> Result<Vec<Agreement>, StoreError> {
        self.log.agreements(up_to)
    }

    fn classified(&self) -> Result<Seq, StoreError> {
        Ok(self.hidden()?.classified)
    }
}

/// How many more are looked for in a round than in the one before, while too few may be seen.
const WIDER: usize = 4;

impl Log for Veiled {
    fn append(&mut self, _: Seq, _: Timestamp, _: &[Entry]) -> Result<Seq, StoreError> {
        self.not_cleared()
    }

    fn append_and_tell(
        &mut self,
        _: Seq,
        _: Timestamp,
        _: &[Entry],
        _: &mut Teller<'_>,
    ) -> Result<Seq, StoreError> {
        self.not_cleared()
    }

    fn tell(&mut self, _: &mut Teller<'_>, _: bool) -> Result<(), StoreError> {
        self.not_cleared()
    }

    fn tellings(&self) -> Result<Vec<(Seq, String)>, StoreError> {
        self.not_cleared()
    }

    fn told(&self, _: Seq) -> Result<Vec<Told>, StoreError> {
        self.not_cleared()
    }

    fn erase(
        &mut self,
        _: Seq,
        _: Timestamp,
        _: &Entry,
        _: &StandsIn<'_>,
        _: &mut Teller<'_>,
    ) -> Result<Seq, StoreError> {
        self.not_cleared()
    }

    fn search(
        &self,
        up_to: Seq,
        asked: &str,
        filter: &ClaimFilter,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let hidden = self.hidden()?;
        let mut wide = limit;
        loop {
            let mut found = self.log.search(up_to.min(hidden.seen), asked, filter, wide)?;
            let exhausted = found.len() < wide;
            found.retain(|hit| !hidden.documents.contains(&hit.claim.document));
            if exhausted || found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
            wide = wide.saturating_mul(WIDER);
        }
    }

    fn load(&mut self, _: bool) -> Result<(), StoreError> {
        self.not_cleared()
    }

    fn backup(&self, _: &str) -> Result<(), StoreError> {
        self.not_cleared()
    }

    fn verify(&self) -> Result<Verified, StoreError> {
        self.not_cleared()
    }

    fn rebuild(&mut self) -> Result<(), StoreError> {
        self.not_cleared()
    }
}
