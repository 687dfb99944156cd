//! Gathers claims into groups that can each be one incident. Looks at pairs, never at a group's meaning.

use crate::{
    compare::{PASSAGE, Score},
    decided::Decided,
    near::{Arena, Pages, Sites},
    same::{Node, Stretches, Wordings, nearest, nodes},
    seen::Seen,
    time::Extent,
};
use std::collections::{BTreeMap, BTreeSet};

/// The groups, each a list of places in `seen`; every claim stands in exactly one.
///
/// `seen` must be sorted by claim id, which makes the outcome independent of the order of arrival.
/// What people decided comes first: sets of claims that are one stand together whatever speaks against it.
pub(crate) fn groups(seen: &[Seen], decided: &Decided) -> Vec<Vec<usize>> {
    let wordings = Wordings::of(seen);
    let nodes = nodes(&wordings, |claim| decided.set(&seen[claim].claim.id).is_some());
    let stretches: Vec<Stretches> = nodes.iter().map(|node| stretches(node, seen)).collect();
    let set = |node: &Node| decided.set(&seen[node.claims[0]].claim.id);
    let sets: Vec<Option<usize>> =
        if decided.is_empty() { vec![None; nodes.len()] } else { nodes.iter().map(set).collect() };
    let apart = decided.apart();
    let crowd =
        Crowd { seen, wordings: &wordings, nodes: &nodes, stretches: &stretches, sets: &sets, apart: &apart };
    let mut links = crowd.clear(crowd.links());
    links.sort_by_key(|(a, b, score)| (std::cmp::Reverse(*score), *a, *b));
    let mut group_of: Vec<usize> = (0..nodes.len()).collect();
    let mut groups: Vec<Group> = (0..nodes.len()).map(|node| crowd.alone(node)).collect();
    let mut join = |a: usize, b: usize, groups: &mut Vec<Group<'_>>, freely: bool| {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y || !(freely || crowd.can_join(&groups[x], &groups[y])) {
            return;
        }
        let (large, small) = if groups[x].nodes.len() >= groups[y].nodes.len() { (x, y) } else { (y, x) };
        let moved = std::mem::take(&mut groups[small]);
        moved.nodes.iter().for_each(|node| group_of[*node] = large);
        groups[large].take(moved);
    };
    for (a, b) in crowd.decided_to_be_one() {
        join(a, b, &mut groups, true);
    }
    for (a, b, _) in links {
        join(a, b, &mut groups, false);
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

type Link = (usize, usize, Score);

/// All nodes with what is needed to compare them.
struct Crowd<'s, 'a> {
    seen: &'s [Seen<'a>],
    wordings: &'s Wordings<'s, 'a>,
    nodes: &'s [Node],
    stretches: &'s [Stretches<'a>],
    /// For each node the set of claims that people decided to be one, if they decided of its claim.
    sets: &'s [Option<usize>],
    /// The sets that people decided to be of different incidents.
    apart: &'s BTreeSet<(usize, usize)>,
}

impl<'s, 'a> Crowd<'s, 'a> {
    fn alone(&self, node: usize) -> Group<'a> {
        let wordings = BTreeMap::from([(self.nodes[node].wording, self.stretches[node].clone())]);
        match self.sets[node] {
            None => Group { nodes: vec![node], wordings, sets: BTreeMap::new() },
            Some(set) => Group {
                nodes: vec![node],
                wordings: BTreeMap::new(),
                sets: BTreeMap::from([(set, wordings)]),
            },
        }
    }

    /// The nodes that people decided to be one, each with the first of its set.
    fn decided_to_be_one(&self) -> Vec<(usize, usize)> {
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        let sets = self.sets.iter().enumerate().filter_map(|(node, set)| Some((node, (*set)?)));
        sets.map(|(node, set)| (*first.entry(set).or_insert(node), node)).filter(|(a, b)| a != b).collect()
    }

    fn is_apart(&self, a: usize, b: usize) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }

    fn can_join(&self, x: &Group, y: &Group) -> bool {
        let agree = |(a, there): (&usize, &Stretches), (b, here): (&usize, &Stretches)| {
            let pair = self.wordings.pair(*a, *b);
            !(pair.apart || pair.repeats && there.stands_apart(here))
        };
        let set_agrees = |set: &BTreeMap<usize, Stretches>, with: &BTreeMap<usize, Stretches>| {
            with.iter().all(|one| set.iter().any(|own| agree(own, one)))
        };
        let sets_agree = |(s, one): (&usize, &BTreeMap<usize, Stretches>)| {
            y.sets.iter().all(|(t, other)| {
                let any = one.iter().any(|own| other.iter().any(|theirs| agree(own, theirs)));
                !self.is_apart(*s, *t) && any
            })
        };
        // Whoever agrees with one claim of a set belongs with whoever agrees with another: people decided that they are one.
        let decided = !(x.sets.is_empty() && y.sets.is_empty());
        (decided || x.wordings.iter().all(|one| y.wordings.iter().all(|other| agree(one, other))))
            && x.sets.values().all(|set| set_agrees(set, &y.wordings))
            && y.sets.values().all(|set| set_agrees(set, &x.wordings))
            && x.sets.iter().all(sets_agree)
    }

    fn conflict(&self, a: usize, b: usize) -> bool {
        if let (Some(s), Some(t)) = (self.sets[a], self.sets[b])
            && (s == t || self.is_apart(s, t))
        {
            return s != t;
        }
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
        let parted = |(a, b): &(usize, usize)| {
            self.sets[*a].zip(self.sets[*b]).is_some_and(|(s, t)| self.is_apart(s, t))
        };
        pairs.retain(|pair| !parted(pair));
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
