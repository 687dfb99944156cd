//! As of when the record is read, and which part of it counts then. Reads no clock: what is now is an argument.

use crate::{Knowledge, Monitor, MonitorError};
use jiff::Timestamp;
use truce_model::{Seq, Situation};

/// As of when the record is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// With what was written up to that moment. One to come reads all there is, as it will stand then.
    Time(Timestamp),
    /// With that record as the last, at the moment at which it was written. 0 is the empty record, at the moment at
    /// which the first was written.
    Record(Seq),
}

impl Monitor {
    /// What was known then. `None`: all of it, as of `now`.
    pub fn knowledge(&self, as_of: Option<AsOf>, now: Timestamp) -> Result<Knowledge, MonitorError> {
        let (up_to, as_of) = match as_of {
            None => (self.head()?, now),
            Some(AsOf::Time(time)) => (self.log().seq_at(time)?, time),
            Some(AsOf::Record(seq)) => {
                (self.numbered(seq)?, self.log().recorded_at(seq.max(1))?.unwrap_or(now))
            }
        };
        Ok(Knowledge { up_to, as_of, cut_off: None })
    }

    /// That place in the log, if it is there.
    fn numbered(&self, seq: Seq) -> Result<Seq, MonitorError> {
        let head = self.head()?;
        if seq > head { Err(MonitorError::BeyondTheLog { seq, head }) } else { Ok(seq) }
    }

    /// Tells a thing that came into the record only after `up_to` from one that was never there, by asking `again` for it
    /// in all there is.
    pub(crate) fn then<T, U>(
        &self,
        up_to: Seq,
        found: Result<T, MonitorError>,
        again: impl FnOnce(Seq) -> Result<U, MonitorError>,
    ) -> Result<T, MonitorError> {
        let (what, id) = match &found {
            Err(MonitorError::UnknownAgreement { id, .. }) => ("agreement ", id.clone()),
            Err(MonitorError::UnknownReading { id, .. }) => ("reading ", id.clone()),
            Err(MonitorError::UnknownProvision { id, .. }) => ("provision ", id.clone()),
            Err(MonitorError::UnknownId { id }) => ("", id.clone()),
            _ => return found,
        };
        let head = self.head()?;
        if up_to >= head {
            return found;
        }
        match again(head) {
            // Several things that begin so are something, too.
            Ok(_) | Err(MonitorError::AmbiguousId { .. }) => {
                Err(MonitorError::NotYetRecorded { what, id, up_to, head })
            }
            Err(error) => Err(error),
        }
    }

    /// The situation of all there is, at the moment of `then`.
    pub(crate) fn in_all(&self, then: &Situation, head: Seq) -> Result<Situation, MonitorError> {
        self.situation(&Knowledge { up_to: head, as_of: then.as_of, cut_off: None })
    }
}
