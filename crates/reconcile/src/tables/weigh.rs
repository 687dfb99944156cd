//! How much each field of a pair speaks for one event, in log-odds; and the pairs that together speak most.
//!
//! A field's weight is the logarithm of how often it comes out so for one event told twice over how often for two
//! events that lie within the windows. Both shares are assumed, from how far apart publishers code one event.

use super::{Event, Pair, Windows, assign::assign};
use crate::family::{self, Family};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::Name;

/// The least sum for which two events are taken for one: about seven to one.
const LEAST: f64 = 2.0;
/// Weights as whole numbers: a millionth each.
const PARTS: f64 = 1e6;

fn odds(one: f64, two: f64) -> f64 {
    (one / two).ln()
}

/// The sum of the weights of a pair.
fn weight(x: &Event, y: &Event, pair: &Pair, windows: Windows) -> f64 {
    let far = pair.km / windows.km.max(1e-9);
    // Of two events anywhere in the window, a hundredth lie within a tenth of its width, a quarter within half.
    let place = match far {
        far if far <= 0.1 => odds(0.60, 0.01),
        far if far <= 0.5 => odds(0.30, 0.24),
        _ => odds(0.10, 0.75),
    };
    let around = f64::from(2 * windows.days + 1);
    let day = if pair.days == 0 {
        odds(0.70, 1.0 / around)
    } else {
        odds(0.30 / (around - 1.0).max(1.0), 1.0 / around)
    };
    place + day + act(x, y) + actors(x, y) + killed(x, y)
}

fn act(x: &Event, y: &Event) -> f64 {
    let (Some(a), Some(b)) = (x.act, y.act) else { return 0.0 };
    match (a == b, family::can_be_one(a, b, false)) {
        (true, _) => odds(0.75, 0.50),
        (false, true) => odds(0.15, 0.10),
        (false, false) => odds(0.10, 0.40),
    }
}

fn actors(x: &Event, y: &Event) -> f64 {
    let keys = |event: &Event| event.actors.iter().map(Name::key).collect::<BTreeSet<String>>();
    let (a, b) = (keys(x), keys(y));
    match (a.is_empty() || b.is_empty(), a == b, a.is_disjoint(&b)) {
        (true, ..) => 0.0,
        (_, true, _) => odds(0.70, 0.35),
        (_, _, false) => odds(0.20, 0.35),
        (_, _, true) => odds(0.10, 0.30),
    }
}

fn killed(x: &Event, y: &Event) -> f64 {
    let (Some(a), Some(b)) = (x.killed, y.killed) else { return 0.0 };
    let (less, more) = (a.min(b), a.max(b));
    match (less == more, more <= 2 * less + 1) {
        // The larger a number, the less often two events share it by chance.
        (true, _) => odds(0.60, 0.20 / (1.0 + less as f64).sqrt()),
        (false, true) => odds(0.25, 0.30),
        (false, false) => odds(0.15, 0.50),
    }
}

/// One with one, so that the weights of all pairs together are the greatest.
pub(super) fn best_sum(a: &[Event], b: &[Event], pairs: Vec<Pair>, windows: Windows) -> Vec<Pair> {
    // A lull is no clash, however near the two are.
    let force = |event: &Event| event.act.map(|act| Family::of(act).is_hostile());
    let apart = |x: Option<bool>, y: Option<bool>| x.is_some() && y.is_some() && x != y;
    let mut kept: Vec<Pair> = pairs
        .into_iter()
        .filter(|pair| !apart(force(&a[pair.a]), force(&b[pair.b])))
        .map(|pair| Pair { score: weight(&a[pair.a], &b[pair.b], &pair, windows), ..pair })
        .filter(|pair| pair.score >= LEAST)
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
