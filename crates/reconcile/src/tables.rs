//! Which events of one table are those of another. Pairs one with one at most, never two of one table; merges nothing.
//!
//! Two ways. `Meltt` follows Karsten Donnay, Eric Dunford, Erin McGrath, David Backer and David Cunningham, "Integrating
//! Conflict Event Data", Journal of Conflict Resolution 63(5), 2019, pages 1337-1364: windows of kilometres and days,
//! ladders of categories, and the best mean level of agreement. `Weights` adds up the log-odds of each field, after Ivan
//! Fellegi and Alan Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association 64, 1969, and
//! takes the assignment whose sum is the greatest.

mod assign;
mod weigh;

use crate::family::Family;
use jiff::civil::Date;
use rstar::{AABB, RTree, primitives::GeomWithData};
use std::collections::BTreeSet;
use truce_model::{Act, Name};

/// Mean radius of the earth in kilometres (IUGG).
const EARTH_KM: f64 = 6371.0088;

/// An event of a table, as far as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its first and its last day; an event of several days is an episode.
    pub days: (Date, Date),
    /// Latitude and longitude in degrees. An event without is compared with none.
    pub point: Option<(f64, f64)>,
    /// What happened.
    pub act: Option<Act>,
    /// Who took part, in any order.
    pub actors: Vec<Name>,
    /// How many were killed.
    pub killed: Option<u64>,
}

/// How far apart two tables may put one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Windows {
    /// In kilometres.
    pub km: f64,
    /// In days, on either side.
    pub days: i32,
}

/// How pairs are chosen among those within the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By the mean level on which their categories agree, the best first.
    Meltt,
    /// By the sum of the log-odds of all fields, the best sum over all pairs.
    Weights,
}

/// What a pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// One event in both tables.
    Event,
    /// One episode in both tables.
    Episode,
    /// An event of one table within an episode of the other, which may hold several: shown, never taken for the same.
    Within,
}

/// Two events of two tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The place in the first table.
    pub a: usize,
    /// The place in the second.
    pub b: usize,
    /// What they are to each other.
    pub tie: Tie,
    /// `Meltt`: from 0, alike on the finest level, to 1, on the coarsest. `Weights`: the log-odds, in natural logarithms.
    pub score: f64,
    /// How far apart they lie, in kilometres.
    pub km: f64,
    /// How many days lie between their first days.
    pub days: i32,
}

/// The pairs of two tables, by their places in the first.
pub fn match_tables(a: &[Event], b: &[Event], windows: Windows, mode: Mode) -> Vec<Pair> {
    let lone = |events: &[Event], episode: bool, free: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let is = |at: &usize| (events[*at].days.0 != events[*at].days.1) == episode && free(*at);
        (0..events.len()).filter(is).collect()
    };
    let all = |_: usize| true;
    let mut found = Vec::new();
    for (episode, tie) in [(false, Tie::Event), (true, Tie::Episode)] {
        let (left, right) = (lone(a, episode, &all), lone(b, episode, &all));
        let near = candidates(a, b, &left, &right, windows, tie);
        found.extend(match mode {
            Mode::Meltt => best_first(graded(a, b, near)),
            Mode::Weights => weigh::best_sum(a, b, near, windows),
        });
    }
    let taken: (BTreeSet<usize>, BTreeSet<usize>) = found.iter().map(|pair| (pair.a, pair.b)).unzip();
    let (free_a, free_b) = (|at: usize| !taken.0.contains(&at), |at: usize| !taken.1.contains(&at));
    let (events, episodes) = (lone(a, false, &free_a), lone(b, true, &free_b));
    found.extend(best_of_each(
        graded(a, b, candidates(a, b, &events, &episodes, windows, Tie::Within)),
        |pair| pair.a,
    ));
    let (episodes, events) = (lone(a, true, &free_a), lone(b, false, &free_b));
    found.extend(best_of_each(
        graded(a, b, candidates(a, b, &episodes, &events, windows, Tie::Within)),
        |pair| pair.b,
    ));
    found.sort_by_key(|pair| (pair.a, pair.b));
    found
}

