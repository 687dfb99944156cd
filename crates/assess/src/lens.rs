//! A provision as one reading has it: its time, its ground, whom it binds, whom it leaves out.

use crate::{
    binding::{Binding, binding, in_force},
    ground::Ground,
    law::Law,
    roll::{Days, Group, Number, Roll},
    terms,
    times::{ALWAYS, NEVER},
    tree::{PlaceNumber, Tree},
};
use jiff::{Timestamp, civil::Date};
use rustc_hash::FxHashMap;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use truce_model::{ActorId, ActorKind, Agreement, PlaceKind, Provision, Reading, Role, Term, Truth};

/// A provision under a reading.
pub(crate) struct Lens<'a> {
    pub(crate) agreement: &'a Agreement,
    pub(crate) provision: &'a Provision,
    pub(crate) reading: &'a Reading,
    /// Which of the law's zones of time is meant.
    pub(crate) zone: usize,
    pub(crate) binding: Binding,
    pub(crate) ground: Ground,
    /// The places that a duty is about.
    pub(crate) goal: Ground,
    /// Whether the reading holds that it binds nobody.
    pub(crate) denied: bool,
    pub(crate) binds: Group,
    /// Parties that the reading holds to be bound whatever they signed.
    pub(crate) bound_too: Group,
    /// Parties that the reading holds not to be bound.
    pub(crate) unbound: Group,
    /// Groups that it leaves out, where it is itself a provision that excludes.
    pub(crate) groups: Group,
    /// Groups whose partners it leaves out, where it is itself a provision that excludes.
    pub(crate) partners: Group,
    /// Groups that the reading leaves out of this provision alone.
    pub(crate) own_excluded: Group,
    /// Groups that the reading takes back in.
    pub(crate) included: Group,
    /// Every group that is left out by name.
    pub(crate) left_out: Group,
    /// The lenses of the same reading that permit what this one forbids.
    pub(crate) exceptions: Vec<usize>,
    /// What it shares with the other provisions under the same reading.
    pub(crate) shared: Arc<Shared<'a>>,
    /// The sides of the agreement that the reading holds to it, whose forces are protected from each other.
    fronts: Vec<Front>,
    /// All of them, and the second from which every one is a side.
    all_fronts: (Group, i64),
    /// By country, the only state that is or belongs to a party named in the text.
    pub(crate) hosts: FxHashMap<PlaceNumber, Number>,
}

/// A side of an agreement.
#[derive(Clone, Copy)]
struct Front {
    who: Number,
    /// The second from which it can be a side.
    possible: i64,
    /// The second from which it is one.
    certain: i64,
}

/// What all provisions of an agreement share under a reading.
pub(crate) struct Shared<'a> {
    agreement: &'a Agreement,
    reading: &'a Reading,
    zone: usize,
    /// Who refused the terms, and since when.
    refused: Vec<(Number, Option<Date>)>,
    /// Who joined the terms, and on which day.
    joined: Vec<(Number, Date)>,
    /// Whoever put a name to the terms.
    pub(crate) signed: Group,
    /// The lenses that exclude.
    pub(crate) exclusions: Vec<usize>,
    /// The groups that they leave out by name.
    excluded: BTreeSet<ActorId>,
    /// The groups that the reading takes back from them.
    taken_back: Vec<&'a ActorId>,
    /// Everybody whom any provision of the agreement holds to its conduct, whatever the reading.
    pub(crate) sides: Group,
    /// Whom the provisions bind that forbid acts.
    bound: Vec<Front>,
}

