//! Whose word a breach rests on: an observer's, the actor's own, or only that of a party against another.

use crate::{
    facts::Facts,
    lens::Lens,
    names::{mentioned, named},
};
use std::collections::BTreeSet;
use truce_model::{Act, ActorId, Actors, Attribution, Claim, Name};

/// Whether only parties to the terms tell it, each of what another is said to have done.
///
/// An observer's word decides, and so does an actor's own admission. Of a fight, or of an attack for which the sides
/// blame each other, the word of both sides decides: they agree that there was one.
pub(crate) fn only_opponents(facts: &Facts, lens: &Lens, actors: &Actors) -> bool {
    let telling: Vec<&Claim> = facts.told.iter().copied().filter(|claim| names_who(claim, facts)).collect();
    let tellers: Vec<BTreeSet<ActorId>> =
        telling.iter().map(|claim| party_of(claim.source.as_ref(), facts, lens, actors)).collect();
    let decides = |claim: &Claim, teller: &BTreeSet<ActorId>| {
        teller.is_empty() || (claim.act != Act::Clash && admits(claim, teller, facts, lens, actors))
    };
    let all: BTreeSet<ActorId> = tellers.iter().flatten().cloned().collect();
    !telling.is_empty()
        && !telling.iter().zip(&tellers).any(|(claim, teller)| decides(claim, teller))
        && !both_sides(&all, facts, lens, actors)
}

/// Whether the claim tells of the act and of the actor that are judged. A clash tells of nobody who attacked.
fn names_who(claim: &Claim, facts: &Facts) -> bool {
    match facts.incident.attribution {
        _ if facts.is_mutual() => true,
        Attribution::Unknown => true,
        _ => claim.act != Act::Clash && claim.agent.is_some(),
    }
}

fn admits(claim: &Claim, teller: &BTreeSet<ActorId>, facts: &Facts, lens: &Lens, actors: &Actors) -> bool {
    let agent = claim.agent.iter().flat_map(|name| named(name, facts, lens, actors));
    agent.into_iter().any(|id| !parties(&id, facts, lens, actors).is_disjoint(teller))
}

/// Whether every side that is named tells it, and there are two of them.
fn both_sides(tellers: &BTreeSet<ActorId>, facts: &Facts, lens: &Lens, actors: &Actors) -> bool {
    let Attribution::Contested { named: who } = &facts.incident.attribution else { return false };
    let of: BTreeSet<BTreeSet<ActorId>> = who
        .iter()
        .flat_map(|name| named(name, facts, lens, actors))
        .map(|id| parties(&id, facts, lens, actors))
        .collect();
    of.len() > 1 && of.iter().all(|side| side.iter().any(|party| tellers.contains(party)))
}

/// The parties for which a source speaks; empty for an observer, an outlet, a resident, and for whoever is not named.
fn party_of(source: Option<&Name>, facts: &Facts, lens: &Lens, actors: &Actors) -> BTreeSet<ActorId> {
    let Some(source) = source else { return BTreeSet::new() };
    let mut who = mentioned(source, facts, lens, actors);
    if who.is_empty() {
        // "A rebel commander" speaks for the rebels.
        who = source
            .as_str()
            .split(' ')
            .filter_map(|word| actors.find(word).or_else(|| actors.find(&format!("{word}s"))))
            .map(|actor| actor.id.clone())
            .collect();
    }
    who.iter().flat_map(|id| parties(id, facts, lens, actors)).collect()
}

/// The parties that any provision binds and to which an actor belongs, and the groups left out, which are no observers either.
fn parties(id: &ActorId, facts: &Facts, lens: &Lens, actors: &Actors) -> BTreeSet<ActorId> {
    let wholes = actors.wholes(id, facts.day());
    let held = lens.sides.iter().filter(|party| wholes.contains(party)).cloned();
    let left_out = lens.excluded.iter().filter(|group| wholes.contains(group)).cloned();
    held.chain(left_out).collect()
}
