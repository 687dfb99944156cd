//! Three-valued answers for the naive judge: yes, no, not known. Knows no terms.

use truce_model::Act;

/// Yes, no, or `None`: not known.
pub(super) type Answer = Option<bool>;

pub(super) fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let answers: Vec<Answer> = answers.into_iter().collect();
    let worst = [Some(false), None].into_iter().find(|worst| answers.contains(worst));
    worst.unwrap_or(Some(true))
}

pub(super) fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
    not(all(answers.into_iter().map(not)))
}

pub(super) fn not(answer: Answer) -> Answer {
    answer.map(|known| !known)
}

/// What all of these say, if they say the same.
pub(super) fn agreed(answers: impl IntoIterator<Item = Answer>) -> Answer {
    answers.into_iter().reduce(|a, b| if a == b { a } else { None }).flatten()
}

/// Whether an act is one of these; a blast may be any of them.
pub(super) fn act_among(act: Act, acts: &[Act]) -> Option<Answer> {
    match act {
        act if acts.contains(&act) => Some(Some(true)),
        Act::Explosion => Some(None),
        _ => None,
    }
}
