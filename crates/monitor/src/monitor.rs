//! A store with the lists and the reader beside it.

use crate::{
    Book, Filter, Knowledge, MonitorError, Selection,
    situation::{Held, compute},
};
use std::{
    cell::{OnceCell, RefCell},
    collections::{HashMap, HashSet},
    sync::Arc,
};
use truce_extract::Reader;
use truce_model::{
    Agreement, AgreementId, BlockRole, Claim, Document, DocumentId, Hash, Seq, Situation, Span,
};
use truce_reconcile::{Copies, Wording};
use truce_store::{ClaimFilter, Log, Mode, StoreError, Verified};

/// A record and the lists by which its names are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Where it lies: `sqlite:PATH` or a bare path.
    pub url: String,
    /// Lists of a cell's own, each by its path in their folder.
    pub lists: Vec<(String, String)>,
}

impl From<String> for Store {
    /// The record at that place, with the lists that the program carries.
    fn from(url: String) -> Store {
        Store { url, lists: vec![] }
    }
}

/// A record of reporting with all that reads it.
pub struct Monitor {
    log: Box<dyn Log>,
    book: Book,
    reader: OnceCell<Arc<Reader>>,
    /// What each text says word for word, by its address; read once however many days a report looks back.
    wordings: RefCell<HashMap<Hash, Arc<Wording>>>,
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

    fn with(store: &Store, mode: Mode) -> Result<Monitor, MonitorError> {
        let book = Book::with(&store.lists)?;
        let log = truce_store::open(&store.url, mode)?;
        Ok(Monitor { log, book, reader: OnceCell::new(), wordings: RefCell::default() })
    }

    pub(crate) fn log(&self) -> &dyn Log {
        self.log.as_ref()
    }

    pub(crate) fn log_mut(&mut self) -> &mut dyn Log {
        self.log.as_mut()
    }

    /// The reference lists.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The reader of texts, made when it is first asked for.
    pub fn reader(&self) -> Result<&Reader, MonitorError> {
        if self.reader.get().is_none() {
            let Book { actors, places } = self.book.clone();
            let reader = Arc::new(Reader::builtin_with(actors, places)?);
            return Ok(self.reader.get_or_init(|| reader));
        }
        Ok(self.reader.get().expect("the reader was made above"))
    }

    /// Everything held and judged on that knowledge.
    pub fn situation(&self, knowledge: &Knowledge) -> Result<Situation, MonitorError> {
        Ok(compute(knowledge, self.held(knowledge.up_to)?, &self.book))
    }

    /// What the record holds at record `up_to`.
    pub(crate) fn held(&self, up_to: Seq) -> Result<Held, MonitorError> {
        let documents = self.log.documents(up_to)?;
        let claims = self.log.claims(up_to, &ClaimFilter::default())?;
        Ok(Held {
            copies: Arc::new(self.copies(&documents, &claims)?),
            withdrawn: self.log.withdrawn(up_to)?,
            came: self.log.came(up_to)?,
            documents,
            claims,
            doubts: self.log.doubts(up_to)?,
            agreements: self.log.agreements(up_to)?,
            rulings: self.log.rulings(up_to)?,
            matchings: self.log.matchings(up_to)?,
        })
    }

    /// Which of these documents, with these claims, repeat which.
    pub(crate) fn copies(&self, documents: &[Document], claims: &[Claim]) -> Result<Copies, MonitorError> {
        // Rows of a table are alike by their form: none copies another.
        let of_table = |claim: &&Claim| claim.found_by.iter().any(|rule| rule.as_str().starts_with("table."));
        let rows: HashSet<&DocumentId> =
            claims.iter().filter(of_table).map(|claim| &claim.document).collect();
        let told = documents.iter().map(|document| {
            let row = rows.contains(&document.id);
            Ok((document, if row { Arc::default() } else { self.wording(document)? }))
        });
        Ok(Copies::of(told.collect::<Result<Vec<_>, MonitorError>>()?))
    }

    fn wording(&self, document: &Document) -> Result<Arc<Wording>, MonitorError> {
        if let Some(known) = self.wordings.borrow().get(&document.text) {
            return Ok(known.clone());
        }
        let story = document.blocks.iter().filter(|block| block.role == BlockRole::Paragraph);
        let story: Vec<Span> = story.map(|block| block.span).collect();
        let wording = Arc::new(Wording::of(&self.log.text(document)?, &story));
        self.wordings.borrow_mut().insert(document.text, wording.clone());
        Ok(wording)
    }

    /// A situation seen through a filter.
    pub fn select<'a>(
        &'a self,
        situation: &'a Situation,
        filter: &'a Filter,
    ) -> Result<Selection<'a>, MonitorError> {
        self.then(situation.seq, Selection::new(situation, &self.book, filter), |head| {
            Selection::new(&self.in_all(situation, head)?, &self.book, filter).map(|_| ())
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

    /// The last record there is.
    pub fn head(&self) -> Result<Seq, MonitorError> {
        Ok(self.log.head()?)
    }

    /// The normalised text of a document.
    pub fn text(&self, id: &DocumentId) -> Result<Option<String>, MonitorError> {
        let Some(document) = self.log.document(id)? else { return Ok(None) };
        let bytes = self.log.blob(document.text)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// Drops the views and derives them from the log again.
    pub fn rebuild(&mut self) -> Result<(), MonitorError> {
        Ok(self.log.rebuild()?)
    }

    /// Checks the whole record: chain, texts, quotes and views.
    pub fn verify(&self) -> Result<Verified, MonitorError> {
        Ok(self.log.verify()?)
    }
}
