//! Gathers claims into groups that can each be one incident. Looks at pairs, never at a group's meaning.

use crate::{
    compare::{PASSAGE, Score},
    near::{Arena, Pages, Sites},
    same::{Node, Stretches, Wordings, nearest, nodes},
    seen::Seen,
    time::Extent,
};
use std::collections::BTreeMap;

/// The groups, each a list of places in `seen`; every claim stands in exactly one.
///
/// `seen` must be sorted by claim id, which makes the outcome independent of the order of arrival.
pub(crate) fn groups(seen: &[Seen]) -> Vec<Vec<usize>> {
    let wordings = Wordings::of(seen);
    let nodes = nodes(&wordings);
    let stretches: Vec<Stretches> = nodes.iter().map(|node| stretches(node, seen)).collect();
    let crowd = Crowd { seen, wordings: &wordings, nodes: &nodes, stretches: &stretches };
    let mut links = crowd.clear(crowd.links());
    links.sort_by_key(|(a, b, score)| (std::cmp::Reverse(*score), *a, *b));
    let mut group_of: Vec<usize> = (0..nodes.len()).collect();
    let mut groups: Vec<Group> = (0..nodes.len()).map(|node| crowd.alone(node)).collect();
    for (a, b, _) in links {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y || !crowd.can_join(&groups[x], &groups[y]) {
            continue;
        }
        let (large, small) = if groups[x].nodes.len() >= groups[y].nodes.len() { (x, y) } else { (y, x) };
        let moved = std::mem::take(&mut groups[small]);
        moved.nodes.iter().for_each(|node| group_of[*node] = large);
        groups[large].take(moved);
    }
    let mut found: Vec<Vec<usize>> = groups
        .iter()
        .filter(|group| !group.nodes.is_empty())
        .map(|group| {
            let mut claims: Vec<usize> =
                group.nodes.iter().flat_map(|node| nodes[*node].claims.iter().copied()).collect();
            claims.sort_unstable();
            claims
        })
        .collect();
    found.sort_unstable();
    found
}

fn stretches<'a>(node: &Node, seen: &[Seen<'a>]) -> Stretches<'a> {
    let mut found = Stretches::default();
    node.claims.iter().for_each(|at| found.add(&seen[*at]));
    found
}

/// Nodes that are taken to tell of one incident.
#[derive(Default)]
struct Group<'a> {
    nodes: Vec<usize>,
    /// Their wordings, each with where its claims stand.
    wordings: BTreeMap<usize, Stretches<'a>>,
}

impl<'a> Group<'a> {
    fn take(&mut self, other: Group<'a>) {
        self.nodes.extend(other.nodes);
        for (wording, stretches) in other.wordings {
            self.wordings.entry(wording).or_default().merge(&stretches);
        }
    }
}

type Link = (usize, usize, Score);

/// All nodes with what is needed to compare them.
struct Crowd<'s, 'a> {
    seen: &'s [Seen<'a>],
    wordings: &'s Wordings<'s, 'a>,
    nodes: &'s [Node],
    stretches: &'s [Stretches<'a>],
}

