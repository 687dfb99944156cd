//! A store with the lists and the reader beside it.

use crate::{
    Book, Filter, Knowledge, MonitorError, RecordTold, Selection, judging::Judging, situation::Held,
};
use jiff::Timestamp;
use std::{cell::OnceCell, ops::ControlFlow, sync::Arc};
use truce_extract::Reader;
use truce_model::{Agreement, AgreementId, Claim, Confidentiality, Document, DocumentId, Seq, Situation};
use truce_reconcile::Copies;
use truce_store::{Log, Mode, StoreError};

/// A record and the lists by which its names are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Where it lies: a path, `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    pub url: String,
    /// Lists of a cell's own, each by its path in their folder.
    pub lists: Vec<(String, String)>,
}

impl Store {
    /// Where it lies, without a password that may stand there.
    pub fn shown(&self) -> String {
        truce_store::shown(&self.url)
    }
}

impl From<String> for Store {
    /// The record at that place, with the lists that the program carries.
    fn from(url: String) -> Store {
        Store { url, lists: vec![] }
    }
}

/// A record of reporting with all that reads it.
pub struct Monitor {
    pub(crate) log: Box<dyn Log>,
    /// Where the record lies, for messages.
    pub(crate) shown: String,
    pub(crate) judging: Judging,
    reader: OnceCell<Arc<Reader>>,
    /// Whether what is written is judged only when that is asked for.
    pub(crate) puts_off: bool,
}

impl Monitor {
    /// Makes a new, empty record; one that is there already is an error.
    pub fn create(store: &Store) -> Result<Monitor, MonitorError> {
        Monitor::with(store, Mode::Create)
    }

    /// Opens a record to read and write.
    pub fn open(store: &Store) -> Result<Monitor, MonitorError> {
        Monitor::with(store, Mode::ReadWrite)
    }

    /// Opens a record to read and write, and makes it where there is none.
    pub fn open_or_create(store: &Store) -> Result<Monitor, MonitorError> {
        match Monitor::open(store) {
            Err(MonitorError::Store(StoreError::Missing { .. })) => Monitor::create(store),
            opened => opened,
        }
    }

    /// Opens a record to read only.
    pub fn open_read_only(store: &Store) -> Result<Monitor, MonitorError> {
        Monitor::with(store, Mode::ReadOnly)
    }

    /// Opens a record to read what somebody with that clearance may see; all else is not there.
    pub fn open_cleared(store: &Store, cleared: Confidentiality) -> Result<Monitor, MonitorError> {
        let judging = Judging::by(&store.lists)?;
        Ok(Monitor::on(truce_store::open_cleared(&store.url, cleared)?, store.shown(), judging))
    }

    fn with(store: &Store, mode: Mode) -> Result<Monitor, MonitorError> {
        // The lists first: where they have mistakes, no store is made.
        let judging = Judging::by(&store.lists)?;
        Ok(Monitor::on(truce_store::open(&store.url, mode)?, store.shown(), judging))
    }

    /// Makes a new record at `store` of the copy in the file at `backup`, which is checked first.
    pub fn restore(backup: &str, store: &Store) -> Result<Monitor, MonitorError> {
        let judging = Judging::by(&store.lists)?;
        truce_store::open(backup, Mode::ReadOnly)?.verify()?;
        Ok(Monitor::on(truce_store::restore(backup, &store.url)?, store.shown(), judging))
    }

    fn on(log: Box<dyn Log>, shown: String, judging: Judging) -> Monitor {
        Monitor { log, shown, judging, reader: OnceCell::new(), puts_off: false }
    }

    pub(crate) fn log(&self) -> &dyn Log {
        self.log.as_ref()
    }

    pub(crate) fn log_mut(&mut self) -> &mut dyn Log {
        self.log.as_mut()
    }

    /// The reference lists.
    pub fn book(&self) -> &Book {
        &self.judging.book
    }

