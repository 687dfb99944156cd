//! The listed actors by number, and which of them belong to which on a day. Knows no terms.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use truce_model::{ActorId, ActorKind, Actors, Interval, Membership, Moment, Truth};

/// Number of an actor.
pub(crate) type Number = u32;

/// The days on which something can have been, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl Days {
    /// One day.
    pub(crate) fn on(day: Date) -> Days {
        Days { first: day, last: day }
    }

    /// The days of an interval; a side that nobody tells is open.
    pub(crate) fn of(occurred: Interval) -> Days {
        let day = |moment: Option<Moment>| moment.map(|moment| moment.date());
        let first = day(occurred.start).unwrap_or(Date::MIN);
        Days { first, last: day(occurred.end).unwrap_or(Date::MAX).max(first) }
    }
}

/// Every listed actor.
pub(crate) struct Roll<'a> {
    actors: &'a Actors,
    ids: Vec<&'a ActorId>,
    kinds: Vec<ActorKind>,
    numbers: FxHashMap<&'a ActorId, Number>,
    above: Vec<Vec<(Number, &'a Membership)>>,
    beside: Vec<Vec<(Number, &'a Membership)>>,
    /// All wholes of an actor, whatever the day, itself among them; in order.
    ever: Vec<Vec<Number>>,
    /// All parts of an actor, whatever the day, itself among them; in order.
    parts: Vec<Vec<Number>>,
    /// Where a membership on the way to them held in some days only: the wholes from each day on, in order.
    spells: Vec<Vec<(Date, Vec<Number>)>>,
    /// The days from which on anything is different in whom an actor, or a part of it, belongs to or fights beside.
    changes: Vec<Vec<Date>>,
}

/// A set of actors that terms name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    list: Vec<Number>,
    /// Whoever may belong to it: its parts, and the wholes of those, since a wider name may mean them.
    kin: Vec<Number>,
    /// Whether the terms name somebody whom no list holds, so that nobody is certainly outside.
    open: bool,
}

impl Group {
    /// The actors that are named, in order.
    pub(crate) fn list(&self) -> &[Number] {
        &self.list
    }

