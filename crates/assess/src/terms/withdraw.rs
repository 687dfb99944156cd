//! The bound parties pull forces back from a place. Says nothing of fighting there.

use super::Questions;
use crate::{atoms, facts::Facts, lens::Lens};
use truce_model::{Act, Actors, Atom, AtomName, Places, Truth};

/// Asks whether forces left the place, or were sent to it.
pub(crate) fn questions(
    facts: &Facts,
    lens: &Lens,
    from_place: &str,
    actors: &Actors,
    places: &Places,
) -> Option<Questions> {
    let (sent, because) = match facts.incident.act {
        Act::Withdrawal => (Truth::False, format!("forces left {from_place}, as is owed")),
        Act::Deployment => (Truth::True, format!("forces were sent to {from_place}")),
        _ => return None,
    };
    let atoms = vec![
        atoms::occurred(facts, lens, actors, sent == Truth::True),
        atoms::in_window(facts, lens),
        atoms::in_zone(facts, &[from_place.to_owned()], places),
        atoms::bound(facts, lens, actors),
        Atom { name: AtomName::ProhibitedAct, truth: sent, because, claims: facts.ids(|_| true) },
    ];
    Some(Questions { atoms, fulfils: sent == Truth::False })
}
