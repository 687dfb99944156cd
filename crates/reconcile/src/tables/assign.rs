//! The assignment of one side to the other, one to one at most, whose weights add up to the most. Knows no events.

use std::collections::VecDeque;

/// For each left node the right node that it gets, if any. `edges[left]`: the right nodes it can get, each with a weight
/// above nought.
///
/// Left nodes come in one by one; each is given the change of partners that adds the most, which keeps the sum the
/// greatest there is for those that came in (augmenting paths; Harold Kuhn, "The Hungarian Method for the Assignment
/// Problem", Naval Research Logistics Quarterly 2, 1955). Weights are whole numbers, so that sums do not drift.
pub(super) fn assign(edges: &[Vec<(usize, i64)>], rights: usize) -> Vec<Option<usize>> {
    let mut of_left: Vec<Option<(usize, i64)>> = vec![None; edges.len()];
    let mut of_right: Vec<Option<usize>> = vec![None; rights];
    let mut gain: Vec<Option<i64>> = vec![None; edges.len()];
    let mut from: Vec<Option<(usize, usize, i64)>> = vec![None; edges.len()];
    for new in 0..edges.len() {
        // What is gained where this left node ends up without a partner.
        let mut reached = vec![new];
        gain[new] = Some(0);
        let mut best: (i64, End) = (0, End::Alone(new));
        let mut queue = VecDeque::from([new]);
        while let Some(at) = queue.pop_front() {
            let here = gain[at].unwrap_or(0);
            if here > best.0 {
                best = (here, End::Alone(at));
            }
            for &(right, weight) in &edges[at] {
                match of_right[right] {
                    None if here + weight > best.0 => best = (here + weight, End::Free(at, right, weight)),
                    None => {}
                    Some(other) if other == at => {}
                    Some(other) => {
                        let lost = of_left[other].map_or(0, |(_, weight)| weight);
                        let there = here + weight - lost;
                        if gain[other].is_none_or(|known| there > known) {
                            if gain[other].is_none() {
                                reached.push(other);
                            }
                            gain[other] = Some(there);
                            from[other] = Some((at, right, weight));
                            queue.push_back(other);
                        }
                    }
                }
            }
        }
        let mut at = match best.1 {
            End::Alone(left) => {
                of_left[left] = None;
                left
            }
            End::Free(left, right, weight) => {
                of_left[left] = Some((right, weight));
                of_right[right] = Some(left);
                left
            }
        };
        // Each on the way hands its partner to the one before it.
        while let Some((before, right, weight)) = from[at].filter(|_| at != new) {
            of_left[before] = Some((right, weight));
            of_right[right] = Some(before);
            at = before;
        }
        for left in reached {
            (gain[left], from[left]) = (None, None);
        }
    }
    of_left.into_iter().map(|partner| partner.map(|(right, _)| right)).collect()
}

/// Where a change of partners ends.
#[derive(Clone, Copy)]
enum End {
    /// This left node is left without one.
    Alone(usize),
    /// This left node gets a right node that had none.
    Free(usize, usize, i64),
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
