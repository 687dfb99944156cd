//! Judges what a log holds at one of its records, by the lists. Writes nothing and reads no clock.

use crate::{
    Book, Knowledge, MonitorError,
    situation::{Held, compute},
};
use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    sync::Arc,
};
use truce_model::{BlockRole, Claim, Document, DocumentId, Hash, Seq, Situation, Span};
use truce_reconcile::{Copies, Wording};
use truce_store::{ClaimFilter, Readable};

/// The lists by which a log is judged, and what was read of its texts so far.
pub(crate) struct Judging {
    pub(crate) book: Book,
    /// The program and its lists, by a word that changes when what they judge can change.
    pub(crate) program: String,
    /// What each text says word for word, by its address; read once however many moments are judged.
    wordings: RefCell<HashMap<Hash, Arc<Wording>>>,
}

impl Judging {
    /// Judging by the program's lists and those of a cell's own, each by its path in their folder.
    pub(crate) fn by(lists: &[(String, String)]) -> Result<Judging, MonitorError> {
        let mut own: Vec<&[u8]> =
            lists.iter().flat_map(|(file, text)| [file.as_bytes(), text.as_bytes()]).collect();
        own.insert(0, env!("TRUCE_JUDGES").as_bytes());
        let word = Hash::of_parts(own).to_string();
        Ok(Judging {
            book: Book::with(lists)?,
            program: format!("{} {}", env!("CARGO_PKG_VERSION"), &word[..16]),
            wordings: RefCell::default(),
        })
    }

    /// Everything held and judged on that knowledge.
    pub(crate) fn situation(
        &self,
        log: &dyn Readable,
        knowledge: &Knowledge,
    ) -> Result<Situation, MonitorError> {
        Ok(compute(knowledge, self.held(log, knowledge.up_to)?, &self.book))
    }

    /// What the record holds at record `up_to`.
    pub(crate) fn held(&self, log: &dyn Readable, up_to: Seq) -> Result<Held, MonitorError> {
        let documents = log.documents(up_to)?;
        let claims = log.claims(up_to, &ClaimFilter::default())?;
        Ok(Held {
            copies: Arc::new(self.copies(log, &documents, &claims)?),
            withdrawn: log.withdrawn(up_to)?,
            came: log.came(up_to)?,
            documents,
            claims,
            doubts: log.doubts(up_to)?,
            agreements: log.agreements(up_to)?,
            rulings: log.rulings(up_to)?,
            matchings: log.matchings(up_to)?,
        })
    }

    /// Which of these documents, with these claims, repeat which.
    pub(crate) fn copies(
        &self,
        log: &dyn Readable,
        documents: &[Document],
        claims: &[Claim],
    ) -> Result<Copies, MonitorError> {
        // Rows of a table are alike by their form: none copies another.
        let of_table = |claim: &&Claim| claim.found_by.iter().any(|rule| rule.as_str().starts_with("table."));
        let rows: HashSet<&DocumentId> =
            claims.iter().filter(of_table).map(|claim| &claim.document).collect();
        let told = documents.iter().map(|document| {
            let row = rows.contains(&document.id);
            Ok((document, if row { Arc::default() } else { self.wording(log, document)? }))
        });
        Ok(Copies::of(told.collect::<Result<Vec<_>, MonitorError>>()?))
    }

    fn wording(&self, log: &dyn Readable, document: &Document) -> Result<Arc<Wording>, MonitorError> {
        if let Some(known) = self.wordings.borrow().get(&document.text) {
            return Ok(known.clone());
        }
        if log.was_erased(document.text)? {
            // It counts as of the records before its erasure, and nobody can tell any more what it repeated.
            return Ok(Arc::default());
        }
        let story = document.blocks.iter().filter(|block| block.role == BlockRole::Paragraph);
        let story: Vec<Span> = story.map(|block| block.span).collect();
        let wording = Arc::new(Wording::of(&log.text(document)?, &story));
        self.wordings.borrow_mut().insert(document.text, wording.clone());
        Ok(wording)
    }

    /// Forgets what an erased text said.
    pub(crate) fn forget(&self, text: Hash) {
        self.wordings.borrow_mut().remove(&text);
    }
}
