//! The bound parties pull forces back from a place. Says nothing of fighting there.

use super::{Answers, permit};
use crate::{atoms, lens::Lens, matter::Matter};
use truce_model::{Act, AtomName, Truth};

/// Asks whether forces left the place, or were sent to it.
pub(crate) fn answers(matter: &Matter, lens: &Lens) -> Option<(Answers, bool)> {
    let sent = is_sent(matter.facts.incident.act)?;
    let answers = Answers::of([
        (AtomName::Occurred, atoms::occurred(matter, lens, sent == Truth::True)),
        (AtomName::InWindow, matter.in_window(lens)),
        (AtomName::InZone, matter.in_zone(&lens.goal)),
        (AtomName::Bound, atoms::bound(matter, lens)),
        (AtomName::ProhibitedAct, sent),
    ]);
    let fulfils = sent == Truth::False;
    let answers = if fulfils { answers } else { permit::with_exceptions(answers, matter, lens) };
    Some((answers, fulfils))
}

/// Whether the act sends forces rather than taking them away; `None`: it does neither.
pub(crate) fn is_sent(act: Act) -> Option<Truth> {
    match act {
        Act::Withdrawal => Some(Truth::False),
        Act::Deployment => Some(Truth::True),
        _ => None,
    }
}
