//! Decides which claims tell of one incident. Never judges lawfulness; reads no file and no clock.
//!
//! Claims are first compared field by field ([`why`]), then gathered: pairs that agree best come first, and two
//! groups become one only where no claim of the one contradicts a claim of the other about what happened. Whatever
//! the claims of an incident differ on is kept beside it, and a claim that could belong to several incidents
//! that exclude each other belongs to none of them. The rules are told in `docs/reference/incidents.md`.

mod account;
mod attribution;
mod cluster;
mod compare;
mod decided;
mod disagreement;
mod family;
mod incident;
mod lookup;
mod near;
mod party;
mod place;
mod same;
mod seen;
pub mod tables;
mod time;
mod toll;
mod witness;

pub use compare::{Comparison, Field, Likeness, why};

use decided::Decided;
use lookup::Lookup;
use seen::Seen;
use truce_model::{Actors, Claim, Incident, Matching, Places};

/// The incidents that the claims tell of, by id; the order of the claims does not matter.
pub fn reconcile(claims: &[Claim], actors: &Actors, places: &Places) -> Vec<Incident> {
    reconcile_as_decided(claims, &[], actors, places)
}

/// For each decision on claims, given in the order in which they were made, whether later ones took its place.
pub fn overruled(matchings: &[&Matching]) -> Vec<bool> {
    Decided::of(matchings).overruled().to_vec()
}

/// The incidents that the claims tell of where people decided of some of them, in this order; a later decision takes
/// the place of those that it contradicts.
pub fn reconcile_as_decided(
    claims: &[Claim],
    matchings: &[&Matching],
    actors: &Actors,
    places: &Places,
) -> Vec<Incident> {
    let decided = Decided::of(matchings);
    let mut sorted: Vec<&Claim> = claims.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    sorted.dedup_by(|a, b| a.id == b.id);
    let lookup = Lookup::new(actors, places);
    let seen: Vec<Seen> = sorted
        .iter()
        .filter(|claim| family::tells_of_incident(claim.act))
        .map(|claim| Seen::of(claim, &lookup))
        .collect();
    let groups = cluster::groups(&seen, &decided);
    let tolls: Vec<Seen> =
        sorted.iter().filter(|claim| toll::can_belong(claim)).map(|claim| Seen::of(claim, &lookup)).collect();
    let belonging = toll::belonging(&tolls, &seen, &groups, &decided);
    let mut incidents: Vec<Incident> = groups
        .iter()
        .zip(belonging)
        .map(|(group, tolls)| {
            let members: Vec<&Seen> = group.iter().map(|at| &seen[*at]).collect();
            incident::tell(&members, &tolls, actors, places)
        })
        .collect();
    incidents.sort_by(|a, b| a.id.cmp(&b.id));
    incidents
}

#[cfg(test)]
mod tests;
