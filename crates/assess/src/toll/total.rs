//! How many people were affected in an asked scope: between which bounds, on whose word, and what excludes what.

use super::{
    asked::Asked,
    atoms::{Atom, MOST_REGIONS, Ties, atoms},
    clash::{Clashes, Set, clashes, smallest},
    evidence::{Evidence, Told, gather},
    loose,
    programme::{Objective, Programme, Row, Unsettled},
    region::{Region, Surveyor, Tag, span_of},
    who::{self, GROUPS, Sorts},
};
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Actors, Bound, Claim, ClaimId, Incident, Interval, Moment, Places, TollOf};

/// Between how many and how many people, with claims that suffice for each bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// At least so many; `None`: no claim sets a floor. Zero only where claims say that it was none.
    pub low: Bound,
    /// At most so many; `None`: the top is open.
    pub high: Bound,
}

/// A claim that sums up people of no single incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The claim.
    pub claim: ClaimId,
    /// Whether all whom it counts are in the scope.
    pub lies_in: bool,
    /// Whether it may only tell an earlier figure of its source again, so that it is not added to that.
    pub is_again: bool,
}

/// Claims that exclude each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The claims; without any one of them the others fit together.
    pub claims: Vec<ClaimId>,
    /// Whether one source in one document tells all of them, as where a part exceeds its whole.
    pub is_slip: bool,
}

/// The people of a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// What was asked.
    pub asked: Asked,
    /// Everybody asked for. Where admitted claims exclude each other: the widest that follows when as few of them as
    /// needed are set aside, in whatever way.
    pub bounds: Range,
    /// Whether some number of people fits all admitted claims that bear on the scope.
    pub fits: bool,
    /// The smallest sets of admitted claims that exclude each other, smaller ones first.
    pub clashes: Vec<Clash>,
    /// Whether there are more such sets than are listed.
    pub is_cut: bool,
    /// The groups that somebody counts: the word and their number.
    pub parts: Vec<(&'static str, Range)>,
    /// What sources sum up; apart from incidents.
    pub sums: Vec<Sum>,
    /// The people of known incidents.
    pub explained: Range,
    /// The people whom no known incident explains.
    pub remainder: Range,
    /// How many incidents have a toll among the admitted claims.
    pub incidents: usize,
    /// The admitted claims that bear on the scope, by id.
    pub admitted: Vec<ClaimId>,
    /// The claims told of the scope that are not admitted, each with the reason.
    pub left_out: Vec<(ClaimId, String)>,
    /// Claims whose numbers make no sense, each with what is wrong. They are not admitted, and not changed.
    pub flawed: Vec<(ClaimId, String)>,
    /// Why the bounds may be wider than the claims allow, where they may.
    pub looser: Option<String>,
}

/// Reckons the total of a scope; the order of claims and incidents does not matter.
pub fn total(
    asked: &Asked,
    incidents: &[Incident],
    claims: &[Claim],
    actors: &Actors,
    places: &Places,
) -> Total {
    let tree = Tree::of(places);
    let surveyor = Surveyor { tree: &tree, actors };
    let scope = region_of(asked, &surveyor);
    let evidence = gather(asked, &scope, incidents, claims, &surveyor);
    let mut total = told(asked, &scope, &evidence);
    let reckoned = Reckoning::of(asked, &scope, &evidence);
    let done = match &reckoned {
        Some(reckoning) => reckoning.fill(&mut total, &evidence, &scope),
        None => Err(Unsettled),
    };
    if done.is_err() {
        loose::fill(&mut total, asked, &scope, &evidence, incidents, claims);
    }
    total
}

/// The region asked for.
fn region_of(asked: &Asked, surveyor: &Surveyor) -> Region {
    let number = asked.place.as_deref().and_then(|place| surveyor.tree.number(place));
    let occurred = Interval { start: asked.from.map(Moment::Day), end: asked.until.map(Moment::Day) };
    Region {
        ground: number.map_or_else(Surveyor::everywhere, |number| vec![surveyor.stretch(number)]),
        span: span_of(occurred),
        sorts: asked.sorts(),
        tags: asked.cause.map(cause_tag).into_iter().collect(),
        is_exact: true,
    }
}

fn cause_tag(cause: super::asked::Cause) -> Tag {
    Tag::Agent(format!("cause {}", cause.word()))
}

