//! Reckons claims that bear on each other by the programme: between how many and how many people. Admits no claim.

use super::{
    atoms::{Atom, Bits, MOST_REGIONS, atoms},
    clash::{Clashes, Set, clashes, smallest},
    evidence::Told,
    programme::{Objective, Programme, Row, Unsettled},
    region::Region,
    ties::Ties,
};
use std::collections::BTreeMap;
use truce_model::ClaimId;

/// What some claims make of the numbers that are asked for.
#[derive(Debug, Default)]
pub(super) struct Reckoned {
    /// Everybody asked for.
    pub(super) bounds: Share,
    /// Each group of them, in the order asked for.
    pub(super) groups: Vec<Share>,
    /// Those of incidents and all others; `None`: not reckoned.
    pub(super) explained: Option<Share>,
    pub(super) remainder: Option<Share>,
    /// The smallest sets of claims that exclude each other, and whether there are more.
    pub(super) clashes: Vec<Set>,
    pub(super) is_cut: bool,
    /// How many claims were set aside because there were too many ways out.
    pub(super) aside: Option<usize>,
    /// Whether the programme could not settle them.
    pub(super) is_loose: bool,
}

/// The fewest and most people whom these claims allow in some part of what is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Share {
    /// Whether anybody can be there at all.
    pub(super) is_there: bool,
    pub(super) least: u64,
    /// Whether claims say that it was none, in every way out in which nobody need be there.
    pub(super) is_none: bool,
    /// `None`: the top is open.
    pub(super) most: Option<u64>,
    /// The claims on which either rests.
    pub(super) at_least: Vec<ClaimId>,
    pub(super) at_most: Vec<ClaimId>,
}

/// What is asked for: the scope, and groups of people in it.
pub(super) struct Wanted<'a> {
    pub(super) scope: &'a Region,
    pub(super) groups: &'a [Region],
    pub(super) ties: &'a Ties,
    /// Whether each person is counted in one place and time only.
    pub(super) once: bool,
}

/// The atoms and rows of claims that bear on each other.
struct Reckoning<'a> {
    told: &'a [&'a Told<'a>],
    atoms: Vec<Atom>,
    /// The regions that claims count.
    claimed: Bits,
    rows: Vec<Row>,
    /// For each row the claims that it stands for, by number.
    owners: Vec<Vec<usize>>,
    once: bool,
    /// The number of the asked region; those of its groups follow.
    scope: usize,
    groups: usize,
}

/// Reckons these claims, which share nobody with any other.
pub(super) fn reckon(told: &[&Told], wanted: &Wanted) -> Result<Reckoned, Unsettled> {
    let reckoning = Reckoning::of(told, wanted).ok_or(Unsettled)?;
    let programme = reckoning.programme();
    let found = clashes(&programme, &(0..reckoning.rows.len()).collect())?;
    let kept = Reckoned { clashes: found.clashes.clone(), is_cut: found.is_cut, ..Reckoned::default() };
    if !found.fitting.is_empty() {
        return reckoning.measure(&found, kept);
    }
    let (hulled, fitting) = reckoning.hulled()?;
    let aside = reckoning.rows.len() - fitting.iter().map(|at| hulled.owners[*at].len()).sum::<usize>();
    let found = Clashes { fitting: vec![fitting], ..Clashes::default() };
    hulled.measure(&found, Reckoned { aside: Some(aside), ..kept })
}

impl<'a> Reckoning<'a> {
    /// `None`: there is more than can be reckoned with.
    fn of(told: &'a [&'a Told<'a>], wanted: &Wanted) -> Option<Reckoning<'a>> {
        let mut regions: Vec<&Region> = Vec::new();
        let mut rows = Vec::new();
        for one in told {
            let at = regions.iter().position(|known| **known == one.region).unwrap_or_else(|| {
                regions.push(&one.region);
                regions.len() - 1
            });
            rows.push(Row { region: at, min: one.min(), max: one.max() });
        }
        let scope = regions.len();
        regions.push(wanted.scope);
        regions.extend(wanted.groups);
        if regions.len() > MOST_REGIONS {
            return None;
        }
        let mut claimed = Bits::default();
        (0..scope).for_each(|at| claimed.set(at));
        let atoms = atoms(&regions, wanted.ties)?;
        let owners = (0..rows.len()).map(|at| vec![at]).collect();
        let groups = wanted.groups.len();
        Some(Reckoning { told, atoms, claimed, rows, owners, once: wanted.once, scope, groups })
    }

    fn programme(&self) -> Programme<'_> {
        Programme { atoms: &self.atoms, rows: &self.rows, once: self.once }
    }

