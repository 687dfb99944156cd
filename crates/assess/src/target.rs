//! Who or what was hit: a protected party, civilians, or a group that the terms leave out. Guesses no intent.

use crate::{
    facts::Facts,
    lens::Lens,
    names::{belongs, mentioned, named, unanimous},
    unnamed,
};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Act, ActorId, ActorKind, Actors, Atom, AtomName, Claim, ClaimId, Name, Truth};

/// What the claims say was hit, with the claims that say so.
struct Hit {
    name: Name,
    claims: Vec<ClaimId>,
}

/// What was hit, by name. Where nobody says it, the people who are counted as hurt are what was hit.
fn hits(facts: &Facts, lens: &Lens, actors: &Actors) -> Vec<Hit> {
    let by = |claims: &[&Claim], names: &dyn Fn(&Claim) -> Vec<Name>| {
        let mut found: BTreeMap<String, Hit> = BTreeMap::new();
        for claim in claims {
            for name in names(claim) {
                let hit = found.entry(name.key()).or_insert_with(|| Hit { name, claims: vec![] });
                hit.claims.push(claim.id.clone());
            }
        }
        found.into_values().collect::<Vec<_>>()
    };
    // In a fight everybody who takes part is hit, whoever is said to have begun it.
    let (clashes, attacks): (Vec<&Claim>, Vec<&Claim>) =
        facts.told.iter().partition(|claim| claim.act == Act::Clash || facts.is_mutual());
    let own = agents(facts, lens, actors);
    let own_side = |name: &Name| {
        let of = sides(&named(name, facts, lens, actors), facts, lens, actors);
        !of.is_empty() && own.contains(&of)
    };
    let fought = |claim: &Claim| {
        let both: Vec<Name> = claim.agent.iter().chain(&claim.target).cloned().collect();
        both.into_iter().filter(|name| facts.is_mutual() || !own_side(name)).collect()
    };
    let hurt = |claim: &Claim| {
        let harmed = matches!(claim.act, Act::Killed | Act::Injured);
        let count = claim.count.as_ref().filter(|count| harmed && count.max != Some(0));
        claim.target.iter().filter(|_| harmed).chain(count.and_then(|c| c.who.as_ref())).cloned().collect()
    };
    let tellings = [
        by(&attacks, &|claim| claim.target.iter().cloned().collect()),
        by(&clashes, &fought),
        by(&facts.tolls, &hurt),
    ];
    tellings.into_iter().find(|hits| !hits.is_empty()).unwrap_or_default()
}

/// For everybody who is named as having done it, the bound parties to which they belong.
fn agents(facts: &Facts, lens: &Lens, actors: &Actors) -> Vec<BTreeSet<ActorId>> {
    let who = facts.incident.attribution.named();
    who.iter().map(|name| sides(&named(name, facts, lens, actors), facts, lens, actors)).collect()
}

/// Was the target excluded from the terms?
///
/// Yes where all that is said to have been hit belongs to an excluded group; no where all of it is somebody or
/// something else; unknown where nobody says what was hit, or calls it by a word that fits any fighter.
pub(crate) fn excluded(facts: &Facts, lens: &Lens, actors: &Actors) -> Atom {
    let hits = hits(facts, lens, actors);
    let claims = hits.iter().flat_map(|hit| hit.claims.iter().cloned()).collect::<BTreeSet<_>>();
    let atom = |truth, because: String| Atom {
        name: AtomName::Excluded,
        truth,
        because,
        claims: claims.iter().cloned().collect(),
    };
    if lens.excluded.is_empty() {
        return atom(Truth::False, "the terms leave no group out".to_owned());
    }
    if facts.incident.act == Act::AttackOnAid {
        return atom(Truth::False, "aid was hit".to_owned());
    }
    if hits.is_empty() {
        return atom(Truth::Unknown, "nobody says who or what was hit".to_owned());
    }
    let answers = hits.iter().flat_map(|hit| match facts.is_mutual() {
        true => is_excluded_each(&hit.name, facts, lens, actors),
        false => vec![unanimous(is_excluded_each(&hit.name, facts, lens, actors))],
    });
    // Of two who fight each other, an excluded one makes it a fight with an excluded group.
    let truth = match facts.is_mutual() {
        // The other side of a fight may be anybody until it is named.
        true if fighters(hits.iter().map(|hit| &hit.name), facts, lens, actors).len() < 2 => {
            answers.fold(Truth::Unknown, Truth::or)
        }
        true => answers.fold(Truth::False, Truth::or),
        false => unanimous(answers),
    };
    let who = hits.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>().join(", ");
    let because = match truth {
        Truth::True => format!("{who}: an excluded group"),
        Truth::False => format!("{who}: no excluded group"),
        Truth::Unknown => format!("{who}: whether an excluded group is meant is not known"),
    };
    atom(truth, because)
}

