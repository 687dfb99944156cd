//! Whose word a breach rests on: an observer's, the actor's own, or only that of a party against another.

use crate::{lens::Lens, matter::Matter, roll::Number};
use truce_model::{Act, Attribution, Claim, Name, Truth};

/// Whether only parties to the terms, or whoever may speak for one, tell it, each of what another is said to have done.
///
/// An observer's word decides, and so does an actor's own admission. Of a fight, or of an attack for which the sides
/// blame each other, the word of both sides decides: they agree that there was one.
pub(crate) fn only_opponents(matter: &Matter, lens: &Lens) -> bool {
    let told = matter.facts.told.iter().copied();
    let mut telling = told.filter(|claim| names_who(claim, matter)).peekable();
    if telling.peek().is_none() {
        return false;
    }
    let mut all: Vec<Number> = Vec::new();
    for claim in telling {
        let Some(teller) = party_of(claim.source.as_ref(), matter, lens) else { return false };
        if claim.act != Act::Clash && admits(claim, &teller, matter, lens) {
            return false;
        }
        all.extend(teller);
    }
    !both_sides(&all, matter, lens)
}

/// Whether the claim tells of the act and of the actor that are judged. A clash tells of nobody who attacked.
fn names_who(claim: &Claim, matter: &Matter) -> bool {
    match matter.facts.incident.attribution {
        _ if matter.facts.is_mutual() => true,
        Attribution::Unknown => true,
        _ => claim.act != Act::Clash && claim.agent.is_some(),
    }
}

fn admits(claim: &Claim, teller: &[Number], matter: &Matter, lens: &Lens) -> bool {
    let mut agents = claim.agent.iter().flat_map(|name| matter.named(name, lens));
    agents.any(|number| parties(*number, matter, lens).any(|party| teller.contains(&party)))
}

/// Whether every side that is named tells it, and there are two of them.
fn both_sides(tellers: &[Number], matter: &Matter, lens: &Lens) -> bool {
    let Attribution::Contested { named: who } = &matter.facts.incident.attribution else { return false };
    let mut of: Vec<Vec<Number>> = who
        .iter()
        .flat_map(|name| matter.named(name, lens))
        .map(|number| parties(*number, matter, lens).collect())
        .collect();
    of.sort_unstable();
    of.dedup();
    of.len() > 1 && of.iter().all(|side| side.iter().any(|party| tellers.contains(party)))
}

/// The parties for which a source certainly speaks; `None` for an observer, an outlet, a resident, and for whoever is not
/// named. A source that may speak for a party, and nobody knows which, speaks for none and observes nothing.
fn party_of(source: Option<&Name>, matter: &Matter, lens: &Lens) -> Option<Vec<Number>> {
    let source = source?;
    let (who, known) = (matter.voices(source, lens), matter.known(source));
    let is_side = |whole: &Number| lens.shared.sides.has(*whole) || lens.left_out.has(*whole);
    let may_be = |number: &Number| matter.roll.wholes_ever(*number).iter().any(is_side);
    if who.is_empty() {
        // A capital stands for its government; a name in which a party's stands may be of it.
        let open = match known.scanned.as_slice() {
            [] => known.may_speak_for_a_side || known.is_place,
            scanned => scanned.iter().any(may_be),
        };
        return open.then(Vec::new);
    }
    let may_be = who.iter().any(may_be);
    may_be.then(|| who.iter().flat_map(|number| parties(*number, matter, lens)).collect())
}

/// The parties that any provision binds and to which an actor certainly belongs, and the groups left out, which are no
/// observers either.
fn parties<'m>(number: Number, matter: &'m Matter, lens: &'m Lens) -> impl Iterator<Item = Number> + 'm {
    let belongs = move |whole: &Number| {
        let is_whole = |on| Truth::from(matter.roll.wholes(number, on).contains(whole));
        matter.roll.throughout(matter.days, &[number], is_whole) == Truth::True
    };
    let is_side = |whole: &Number| lens.shared.sides.has(*whole) || lens.left_out.has(*whole);
    matter.roll.wholes_ever(number).iter().copied().filter(is_side).filter(belongs)
}
