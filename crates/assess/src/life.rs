//! The life of a provision under a reading: its stage at a moment, when its duty is due, which steps wait for which.
//! Looks at no claim.

use crate::binding::{fulfilled, turns};
use jiff::{Timestamp, tz::TimeZone};
use truce_model::{
    Agreement, Deadline, Edge, Move, Provision, ProvisionId, Reading, Stage, StepId, TurnId, TurnKind,
};

/// The stage of a provision at a moment, under a reading; `None`: the text or the record leaves it open.
pub fn stage(
    agreement: &Agreement,
    provision: &Provision,
    reading: &Reading,
    at: Timestamp,
) -> Option<Stage> {
    let mut stages = vec![Stage::Created];
    for (edge, step, _) in moves(agreement, provision, reading) {
        if edge.earliest > at {
            break;
        }
        let moved: Vec<Stage> = stages.iter().map(|stage| stage.after(step).unwrap_or(*stage)).collect();
        // What came at some moment up to now, or is still to come, may have moved it.
        if edge.latest > at {
            stages.extend(moved);
        } else {
            stages = moved;
        }
        stages.sort_unstable();
        stages.dedup();
    }
    match stages.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A turn that moves none of the provisions that it concerns, such as a resumption of what was not suspended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleTurn {
    /// The turn.
    pub turn: TurnId,
    /// A reading under which it counts.
    pub reading: truce_model::ReadingId,
    /// A provision that it concerns, and the stage in which it finds it.
    pub finds: Option<(ProvisionId, Stage)>,
}

/// The turns of an agreement that change nothing under some reading under which they count.
pub fn idle_turns(agreement: &Agreement) -> Vec<IdleTurn> {
    let mut idle = Vec::new();
    for reading in &agreement.readings {
        let dated = agreement.turns.iter().filter(|turn| turn.at.is_some() && reading.counts(turn));
        for turn in dated.filter(|turn| turn.what != TurnKind::Happened) {
            let mut finds = None;
            let concerned = agreement.provisions.iter().filter(|provision| turn.concerns(&provision.id));
            let moved = concerned.into_iter().any(|provision| {
                let mut stage = Stage::Created;
                for (_, step, by) in moves(agreement, provision, reading) {
                    let next = stage.after(step);
                    if by == Some(&turn.id) {
                        finds = Some((provision.id.clone(), stage));
                        return next.is_some();
                    }
                    stage = next.unwrap_or(stage);
                }
                false
            });
            if !moved {
                idle.push(IdleTurn { turn: turn.id.clone(), reading: reading.id.clone(), finds });
            }
        }
    }
    idle
}

/// What moves a provision, in the order in which it comes, each with the turn that does it.
fn moves<'a>(
    agreement: &'a Agreement,
    provision: &Provision,
    reading: &Reading,
) -> Vec<(Edge, Move, Option<&'a TurnId>)> {
    let change = reading.change(&provision.id);
    let mut found = Vec::new();
    if !change.is_some_and(|change| change.denied) {
        found.extend(start(agreement, provision, reading).map(|edge| (edge, Move::Start, None)));
    }
    let own_end = change.and_then(|change| change.until);
    let mut end = own_end.or(provision.until);
    for (at, turn) in turns(agreement, provision, reading) {
        let step = Move::Turn(turn.what);
        match turn.what {
            // A reading that names an end holds it whatever became of the terms.
            TurnKind::Extended | TurnKind::Ended if own_end.is_some() => {}
            TurnKind::Extended => {
                if let Some(lapse) = end.filter(|lapse| lapse.latest < at.earliest) {
                    found.push((lapse, Move::Lapse, None));
                }
                end = turn.until.or(end);
                found.push((at, step, Some(&turn.id)));
            }
            TurnKind::Suspended => {
                found.push((at, step, Some(&turn.id)));
                found.extend(turn.until.map(|until| (until, Move::Turn(TurnKind::Resumed), None)));
            }
            TurnKind::Happened
            | TurnKind::Resumed
            | TurnKind::Ended
            | TurnKind::Fulfilled
            | TurnKind::Missed
            | TurnKind::Discharged => found.push((at, step, Some(&turn.id))),
        }
    }
    found.extend(end.map(|end| (end, Move::Lapse, None)));
    // That a deadline passed tells only that the duty was done or was missed; which of them, a turn must say.
    let open = |due: Edge| (Edge::between(due.earliest, Timestamp::MAX), Move::Miss, None);
    found.extend(due(agreement, provision, reading).map(open));
    found.sort_by_key(|(edge, ..)| *edge);
    found
}

