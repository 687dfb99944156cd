//! Which toll claims belong to which incident. Adds nothing up.

use crate::{
    compare::Likeness,
    crowd::Crowd,
    family::Family,
    near::{Arena, Pages, Sites, days},
    party::Kinship,
    place,
    seen::Seen,
    time,
};
use std::collections::BTreeSet;
use truce_model::{Act, Claim, Kind};

/// Bytes between a toll and the words of its incident up to which the two adjoin (assumed).
pub(crate) const ADJOINS: usize = 80;

/// Where force was used, by arena.
const HOSTILE: [Arena; 5] = [
    Arena::Fire,
    Arena::Of(Family::Ground),
    Arena::Of(Family::Alone(Act::Explosion)),
    Arena::Of(Family::Alone(Act::ChemicalAttack)),
    Arena::Of(Family::Alone(Act::AircraftLoss)),
];

/// Whether a claim counts what one incident did: not who lives somewhere, is besieged, or whose remains came home.
pub(crate) fn can_belong(claim: &Claim) -> bool {
    claim.act.kind() == Kind::Toll
        && matches!(
            claim.act,
            Act::Killed | Act::Injured | Act::Displaced | Act::Missing | Act::Symptoms | Act::Hits
        )
}

/// The toll claims, found by where they stand and by day and place.
#[derive(Default)]
pub(crate) struct Tolls<'a> {
    /// Every toll claim that ever came in.
    pub(crate) seen: Vec<Seen<'a>>,
    /// For each the group to which it belongs; a toll belongs to one at most.
    pub(crate) home: Vec<Option<usize>>,
    lives: Vec<bool>,
    pages: Pages<'a>,
    dated: Sites,
}

impl<'a> Tolls<'a> {
    /// Takes claims in and gives their numbers.
    pub(crate) fn add(&mut self, claims: impl IntoIterator<Item = Seen<'a>>) -> Vec<usize> {
        let first = self.seen.len();
        self.seen.extend(claims);
        let added: Vec<usize> = (first..self.seen.len()).collect();
        self.home.resize(self.seen.len(), None);
        self.lives.resize(self.seen.len(), true);
        self.pages.add(&added, &self.seen);
        for at in &added {
            let told = &self.seen[*at];
            self.dated.add(*at, told, Arena::Fire, &days(told));
        }
        added
    }

    /// Takes a claim out.
    pub(crate) fn withdraw(&mut self, at: usize) {
        self.lives[at] = false;
    }

    /// Whether a claim was not withdrawn.
    pub(crate) fn lives(&self, at: usize) -> bool {
        self.lives[at]
    }

    /// Adds the numbers of the tolls that may belong to the incident of a claim, and of some that cannot.
    pub(crate) fn beside(&self, event: &Seen, found: &mut BTreeSet<usize>) {
        let claim = event.claim;
        // The tolls of a row are of its event wherever they stand in it.
        let gap = if event.table.is_some() { usize::MAX } else { ADJOINS };
        found.extend(self.pages.beside(&claim.document, (claim.span.start, claim.span.end), gap));
    }

    /// Adds the numbers of the tolls that may agree with a claim in day and place, and of some that cannot.
    pub(crate) fn around(&self, event: &Seen, found: &mut BTreeSet<usize>) {
        if event.family.is_hostile() {
            let mut near = Vec::new();
            self.dated.around(event, Arena::Fire, &days(event), &mut near);
            found.extend(near);
        }
    }
}

/// The group of the event of the row of an event table that the toll is of: no other, and whatever the event was.
pub(crate) fn of_row(toll: &Seen, crowd: &Crowd, group_of: impl Fn(usize) -> usize) -> Option<usize> {
    let of_row = crowd.pages.beside(&toll.claim.document, (0, usize::MAX), 0);
    let events = of_row.filter_map(|at| Some((&crowd.seen[at].claim.id, crowd.node_of[at]?)));
    events.min().map(|(_, node)| group_of(node))
}

/// The group of the claim of its document beside or around which the toll is told; the nearest, and first of equals.
pub(crate) fn told_beside(toll: &Seen, crowd: &Crowd, group_of: impl Fn(usize) -> usize) -> Option<usize> {
    let span = toll.claim.span;
    let nearest = crowd
        .pages
        .beside(&toll.claim.document, (span.start, span.end), ADJOINS)
        .filter_map(|at| Some((crowd.node_of[at]?, &crowd.seen[at])))
        .filter(|(_, event)| event.family.is_hostile() && fits(toll, event))
        .filter_map(|(node, event)| Some((toll.gap(event)?, event.claim.span, &event.claim.id, node)))
        .min()?;
    Some(group_of(nearest.3))
}

/// The only group that agrees with the toll in place, time and agent; `nodes`: those of a group.
pub(crate) fn matching<'n>(
    toll: &Seen,
    crowd: &Crowd,
    group_of: impl Fn(usize) -> usize,
    nodes: impl Fn(usize) -> &'n [usize],
) -> Option<usize> {
    toll.agent.as_ref()?;
    let alike = |likeness| matches!(likeness, Likeness::Same | Likeness::Close);
    let agrees = |event: &Seen| {
        event.family.is_hostile()
            && fits(toll, event)
            && alike(time::likeness(toll.extent, event.extent))
            && alike(place::likeness(&toll.site, &event.site))
            && matches!((&toll.agent, &event.agent), (Some(x), Some(y)) if x.to(y) != Kinship::Apart)
    };
    let (days, mut near) = (days(toll), Vec::new());
    HOSTILE.iter().for_each(|arena| crowd.dated.around(toll, *arena, &days, &mut near));
    near.retain(|node| crowd.lives(*node) && agrees(crowd.told(*node)));
    let agreeing: BTreeSet<usize> = near.into_iter().map(group_of).collect();
    let fits_all = |group: &usize| nodes(*group).iter().all(|node| fits(toll, crowd.told(*node)));
    let mut fitting = agreeing.into_iter().filter(fits_all);
    match (fitting.next(), fitting.next()) {
        (Some(group), None) => Some(group),
        _ => None,
    }
}

/// Whether nothing speaks against it. A toll that sums up a stretch or a country is of no single incident.
pub(crate) fn fits(toll: &Seen, event: &Seen) -> bool {
    let one_end = toll.claim.occurred.start.is_some() != toll.claim.occurred.end.is_some();
    let country = !toll.claim.places.is_empty() && !toll.site.is_known() && event.site.is_known();
    let agents_apart = matches!((&toll.agent, &event.agent), (Some(x), Some(y)) if x.to(y) == Kinship::Apart);
    !one_end
        && !country
        && !toll.extent.sums_up()
        && !agents_apart
        && time::likeness(toll.extent, event.extent) != Likeness::Different
        && place::likeness(&toll.site, &event.site) != Likeness::Different
}
