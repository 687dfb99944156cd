//! An incident with its claims at hand. Adds nothing to them.

use rustc_hash::FxHashMap;
use std::cell::{Cell, OnceCell};
use truce_model::{Act, Claim, ClaimId, Incident, Stance};

/// Claims by their ids. Incidents mostly come in the order of their claims, so that the next is looked at first, and a
/// table of all is made only where one stands elsewhere.
pub(crate) struct Claims<'a> {
    all: &'a [Claim],
    next: Cell<usize>,
    by_id: OnceCell<FxHashMap<&'a ClaimId, &'a Claim>>,
}

impl<'a> Claims<'a> {
    /// These claims.
    pub(crate) fn of(all: &'a [Claim]) -> Claims<'a> {
        Claims { all, next: Cell::new(0), by_id: OnceCell::new() }
    }

    /// The claim of that id.
    fn get(&self, id: &ClaimId) -> Option<&'a Claim> {
        let at = self.next.get();
        if let Some(claim) = self.all.get(at).filter(|claim| &claim.id == id) {
            self.next.set(at + 1);
            return Some(claim);
        }
        let by_id = self.by_id.get_or_init(|| self.all.iter().map(|claim| (&claim.id, claim)).collect());
        by_id.get(id).copied()
    }
}

/// An incident and the claims it rests on.
pub(crate) struct Facts<'a> {
    pub(crate) incident: &'a Incident,
    /// Claims that assert it; all of its claims where none does.
    pub(crate) told: Vec<&'a Claim>,
    /// Claims that say that it is not so.
    pub(crate) denied: Vec<&'a Claim>,
    /// Tolls that belong to it and are asserted.
    pub(crate) tolls: Vec<&'a Claim>,
}

impl<'a> Facts<'a> {
    /// The incident with its claims; claims that are not at hand are left out.
    pub(crate) fn of(incident: &'a Incident, by_id: &Claims<'a>) -> Facts<'a> {
        let all: Vec<&Claim> = incident.claims.iter().filter_map(|id| by_id.get(id)).collect();
        let with = |stance| all.iter().copied().filter(|claim| claim.stance == stance).collect::<Vec<_>>();
        let (asserted, denied) = (with(Stance::Asserts), with(Stance::Denies));
        let tolls = incident
            .toll_claims
            .iter()
            .filter_map(|id| by_id.get(id))
            .filter(|claim| claim.stance == Stance::Asserts)
            .collect();
        let told = if asserted.is_empty() { all } else { asserted };
        Facts { incident, told, denied, tolls }
    }

    /// Whether it is held to be mutual fighting: nobody is said to have begun it, or that is in dispute.
    pub(crate) fn is_mutual(&self) -> bool {
        !self.told.is_empty() && self.incident.act == Act::Clash
    }

    /// The ids of the claims that tell it and for which `tells` holds, in order.
    pub(crate) fn ids(&self, tells: impl Fn(&Claim) -> bool) -> Vec<ClaimId> {
        let mut ids: Vec<ClaimId> =
            self.told.iter().filter(|claim| tells(claim)).map(|claim| claim.id.clone()).collect();
        ids.sort();
        ids
    }
}
