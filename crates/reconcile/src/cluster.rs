//! Gathers linked claims into groups that can each be one incident. Looks at pairs, never at a group's meaning.

use crate::{compare::Score, crowd::Crowd, decided::Decided, same::Stretches};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};
use truce_model::ClaimId;

/// Gathers nodes of which none is linked to any other; each group is a list of nodes.
///
/// The strongest links join first; two groups become one only where no claim of the one contradicts a claim of the other.
/// What people decided comes before: sets of claims that are one stand together whatever speaks against it. Nodes are taken
/// by the smallest id of their claims, which makes the outcome independent of the order of arrival.
pub(crate) fn gather(
    nodes: &[usize],
    links: impl Fn(usize) -> Vec<(usize, Score)>,
    crowd: &Crowd,
    decided: &Decided,
) -> Vec<Vec<usize>> {
    if let [node] = nodes {
        return vec![vec![*node]];
    }
    let mut order: Vec<(&ClaimId, usize)> =
        nodes.iter().filter_map(|node| Some((first_claim(*node, crowd)?, *node))).collect();
    order.sort_unstable();
    let place: HashMap<usize, usize> =
        order.iter().enumerate().map(|(place, (_, node))| (*node, place)).collect();
    let mut all: Vec<(Reverse<Score>, usize, usize)> = Vec::new();
    for (a, (_, node)) in order.iter().enumerate() {
        let later = links(*node).into_iter().map(|(to, score)| (place[&to], score)).filter(|(b, _)| a < *b);
        all.extend(later.map(|(b, score)| (Reverse(score), a, b)));
    }
    all.sort_unstable();
    let sets: Vec<Option<usize>> = order.iter().map(|(_, node)| crowd.set(*node, decided)).collect();
    let gathering = Gathering { crowd, decided };
    let mut groups: Vec<Group> = order
        .iter()
        .zip(&sets)
        .enumerate()
        .map(|(at, ((_, node), set))| gathering.alone(at, *node, *set))
        .collect();
    let mut group_of: Vec<usize> = (0..order.len()).collect();
    let mut join = |a: usize, b: usize, freely: bool| {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y || !(freely || gathering.can_join(&groups[x], &groups[y])) {
            return;
        }
        let (large, small) = if groups[x].nodes.len() >= groups[y].nodes.len() { (x, y) } else { (y, x) };
        let moved = std::mem::take(&mut groups[small]);
        moved.nodes.iter().for_each(|node| group_of[*node] = large);
        groups[large].take(moved);
    };
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, set) in sets.iter().enumerate().filter_map(|(at, set)| Some((at, (*set)?))) {
        join(*first.entry(set).or_insert(at), at, true);
    }
    for (_, a, b) in all {
        join(a, b, false);
    }
    let nodes_of = |group: &Group| group.nodes.iter().map(|at| order[*at].1).collect::<Vec<usize>>();
    groups.iter().filter(|group| !group.nodes.is_empty()).map(nodes_of).collect()
}

fn first_claim<'a>(node: usize, crowd: &Crowd<'a>) -> Option<&'a ClaimId> {
    crowd.nodes[node].claims.iter().map(|at| crowd.seen[*at].claim).map(|claim| &claim.id).min()
}

/// Nodes that are taken to tell of one incident.
#[derive(Default)]
struct Group<'a> {
    /// By their places in the order of nodes.
    nodes: Vec<usize>,
    /// Their wordings, each with where its claims stand.
    wordings: BTreeMap<usize, Stretches<'a>>,
    /// The wordings of claims that people decided to be one, set by set: of each set, what else belongs to it must agree
    /// with one wording at least.
    sets: BTreeMap<usize, BTreeMap<usize, Stretches<'a>>>,
}

impl<'a> Group<'a> {
    fn take(&mut self, other: Group<'a>) {
        self.nodes.extend(other.nodes);
        for (wording, stretches) in other.wordings {
            self.wordings.entry(wording).or_default().merge(&stretches);
        }
        for (set, wordings) in other.sets {
            let own = self.sets.entry(set).or_default();
            for (wording, stretches) in wordings {
                own.entry(wording).or_default().merge(&stretches);
            }
        }
    }
}

/// What decides whether groups can become one.
struct Gathering<'c, 'a> {
    crowd: &'c Crowd<'a>,
    decided: &'c Decided,
}

impl<'a> Gathering<'_, 'a> {
    fn alone(&self, at: usize, node: usize, set: Option<usize>) -> Group<'a> {
        let node = &self.crowd.nodes[node];
        let wordings = BTreeMap::from([(node.wording, Stretches::of(node, &self.crowd.seen))]);
        let mut group = Group { nodes: vec![at], ..Group::default() };
        match set {
            None => group.wordings = wordings,
            Some(set) => group.sets = BTreeMap::from([(set, wordings)]),
        }
        group
    }

    fn can_join(&self, x: &Group, y: &Group) -> bool {
        let agree = |(a, there): (&usize, &Stretches), (b, here): (&usize, &Stretches)| {
            let pair = self.crowd.pair_of_wordings(*a, *b);
            !(pair.apart || pair.repeats && there.stands_apart(here))
        };
        let set_agrees = |set: &BTreeMap<usize, Stretches>, with: &BTreeMap<usize, Stretches>| {
            with.iter().all(|one| set.iter().any(|own| agree(own, one)))
        };
        let sets_agree = |(s, one): (&usize, &BTreeMap<usize, Stretches>)| {
            y.sets.iter().all(|(t, other)| {
                let any = one.iter().any(|own| other.iter().any(|theirs| agree(own, theirs)));
                !self.decided.is_apart(*s, *t) && any
            })
        };
        // Whoever agrees with one claim of a set belongs with whoever agrees with another: people decided that they are one.
        let decided = !(x.sets.is_empty() && y.sets.is_empty());
        (decided || x.wordings.iter().all(|one| y.wordings.iter().all(|other| agree(one, other))))
            && x.sets.values().all(|set| set_agrees(set, &y.wordings))
            && y.sets.values().all(|set| set_agrees(set, &x.wordings))
            && x.sets.iter().all(sets_agree)
    }
}
