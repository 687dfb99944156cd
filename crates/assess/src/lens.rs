//! A provision as one reading has it: its time, whom it binds, whom it leaves out.

use crate::{names, terms};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{ActorId, Actors, Agreement, Places, Provision, Reading, Term};

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
    /// Everybody whom any provision of the agreement holds to its conduct, whatever the reading.
    pub(crate) sides: BTreeSet<ActorId>,
    /// By country, the only state that is or belongs to a party named in the text.
    pub(crate) hosts: BTreeMap<String, ActorId>,
}

impl<'a> Lens<'a> {
    /// The provision as the reading has it; what the reading does not name stays as in the text.
    pub(crate) fn of(
        agreement: &'a Agreement,
        provision: &'a Provision,
        reading: &'a Reading,
        actors: &Actors,
        places: &Places,
    ) -> Lens<'a> {
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
            sides: sides(agreement),
            hosts: names::hosts(&provision.binds, actors, places),
        }
    }
}

fn sides(agreement: &Agreement) -> BTreeSet<ActorId> {
    // Those who may renew a truce are its brokers, who need not fight in it.
    let conduct =
        agreement.provisions.iter().filter(|provision| !matches!(provision.term, Term::Renew { .. }));
    conduct.flat_map(|provision| provision.binds.iter().cloned()).collect()
}