impl<'s, 'a> Crowd<'s, 'a> {
    fn alone(&self, node: usize) -> Group<'a> {
        let wordings = BTreeMap::from([(self.nodes[node].wording, self.stretches[node].clone())]);
        Group { nodes: vec![node], wordings }
    }

    fn can_join(&self, x: &Group, y: &Group) -> bool {
        x.wordings.iter().all(|(a, there)| {
            y.wordings.iter().all(|(b, here)| {
                let pair = self.wordings.pair(*a, *b);
                !(pair.apart || pair.repeats && there.stands_apart(here))
            })
        })
    }

    fn conflict(&self, a: usize, b: usize) -> bool {
        let pair = self.wordings.pair(self.nodes[a].wording, self.nodes[b].wording);
        pair.apart || (pair.repeats && self.stretches[a].stands_apart(&self.stretches[b]))
    }

    fn told(&self, node: &Node) -> &'s Seen<'a> {
        self.wordings.first[node.wording]
    }

    /// Every pair that can be of one incident.
    fn links(&self) -> Vec<Link> {
        let mut pairs = self.in_passages();
        self.by_place_and_day(&mut pairs);
        self.open_denials(&mut pairs);
        pairs.sort_unstable();
        pairs.dedup();
        let score = |(a, b): (usize, usize)| {
            let pair = self.wordings.pair(self.nodes[a].wording, self.nodes[b].wording);
            let gap = || nearest(&self.nodes[a], &self.nodes[b], self.seen);
            let score = if pair.apart { None } else { pair.link(gap()) };
            Some((a, b, score?))
        };
        pairs.into_iter().filter_map(score).collect()
    }

    /// Those that stand within one passage of a document: only these can join without telling when or where.
    fn in_passages(&self) -> Vec<(usize, usize)> {
        let pages = Pages::of(self.seen);
        let mut node_of = vec![0; self.seen.len()];
        for (node, of) in self.nodes.iter().enumerate() {
            of.claims.iter().for_each(|at| node_of[*at] = node);
        }
        let mut pairs = Vec::new();
        for (at, one) in self.seen.iter().enumerate() {
            let (span, arena) = (one.claim.span, Arena::of(one.family));
            for other in pages.beside(&one.claim.document, (span.start, span.end), PASSAGE) {
                let (a, b) = (node_of[at], node_of[other]);
                if a < b && Arena::of(self.seen[other].family) == arena {
                    pairs.push((a, b));
                }
            }
        }
        pairs
    }

    fn by_place_and_day(&self, pairs: &mut Vec<(usize, usize)>) {
        let numbered = || self.nodes.iter().enumerate().map(|(number, node)| (number, self.told(node)));
        let sites = Sites::of(numbered(), true);
        for (a, told) in numbered() {
            let around = sites.around(told, Arena::of(told.family), true);
            pairs.extend(around.into_iter().filter(|b| a < *b).map(|b| (a, b)));
        }
    }

    /// A denial up to a day may deny what is told of any day before.
    fn open_denials(&self, pairs: &mut Vec<(usize, usize)>) {
        let numbered = || self.nodes.iter().enumerate().map(|(number, node)| (number, self.told(node)));
        let denials: Vec<(usize, &Seen)> =
            numbered().filter(|(_, s)| s.denies() && matches!(s.extent, Extent::Open(_))).collect();
        if denials.is_empty() {
            return;
        }
        let sites = Sites::of(numbered().filter(|(_, s)| matches!(s.extent, Extent::Short(_))), false);
        for (denial, told) in denials {
            let around = sites.around(told, Arena::of(told.family), false);
            let others = around.into_iter().filter(|other| *other != denial);
            pairs.extend(others.map(|other| (denial.min(other), denial.max(other))));
        }
    }

    /// Drops the links of a node that could as well belong to another incident.
    ///
    /// Where a node links to two nodes that exclude each other, only a strictly better link stays.
    fn clear(&self, links: Vec<Link>) -> Vec<Link> {
        let mut of: Vec<Vec<(Score, usize)>> = vec![Vec::new(); self.nodes.len()];
        for (a, b, score) in &links {
            of[*a].push((*score, *b));
            of[*b].push((*score, *a));
        }
        of.iter_mut().for_each(|linked| linked.sort_unstable_by(|x, y| y.cmp(x)));
        let ambiguous = |at: usize, other: usize, score: Score| {
            of[at]
                .iter()
                .take_while(|(theirs, _)| *theirs >= score)
                .any(|(_, rival)| *rival != other && self.conflict(other, *rival))
        };
        links
            .iter()
            .copied()
            .filter(|(a, b, score)| !ambiguous(*a, *b, *score) && !ambiguous(*b, *a, *score))
            .collect()
    }
}
