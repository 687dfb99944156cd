//! An incident with its claims at hand. Adds nothing to them.

use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Act, Claim, ClaimId, Incident, PlaceKind, Places, Stance};

/// An incident and the claims it rests on.
pub(crate) struct Facts<'a> {
    pub(crate) incident: &'a Incident,
    /// Claims that assert it; all of its claims where none does.
    pub(crate) told: Vec<&'a Claim>,
    /// Claims that say that it is not so.
    pub(crate) denied: Vec<&'a Claim>,
    /// Tolls that belong to it and are asserted.
    pub(crate) tolls: Vec<&'a Claim>,
    /// The country in which all its listed places lie, if they lie in one.
    pub(crate) country: Option<&'a str>,
}

impl<'a> Facts<'a> {
    /// The incident with its claims; claims that are not at hand are left out.
    pub(crate) fn of(
        incident: &'a Incident,
        by_id: &BTreeMap<&ClaimId, &'a Claim>,
        places: &'a Places,
    ) -> Facts<'a> {
        let all: Vec<&Claim> = incident.claims.iter().filter_map(|id| by_id.get(id).copied()).collect();
        let with = |stance| all.iter().copied().filter(|claim| claim.stance == stance).collect::<Vec<_>>();
        let (asserted, denied) = (with(Stance::Asserts), with(Stance::Denies));
        let tolls = incident
            .toll_claims
            .iter()
            .filter_map(|id| by_id.get(id).copied())
            .filter(|claim| claim.stance == Stance::Asserts)
            .collect();
        let told = if asserted.is_empty() { all } else { asserted };
        Facts { incident, told, denied, tolls, country: country(incident, places) }
    }

    /// The day by which memberships are taken: the first on which it can have happened, else the last.
    pub(crate) fn day(&self) -> Option<Date> {
        self.incident.occurred.start.or(self.incident.occurred.end).map(|moment| moment.date())
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

fn country<'a>(incident: &Incident, places: &'a Places) -> Option<&'a str> {
    let of = |name: &truce_model::Name| {
        let wholes = places.locate(name.as_str()).map(|place| places.wholes(place))?;
        wholes.iter().find(|place| place.kind == PlaceKind::Country).map(|place| place.name.as_str())
    };
    let all: BTreeSet<&str> = incident.places.iter().filter_map(of).collect();
    if all.len() == 1 { all.first().copied() } else { None }
}
