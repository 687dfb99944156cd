//! When a provision binds under a reading: its start and end, what became of it, what supersedes it, its hours.
//! Judges no incident.

use crate::{
    course::Events,
    hours,
    times::{ALWAYS, NEVER, Times},
};
use jiff::{Timestamp, tz::TimeZone};
use truce_model::{Agreement, Edge, Provision, Reading, Stage, SupersessionKind, Turn, TurnKind};

/// The moments at which terms certainly bind, and those at which they possibly do. The first are among the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Binding {
    pub(crate) certain: Times,
    pub(crate) possible: Times,
}

impl Binding {
    fn or(&self, other: &Binding) -> Binding {
        Binding { certain: self.certain.or(&other.certain), possible: self.possible.or(&other.possible) }
    }

    /// What is left where the other does not bind: certainly only where that possibly does not.
    fn without(&self, other: &Binding) -> Binding {
        Binding {
            certain: self.certain.without(&other.possible),
            possible: self.possible.without(&other.certain),
        }
    }
}

/// When the provision binds under the reading. `horizon` is a moment after which nobody asks: hours that come back
/// without end are laid out up to it. `others` are the agreements that supersede any.
pub(crate) fn binding(
    agreement: &Agreement,
    provision: &Provision,
    reading: &Reading,
    others: &[&Agreement],
    horizon: Timestamp,
) -> Binding {
    let spell = superseded(agreement, provision, others, in_force(agreement, provision, reading));
    in_hours(agreement, provision, reading, horizon, spell)
}

/// When it binds by its own agreement, all day long.
pub(crate) fn in_force(agreement: &Agreement, provision: &Provision, reading: &Reading) -> Binding {
    let course = Events::of(agreement, provision, reading).course();
    let (mut certain, mut possible) = (Vec::new(), Vec::new());
    for (number, (start, stages)) in course.iter().enumerate() {
        let span = (*start, course.get(number + 1).map_or(NEVER, |next| next.0));
        // A duty that was missed is owed still.
        let binds = |stage: &Stage| matches!(stage, Stage::InEffect | Stage::Violated);
        if stages.iter().any(binds) {
            possible.push(span);
            certain.extend(Some(span).filter(|_| stages.iter().all(binds)));
        }
    }
    Binding { certain: Times::of(certain), possible: Times::of(possible) }
}

/// The turns that count under a reading and concern a provision, in the order in which they came.
pub(crate) fn turns<'a>(
    agreement: &'a Agreement,
    provision: &Provision,
    reading: &Reading,
) -> Vec<(Edge, &'a Turn)> {
    let mut found: Vec<(Edge, &Turn)> = agreement
        .turns
        .iter()
        .filter(|turn| turn.concerns(&provision.id) && reading.counts(turn))
        .filter_map(|turn| Some((turn.at?, turn)))
        .collect();
    found.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    found
}

/// When a provision was carried out, where a turn says so.
pub(crate) fn fulfilled(agreement: &Agreement, provision: &Provision, reading: &Reading) -> Option<Edge> {
    let done = |(_, turn): &(Edge, &Turn)| {
        turn.what == TurnKind::Fulfilled && turn.provisions.contains(&provision.id)
    };
    turns(agreement, provision, reading).into_iter().find(done).map(|(at, _)| at)
}

/// What other agreements leave of it. Whether terms that were set aside in turn still set others aside is left open.
fn superseded(
    agreement: &Agreement,
    provision: &Provision,
    others: &[&Agreement],
    spell: Binding,
) -> Binding {
    let gives_way = |other: &&&Agreement| other.id != agreement.id;
    others.iter().filter(gives_way).fold(spell, |spell, other| {
        let over = other.supersedes.iter().filter(|s| {
            s.agreement == agreement.id && (s.provisions.is_empty() || s.provisions.contains(&provision.id))
        });
        over.fold(spell, |spell, supersession| {
            let reign = reign(other, others);
            match (supersession.lasts, reign.possible.hull(), reign.certain.hull()) {
                (SupersessionKind::WhileInForce, ..) => spell.without(&reign),
                (SupersessionKind::ForGood, Some((first, _)), certain) => spell.without(&Binding {
                    certain: Times::span(certain.map_or(NEVER, |(start, _)| start), NEVER),
                    possible: Times::span(first, NEVER),
                }),
                (SupersessionKind::ForGood, None, _) => spell,
            }
        })
    })
}

/// When any provision of an agreement binds by its text: possibly whatever other agreements say of it, certainly only
/// as long as none of them can have set it aside.
fn reign(agreement: &Agreement, others: &[&Agreement]) -> Binding {
    let own = own_reign(agreement);
    let over = others.iter().filter(|other| other.id != agreement.id);
    let over = over.filter(|other| other.supersedes.iter().any(|s| s.agreement == agreement.id));
    let mut set_aside = over.filter_map(|other| own_reign(other).possible.hull()).map(|(start, _)| start);
    let Some(first) = set_aside.next() else { return own };
    let before = Times::span(ALWAYS, set_aside.fold(first, i64::min));
    Binding { certain: own.certain.and(&before), possible: own.possible }
}

/// When any provision of an agreement binds by its text, other agreements apart.
fn own_reign(agreement: &Agreement) -> Binding {
    let Some(plain) = agreement.readings.first() else { return Binding::default() };
    let each = agreement.provisions.iter().map(|provision| in_force(agreement, provision, plain));
    each.fold(Binding::default(), |all, one| all.or(&one))
}

fn in_hours(
    agreement: &Agreement,
    provision: &Provision,
    reading: &Reading,
    horizon: Timestamp,
    spell: Binding,
) -> Binding {
    let change = reading.change(&provision.id);
    let windows = change.and_then(|change| change.windows.as_ref()).unwrap_or(&provision.windows);
    if windows.is_empty() {
        return spell;
    }
    let hours =
        TimeZone::get(&agreement.zone).ok().and_then(|zone| hours::hours(windows, &spell, &zone, horizon));
    // Where they cannot be laid out, any moment may be among them.
    let hours =
        hours.unwrap_or_else(|| Binding { certain: Times::none(), possible: Times::span(ALWAYS, NEVER) });
    Binding { certain: spell.certain.and(&hours.certain), possible: spell.possible.and(&hours.possible) }
}
