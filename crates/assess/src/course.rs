//! The course of a provision under a reading: in which stages it can be from which moment on. Looks at no claim.
//!
//! Starts, ends and turns of which only the day is known may come in any order within that day, so that every order
//! is followed; where they are too many, what any order can lead to is. What all orders agree on is certain.

mod loose;

use crate::{
    binding::turns,
    life::{due, taken},
    times::{ALWAYS, NEVER, seconds},
};
use jiff::Timestamp;
use loose::Loose;
use std::collections::{BTreeSet, HashMap};
use truce_model::{Agreement, Edge, Move, Provision, Reading, Stage, Term, Turn, TurnKind};

/// The most worlds that are followed one by one.
const WORLDS: usize = 512;

/// The stages that are possible from a moment on, up to the next entry's.
pub(crate) type Course = Vec<(i64, BTreeSet<Stage>)>;

/// Something that can move a provision, in the order in which things of one moment count.
struct Event<'a> {
    earliest: i64,
    latest: i64,
    what: What<'a>,
    /// The event that closes what a turn opens: the end of an extension or of a suspension.
    closing: Option<usize>,
    /// The event before it that could stand in its place; of the two, that one is taken to come first.
    twin: Option<usize>,
}

enum What<'a> {
    /// The start, once every step before it has come.
    Start,
    Turn(&'a Turn),
    /// A suspension that names its end is over.
    Back(usize),
    /// An end that was set comes.
    End,
    /// A deadline passed: the duty was done or was missed, and nothing tells which.
    Due,
}

/// What has come to pass in one order of events, as far as it can still matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct World {
    came: Vec<bool>,
    /// The suspensions that last; none once it is closed, since only a resumption opens it again and ends them all.
    aside: BTreeSet<usize>,
    closed: Option<Stage>,
}

/// Everything that can move a provision.
pub(crate) struct Events<'a> {
    events: Vec<Event<'a>>,
    own_end: Option<usize>,
    /// Whether a step before it has not come to pass, so that it never starts.
    waits: bool,
}

impl<'a> Events<'a> {
    /// The events of a provision under a reading. A reading that names an end holds it whatever was said of the end
    /// before.
    pub(crate) fn of(agreement: &'a Agreement, provision: &Provision, reading: &Reading) -> Events<'a> {
        let change = reading.change(&provision.id);
        let mut all = Events { events: vec![], own_end: None, waits: false };
        // It starts with the last of its start and the steps before it: which of them came does not matter otherwise.
        let mut start = change.and_then(|change| change.from).unwrap_or(provision.from);
        for step in change.and_then(|change| change.after.as_ref()).unwrap_or(&provision.after) {
            match taken(agreement, reading, step) {
                Some(edge) => {
                    start = Edge::between(start.earliest.max(edge.earliest), start.latest.max(edge.latest));
                }
                None => all.waits = true,
            }
        }
        all.add(start, What::Start);
        let names_end = change.is_some_and(|change| change.until.is_some());
        let mut open = Vec::new();
        for (at, turn) in turns(agreement, provision, reading) {
            let of_end = matches!(turn.what, TurnKind::Extended | TurnKind::Ended);
            if turn.what != TurnKind::Happened && !(names_end && of_end) {
                let number = all.add(at, What::Turn(turn));
                open.extend(turn.until.map(|until| (number, turn.what, until)));
            }
        }
        for (number, what, until) in open {
            let closing = match what {
                TurnKind::Suspended => all.add(until, What::Back(number)),
                _ => all.add(until, What::End),
            };
            all.events[number].closing = Some(closing);
        }
        // Whoever lets an ultimatum run out breaks no duty by it.
        let ultimatum = matches!(provision.term, Term::Ultimatum { .. });
        if let Some(due) = due(agreement, provision, reading).filter(|_| !ultimatum) {
            all.add(Edge::between(due.earliest, Timestamp::MAX), What::Due);
        }
        let end = change.and_then(|change| change.until).or(provision.until);
        all.own_end = end.map(|end| all.add(end, What::End));
        all.pair_twins();
        all
    }

    /// Finds the turns that no order can tell apart.
    fn pair_twins(&mut self) {
        let mut last: HashMap<(i64, i64, TurnKind), usize> = HashMap::new();
        for (number, event) in self.events.iter_mut().enumerate() {
            if let (What::Turn(turn), None) = (&event.what, event.closing) {
                event.twin = last.insert((event.earliest, event.latest, turn.what), number);
            }
        }
    }

    /// The events of what never starts.
    pub(crate) fn never_starting(mut self) -> Events<'a> {
        self.waits = true;
        self
    }

    fn add(&mut self, edge: Edge, what: What<'a>) -> usize {
        let latest = if edge.latest == Timestamp::MAX { NEVER } else { seconds(edge.latest) };
        self.events.push(Event { earliest: seconds(edge.earliest), latest, what, closing: None, twin: None });
        self.events.len() - 1
    }

    /// In which stages it can be from which moment on.
    pub(crate) fn course(&self) -> Course {
        self.course_of(WORLDS)
    }

