//! What any order of events can lead to, where the orders are too many to be followed one by one. Rules nothing out that
//! can be; never surer than all orders.

use super::{Event, Events, What, World};
use std::collections::BTreeSet;
use truce_model::{Move, Stage, TurnKind};

/// What can be, whatever the order of events.
#[derive(Debug)]
pub(super) struct Loose {
    /// What can have closed it; `None`: nothing.
    closed: BTreeSet<Option<Stage>>,
    /// The suspensions that can last.
    aside: BTreeSet<usize>,
    /// Whether it can be that none lasts.
    free: bool,
}

/// Whether an event has come.
#[derive(Clone, Copy, PartialEq)]
enum Came {
    No,
    Maybe,
    Yes,
}

impl Loose {
    /// All that is in one of these worlds.
    pub(super) fn of(worlds: &BTreeSet<World>) -> Loose {
        Loose {
            closed: worlds.iter().map(|world| world.closed).collect(),
            aside: worlds.iter().flat_map(|world| world.aside.iter().copied()).collect(),
            free: worlds.iter().any(|world| world.closed.is_none() && world.aside.is_empty()),
        }
    }
}

impl Events<'_> {
    /// Takes in all that can come after one moment, up to and with another; gives the stages that are possible then.
    pub(super) fn loosely(&self, loose: &mut Loose, before: i64, moment: i64) -> BTreeSet<Stage> {
        let open = |event: &Event| event.earliest <= moment && event.latest > before;
        let during = |event: &Event| match (event.latest <= before, event.earliest <= moment) {
            (true, _) => Came::Yes,
            (false, true) => Came::Maybe,
            (false, false) => Came::No,
        };
        let during: Vec<Came> = self.events.iter().map(during).collect();
        // Each pass adds what it reaches, so that the passes come to an end.
        loop {
            let known = (loose.closed.len(), loose.aside.len(), loose.free);
            for (number, event) in self.events.iter().enumerate().filter(|(_, event)| open(event)) {
                let stages = self.possible(loose, &during);
                loose.take_in(number, event, &stages);
            }
            if known == (loose.closed.len(), loose.aside.len(), loose.free) {
                break;
            }
        }
        for event in self.events.iter().filter(|event| event.latest <= moment) {
            if let What::Back(suspension) = event.what {
                loose.free |= loose.aside.remove(&suspension);
            }
        }
        let after: Vec<Came> = self.events.iter().map(|event| at(event, moment)).collect();
        self.possible(loose, &after)
    }

    /// The stages that are possible when so much has come.
    fn possible(&self, loose: &Loose, came: &[Came]) -> BTreeSet<Stage> {
        let mut stages: BTreeSet<Stage> = loose.closed.iter().copied().flatten().collect();
        if !loose.closed.contains(&None) {
            return stages;
        }
        let longer = self.events.iter().enumerate().filter_map(|(number, event)| {
            let extends = matches!(event.what, What::Turn(turn) if turn.what == TurnKind::Extended);
            Some((came[number], came[event.closing?])).filter(|_| extends)
        });
        let (mut can_lapse, mut can_run) = (false, true);
        if let Some(own) = self.own_end {
            (can_lapse, can_run) = (came[own] != Came::No, came[own] != Came::Yes);
            for (extended, ended) in longer {
                can_lapse &= extended != Came::Yes || ended != Came::No;
                can_run |= extended != Came::No && ended != Came::Yes;
            }
        }
        let starts = self.events.iter().zip(came).filter(|(event, _)| matches!(event.what, What::Start));
        let (mut can_start, mut can_wait) = (!self.waits, self.waits);
        for (_, came) in starts {
            can_start &= *came != Came::No;
            can_wait |= *came != Came::Yes;
        }
        let found = [
            (can_lapse, Stage::Expired),
            (can_run && can_wait, Stage::Created),
            (can_run && can_start && !loose.aside.is_empty(), Stage::Suspended),
            (can_run && can_start && loose.free, Stage::InEffect),
        ];
        stages.extend(found.into_iter().filter(|(can, _)| *can).map(|(_, stage)| stage));
        stages
    }

    /// Worlds of which one is in every stage that can be, now and later; `None`: more than so many.
    ///
    /// Suspensions that last together are told apart: as long as one of them lasts, a world has it.
    pub(super) fn worlds(&self, loose: &Loose, moment: i64, most: usize) -> Option<BTreeSet<World>> {
        let unsure = (0..self.events.len()).filter(|number| at(&self.events[*number], moment) == Came::Maybe);
        let unsure: Vec<usize> = unsure.collect();
        let orders = 1usize.checked_shl(u32::try_from(unsure.len()).ok()?)?;
        if orders.checked_mul((loose.closed.len() + 1) * (loose.aside.len() + 1))? > most {
            return None;
        }
        let mut asides: Vec<BTreeSet<usize>> = loose.aside.iter().map(|one| BTreeSet::from([*one])).collect();
        asides.extend(loose.free.then(BTreeSet::new));
        let mut found = BTreeSet::new();
        for order in 0..orders {
            let mut came: Vec<bool> =
                self.events.iter().map(|event| at(event, moment) == Came::Yes).collect();
            for (place, number) in unsure.iter().enumerate() {
                came[*number] = order >> place & 1 == 1;
            }
            for closed in &loose.closed {
                let aside = if closed.is_some() { &[BTreeSet::new()][..] } else { &asides };
                let over = |number: &usize| self.events[*number].closing.is_some_and(|back| came[back]);
                let lasting = aside.iter().filter(|aside| !aside.iter().any(over));
                let world = |aside: &BTreeSet<usize>| World {
                    came: came.clone(),
                    aside: aside.clone(),
                    closed: *closed,
                };
                found.extend(lasting.map(world));
            }
        }
        Some(found)
    }
}

impl Loose {
    /// Adds what an event can lead to from any of these stages.
    fn take_in(&mut self, number: usize, event: &Event, stages: &BTreeSet<Stage>) {
        let after = |step: Move| stages.iter().filter_map(move |stage| stage.after(step).map(Some));
        match event.what {
            What::Start | What::End => {}
            What::Due => self.closed.extend(after(Move::Miss)),
            What::Back(suspension) => self.free |= self.aside.contains(&suspension),
            What::Turn(turn) => match turn.what {
                TurnKind::Extended | TurnKind::Happened => {}
                TurnKind::Suspended => {
                    let runs =
                        |stage| matches!(stage, &Stage::Created | &Stage::InEffect | &Stage::Suspended);
                    if stages.iter().any(runs) {
                        self.aside.insert(number);
                    }
                }
                TurnKind::Resumed => {
                    if self.closed.contains(&None) || self.closed.contains(&Some(Stage::Terminated)) {
                        self.closed.insert(None);
                        self.free = true;
                    }
                }
                TurnKind::Ended | TurnKind::Fulfilled | TurnKind::Missed | TurnKind::Discharged => {
                    self.closed.extend(after(Move::Turn(turn.what)));
                }
            },
        }
    }
}

fn at(event: &Event, moment: i64) -> Came {
    match (event.latest <= moment, event.earliest <= moment) {
        (true, _) => Came::Yes,
        (false, true) => Came::Maybe,
        (false, false) => Came::No,
    }
}
