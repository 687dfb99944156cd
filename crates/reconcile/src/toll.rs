//! Which toll claims belong to which incident. Adds nothing up.

use crate::{
    compare::Likeness,
    decided::Decided,
    near::{Pages, Sites},
    party::Kinship,
    place,
    same::Wordings,
    seen::Seen,
    time,
};
use std::collections::BTreeSet;
use truce_model::{Act, Claim, Kind};

/// Bytes between a toll and the words of its incident up to which the two adjoin (assumed).
pub(crate) const ADJOINS: usize = 80;

/// Whether a claim counts what one incident did: not who lives somewhere, is besieged, or whose remains came home.
pub(crate) fn can_belong(claim: &Claim) -> bool {
    claim.act.kind() == Kind::Toll
        && matches!(
            claim.act,
            Act::Killed | Act::Injured | Act::Displaced | Act::Missing | Act::Symptoms | Act::Hits
        )
}

/// For each group of claims, the toll claims that belong to it; a toll belongs to one group at most.
pub(crate) fn belonging<'s, 'a>(
    tolls: &'s [Seen<'a>],
    seen: &'s [Seen<'a>],
    groups: &[Vec<usize>],
    decided: &Decided,
) -> Vec<Vec<&'s Seen<'a>>> {
    let homes = Homes::of(seen, groups);
    let mut found: Vec<Vec<&Seen>> = vec![Vec::new(); groups.len()];
    let sets_of = |group: &Vec<usize>| {
        let sets = group.iter().filter_map(|at| decided.set(&seen[*at].claim.id));
        sets.collect::<BTreeSet<usize>>()
    };
    let sets: Vec<BTreeSet<usize>> =
        if decided.is_empty() { vec![] } else { groups.iter().map(sets_of).collect() };
    let apart = decided.apart();
    for toll in tolls {
        let set = decided.set(&toll.claim.id);
        let told = set.and_then(|set| sets.iter().position(|of| of.contains(&set)));
        let is_apart = |group: &usize| {
            let of = set.and_then(|set| Some((set, sets.get(*group)?)));
            of.is_some_and(|(set, of)| {
                of.iter().any(|other| apart.contains(&(set.min(*other), set.max(*other))))
            })
        };
        let fits = || homes.told_beside(toll).or_else(|| homes.matching(toll));
        if let Some(group) = told.or_else(fits).filter(|group| !is_apart(group)) {
            found[group].push(toll);
        }
    }
    found
}

/// The groups to which tolls can belong.
struct Homes<'s, 'a> {
    seen: &'s [Seen<'a>],
    group_of: Vec<usize>,
    pages: Pages<'a>,
    /// Wordings by day and place; each is one with its group wherever it tells when and where.
    sites: Sites<'s>,
    wordings: Wordings<'s, 'a>,
    /// For each wording a group that holds it; the only one where it tells when and where.
    group_of_wording: Vec<usize>,
    /// For each group its wordings.
    wordings_of: Vec<BTreeSet<usize>>,
}

impl<'s, 'a> Homes<'s, 'a> {
    fn of(seen: &'s [Seen<'a>], groups: &[Vec<usize>]) -> Homes<'s, 'a> {
        let wordings = Wordings::of(seen);
        let mut group_of = vec![0; seen.len()];
        let mut group_of_wording = vec![0; wordings.first.len()];
        let mut wordings_of = vec![BTreeSet::new(); groups.len()];
        for (group, members) in groups.iter().enumerate() {
            for at in members {
                group_of[*at] = group;
                group_of_wording[wordings.of[*at]] = group;
                wordings_of[group].insert(wordings.of[*at]);
            }
        }
        let hostile =
            wordings.first.iter().copied().enumerate().filter(|(_, event)| event.family.is_hostile());
        let sites = Sites::of(hostile, true);
        Homes { seen, group_of, pages: Pages::of(seen), sites, wordings, group_of_wording, wordings_of }
    }

    /// The group of the claim of its document beside or around which the toll is told; the nearest, and first of equals.
    fn told_beside(&self, toll: &Seen) -> Option<usize> {
        let span = toll.claim.span;
        let nearest = self
            .pages
            .beside(&toll.claim.document, (span.start, span.end), ADJOINS)
            .map(|at| (at, &self.seen[at]))
            .filter(|(_, event)| event.family.is_hostile() && fits(toll, event))
            .filter_map(|(at, event)| Some((toll.gap(event)?, event.claim.span, at)))
            .min()?;
        Some(self.group_of[nearest.2])
    }

    /// The only group that agrees with the toll in place, time and agent.
    fn matching(&self, toll: &Seen) -> Option<usize> {
        toll.agent.as_ref()?;
        let alike = |likeness| matches!(likeness, Likeness::Same | Likeness::Close);
        let agrees = |event: &Seen| {
            fits(toll, event)
                && alike(time::likeness(toll.extent, event.extent))
                && alike(place::likeness(&toll.site, &event.site))
                && matches!((&toll.agent, &event.agent), (Some(x), Some(y)) if x.to(y) != Kinship::Apart)
        };
        let event = |wording: usize| self.wordings.first[wording];
        let agreeing: BTreeSet<usize> = self
            .sites
            .arenas()
            .iter()
            .flat_map(|arena| self.sites.around(toll, *arena, true))
            .filter(|wording| agrees(event(*wording)))
            .map(|wording| self.group_of_wording[wording])
            .collect();
        let mut fitting = agreeing
            .into_iter()
            .filter(|group| self.wordings_of[*group].iter().all(|wording| fits(toll, event(*wording))));
        match (fitting.next(), fitting.next()) {
            (Some(group), None) => Some(group),
            _ => None,
        }
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
