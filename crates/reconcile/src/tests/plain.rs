//! The plain way: all claims compared with all. What the program does must come to the same.

use super::{invariants::any_claim, lists};
use crate::{
    compare::{Likeness, Score, pair},
    family,
    lookup::Lookup,
    party::Kinship,
    place, reconcile,
    seen::Seen,
    time, toll,
};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use truce_model::{Claim, ClaimId};

fn conflict(a: &Seen, b: &Seen) -> bool {
    let pair = pair(a, b);
    pair.apart || (pair.repeats && a.gap(b).is_some_and(|gap| gap > 0))
}

/// Claims that say the same in every compared field, and tell when and where, are one from the outset.
fn nodes(seen: &[Seen]) -> Vec<Vec<usize>> {
    let same = |a: &Seen, b: &Seen| {
        let (x, y) = (a.claim, b.claim);
        let words =
            (x.act, x.stance, &x.agent, &x.target, &x.places, x.occurred, &a.witness, a.site.direction())
                == (
                    y.act,
                    y.stance,
                    &y.agent,
                    &y.target,
                    &y.places,
                    y.occurred,
                    &b.witness,
                    b.site.direction(),
                );
        let told = |x: &Seen| (x.row().is_some(), x.extent.sums_up(), x.recalls);
        words && told(a) == told(b) && a.row() == b.row() && !pair(a, b).is_loose()
    };
    let mut found: Vec<Vec<usize>> = Vec::new();
    for at in 0..seen.len() {
        match found.iter_mut().find(|node| same(&seen[node[0]], &seen[at])) {
            Some(node) => node.push(at),
            None => found.push(vec![at]),
        }
    }
    found
}

fn groups(seen: &[Seen]) -> Vec<Vec<usize>> {
    let nodes = nodes(seen);
    let every = |a: usize, b: usize| {
        nodes[a].iter().flat_map(|x| nodes[b].iter().map(|y| (&seen[*x], &seen[*y]))).collect::<Vec<_>>()
    };
    let clash = |a: usize, b: usize| every(a, b).iter().any(|(x, y)| conflict(x, y));
    let best = |a, b| every(a, b).iter().filter_map(|(x, y)| pair(x, y).link(x.gap(y))).max();
    let mut links: Vec<(usize, usize, Score)> = (0..nodes.len())
        .flat_map(|a| (a + 1..nodes.len()).map(move |b| (a, b)))
        .filter_map(|(a, b)| Some((a, b, best(a, b)?)))
        .collect();
    let all = links.clone();
    let unclear = |at: usize, other: usize, score: Score| {
        all.iter().any(|(a, b, theirs)| {
            let rival = if *a == at { *b } else { *a };
            (*a == at || *b == at) && rival != other && *theirs >= score && clash(other, rival)
        })
    };
    links.retain(|(a, b, score)| !unclear(*a, *b, *score) && !unclear(*b, *a, *score));
    links.sort_by_key(|(a, b, score)| (Reverse(*score), *a, *b));
    let mut found: Vec<Vec<usize>> = (0..nodes.len()).map(|node| vec![node]).collect();
    for (a, b, _) in links {
        let of = |node| found.iter().position(|group| group.contains(&node)).unwrap();
        let (x, y) = (of(a), of(b));
        if x != y && !found[x].iter().any(|p| found[y].iter().any(|q| clash(*p, *q))) {
            let moved = std::mem::take(&mut found[y]);
            found[x].extend(moved);
        }
    }
    let claims = |group: &Vec<usize>| {
        let mut claims: Vec<usize> = group.iter().flat_map(|node| nodes[*node].clone()).collect();
        claims.sort_unstable();
        claims
    };
    let mut found: Vec<Vec<usize>> = found.iter().filter(|group| !group.is_empty()).map(claims).collect();
    found.sort_unstable();
    found
}

/// The group to which a toll belongs: that of the nearest adjoining claim, else the only one that agrees with it.
fn home(told: &Seen, seen: &[Seen], groups: &[Vec<usize>]) -> Option<usize> {
    let group_of = |at: usize| groups.iter().position(|group| group.contains(&at)).unwrap();
    if told.claim.table().is_some() {
        if told.extent.sums_up() {
            return None;
        }
        let of_row = (0..seen.len()).find(|at| seen[*at].claim.document == told.claim.document);
        return of_row.map(group_of);
    }
    let hostile =
        || (0..seen.len()).filter(|at| seen[*at].family.is_hostile() && toll::fits(told, &seen[*at]));
    let beside = hostile()
        .filter_map(|at| Some((told.gap(&seen[at])?, seen[at].claim.span, at)))
        .filter(|(gap, ..)| *gap <= toll::ADJOINS)
        .min();
    if let Some((.., at)) = beside {
        return Some(group_of(at));
    }
    let alike = |likeness| matches!(likeness, Likeness::Same | Likeness::Close);
    let agrees = |event: &Seen| {
        alike(time::likeness(told.extent, event.extent))
            && alike(place::likeness(&told.site, &event.site))
            && matches!((&told.agent, &event.agent), (Some(x), Some(y)) if x.to(y) != Kinship::Apart)
    };
    let all: BTreeSet<usize> = hostile().filter(|at| agrees(&seen[*at])).map(group_of).collect();
    let mut fitting = all.into_iter().filter(|g| groups[*g].iter().all(|at| toll::fits(told, &seen[*at])));
    match (fitting.next(), fitting.next()) {
        (Some(group), None) => Some(group),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn comparing_only_what_is_near_comes_to_the_same(claims in prop::collection::vec(any_claim(), 0..24)) {
        let (actors, places) = lists();
        let lookup = Lookup::new(&actors, &places);
        let mut sorted: Vec<&Claim> = claims.iter().collect();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        sorted.dedup_by(|a, b| a.id == b.id);
        let look = |of: &dyn Fn(&Claim) -> bool| -> Vec<Seen> {
            sorted.iter().filter(|claim| of(claim)).map(|claim| Seen::of(claim, &lookup)).collect()
        };
        let seen = look(&|claim| family::tells_of_incident(claim.act));
        let tolls = look(&toll::can_belong);
        let plain = groups(&seen);
        let mut expected: Vec<(BTreeSet<ClaimId>, BTreeSet<ClaimId>)> = plain
            .iter()
            .map(|group| (group.iter().map(|at| seen[*at].claim.id.clone()).collect(), BTreeSet::new()))
            .collect();
        for told in &tolls {
            if let Some(home) = home(told, &seen, &plain) {
                expected[home].1.insert(told.claim.id.clone());
            }
        }
        expected.sort();
        let mut found: Vec<(BTreeSet<ClaimId>, BTreeSet<ClaimId>)> = reconcile(&claims, &actors, &places)
            .into_iter()
            .map(|incident| (incident.claims.into_iter().collect(), incident.toll_claims.into_iter().collect()))
            .collect();
        found.sort();
        prop_assert_eq!(found, expected);
    }
}
