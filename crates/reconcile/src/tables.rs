//! Which events of one table are those of another. Pairs one with one at most, never two of one table; merges nothing.
//!
//! Two ways. `Meltt` follows Karsten Donnay, Eric Dunford, Erin McGrath, David Backer and David Cunningham, "Integrating
//! Conflict Event Data", Journal of Conflict Resolution 63(5), 2019, pages 1337-1364: windows of kilometres and days,
//! ladders of categories, and the best mean level of agreement. `Weights` adds up the log-odds of each field, after Ivan
//! Fellegi and Alan Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association 64, 1969, and
//! takes the assignment whose sum is the greatest.

mod assign;
mod incidents;
mod weigh;

pub use incidents::{Beside, beside};

use crate::{
    family::Family,
    party::{Kinship, Party},
};
use jiff::civil::Date;
use rstar::{AABB, RTree, primitives::GeomWithData};
use std::collections::BTreeSet;
use truce_model::{Act, Actors, Name};

/// Mean radius of the earth in kilometres (IUGG).
const EARTH_KM: f64 = 6371.0088;

/// An event of a table, or an incident beside one, as far as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The first and the last day on which it can have been.
    pub days: (Date, Date),
    /// Whether it went on for all of these days; else it was at some time within them.
    pub is_episode: bool,
    /// Latitude and longitude in degrees. An event without is compared with none.
    pub point: Option<(f64, f64)>,
    /// How far from the point it can have been, in kilometres; nought for rows, whose windows their user sets.
    pub radius_km: f64,
    /// What happened.
    pub act: Option<Act>,
    /// Who took part, in any order.
    pub actors: Vec<Actor>,
    /// Between which numbers those killed are.
    pub killed: Option<(u64, u64)>,
    /// For each ladder its category on each level, the finest first; none where it is not told.
    pub rungs: Vec<Vec<Option<String>>>,
}

/// Somebody who took part, as far as the lists tell who that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor(Party);

impl Actor {
    /// Whom the name means on that day.
    pub fn of(name: &Name, actors: &Actors, on: Date) -> Actor {
        Actor(Party::of(name, actors, Some(on)))
    }
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

/// By which ladders categories are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladders {
    /// What each ladder of the events counts in the mean.
    pub weights: Vec<f64>,
    /// On how many of them a pair may agree on no level.
    pub partial: usize,
    /// Whether the actors are compared beside them.
    pub actors: bool,
    /// Whether they are those of a user, and not [`act_rungs`] alone.
    pub own: bool,
}

impl Default for Ladders {
    /// The ladder of acts, and the actors.
    fn default() -> Ladders {
        Ladders { weights: vec![1.0], partial: 0, actors: true, own: false }
    }
}

/// How two tables are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Which events are compared at all.
    pub windows: Windows,
    /// How pairs are chosen among them.
    pub mode: Mode,
    /// How their categories are compared.
    pub ladders: Ladders,
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
    /// How far apart their points lie, in kilometres.
    pub km: f64,
    /// How many days lie between them; of episodes, between their first days.
    pub days: i32,
}

