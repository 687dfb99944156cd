//! How much each field of a pair speaks for one event, in log-odds; and the pairs that together speak most.
//!
//! A field's weight is the logarithm of how often it comes out so for one event told twice over how often it does for
//! two events within the windows. Both shares are counted in the tables themselves: the first on the pairs that agree
//! best by their categories, the second on all others, so that a common actor or a crowded town says little. Shares that
//! are assumed stand beside the counts, and decide where there are few.

use super::{Event, Kinship, Level, Pair, Rules, assign::assign, best_first, force, graded, level};
use crate::family;
use std::collections::{BTreeMap, BTreeSet};

/// Weights as whole numbers: a millionth each.
const PARTS: f64 = 1e6;

/// How a field comes out.
const SAME: usize = 0;
const NEAR: usize = 1;
const OTHER: usize = 2;

/// The fields, each with how often it comes out same, near and other for one event told twice (assumed).
const ONE_EVENT: Shares = [
    [0.45, 0.35, 0.20], // place: within a tenth of the window, within half of it, further
    [0.70, 0.20, 0.10], // first day: the same, within half of the window, further
    [0.70, 0.20, 0.10], // act: the same, one that can be told of the same happening, another
    [0.65, 0.25, 0.10], // actors: the same, some, others
    [0.60, 0.25, 0.15], // killed: the same, up to twice and one, further
];
/// The same for two events within the windows (assumed).
const TWO_EVENTS: Shares =
    [[0.05, 0.25, 0.70], [0.40, 0.30, 0.30], [0.50, 0.10, 0.40], [0.35, 0.35, 0.30], [0.15, 0.30, 0.55]];
/// For how many counted pairs the assumed shares stand.
const ASSUMED: f64 = 20.0;

/// What it takes to leave both of a pair alone: that of events in the windows of another table four in five are told by
/// both (assumed), once for each of the two.
const ALONE: f64 = 2.0 * 1.386_294_361;

type Shares = [[f64; 3]; 5];

/// How the fields of a pair come out; `None` where one of the two does not tell, or not closely enough.
fn outcome(x: &Event, y: &Event, pair: &Pair, rules: &Rules) -> [Option<usize>; 5] {
    let day = if pair.days == 0 {
        SAME
    } else if 2 * pair.days <= rules.windows.days.max(2) {
        NEAR
    } else {
        OTHER
    };
    let act = if rules.ladders.own { rungs(x, y) } else { act(x, y) };
    let actors = (!x.actors.is_empty() && !y.actors.is_empty()).then(|| shared(x, y));
    [place(x, y, pair, rules.windows.km), Some(day), act, actors, killed(x, y)]
}

/// How far apart the two are, where that is the same wherever within their ground they were.
fn place(x: &Event, y: &Event, pair: &Pair, window: f64) -> Option<usize> {
    let class = |km: f64| {
        let far = km / window.max(1e-9);
        if far <= 0.1 {
            SAME
        } else if far <= 0.5 {
            NEAR
        } else {
            OTHER
        }
    };
    let by = x.radius_km + y.radius_km;
    let (nearest, furthest) = (class((pair.km - by).max(0.0)), class(pair.km + by));
    (nearest == furthest).then_some(nearest)
}

fn act(x: &Event, y: &Event) -> Option<usize> {
    let (a, b) = (x.act?, y.act?);
    let near = family::can_be_one(a, b, false) || force(x.act).is_none() || force(y.act).is_none();
    Some(if a == b {
        SAME
    } else if near {
        NEAR
    } else {
        OTHER
    })
}

/// How the ladders of a user come out together: as the one that agrees least.
fn rungs(x: &Event, y: &Event) -> Option<usize> {
    let levels = x.rungs.iter().zip(&y.rungs).map(|(a, b)| match level(a, b) {
        Level::At(0.0) => Some(SAME),
        Level::At(_) => Some(NEAR),
        Level::Never => Some(OTHER),
        Level::Open => None,
    });
    levels.flatten().max()
}

/// Whether all actors of the two are the same, some are or belong to each other, or none.
pub(super) fn shared(x: &Event, y: &Event) -> usize {
    let finds = |of: &Event, one: &super::Actor, least: Kinship| {
        of.actors.iter().any(|other| match one.0.to(&other.0) {
            Kinship::Same => true,
            Kinship::Part => least == Kinship::Part,
            Kinship::Apart => false,
        })
    };
    let all = |x: &Event, y: &Event| x.actors.iter().all(|one| finds(y, one, Kinship::Same));
    if all(x, y) && all(y, x) {
        SAME
    } else if x.actors.iter().any(|one| finds(y, one, Kinship::Part)) {
        NEAR
    } else {
        OTHER
    }
}