    /// The course, with so many worlds followed one by one at most.
    pub(crate) fn course_of(&self, most: usize) -> Course {
        let edges = self.events.iter().flat_map(|event| [event.earliest, event.latest]);
        let moments: BTreeSet<i64> = edges.filter(|moment| *moment != NEVER).collect();
        let mut worlds = BTreeSet::from([self.beginning()]);
        let mut course = vec![(ALWAYS, self.stages(&worlds))];
        let (mut loose, mut before): (Option<Loose>, i64) = (None, ALWAYS);
        for moment in moments {
            let found = if loose.is_none() { self.reached(&worlds, moment, most) } else { None };
            let stages = match found {
                Some(found) => {
                    worlds = found;
                    self.stages(&worlds)
                }
                None => {
                    let mut any = loose.take().unwrap_or_else(|| Loose::of(&worlds));
                    let stages = self.loosely(&mut any, before, moment);
                    // Once few enough are left, they are followed one by one again.
                    match self.worlds(&any, moment, most / 4) {
                        Some(found) => worlds = found,
                        None => loose = Some(any),
                    }
                    stages
                }
            };
            course.push((moment, stages));
            before = moment;
        }
        course
    }

    /// The turns in the order in which they came first, or with those of one time the other way round, each with the
    /// stage in which it found the provision and whether it moved it.
    pub(crate) fn moved(&self, other_way: bool) -> Vec<(&'a Turn, Stage, bool)> {
        let mut order: Vec<usize> =
            (0..self.events.len()).filter(|number| !matches!(self.events[*number].what, What::Due)).collect();
        if other_way {
            order.reverse();
        }
        order.sort_by_key(|number| (self.events[*number].earliest, self.events[*number].latest));
        let (mut world, mut found) = (self.beginning(), Vec::new());
        for number in order {
            if let What::Turn(turn) = &self.events[number].what {
                let stage = self.stage(&world);
                let early = matches!(stage, Stage::Created | Stage::Suspended)
                    && matches!(turn.what, TurnKind::Extended | TurnKind::Suspended);
                found.push((*turn, stage, early || stage.after(Move::Turn(turn.what)).is_some()));
            }
            world = self.with(&world, number);
        }
        found
    }

    fn beginning(&self) -> World {
        World { came: vec![false; self.events.len()], aside: BTreeSet::new(), closed: None }
    }

    fn stages(&self, worlds: &BTreeSet<World>) -> BTreeSet<Stage> {
        worlds.iter().map(|world| self.stage(world)).collect()
    }

    /// The worlds that can be from a moment up to the next: all that must have come by then has. `None`: too many.
    fn reached(&self, worlds: &BTreeSet<World>, moment: i64, most: usize) -> Option<BTreeSet<World>> {
        let (mut found, mut open) = (worlds.clone(), Vec::from_iter(worlds.iter().cloned()));
        while let Some(world) = open.pop() {
            let mut overdue = false;
            for (number, event) in self.events.iter().enumerate() {
                if world.came[number] || event.earliest > moment {
                    continue;
                }
                if event.twin.is_some_and(|twin| !world.came[twin]) {
                    continue;
                }
                // What comes at this very moment keeps its place among what must have come by then.
                if !(overdue && event.earliest == moment && event.latest == moment) {
                    let next = self.with(&world, number);
                    if found.insert(next.clone()) {
                        open.push(next);
                    }
                    if found.len() > most {
                        return None;
                    }
                }
                overdue |= event.latest <= moment;
            }
        }
        let must: Vec<usize> =
            (0..self.events.len()).filter(|number| self.events[*number].latest <= moment).collect();
        found.retain(|world| must.iter().all(|number| world.came[*number]));
        Some(found)
    }

    /// The world once an event has come.
    fn with(&self, world: &World, number: usize) -> World {
        let (event, stage) = (&self.events[number], self.stage(world));
        let mut next = world.clone();
        next.came[number] = true;
        match event.what {
            What::Start | What::End => {}
            What::Due => next.closed = stage.after(Move::Miss).or(world.closed),
            What::Back(suspension) => {
                next.aside.remove(&suspension);
            }
            What::Turn(turn) => match turn.what {
                // Its end counts from now on; one that came before changes nothing.
                TurnKind::Extended | TurnKind::Happened => {}
                // Terms can be set aside before they start.
                TurnKind::Suspended => {
                    let runs = matches!(stage, Stage::Created | Stage::InEffect | Stage::Suspended);
                    let endless = |number: &usize| self.events[*number].closing.is_none();
                    let adds = match event.closing {
                        Some(back) => !world.came[back],
                        // Of several without an end, one says as much as all.
                        None => !world.aside.iter().any(endless),
                    };
                    if runs && adds {
                        next.aside.insert(number);
                    }
                }
                TurnKind::Resumed if matches!(world.closed, None | Some(Stage::Terminated)) => {
                    next.aside.clear();
                    next.closed = None;
                }
                TurnKind::Resumed => {}
                TurnKind::Ended | TurnKind::Fulfilled | TurnKind::Missed | TurnKind::Discharged => {
                    next.closed = stage.after(Move::Turn(turn.what)).or(world.closed);
                }
            },
        }
        if next.closed.is_some() {
            next.aside.clear();
        }
        next
    }

    fn stage(&self, world: &World) -> Stage {
        let came = |number: usize| world.came[number];
        let longer = self.events.iter().enumerate().filter(|(number, event)| {
            came(*number) && matches!(event.what, What::Turn(turn) if turn.what == TurnKind::Extended)
        });
        let mut ends = longer.filter_map(|(_, event)| event.closing).chain(self.own_end);
        let lapsed = self.own_end.is_some() && ends.all(came);
        let mut starts =
            self.events.iter().enumerate().filter(|(_, event)| matches!(event.what, What::Start));
        let started = !self.waits && starts.all(|(number, _)| came(number));
        match world.closed {
            Some(closed) => closed,
            None if lapsed => Stage::Expired,
            None if !started => Stage::Created,
            None if !world.aside.is_empty() => Stage::Suspended,
            None => Stage::InEffect,
        }
    }
}