impl<'a> Shared<'a> {
    /// What the provisions share, of which `at` gives the numbers of their lenses.
    pub(crate) fn of(
        agreement: &'a Agreement,
        reading: &'a Reading,
        zone: usize,
        roll: &Roll<'a>,
        at: impl Fn(usize) -> usize,
    ) -> Shared<'a> {
        // An exclusion that the reading denies leaves nobody out.
        let mut excluding = numbered(agreement, |term| matches!(term, Term::ExcludeGroups { .. }));
        let change = |number: &usize| reading.change(&agreement.provisions[*number].id);
        excluding.retain(|number| !change(number).is_some_and(|change| change.denied));
        let role = |role: Role| agreement.parties.iter().filter(move |party| party.role == role);
        let excluded =
            |number: &usize| terms::exclude_groups::excluded(&agreement.provisions[*number], reading).groups;
        Shared {
            agreement,
            reading,
            zone,
            refused: role(Role::Refused)
                .filter_map(|party| Some((roll.number(&party.actor)?, party.since)))
                .collect(),
            joined: (role(Role::Party).chain(
                role(Role::Signatory)
                    .filter(|signed| !role(Role::Party).any(|party| party.actor == signed.actor)),
            ))
            .filter_map(|party| Some((roll.number(&party.actor)?, party.since?)))
            .collect(),
            signed: roll.group(role(Role::Signatory).chain(role(Role::Party)).map(|party| &party.actor)),
            excluded: excluding.iter().flat_map(excluded).collect(),
            taken_back: excluding.iter().filter_map(change).flat_map(|change| &change.include).collect(),
            exclusions: excluding.into_iter().map(at).collect(),
            sides: sides(agreement, roll),
            bound: bound(agreement, reading, roll),
        }
    }
}

/// What the lenses of all agreements rest on.
pub(crate) struct Basis<'l, 'a> {
    /// The agreements to which others give way.
    pub(crate) superseding: &'l [&'a Agreement],
    pub(crate) roll: &'l Roll<'a>,
    pub(crate) tree: &'l Tree<'a>,
    /// The countries of the lists with their states.
    pub(crate) states: &'l [(PlaceNumber, Number)],
    /// A moment after which nobody asks.
    pub(crate) horizon: Timestamp,
}

