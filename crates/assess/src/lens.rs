//! A provision as one reading has it: its time, its ground, whom it binds, whom it leaves out.

use crate::{
    binding::{Binding, binding, in_force},
    ground::Ground,
    roll::{Group, Number, Roll},
    terms,
    times::ALWAYS,
    tree::{PlaceNumber, Tree},
};
use jiff::{Timestamp, civil::Date};
use rustc_hash::FxHashMap;
use std::{borrow::Cow, collections::BTreeSet};
use truce_model::{ActorKind, Agreement, PlaceKind, Provision, Reading, Role, Term};

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
    /// Who refused the terms, and since when.
    pub(crate) refused: Vec<(Number, Option<Date>)>,
    /// Whoever put a name to the terms.
    pub(crate) signed: Group,
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
    /// The lenses of the same reading that exclude.
    pub(crate) exclusions: Vec<usize>,
    /// The lenses of the same reading that permit what this one forbids.
    pub(crate) exceptions: Vec<usize>,
    /// Everybody whom any provision of the agreement holds to its conduct, whatever the reading.
    pub(crate) sides: Group,
    /// The sides of the agreement that the reading holds to it, whose forces are protected from each other, and the
    /// second from which each of them can be one.
    fronts: Vec<(Number, i64)>,
    /// All of them, and the second by which each has become one.
    all_fronts: (Group, i64),
    /// By country, the only state that is or belongs to a party named in the text.
    pub(crate) hosts: FxHashMap<PlaceNumber, Number>,
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
        agreement: &'a Agreement,
        provision: &'a Provision,
        reading: &'a Reading,
        zone: usize,
        basis: &Basis<'_, 'a>,
        at: impl Fn(usize) -> usize,
    ) -> Lens<'a> {
        let (roll, tree) = (basis.roll, basis.tree);
        let change = reading.change(&provision.id);
        // An exclusion that the reading denies leaves nobody out.
        let mut excluding = numbered(agreement, |term| matches!(term, Term::ExcludeGroups { .. }));
        excluding.retain(|number| {
            !reading.change(&agreement.provisions[*number].id).is_some_and(|change| change.denied)
        });
        let excluded = terms::exclude_groups::excluded(provision, reading);
        let taken_back = excluding
            .iter()
            .filter_map(|number| reading.change(&agreement.provisions[*number].id))
            .chain(change)
            .flat_map(|change| &change.include);
        let own = change.map(|change| change.exclude.as_slice()).unwrap_or_default();
        let by_terms = excluding.iter().flat_map(|number| {
            terms::exclude_groups::excluded(&agreement.provisions[*number], reading).groups
        });
        let unless = |id: &&truce_model::ProvisionId| {
            agreement.provisions.iter().position(|provision| &provision.id == *id)
        };
        let zones = change.and_then(|change| change.zone.as_ref()).unwrap_or(&provision.zone);
        let role = |role: Role| agreement.parties.iter().filter(move |party| party.role == role);
        let fronts = fronts(agreement, provision, reading, roll);
        Lens {
            agreement,
            provision,
            reading,
            zone,
            binding: binding(agreement, provision, reading, basis.superseding, basis.horizon),
            ground: Ground::of(agreement, zones, &provision.outside, tree),
            goal: Ground::places(terms::goal(&provision.term), tree),
            denied: change.is_some_and(|change| change.denied),
            binds: roll.group(
                provision
                    .binds
                    .iter()
                    .chain(change.into_iter().flat_map(|change| &change.bind))
                    .filter(|id| !change.is_some_and(|change| change.unbind.contains(id))),
            ),
            bound_too: roll.group(change.into_iter().flat_map(|change| &change.bind)),
            unbound: roll.group(change.into_iter().flat_map(|change| &change.unbind)),
            refused: role(Role::Refused)
                .filter_map(|party| Some((roll.number(&party.actor)?, party.since)))
                .collect(),
            signed: roll.group(role(Role::Signatory).chain(role(Role::Party)).map(|party| &party.actor)),
            groups: roll.group(&excluded.groups),
            partners: roll.group(&excluded.partners_of),
            own_excluded: roll.group(own),
            included: roll.group(taken_back),
            left_out: roll.group(by_terms.collect::<BTreeSet<_>>().iter().chain(own)),
            exclusions: excluding.into_iter().map(&at).collect(),
            exceptions: provision.unless.iter().filter_map(|id| unless(&id)).map(&at).collect(),
            sides: sides(agreement, roll),
            all_fronts: (
                Group::of(fronts.iter().map(|(number, _)| *number)),
                fronts.iter().map(|(_, since)| *since).max().unwrap_or(ALWAYS),
            ),
            fronts,
            hosts: hosts(&roll.group(&provision.binds), basis),
        }
    }

    /// Whether an actor belongs to a bound party only by way of somebody who had refused the terms by a day. A reading
    /// that binds whoever refused holds it all the same.
    pub(crate) fn was_refused(&self, number: Number, roll: &Roll, on: Option<Date>) -> bool {
        let by_then = |since: &Option<Date>| since.is_none_or(|since| on.is_none_or(|on| since <= on));
        let barred = |actor: Number| {
            let refused = self.refused.iter().any(|(who, since)| *who == actor && by_then(since));
            refused && !self.bound_too.has(actor)
        };
        !self.refused.is_empty() && !roll.reaches(number, &self.binds, on, barred)
    }

    /// The sides that there are before a second.
    pub(crate) fn fronts_before(&self, end: i64) -> Cow<'_, Group> {
        let (all, last) = &self.all_fronts;
        if *last < end {
            return Cow::Borrowed(all);
        }
        let by_then = self.fronts.iter().filter(|(_, since)| *since < end);
        Cow::Owned(Group::of(by_then.map(|(number, _)| *number)))
    }

    /// Whether the terms leave anybody out.
    pub(crate) fn leaves_out(&self) -> bool {
        !self.own_excluded.is_empty() || !self.exclusions.is_empty()
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

/// The sides of an agreement under a reading: those whom a provision binds that forbids acts. Whoever is bound by another
/// provision alone is a side from when that can bind.
fn fronts(agreement: &Agreement, own: &Provision, reading: &Reading, roll: &Roll) -> Vec<(Number, i64)> {
    let change = reading.change(&own.id);
    let mut found: Vec<(Number, i64)> = Vec::new();
    let own_or_forbids = |provision: &&Provision| provision.id == own.id || provision.term.forbids();
    for provision in agreement.provisions.iter().filter(own_or_forbids) {
        let spell = in_force(agreement, provision, reading).possible.hull();
        let since = if provision.id == own.id { Some(ALWAYS) } else { spell.map(|(start, _)| start) };
        let bound_too = change.into_iter().filter(|_| provision.id == own.id).flat_map(|change| &change.bind);
        for id in provision.binds.iter().chain(bound_too) {
            let unbound = change.is_some_and(|change| change.unbind.contains(id));
            if let Some((number, since)) = roll.number(id).zip(since).filter(|_| !unbound) {
                match found.iter_mut().find(|(known, _)| *known == number) {
                    Some((_, first)) => *first = since.min(*first),
                    None => found.push((number, since)),
                }
            }
        }
    }
    found
}

/// The countries of the lists with their states: a state belongs to the country whose name it has, or whose government
/// it is called.
pub(crate) fn states(roll: &Roll, tree: &Tree) -> Vec<(PlaceNumber, Number)> {
    let mut found = BTreeSet::new();
    for actor in roll.actors().iter().filter(|actor| actor.kind == ActorKind::State) {
        for words in actor.aliases.iter().chain([&actor.name]) {
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
        if basis.roll.wholes(*state, None).iter().any(|whole| parties.has(*whole)) {
            found.entry(*country).or_default().push(*state);
        }
    }
    let only = found.into_iter().filter(|(_, states)| states.len() == 1);
    only.map(|(country, states)| (country, states[0])).collect()
}
