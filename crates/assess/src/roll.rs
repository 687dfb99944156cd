//! The listed actors by number, and which of them belong to which on a day. Knows no terms.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use truce_model::{ActorId, ActorKind, Actors, Membership, Truth};

/// Number of an actor.
pub(crate) type Number = u16;

/// Every listed actor.
pub(crate) struct Roll<'a> {
    actors: &'a Actors,
    kinds: Vec<ActorKind>,
    numbers: FxHashMap<&'a ActorId, Number>,
    above: Vec<Vec<(Number, &'a Membership)>>,
    beside: Vec<Vec<(Number, &'a Membership)>>,
    /// All wholes of an actor, whatever the day, itself among them; in order.
    ever: Vec<Vec<Number>>,
    /// Where a membership on the way to them held in some days only: the wholes from each day on, in order.
    spells: Vec<Vec<(Date, Vec<Number>)>>,
}

/// A set of actors that terms name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    list: Vec<Number>,
    bits: Vec<u64>,
}

impl Group {
    /// These actors.
    pub(crate) fn of(members: impl IntoIterator<Item = Number>) -> Group {
        let mut list: Vec<Number> = members.into_iter().collect();
        list.sort_unstable();
        list.dedup();
        let mut bits = vec![0; list.last().map_or(0, |last| usize::from(*last) / 64 + 1)];
        for number in &list {
            bits[usize::from(*number) / 64] |= 1 << (number % 64);
        }
        Group { list, bits }
    }

    /// Whether nobody is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether it names the actor itself.
    pub(crate) fn has(&self, number: Number) -> bool {
        self.bits.get(usize::from(number) / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

impl<'a> Roll<'a> {
    /// The actors of these lists.
    pub(crate) fn of(actors: &'a Actors) -> Roll<'a> {
        let all: Vec<_> = actors.iter().collect();
        let numbers: FxHashMap<&ActorId, Number> =
            all.iter().enumerate().map(|(number, actor)| (&actor.id, number as Number)).collect();
        let links = |of: &'a [Membership]| {
            of.iter().filter_map(|link| Some((*numbers.get(&link.of)?, link))).collect::<Vec<_>>()
        };
        let above: Vec<_> = all.iter().map(|actor| links(&actor.member_of)).collect();
        let beside = all.iter().map(|actor| links(&actor.partner_of)).collect();
        let mut roll = Roll {
            actors,
            kinds: all.iter().map(|actor| actor.kind).collect(),
            above,
            beside,
            ever: vec![],
            spells: vec![],
            numbers,
        };
        let count = roll.kinds.len() as Number;
        roll.ever = (0..count).map(|number| roll.climb(number, None)).collect();
        roll.spells = (0..count).map(|number| roll.spells_of(number)).collect();
        roll
    }

    /// The lists.
    pub(crate) fn actors(&self) -> &'a Actors {
        self.actors
    }

    /// The number of an actor.
    pub(crate) fn number(&self, id: &ActorId) -> Option<Number> {
        self.numbers.get(id).copied()
    }

    /// The set of these actors; ids that no list holds are left out.
    pub(crate) fn group<'i>(&self, ids: impl IntoIterator<Item = &'i ActorId>) -> Group {
        Group::of(ids.into_iter().filter_map(|id| self.number(id)))
    }

    /// What sort of actor it is.
    pub(crate) fn kind(&self, number: Number) -> ActorKind {
        self.kinds[usize::from(number)]
    }

    /// Whether it bears arms: a state, its forces, an armed group, an alliance of such.
    pub(crate) fn is_armed(&self, number: Number) -> bool {
        match self.kind(number) {
            ActorKind::State | ActorKind::Forces | ActorKind::ArmedGroup | ActorKind::Coalition => true,
            ActorKind::Organisation
            | ActorKind::Monitor
            | ActorKind::Outlet
            | ActorKind::Person
            | ActorKind::Civil
            | ActorKind::List => false,
        }
    }

    /// The actor itself and every whole to which it belonged on a day, in order; without a day, ever.
    pub(crate) fn wholes(&self, number: Number, on: Option<Date>) -> &[Number] {
        let spells = &self.spells[usize::from(number)];
        match on.filter(|_| !spells.is_empty()) {
            None => &self.ever[usize::from(number)],
            Some(day) => &spells[spells.partition_point(|(from, _)| *from <= day) - 1].1,
        }
    }

    /// Whether an actor is one of a group or belongs to one, by a way on which nobody is `barred`.
    pub(crate) fn reaches(
        &self,
        number: Number,
        group: &Group,
        on: Option<Date>,
        barred: impl Fn(Number) -> bool,
    ) -> bool {
        let (mut open, mut seen) = (vec![number], vec![number]);
        while let Some(current) = open.pop().filter(|_| !group.is_empty()) {
            if barred(current) {
                continue;
            }
            if group.has(current) {
                return true;
            }
            for (whole, link) in &self.above[usize::from(current)] {
                if link.held(on) && !seen.contains(whole) {
                    seen.push(*whole);
                    open.push(*whole);
                }
            }
        }
        false
    }

    fn spells_of(&self, number: Number) -> Vec<(Date, Vec<Number>)> {
        let on_the_way =
            self.ever[usize::from(number)].iter().flat_map(|whole| &self.above[usize::from(*whole)]);
        let changes = on_the_way.flat_map(|(_, link)| {
            link.from.into_iter().chain(link.until.and_then(|until| until.tomorrow().ok()))
        });
        let mut days: Vec<Date> = changes.collect();
        if days.is_empty() {
            return vec![];
        }
        days.push(Date::MIN);
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(|day| (day, self.climb(number, Some(day)))).collect()
    }

    fn climb(&self, number: Number, on: Option<Date>) -> Vec<Number> {
        let (mut found, mut next) = (vec![number], 0);
        while let Some(current) = found.get(next).copied() {
            for (whole, link) in &self.above[usize::from(current)] {
                if link.held(on) && !found.contains(whole) {
                    found.push(*whole);
                }
            }
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Whether an actor is one of a group or belongs to one; unknown where one of them belongs to the actor, so that
    /// the wider name may mean it.
    pub(crate) fn belongs(&self, number: Number, group: &Group, on: Option<Date>) -> Truth {
        if group.is_empty() {
            return Truth::False;
        }
        if self.wholes(number, on).iter().any(|whole| group.has(*whole)) {
            return Truth::True;
        }
        let may_mean = |member: &Number| {
            self.ever[usize::from(*member)].contains(&number) && self.wholes(*member, on).contains(&number)
        };
        Truth::from(if group.list.iter().any(may_mean) { None } else { Some(false) })
    }

    /// Whether an actor fights beside one of a group. An armed group of which no list tells may do so; a
    /// signatory of the terms does not.
    pub(crate) fn is_partner(
        &self,
        number: Number,
        group: &Group,
        signed: &Group,
        on: Option<Date>,
    ) -> Truth {
        if group.is_empty() {
            return Truth::False;
        }
        let links = self.wholes(number, on);
        let beside = links.iter().flat_map(|whole| &self.beside[usize::from(*whole)]);
        let fights = beside.filter(|(_, link)| link.held(on));
        let told = fights.map(|(of, _)| self.belongs(*of, group, on)).fold(Truth::False, Truth::or);
        let told = told.or(self.belongs(number, group, on));
        let open = matches!(self.kind(number), ActorKind::ArmedGroup | ActorKind::Coalition);
        if told == Truth::False && open && !signed.has(number) { Truth::Unknown } else { told }
    }
}