fn is_excluded_each(name: &Name, facts: &Facts, lens: &Lens, actors: &Actors) -> Vec<Truth> {
    let who = mentioned(name, facts, lens, actors);
    if who.is_empty() {
        return vec![if unnamed::may_be_of_fighters(name) { Truth::Unknown } else { Truth::False }];
    }
    who.iter().map(|id| belongs(id, &lens.excluded, actors, facts.day())).collect()
}

/// Those who are named in a fight, one by one: "North and South" are two. A name that no list holds is one.
fn fighters<'n>(
    names: impl Iterator<Item = &'n Name>,
    facts: &Facts,
    lens: &Lens,
    actors: &Actors,
) -> Vec<BTreeSet<ActorId>> {
    let each = |name: &Name| match named(name, facts, lens, actors) {
        none if none.is_empty() => vec![none],
        ids => ids.into_iter().map(|id| BTreeSet::from([id])).collect(),
    };
    names.flat_map(each).collect()
}

/// Is what was hit protected from the bound parties? An armed actor that is no party is not, nor is one's own side.
pub(crate) fn protected(facts: &Facts, lens: &Lens, actors: &Actors) -> Truth {
    if facts.incident.act == Act::AttackOnAid {
        return Truth::True;
    }
    let agents = agents(facts, lens, actors);
    let hits = hits(facts, lens, actors);
    if hits.is_empty() || facts.is_mutual() {
        return mutual_between_parties(facts, lens, actors);
    }
    unanimous(hits.iter().map(|hit| is_protected(&hit.name, &agents, facts, lens, actors)))
}

/// Whether fighting between two named sides is between sides of the truce; fighting within one side is not.
fn mutual_between_parties(facts: &Facts, lens: &Lens, actors: &Actors) -> Truth {
    let who = facts.incident.attribution.named();
    let ids = fighters(who.iter().copied(), facts, lens, actors);
    if !facts.is_mutual() || ids.len() < 2 {
        return Truth::True;
    }
    if ids.iter().any(BTreeSet::is_empty) {
        return Truth::Unknown;
    }
    let reached = ids.iter().flatten().all(|id| {
        !sides(&BTreeSet::from([id.clone()]), facts, lens, actors).is_empty()
            || belongs(id, &lens.excluded, actors, facts.day()) != Truth::False
    });
    let all: BTreeSet<BTreeSet<ActorId>> = ids.iter().map(|ids| sides(ids, facts, lens, actors)).collect();
    Truth::from(reached && all.len() > 1)
}

fn is_protected(
    name: &Name,
    agents: &[BTreeSet<ActorId>],
    facts: &Facts,
    lens: &Lens,
    actors: &Actors,
) -> Truth {
    unanimous_or(mentioned(name, facts, lens, actors).iter().map(|id| {
        let armed = actors.get(id).is_some_and(|actor| match actor.kind {
            ActorKind::State | ActorKind::Forces | ActorKind::ArmedGroup | ActorKind::Coalition => true,
            ActorKind::Organisation
            | ActorKind::Monitor
            | ActorKind::Outlet
            | ActorKind::Person
            | ActorKind::Civil => false,
        });
        let of = sides(&BTreeSet::from([id.clone()]), facts, lens, actors);
        let own_side = !agents.is_empty() && agents.iter().all(|agent| !agent.is_empty() && *agent == of);
        let reached = !of.is_empty() || belongs(id, &lens.excluded, actors, facts.day()) != Truth::False;
        Truth::from(!armed || (reached && !own_side))
    }))
}

/// The bound parties to which these actors belong.
fn sides(ids: &BTreeSet<ActorId>, facts: &Facts, lens: &Lens, actors: &Actors) -> BTreeSet<ActorId> {
    ids.iter()
        .flat_map(|id| actors.wholes(id, facts.day()))
        .filter(|whole| lens.binds.contains(whole))
        .collect()
}

/// A town, a market, a name that no list holds: people and things are protected.
fn unanimous_or(truths: impl Iterator<Item = Truth>) -> Truth {
    let truths: Vec<Truth> = truths.collect();
    if truths.is_empty() { Truth::True } else { unanimous(truths) }
}
