//! The life of a provision under a reading: its stage at a moment, when its duty is due, which steps wait for which.
//! Looks at no claim.

use crate::{binding::fulfilled, course::Events, times::seconds};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeSet;
use truce_model::{
    Agreement, Deadline, Edge, Provision, ProvisionId, Reading, Stage, StepId, Turn, TurnId, TurnKind,
};

/// The stage of a provision at a moment, under a reading; `None`: the text or the record leaves it open.
pub fn stage(
    agreement: &Agreement,
    provision: &Provision,
    reading: &Reading,
    at: Timestamp,
) -> Option<Stage> {
    let events = Events::of(agreement, provision, reading);
    let denied = reading.change(&provision.id).is_some_and(|change| change.denied);
    let course = if denied { events.never_starting().course() } else { events.course() };
    let (_, stages) = course.into_iter().rfind(|(from, _)| *from <= seconds(at))?;
    stages.first().copied().filter(|_| stages.len() == 1)
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
        let moved: Vec<_> = agreement
            .provisions
            .iter()
            .map(|provision| {
                let events = Events::of(agreement, provision, reading);
                (provision, events.moved(false), events.moved(true))
            })
            .collect();
        let dated = agreement.turns.iter().filter(|turn| turn.at.is_some() && reading.counts(turn));
        for turn in dated.filter(|turn| turn.what != TurnKind::Happened) {
            let mut finds = None;
            let moves = moved.iter().filter(|(provision, ..)| turn.concerns(&provision.id)).any(
                |(provision, one, other)| {
                    let found = |all: &[(&Turn, Stage, bool)]| {
                        let this = all.iter().find(|(by, ..)| by.id == turn.id);
                        this.map(|(_, stage, moves)| (*stage, *moves))
                    };
                    let (one, other) = (found(one), found(other));
                    finds = one.map(|(stage, _)| (provision.id.clone(), stage));
                    [one, other].iter().any(|found| found.is_none_or(|(_, moves)| moves))
                },
            );
            if !moves {
                idle.push(IdleTurn { turn: turn.id.clone(), reading: reading.id.clone(), finds });
            }
        }
    }
    idle
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

/// When a step was taken; `None`: it was not. A duty of which no turn says whether it was done leaves it open.
pub(crate) fn taken(agreement: &Agreement, reading: &Reading, step: &StepId) -> Option<Edge> {
    if let Some(turn) = agreement.turn(step) {
        return turn.at.filter(|_| reading.counts(turn));
    }
    let provision = agreement.provisions.iter().find(|p| p.id.as_str() == step.as_str())?;
    let undone = |turn: &Turn| {
        let of_it = turn.what == TurnKind::Fulfilled && turn.provisions.contains(&provision.id);
        of_it && turn.at.is_none() && reading.counts(turn)
    };
    match fulfilled(agreement, provision, reading) {
        None if agreement.turns.iter().any(undone) => None,
        None => Some(Edge::between(provision.from.earliest, Timestamp::MAX)),
        done => done,
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

/// The steps that wait for others or are waited for, in the order in which a reading has them come: those of a row may
/// come in any order. Rings are refused where agreements come in; what is in one is left out.
pub fn order(agreement: &Agreement, reading: &Reading) -> Vec<Vec<StepId>> {
    let before = |provision: &Provision| -> Vec<StepId> {
        let change = reading.change(&provision.id).and_then(|change| change.after.as_ref());
        change.unwrap_or(&provision.after).clone()
    };
    let waiting =
        agreement.provisions.iter().map(|provision| (StepId::new(provision.id.as_str()), before(provision)));
    let waiting: Vec<(StepId, Vec<StepId>)> = waiting.filter(|(_, before)| !before.is_empty()).collect();
    let named: BTreeSet<&StepId> = waiting.iter().flat_map(|(_, before)| before).collect();
    let first = named.into_iter().filter(|step| waiting.iter().all(|(other, _)| other != *step));
    let mut rows: Vec<Vec<StepId>> = vec![first.cloned().collect()];
    let mut open = waiting.clone();
    while !open.is_empty() {
        let waits = |(_, before): &(StepId, Vec<StepId>)| {
            before.iter().any(|step| open.iter().any(|(other, _)| other == step))
        };
        let (later, now): (Vec<_>, Vec<_>) = open.iter().cloned().partition(waits);
        if now.is_empty() {
            break;
        }
        rows.push(now.into_iter().map(|(step, _)| step).collect());
        open = later;
    }
    rows.retain(|row| !row.is_empty());
    rows
}
