//! The log on any database. Knows no database by name.

use crate::search::Opened;
use crate::{
    ClaimFilter, Entry, Hit, Line, Log, Mode, Page, Readable, StandsIn, StoreError, Teller, Told, Verified,
    address, append, erase, search, sql::Backend, sqlite, told, verify, views, within::Within,
};
use jiff::Timestamp;
use std::{cell::RefCell, collections::BTreeMap, ops::ControlFlow, slice};
use truce_model::{Agreement, Claim, Decision, Document, DocumentId, Hash, Logged, Record, Seq, Withdrawn};

/// How often a search begins anew because the index was changed under it.
const PATIENCE: usize = 4;

/// A log on one database.
pub(crate) struct Store<B> {
    backend: B,
    /// The index of words, once somebody has searched.
    opened: RefCell<Option<Opened>>,
}

impl<B: Backend> Store<B> {
    pub(crate) fn new(backend: B) -> Store<B> {
        Store { backend, opened: RefCell::new(None) }
    }

    /// Makes up for a loading that was interrupted, where it is opened to be written.
    ///
    /// A loading that still goes on is only slowed by it. Who may not make indexes, or comes while somebody writes, leaves it to
    /// the next; so does who finds a store that is damaged, for `rebuild` must open it.
    pub(crate) fn made_up(mut self, mode: Mode) -> Result<Store<B>, StoreError> {
        if mode == Mode::ReadWrite && views::is_loading(self.backend.sql()).unwrap_or(false) {
            match self.load(false) {
                Ok(()) | Err(StoreError::Busy { .. } | StoreError::Denied { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self)
    }

    fn within(&self) -> Within<'_> {
        Within(self.backend.sql())
    }

    /// Does `work` in one transaction, unless `still` says that it is in vain, and gives what it gives.
    fn write<T>(
        &mut self,
        mut still: impl FnMut(&Within<'_>) -> Result<(), StoreError>,
        mut work: impl FnMut(&Within<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut done = None;
        self.backend.write(&mut |sql| still(&Within(sql)), &mut |sql| {
            done = Some(work(&Within(sql))?);
            Ok(())
        })?;
        Ok(done.expect("a transaction that was committed has done its work"))
    }

    /// Appends, and does `then` in the same transaction.
    fn append_and(
        &mut self,
        after: Seq,
        at: Timestamp,
        entries: &[Entry],
        mut then: impl FnMut(&Within<'_>, Seq) -> Result<(), StoreError>,
    ) -> Result<Seq, StoreError> {
        // Made ready before the store is locked; a transaction is never tried twice.
        let mut lines = Some(append::lines(entries)?);
        let still = |log: &Within<'_>| append::follows(log.0, after).map(drop);
        self.write(still, |log| {
            let lines = lines.take().expect("a transaction is begun once");
            let head = append::append(log.0, after, at, lines)?;
            then(log, head)?;
            Ok(head)
        })
    }
}

/// Refuses a record that erases: it is nothing without the erasing.
fn only_appending(entries: &[Entry]) -> Result<(), StoreError> {
    let erases =
        |entry: &&Entry| matches!(&entry.record, Record::Decision { decision: Decision::Erase { .. } });
    entries.iter().find(erases).map_or(Ok(()), |entry| {
        let problem = "takes words out of the store and cannot just be appended".to_owned();
        Err(StoreError::Malformed { what: crate::chain::title(&entry.record), problem })
    })
}

impl<B: Backend> Log for Store<B> {
    fn append(&mut self, after: Seq, at: Timestamp, entries: &[Entry]) -> Result<Seq, StoreError> {
        only_appending(entries)?;
        self.append_and(after, at, entries, |_, _| Ok(()))
    }

    fn append_and_tell(
        &mut self,
        after: Seq,
        at: Timestamp,
        entries: &[Entry],
        teller: &mut Teller<'_>,
    ) -> Result<Seq, StoreError> {
        only_appending(entries)?;
        self.append_and(after, at, entries, |log, _| told::catch_up(log.0, log, teller))
    }

    fn tell(&mut self, teller: &mut Teller<'_>, anew: bool) -> Result<(), StoreError> {
        self.write(
            |_| Ok(()),
            |log| {
                if anew {
                    told::forget(log.0)?;
                }
                told::catch_up(log.0, log, teller)
            },
        )
    }

    fn tellings(&self) -> Result<Vec<(Seq, String)>, StoreError> {
        told::tellings(self.backend.sql())
    }

    fn told(&self, seq: Seq) -> Result<Vec<Told>, StoreError> {
        told::told(self.backend.sql(), seq)
    }

    fn erase(
        &mut self,
        after: Seq,
        at: Timestamp,
        entry: &Entry,
        stands_in: &StandsIn<'_>,
        teller: &mut Teller<'_>,
    ) -> Result<Seq, StoreError> {
        let Record::Decision { decision: Decision::Erase { document, .. } } = &entry.record else {
            let problem = "is to be erased by, and erases nothing".to_owned();
            return Err(StoreError::Malformed { what: crate::chain::title(&entry.record), problem });
        };
        let head = self.append_and(after, at, slice::from_ref(entry), |log, head| {
            erase::erase(log.0, document, head, stands_in)?;
            // What was told of earlier days can hold its words too.
            told::forget(log.0)?;
            told::catch_up(log.0, log, teller)
        })?;
        self.backend.scrub()?;
        Ok(head)
    }

    fn search(
        &self,
        up_to: Seq,
        asked: &str,
        filter: &ClaimFilter,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let mut opened = self.opened.borrow_mut();
        if opened.is_none() {
            *opened = Some(Opened::new(self.backend.beside()?));
        }
        let opened = opened.as_mut().expect("it was opened above");
        let sql = self.backend.sql();
        for _ in 1..PATIENCE {
            match search::search(sql, opened, up_to, asked, filter, limit) {
                // Parts that were joined with others meanwhile are gone; those that took their place are there.
                Err(_) if !opened.is_current(sql)? => {}
                found => return found,
            }
        }
        search::search(sql, opened, up_to, asked, filter, limit)
    }

    fn load(&mut self, loading: bool) -> Result<(), StoreError> {
        let work = if loading { views::begin_loading } else { views::end_loading };
        self.write(|_| Ok(()), |log| work(log.0))
    }

    fn backup(&self, path: &str) -> Result<(), StoreError> {
        sqlite::into_new_file(path, &mut |file| address::fill(&self.backend, file))
    }

    fn verify(&self) -> Result<Verified, StoreError> {
        verify::verify(&self.backend)
    }

    fn rebuild(&mut self) -> Result<(), StoreError> {
        self.write(|_| Ok(()), |log| views::rebuild(log.0))
    }
}

impl<B: Backend> Readable for Store<B> {
    fn head(&self) -> Result<Seq, StoreError> {
        self.within().head()
    }

    fn each_record(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Logged) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.within().each_record(after, up_to, see)
    }

    fn each_line(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Line) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.within().each_line(after, up_to, see)
    }

    fn seq_at(&self, time: Timestamp) -> Result<Seq, StoreError> {
        self.within().seq_at(time)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.within().blob(hash)
    }

    fn erased_by(&self, hash: Hash) -> Result<Option<Seq>, StoreError> {
        self.within().erased_by(hash)
    }

    fn document_at(&self, id: &DocumentId, up_to: Seq) -> Result<Option<Document>, StoreError> {
        self.within().document_at(id, up_to)
    }

    fn was_withdrawn(&self, id: &DocumentId) -> Result<bool, StoreError> {
        self.within().was_withdrawn(id)
    }

    fn documents(&self, up_to: Seq) -> Result<Vec<Document>, StoreError> {
        self.within().documents(up_to)
    }

    fn claims(&self, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
        self.within().claims(up_to, filter)
    }

    fn page(
        &self,
        up_to: Seq,
        filter: &ClaimFilter,
        after: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.within().page(up_to, filter, after, limit)
    }

    fn withdrawn(&self, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError> {
        self.within().withdrawn(up_to)
    }

    fn came(&self, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError> {
        self.within().came(up_to)
    }

    fn agreements(&self, up_to: Seq) -> Result<Vec<Agreement>, StoreError> {
        self.within().agreements(up_to)
    }
}