    /// Whether nobody is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && !self.open
    }

    /// Whether it names the actor itself.
    pub(crate) fn has(&self, number: Number) -> bool {
        self.list.binary_search(&number).is_ok()
    }

    /// What holds of an actor that is none of those named.
    fn others(&self) -> Truth {
        Truth::from((!self.open).then_some(false))
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
            ids: all.iter().map(|actor| &actor.id).collect(),
            kinds: all.iter().map(|actor| actor.kind).collect(),
            above,
            beside,
            ever: vec![],
            parts: vec![vec![]; all.len()],
            spells: vec![],
            changes: vec![],
            numbers,
        };
        let count = all.len() as Number;
        roll.ever = (0..count).map(|number| roll.climb(number, None)).collect();
        for part in 0..count {
            for whole in &roll.ever[part as usize] {
                roll.parts[*whole as usize].push(part);
            }
        }
        roll.spells = (0..count).map(|number| roll.spells_of(number)).collect();
        roll.changes = (0..count).map(|number| roll.changes_of(number)).collect();
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

    /// The id of an actor.
    pub(crate) fn id(&self, number: Number) -> &'a ActorId {
        self.ids[number as usize]
    }

    /// The set of these actors; an id that no list holds leaves it open who else belongs to it.
    pub(crate) fn group<'i>(&self, ids: impl IntoIterator<Item = &'i ActorId>) -> Group {
        let mut open = false;
        let found = ids.into_iter().filter_map(|id| {
            let number = self.number(id);
            open |= number.is_none();
            number
        });
        let found: Vec<Number> = found.collect();
        Group { open, ..self.set(found) }
    }

    /// The set of these actors.
    pub(crate) fn set(&self, numbers: impl IntoIterator<Item = Number>) -> Group {
        let list = ordered(numbers.into_iter().collect());
        let parts = ordered(list.iter().flat_map(|number| self.parts_of(*number)).copied().collect());
        let kin = parts.iter().filter(|part| self.kind(**part) != ActorKind::Person || list.contains(part));
        let kin = ordered(kin.flat_map(|part| &self.ever[*part as usize]).chain(&parts).copied().collect());
        Group { list, kin, open: false }
    }

    fn parts_of(&self, number: Number) -> &[Number] {
        &self.parts[number as usize]
    }

    /// What sort of actor it is.
    pub(crate) fn kind(&self, number: Number) -> ActorKind {
        self.kinds[number as usize]
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

    /// The actor itself and every whole to which it belonged on a day, in order.
    pub(crate) fn wholes(&self, number: Number, on: Date) -> &[Number] {
        match self.spells[number as usize].as_slice() {
            [] => self.wholes_ever(number),
            spells => &spells[spells.partition_point(|(from, _)| *from <= on) - 1].1,
        }
    }

    /// The actor itself and every whole to which it ever belonged, in order.
    pub(crate) fn wholes_ever(&self, number: Number) -> &[Number] {
        &self.ever[number as usize]
    }

    /// The answer that holds on each of some days; unknown where it differs between two of them. What is asked may
    /// rest on whom these actors, or parts of them, belong to or fight beside, and on nothing else that changes.
    pub(crate) fn throughout(&self, days: Days, who: &[Number], ask: impl Fn(Date) -> Truth) -> Truth {
        let first = ask(days.first);
        if days.first == days.last {
            return first;
        }
        let changes = who.iter().flat_map(|number| {
            let all = &self.changes[*number as usize];
            let from = all.partition_point(|day| *day <= days.first);
            all[from..].iter().take_while(|day| **day <= days.last)
        });
        let same = |day: &Date| first != Truth::Unknown && ask(*day) == first;
        if changes.into_iter().all(same) { first } else { Truth::Unknown }
    }

    /// Whether an actor is one of a group or belongs to one, by a way on which nobody is `barred`.
    pub(crate) fn reaches(
        &self,
        number: Number,
        group: &Group,
        on: Date,
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
            for (whole, link) in &self.above[current as usize] {
                if link.held(Some(on)) && !seen.contains(whole) {
                    seen.push(*whole);
                    open.push(*whole);
                }
            }
        }
        false
    }

    fn spells_of(&self, number: Number) -> Vec<(Date, Vec<Number>)> {
        let on_the_way = self.wholes_ever(number).iter().flat_map(|whole| &self.above[*whole as usize]);
        let mut days: Vec<Date> = on_the_way.flat_map(|(_, link)| edges(link)).collect();
        if days.is_empty() {
            return vec![];
        }
        days.push(Date::MIN);
        let days = ordered(days);
        days.into_iter().map(|day| (day, self.climb(number, Some(day)))).collect()
    }

    fn changes_of(&self, number: Number) -> Vec<Date> {
        let parts = self.parts_of(number).iter();
        let of = |family: &Number| self.spells[*family as usize].iter().map(|(day, _)| *day);
        let wholes = parts.clone().flat_map(|part| self.wholes_ever(*part)).chain([&number]);
        let fights = wholes.flat_map(|whole| &self.beside[*whole as usize]);
        let beside = fights.flat_map(|(of_them, link)| {
            let theirs = self.parts_of(*of_them).iter().flat_map(of);
            edges(link).chain(theirs.collect::<Vec<_>>())
        });
        let days = parts.flat_map(of).chain(beside).filter(|day| *day != Date::MIN);
        ordered(days.collect())
    }

    fn climb(&self, number: Number, on: Option<Date>) -> Vec<Number> {
        let (mut found, mut next) = (vec![number], 0);
        while let Some(current) = found.get(next).copied() {
            for (whole, link) in &self.above[current as usize] {
                if link.held(on) && !found.contains(whole) {
                    found.push(*whole);
                }
            }
            next += 1;
        }
        ordered(found)
    }

    /// Whether an actor is one of a group or belongs to one, on every one of some days; unknown where a part of the
    /// actor does, so that the wider name may mean that part, and where the days differ.
    pub(crate) fn belongs(&self, number: Number, group: &Group, days: Days) -> Truth {
        if group.kin.binary_search(&number).is_err() {
            return group.others();
        }
        self.throughout(days, &[number], |on| self.belongs_on(number, group, on))
    }

    /// Everybody whom an actor's name may mean on a day: itself, and its parts, persons apart.
    pub(crate) fn meant(&self, number: Number, on: Date) -> impl Iterator<Item = Number> {
        let is_meant = move |part: &Number| {
            let person = self.kind(*part) == ActorKind::Person;
            *part == number || (!person && self.wholes(*part, on).contains(&number))
        };
        self.parts_of(number).iter().copied().filter(is_meant)
    }

    fn belongs_on(&self, number: Number, group: &Group, on: Date) -> Truth {
        let is_of = |who: Number| self.wholes(who, on).iter().any(|whole| group.has(*whole));
        if is_of(number) {
            return Truth::True;
        }
        let may_mean = |part: &Number| {
            let person = self.kind(*part) == ActorKind::Person && !group.has(*part);
            !person && self.wholes(*part, on).contains(&number) && is_of(*part)
        };
        if self.parts_of(number).iter().any(may_mean) { Truth::Unknown } else { group.others() }
    }

    /// Whether an actor fights beside one of a group. An armed group of which no list tells may do so; a
    /// signatory of the terms does not.
    pub(crate) fn is_partner(&self, number: Number, group: &Group, signed: &Group, days: Days) -> Truth {
        if group.is_empty() {
            return Truth::False;
        }
        let fights = |on: Date| {
            let beside = self.wholes(number, on).iter().flat_map(|whole| &self.beside[*whole as usize]);
            let fights = beside.filter(|(_, link)| link.held(Some(on)));
            let told = fights.map(|(of, _)| self.belongs_on(*of, group, on)).fold(Truth::False, Truth::or);
            told.or(self.belongs_on(number, group, on))
        };
        let told = self.throughout(days, &[number], fights);
        let open = matches!(self.kind(number), ActorKind::ArmedGroup | ActorKind::Coalition);
        if told == Truth::False && open && !signed.has(number) { Truth::Unknown } else { told }
    }
}

