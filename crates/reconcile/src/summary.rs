//! Which incidents a claim that sums up may count among others. Merges nothing, adds nothing up.

use crate::{
    compare::Likeness, family, lookup::Lookup, near::Hashed, party::Kinship, place, seen::Seen, time,
};
use truce_model::{Actors, Claim, ClaimId, Incident, IncidentId, Places};

/// What is summed up, with what it may count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What is told of many happenings taken together.
    pub incident: IncidentId,
    /// Single incidents that lie in its place and time and are of its act and actors, by id: they may be counted in it.
    pub may_count: Vec<IncidentId>,
}

/// The incidents that sum up, each with those that it may count.
///
/// A summary of a place counts what certainly lies in it; of no place, nothing is known to be counted.
pub fn summaries(incidents: &[Incident], claims: &[Claim], actors: &Actors, places: &Places) -> Vec<Summary> {
    let by_id: Hashed<&ClaimId, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let shown: Vec<Option<Claim>> = incidents.iter().map(|incident| as_claim(incident, &by_id)).collect();
    let lookup = Lookup::new(actors, places);
    let seen: Vec<Option<Seen>> =
        shown.iter().map(|claim| claim.as_ref().map(|claim| Seen::of(claim, &lookup))).collect();
    let sums_up = |at: usize| {
        let mut of = incidents[at].claims.iter().filter_map(|id| by_id.get(id));
        of.any(|claim| Seen::of(claim, &lookup).extent.sums_up())
    };
    let (many, single): (Vec<usize>, Vec<usize>) = (0..incidents.len()).partition(|at| sums_up(*at));
    let counts = |whole: &Seen, part: &Seen| {
        family::can_be_one(whole.claim.act, part.claim.act, whole.on_aid && part.on_aid)
            && time::contains(&whole.claim.occurred, &part.claim.occurred)
            && place::holds(whole.claim, part.claim, places)
            && match (&whole.agent, &part.agent) {
                (Some(x), Some(y)) => x.to(y) != Kinship::Apart,
                _ => true,
            }
            && place::likeness(&whole.site, &part.site) != Likeness::Different
    };
    let of = |at: usize| {
        let whole = seen[at].as_ref()?;
        let counted =
            single.iter().filter(|part| seen[**part].as_ref().is_some_and(|part| counts(whole, part)));
        let may_count = counted.map(|part| incidents[*part].id.clone()).collect();
        Some(Summary { incident: incidents[at].id.clone(), may_count })
    };
    many.into_iter().filter_map(of).collect()
}

/// An incident told as one claim of it, with the time, the places and the actor that all of them lead to.
fn as_claim(incident: &Incident, by_id: &Hashed<&ClaimId, &Claim>) -> Option<Claim> {
    let first = incident.claims.iter().find_map(|id| by_id.get(id))?;
    let named = incident.attribution.named();
    Some(Claim {
        act: incident.act,
        occurred: incident.occurred,
        places: incident.places.clone(),
        agent: match named.as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        },
        target: incident.targets.first().cloned(),
        ..(*first).clone()
    })
}