/// Every pair within the windows, not yet scored.
fn candidates(
    a: &[Event],
    b: &[Event],
    left: &[usize],
    right: &[usize],
    windows: Windows,
    tie: Tie,
) -> Vec<Pair> {
    let indexed: Vec<GeomWithData<[f64; 5], usize>> =
        right.iter().filter_map(|at| Some(GeomWithData::new(site(&b[*at])?, *at))).collect();
    let tree = RTree::bulk_load(indexed);
    let reach = f64::from(windows.days) + 0.5;
    let mut found = Vec::new();
    for at in left {
        let (Some([x, y, z, first, last]), Some(here)) = (site(&a[*at]), a[*at].point) else { continue };
        // An event in an episode: the one begins before the other ends, and the other way round.
        let (low, high) = if tie == Tie::Within {
            ([f64::MIN, first - reach], [last + reach, f64::MAX])
        } else {
            ([first - reach, last - reach], [first + reach, last + reach])
        };
        let corner = |by: f64, days: [f64; 2]| [x + by, y + by, z + by, days[0], days[1]];
        let around = AABB::from_corners(corner(-windows.km, low), corner(windows.km, high));
        for near in tree.locate_in_envelope(&around) {
            let there = b[near.data].point.expect("only events with a point are in the tree");
            let km = distance(here, there);
            if km <= windows.km {
                let days = (near.geom()[3] - first).abs() as i32;
                found.push(Pair { a: *at, b: near.data, tie, score: 0.0, km, days });
            }
        }
    }
    found
}

/// Where an event lies on the globe, in kilometres from its middle, and its first and last day as numbers.
fn site(event: &Event) -> Option<[f64; 5]> {
    let (lat, lon) = event.point?;
    let (lat, lon) = (lat.to_radians(), lon.to_radians());
    let number = |day: Date| f64::from(Date::ZERO.until(day).map_or(0, |span| span.get_days()));
    Some([
        EARTH_KM * lat.cos() * lon.cos(),
        EARTH_KM * lat.cos() * lon.sin(),
        EARTH_KM * lat.sin(),
        number(event.days.0),
        number(event.days.1),
    ])
}

/// The great circle between two points, in kilometres, by the haversine.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let along = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * EARTH_KM * along.sqrt().min(1.0).asin()
}

/// The pairs that agree on some level of each ladder, with the mean of these levels.
fn graded(a: &[Event], b: &[Event], mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.retain_mut(|pair| {
        let (x, y) = (&a[pair.a], &b[pair.b]);
        let open = force(x).is_none() || force(y).is_none();
        let Some(act) = level(&acts(x), &acts(y)).or(open.then_some(1.0)) else { return false };
        pair.score = (act + actors(x, y)) / 2.0;
        true
    });
    pairs
}

/// The first level on which two ladders agree: 0 for the finest, 1 for the coarsest; none where they never do.
fn level<T: PartialEq>(a: &[Option<T>], b: &[Option<T>]) -> Option<f64> {
    let at = a.iter().zip(b).position(|(x, y)| x.is_some() && x == y)?;
    Some(at as f64 / (a.len().max(2) - 1) as f64)
}

/// Whether force was used; none where no act is told, or one that may be anything.
fn force(event: &Event) -> Option<bool> {
    event.act.filter(|act| *act != Act::OtherEvent).map(|act| Family::of(act).is_hostile())
}

/// From the act to its family to whether force was used.
fn acts(event: &Event) -> [Option<String>; 3] {
    let family = event.act.map(Family::of);
    [
        event.act.map(|act| act.word().to_owned()),
        family.map(|family| format!("{family:?}")),
        force(event).map(|force| force.to_string()),
    ]
}

/// The same actors, some in common, or neither.
fn actors(a: &Event, b: &Event) -> f64 {
    let keys = |event: &Event| event.actors.iter().map(Name::key).collect::<BTreeSet<String>>();
    let (x, y) = (keys(a), keys(b));
    match (x == y, x.is_disjoint(&y)) {
        (true, _) => 0.0,
        (false, false) => 0.5,
        (false, true) => 1.0,
    }
}

/// One with one, the best agreement first; of equal ones the nearer in time, then in space.
fn best_first(mut pairs: Vec<Pair>) -> Vec<Pair> {
    sort(&mut pairs);
    let (mut left, mut right) = (BTreeSet::new(), BTreeSet::new());
    pairs.retain(|pair| {
        let free = !left.contains(&pair.a) && !right.contains(&pair.b);
        if free {
            left.insert(pair.a);
            right.insert(pair.b);
        }
        free
    });
    pairs
}

/// For each event the episode that it agrees with best.
fn best_of_each(mut pairs: Vec<Pair>, event: impl Fn(&Pair) -> usize) -> Vec<Pair> {
    sort(&mut pairs);
    let mut seen = BTreeSet::new();
    pairs.retain(|pair| seen.insert(event(pair)));
    pairs
}

fn sort(pairs: &mut [Pair]) {
    pairs.sort_by(|x, y| {
        let scores = x.score.total_cmp(&y.score).then(x.days.cmp(&y.days)).then(x.km.total_cmp(&y.km));
        scores.then((x.a, x.b).cmp(&(y.a, y.b)))
    });
}

#[cfg(test)]
mod tests;
