//! All claims that tell of incidents, and which of them can be of one. Gathers nothing.

use crate::{
    compare::{PASSAGE, Pair, Score},
    decided::Decided,
    near::{Arena, Hashed, Pages, Sites, days},
    same::{Node, Wordings, nearest, stand_apart},
    seen::Seen,
    time::Extent,
};
use jiff::civil::Date;

/// The claims, sorted by what they say and found by where and when they play.
#[derive(Default)]
pub(crate) struct Crowd<'a> {
    /// Every claim that ever came in.
    pub(crate) seen: Vec<Seen<'a>>,
    pub(crate) nodes: Vec<Node>,
    /// For each claim its node; none if it was withdrawn.
    pub(crate) node_of: Vec<Option<usize>>,
    pub(crate) pages: Pages<'a>,
    /// By day and place.
    pub(crate) dated: Sites,
    /// By place, of all days together: denials that reach up to a day, and what they may deny.
    denials: Sites,
    short: Sites,
    /// By day: claims that look back at something, and what they may look back at.
    recalling: Hashed<(Arena, Date), Vec<usize>>,
    recalled: Hashed<(Arena, Date), Vec<usize>>,
    wordings: Wordings<'a>,
    /// For each wording the node of all its claims, where they are one from the outset.
    joint: Hashed<usize, usize>,
}

impl<'a> Crowd<'a> {
    /// Takes claims in; those of which somebody decided stand by themselves. Gives the nodes that are new or have grown.
    pub(crate) fn add(
        &mut self,
        claims: impl IntoIterator<Item = Seen<'a>>,
        decided: &Decided,
    ) -> Vec<usize> {
        let first = self.seen.len();
        self.seen.extend(claims);
        let added: Vec<usize> = (first..self.seen.len()).collect();
        self.pages.add(&added, &self.seen);
        self.node_of.resize(self.seen.len(), None);
        let mut grown: Vec<usize> = added.iter().map(|at| self.settle(*at, decided)).collect();
        grown.sort_unstable();
        grown.dedup();
        grown
    }

    /// Puts a claim into the node to which it belongs.
    pub(crate) fn settle(&mut self, at: usize, decided: &Decided) -> usize {
        let wording = self.wordings.of(&self.seen[at]);
        let by_itself = decided.set(&self.seen[at].claim.id).is_some() || !self.wordings.is_one(wording);
        let node = match self.joint.get(&wording) {
            Some(node) if !by_itself => {
                self.nodes[*node].claims.push(at);
                *node
            }
            _ => {
                let node = self.node(wording, at);
                if !by_itself {
                    self.joint.insert(wording, node);
                }
                node
            }
        };
        self.node_of[at] = Some(node);
        node
    }

    fn node(&mut self, wording: usize, at: usize) -> usize {
        let number = self.nodes.len();
        self.nodes.push(Node { wording, claims: vec![at] });
        let told = &self.seen[at];
        let arena = Arena::of(told.family);
        self.dated.add(number, told, arena, &days(told));
        match told.extent {
            Extent::Open(_) if told.denies() => self.denials.add(number, told, arena, &[None]),
            Extent::Short(_) => self.short.add(number, told, arena, &[None]),
            _ => {}
        }
        let by_day = match (told.recalls, told.target.is_some() && told.site.is_known()) {
            (true, _) => &mut self.recalling,
            (false, true) => &mut self.recalled,
            (false, false) => return number,
        };
        told.days().into_iter().for_each(|day| by_day.entry((arena, day)).or_default().push(number));
        number
    }

    /// Takes a claim out of its node, which it gives.
    pub(crate) fn unsettle(&mut self, at: usize) -> Option<usize> {
        let node = self.node_of[at].take()?;
        self.nodes[node].claims.retain(|claim| *claim != at);
        Some(node)
    }

    /// Whether any claim is left in a node.
    pub(crate) fn lives(&self, node: usize) -> bool {
        !self.nodes[node].claims.is_empty()
    }

    /// A claim of a node.
    pub(crate) fn told(&self, node: usize) -> &Seen<'a> {
        self.wordings.told(self.nodes[node].wording)
    }

    /// What two nodes are to each other, wherever they stand.
    pub(crate) fn pair(&self, a: usize, b: usize) -> Pair {
        self.wordings.pair(self.nodes[a].wording, self.nodes[b].wording)
    }

    /// What the claims of two wordings are to each other.
    pub(crate) fn pair_of_wordings(&self, a: usize, b: usize) -> Pair {
        self.wordings.pair(a, b)
    }

    /// How well two nodes agree; none where they cannot be of one incident by themselves.
    pub(crate) fn link(&self, a: usize, b: usize, decided: &Decided) -> Option<Score> {
        if let (Some(s), Some(t)) = (self.set(a, decided), self.set(b, decided))
            && decided.is_apart(s, t)
        {
            return None;
        }
        let pair = self.pair(a, b);
        if !pair.can_link() {
            return None;
        }
        pair.link(nearest(&self.nodes[a], &self.nodes[b], &self.seen))
    }

    /// Whether two nodes exclude each other.
    pub(crate) fn conflict(&self, a: usize, b: usize, decided: &Decided) -> bool {
        if let (Some(s), Some(t)) = (self.set(a, decided), self.set(b, decided))
            && (s == t || decided.is_apart(s, t))
        {
            return s != t;
        }
        let pair = self.pair(a, b);
        pair.apart || (pair.repeats && stand_apart(&self.nodes[a], &self.nodes[b], &self.seen))
    }

    /// The set of claims that people decided to be one to which a node belongs.
    pub(crate) fn set(&self, node: usize, decided: &Decided) -> Option<usize> {
        if decided.is_empty() {
            return None;
        }
        let first = self.nodes[node].claims.first()?;
        decided.set(&self.seen[*first].claim.id)
    }

    /// The nodes that can be alike to a node, and some that cannot; each once.
    pub(crate) fn around(&self, node: usize) -> Vec<usize> {
        let told = self.told(node);
        let arena = Arena::of(told.family);
        let mut found = Vec::new();
        for at in &self.nodes[node].claims {
            let claim = self.seen[*at].claim;
            let beside = self.pages.beside(&claim.document, (claim.span.start, claim.span.end), PASSAGE);
            let alike = beside.filter(|other| Arena::of(self.seen[*other].family) == arena);
            found.extend(alike.filter_map(|other| self.node_of[other]));
        }
        self.dated.around(told, arena, &days(told), &mut found);
        match told.extent {
            Extent::Open(_) if told.denies() => self.short.around(told, arena, &[None], &mut found),
            Extent::Short(_) => self.denials.around(told, arena, &[None], &mut found),
            _ => {}
        }
        if told.recalls || !self.recalling.is_empty() {
            let by_day = if told.recalls { &self.recalled } else { &self.recalling };
            let same_day = told.days().into_iter().filter_map(|day| by_day.get(&(arena, day)));
            found.extend(same_day.flatten());
        }
        found.retain(|other| *other != node && self.lives(*other));
        found.sort_unstable();
        found.dedup();
        found
    }
}
