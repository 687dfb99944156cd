//! Who or what was hit: a protected party, civilians, or a group that the terms leave out. Guesses no intent.

use crate::{
    lens::Lens,
    matter::{Matter, unanimous},
    roll::Number,
};
use std::collections::BTreeMap;
use truce_model::{Act, Claim, ClaimId, Name, Target, Truth};

/// What was hit, by name. Where nobody says it, the people who are counted as hurt are what was hit.
pub(crate) fn hits<'a>(matter: &Matter<'_, 'a>, lens: &Lens) -> Vec<&'a Name> {
    by_name(matter, lens).into_iter().map(|(name, _)| name).collect()
}

/// The claims that say what was hit, in order.
pub(crate) fn claims(matter: &Matter, lens: &Lens) -> Vec<ClaimId> {
    let mut claims: Vec<ClaimId> = by_name(matter, lens)
        .into_iter()
        .flat_map(|(_, claims)| claims)
        .map(|claim| claim.id.clone())
        .collect();
    claims.sort();
    claims.dedup();
    claims
}

type Hits<'a> = Vec<(&'a Name, Vec<&'a Claim>)>;

fn by_name<'a>(matter: &Matter<'_, 'a>, lens: &Lens) -> Hits<'a> {
    let facts = matter.facts;
    let mutual = facts.is_mutual();
    let is_clash = |claim: &&&Claim| claim.act == Act::Clash || mutual;
    let attacks = facts.told.iter().filter(|claim| !is_clash(claim));
    let attacks = gather(attacks.map(|claim| (*claim, claim.target.iter())));
    if !attacks.is_empty() {
        return attacks;
    }
    // In a fight everybody who takes part is hit, whoever is said to have begun it.
    let own = if mutual { vec![] } else { agents(matter, lens) };
    let own_side = |name: &Name| {
        let of = sides(matter.named(name, lens), matter, lens);
        !of.is_empty() && own.contains(&of)
    };
    let fought = gather(facts.told.iter().filter(is_clash).map(|claim| {
        let both = claim.agent.iter().chain(&claim.target);
        (*claim, both.filter(|name| mutual || !own_side(name)))
    }));
    if !fought.is_empty() {
        return fought;
    }
    gather(facts.tolls.iter().map(|claim| {
        let harmed = matches!(claim.act, Act::Killed | Act::Injured);
        let count = claim.count.as_ref().filter(|count| harmed && count.max != Some(0));
        let who =
            claim.target.iter().filter(move |_| harmed).chain(count.and_then(|count| count.who.as_ref()));
        (*claim, who)
    }))
}

