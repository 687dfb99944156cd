//! Decides which claims tell of one incident. Never judges lawfulness; reads no file and no clock.
//!
//! Claims are first compared field by field ([`why`]), then gathered: pairs that agree best come first, and two
//! groups become one only where no claim of the one contradicts a claim of the other about what happened. Whatever
//! the claims of an incident differ on is kept beside it, and a claim that could belong to several incidents
//! that exclude each other belongs to none of them. The rules are told in `docs/reference/incidents.md`.

mod account;
mod attribution;
mod bond;
mod cluster;
mod compare;
mod crowd;
mod decided;
mod disagreement;
mod family;
mod incident;
mod links;
mod lookup;
mod near;
mod party;
mod place;
mod reconciler;
mod same;
mod seen;
mod summary;
pub mod tables;
mod telling;
mod time;
mod toll;
mod witness;

pub use bond::{Bond, Verdict, between, bonds};
pub use compare::{Comparison, Field, Likeness, why};
pub use reconciler::{Changed, Reconciler};
pub use summary::{Summary, summaries};

use decided::Decided;
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
    let mut reconciler = Reconciler::new(actors, places);
    reconciler.decide(matchings);
    reconciler.add(claims);
    reconciler.into_incidents()
}

#[cfg(test)]
mod tests;
