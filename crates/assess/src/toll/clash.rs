//! Which claims exclude each other, and which are left when as few as needed are set aside. Prefers no claim.

use super::programme::{Programme, Unsettled};
use std::collections::BTreeSet;

/// A set of claims, by number.
pub(crate) type Set = BTreeSet<usize>;

/// Most attempts to set claims aside.
const MOST_STEPS: usize = 300;
/// Most smallest sets that are listed.
pub(crate) const MOST_CLASHES: usize = 50;

/// What becomes of claims that may not fit together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clashes {
    /// The smallest sets of claims that exclude each other.
    pub(crate) clashes: Vec<Set>,
    /// Every largest set of claims that fit together; none where there were too many to try.
    pub(crate) fitting: Vec<Set>,
    /// Whether the list of smallest sets is cut.
    pub(crate) is_cut: bool,
}

/// Finds the smallest sets of claims that exclude each other, and the largest that fit.
///
/// Sets of claims to be left out are tried by size (Reiter, "A theory of diagnosis from first principles", 1987): what
/// is left either fits, or holds a smallest set that excludes itself, of which one more claim must go.
pub(crate) fn clashes(programme: &Programme, all: &Set) -> Result<Clashes, Unsettled> {
    let mut known: Vec<Set> = pairs(programme, all);
    let mut left_out: Vec<Set> = Vec::new();
    let mut open: BTreeSet<(usize, Set)> = BTreeSet::from([(0, Set::new())]);
    let mut steps = 0;
    while let Some((_, out)) = open.pop_first() {
        if left_out.iter().any(|done| done.is_subset(&out)) {
            continue;
        }
        steps += 1;
        if steps > MOST_STEPS {
            known.sort_by_key(|set| (set.len(), set.clone()));
            known.truncate(MOST_CLASHES);
            return Ok(Clashes { clashes: known, fitting: vec![], is_cut: true });
        }
        let clash = match known.iter().find(|clash| clash.is_disjoint(&out)) {
            Some(clash) => Some(clash.clone()),
            None => smallest(programme, &all.difference(&out).copied().collect())?,
        };
        let Some(clash) = clash else {
            left_out.push(out);
            continue;
        };
        if !known.contains(&clash) {
            known.push(clash.clone());
        }
        open.extend(clash.into_iter().map(|claim| {
            let mut more = out.clone();
            more.insert(claim);
            (more.len(), more)
        }));
    }
    let fitting = left_out.iter().map(|out| all.difference(out).copied().collect()).collect();
    let (mut clashes, mut is_cut) = hitting(&left_out).map_or((known, true), |all| (all, false));
    clashes.sort_by_key(|set| (set.len(), set.clone()));
    is_cut |= clashes.len() > MOST_CLASHES;
    clashes.truncate(MOST_CLASHES);
    Ok(Clashes { clashes, fitting, is_cut })
}

/// Pairs in which one claim's floor is above the top of another that holds all whom the first counts.
fn pairs(programme: &Programme, all: &Set) -> Vec<Set> {
    let mut found = BTreeSet::new();
    for a in all {
        let Some(min) = programme.rows[*a].min else { continue };
        for b in all.iter().filter(|b| *b != a) {
            let (inner, outer) = (programme.rows[*a].region, programme.rows[*b].region);
            let above = programme.rows[*b].max.is_some_and(|max| max < min);
            if above && programme.atoms.iter().all(|atom| !atom.within.has(inner) || atom.within.has(outer)) {
                found.insert(Set::from([*a, *b]));
            }
        }
    }
    found.into_iter().collect()
}

/// A smallest set among these that excludes itself; none where all fit.
pub(crate) fn smallest(programme: &Programme, among: &Set) -> Result<Option<Set>, Unsettled> {
    let listed = |set: &Set| set.iter().copied().collect::<Vec<usize>>();
    if programme.feasible(&listed(among))? {
        return Ok(None);
    }
    let mut kept = among.clone();
    for claim in among {
        kept.remove(claim);
        if programme.feasible(&listed(&kept))? {
            kept.insert(*claim);
        }
    }
    Ok(Some(kept))
}

/// The smallest sets that share a claim with each of these: what excludes itself meets all that must be left out.
/// `None`: there are too many.
fn hitting(left_out: &[Set]) -> Option<Vec<Set>> {
    let mut found: BTreeSet<Set> = BTreeSet::from([Set::new()]);
    for out in left_out {
        if out.is_empty() {
            return Some(vec![]);
        }
        let (hit, missed): (Vec<Set>, Vec<Set>) = found.into_iter().partition(|set| !set.is_disjoint(out));
        let grown = missed.iter().flat_map(|set| {
            out.iter().map(move |claim| {
                let mut more = set.clone();
                more.insert(*claim);
                more
            })
        });
        let grown: BTreeSet<Set> =
            grown.filter(|set| !hit.iter().any(|smaller| smaller.is_subset(set))).collect();
        let minimal =
            grown.iter().filter(|set| !grown.iter().any(|other| other != *set && other.is_subset(set)));
        found = hit.into_iter().chain(minimal.cloned()).collect();
        if found.len() > 10 * MOST_CLASHES {
            return None;
        }
    }
    Some(found.into_iter().collect())
}
