//! Provisions found by the time and the ground that they can touch. Knows no term but which acts are a matter of it.

use crate::{
    ground::{Ground, Piece, frame_of},
    lens::Lens,
    terms,
    times::{ALWAYS, NEVER},
    tree::{PlaceNumber, Tree},
};
use jiff::{Timestamp, tz::TimeZone};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};
use std::ops::Range;
use truce_model::{Act, Interval, Term};

/// Some provisions by time and ground.
pub(crate) struct Index {
    /// Those with listed places, by time and by the numbers of the places.
    listed: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Those with drawn ground.
    drawn: RTree<GeomWithData<Rectangle<[f64; 3]>, usize>>,
    /// Those that let aid through, by time and by the numbers of the places that aid must reach.
    aid: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Those that an incident anywhere can touch. They stand apart, lest all others be searched through beside them.
    anywhere: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

/// An index for each set of provisions of which the same acts are a matter, and which of them is an act's.
pub(crate) fn of_acts(
    lenses: &[Lens],
    provisions: &[Range<usize>],
    tree: &Tree,
) -> (Vec<Index>, Vec<Option<usize>>) {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut by_act = vec![None; Act::ALL.len()];
    for act in Act::ALL {
        let is_matter = |range: &Range<usize>| {
            range.clone().take(1).any(|at| terms::concerns(&lenses[at].provision.term, *act))
        };
        let set: Vec<usize> =
            (0..provisions.len()).filter(|number| is_matter(&provisions[*number])).collect();
        if set.is_empty() {
            continue;
        }
        let known = sets.iter().position(|other| *other == set);
        by_act[*act as usize] = Some(known.unwrap_or(sets.len()));
        if known.is_none() {
            sets.push(set);
        }
    }
    (sets.iter().map(|set| Index::of(set, lenses, provisions, tree)).collect(), by_act)
}

impl Index {
    fn of(set: &[usize], lenses: &[Lens], provisions: &[Range<usize>], tree: &Tree) -> Index {
        let (mut listed, mut drawn) = (Vec::new(), Vec::new());
        let (mut aid, mut anywhere) = (Vec::new(), Vec::new());
        for number in set {
            for lens in &lenses[provisions[*number].clone()] {
                let Some((from, until)) = lens.binding.possible.hull() else { continue };
                let (from, until) = (bounded(from), bounded(until));
                let flat = |first: f64, last: f64| {
                    GeomWithData::new(Rectangle::from_corners([from, first], [until, last]), *number)
                };
                let (ground, is_aid) = touched(lens);
                if ground.pieces.is_empty() {
                    anywhere.push(flat(0.0, 0.0));
                    continue;
                }
                for piece in &ground.pieces {
                    match piece {
                        Piece::Place(place) | Piece::Within(place) => {
                            let numbers = flat(f64::from(*place), f64::from(tree.site(*place).end - 1));
                            if is_aid { aid.push(numbers) } else { listed.push(numbers) }
                        }
                        Piece::Unlisted => anywhere.push(flat(0.0, 0.0)),
                        Piece::Drawn(ground) => {
                            let [west, south, east, north] = ground.frame;
                            let frame = Rectangle::from_corners([from, west, south], [until, east, north]);
                            drawn.push(GeomWithData::new(frame, *number));
                        }
                    }
                }
            }
        }
        Index {
            listed: RTree::bulk_load(listed),
            drawn: RTree::bulk_load(drawn),
            aid: RTree::bulk_load(aid),
            anywhere: RTree::bulk_load(anywhere),
        }
    }

    /// The numbers of the provisions that these times and places can touch, in order; `goals` are the places for which
    /// aid was meant.
    pub(crate) fn reached(
        &self,
        (from, until): (f64, f64),
        places: &[PlaceNumber],
        goals: &[PlaceNumber],
        tree: &Tree,
    ) -> Vec<usize> {
        let frame = AABB::from_corners([from, 0.0], [until, 0.0]);
        let mut found: Vec<usize> =
            self.anywhere.locate_in_envelope_intersecting(&frame).map(|entry| entry.data).collect();
        // Aid can be kept back anywhere, but what was meant for another place is no matter of a duty.
        let mut bears = |first: f64, last: f64| {
            let frame = AABB::from_corners([from, first], [until, last]);
            found.extend(self.aid.locate_in_envelope_intersecting(&frame).map(|entry| entry.data));
        };
        if goals.is_empty() {
            bears(ANYWHERE[0], ANYWHERE[1]);
        } else {
            for place in places.iter().chain(goals) {
                bears(f64::from(*place), f64::from(tree.site(*place).end - 1));
            }
        }
        let mut at = |first: f64, last: f64| {
            let frame = AABB::from_corners([from, first], [until, last]);
            found.extend(self.listed.locate_in_envelope_intersecting(&frame).map(|entry| entry.data));
        };
        for place in places {
            at(f64::from(*place), f64::from(tree.site(*place).end - 1));
        }
        if places.is_empty() {
            at(ANYWHERE[0], ANYWHERE[1]);
        }
        let mut on = |[west, south, east, north]: [f64; 4]| {
            let frame = AABB::from_corners([from, west, south], [until, east, north]);
            found.extend(self.drawn.locate_in_envelope_intersecting(&frame).map(|entry| entry.data));
        };
        for place in places {
            on(tree.site(*place).disc.map_or(EVERYWHERE, frame_of));
        }
        if places.is_empty() {
            on(EVERYWHERE);
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Every number of a place.
const ANYWHERE: [f64; 2] = [-1.0, u32::MAX as f64];
/// West, south, east and north of the world, wide of it.
const EVERYWHERE: [f64; 4] = [-1e6, -1e6, 1e6, 1e6];
/// Seconds of time that no record reaches.
const FAR: f64 = 1e15;
/// Seconds by which the clocks of two zones can differ, and a day.
const SLACK: f64 = 2.0 * 86_400.0;

/// From when to when, in seconds, wide of every zone.
pub(crate) fn days(occurred: Interval) -> (f64, f64) {
    let (start, end) = occurred.instants(&TimeZone::UTC);
    let second = |moment: Timestamp| moment.as_second() as f64;
    (start.map_or(-FAR, |start| second(start) - SLACK), end.map_or(FAR, |end| second(end) + SLACK))
}

fn bounded(moment: i64) -> f64 {
    match moment {
        ALWAYS => -FAR,
        NEVER => FAR,
        moment => moment as f64,
    }
}

/// The ground that an incident must be able to touch, and whether it is where aid must come rather than where it is.
fn touched<'l>(lens: &'l Lens) -> (&'l Ground, bool) {
    match lens.provision.term {
        Term::GrantAccess { .. } => (&lens.goal, true),
        // Forces leave the place that is named, whatever the zone of the provision.
        Term::Withdraw { .. } => (&lens.goal, false),
        Term::Oblige { .. } if !lens.goal.pieces.is_empty() => (&lens.goal, false),
        _ => (&lens.ground, false),
    }
}