/// All that needs no reckoning.
fn told(asked: &Asked, scope: &Region, evidence: &Evidence) -> Total {
    let sums = evidence.admitted.iter().filter(|one| one.incident.is_none() && one.region.meets(scope));
    let incidents: BTreeSet<usize> = evidence
        .admitted
        .iter()
        .filter(|one| one.region.meets(scope))
        .filter_map(|one| one.incident)
        .collect();
    Total {
        asked: asked.clone(),
        bounds: Range::default(),
        fits: true,
        clashes: vec![],
        is_cut: false,
        parts: vec![],
        sums: sums
            .map(|one| Sum {
                claim: one.claim.id.clone(),
                lies_in: one.region.lies_in(scope),
                is_again: one.is_again,
            })
            .collect(),
        explained: Range::default(),
        remainder: Range::default(),
        incidents: incidents.len(),
        admitted: evidence.admitted.iter().map(|one| one.claim.id.clone()).collect(),
        left_out: evidence.left_out.clone(),
        flawed: evidence.flawed.clone(),
        looser: None,
    }
}

/// The atoms and rows of one scope.
struct Reckoning {
    atoms: Vec<Atom>,
    rows: Vec<Row>,
    /// For each row the claims that it stands for, by their numbers among the admitted.
    owners: Vec<Vec<usize>>,
    once: bool,
    /// The number of the asked region, and of each group of people in it.
    scope: usize,
    groups: Vec<(&'static str, usize)>,
}

impl Reckoning {
    /// `None`: there is more than can be reckoned with.
    fn of(asked: &Asked, scope: &Region, evidence: &Evidence) -> Option<Reckoning> {
        let mut regions: Vec<&Region> = Vec::new();
        let mut rows = Vec::new();
        for one in &evidence.admitted {
            let at = regions.iter().position(|known| **known == one.region).unwrap_or_else(|| {
                regions.push(&one.region);
                regions.len() - 1
            });
            rows.push(Row { region: at, min: one.min(), max: one.max() });
        }
        let parts: Vec<(&'static str, Region)> = counted_groups(scope, evidence)
            .map(|(word, sorts)| (word, Region { sorts, ..scope.clone() }))
            .collect();
        let first = regions.len();
        regions.push(scope);
        regions.extend(parts.iter().map(|(_, region)| region));
        if regions.len() > MOST_REGIONS {
            return None;
        }
        let within = evidence.caused.iter().filter(|(_, cause)| Some(*cause) == asked.cause);
        let within = within.map(|(at, cause)| (Tag::Incident(*at), cause_tag(*cause))).collect();
        let ties = Ties { apart: evidence.apart.clone(), within };
        let atoms = atoms(&regions, &ties)?;
        let groups = parts.iter().enumerate().map(|(at, (word, _))| (*word, first + 1 + at)).collect();
        let owners = (0..rows.len()).map(|at| vec![at]).collect();
        Some(Reckoning { atoms, rows, owners, once: asked.of == TollOf::Killed, scope: first, groups })
    }

    fn fill(&self, total: &mut Total, evidence: &Evidence, scope: &Region) -> Result<(), Unsettled> {
        let programme = Programme { atoms: &self.atoms, rows: &self.rows, once: self.once };
        let all: Set = (0..self.rows.len()).collect();
        let found = clashes(&programme, &all)?;
        let near = |set: &&Set| set.iter().any(|at| evidence.admitted[*at].region.meets(scope));
        total.clashes = found.clashes.iter().filter(near).map(|set| clash(set, evidence)).collect();
        total.is_cut = found.is_cut;
        total.fits = total.clashes.is_empty();
        if found.fitting.is_empty() {
            let (hulled, fitting) = self.hulled()?;
            let aside = self.rows.len() - fitting.iter().map(|at| hulled.owners[*at].len()).sum::<usize>();
            total.looser = Some(format!(
                "too many claims exclude each other to try every way out: rival figures of one scope count from the \
                 lowest to the highest, and {} that exclude others are set aside",
                many(aside)
            ));
            let found = Clashes { fitting: vec![fitting], ..Clashes::default() };
            return hulled.measure(total, &found, evidence);
        }
        self.measure(total, &found, evidence)
    }

    /// The same with the rival figures of each region in one row, and without what then still excludes other claims.
    ///
    /// However few claims are set aside, the people of a region number no fewer than the lowest of its figures and no more
    /// than the highest, or other claims say so: rows can only be wider than what every way out allows.
    fn hulled(&self) -> Result<(Reckoning, Set), Unsettled> {
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
        let (atoms, groups) = (self.atoms.clone(), self.groups.clone());
        let hulled = Reckoning { atoms, rows, owners, groups, once: self.once, scope: self.scope };
        let programme = Programme { atoms: &hulled.atoms, rows: &hulled.rows, once: hulled.once };
        let mut fitting: Set = (0..hulled.rows.len()).collect();
        while let Some(clash) = smallest(&programme, &fitting)? {
            fitting.retain(|at| !clash.contains(at));
        }
        Ok((hulled, fitting))
    }

    /// Reckons every range over the claims that fit together.
    fn measure(&self, total: &mut Total, found: &Clashes, evidence: &Evidence) -> Result<(), Unsettled> {
        let programme = Programme { atoms: &self.atoms, rows: &self.rows, once: self.once };
        let range =
            |objective: Objective, tell: bool| self.range(&programme, found, objective, tell, evidence);
        let inside = |atom: &Atom| atom.within.has(self.scope);
        total.bounds = range(&inside, true)?;
        for (word, region) in &self.groups {
            total.parts.push((word, range(&|atom| atom.within.has(*region), false)?));
        }
        total.explained = range(&|atom| inside(atom) && atom.of_incident, false)?;
        total.remainder = range(&|atom| inside(atom) && !atom.of_incident, false)?;
        Ok(())
    }

    /// The widest range over all largest sets of claims that fit together.
    fn range(
        &self,
        programme: &Programme,
        found: &Clashes,
        objective: Objective,
        tell: bool,
        evidence: &Evidence,
    ) -> Result<Range, Unsettled> {
        if !self.atoms.iter().any(objective) {
            // Nobody can be there; that is no figure of anybody's.
            return Ok(Range::default());
        }
        let mut ranges = Vec::new();
        for fitting in &found.fitting {
            let of: Vec<usize> = fitting.iter().copied().collect();
            let (least, most) = (programme.fewest(&of, objective)?, programme.most(&of, objective)?);
            // Nobody need be there unless a claim says so; that is no figure of anybody's.
            let low = (least > 0 || most == Some(0)).then_some(least);
            ranges.push((low, most, of));
        }
        let low = ranges.iter().min_by_key(|(low, ..)| *low).filter(|(low, ..)| low.is_some());
        let high = ranges.iter().max_by_key(|(_, most, _)| most.map_or(u64::MAX, |most| most));
        let high = high.filter(|(_, most, _)| most.is_some());
        let ids = |set: Vec<usize>| -> Vec<ClaimId> {
            let claims = set.into_iter().flat_map(|at| &self.owners[at]);
            claims.map(|at| evidence.admitted[*at].claim.id.clone()).collect()
        };
        let mut range = Range::default();
        if let Some((Some(least), most, of)) = low {
            // That it was none rests on what says so, which is a top.
            let keeps = |set: &[usize]| match (*least, most) {
                (0, _) => Ok(programme.most(set, objective)? == Some(0)),
                _ => Ok(programme.fewest(set, objective)? >= *least),
            };
            let claims = if tell { ids(suffices(of, keeps)?) } else { vec![] };
            range.low = Bound { number: Some(*least), claims };
        }
        if let Some((_, Some(most), of)) = high {
            let keeps =
                |set: &[usize]| Ok(programme.most(set, objective)?.is_some_and(|found| found <= *most));
            let claims = if tell { ids(suffices(of, keeps)?) } else { vec![] };
            range.high = Bound { number: Some(*most), claims };
        }
        Ok(range)
    }
}

fn many(claims: usize) -> String {
    format!("{claims} {}", if claims == 1 { "claim" } else { "claims" })
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

/// The groups of people, narrower than the asked ones, that some claim counts by themselves.
pub(super) fn counted_groups<'e>(
    scope: &'e Region,
    evidence: &'e Evidence,
) -> impl Iterator<Item = (&'static str, Sorts)> + 'e {
    let counted = |sorts: Sorts| {
        let narrow = |one: &&Told| one.region.sorts != who::ALL && one.region.sorts & !sorts == 0;
        evidence.admitted.iter().filter(narrow).any(|one| one.region.meets(scope))
    };
    let narrower = |sorts: Sorts| sorts != scope.sorts && sorts & !scope.sorts == 0;
    GROUPS.iter().copied().filter(move |(_, sorts)| narrower(*sorts) && counted(*sorts))
}

fn clash(set: &Set, evidence: &Evidence) -> Clash {
    let claims: Vec<&Claim> = set.iter().map(|at| evidence.admitted[*at].claim).collect();
    let one = |claim: &&Claim| claim.source == claims[0].source && claim.document == claims[0].document;
    let is_slip = claims[0].source.is_some() && claims.iter().all(one);
    Clash { claims: claims.iter().map(|claim| claim.id.clone()).collect(), is_slip }
}
