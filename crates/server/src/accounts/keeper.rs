//! The accounts of the record for many requests: one connection to read, one to write, so that nobody who only shows who he is
//! waits for a writer.

use crate::{ServerError, problem::Problem, record::lock};
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use truce_monitor::{Accounts, MonitorError, Store};

pub(super) struct Keeper {
    reader: Arc<Mutex<Accounts>>,
    writer: Arc<Mutex<Accounts>>,
}

impl Keeper {
    pub(super) fn open(store: &Store) -> Result<Keeper, ServerError> {
        // The writer first: it brings an older store up to date.
        let writer = Arc::new(Mutex::new(Accounts::open(store)?));
        Ok(Keeper { reader: Arc::new(Mutex::new(Accounts::open_read_only(store)?)), writer })
    }

    /// Reads, on a thread where waiting holds nobody up.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Accounts, Timestamp) -> Result<T, MonitorError> + Send + 'static,
    ) -> Result<T, Problem> {
        let reader = self.reader.clone();
        let done = tokio::task::spawn_blocking(move || work(&lock(&reader), Timestamp::now()));
        Ok(done.await.map_err(|_| Problem::broken())??)
    }

    /// Writes, one request at a time.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Accounts, Timestamp) -> Result<T, MonitorError> + Send + 'static,
    ) -> Result<T, Problem> {
        let writer = self.writer.clone();
        let done = tokio::task::spawn_blocking(move || work(&mut lock(&writer), Timestamp::now()));
        Ok(done.await.map_err(|_| Problem::broken())??)
    }
}
