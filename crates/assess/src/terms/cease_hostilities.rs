//! The bound parties shall not attack each other or civilians. Says nothing of aid or of withdrawal.

use super::Questions;
use crate::{atoms, facts::Facts, lens::Lens, target};
use truce_model::{Act, Actors, Atom, AtomName, Places, Truth};

/// Asks whether force was used, while and where it was forbidden, by somebody bound, against somebody protected.
pub(crate) fn questions(facts: &Facts, lens: &Lens, actors: &Actors, places: &Places) -> Option<Questions> {
    let force = is_force(facts.incident.act)?;
    let truth = force.and(target::protected(facts, lens, actors));
    let act = facts.incident.act;
    let because = match (force, truth) {
        (_, Truth::True) => format!("{act} is a use of force"),
        (Truth::Unknown, _) => format!("{act} need not be a use of force"),
        (_, Truth::False) => "what was hit is neither the other side nor civilians".to_owned(),
        (_, Truth::Unknown) => "whether the other side or civilians were hit is not known".to_owned(),
    };
    let prohibited = Atom { name: AtomName::ProhibitedAct, truth, because, claims: facts.ids(|_| true) };
    Some(Questions {
        atoms: vec![
            atoms::occurred(facts, lens, actors, true),
            atoms::in_window(facts, lens),
            atoms::in_zone(facts, &lens.provision.zone, places),
            atoms::bound(facts, lens, actors),
            prohibited,
            target::excluded(facts, lens, actors),
        ],
        fulfils: false,
    })
}

/// Whether the act is a use of force; `None`: it has nothing to do with force.
fn is_force(act: Act) -> Option<Truth> {
    match act {
        Act::AirStrike
        | Act::Shelling
        | Act::RocketFire
        | Act::Gunfire
        | Act::Bombardment
        | Act::GroundAttack
        | Act::Clash
        | Act::ChemicalAttack
        | Act::AttackOnAid
        | Act::TerritoryGain => Some(Truth::True),
        // A blast may be an accident, an aircraft may have failed.
        Act::Explosion | Act::AircraftLoss => Some(Truth::Unknown),
        _ => None,
    }
}