/// When a provision begins to bind, by its start and by the steps before it; `None`: a step has not come to pass.
fn start(agreement: &Agreement, provision: &Provision, reading: &Reading) -> Option<Edge> {
    let change = reading.change(&provision.id);
    let from = change.and_then(|change| change.from).unwrap_or(provision.from);
    let after = change.and_then(|change| change.after.as_ref()).unwrap_or(&provision.after);
    after.iter().try_fold(from, |from, step| {
        let at = taken(agreement, reading, step)?;
        Some(Edge::between(from.earliest.max(at.earliest), from.latest.max(at.latest)))
    })
}

/// When a step was taken; `None`: no turn says that it was.
fn taken(agreement: &Agreement, reading: &Reading, step: &StepId) -> Option<Edge> {
    match agreement.turn(step) {
        Some(turn) => turn.at.filter(|_| reading.counts(turn)),
        None => {
            let provision = agreement.provisions.iter().find(|p| p.id.as_str() == step.as_str())?;
            fulfilled(agreement, provision, reading)
        }
    }
}

/// When a duty is due under a reading; `None`: the text sets no time, or what it counts from has not come to pass.
pub fn due(agreement: &Agreement, provision: &Provision, reading: &Reading) -> Option<Edge> {
    match provision.due.as_ref()? {
        Deadline::At(edge) => Some(*edge),
        Deadline::Within { within, of } => {
            let from = match agreement.turn(of) {
                Some(turn) => turn.at.filter(|_| reading.counts(turn))?,
                None => {
                    let other = agreement.provisions.iter().find(|p| p.id.as_str() == of.as_str())?;
                    start(agreement, other, reading)?
                }
            };
            let zone = TimeZone::get(&agreement.zone).ok()?;
            Some(Edge::between(within.after(from.earliest, &zone)?, within.after(from.latest, &zone)?))
        }
    }
}

/// The steps before a provision that have not been taken at a moment, under a reading.
pub fn waits_for(
    agreement: &Agreement,
    provision: &Provision,
    reading: &Reading,
    at: Timestamp,
) -> Vec<StepId> {
    let after = reading.change(&provision.id).and_then(|change| change.after.as_ref());
    let steps = after.unwrap_or(&provision.after).iter();
    steps
        .filter(|step| taken(agreement, reading, step).is_none_or(|edge| edge.latest > at))
        .cloned()
        .collect()
}

/// The provisions that wait for others or are waited for, in the order in which a reading has them come: those of a
/// row may come in any order. Rings are refused where agreements come in; what is in one is left out.
pub fn order(agreement: &Agreement, reading: &Reading) -> Vec<Vec<ProvisionId>> {
    let before = |provision: &Provision| -> Vec<StepId> {
        let change = reading.change(&provision.id).and_then(|change| change.after.as_ref());
        change.unwrap_or(&provision.after).clone()
    };
    let named: Vec<StepId> = agreement.provisions.iter().flat_map(&before).collect();
    let is_waited_for =
        |provision: &Provision| named.iter().any(|step| step.as_str() == provision.id.as_str());
    let mut open: Vec<(&Provision, Vec<StepId>)> = agreement
        .provisions
        .iter()
        .map(|provision| (provision, before(provision)))
        .filter(|(provision, before)| !before.is_empty() || is_waited_for(provision))
        .collect();
    let mut rows = Vec::new();
    while !open.is_empty() {
        let waits = |(_, before): &(&Provision, Vec<StepId>)| {
            before.iter().any(|step| open.iter().any(|(other, _)| other.id.as_str() == step.as_str()))
        };
        let (later, now): (Vec<_>, Vec<_>) = open.iter().cloned().partition(waits);
        if now.is_empty() {
            break;
        }
        rows.push(now.into_iter().map(|(provision, _)| provision.id.clone()).collect());
        open = later;
    }
    rows
}
