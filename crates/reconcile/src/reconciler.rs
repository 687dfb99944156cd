//! Keeps incidents up to date as claims come in, are withdrawn or decided of. Comes to what all claims at once come to.

use crate::{
    cluster::gather,
    copies::Copies,
    crowd::Crowd,
    decided::Decided,
    family, incident,
    links::Links,
    lookup::Lookup,
    near::Hashed,
    seen::Seen,
    toll::{self, Tolls},
};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Actors, Claim, ClaimId, Incident, IncidentId, Matching, Places};

/// What became different by a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The incidents that are no more, by id.
    pub gone: Vec<IncidentId>,
    /// The incidents that are new or told otherwise, by id.
    pub told: Vec<IncidentId>,
}

/// The incidents of a growing record.
///
/// Whatever the order of the steps, the incidents are those to which [`reconcile`](crate::reconcile) comes from the claims
/// and decisions that are left. A step costs what it touches: claims that can be of one incident with those that came or
/// went, and what is linked with these.
pub struct Reconciler<'a> {
    actors: &'a Actors,
    places: &'a Places,
    copies: &'a Copies,
    lookup: Lookup<'a>,
    decided: Decided,
    crowd: Crowd<'a>,
    links: Links,
    tolls: Tolls<'a>,
    at: Hashed<&'a ClaimId, Slot>,
    /// For each node its component and its group.
    of: Vec<Option<(usize, usize)>>,
    /// Nodes that are joined by clear links.
    components: Vec<Vec<usize>>,
    groups: Vec<Group>,
    /// For each incident its group.
    told: Hashed<IncidentId, usize>,
}

#[derive(Clone, Copy)]
enum Slot {
    Event(usize),
    Toll(usize),
}

/// The nodes of one incident; none if it is no more.
#[derive(Default)]
struct Group {
    nodes: Vec<usize>,
    tolls: BTreeSet<usize>,
    incident: Option<Incident>,
}

/// What a step touches before anything is compared.
#[derive(Default)]
struct Touched {
    nodes: Vec<usize>,
    tolls: BTreeSet<usize>,
    /// Claims that left their node.
    left: Vec<usize>,
}

