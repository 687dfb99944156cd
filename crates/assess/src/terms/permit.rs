//! The bound parties may do certain acts. Takes acts out of what prohibitions forbid; judges nothing by itself.

use super::{Answers, prohibit};
use crate::{atoms, lens::Lens, matter::Matter, target};
use truce_model::{AtomName, Term, Truth};

/// The answers of a prohibition with the question whether a permission takes the act out, where it names one.
pub(crate) fn with_exceptions(answers: Answers, matter: &Matter, lens: &Lens) -> Answers {
    if lens.exceptions.is_empty() {
        return answers;
    }
    answers.with(AtomName::Exception, excepted(matter, lens))
}

/// Whether any of the permissions that a lens names applies.
fn excepted(matter: &Matter, lens: &Lens) -> Truth {
    lens.exceptions.iter().map(|at| applies(matter, matter.lens(*at))).fold(Truth::False, Truth::or)
}

/// Whether a permission applies: in its time, on its ground, to whom it is given, for such an act and target, and no
/// permission of its own takes it back. Chains of permissions end, since agreements with rings of them are refused.
pub(crate) fn applies(matter: &Matter, lens: &Lens) -> Truth {
    let Term::Permit { acts, targets } = &lens.provision.term else { return Truth::False };
    let act = match acts.as_slice() {
        [] => Truth::True,
        acts => prohibit::is_among(matter.facts.incident.act, acts).unwrap_or(Truth::False),
    };
    let target = match targets.as_slice() {
        [] => Truth::True,
        targets => target::is_among(targets, matter, lens),
    };
    let given = matter.in_window(lens).and(matter.in_zone(&lens.ground)).and(atoms::all_bound(matter, lens));
    given.and(act).and(target).and(!excepted(matter, lens))
}
