//! Who or what was hit: a protected party, civilians, or a group that the terms leave out. Guesses no intent.

use crate::{
    lens::Lens,
    matter::{Matter, unanimous},
    roll::Number,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
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
    let agents = if mutual { vec![] } else { agents(matter, lens) };
    let own_side = |name: &Name| {
        let of = matter.named(name, lens);
        agents.iter().any(|agent| same_side(agent, of, matter, lens) == Truth::True)
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

/// The listed actors of everybody who is named as having done it.
fn agents<'m>(matter: &'m Matter, lens: &'m Lens) -> Vec<&'m [Number]> {
    matter.who.iter().map(|name| matter.named(name, lens)).collect()
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
    let each = hits.iter().flat_map(|name| is_excluded_each(name, matter, lens));
    match fighters(hits.iter().copied(), matter, lens).len() {
        0 | 1 => each.fold(Truth::Unknown, Truth::or),
        2 => each.fold(Truth::False, Truth::or),
        // Of three or more, some may have fought an excluded group and others each other.
        _ => unanimous(each),
    }
}

fn is_excluded_each(name: &Name, matter: &Matter, lens: &Lens) -> Vec<Truth> {
    let who = matter.mentioned(name, lens);
    if who.is_empty() {
        return vec![!is_of_the_people(name, matter)];
    }
    who.iter().map(|number| matter.is_left_out(*number, lens)).collect()
}

/// Whether a name that means no listed actor is one of people and what they live by. A place stands for its people; of
/// whom other words tell, fighters or not, is not known.
fn is_of_the_people(name: &Name, matter: &Matter) -> Truth {
    let known = matter.known(name);
    let clear = known.scanned.is_empty() && !known.may_be_of_fighters;
    Truth::from((clear && (known.is_place || known.tells_of_people)).then_some(true))
}

/// Those who are named in a fight, one by one: "North and South" are two. A name that no list holds is one, and so is
/// that of people who bear no arms: who fought them or beside them is not told.
fn fighters<'n>(names: impl Iterator<Item = &'n Name>, matter: &Matter, lens: &Lens) -> Vec<Option<Number>> {
    let each = |name: &Name| match matter.named(name, lens) {
        [] => vec![None],
        numbers => {
            numbers.iter().map(|number| Some(*number).filter(|one| matter.roll.is_armed(*one))).collect()
        }
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
    unanimous(hits(matter, lens).iter().map(|name| is_protected(name, matter, lens)))
}

/// Whether fighting is between sides of the truce; fighting within one side is not. As long as only one is named, the
/// other may be anybody.
fn mutual_between_parties(matter: &Matter, lens: &Lens) -> Truth {
    let fighters = fighters(matter.who.iter().copied(), matter, lens);
    let numbers = fighters.iter().copied().collect::<Option<Vec<Number>>>();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() > 1) else { return Truth::Unknown };
    let reached =
        numbers.iter().map(|number| is_reached(*number, matter, lens)).fold(Truth::True, Truth::and);
    let one_side = numbers[1..].iter().map(|other| same_side(&numbers[..1], &[*other], matter, lens));
    reached.and(!one_side.fold(Truth::True, Truth::and))
}

/// A town, a market, villagers: people and things are protected.
fn is_protected(name: &Name, matter: &Matter, lens: &Lens) -> Truth {
    let who = matter.mentioned(name, lens);
    if who.is_empty() {
        return is_of_the_people(name, matter);
    }
    let agents = agents(matter, lens);
    let each = who.iter().map(|number| {
        if !matter.roll.is_armed(*number) {
            return Truth::True;
        }
        let side = agents.iter().map(|agent| match agent {
            // Whoever is of no side has none of his own there.
            [] => Truth::False,
            agent => same_side(agent, &[*number], matter, lens),
        });
        let own_side = if agents.is_empty() { Truth::False } else { side.fold(Truth::True, Truth::and) };
        is_reached(*number, matter, lens).and(!own_side)
    });
    unanimous(each)
}

/// Whether the terms have anything to say of an armed actor: it is of one of their sides, or one that they leave out.
fn is_reached(number: Number, matter: &Matter, lens: &Lens) -> Truth {
    let side = lens.is_of_a_side(number, matter.roll, matter.days, matter.span(lens));
    if side == Truth::True { side } else { side.or(matter.is_left_out(number, lens)) }
}

/// Whether two are of the very same sides of the terms, or both of none. Several actors that one name means count
/// together. Unknown where a name may mean a part that is of other sides.
fn same_side(one: &[Number], other: &[Number], matter: &Matter, lens: &Lens) -> Truth {
    let all: Vec<Number> = one.iter().chain(other).copied().collect();
    matter.roll.throughout(matter.days, &all, |on| {
        let (one, other) = (side_sets(one, on, matter, lens), side_sets(other, on, matter, lens));
        unanimous(one.iter().flat_map(|one| other.iter().map(move |other| Truth::from(one == other))))
    })
}

/// The sets of sides to which actors that are named together can belong on a day: each name may mean any part of it.
fn side_sets(numbers: &[Number], on: Date, matter: &Matter, lens: &Lens) -> BTreeSet<Vec<Number>> {
    let before = matter.span(lens).1;
    let joined = |sets: BTreeSet<Vec<Number>>, number: &Number| {
        let of = |who: Number| lens.sides_of(who, matter.roll, on, before);
        let each: BTreeSet<Vec<Number>> = matter.roll.meant(*number, on).map(of).collect();
        let with = |set: &Vec<Number>, more: &Vec<Number>| {
            let both: BTreeSet<Number> = set.iter().chain(more).copied().collect();
            both.into_iter().collect::<Vec<Number>>()
        };
        sets.iter().flat_map(|set| each.iter().map(move |more| with(set, more))).collect()
    };
    numbers.iter().fold(BTreeSet::from([vec![]]), joined)
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
    let people = is_of_the_people(name, matter);
    // Words that fit any fighter may be of nobody's forces, too, and forces may lie in a place that is named.
    let vague = Truth::from((people == Truth::True && !known.is_place).then_some(false));
    match target {
        Target::Civilians => {
            if who.is_empty() {
                people
            } else {
                !armed()
            }
        }
        Target::Aid => Truth::from(known.is_aid),
        Target::Medical => Truth::from(known.is_medical),
        Target::Forces => {
            if who.is_empty() {
                vague
            } else {
                armed()
            }
        }
        Target::Actor(id) => {
            let group = matter.roll.group([id]);
            let belongs = who.iter().map(|number| matter.roll.belongs(*number, &group, matter.days));
            if who.is_empty() { vague } else { unanimous(belongs) }
        }
    }
}