impl<'a> Lens<'a> {
    /// The provision as the reading has it; what the reading does not name stays as in the text. Lenses of the same
    /// reading are found by `at`, which gives the number of a provision's lens.
    pub(crate) fn of(
        shared: &Arc<Shared<'a>>,
        provision: &'a Provision,
        basis: &Basis<'_, 'a>,
        at: impl Fn(usize) -> usize,
    ) -> Lens<'a> {
        let (roll, tree) = (basis.roll, basis.tree);
        let (agreement, reading) = (shared.agreement, shared.reading);
        let change = reading.change(&provision.id);
        let excluded = terms::exclude_groups::excluded(provision, reading);
        let taken_back = change.into_iter().flat_map(|change| &change.include);
        let own = change.map(|change| change.exclude.as_slice()).unwrap_or_default();
        let unless = |id: &truce_model::ProvisionId| {
            agreement.provisions.iter().position(|provision| &provision.id == id)
        };
        let zones = change.and_then(|change| change.zone.as_ref()).unwrap_or(&provision.zone);
        let unbound = |id: &ActorId| change.is_some_and(|change| change.unbind.contains(id));
        let bound_too = || change.into_iter().flat_map(|change| &change.bind);
        let binds = || provision.binds.iter().chain(bound_too()).filter(|id| !unbound(id));
        let fronts = fronts(shared, binds(), unbound, roll);
        Lens {
            agreement,
            provision,
            reading,
            zone: shared.zone,
            binding: binding(agreement, provision, reading, basis.superseding, basis.horizon),
            ground: Ground::of(agreement, zones, &provision.outside, tree),
            goal: Ground::places(terms::goal(&provision.term), tree),
            denied: change.is_some_and(|change| change.denied),
            binds: roll.group(binds()),
            bound_too: roll.group(bound_too()),
            unbound: roll.group(change.into_iter().flat_map(|change| &change.unbind)),
            groups: roll.group(&excluded.groups),
            partners: roll.group(&excluded.partners_of),
            own_excluded: roll.group(own),
            included: roll.group(shared.taken_back.iter().copied().chain(taken_back)),
            left_out: roll.group(shared.excluded.iter().chain(own)),
            exceptions: provision.unless.iter().filter_map(unless).map(&at).collect(),
            all_fronts: (
                roll.set(fronts.iter().map(|front| front.who)),
                fronts.iter().map(|front| front.certain).max().unwrap_or(ALWAYS),
            ),
            fronts,
            hosts: hosts(&roll.group(&provision.binds), basis),
            shared: Arc::clone(shared),
        }
    }

    /// Whether an actor belongs to a bound party only by way of somebody who had refused the terms by these days. A
    /// reading that binds whoever refused holds it all the same.
    pub(crate) fn was_refused(&self, number: Number, roll: &Roll, days: Days) -> Truth {
        let refused = &self.shared.refused;
        if refused.is_empty() {
            return Truth::False;
        }
        let by = |on: Date| {
            let barred = |actor: Number| {
                let by_then = |since: &Option<Date>| since.is_none_or(|since| since <= on);
                let refused = refused.iter().any(|(who, since)| *who == actor && by_then(since));
                refused && !self.bound_too.has(actor)
            };
            Truth::from(!roll.reaches(number, &self.binds, on, barred))
        };
        let told = roll.throughout(days, &[number], by);
        let mut since = refused.iter().filter_map(|(_, since)| *since);
        let other = since.any(|day| days.first < day && day <= days.last && by(day) != told);
        if other { Truth::Unknown } else { told }
    }

    /// Whether an actor can belong to a side that there is by these seconds; unknown where that side can begin to be
    /// one between the two.
    pub(crate) fn is_of_a_side(&self, number: Number, roll: &Roll, days: Days, span: (i64, i64)) -> Truth {
        let belongs = |group: &Group| roll.belongs(number, group, days);
        let (all, last) = &self.all_fronts;
        if *last <= span.0 {
            return belongs(all);
        }
        let such = |is: &dyn Fn(&&Front) -> bool| {
            roll.set(self.fronts.iter().filter(|front| is(front)).map(|front| front.who))
        };
        let first = belongs(&such(&|front| front.certain <= span.0));
        let last = belongs(&such(&|front| front.possible < span.1));
        if first == last { first } else { Truth::Unknown }
    }

    /// The sides to which an actor belongs on a day, of those that there are before a second, in order.
    pub(crate) fn sides_of(&self, number: Number, roll: &Roll, on: Date, before: i64) -> Vec<Number> {
        let is_side =
            |whole: &&Number| self.fronts.iter().any(|front| front.who == **whole && front.possible < before);
        roll.wholes(number, on).iter().filter(is_side).copied().collect()
    }

    /// Whether the terms hold an actor who may be left out by them. Whoever refused them is held only by a reading that
    /// says so.
    pub(crate) fn holds(
        &self,
        number: Number,
        roll: &Roll,
        days: Days,
        left_out: impl FnOnce() -> Truth,
    ) -> Truth {
        let named = self.names(number, roll, days).and(!roll.belongs(number, &self.unbound, days));
        let held = match self.was_refused(number, roll, days) {
            Truth::False => named,
            Truth::Unknown | Truth::True => named.and(Truth::Unknown),
        };
        if held == Truth::False { held } else { held.and(!left_out()) }
    }

    /// Whether an actor belongs to those whom the provision binds, of whom some may have joined later.
    fn names(&self, number: Number, roll: &Roll, days: Days) -> Truth {
        let joined = &self.shared.joined;
        if joined.is_empty() {
            return roll.belongs(number, &self.binds, days);
        }
        let on = |day: Date| {
            let not_yet = |party: Number| joined.iter().any(|(who, since)| *who == party && day < *since);
            let by_then = self.binds.list().iter().copied().filter(|party| !not_yet(*party));
            roll.belongs(number, &roll.set(by_then), Days::on(day))
        };
        let told = roll.throughout(days, &[number], on);
        let mut since = joined.iter().map(|(_, since)| *since);
        let other = since.any(|day| days.first < day && day <= days.last && on(day) != told);
        if other { Truth::Unknown } else { told }
    }

    /// Whether the terms leave an actor out, by an exclusion that `reached` says to count, and do not take it back.
    pub(crate) fn leaves_out_actor(
        &self,
        number: Number,
        law: &Law,
        days: Days,
        reached: impl Fn(&Lens) -> Truth,
    ) -> Truth {
        let roll = law.roll();
        let own = roll.belongs(number, &self.own_excluded, days);
        let by_terms = self.shared.exclusions.iter().map(|at| {
            let by = law.lens(*at);
            let group = roll.belongs(number, &by.groups, days);
            let told = group.or(roll.is_partner(number, &by.partners, &self.shared.signed, days));
            if told == Truth::False { told } else { told.and(reached(by)) }
        });
        let left_out = by_terms.fold(own, Truth::or);
        if left_out == Truth::False {
            return left_out;
        }
        left_out.and(!roll.belongs(number, &self.included, days))
    }

    /// Whether the terms leave anybody out.
    pub(crate) fn leaves_out(&self) -> bool {
        !self.own_excluded.is_empty() || !self.shared.exclusions.is_empty()
    }
}

