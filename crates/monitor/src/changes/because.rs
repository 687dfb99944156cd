//! Finds the records because of which things are different, by halving the stretch between two moments.

use super::{Key, contents, reports::Reports};
use crate::{Knowledge, Monitor, MonitorError};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use truce_model::{Hash, Seq, Situation};

/// The most moments between the two that are judged; where they do not suffice, a stretch of records is told.
pub const MOST_JUDGED: usize = 128;

/// The most of these at which reports are made too, since each takes a situation for every day.
pub const MOST_REPORTED: usize = 32;

/// What brought a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// A record.
    Record(Seq),
    /// One or more of the records from the first to the last.
    Within(Seq, Seq),
    /// No record: a deadline passed.
    Time,
}

impl Cause {
    pub(super) fn told(&self) -> Value {
        match self {
            Cause::Record(seq) => json!(seq),
            Cause::Within(first, last) => json!(format!("{first} to {last}")),
            Cause::Time => json!("time went on"),
        }
    }
}

/// What is held at a record, each thing by the hash of what it is.
type Held = BTreeMap<Key, Hash>;

/// A stretch behind `after` up to `up_to` in which these things become different.
struct Stretch {
    after: Seq,
    up_to: Seq,
    keys: BTreeSet<Key>,
}

/// The search for causes, with what it judged so far.
pub(super) struct Search<'s, 'm> {
    monitor: &'m Monitor,
    /// Everything is judged as of one moment, so that only records can bring a difference.
    as_of: Timestamp,
    reports: &'s mut Reports<'m>,
    held: BTreeMap<Seq, Held>,
    judged: usize,
}

impl<'s, 'm> Search<'s, 'm> {
    pub(super) fn new(
        monitor: &'m Monitor,
        as_of: Timestamp,
        reports: &'s mut Reports<'m>,
    ) -> Search<'s, 'm> {
        Search { monitor, as_of, reports, held: BTreeMap::new(), judged: 0 }
    }

    /// Takes over what was judged already, as of the moment of the search.
    pub(super) fn know(&mut self, situation: &Situation) {
        self.held.insert(situation.seq, hashed(situation));
    }

    /// For each of these things the records in `after < seq <= up_to` that made it different.
    pub(super) fn causes(
        &mut self,
        after: Seq,
        up_to: Seq,
        keys: BTreeSet<Key>,
    ) -> Result<BTreeMap<Key, BTreeSet<Cause>>, MonitorError> {
        let mut causes: BTreeMap<Key, BTreeSet<Cause>> = BTreeMap::new();
        let keys = self.differing(after, up_to, &keys)?;
        // The widest stretch first, so that where not all can be halved to the end, all are about equally narrow.
        let mut open = VecDeque::from([Stretch { after, up_to, keys }]);
        while let Some(Stretch { after, up_to, keys }) = open.pop_front() {
            if keys.is_empty() {
                continue;
            }
            let (report, judged) = (self.reports.moments() >= MOST_REPORTED, self.judged >= MOST_JUDGED);
            let ends = |key: &Key| judged || (report && key.0 == "report");
            let mut left = BTreeSet::new();
            for key in keys {
                let cause = match up_to - after {
                    1 => Cause::Record(up_to),
                    _ if ends(&key) => Cause::Within(after + 1, up_to),
                    _ => {
                        left.insert(key);
                        continue;
                    }
                };
                causes.entry(key).or_default().insert(cause);
            }
            if left.is_empty() {
                continue;
            }
            let middle = after + (up_to - after) / 2;
            for (after, up_to) in [(after, middle), (middle, up_to)] {
                let keys = self.differing(after, up_to, &left)?;
                open.push_back(Stretch { after, up_to, keys });
            }
        }
        Ok(causes)
    }

    /// Those of these things that are not the same at both records.
    fn differing(
        &mut self,
        one: Seq,
        other: Seq,
        keys: &BTreeSet<Key>,
    ) -> Result<BTreeSet<Key>, MonitorError> {
        if one == other || keys.is_empty() {
            return Ok(BTreeSet::new());
        }
        for seq in [one, other] {
            if !self.held.contains_key(&seq) {
                self.judged += 1;
                let known = Knowledge { up_to: seq, as_of: self.as_of, cut_off: None };
                let situation = self.monitor.situation(&known)?;
                self.know(&situation);
            }
        }
        let mut differing = BTreeSet::new();
        for key in keys {
            let differs = if key.0 == "report" {
                self.reports.at(one, key)? != self.reports.at(other, key)?
            } else {
                self.held[&one].get(key) != self.held[&other].get(key)
            };
            differing.extend(differs.then(|| key.clone()));
        }
        Ok(differing)
    }
}

fn hashed(situation: &Situation) -> Held {
    contents(situation).into_iter().map(|(key, content)| (key, Hash::of(content.as_bytes()))).collect()
}
