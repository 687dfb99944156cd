//! The bound parties let aid through to a place. Says nothing of fighting that hits nobody's aid.

use super::{Answers, permit};
use crate::{
    atoms,
    lens::Lens,
    matter::{Matter, unanimous, within},
};
use truce_model::{Act, AtomName, Name, Truth};

/// Asks whether aid for this goal was let through or kept back by somebody bound.
pub(crate) fn answers(matter: &Matter, lens: &Lens) -> Option<(Answers, bool)> {
    let hinders = hinders(matter.facts.incident.act)?;
    let fulfils = hinders == Truth::False;
    let answers = Answers::of([
        (AtomName::Occurred, atoms::occurred(matter, lens, !fulfils)),
        (AtomName::InWindow, matter.in_window(lens)),
        (AtomName::InZone, bears_on(matter, lens)),
        (AtomName::ProhibitedAct, hinders),
    ]);
    // Aid arrives by whoever brings it: nobody bound needs to have acted.
    if fulfils {
        return Some((answers, fulfils));
    }
    let answers = answers.with(AtomName::Bound, atoms::bound(matter, lens));
    Some((permit::with_exceptions(answers, matter, lens), fulfils))
}

/// Whether the act keeps aid back; `None`: it has nothing to do with aid.
pub(crate) fn hinders(act: Act) -> Option<Truth> {
    match act {
        Act::Blocked | Act::PermissionWithheld | Act::SuppliesRemoved | Act::Suspended | Act::AttackOnAid => {
            Some(Truth::True)
        }
        Act::ConvoyWaiting => Some(Truth::Unknown),
        Act::ConvoyMoving | Act::ConvoyDelivered => Some(Truth::False),
        _ => None,
    }
}

/// The listed places for which the aid was meant.
pub(crate) fn goals<'a>(matter: &Matter<'_, 'a>) -> Vec<&'a Name> {
    matter.facts.incident.targets.iter().filter(|name| matter.known(name).place.is_some()).collect()
}

/// Was it aid for this goal? Aid for a place can be kept back far from it, so that its goal counts, then its place.
pub(crate) fn bears_on(matter: &Matter, lens: &Lens) -> Truth {
    let there = within(&matter.places, &lens.goal, matter.tree);
    let targets = matter.facts.incident.targets.iter();
    // A target that names another place than those listed may be where the aid was meant for.
    let meant = targets.filter_map(|name| match matter.known(name) {
        known if known.place.is_some() => Some(within(known.place.as_slice(), &lens.goal, matter.tree)),
        known if known.names_more || known.is_place => Some(Truth::Unknown),
        _ => None,
    });
    let meant: Vec<Truth> = meant.collect();
    match (there, unanimous(meant.iter().copied())) {
        (Truth::True, _) if meant.is_empty() => Truth::True,
        (_, Truth::True) => Truth::True,
        // Kept back at the goal, though meant for another place: which of the two counts is not known.
        (Truth::False | Truth::Unknown, Truth::False) => Truth::False,
        // Kept back elsewhere, and nobody says for where it was meant.
        _ => Truth::Unknown,
    }
}
