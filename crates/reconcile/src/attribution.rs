//! Who is said to have done it. Nobody is blamed for being named first in a clash, or by a source that is unsure.

use crate::{
    account::Account,
    copies::Copies,
    party::{Kinship, Party},
    seen::Seen,
    witness::witnesses,
};
use truce_model::{Actors, Attribution, Name};

/// Who is said to have done what these claims tell of.
pub(crate) fn attribution(
    account: &Account,
    members: &[&Seen],
    copies: &Copies,
    actors: &Actors,
) -> Attribution {
    match account.camps.as_slice() {
        _ if account.is_fight() => sides_of_fight(account),
        [] => Attribution::Unknown,
        [camp] => of_one(camp, members, copies, actors),
        camps => Attribution::Contested { named: sorted(camps.iter().filter_map(|camp| most_narrow(camp))) },
    }
}

fn of_one(camp: &[&Seen], members: &[&Seen], copies: &Copies, actors: &Actors) -> Attribution {
    let Some(actor) = most_narrow(camp) else { return Attribution::Unknown };
    let denied = members.iter().any(|m| m.denies() && agent_is_told_by_itself(m));
    let owned = camp.iter().any(|m| agent_is_told_by_itself(m));
    if denied {
        Attribution::Contested { named: vec![actor] }
    } else if owned {
        Attribution::ClaimedBy { actor }
    } else {
        Attribution::AllegedAgainst { actor, by: witnesses(camp, actors, copies) }
    }
}

/// Whether the source is the agent or belongs to it.
fn agent_is_told_by_itself(seen: &Seen) -> bool {
    matches!((&seen.source, &seen.agent), (Some(source), Some(agent)) if source.is_or_belongs_to(agent))
}

/// Groups claims by whom they name; a part and its whole are one camp.
///
/// What is named most narrowly founds a camp first, so that a whole does not bind two of its parts together.
pub(crate) fn camps<'s, 'a>(naming: &[&'s Seen<'a>]) -> Vec<Vec<&'s Seen<'a>>> {
    let mut ordered: Vec<(&Party, &Seen)> =
        naming.iter().filter_map(|seen| Some((seen.agent.as_deref()?, *seen))).collect();
    ordered.sort_by_key(|(party, seen)| (std::cmp::Reverse(party.depth()), &seen.claim.id));
    let mut camps: Vec<Vec<&Seen>> = Vec::new();
    for (party, seen) in ordered {
        let founder = |camp: &Vec<&Seen>| {
            camp.first().and_then(|m| m.agent.as_ref()).is_some_and(|of| of.to(party) != Kinship::Apart)
        };
        match camps.iter_mut().find(|camp| founder(camp)) {
            Some(camp) => camp.push(seen),
            None => camps.push(vec![seen]),
        }
    }
    camps
}

fn most_narrow(camp: &[&Seen]) -> Option<Name> {
    camp.first().and_then(|seen| seen.claim.agent.clone())
}

/// Everybody who fought, where nobody is said to have attacked or that is disputed: the sides of the clash, and
/// whoever is said to have attacked and is neither of them.
fn sides_of_fight(account: &Account) -> Attribution {
    let sides: Vec<(&Name, &Party)> = account
        .fight
        .iter()
        .flat_map(|m| {
            [m.claim.agent.as_ref().zip(m.agent.as_deref()), m.claim.target.as_ref().zip(m.target.as_deref())]
        })
        .flatten()
        .collect();
    let is_side = |seen: &Seen| {
        seen.agent
            .as_deref()
            .is_some_and(|agent| sides.iter().any(|(_, side)| side.to(agent) != Kinship::Apart))
    };
    let others = account.camps.iter().filter(|camp| !camp.iter().any(|m| is_side(m)));
    let names = sides.iter().map(|(name, _)| (*name).clone());
    let named = sorted(names.chain(others.filter_map(|camp| most_narrow(camp))));
    if named.is_empty() { Attribution::Unknown } else { Attribution::Contested { named } }
}

fn sorted(names: impl Iterator<Item = Name>) -> Vec<Name> {
    let mut names: Vec<Name> = names.collect();
    names.sort_by_cached_key(|name| (name.key(), name.clone()));
    names.dedup_by_key(|name| name.key());
    names
}