impl<'a> Reconciler<'a> {
    /// Nothing is told yet.
    pub fn new(actors: &'a Actors, places: &'a Places) -> Reconciler<'a> {
        Reconciler {
            actors,
            places,
            copies: Copies::NONE,
            lookup: Lookup::new(actors, places),
            decided: Decided::default(),
            crowd: Crowd::default(),
            links: Links::default(),
            tolls: Tolls::default(),
            at: Hashed::default(),
            of: Vec::new(),
            components: Vec::new(),
            groups: Vec::new(),
            told: Hashed::default(),
        }
    }

    /// The same where it is known which documents repeat which; to be told before any claim comes in.
    pub fn knowing(self, copies: &'a Copies) -> Reconciler<'a> {
        Reconciler { copies, ..self }
    }

    /// Takes claims in; those that are known change nothing.
    pub fn add(&mut self, claims: impl IntoIterator<Item = &'a Claim>) -> Changed {
        let (mut events, mut tolls) = (Vec::new(), Vec::new());
        let (mut event, mut toll) = (self.crowd.seen.len(), self.tolls.seen.len());
        for claim in claims {
            let is_event = family::tells_of_incident(claim.act);
            if self.at.contains_key(&claim.id) || !(is_event || toll::can_belong(claim)) {
                continue;
            }
            let (slot, list, next) = if is_event {
                (Slot::Event(event), &mut events, &mut event)
            } else {
                (Slot::Toll(toll), &mut tolls, &mut toll)
            };
            *next += 1;
            self.at.insert(&claim.id, slot);
            list.push(Seen::of(claim, &self.lookup));
        }
        let nodes = self.crowd.add(events, &self.decided);
        let tolls = self.tolls.add(tolls).into_iter().collect();
        self.settle(Touched { nodes, tolls, left: vec![] })
    }

    /// Takes claims out again; those that are not known change nothing.
    pub fn withdraw<'c>(&mut self, claims: impl IntoIterator<Item = &'c ClaimId>) -> Changed {
        let mut touched = Touched::default();
        for id in claims {
            match self.at.remove(id) {
                Some(Slot::Event(at)) => {
                    touched.nodes.extend(self.crowd.unsettle(at));
                    touched.left.push(at);
                }
                Some(Slot::Toll(at)) => {
                    self.tolls.withdraw(at);
                    touched.tolls.insert(at);
                }
                None => {}
            }
        }
        self.settle(touched)
    }

    /// Holds to these decisions, given in the order in which they were made, in place of all earlier ones.
    pub fn decide(&mut self, matchings: &[&Matching]) -> Changed {
        let before = std::mem::replace(&mut self.decided, Decided::of(matchings));
        let named: BTreeSet<&ClaimId> = before.claims().chain(self.decided.claims()).collect();
        let mut touched = Touched::default();
        for id in named {
            match self.at.get(id) {
                Some(Slot::Event(at)) => {
                    touched.nodes.extend(self.crowd.unsettle(*at));
                    touched.nodes.push(self.crowd.settle(*at, &self.decided));
                }
                Some(Slot::Toll(at)) => {
                    touched.tolls.insert(*at);
                }
                None => {}
            }
        }
        self.settle(touched)
    }

    /// The incident of an id.
    pub fn incident(&self, id: &IncidentId) -> Option<&Incident> {
        self.groups[*self.told.get(id)?].incident.as_ref()
    }

    /// The incidents as they stand, in no order.
    pub fn incidents(&self) -> impl Iterator<Item = &Incident> {
        self.groups.iter().filter_map(|group| group.incident.as_ref())
    }

    /// The incidents as they stand, by id.
    pub fn into_incidents(self) -> Vec<Incident> {
        let mut incidents: Vec<Incident> =
            self.groups.into_iter().filter_map(|group| group.incident).collect();
        incidents.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        incidents
    }

    /// Gathers anew whatever these nodes and tolls can change.
    fn settle(&mut self, mut touched: Touched) -> Changed {
        touched.nodes.sort_unstable();
        touched.nodes.dedup();
        self.of.resize(self.crowd.nodes.len(), None);
        let mut stirred = self.links.renew(&touched.nodes, &self.crowd, &self.decided);
        stirred.extend(touched.nodes.iter().flat_map(|node| self.set_mates(*node)).collect::<Vec<_>>());
        let (pool, mut before) = self.dissolve(stirred, &mut touched.tolls);
        let mut retold: BTreeSet<usize> = BTreeSet::new();
        for component in self.parted(&pool) {
            let links = |node| self.links.clear(node).collect();
            let gathered = gather(&component, links, &self.crowd, &self.decided);
            let number = self.components.len();
            self.components.push(component);
            for nodes in gathered {
                let group = self.groups.len();
                nodes.iter().for_each(|node| self.of[*node] = Some((number, group)));
                self.groups.push(Group { nodes, ..Group::default() });
                retold.insert(group);
            }
        }
        for toll in self.tolls_to_place(&pool, touched) {
            let (was, now) = (self.tolls.home[toll], self.home(toll));
            let kept = was.filter(|group| !self.groups[*group].nodes.is_empty());
            if kept == now && kept.is_none_or(|group| self.groups[group].tolls.contains(&toll)) {
                self.tolls.home[toll] = now;
                continue;
            }
            if let Some(group) = kept {
                self.groups[group].tolls.remove(&toll);
                retold.insert(group);
            }
            if let Some(group) = now {
                self.groups[group].tolls.insert(toll);
                retold.insert(group);
            }
            self.tolls.home[toll] = now;
        }
        self.tell(retold, &mut before)
    }

    /// Other nodes that people decided to be one with a node.
    fn set_mates(&self, node: usize) -> Vec<usize> {
        let Some(set) = self.crowd.set(node, &self.decided) else { return vec![] };
        let node_of = |id: &ClaimId| match self.at.get(id) {
            Some(Slot::Event(at)) => self.crowd.node_of[*at],
            _ => None,
        };
        self.decided.members(set).filter_map(node_of).collect()
    }

    /// Takes apart the components of these nodes. Gives all of their nodes, and their incidents, and adds their tolls.
    fn dissolve(
        &mut self,
        nodes: BTreeSet<usize>,
        tolls: &mut BTreeSet<usize>,
    ) -> (Vec<usize>, BTreeMap<IncidentId, Incident>) {
        let (mut pool, mut before) = (Vec::new(), BTreeMap::new());
        for node in nodes {
            let Some((component, _)) = self.of[node] else {
                pool.push(node);
                continue;
            };
            for member in std::mem::take(&mut self.components[component]) {
                if let Some((_, group)) = self.of[member].take() {
                    let gone = std::mem::take(&mut self.groups[group]);
                    tolls.extend(gone.tolls);
                    before.extend(gone.incident.map(|incident| (incident.id.clone(), incident)));
                }
                pool.push(member);
            }
        }
        pool.sort_unstable();
        pool.dedup();
        (pool, before)
    }

    /// These nodes, as far as they live, by what is joined by clear links or by decisions.
    fn parted(&self, pool: &[usize]) -> Vec<Vec<usize>> {
        let (mut reached, mut found) = (BTreeSet::new(), Vec::new());
        for start in pool.iter().copied().filter(|node| self.crowd.lives(*node)) {
            if !reached.insert(start) {
                continue;
            }
            let (mut component, mut at) = (vec![start], 0);
            while let Some(node) = component.get(at).copied() {
                let linked = self.links.clear(node).map(|(to, _)| to).chain(self.set_mates(node));
                component.extend(linked.filter(|to| reached.insert(*to)).collect::<Vec<usize>>());
                at += 1;
            }
            found.push(component);
        }
        found
    }

    /// The tolls whose incident may be another now.
    fn tolls_to_place(&self, pool: &[usize], touched: Touched) -> BTreeSet<usize> {
        let mut found = touched.tolls;
        let claims = pool.iter().flat_map(|node| &self.crowd.nodes[*node].claims).chain(&touched.left);
        claims.for_each(|at| self.tolls.beside(&self.crowd.seen[*at], &mut found));
        pool.iter()
            .chain(&touched.nodes)
            .for_each(|node| self.tolls.around(self.crowd.told(*node), &mut found));
        let decided = self.decided.claims().filter_map(|id| match self.at.get(id) {
            Some(Slot::Toll(at)) => Some(*at),
            _ => None,
        });
        found.extend(decided);
        found
    }

    /// The group to which a toll belongs, if any.
    fn home(&self, toll: usize) -> Option<usize> {
        if !self.tolls.lives(toll) {
            return None;
        }
        let told = &self.tolls.seen[toll];
        let group_of = |node: usize| self.of[node].map_or(usize::MAX, |(_, group)| group);
        let nodes = |group: usize| self.groups[group].nodes.as_slice();
        let set = self.decided.set(&told.claim.id);
        let with_set = |set: usize| {
            let at = self.decided.members(set).find_map(|id| match self.at.get(id) {
                Some(Slot::Event(at)) => self.crowd.node_of[*at],
                _ => None,
            });
            at.map(group_of)
        };
        let is_apart = |group: &usize| {
            let of = |node: &usize| self.crowd.set(*node, &self.decided);
            set.is_some_and(|set| {
                nodes(*group).iter().filter_map(of).any(|other| self.decided.is_apart(set, other))
            })
        };
        let fitting = || match told.table {
            // What a row counts over a longer stretch is a toll of that stretch, and of no single happening.
            Some(_) if told.extent.sums_up() => None,
            Some(_) => toll::of_row(told, &self.crowd, group_of),
            None => toll::told_beside(told, &self.crowd, group_of)
                .or_else(|| toll::matching(told, &self.crowd, group_of, nodes)),
        };
        set.and_then(with_set).or_else(fitting).filter(|group| !is_apart(group))
    }

    /// The claims of each incident with its toll claims.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (Vec<&Seen<'a>>, Vec<&Seen<'a>>)> {
        self.groups.iter().filter(|group| !group.nodes.is_empty()).map(|group| self.claims_of(group))
    }

    /// The claims of a group and its toll claims, each by id.
    fn claims_of(&self, group: &Group) -> (Vec<&Seen<'a>>, Vec<&Seen<'a>>) {
        let claims = group.nodes.iter().flat_map(|node| &self.crowd.nodes[*node].claims);
        let mut members: Vec<&Seen> = claims.map(|at| &self.crowd.seen[*at]).collect();
        let mut tolls: Vec<&Seen> = group.tolls.iter().map(|at| &self.tolls.seen[*at]).collect();
        members.sort_unstable_by(|a, b| a.claim.id.cmp(&b.claim.id));
        tolls.sort_unstable_by(|a, b| a.claim.id.cmp(&b.claim.id));
        (members, tolls)
    }

    /// Tells anew what these groups say happened.
    fn tell(&mut self, groups: BTreeSet<usize>, before: &mut BTreeMap<IncidentId, Incident>) -> Changed {
        let mut changed = Changed::default();
        for group in groups {
            let old = self.groups[group].incident.take();
            before.extend(old.map(|incident| (incident.id.clone(), incident)));
            if self.groups[group].nodes.is_empty() {
                continue;
            }
            let (members, tolls) = self.claims_of(&self.groups[group]);
            let told = incident::tell(&members, &tolls, self.copies, self.actors, self.places);
            if before.remove(&told.id).as_ref() != Some(&told) {
                changed.told.push(told.id.clone());
            }
            self.told.insert(told.id.clone(), group);
            self.groups[group].incident = Some(told);
        }
        changed.gone = std::mem::take(before).into_keys().collect();
        changed.gone.iter().for_each(|id| {
            self.told.remove(id);
        });
        changed.told.sort_unstable();
        changed
    }
}
