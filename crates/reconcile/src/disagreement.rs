//! On what the claims of an incident differ, each version with its claims. Takes no side.

use crate::{account::Account, compare::Likeness, family::specificity, place, seen::Seen, time::contains};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    hash::Hash,
};
use truce_model::{Act, ClaimId, Count, Disagreement, TollOf, Version};

/// Every slot on which the claims differ: occurrence, agent, target, time, act, then tolls.
pub(crate) fn disagreements(account: &Account, members: &[&Seen], tolls: &[&Seen]) -> Vec<Disagreement> {
    let asserting: Vec<&Seen> = members.iter().copied().filter(|m| m.asserts()).collect();
    let slots =
        [occurrence(members), agent(account), target(&asserting), time(&asserting), act(account, &asserting)];
    slots.into_iter().flatten().chain(TollOf::ALL.into_iter().filter_map(|of| toll(of, tolls))).collect()
}

fn slot(name: &str, versions: Vec<Version>) -> Option<Disagreement> {
    (versions.len() > 1).then(|| Disagreement { slot: name.to_owned(), versions })
}

fn version(says: String, claims: impl IntoIterator<Item = ClaimId>) -> Version {
    let claims: BTreeSet<ClaimId> = claims.into_iter().collect();
    Version { says, claims: claims.into_iter().collect() }
}

fn ids(members: &[&Seen]) -> Vec<ClaimId> {
    members.iter().map(|m| m.claim.id.clone()).collect()
}

fn occurrence(members: &[&Seen]) -> Option<Disagreement> {
    let happened: Vec<&Seen> = members.iter().copied().filter(|m| m.asserts()).collect();
    let not: Vec<&Seen> = members.iter().copied().filter(|m| m.denies()).collect();
    if happened.is_empty() || not.is_empty() {
        return None;
    }
    slot(
        "occurrence",
        vec![
            version("it happened".to_owned(), ids(&happened)),
            version("it did not happen".to_owned(), ids(&not)),
        ],
    )
}

/// Who did it: one version for every camp, and one for those who tell only that there was a clash.
fn agent(account: &Account) -> Option<Disagreement> {
    let mut versions: Vec<Version> = account
        .camps
        .iter()
        .filter_map(|camp| Some(version(camp.first()?.claim.agent.as_ref()?.to_string(), ids(camp))))
        .collect();
    versions.sort_by(|a, b| a.says.cmp(&b.says));
    if account.is_fight() {
        versions.push(version("a clash; nobody is said to have begun it".to_owned(), ids(&account.fight)));
    }
    slot("agent", versions)
}

fn target(asserting: &[&Seen]) -> Option<Disagreement> {
    let named: Vec<&Seen> =
        asserting.iter().copied().filter(|m| m.target.is_some() && m.claim.act != Act::Clash).collect();
    let distinct = distinct(&named, |m| (m.claim.target.as_ref(), m.claim.occurred));
    let differ = distinct.iter().any(|a| {
        distinct.iter().any(|b| match (&a.target_site, &b.target_site) {
            (Some(x), Some(y)) => place::likeness(x, y) == Likeness::Different,
            (None, None) => matches!(
                (&a.target, &b.target),
                (Some(x), Some(y)) if x.to(y) == crate::party::Kinship::Apart
            ),
            _ => false,
        })
    });
    if differ {
        slot("target", by_words(&named, |m| m.claim.target.as_ref().map(|name| name.to_string())))
    } else {
        None
    }
}

fn time(asserting: &[&Seen]) -> Option<Disagreement> {
    let dated: Vec<&Seen> = asserting.iter().copied().filter(|m| !m.claim.occurred.is_unknown()).collect();
    let distinct = distinct(&dated, |m| m.claim.occurred);
    let differ = distinct.iter().any(|a| {
        distinct.iter().any(|b| {
            !contains(&a.claim.occurred, &b.claim.occurred) && !contains(&b.claim.occurred, &a.claim.occurred)
        })
    });
    if differ { slot("time", by_words(&dated, |m| Some(m.claim.occurred.to_string()))) } else { None }
}

