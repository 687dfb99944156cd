//! The questions that every judging term asks: did it happen, when, where, who. Gives answers, no reasons and no verdict.

use crate::{
    lens::Lens,
    matter::{Matter, unanimous},
    roll::Number,
    teller,
};
use truce_model::{Attribution, Name, Standing, Truth};

/// Did it happen? Yes where somebody says so and nobody denies it; a denial alone proves nothing.
///
/// Of a breach, a party is no witness against another: its word alone leaves the question open.
pub(crate) fn occurred(matter: &Matter, lens: &Lens, breach: bool) -> Truth {
    match matter.facts.incident.standing {
        Standing::Corroborated | Standing::SingleSource => {
            Truth::from((!breach || !teller::only_opponents(matter, lens)).then_some(true))
        }
        Standing::Contested | Standing::Denied | Standing::Unverified | Standing::Retracted => Truth::Unknown,
    }
}

/// Is who did it bound? Of several who are named, all must be; of two who fight each other, one is enough.
pub(crate) fn bound(matter: &Matter, lens: &Lens) -> Truth {
    if lens.denied {
        return Truth::False;
    }
    if matter.facts.incident.attribution == Attribution::Unknown {
        return Truth::Unknown;
    }
    if !matter.facts.is_mutual() {
        return unanimous(matter.who.iter().map(|name| is_bound(name, matter, lens)));
    }
    let answers: Vec<Truth> = matter.who.iter().flat_map(|name| is_bound_each(name, matter, lens)).collect();
    match answers.as_slice() {
        answers if answers.contains(&Truth::True) => Truth::True,
        // The other side of a fight may be bound, until it is named.
        [] | [_] => Truth::Unknown,
        answers => unanimous(answers.iter().copied()),
    }
}

/// Whether everybody who is named is bound, also of those who fight each other: a permission to one side is none to the
/// other.
pub(crate) fn all_bound(matter: &Matter, lens: &Lens) -> Truth {
    if !matter.facts.is_mutual() || lens.denied {
        return bound(matter, lens);
    }
    let answers = matter.who.iter().flat_map(|name| is_bound_each(name, matter, lens));
    let all = unanimous(answers);
    // The other side of a fight may hold none, until it is named.
    if matter.who.len() < 2 { all.and(Truth::Unknown) } else { all }
}

/// Whether the words name somebody bound: every listed actor they name must be, and no excluded group among them.
pub(crate) fn is_bound(name: &Name, matter: &Matter, lens: &Lens) -> Truth {
    let each = matter.named(name, lens).iter().map(|number| holds(*number, matter, lens));
    if lens.denied { Truth::False } else { unanimous(each) }
}

fn is_bound_each(name: &Name, matter: &Matter, lens: &Lens) -> Vec<Truth> {
    let answers: Vec<Truth> =
        matter.named(name, lens).iter().map(|number| holds(*number, matter, lens)).collect();
    if answers.is_empty() { vec![Truth::Unknown] } else { answers }
}

/// Whether the terms hold an actor.
fn holds(number: Number, matter: &Matter, lens: &Lens) -> Truth {
    lens.holds(number, matter.roll, matter.days, || matter.is_left_out(number, lens))
}

/// Whether an actor, or a whole to which it belongs, refused the terms before the incident.
pub(crate) fn refused(number: Number, matter: &Matter, lens: &Lens) -> Truth {
    lens.was_refused(number, matter.roll, matter.days)
}
