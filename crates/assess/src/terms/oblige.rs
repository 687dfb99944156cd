//! The bound parties shall do something. Says nothing of acts that neither meet nor break the duty.

use super::{Answers, permit};
use crate::{atoms, lens::Lens, matter::Matter};
use truce_model::{Act, AtomName, Truth};

/// Asks whether the duty was done or broken, while and where it was owed, by somebody who owed it.
pub(crate) fn answers(
    matter: &Matter,
    lens: &Lens,
    met_by: &[Act],
    broken_by: &[Act],
) -> Option<(Answers, bool)> {
    let act = matter.facts.incident.act;
    let prohibited = match (met_by.contains(&act), broken_by.contains(&act)) {
        (true, false) => Truth::False,
        (false, true) => Truth::True,
        (true, true) => Truth::Unknown,
        (false, false) => return None,
    };
    let fulfils = prohibited == Truth::False;
    let ground = if lens.goal.pieces.is_empty() { &lens.ground } else { &lens.goal };
    let answers = Answers::of([
        (AtomName::Occurred, atoms::occurred(matter, lens, !fulfils)),
        (AtomName::InWindow, matter.in_window(lens)),
        (AtomName::InZone, matter.in_zone(ground)),
        (AtomName::Bound, atoms::bound(matter, lens)),
        (AtomName::ProhibitedAct, prohibited),
    ]);
    let answers = if fulfils { answers } else { permit::with_exceptions(answers, matter, lens) };
    Some((answers, fulfils))
}
