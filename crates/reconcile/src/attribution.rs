//! Who is said to have done it. Nobody is blamed for being named first in a clash, or by a source that is unsure.

use crate::{
    party::{Kinship, Party},
    seen::Seen,
    witness::witnesses,
};
use truce_model::{Act, Actors, Attribution, Claim, Name};

/// Who is said to have done what these claims tell of.
pub(crate) fn attribution(members: &[&Seen], actors: &Actors) -> Attribution {
    let naming: Vec<&Seen> = members
        .iter()
        .copied()
        .filter(|m| m.asserts() && m.claim.act != Act::Clash && m.agent.is_some())
        .collect();
    let camps = camps(&naming);
    match camps.as_slice() {
        [] => sides_of_clash(members),
        [camp] => of_one(camp, members, actors),
        _ => Attribution::Contested { named: sorted(camps.iter().filter_map(|camp| most_narrow(camp))) },
    }
}

fn of_one(camp: &[&Seen], members: &[&Seen], actors: &Actors) -> Attribution {
    let Some(actor) = most_narrow(camp) else { return Attribution::Unknown };
    let denied = members.iter().any(|m| m.denies() && agent_is_told_by_itself(m));
    let owned = camp.iter().any(|m| agent_is_told_by_itself(m));
    if denied {
        Attribution::Contested { named: vec![actor] }
    } else if owned {
        Attribution::ClaimedBy { actor }
    } else {
        Attribution::AllegedAgainst { actor, by: witnesses(camp.iter().map(|m| m.claim), actors) }
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
        naming.iter().filter_map(|seen| Some((seen.agent.as_ref()?, *seen))).collect();
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

/// Both sides of a clash of which nobody says who attacked.
fn sides_of_clash(members: &[&Seen]) -> Attribution {
    let clashes: Vec<&Claim> =
        members.iter().filter(|m| m.asserts() && m.claim.act == Act::Clash).map(|m| m.claim).collect();
    let named = sorted(
        clashes.iter().flat_map(|claim| [&claim.agent, &claim.target]).filter_map(|name| name.clone()),
    );
    if named.is_empty() { Attribution::Unknown } else { Attribution::Contested { named } }
}

fn sorted(names: impl Iterator<Item = Name>) -> Vec<Name> {
    let mut names: Vec<Name> = names.collect();
    names.sort_by_cached_key(|name| (name.key(), name.clone()));
    names.dedup_by_key(|name| name.key());
    names
}
