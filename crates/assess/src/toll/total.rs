//! How many people were affected in an asked scope: between which bounds, on whose word, and what excludes what.

use super::{
    asked::Asked,
    clash::{MOST_CLASHES, Set},
    evidence::{Evidence, Told, gather},
    loose,
    reckoning::{self, Reckoned, Share, Wanted},
    region::{Region, Surveyor, Tag, span_of},
    ties::Ties,
    who::{self, GROUPS, Sorts},
};
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Actors, Bound, Claim, ClaimId, Incident, Interval, Matching, Moment, Places, TollOf};

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
    /// The people of known incidents; `None`: not reckoned, since there was too much to reckon with.
    pub explained: Option<Range>,
    /// The people whom no known incident explains; `None`: not reckoned.
    pub remainder: Option<Range>,
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

/// Reckons the total of a scope; the order of claims and incidents does not matter. `decided`: the decisions of people that
/// bind.
pub fn total(
    asked: &Asked,
    incidents: &[Incident],
    claims: &[Claim],
    decided: &[&Matching],
    (actors, places): (&Actors, &Places),
) -> Total {
    let tree = Tree::of(places);
    let surveyor = Surveyor { tree: &tree, actors };
    let scope = region_of(asked, &surveyor);
    let evidence = gather(asked, &scope, incidents, claims, decided, &surveyor);
    let mut total = told(asked, &scope, &evidence);
    let (words, regions): (Vec<&str>, Vec<Region>) = counted_groups(&scope, &evidence)
        .map(|(word, sorts)| (word, Region { sorts, ..scope.clone() }))
        .unzip();
    let ties = match asked.cause {
        Some(cause) => evidence.ties.caused(&evidence.caused, Some(cause), &cause_tag(cause)),
        None => evidence.ties.clone(),
    };
    let once = asked.of == TollOf::Killed;
    let wanted = Wanted { scope: &scope, groups: &regions, ties: &ties, once };
    let mut found: Vec<(Vec<usize>, Reckoned)> = Vec::new();
    for group in separate(&evidence.admitted, &ties) {
        let told: Vec<&Told> = group.iter().map(|at| &evidence.admitted[*at]).collect();
        let reckoned = reckoning::reckon(&told, &wanted).unwrap_or_else(|_| loose::reckon(&told, &wanted));
        found.push((group, reckoned));
    }
    let all = || found.iter().map(|(_, reckoned)| reckoned);
    let covered = |region: &Region| {
        region.is_covered(evidence.admitted.iter().filter(|one| one.max().is_some()).map(|one| &one.region))
    };
    let whole = covered(&scope);
    total.bounds = joined(all().map(|found| &found.bounds), once, whole);
    for (at, word) in words.into_iter().enumerate() {
        let shares = all().filter_map(|found| found.groups.get(at));
        total.parts.push((word, joined(shares, once, covered(&regions[at]))));
    }
    let explained: Option<Vec<&Share>> = all().map(|found| found.explained.as_ref()).collect();
    total.explained = explained.map(|shares| joined(shares.into_iter(), once, true));
    let remainder: Option<Vec<&Share>> = all().map(|found| found.remainder.as_ref()).collect();
    total.remainder = remainder.map(|shares| joined(shares.into_iter(), once, whole));
    total.tell_clashes(&found, &evidence, &scope);
    total.looser = looser(&found);
    total
}

impl Total {
    fn tell_clashes(&mut self, found: &[(Vec<usize>, Reckoned)], evidence: &Evidence, scope: &Region) {
        let mut sets: Vec<Set> = Vec::new();
        for (group, reckoned) in found {
            sets.extend(reckoned.clashes.iter().map(|set| set.iter().map(|at| group[*at]).collect()));
            self.is_cut |= reckoned.is_cut;
        }
        sets.retain(|set| set.iter().any(|at| evidence.admitted[*at].region.meets(scope)));
        sets.sort_by_key(|set| (set.len(), set.clone()));
        self.is_cut |= sets.len() > MOST_CLASHES;
        sets.truncate(MOST_CLASHES);
        self.clashes = sets.iter().map(|set| clash(set, evidence)).collect();
        self.fits = self.clashes.is_empty();
    }
}

