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
mod copies;
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
mod retracted;
mod same;
mod seen;
mod strand;
mod summary;
pub mod tables;
mod telling;
mod testimony;
mod time;
mod toll;
mod witness;
mod wording;

pub use bond::{Bond, Verdict, between, bonds};
pub use compare::{Comparison, Field, Likeness, why};
pub use copies::Copies;
pub use reconciler::{Changed, Reconciler};
pub use retracted::retracted;
pub use summary::{Summary, summaries};
pub use testimony::{Testimony, Told, testimonies};
pub use wording::Wording;

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

/// What is known beside the claims.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// What people decided of claims, in this order; a later decision takes the place of those that it contradicts.
    pub matchings: &'k [&'k Matching],
    /// Which documents repeat which. It changes who counts as a witness, never which claims tell of one incident.
    pub copies: &'k Copies,
}

impl Default for Known<'_> {
    fn default() -> Self {
        Known { matchings: &[], copies: Copies::NONE }
    }
}

/// The incidents that the claims tell of where people decided of some of them, in this order; a later decision takes
/// the place of those that it contradicts.
pub fn reconcile_as_decided(
    claims: &[Claim],
    matchings: &[&Matching],
    actors: &Actors,
    places: &Places,
) -> Vec<Incident> {
    reconcile_knowing(claims, &Known { matchings, ..Known::default() }, actors, places)
}

/// The incidents that the claims tell of, with all that is known beside them.
pub fn reconcile_knowing(
    claims: &[Claim],
    known: &Known<'_>,
    actors: &Actors,
    places: &Places,
) -> Vec<Incident> {
    let mut reconciler = Reconciler::new(actors, places).knowing(known.copies);
    reconciler.decide(known.matchings);
    reconciler.add(claims);
    reconciler.into_incidents()
}

#[cfg(test)]
mod tests;
