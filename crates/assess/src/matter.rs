//! An incident made ready to be judged: its names looked up, its places numbered. Draws no conclusion.

use crate::{
    facts::Facts,
    known::{Known, Meanings, Scene},
    law::Law,
    lens::Lens,
    roll::{Days, Number, Roll},
    times::{ALWAYS, NEVER, seconds},
    tree::{PlaceNumber, Tree},
};
use jiff::tz::TimeZone;
use std::cell::{Cell, OnceCell};
use truce_model::{Name, Truth};

/// An incident before the law.
pub(crate) struct Matter<'m, 'a> {
    pub(crate) facts: &'m Facts<'a>,
    pub(crate) roll: &'m Roll<'a>,
    pub(crate) tree: &'m Tree<'a>,
    law: &'m Law<'a>,
    names: &'m Meanings<'a>,
    /// Everybody who is named as having done it.
    pub(crate) who: Vec<&'a Name>,
    /// Its listed places, most specific first.
    pub(crate) places: Vec<PlaceNumber>,
    /// The country in which all of them lie, by which names are understood.
    country: Option<PlaceNumber>,
    /// The days on which it can have happened, by which memberships are taken.
    pub(crate) days: Days,
    /// The listed places among its targets, once they were asked for.
    goals: OnceCell<Vec<PlaceNumber>>,
    /// When it was, in the zone asked for last.
    span: Cell<Option<(usize, (i64, i64))>>,
}

impl<'m, 'a> Matter<'m, 'a> {
    /// The incident of these facts, whose names have been learnt.
    pub(crate) fn of(
        facts: &'m Facts<'a>,
        law: &'m Law<'a>,
        names: &'m Meanings<'a>,
        Scene { places, country }: Scene,
    ) -> Matter<'m, 'a> {
        let incident = facts.incident;
        Matter {
            facts,
            roll: law.roll(),
            tree: law.tree(),
            law,
            names,
            who: incident.attribution.named(),
            country,
            places,
            days: Days::of(incident.occurred),
            goals: OnceCell::new(),
            span: Cell::new(None),
        }
    }

    /// What a name means, whatever the terms.
    pub(crate) fn known(&self, name: &Name) -> &'m Known {
        self.names.of(name)
    }

    /// The listed places among its targets: where aid was meant for.
    pub(crate) fn goals(&self) -> &[PlaceNumber] {
        let targets = &self.facts.incident.targets;
        self.goals.get_or_init(|| targets.iter().filter_map(|name| self.known(name).place).collect())
    }

    /// From when to when it can have been, in the zone of a lens.
    pub(crate) fn span(&self, lens: &Lens) -> (i64, i64) {
        match self.span.get() {
            Some((zone, span)) if zone == lens.zone => span,
            _ => {
                let span = span(self.facts, self.law.zone(lens.zone));
                self.span.set(Some((lens.zone, span)));
                span
            }
        }
    }

    /// The listed actors that a name means; a bare "army" or "government jets" is the state of the country in which
    /// the incident lies, where exactly one state of that country is, or belongs to, a party of the provision.
    pub(crate) fn named(&self, name: &Name, lens: &'m Lens) -> &'m [Number] {
        let known = self.known(name);
        if !known.listed.is_empty() {
            return &known.listed;
        }
        if known.is_bare_side { self.host(lens) } else { &[] }
    }

    fn host(&self, lens: &'m Lens) -> &'m [Number] {
        let host = self.country.and_then(|country| lens.hosts.get(&country));
        host.map_or(&[], std::slice::from_ref)
    }

    /// The listed actors for whom a source certainly speaks: "a South Guard spokesman" for the South Guard, "a rebel
    /// commander" for the rebels, "a military source" for the state.
    pub(crate) fn voices(&self, source: &Name, lens: &'m Lens) -> &'m [Number] {
        let known = self.known(source);
        match (self.named(source, lens), known.scanned.as_slice()) {
            ([], [_]) if known.is_their_voice => &known.scanned,
            ([], []) if known.is_bare_voice => self.host(lens),
            ([], []) => &known.speaks_for,
            (named, _) => named,
        }
    }

    /// The listed actors whose name stands anywhere in these words, where the rest leaves them theirs, as in "positions
    /// of the South Guard".
    pub(crate) fn mentioned(&self, name: &Name, lens: &'m Lens) -> &'m [Number] {
        let (exact, known) = (self.named(name, lens), self.known(name));
        if exact.is_empty() && known.is_of_their_arms { &known.scanned } else { exact }
    }

    /// Whether the terms, as the lens has them, leave an actor out: they neither protect nor bind it.
    pub(crate) fn is_left_out(&self, number: Number, lens: &Lens) -> Truth {
        lens.leaves_out_actor(number, self.law, self.days, |by| {
            self.in_window(by).and(self.in_zone(&by.ground))
        })
    }

    /// Whether it was while a lens binds: all of the time that it can have taken must lie inside.
    pub(crate) fn in_window(&self, lens: &Lens) -> Truth {
        let (start, end) = self.span(lens);
        match (lens.binding.certain.covers(start, end), lens.binding.possible.meets(start, end)) {
            (true, _) => Truth::True,
            (false, false) => Truth::False,
            (false, true) => Truth::Unknown,
        }
    }

    /// Whether it was on some ground. A name that no list holds says nothing beside one that is listed.
    pub(crate) fn in_zone(&self, ground: &crate::ground::Ground) -> Truth {
        if ground.is_everywhere() {
            return Truth::True;
        }
        within(&self.places, ground, self.tree)
    }

    /// The zone of time of a lens; `None`: it cannot be read.
    pub(crate) fn zone_of(&self, lens: &Lens) -> Option<&'m TimeZone> {
        self.law.zone(lens.zone)
    }

    /// Another lens of the law, by its number.
    pub(crate) fn lens(&self, at: usize) -> &'m Lens<'a> {
        self.law.lens(at)
    }
}

/// Whether these places lie on the ground, of which the first is the most specific.
pub(crate) fn within(places: &[PlaceNumber], ground: &crate::ground::Ground, tree: &Tree) -> Truth {
    let mut answers = places.iter().map(|place| ground.holds(*place, tree));
    let Some(first) = answers.next() else { return Truth::Unknown };
    let (mut same, mut outside) = (true, first == Truth::False);
    for answer in answers {
        same &= answer == first;
        outside |= answer == Truth::False;
    }
    match first {
        // Where the most specific lies inside, a wider name beside it takes nothing away.
        Truth::True if !outside => Truth::True,
        _ if same => first,
        _ => Truth::Unknown,
    }
}

fn span(facts: &Facts, zone: Option<&TimeZone>) -> (i64, i64) {
    let Some(zone) = zone else { return (ALWAYS, NEVER) };
    let (start, end) = facts.incident.occurred.instants(zone);
    (start.map_or(ALWAYS, seconds), end.map_or(NEVER, seconds))
}

/// True where all are, false where none is, else unknown; unknown of nothing.
pub(crate) fn unanimous(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().reduce(|a, b| if a == b { a } else { Truth::Unknown }).unwrap_or(Truth::Unknown)
}
