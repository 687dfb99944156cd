//! The bound parties let aid through to a place. Says nothing of fighting that hits nobody's aid.

use super::Questions;
use crate::{atoms, facts::Facts, lens::Lens};
use truce_model::{Act, Actors, Atom, AtomName, Name, Places, Truth};

/// The places that aid must reach or pass: its goal and, where one is named, its road.
pub(crate) fn route(to: &str, by: Option<&str>) -> Vec<String> {
    std::iter::once(to).chain(by).map(str::to_owned).collect()
}

/// Asks whether aid for this goal was let through or kept back by somebody bound.
pub(crate) fn questions(
    facts: &Facts,
    lens: &Lens,
    route: &[String],
    actors: &Actors,
    places: &Places,
) -> Option<Questions> {
    let hinders = hinders(facts.incident.act)?;
    let act = facts.incident.act;
    let because = match hinders {
        Truth::True => format!("{act} keeps aid back"),
        Truth::False => format!("{act} is aid on its way"),
        Truth::Unknown => format!("{act} does not tell who keeps it back"),
    };
    let fulfils = hinders == Truth::False;
    let mut all = vec![
        atoms::occurred(facts, lens, actors, !fulfils),
        atoms::in_window(facts, lens),
        bears_on(facts, route, places),
    ];
    if !fulfils {
        // Aid arrives by whoever brings it: nobody bound needs to have acted.
        all.push(atoms::bound(facts, lens, actors));
    }
    all.push(Atom { name: AtomName::ProhibitedAct, truth: hinders, because, claims: facts.ids(|_| true) });
    Some(Questions { atoms: all, fulfils })
}

/// Whether the act keeps aid back; `None`: it has nothing to do with aid.
fn hinders(act: Act) -> Option<Truth> {
    match act {
        Act::Blocked | Act::PermissionWithheld | Act::SuppliesRemoved | Act::Suspended | Act::AttackOnAid => {
            Some(Truth::True)
        }
        Act::ConvoyWaiting => Some(Truth::Unknown),
        Act::ConvoyMoving | Act::ConvoyDelivered => Some(Truth::False),
        _ => None,
    }
}

/// Was it aid for this goal? Aid for a place can be kept back far from it, so that its goal counts, then its place.
fn bears_on(facts: &Facts, route: &[String], places: &Places) -> Atom {
    let claims = facts.ids(|claim| !claim.places.is_empty() || claim.target.is_some());
    let goals: Vec<Name> = facts
        .incident
        .targets
        .iter()
        .filter(|name| places.locate(name.as_str()).is_some())
        .cloned()
        .collect();
    let (there, meant) =
        (atoms::within(&facts.incident.places, route, places), atoms::within(&goals, route, places));
    let truth = match (there, meant) {
        (Truth::True, _) | (_, Truth::True) => Truth::True,
        (_, Truth::False) => Truth::False,
        // Kept back elsewhere, and nobody says for where it was meant.
        _ => Truth::Unknown,
    };
    let goal = route.join(", ");
    let because = match truth {
        Truth::True => format!("it is told of {goal}"),
        Truth::False => format!("it was meant for {} and not for {goal}", atoms::words(&goals)),
        Truth::Unknown => format!("nobody says whether it was meant for {goal}"),
    };
    Atom { name: AtomName::InZone, truth, because, claims }
}
