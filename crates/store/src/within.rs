//! Reads the log through one connection, within a transaction or not. Writes nothing.

use crate::{ClaimFilter, Line, Page, Readable, StoreError, claims, read, sql::Sql, withdrawn};
use jiff::Timestamp;
use std::{collections::BTreeMap, ops::ControlFlow};
use truce_model::{Agreement, Claim, Document, DocumentId, Hash, Logged, Seq, Withdrawn};

/// The log as a connection shows it.
#[derive(Clone, Copy)]
pub(crate) struct Within<'s>(pub(crate) &'s dyn Sql);

impl Readable for Within<'_> {
    fn head(&self) -> Result<Seq, StoreError> {
        Ok(read::tip(self.0)?.seq)
    }

    fn each_record(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Logged) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        read::each_record(self.0, after, up_to, see)
    }

    fn each_line(
        &self,
        after: Seq,
        up_to: Seq,
        see: &mut dyn FnMut(Line) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        read::each_line(self.0, after, up_to, see)
    }

    fn seq_at(&self, time: Timestamp) -> Result<Seq, StoreError> {
        read::seq_at(self.0, time)
    }

    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        read::blob(self.0, hash)
    }

    fn erased_by(&self, hash: Hash) -> Result<Option<Seq>, StoreError> {
        read::erased_by(self.0, hash)
    }

    fn document_at(&self, id: &DocumentId, up_to: Seq) -> Result<Option<Document>, StoreError> {
        read::document_at(self.0, id, up_to)
    }

    fn was_withdrawn(&self, id: &DocumentId) -> Result<bool, StoreError> {
        read::was_withdrawn(self.0, id)
    }

    fn documents(&self, up_to: Seq) -> Result<Vec<Document>, StoreError> {
        read::documents(self.0, up_to)
    }

    fn claims(&self, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
        claims::claims(self.0, up_to, filter)
    }

    fn page(
        &self,
        up_to: Seq,
        filter: &ClaimFilter,
        after: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        claims::page(self.0, up_to, filter, after, limit)
    }

    fn withdrawn(&self, up_to: Seq) -> Result<Vec<Withdrawn>, StoreError> {
        withdrawn::withdrawn(self.0, up_to)
    }

    fn came(&self, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, StoreError> {
        read::came(self.0, up_to)
    }

    fn agreements(&self, up_to: Seq) -> Result<Vec<Agreement>, StoreError> {
        read::agreements(self.0, up_to)
    }
}