/// Acts of which neither is the more specific; and ground that only some say was taken in a clash.
fn act(account: &Account, asserting: &[&Seen]) -> Option<Disagreement> {
    let acts: BTreeSet<Act> = asserting.iter().map(|m| m.claim.act).collect();
    let differ = acts.iter().any(|a| acts.iter().any(|b| a != b && specificity(*a) == specificity(*b)));
    let taken = account.is_fight() && acts.contains(&Act::TerritoryGain);
    if differ || taken { slot("act", by_words(asserting, |m| Some(m.claim.act.to_string()))) } else { None }
}

/// One of every sort, so that a thousand alike are not compared with each other.
fn distinct<'s, 'a, K: Eq + Hash>(
    members: &[&'s Seen<'a>],
    sort: impl Fn(&'s Seen<'a>) -> K,
) -> Vec<&'s Seen<'a>> {
    let mut known = HashSet::new();
    members.iter().copied().filter(|member| known.insert(sort(member))).collect()
}

fn by_words(members: &[&Seen], say: impl Fn(&Seen) -> Option<String>) -> Vec<Version> {
    let mut found: BTreeMap<String, Vec<ClaimId>> = BTreeMap::new();
    for member in members {
        if let Some(says) = say(member) {
            found.entry(says).or_default().push(member.claim.id.clone());
        }
    }
    found.into_iter().map(|(says, claims)| version(says, claims)).collect()
}

/// Rival numbers: for the same people two figures that no number satisfies, or a figure that is denied; and a part that
/// is greater than the whole.
fn toll(of: TollOf, tolls: &[&Seen]) -> Option<Disagreement> {
    let told: Vec<&Seen> = tolls
        .iter()
        .copied()
        .filter(|t| TollOf::of_act(t.claim.act) == Some(of) && t.claim.count.is_some())
        .collect();
    let who = |t: &Seen| t.claim.count.as_ref().and_then(|count| count.who.as_ref().map(|name| name.key()));
    let rivals = |a: &Seen, b: &Seen| {
        let apart = matches!((&a.claim.count, &b.claim.count), (Some(x), Some(y)) if exclude(x, y));
        let overlap = matches!((&a.claim.count, &b.claim.count), (Some(x), Some(y)) if !exclude(x, y));
        let both = a.asserts() && b.asserts();
        let part_of = who(a).is_none() && who(b).is_some();
        (who(a) == who(b) && ((both && apart) || (a.asserts() && b.denies() && overlap)))
            || (both && part_of && outgrows(b, a))
    };
    let sort = |t: &'_ Seen| (t.claim.stance, t.claim.count.as_ref().map(|c| (c.min, c.max)), who(t));
    let distinct = distinct(&told, sort);
    let disputed: HashSet<_> = distinct
        .iter()
        .filter(|a| distinct.iter().any(|b| rivals(a, b) || rivals(b, a)))
        .map(|t| sort(t))
        .collect();
    let disputed: Vec<&Seen> = told.into_iter().filter(|t| disputed.contains(&sort(t))).collect();
    let say = |t: &Seen| {
        let count = t.claim.count.as_ref()?;
        Some(if t.denies() { format!("not {count}") } else { count.to_string() })
    };
    slot(of.word(), by_words(&disputed, say))
}

/// Whether a part is said to be more than the whole is at most.
fn outgrows(part: &Seen, whole: &Seen) -> bool {
    let (part, whole) = (part.claim.count.as_ref(), whole.claim.count.as_ref());
    matches!((part.and_then(|c| c.min), whole.and_then(|c| c.max)), (Some(part), Some(whole)) if part > whole)
}

fn exclude(a: &Count, b: &Count) -> bool {
    let below = |x: &Count, y: &Count| matches!((x.max, y.min), (Some(max), Some(min)) if max < min);
    below(a, b) || below(b, a)
}
