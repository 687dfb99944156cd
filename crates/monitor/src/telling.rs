//! Keeps beside the log what was judged at the end of each day, and now. What is kept can be judged anew at any time.

use crate::{Knowledge, Monitor, MonitorError, judging::Judging};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use truce_model::{Seq, Situation};
use truce_store::{Cause, Entry, Log, Readable, StoreError, Teller, Told, Verified};

/// The most records that are judged as a whole whenever one is added; a longer log is judged when it is asked.
pub const MOST_RECORDS: Seq = 50_000;

/// What [`Monitor::verify`] found whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The record.
    pub verified: Verified,
    /// Days of which what is kept is what this program judges.
    pub judged: usize,
    /// Days that were judged by another version of the program or its lists, and were not compared.
    pub by_others: usize,
}

impl Monitor {
    /// Puts entries behind record `after`, and judges what the log then tells unless that is put off.
    pub(crate) fn append(&mut self, after: Seq, at: Timestamp, entries: &[Entry]) -> Result<Seq, StoreError> {
        if self.puts_off || after > MOST_RECORDS {
            return self.log_mut().append(after, at, entries);
        }
        self.telling(|log, teller| log.append_and_tell(after, at, entries, teller))
    }

    /// Judges only when [`Monitor::tell`] asks for it: for writing many batches one after the other.
    ///
    /// Where that does not come about, whoever writes next makes up for it.
    pub fn put_off_telling(&mut self) {
        self.puts_off = true;
    }

    /// Judges what the log tells and was not judged yet.
    pub fn tell(&mut self) -> Result<(), MonitorError> {
        self.puts_off = false;
        Ok(self.telling(|log, teller| log.tell(teller, false))?)
    }

    /// Drops the views and derives them from the log again, and judges each of its days anew.
    pub fn rebuild(&mut self) -> Result<(), MonitorError> {
        self.log_mut().rebuild()?;
        Ok(self.telling(|log, teller| log.tell(teller, true))?)
    }

    /// Checks the whole record: chain, texts, quotes, views, and what this program judged on it.
    pub fn verify(&self) -> Result<Checked, MonitorError> {
        let verified = self.log().verify()?;
        let mut checked = Checked { verified, judged: 0, by_others: 0 };
        for (seq, program) in self.log().tellings()? {
            if program != self.judging.program {
                checked.by_others += 1;
                continue;
            }
            if let Some((view, id)) = self.first_difference(seq)? {
                // A day that goes on is judged anew by whoever writes meanwhile.
                if self.log().tellings()?.contains(&(seq, program)) {
                    return Err(MonitorError::ToldDiffers { store: self.shown.clone(), seq, view, id });
                }
                continue;
            }
            checked.judged += 1;
        }
        Ok(checked)
    }

    /// The first thing that is kept otherwise than it is judged at record `seq`.
    fn first_difference(&self, seq: Seq) -> Result<Option<(String, String)>, MonitorError> {
        let by_id = |rows: Vec<Told>| -> BTreeMap<(String, String), String> {
            rows.into_iter().map(|row| ((row.view, row.id), row.content)).collect()
        };
        let kept = by_id(self.log().told(seq)?);
        let judged = by_id(self.judging.tell(self.log(), seq)?.unwrap_or_default());
        let differs = |key: &&(String, String)| kept.get(*key) != judged.get(*key);
        Ok(kept.keys().chain(judged.keys()).filter(differs).min().cloned())
    }

    /// Does `work` with the log and who judges it.
    pub(crate) fn telling<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Log, &mut Teller<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Monitor { log, judging, .. } = self;
        let mut tell = |log: &dyn Readable, seq: Seq| judging.tell(log, seq).map_err(Cause::from);
        work(log.as_mut(), &mut Teller { program: &judging.program, tell: &mut tell })
    }
}

impl Judging {
    /// Everything judged at record `seq`, as of the moment at which it was written; `None`: the log is too long.
    fn tell(&self, log: &dyn Readable, seq: Seq) -> Result<Option<Vec<Told>>, MonitorError> {
        if seq > MOST_RECORDS {
            return Ok(None);
        }
        let as_of = log.recorded_at(seq)?.ok_or(MonitorError::BeyondTheLog { seq, head: log.head()? })?;
        let situation = self.situation(log, &Knowledge { up_to: seq, as_of, cut_off: None })?;
        let told = everything(&situation).into_iter();
        Ok(Some(told.map(|((view, id), content)| Told { view: view.to_owned(), id, content }).collect()))
    }
}

/// Everything judged, as JSON, by sort and id.
pub(crate) fn everything(situation: &Situation) -> BTreeMap<(&'static str, String), String> {
    let Situation { incidents, retracted, findings, tolls, obligations, .. } = situation;
    let all = (retracted.iter().map(|one| ("incident", one.id.to_string(), json(one))))
        // What stands goes before what is retracted, should both ever bear one id.
        .chain(incidents.iter().map(|one| ("incident", one.id.to_string(), json(one))))
        .chain(findings.iter().map(|one| ("finding", one.id.to_string(), json(one))))
        .chain(tolls.iter().map(|one| ("toll", one.id.to_string(), json(one))))
        .chain(obligations.iter().map(|one| ("obligation", one.id.to_string(), json(one))));
    all.map(|(view, id, content)| ((view, id), content)).collect()
}

/// A thing as JSON, its fields in the order of the model.
pub(crate) fn json(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("what is judged has only words for keys")
}