    /// The same with the rival figures of each region in one row, and without what then still excludes other claims.
    ///
    /// However few claims are set aside, the people of a region number no fewer than the lowest of its figures and no more
    /// than the highest, or other claims say so: rows can only be wider than what every way out allows.
    fn hulled(&self) -> Result<(Reckoning<'a>, Set), Unsettled> {
        let mut by_region: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            by_region.entry(row.region).or_default().push(at);
        }
        let (mut rows, mut owners) = (Vec::new(), Vec::new());
        for (region, of) in by_region {
            let floor = of.iter().filter_map(|at| self.rows[*at].min).max();
            let top = of.iter().filter_map(|at| self.rows[*at].max).min();
            if floor.zip(top).is_none_or(|(floor, top)| floor <= top) {
                rows.extend(of.iter().map(|at| self.rows[*at]));
                owners.extend(of.into_iter().map(|at| vec![at]));
                continue;
            }
            let lowest = of.iter().map(|at| self.rows[*at].min).min().flatten();
            let open = of.iter().any(|at| self.rows[*at].max.is_none());
            let highest = of.iter().filter_map(|at| self.rows[*at].max).max().filter(|_| !open);
            rows.push(Row { region, min: lowest, max: highest });
            owners.push(of);
        }
        let hulled = Reckoning { rows, owners, atoms: self.atoms.clone(), ..*self };
        let mut fitting: Set = (0..hulled.rows.len()).collect();
        while let Some(clash) = smallest(&hulled.programme(), &fitting)? {
            fitting.retain(|at| !clash.contains(at));
        }
        Ok((hulled, fitting))
    }

    /// Reckons every number over the claims that fit together.
    fn measure(&self, found: &Clashes, kept: Reckoned) -> Result<Reckoned, Unsettled> {
        let programme = self.programme();
        let counted = |atom: &Atom| atom.within.meets(&self.claimed);
        let inside = |atom: &Atom| atom.within.has(self.scope) && counted(atom);
        let share = |objective: Objective, tell: bool| self.share(&programme, found, objective, tell);
        let groups = (self.scope + 1..=self.scope + self.groups)
            .map(|group| share(&|atom| atom.within.has(group) && counted(atom), false))
            .collect::<Result<_, _>>()?;
        Ok(Reckoned {
            bounds: share(&inside, true)?,
            groups,
            explained: Some(share(&|atom| inside(atom) && atom.of_incident, false)?),
            remainder: Some(share(&|atom| inside(atom) && !atom.of_incident, false)?),
            ..kept
        })
    }

    /// The widest range over all largest sets of claims that fit together.
    fn share(
        &self,
        programme: &Programme,
        found: &Clashes,
        objective: Objective,
        tell: bool,
    ) -> Result<Share, Unsettled> {
        if !self.atoms.iter().any(objective) {
            return Ok(Share { most: Some(0), ..Share::default() });
        }
        let mut ranges = Vec::new();
        for fitting in &found.fitting {
            let of: Vec<usize> = fitting.iter().copied().collect();
            ranges.push((programme.fewest(&of, objective)?, programme.most(&of, objective)?, of));
        }
        let mut share = Share { is_there: true, ..Share::default() };
        if let Some((least, _, of)) = ranges.iter().min_by_key(|(least, ..)| *least) {
            share.least = *least;
            share.is_none =
                *least == 0 && ranges.iter().all(|(least, most, _)| *least > 0 || *most == Some(0));
            if tell && *least > 0 {
                let claims = suffices(of, |set| Ok(programme.fewest(set, objective)? >= *least))?;
                share.at_least = self.ids(&claims, true);
            }
            if tell && share.is_none {
                // That it was none rests on what says so, which is a top.
                let claims = suffices(of, |set| Ok(programme.most(set, objective)? == Some(0)))?;
                share.at_least = self.ids(&claims, false);
            }
        }
        let widest = ranges.iter().max_by_key(|(_, most, _)| most.unwrap_or(u64::MAX));
        if let Some((_, Some(most), of)) = widest.filter(|(_, most, _)| most.is_some()) {
            share.most = Some(*most);
            if tell {
                let keeps =
                    |set: &[usize]| Ok(programme.most(set, objective)?.is_some_and(|found| found <= *most));
                share.at_most = self.ids(&suffices(of, keeps)?, false);
            }
        }
        Ok(share)
    }

    /// The claims of these rows; of rivals in one row only one that sets its floor, or its top.
    fn ids(&self, rows: &[usize], floor: bool) -> Vec<ClaimId> {
        let sets = |row: &Row, at: &usize| {
            let one = self.told[*at];
            if floor { one.min() == row.min } else { one.max() == row.max }
        };
        let owner = |at: &usize| {
            let (row, owners) = (&self.rows[*at], &self.owners[*at]);
            owners.iter().find(|owner| sets(row, owner)).or(owners.first()).copied()
        };
        rows.iter().filter_map(owner).map(|at| self.told[at].claim.id.clone()).collect()
    }
}

/// Claims of these that suffice, none of which can be missed.
fn suffices(
    of: &[usize],
    keeps: impl Fn(&[usize]) -> Result<bool, Unsettled>,
) -> Result<Vec<usize>, Unsettled> {
    let mut kept = of.to_vec();
    for claim in of {
        let fewer: Vec<usize> = kept.iter().copied().filter(|at| at != claim).collect();
        if keeps(&fewer)? {
            kept = fewer;
        }
    }
    Ok(kept)
}
