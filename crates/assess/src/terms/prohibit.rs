//! The bound parties shall not do certain acts, or not to certain targets. Says nothing of other acts.

use super::{Answers, cease_hostilities::is_force, permit};
use crate::{atoms, lens::Lens, matter::Matter, target};
use truce_model::{Act, AtomName, Target, Truth};

/// Asks whether one of the acts was done, while and where it was forbidden, by somebody bound, to one of the targets.
pub(crate) fn answers(
    matter: &Matter,
    lens: &Lens,
    acts: &[Act],
    targets: &[Target],
) -> Option<(Answers, bool)> {
    let act = matter.facts.incident.act;
    let prohibited = is_among(act, acts)?;
    let mut answers = Answers::of([
        (AtomName::Occurred, atoms::occurred(matter, lens, true)),
        (AtomName::InWindow, matter.in_window(lens)),
        (AtomName::InZone, matter.in_zone(&lens.ground)),
        (AtomName::Bound, atoms::bound(matter, lens)),
        (AtomName::ProhibitedAct, prohibited),
    ]);
    let force = is_force(act).is_some();
    if !targets.is_empty() {
        answers = answers.with(AtomName::ProtectedTarget, target::is_among(targets, matter, lens));
    } else if force {
        answers = answers.with(AtomName::ProtectedTarget, target::protected(matter, lens));
    }
    if force || matches!(act, Act::Siege | Act::OtherEvent) {
        answers = answers.with(AtomName::Excluded, target::excluded(matter, lens));
    }
    Some((permit::with_exceptions(answers, matter, lens), false))
}

/// What "fire from afar" can be.
const FROM_AFAR: &[Act] = &[Act::AirStrike, Act::Shelling, Act::RocketFire];

/// Acts that tell of force without its means.
const ANY_MEANS: &[Act] = &[
    Act::Explosion,
    Act::AircraftLoss,
    Act::AttackOnAid,
    Act::ChemicalAttack,
    Act::Clash,
    Act::GroundAttack,
];

/// Whether an act is one of these; unknown where it may be; `None`: it has nothing to do with them.
pub(crate) fn is_among(act: Act, acts: &[Act]) -> Option<Truth> {
    let listed = |act: &Act| acts.contains(act);
    if listed(&act) || (FROM_AFAR.contains(&act) && listed(&Act::Bombardment)) {
        return Some(Truth::True);
    }
    if act == Act::Bombardment && FROM_AFAR.iter().any(listed) {
        return Some(Truth::from(FROM_AFAR.iter().all(listed).then_some(true)));
    }
    let forbids_force = acts.iter().any(|act| Act::FORCE.contains(act));
    (forbids_force && ANY_MEANS.contains(&act)).then_some(Truth::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broader_word_may_mean_a_narrower_act() {
        let check = |act: Act, acts: &[Act], expected: Option<Truth>| {
            assert_eq!(is_among(act, acts), expected, "{act}")
        };
        check(Act::Shelling, &[Act::Shelling], Some(Truth::True));
        check(Act::Shelling, &[Act::Bombardment], Some(Truth::True));
        check(Act::Bombardment, &[Act::Shelling], Some(Truth::Unknown));
        check(Act::Bombardment, FROM_AFAR, Some(Truth::True));
        check(Act::Explosion, &[Act::Shelling], Some(Truth::Unknown));
        check(Act::AirStrike, &[Act::Shelling], None);
        check(Act::Deployment, &[Act::Shelling], None);
        check(Act::Explosion, &[Act::Deployment], None);
    }
}