/// The pairs of two tables, by their places in the first.
pub fn match_tables(a: &[Event], b: &[Event], rules: &Rules) -> Vec<Pair> {
    let lone = |events: &[Event], episode: bool, free: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..events.len()).filter(|at| events[*at].is_episode == episode && free(*at)).collect()
    };
    let near = |left: &[usize], right: &[usize], tie| candidates(a, b, left, right, rules.windows, tie);
    let all = |_: usize| true;
    let mut found = Vec::new();
    for (episode, tie) in [(false, Tie::Event), (true, Tie::Episode)] {
        let near = near(&lone(a, episode, &all), &lone(b, episode, &all), tie);
        found.extend(match rules.mode {
            Mode::Meltt => best_first(graded(a, b, near, &rules.ladders)),
            Mode::Weights => weigh::best_sum(a, b, near, rules),
        });
    }
    let taken: (BTreeSet<usize>, BTreeSet<usize>) = found.iter().map(|pair| (pair.a, pair.b)).unzip();
    let (free_a, free_b) = (|at: usize| !taken.0.contains(&at), |at: usize| !taken.1.contains(&at));
    let within =
        |left: Vec<usize>, right: Vec<usize>| graded(a, b, near(&left, &right, Tie::Within), &rules.ladders);
    found.extend(best_of_each(within(lone(a, false, &free_a), lone(b, true, &free_b)), |pair| pair.a));
    found.extend(best_of_each(within(lone(a, true, &free_a), lone(b, false, &free_b)), |pair| pair.b));
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
    let widest = right.iter().map(|at| b[*at].radius_km).fold(0.0, f64::max);
    let tree = RTree::bulk_load(indexed);
    let reach = f64::from(windows.days) + 0.5;
    let mut found = Vec::new();
    for at in left {
        let (Some([x, y, z, first, last]), Some(here)) = (site(&a[*at]), a[*at].point) else { continue };
        // Episodes begin and end together; else the one can have been before the other was over, and the other way round.
        let (low, high) = match tie {
            Tie::Episode => ([first - reach, last - reach], [first + reach, last + reach]),
            Tie::Event | Tie::Within => ([f64::MIN, first - reach], [last + reach, f64::MAX]),
        };
        let corner = |by: f64, days: [f64; 2]| [x + by, y + by, z + by, days[0], days[1]];
        let by = windows.km + a[*at].radius_km + widest;
        for near in tree.locate_in_envelope(&AABB::from_corners(corner(-by, low), corner(by, high))) {
            let other = &b[near.data];
            let there = other.point.expect("only events with a point are in the tree");
            let km = distance(here, there);
            if km <= windows.km + a[*at].radius_km + other.radius_km {
                let [.., begins, ends] = *near.geom();
                let days = match tie {
                    Tie::Event => (begins - last).max(first - ends).max(0.0),
                    Tie::Episode | Tie::Within => (begins - first).abs(),
                };
                found.push(Pair { a: *at, b: near.data, tie, score: 0.0, km, days: days as i32 });
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
fn graded(a: &[Event], b: &[Event], mut pairs: Vec<Pair>, ladders: &Ladders) -> Vec<Pair> {
    pairs.retain_mut(|pair| {
        let (x, y) = (&a[pair.a], &b[pair.b]);
        let (mut sum, mut weights, mut apart) = (0.0, 0.0, 0);
        for (at, weight) in ladders.weights.iter().enumerate() {
            let level = level(&x.rungs[at], &y.rungs[at]);
            apart += usize::from(level == Level::Never);
            sum += weight * level.score();
            weights += weight;
        }
        if ladders.actors {
            sum += [0.0, 0.5, 1.0][weigh::shared(x, y)];
            weights += 1.0;
        }
        pair.score = sum / weights.max(f64::MIN_POSITIVE);
        apart <= ladders.partial
    });
    pairs
}

/// Where two ladders first agree.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    /// On this level: 0 for the finest, 1 for the coarsest.
    At(f64),
    /// Nowhere, and on the coarsest level one of the two is not told.
    Open,
    /// Nowhere.
    Never,
}

impl Level {
    fn score(self) -> f64 {
        match self {
            Level::At(level) => level,
            Level::Open | Level::Never => 1.0,
        }
    }
}

fn level(a: &[Option<String>], b: &[Option<String>]) -> Level {
    let coarsest = |rungs: &[Option<String>]| rungs.last().is_some_and(Option::is_some);
    match a.iter().zip(b).position(|(x, y)| x.is_some() && x == y) {
        Some(at) => Level::At(at as f64 / (a.len().max(2) - 1) as f64),
        None if coarsest(a) && coarsest(b) => Level::Never,
        None => Level::Open,
    }
}

/// Whether force was used; none where no act is told, or one that may be anything.
fn force(act: Option<Act>) -> Option<bool> {
    act.filter(|act| *act != Act::OtherEvent).map(|act| Family::of(act).is_hostile())
}

/// The ladder of acts: from the act to its family to whether force was used.
pub fn act_rungs(act: Option<Act>) -> Vec<Option<String>> {
    vec![
        act.map(|act| act.word().to_owned()),
        act.map(|act| format!("{:?}", Family::of(act))),
        force(act).map(|force| force.to_string()),
    ]
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