/// How near the numbers of those killed are, where that is the same for all that they can be.
fn killed(x: &Event, y: &Event) -> Option<usize> {
    let (a, b) = (x.killed?, y.killed?);
    let class = |a: u64, b: u64| {
        let (less, more) = (a.min(b), a.max(b));
        if less == more {
            SAME
        } else if more <= 2 * less + 1 {
            NEAR
        } else {
            OTHER
        }
    };
    let furthest = class(a.0, b.1).max(class(a.1, b.0));
    let (low, high) = (a.0.max(b.0), a.1.min(b.1));
    let nearest = if low <= high { SAME } else { class(low, high) };
    (nearest == furthest).then_some(nearest)
}

/// How often each field comes out how, the assumed shares among what is counted.
fn shares<'o>(assumed: &Shares, outcomes: impl Iterator<Item = &'o [Option<usize>; 5]>) -> Shares {
    let mut counts = assumed.map(|field| field.map(|share| share * ASSUMED));
    for outcome in outcomes {
        for (field, at) in counts.iter_mut().zip(outcome) {
            at.iter().for_each(|at| field[*at] += 1.0);
        }
    }
    counts.map(|field| field.map(|count| count / field.iter().sum::<f64>()))
}

/// Among how many others of which it is not told how far away they are a pair stands: one in as many is the event.
fn crowds(
    a: &[Event],
    b: &[Event],
    pairs: &[Pair],
    outcomes: &[[Option<usize>; 5]],
) -> impl Fn(&Pair) -> f64 + use<> {
    let (mut left, mut right) = (BTreeMap::<usize, f64>::new(), BTreeMap::<usize, f64>::new());
    for (pair, _) in pairs.iter().zip(outcomes).filter(|(_, outcome)| outcome[0].is_none()) {
        if a[pair.a].radius_km > 0.0 {
            *left.entry(pair.a).or_default() += 1.0;
        }
        if b[pair.b].radius_km > 0.0 {
            *right.entry(pair.b).or_default() += 1.0;
        }
    }
    move |pair| {
        let of = |counts: &BTreeMap<usize, f64>, at: usize| counts.get(&at).copied().unwrap_or(1.0);
        of(&left, pair.a).max(of(&right, pair.b))
    }
}

/// One with one, so that the weights of all pairs together are the greatest.
pub(super) fn best_sum(a: &[Event], b: &[Event], pairs: Vec<Pair>, rules: &Rules) -> Vec<Pair> {
    // A lull is no clash, however near the two are.
    let apart = |x: Option<bool>, y: Option<bool>| x.is_some() && y.is_some() && x != y;
    let outcomes: Vec<[Option<usize>; 5]> =
        pairs.iter().map(|pair| outcome(&a[pair.a], &b[pair.b], pair, rules)).collect();
    let best: BTreeSet<(usize, usize)> =
        best_first(graded(a, b, pairs.clone(), &rules.ladders)).iter().map(|pair| (pair.a, pair.b)).collect();
    let (ones, twos): (Vec<_>, Vec<_>) =
        pairs.iter().zip(&outcomes).partition(|(pair, _)| best.contains(&(pair.a, pair.b)));
    let one = shares(&ONE_EVENT, ones.into_iter().map(|(_, outcome)| outcome));
    let two = shares(&TWO_EVENTS, twos.into_iter().map(|(_, outcome)| outcome));
    let crowd = crowds(a, b, &pairs, &outcomes);
    let sum = |pair: &Pair, outcome: &[Option<usize>; 5]| {
        let odds = |field: usize| outcome[field].map(|at| (one[field][at] / two[field][at]).ln());
        ALONE + (0..outcome.len()).filter_map(odds).sum::<f64>() - crowd(pair).ln()
    };
    let mut kept: Vec<Pair> = pairs
        .into_iter()
        .zip(&outcomes)
        .filter(|(pair, _)| !apart(force(a[pair.a].act), force(b[pair.b].act)))
        .map(|(pair, outcome)| Pair { score: sum(&pair, outcome), ..pair })
        .filter(|pair| pair.score > 0.0)
        .collect();
    kept.sort_by_key(|pair| (pair.a, pair.b));
    let number =
        |ids: BTreeSet<usize>| ids.into_iter().enumerate().map(|(n, id)| (id, n)).collect::<BTreeMap<_, _>>();
    let left = number(kept.iter().map(|pair| pair.a).collect());
    let right = number(kept.iter().map(|pair| pair.b).collect());
    let mut edges: Vec<Vec<(usize, i64)>> = vec![Vec::new(); left.len()];
    for pair in &kept {
        edges[left[&pair.a]].push((right[&pair.b], (pair.score * PARTS).round() as i64));
    }
    let partner = assign(&edges, right.len());
    kept.retain(|pair| partner[left[&pair.a]] == Some(right[&pair.b]));
    kept
}