/// The days from which on a membership is another: its first, and the one after its last.
fn edges(link: &Membership) -> impl Iterator<Item = Date> + use<> {
    link.from.into_iter().chain(link.until.and_then(|until| until.tomorrow().ok()))
}

fn ordered<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
        actor = [
          { id = "north", name = "North", kind = "state" },
          { id = "north-guard", name = "North Guard", kind = "forces", member_of = [{ of = "north" }, { of = "joint-command", from = "2031-03-05" }] },
          { id = "joint-command", name = "Joint Command", kind = "coalition" },
          { id = "spokesman", name = "Arno Vell", kind = "person", member_of = [{ of = "north" }, { of = "council" }] },
          { id = "council", name = "the Council", kind = "organisation" },
          { id = "band", name = "the Band", kind = "armed-group", member_of = [{ of = "joint-command", until = "2031-03-09" }] },
        ]
    "#;

    #[track_caller]
    fn check(who: &str, of: &[&str], first: &str, last: &str, expected: Truth) {
        let actors = Actors::parse([("list.toml", LIST)]).unwrap();
        let roll = Roll::of(&actors);
        let ids: Vec<ActorId> = of.iter().map(|id| ActorId::new(*id)).collect();
        let days = Days { first: first.parse().unwrap(), last: last.parse().unwrap() };
        let number = roll.number(&ActorId::new(who)).unwrap();
        assert_eq!(
            roll.belongs(number, &roll.group(&ids), days),
            expected,
            "{who} of {of:?}, {first} to {last}"
        );
    }

    #[test]
    fn a_membership_counts_on_every_day_on_which_it_can_have_been() {
        check("band", &["joint-command"], "2031-03-08", "2031-03-09", Truth::True);
        check("band", &["joint-command"], "2031-03-09", "2031-03-10", Truth::Unknown);
        check("band", &["joint-command"], "2031-03-10", "2031-03-12", Truth::False);
    }

    #[test]
    fn a_wider_name_may_mean_a_part_of_it_that_belongs_to_the_group() {
        check("north", &["joint-command"], "2031-03-04", "2031-03-04", Truth::False);
        check("north", &["joint-command"], "2031-03-05", "2031-03-05", Truth::Unknown);
        check("north", &["north-guard"], "2031-03-04", "2031-03-04", Truth::Unknown);
        check("north", &["council"], "2031-03-04", "2031-03-04", Truth::False);
    }

    #[test]
    fn of_somebody_whom_no_list_holds_nobody_is_known_not_to_be_a_part() {
        check("band", &["the-unheard-of"], "2031-03-08", "2031-03-08", Truth::Unknown);
        check("band", &["the-unheard-of", "joint-command"], "2031-03-08", "2031-03-08", Truth::True);
    }
}
