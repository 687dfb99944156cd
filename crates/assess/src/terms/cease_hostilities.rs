//! The bound parties shall not attack each other or civilians. Says nothing of aid or of withdrawal.

use super::{Answers, permit};
use crate::{atoms, lens::Lens, matter::Matter, target};
use truce_model::{Act, AtomName, Truth};

/// Asks whether force was used, while and where it was forbidden, by somebody bound, against somebody protected.
pub(crate) fn answers(matter: &Matter, lens: &Lens) -> Option<(Answers, bool)> {
    let force = is_force(matter.facts.incident.act)?;
    let answers = Answers::of([
        (AtomName::Occurred, atoms::occurred(matter, lens, true)),
        (AtomName::InWindow, matter.in_window(lens)),
        (AtomName::InZone, matter.in_zone(&lens.ground)),
        (AtomName::Bound, atoms::bound(matter, lens)),
        (AtomName::ProhibitedAct, force),
        (AtomName::ProtectedTarget, target::protected(matter, lens)),
        (AtomName::Excluded, target::excluded(matter, lens)),
    ]);
    Some((permit::with_exceptions(answers, matter, lens), false))
}

/// Whether the act is a use of force; `None`: it has nothing to do with force.
pub(crate) fn is_force(act: Act) -> Option<Truth> {
    match act {
        // A blast may be an accident, an aircraft may have failed.
        Act::Explosion | Act::AircraftLoss => Some(Truth::Unknown),
        act => Act::FORCE.contains(&act).then_some(Truth::True),
    }
}
