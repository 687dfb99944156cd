//! Which nodes of claims are linked, and which links are clear. Gathers nothing.

use crate::{compare::Score, crowd::Crowd, decided::Decided};
use std::collections::BTreeSet;

/// A link as one of its two nodes holds it.
#[derive(Clone, Copy, Debug)]
struct Link {
    score: Score,
    to: usize,
    /// Whether it is the best of this node, or no better one excludes it; and the same of the node at the other end.
    clear: [bool; 2],
}

/// The links of every node, the strongest first.
#[derive(Default)]
pub(crate) struct Links {
    of: Vec<Vec<Link>>,
}

impl Links {
    /// Finds anew the links of these nodes. Gives the nodes whose clear links are no longer what they were, these among them.
    pub(crate) fn renew(&mut self, nodes: &[usize], crowd: &Crowd, decided: &Decided) -> BTreeSet<usize> {
        self.of.resize_with(crowd.nodes.len(), Vec::new);
        let renewed: BTreeSet<usize> = nodes.iter().copied().collect();
        let (mut beside, mut stirred) = (renewed.clone(), renewed.clone());
        for node in nodes {
            for link in std::mem::take(&mut self.of[*node]) {
                if renewed.contains(&link.to) {
                    continue;
                }
                self.of[link.to].retain(|back| back.to != *node);
                beside.insert(link.to);
                if link.clear == [true; 2] {
                    stirred.insert(link.to);
                }
            }
        }
        for a in nodes.iter().copied().filter(|node| crowd.lives(*node)) {
            for b in crowd.around(a) {
                if b < a && renewed.contains(&b) {
                    continue;
                }
                if let Some(score) = crowd.link(a, b, decided) {
                    self.of[a].push(Link { score, to: b, clear: [false; 2] });
                    self.of[b].push(Link { score, to: a, clear: [false; 2] });
                    beside.insert(b);
                }
            }
        }
        for node in &beside {
            self.of[*node].sort_unstable_by_key(|link| (std::cmp::Reverse(link.score), link.to));
        }
        for node in beside {
            self.judge(node, crowd, decided, &mut stirred);
        }
        stirred
    }

    /// Tells of each link of a node whether it could as well belong to another incident.
    ///
    /// Where a node links to two nodes that exclude each other, only a strictly better link stays.
    fn judge(&mut self, node: usize, crowd: &Crowd, decided: &Decided, stirred: &mut BTreeSet<usize>) {
        let links = &self.of[node];
        let ambiguous = |link: &Link| {
            let rivals = links.iter().take_while(|rival| rival.score >= link.score);
            rivals.into_iter().any(|rival| rival.to != link.to && crowd.conflict(link.to, rival.to, decided))
        };
        let clear: Vec<bool> = links.iter().map(|link| !ambiguous(link)).collect();
        for (at, clear) in clear.into_iter().enumerate() {
            let link = self.of[node][at];
            if link.clear[0] == clear {
                continue;
            }
            self.of[node][at].clear[0] = clear;
            if let Some(back) = self.of[link.to].iter_mut().find(|back| back.to == node) {
                back.clear[1] = clear;
            }
            if link.clear[1] {
                stirred.extend([node, link.to]);
            }
        }
    }

    /// The clear links of a node.
    pub(crate) fn clear(&self, node: usize) -> impl Iterator<Item = (usize, Score)> {
        self.of[node].iter().filter(|link| link.clear == [true; 2]).map(|link| (link.to, link.score))
    }
}
