//! The agreements made ready to judge by: every provision under every reading, found by time and place. Judges by terms only.

use crate::{
    ground::{Piece, frame_of},
    lens::{Basis, Lens, states},
    matter::Matter,
    roll::Roll,
    terms::{self, Answers},
    times::{ALWAYS, NEVER},
    tree::{PlaceNumber, Tree},
};
use jiff::{Timestamp, tz::TimeZone};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};
use truce_model::{Actors, Agreement, Interval, Places, Provision, Term, Verdict};

/// Agreements ready to judge by: made once, asked of any number of incidents.
pub struct Law<'a> {
    roll: Roll<'a>,
    tree: Tree<'a>,
    zones: Vec<Option<TimeZone>>,
    lenses: Vec<Lens<'a>>,
    /// The lenses of each provision, one a reading.
    provisions: Vec<std::ops::Range<usize>>,
    /// Provisions by time and by the numbers of listed places.
    listed: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Provisions by time and by drawn ground.
    drawn: RTree<GeomWithData<Rectangle<[f64; 3]>, usize>>,
}

/// What a lens makes of an incident.
pub(crate) struct Judgement {
    pub(crate) lens: usize,
    pub(crate) answers: Answers,
    pub(crate) verdict: Verdict,
}

impl<'a> Law<'a> {
    /// The agreements with the lists in which their names are looked up. Hours that come back without end are laid
    /// out up to `horizon`, a moment after which no incident may have begun.
    pub fn of(
        agreements: &'a [Agreement],
        actors: &'a Actors,
        places: &'a Places,
        horizon: Timestamp,
    ) -> Law<'a> {
        let (roll, tree) = (Roll::of(actors), Tree::of(places));
        let states = states(&roll, &tree);
        let mut names: Vec<&str> = agreements.iter().map(|agreement| agreement.zone.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let basis = Basis { agreements, roll: &roll, tree: &tree, states: &states, horizon };
        let (mut lenses, mut provisions) = (Vec::new(), Vec::new());
        for agreement in agreements {
            let zone = names.binary_search(&agreement.zone.as_str()).unwrap_or_default();
            let first = lenses.len();
            for (number, provision) in agreement.provisions.iter().enumerate() {
                let count = agreement.readings.len();
                provisions.push(first + number * count..first + (number + 1) * count);
                for (at, reading) in agreement.readings.iter().enumerate() {
                    let same = |provision: usize| first + provision * count + at;
                    lenses.push(Lens::of(agreement, provision, reading, zone, &basis, same));
                }
            }
        }
        let zones = names.iter().map(|name| TimeZone::get(name).ok()).collect();
        let (listed, drawn) = index(&lenses, &provisions, &tree);
        Law { listed, drawn, roll, tree, zones, lenses, provisions }
    }

    /// The actors.
    pub(crate) fn roll(&self) -> &Roll<'a> {
        &self.roll
    }

    /// The places.
    pub(crate) fn tree(&self) -> &Tree<'a> {
        &self.tree
    }

    /// A zone of time; `None`: it cannot be read.
    pub(crate) fn zone(&self, number: usize) -> Option<&TimeZone> {
        self.zones.get(number)?.as_ref()
    }

    /// A provision under a reading.
    pub(crate) fn lens(&self, number: usize) -> &Lens<'a> {
        &self.lenses[number]
    }

    /// Every provision under every reading.
    pub(crate) fn lenses(&self) -> &[Lens<'a>] {
        &self.lenses
    }

    /// What the provisions whose time and ground the incident can have touched make of it, under every reading.
    pub(crate) fn judge(&self, matter: &Matter) -> Vec<Judgement> {
        let reached = self.reached(matter.facts.incident.occurred, &matter.places);
        let lenses = reached.into_iter().flat_map(|provision| self.provisions[provision].clone());
        lenses.filter_map(|lens| self.judge_by(lens, matter)).collect()
    }

    /// What one provision under one reading makes of an incident; `None`: acts of that kind are no matter of it.
    pub(crate) fn judge_by(&self, lens: usize, matter: &Matter) -> Option<Judgement> {
        let (answers, fulfils) = terms::answers(matter, &self.lenses[lens])?;
        Some(Judgement { lens, verdict: terms::verdict(&answers, fulfils), answers })
    }

    /// The numbers of the provisions whose time and ground these can touch, in order.
    fn reached(&self, occurred: Interval, places: &[PlaceNumber]) -> Vec<usize> {
        let (from, until) = days(occurred);
        let mut found = Vec::new();
        let mut at = |first: f64, last: f64| {
            let frame = AABB::from_corners([from, first], [until, last]);
            found.extend(self.listed.locate_in_envelope_intersecting(&frame).map(|entry| entry.data));
        };
        for place in places {
            at(f64::from(*place), f64::from(self.tree.site(*place).end - 1));
        }
        if places.is_empty() {
            at(ANYWHERE[0], ANYWHERE[1]);
        }
        let mut on = |[west, south, east, north]: [f64; 4]| {
            let frame = AABB::from_corners([from, west, south], [until, east, north]);
            found.extend(self.drawn.locate_in_envelope_intersecting(&frame).map(|entry| entry.data));
        };
        let discs = places.iter().map(|place| self.tree.site(*place).disc);
        for disc in discs {
            on(disc.map_or(EVERYWHERE, frame_of));
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
fn days(occurred: Interval) -> (f64, f64) {
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

type Listed = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;
type Drawn = RTree<GeomWithData<Rectangle<[f64; 3]>, usize>>;

fn index(lenses: &[Lens], provisions: &[std::ops::Range<usize>], tree: &Tree) -> (Listed, Drawn) {
    let (mut listed, mut drawn) = (Vec::new(), Vec::new());
    for (number, range) in provisions.iter().enumerate() {
        for lens in &lenses[range.clone()] {
            let Some((from, until)) = lens.binding.possible.hull() else { continue };
            let (from, until) = (bounded(from), bounded(until));
            let mut numbers = |first: f64, last: f64| {
                let frame = Rectangle::from_corners([from, first], [until, last]);
                listed.push(GeomWithData::new(frame, number));
            };
            if lens.ground.pieces.is_empty() || is_anywhere(lens.provision) {
                numbers(ANYWHERE[0], ANYWHERE[1]);
                continue;
            }
            for piece in &lens.ground.pieces {
                match piece {
                    Piece::Place(place) => {
                        numbers(f64::from(*place), f64::from(tree.site(*place).end - 1));
                    }
                    Piece::Drawn(ground) => {
                        let [west, south, east, north] = ground.frame;
                        let frame = Rectangle::from_corners([from, west, south], [until, east, north]);
                        drawn.push(GeomWithData::new(frame, number));
                    }
                }
            }
        }
    }
    (RTree::bulk_load(listed), RTree::bulk_load(drawn))
}

/// Whether incidents far from its zone can bear on a provision: aid for a place can be kept back anywhere.
fn is_anywhere(provision: &Provision) -> bool {
    matches!(provision.term, Term::GrantAccess { .. } | Term::Oblige { .. })
}