/// The names that claims give, in the order of their keys, each with its claims.
fn gather<'a, N: Iterator<Item = &'a Name>>(told: impl Iterator<Item = (&'a Claim, N)>) -> Hits<'a> {
    let mut found: BTreeMap<String, (&Name, Vec<&Claim>)> = BTreeMap::new();
    let mut only: Hits = Vec::new();
    for (claim, names) in told {
        for name in names {
            match only.as_mut_slice() {
                [(known, claims)] if found.is_empty() && *known == name => claims.push(claim),
                [] => only.push((name, vec![claim])),
                _ => {
                    for (known, claims) in only.drain(..) {
                        found.insert(known.key(), (known, claims));
                    }
                    found.entry(name.key()).or_insert((name, vec![])).1.push(claim);
                }
            }
        }
    }
    if found.is_empty() { only } else { found.into_values().collect() }
}

/// For everybody who is named as having done it, the sides of the terms to which they belong.
fn agents(matter: &Matter, lens: &Lens) -> Vec<Vec<Number>> {
    matter.who.iter().map(|name| sides(matter.named(name, lens), matter, lens)).collect()
}

/// Was the target excluded from the terms?
///
/// Yes where all that is said to have been hit belongs to an excluded group; no where all of it is somebody or
/// something else; unknown where nobody says what was hit, or calls it by a word that fits any fighter.
pub(crate) fn excluded(matter: &Matter, lens: &Lens) -> Truth {
    if !lens.leaves_out() || matter.facts.incident.act == Act::AttackOnAid {
        return Truth::False;
    }
    let hits = hits(matter, lens);
    if hits.is_empty() {
        return Truth::Unknown;
    }
    if !matter.facts.is_mutual() {
        return unanimous(hits.iter().map(|name| unanimous(is_excluded_each(name, matter, lens))));
    }
    // Of two who fight each other, an excluded one makes it a fight with an excluded group; the other side of a fight
    // may be anybody until it is named.
    let named =
        if fighters(hits.iter().copied(), matter, lens).len() < 2 { Truth::Unknown } else { Truth::False };
    hits.iter().flat_map(|name| is_excluded_each(name, matter, lens)).fold(named, Truth::or)
}

fn is_excluded_each(name: &Name, matter: &Matter, lens: &Lens) -> Vec<Truth> {
    let who = matter.mentioned(name, lens);
    if who.is_empty() {
        return vec![Truth::from((!matter.known(name).may_be_of_fighters).then_some(false))];
    }
    who.iter().map(|number| matter.is_left_out(*number, lens)).collect()
}

/// Those who are named in a fight, one by one: "North and South" are two. A name that no list holds is one.
fn fighters<'n>(names: impl Iterator<Item = &'n Name>, matter: &Matter, lens: &Lens) -> Vec<Option<Number>> {
    let each = |name: &Name| match matter.named(name, lens) {
        [] => vec![None],
        numbers => numbers.iter().copied().map(Some).collect(),
    };
    names.flat_map(each).collect()
}

/// Is what was hit protected from the bound parties? An armed actor that is no party is not, nor is one's own side.
pub(crate) fn protected(matter: &Matter, lens: &Lens) -> Truth {
    if matter.facts.incident.act == Act::AttackOnAid {
        return Truth::True;
    }
    if matter.facts.is_mutual() {
        return mutual_between_parties(matter, lens);
    }
    // Who is not named may be of one's own side, or of nobody that the terms protect.
    let hits = hits(matter, lens);
    let agents = agents(matter, lens);
    unanimous(hits.iter().map(|name| is_protected(name, &agents, matter, lens)))
}

/// Whether fighting between two named sides is between sides of the truce; fighting within one side is not.
fn mutual_between_parties(matter: &Matter, lens: &Lens) -> Truth {
    let fighters = fighters(matter.who.iter().copied(), matter, lens);
    if !matter.facts.is_mutual() || fighters.len() < 2 {
        return Truth::True;
    }
    let Some(numbers) = fighters.into_iter().collect::<Option<Vec<Number>>>() else { return Truth::Unknown };
    let mut all: Vec<Vec<Number>> = numbers.iter().map(|number| sides(&[*number], matter, lens)).collect();
    let reached = numbers
        .iter()
        .zip(&all)
        .all(|(number, of)| !of.is_empty() || matter.is_left_out(*number, lens) != Truth::False);
    all.sort_unstable();
    all.dedup();
    Truth::from(reached && all.len() > 1)
}

/// A town, a market, a name that no list holds: people and things are protected.
fn is_protected(name: &Name, agents: &[Vec<Number>], matter: &Matter, lens: &Lens) -> Truth {
    let who = matter.mentioned(name, lens);
    if who.is_empty() {
        return Truth::True;
    }
    let fronts = lens.fronts_before(matter.span(lens).1);
    unanimous(who.iter().map(|number| {
        let of = sides(&[*number], matter, lens);
        let own_side = !agents.is_empty() && agents.iter().all(|agent| !agent.is_empty() && *agent == of);
        let reached = matter.roll.belongs(*number, &fronts, matter.on).or(matter.is_left_out(*number, lens));
        Truth::from(!matter.roll.is_armed(*number)).or(reached.and(Truth::from(!own_side)))
    }))
}

/// The sides of the terms to which these actors belong, in order.
fn sides(numbers: &[Number], matter: &Matter, lens: &Lens) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let fronts = lens.fronts_before(matter.span(lens).1);
    for number in numbers {
        let wholes = matter.roll.wholes(*number, matter.on);
        found.extend(wholes.iter().filter(|whole| fronts.has(**whole)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Is what was hit among these targets? All of it must be; unknown where nobody says what was hit.
pub(crate) fn is_among(targets: &[Target], matter: &Matter, lens: &Lens) -> Truth {
    let aid = matter.facts.incident.act == Act::AttackOnAid;
    if aid && targets.iter().any(|target| matches!(target, Target::Aid | Target::Civilians)) {
        return Truth::True;
    }
    let one = |name: &Name| {
        targets.iter().map(|target| is_target(target, name, matter, lens)).fold(Truth::False, Truth::or)
    };
    unanimous(hits(matter, lens).into_iter().map(one))
}

fn is_target(target: &Target, name: &Name, matter: &Matter, lens: &Lens) -> Truth {
    let (known, who) = (matter.known(name), matter.mentioned(name, lens));
    let armed = || unanimous(who.iter().map(|number| Truth::from(matter.roll.is_armed(*number))));
    // Words that fit any fighter may be of nobody's forces, too.
    let vague = Truth::from((!known.may_be_of_fighters).then_some(false));
    let forces = || if who.is_empty() { vague } else { armed() };
    match target {
        Target::Civilians => !forces(),
        Target::Aid => Truth::from(known.is_aid),
        Target::Medical => Truth::from(known.is_medical),
        Target::Forces => forces(),
        Target::Actor(id) => {
            let group = matter.roll.group([id]);
            let belongs = who.iter().map(|number| matter.roll.belongs(*number, &group, matter.on));
            if who.is_empty() { vague } else { unanimous(belongs) }
        }
    }
}
