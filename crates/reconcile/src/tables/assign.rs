//! The assignment of one side to the other, one to one at most, whose weights add up to the most. Knows no events.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

/// For each left node the right node that it gets, if any. `edges[left]`: the right nodes it can get, each with a weight
/// above nought.
///
/// Left nodes come in one by one; each takes the cheapest way through the partners of others, by prices that keep every
/// way at nought or above (Harold Kuhn, "The Hungarian Method for the Assignment Problem", Naval Research Logistics
/// Quarterly 2, 1955; shortest ways as by Dijkstra). Weights are whole numbers, so that sums do not drift.
pub(super) fn assign(edges: &[Vec<(usize, i64)>], rights: usize) -> Vec<Option<usize>> {
    let mut state = State {
        edges,
        of_left: vec![None; edges.len()],
        of_right: vec![None; rights],
        left: edges.iter().map(|edges| edges.iter().map(|edge| edge.1).max().unwrap_or(0)).collect(),
        right: vec![0; rights],
    };
    (0..edges.len()).for_each(|new| state.insert(new));
    state.of_left
}

/// Partners and prices. The prices of two ends add up to the weight between them at least, and exactly where they are
/// partners; whoever has no partner, of those that came in, has the price nought.
struct State<'e> {
    edges: &'e [Vec<(usize, i64)>],
    of_left: Vec<Option<usize>>,
    of_right: Vec<Option<usize>>,
    left: Vec<i64>,
    right: Vec<i64>,
}

/// Where a way ends: at a left node that is left alone, or at a right node that had no partner.
#[derive(Clone, Copy)]
enum End {
    Alone(usize),
    Free(usize),
}

impl State<'_> {
    fn insert(&mut self, new: usize) {
        // What a way costs to each left node, and to each right node with the left node before it.
        let mut lefts: BTreeMap<usize, i64> = BTreeMap::new();
        let mut rights: BTreeMap<usize, (i64, usize)> = BTreeMap::new();
        let mut best = (self.left[new], End::Alone(new));
        let mut queue = BinaryHeap::from([Reverse((0, new))]);
        while let Some(Reverse((cost, at))) = queue.pop() {
            if cost >= best.0 {
                break;
            }
            // Each left node but the first is reached by its partner alone; a later, dearer entry is passed over.
            let stale =
                self.of_left[at].is_some_and(|own| rights.get(&own).is_some_and(|known| known.0 < cost));
            if stale || lefts.contains_key(&at) {
                continue;
            }
            lefts.insert(at, cost);
            if cost + self.left[at] < best.0 {
                best = (cost + self.left[at], End::Alone(at));
            }
            for (right, weight) in &self.edges[at] {
                let there = cost + self.left[at] + self.right[*right] - weight;
                if self.of_left[at] == Some(*right) || rights.get(right).is_some_and(|known| known.0 <= there)
                {
                    continue;
                }
                rights.insert(*right, (there, at));
                match self.of_right[*right] {
                    None if there < best.0 => best = (there, End::Free(*right)),
                    None => {}
                    Some(other) => queue.push(Reverse((there, other))),
                }
            }
        }
        for (left, cost) in lefts.iter().filter(|(_, cost)| **cost < best.0) {
            self.left[*left] -= best.0 - cost;
        }
        for (right, (cost, _)) in rights.iter().filter(|(_, (cost, _))| *cost < best.0) {
            self.right[*right] += best.0 - cost;
        }
        self.change(new, best.1, &rights);
    }

    /// Each left node on the way hands its partner to the one before it.
    fn change(&mut self, new: usize, end: End, rights: &BTreeMap<usize, (i64, usize)>) {
        let mut right = match end {
            End::Free(right) => Some(right),
            End::Alone(left) => self.of_left[left].take(),
        };
        while let Some(at) = right {
            let Some((_, left)) = rights.get(&at) else { return };
            right = if *left == new { None } else { self.of_left[*left] };
            self.of_left[*left] = Some(at);
            self.of_right[at] = Some(*left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(edges: &[Vec<(usize, i64)>], partners: &[Option<usize>]) -> i64 {
        let weight = |left: usize, right: usize| edges[left].iter().find(|edge| edge.0 == right).unwrap().1;
        partners.iter().enumerate().filter_map(|(left, right)| Some(weight(left, (*right)?))).sum()
    }

    /// The greatest sum, by trying everything.
    fn most(edges: &[Vec<(usize, i64)>], left: usize, taken: u32) -> i64 {
        if left == edges.len() {
            return 0;
        }
        let without = most(edges, left + 1, taken);
        let with = edges[left].iter().filter(|(right, _)| taken & (1 << right) == 0);
        with.map(|(right, weight)| weight + most(edges, left + 1, taken | 1 << right)).fold(without, i64::max)
    }

    proptest! {
        #[test]
        fn no_assignment_has_a_greater_sum(weights in prop::collection::vec(prop::collection::vec(0i64..9, 6), 0..7)) {
            let row = |row: &Vec<i64>| {
                row.iter().copied().enumerate().filter(|(_, weight)| *weight > 0).collect::<Vec<_>>()
            };
            let edges: Vec<Vec<(usize, i64)>> = weights.iter().map(row).collect();
            let found = assign(&edges, 6);
            let mut rights: Vec<usize> = found.iter().flatten().copied().collect();
            rights.sort_unstable();
            rights.dedup();
            prop_assert_eq!(rights.len(), found.iter().flatten().count());
            prop_assert_eq!(sum(&edges, &found), most(&edges, 0, 0));
        }
    }
}