    /// The reader of texts, made when it is first asked for.
    pub fn reader(&self) -> Result<&Reader, MonitorError> {
        if self.reader.get().is_none() {
            let Book { actors, places } = self.book().clone();
            let reader = Arc::new(Reader::builtin_with(actors, places)?);
            return Ok(self.reader.get_or_init(|| reader));
        }
        Ok(self.reader.get().expect("the reader was made above"))
    }

    /// Everything held and judged on that knowledge.
    pub fn situation(&self, knowledge: &Knowledge) -> Result<Situation, MonitorError> {
        self.judging.situation(self.log(), knowledge)
    }

    /// What the record holds at record `up_to`.
    pub(crate) fn held(&self, up_to: Seq) -> Result<Held, MonitorError> {
        self.judging.held(self.log(), up_to)
    }

    /// Which of these documents, with these claims, repeat which.
    pub(crate) fn copies(&self, documents: &[Document], claims: &[Claim]) -> Result<Copies, MonitorError> {
        self.judging.copies(self.log(), documents, claims)
    }

    /// A situation seen through a filter.
    pub fn select<'a>(
        &'a self,
        situation: &'a Situation,
        filter: &'a Filter,
    ) -> Result<Selection<'a>, MonitorError> {
        self.then(situation.seq, Selection::new(situation, self.book(), filter), |head| {
            Selection::new(&self.in_all(situation, head)?, self.book(), filter).map(|_| ())
        })
    }

    /// The agreements as they stood at record `up_to`, each in its last version up to there.
    pub fn agreements(&self, up_to: Seq) -> Result<Vec<Agreement>, MonitorError> {
        Ok(self.log.agreements(up_to)?)
    }

    /// One agreement as it stood at record `up_to`.
    pub fn agreement(&self, id: &AgreementId, up_to: Seq) -> Result<Agreement, MonitorError> {
        self.then(up_to, self.agreement_at(id, up_to), |head| self.agreement_at(id, head))
    }

    fn agreement_at(&self, id: &AgreementId, up_to: Seq) -> Result<Agreement, MonitorError> {
        let all = self.agreements(up_to)?;
        let known = all.iter().map(|agreement| agreement.id.to_string()).collect();
        let found = all.into_iter().find(|agreement| &agreement.id == id);
        found.ok_or(MonitorError::UnknownAgreement { id: id.to_string(), known })
    }

    /// The record that last changed what may be seen here; 0: all of it may be, or nothing was classified.
    pub fn classified(&self) -> Result<Seq, MonitorError> {
        Ok(self.log.classified()?)
    }

    /// When that record was written; `None`: there is none.
    pub fn recorded_at(&self, seq: Seq) -> Result<Option<Timestamp>, MonitorError> {
        Ok(if seq == 0 { None } else { self.log.recorded_at(seq)? })
    }

    /// Shows the records `after < seq <= up_to` in order, at most `limit`: each in a few words, with who wrote it where
    /// somebody decided something.
    pub fn records(&self, after: Seq, up_to: Seq, limit: usize) -> Result<Vec<RecordTold>, MonitorError> {
        let mut told = Vec::new();
        self.log().each_record(after, up_to, &mut |logged| {
            if told.len() < limit {
                told.push(RecordTold::of(&logged));
            }
            if told.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(told)
    }

    /// The last record there is.
    pub fn head(&self) -> Result<Seq, MonitorError> {
        Ok(self.log.head()?)
    }

    /// The normalised text of a document.
    pub fn text(&self, id: &DocumentId) -> Result<Option<String>, MonitorError> {
        self.log.document(id)?.map_or(Ok(None), |document| self.text_of(&document))
    }

    /// The normalised text of a document, also of one that was withdrawn; `None`: its words were erased.
    pub fn text_of(&self, document: &Document) -> Result<Option<String>, MonitorError> {
        let bytes = self.log.blob(document.text)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }
}
