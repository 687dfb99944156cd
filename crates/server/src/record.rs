//! One record for many requests: readers side by side, one writer at a time, and the situations computed last.

use crate::{
    problem::Problem,
    view::{View, Views},
};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};
use tokio::sync::{Semaphore, watch};
use truce_model::{Confidentiality, Seq};
use truce_monitor::{AsOf, Book, Knowledge, Monitor, MonitorError, Store};

/// How often the end of the record is looked at for what other programs wrote.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);

/// A record that many requests read and write.
#[derive(Clone)]
pub struct Record(Arc<Inner>);

struct Inner {
    store: Store,
    book: Arc<Book>,
    /// Readers that are free, by what they may see.
    readers: Mutex<BTreeMap<Confidentiality, Vec<Monitor>>>,
    /// How many may read at once; each holds a connection and what it has in hand.
    places: Semaphore,
    writer: Mutex<Monitor>,
    views: Views,
    head: watch::Sender<Seq>,
}

impl Record {
    /// Opens the record at `store` to read and write.
    pub fn open(store: Store) -> Result<Record, MonitorError> {
        Record::of(Monitor::open(&store)?, store)
    }

    /// The record that `writer` opened at `store`.
    pub fn of(writer: Monitor, store: Store) -> Result<Record, MonitorError> {
        let head = writer.head()?;
        let at_once = 2 * thread::available_parallelism().map_or(2, usize::from);
        Ok(Record(Arc::new(Inner {
            store,
            book: Arc::new(writer.book().clone()),
            readers: Mutex::default(),
            places: Semaphore::new(at_once),
            writer: Mutex::new(writer),
            views: Views::default(),
            head: watch::Sender::new(head),
        })))
    }

    /// Tells of every record that comes in, by the place of the last.
    pub(crate) fn heads(&self) -> watch::Receiver<Seq> {
        self.0.head.subscribe()
    }

    /// Reads what somebody with that clearance may see, on a thread where waiting holds nobody up.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        cleared: Confidentiality,
        work: impl FnOnce(&Reading<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.0.places.acquire().await.map_err(|_| Problem::stopping())?;
        let inner = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            let free = lock(&inner.readers).entry(cleared).or_default().pop();
            let monitor = match (free, cleared) {
                (Some(monitor), _) => monitor,
                (None, Confidentiality::Confidential) => Monitor::open_read_only(&inner.store)?,
                (None, less) => Monitor::open_cleared(&inner.store, less)?,
            };
            let done = work(&Reading { monitor: &monitor, cleared, inner: &inner });
            // A connection that was lost is not kept.
            if !done.as_ref().is_err_and(Problem::is_ours) {
                lock(&inner.readers).entry(cleared).or_default().push(monitor);
            }
            done
        });
        let done = done.await.map_err(|_| Problem::broken())?;
        drop(place);
        done
    }

    /// Writes, one request at a time; then tells of it.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Monitor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let inner = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut writer = lock(&inner.writer);
            let done = work(&mut writer);
            if let Ok(head) = writer.head() {
                inner.arrived(head);
            }
            done
        });
        done.await.map_err(|_| Problem::broken())?
    }

    /// Looks at the end of the record until the server stops, so that what other programs write is told of as well.
    pub(crate) async fn watch(self) {
        let mut tick = tokio::time::interval(LOOKED_AT_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            // What goes wrong here goes wrong in the next request as well, which can tell of it.
            let head = self.read(Confidentiality::Confidential, |reading| Ok(reading.monitor.head()?)).await;
            if let Ok(head) = head {
                self.0.arrived(head);
            }
        }
    }
}

impl Inner {
    fn arrived(&self, head: Seq) {
        self.head.send_if_modified(|last| {
            let newer = head > *last;
            *last = head.max(*last);
            newer
        });
    }
}

/// A record while a request reads it.
pub(crate) struct Reading<'r> {
    pub(crate) monitor: &'r Monitor,
    pub(crate) cleared: Confidentiality,
    inner: &'r Inner,
}

impl Reading<'_> {
    /// What was known as of then; now, to the minute, where nothing is told.
    pub(crate) fn knowledge(&self, as_of: Option<AsOf>) -> Result<Knowledge, Problem> {
        Ok(self.monitor.knowledge(as_of, this_minute())?)
    }

    /// Everything held and judged on that knowledge, computed once however many ask for it.
    pub(crate) fn view(&self, knowledge: &Knowledge) -> Result<Arc<View>, Problem> {
        // What was classified since changes what may be seen of every earlier moment.
        let key = (self.cleared, self.monitor.classified()?, knowledge.up_to, knowledge.as_of);
        let compute = || Ok(View::new(self.monitor.situation(knowledge)?, self.inner.book.clone()));
        self.inner.views.of(key, compute)
    }

    /// Everything held and judged as of then.
    pub(crate) fn as_of(&self, as_of: Option<AsOf>) -> Result<Arc<View>, Problem> {
        self.view(&self.knowledge(as_of)?)
    }
}

/// The beginning of this minute: what is asked for twice in it has one answer.
fn this_minute() -> Timestamp {
    let now = Timestamp::now();
    let floor = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Floor);
    now.round(floor).unwrap_or(now)
}

/// A lock whose holder may have panicked: what it guards is replaced whole, never changed by half.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