/// Why the bounds may be wider than need be.
fn looser(found: &[(Vec<usize>, Reckoned)]) -> Option<String> {
    let mut because = Vec::new();
    let aside: Vec<usize> = found.iter().filter_map(|(_, reckoned)| reckoned.aside).collect();
    if !aside.is_empty() {
        because.push(format!(
            "too many claims exclude each other to try every way out: rival figures of one scope count from the \
             lowest to the highest, and {} that exclude others are set aside",
            many(aside.iter().sum())
        ));
    }
    let loose: usize = found.iter().filter(|(_, found)| found.is_loose).map(|(group, _)| group.len()).sum();
    if loose > 0 {
        because.push(format!(
            "{} bear on each other, more than the programme settles: only floors that share nobody and that no top \
             speaks against are added, and what excludes what is not looked for",
            many(loose)
        ));
    }
    (!because.is_empty()).then(|| because.join("; "))
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
        explained: None,
        remainder: None,
        incidents: incidents.len(),
        admitted: evidence.admitted.iter().map(|one| one.claim.id.clone()).collect(),
        left_out: evidence.left_out.clone(),
        flawed: evidence.flawed.clone(),
        looser: None,
    }
}

/// The claims in groups that share nobody: each can be reckoned by itself.
fn separate<'t, 'a>(told: &'t [Told<'a>], ties: &Ties) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..told.len()).collect();
    order.sort_by_key(|at| told[*at].region.span.0);
    let mut root: Vec<usize> = (0..told.len()).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    // Those whose time is not over where the next begins.
    let mut open: Vec<usize> = Vec::new();
    for at in order {
        let region = &told[at].region;
        open.retain(|other| told[*other].region.span.1 > region.span.0);
        for other in &open {
            if ties.share(region, &told[*other].region) {
                let (a, b) = (find(&mut root, at), find(&mut root, *other));
                root[a.max(b)] = a.min(b);
            }
        }
        open.push(at);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..told.len() {
        groups.entry(find(&mut root, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

/// Adds up what groups of claims that share nobody make of one number; `is_covered`: all can be in them.
fn joined<'r>(shares: impl Iterator<Item = &'r Share>, once: bool, is_covered: bool) -> Range {
    let shares: Vec<&Share> = shares.filter(|share| share.is_there).collect();
    if shares.is_empty() {
        // Nobody can be there; that is no figure of anybody's.
        return Range::default();
    }
    let floors = || shares.iter().filter(|share| share.least > 0);
    let (least, at_least) = if once {
        let claims = floors().flat_map(|share| share.at_least.clone()).collect();
        (floors().fold(0u64, |sum, share| sum.saturating_add(share.least)), claims)
    } else {
        // Somebody hurt twice stands in two of them.
        let largest = floors().rev().max_by_key(|share| share.least);
        largest.map_or((0, vec![]), |share| (share.least, share.at_least.clone()))
    };
    let most: Option<u64> = shares
        .iter()
        .try_fold(0u64, |sum, share| Some(sum.saturating_add(share.most?)))
        .filter(|_| is_covered);
    let sorted = |mut claims: Vec<ClaimId>| {
        claims.sort();
        claims
    };
    let high = most.map_or_else(Bound::default, |most| {
        let claims = shares.iter().flat_map(|share| share.at_most.clone()).collect();
        Bound { number: Some(most), claims: sorted(claims) }
    });
    // Nobody need be there unless a claim says so.
    let low = if least > 0 {
        Bound { number: Some(least), claims: sorted(at_least) }
    } else if is_covered && shares.iter().all(|share| share.is_none) {
        let claims = shares.iter().flat_map(|share| share.at_least.clone()).collect();
        Bound { number: Some(0), claims: sorted(claims) }
    } else {
        Bound::default()
    };
    Range { low, high }
}

fn many(claims: usize) -> String {
    format!("{claims} {}", if claims == 1 { "claim" } else { "claims" })
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
