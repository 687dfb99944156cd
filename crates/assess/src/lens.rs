//! A provision as one reading has it: its time, whom it binds, whom it leaves out.

use crate::terms;
use jiff::Timestamp;
use std::collections::BTreeSet;
use truce_model::{ActorId, Agreement, Provision, Reading};

/// A provision under a reading.
pub(crate) struct Lens<'a> {
    pub(crate) agreement: &'a Agreement,
    pub(crate) provision: &'a Provision,
    pub(crate) reading: &'a Reading,
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
    pub(crate) binds: BTreeSet<ActorId>,
    /// Parties that the reading holds not to be bound.
    pub(crate) unbound: BTreeSet<ActorId>,
    /// Groups that the terms, so read, do not protect and do not hold to anything.
    pub(crate) excluded: BTreeSet<ActorId>,
}

impl<'a> Lens<'a> {
    /// The provision as the reading has it; what the reading does not name stays as in the text.
    pub(crate) fn of(agreement: &'a Agreement, provision: &'a Provision, reading: &'a Reading) -> Lens<'a> {
        let changes =
            || reading.changes.iter().filter(|(id, _)| id == &provision.id).map(|(_, change)| change);
        let unbound: BTreeSet<ActorId> = changes().flat_map(|change| change.unbind.iter().cloned()).collect();
        Lens {
            agreement,
            provision,
            reading,
            from: changes().filter_map(|change| change.from).next_back().unwrap_or(provision.from),
            until: changes().filter_map(|change| change.until).next_back().or(provision.until),
            binds: provision.binds.iter().filter(|id| !unbound.contains(id)).cloned().collect(),
            unbound,
            excluded: terms::exclude_groups::excluded(agreement, provision, reading),
        }
    }
}