/// The numbers of the provisions with such a term.
fn numbered(agreement: &Agreement, such: impl Fn(&Term) -> bool) -> Vec<usize> {
    let provisions = agreement.provisions.iter().enumerate();
    provisions.filter(|(_, provision)| such(&provision.term)).map(|(number, _)| number).collect()
}

/// Everybody whom a provision holds to its conduct.
fn sides(agreement: &Agreement, roll: &Roll) -> Group {
    let conduct = agreement.provisions.iter().filter(|provision| provision.term.holds_to_conduct());
    roll.group(conduct.flat_map(|provision| &provision.binds))
}

/// Whom the provisions of an agreement bind that forbid acts, under a reading.
fn bound(agreement: &Agreement, reading: &Reading, roll: &Roll) -> Vec<Front> {
    let mut found: BTreeMap<Number, Front> = BTreeMap::new();
    for provision in agreement.provisions.iter().filter(|provision| provision.term.forbids()) {
        let spell = in_force(agreement, provision, reading);
        let Some((possible, _)) = spell.possible.hull() else { continue };
        let certain = spell.certain.hull().map_or(NEVER, |(start, _)| start);
        for who in provision.binds.iter().filter_map(|id| roll.number(id)) {
            let front = found.entry(who).or_insert(Front { who, possible, certain });
            front.possible = possible.min(front.possible);
            front.certain = certain.min(front.certain);
        }
    }
    found.into_values().collect()
}

/// The sides of an agreement for a provision under a reading: those whom the provision itself binds, always, and those
/// bound by others that forbid acts.
fn fronts<'i>(
    shared: &Shared,
    binds: impl Iterator<Item = &'i ActorId>,
    unbound: impl Fn(&ActorId) -> bool,
    roll: &Roll,
) -> Vec<Front> {
    let own: Vec<Number> = binds.filter_map(|id| roll.number(id)).collect();
    let is_other = |front: &Front| !own.contains(&front.who) && !unbound(roll.id(front.who));
    let others = shared.bound.iter().copied().filter(is_other);
    let always = |who: &Number| Front { who: *who, possible: ALWAYS, certain: ALWAYS };
    own.iter().map(always).chain(others).collect()
}

/// The countries of the lists with their states: a state belongs to the country whose name it has, or whose government
/// it is called.
pub(crate) fn states(roll: &Roll, tree: &Tree) -> Vec<(PlaceNumber, Number)> {
    let mut found = BTreeSet::new();
    for actor in roll.actors().iter().filter(|actor| actor.kind == ActorKind::State) {
        for words in actor.names() {
            let of = words.strip_prefix("government of ").or_else(|| words.strip_suffix("'s government"));
            let country =
                tree.places().find(of.unwrap_or(words)).filter(|place| place.kind == PlaceKind::Country);
            found.extend(country.and_then(|country| tree.number(&country.name)).zip(roll.number(&actor.id)));
        }
    }
    found.into_iter().collect()
}

/// By country, the only state that is or belongs to one of these parties.
fn hosts(parties: &Group, basis: &Basis) -> FxHashMap<PlaceNumber, Number> {
    let mut found: FxHashMap<PlaceNumber, Vec<Number>> = FxHashMap::default();
    for (country, state) in basis.states {
        if basis.roll.wholes_ever(*state).iter().any(|whole| parties.has(*whole)) {
            found.entry(*country).or_default().push(*state);
        }
    }
    let only = found.into_iter().filter(|(_, states)| states.len() == 1);
    only.map(|(country, states)| (country, states[0])).collect()
}
