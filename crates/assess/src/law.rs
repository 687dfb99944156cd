//! The agreements made ready to judge by: every provision under every reading, found by time and place. Judges by terms only.

use crate::{
    index::{self, Index, days},
    lens::{Basis, Lens, Shared, states},
    matter::Matter,
    roll::Roll,
    terms::{self, Answers},
    tree::Tree,
};
use jiff::{Timestamp, tz::TimeZone};
use std::sync::Arc;
use truce_model::{Actors, Agreement, Places, Verdict};

/// Agreements ready to judge by: made once, asked of any number of incidents.
pub struct Law<'a> {
    roll: Roll<'a>,
    tree: Tree<'a>,
    zones: Vec<Option<TimeZone>>,
    lenses: Vec<Lens<'a>>,
    /// The lenses of each provision, one a reading.
    provisions: Vec<std::ops::Range<usize>>,
    indexes: Vec<Index>,
    /// Which index holds the provisions of which an act is a matter.
    by_act: Vec<Option<usize>>,
}

/// What a lens makes of an incident.
pub(crate) struct Judgement {
    pub(crate) lens: usize,
    pub(crate) answers: Answers,
    pub(crate) verdict: Verdict,
}

impl<'a> Law<'a> {
    /// The agreements with the lists in which their names are looked up. Hours that come back without end are laid
    /// out up to `horizon`, a moment after which no incident may have begun.
    pub fn of(
        agreements: &'a [Agreement],
        actors: &'a Actors,
        places: &'a Places,
        horizon: Timestamp,
    ) -> Law<'a> {
        let (roll, tree) = (Roll::of(actors), Tree::of(places));
        let states = states(&roll, &tree);
        let mut names: Vec<&str> = agreements.iter().map(|agreement| agreement.zone.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let superseding: Vec<&Agreement> =
            agreements.iter().filter(|agreement| !agreement.supersedes.is_empty()).collect();
        let basis = Basis { superseding: &superseding, roll: &roll, tree: &tree, states: &states, horizon };
        let (mut lenses, mut provisions) = (Vec::new(), Vec::new());
        for agreement in agreements {
            let zone = names.binary_search(&agreement.zone.as_str()).unwrap_or_default();
            let first = lenses.len();
            let count = agreement.readings.len();
            let same = |provision: usize, reading: usize| first + provision * count + reading;
            let shared = agreement.readings.iter().enumerate().map(|(at, reading)| {
                Arc::new(Shared::of(agreement, reading, zone, &roll, |provision| same(provision, at)))
            });
            let shared: Vec<Arc<Shared>> = shared.collect();
            for (number, provision) in agreement.provisions.iter().enumerate() {
                provisions.push(same(number, 0)..same(number + 1, 0));
                let under = |(at, shared)| Lens::of(shared, provision, &basis, |number| same(number, at));
                lenses.extend(shared.iter().enumerate().map(under));
            }
        }
        let zones = names.iter().map(|name| TimeZone::get(name).ok()).collect();
        let (indexes, by_act) = index::of_acts(&lenses, &provisions, &tree);
        Law { indexes, by_act, roll, tree, zones, lenses, provisions }
    }

    /// The actors.
    pub(crate) fn roll(&self) -> &Roll<'a> {
        &self.roll
    }

    /// The places.
    pub(crate) fn tree(&self) -> &Tree<'a> {
        &self.tree
    }

    /// A zone of time; `None`: it cannot be read.
    pub(crate) fn zone(&self, number: usize) -> Option<&TimeZone> {
        self.zones.get(number)?.as_ref()
    }

    /// A provision under a reading.
    pub(crate) fn lens(&self, number: usize) -> &Lens<'a> {
        &self.lenses[number]
    }

    /// Every provision under every reading.
    pub(crate) fn lenses(&self) -> &[Lens<'a>] {
        &self.lenses
    }

    /// What the provisions whose time and ground the incident can have touched make of it, under every reading.
    pub(crate) fn judge(&self, matter: &Matter) -> Vec<Judgement> {
        self.reached(matter).filter_map(|lens| self.judge_by(lens, matter)).collect()
    }

    /// The verdicts alone of those provisions.
    pub(crate) fn verdicts_on(&self, matter: &Matter) -> impl Iterator<Item = Verdict> {
        self.reached(matter).filter_map(|lens| terms::verdict_alone(matter, &self.lenses[lens]))
    }

    /// What one provision under one reading makes of an incident; `None`: acts of that kind are no matter of it.
    pub(crate) fn judge_by(&self, lens: usize, matter: &Matter) -> Option<Judgement> {
        let (answers, fulfils) = terms::answers(matter, &self.lenses[lens])?;
        Some(Judgement { lens, verdict: terms::verdict(&answers, fulfils), answers })
    }

    /// The lenses of the provisions whose time and ground an incident can touch and of which its act is a matter, in order.
    fn reached(&self, matter: &Matter) -> impl Iterator<Item = usize> {
        let incident = matter.facts.incident;
        let found = self.by_act[incident.act as usize].map(|index| {
            let when = days(incident.occurred);
            self.indexes[index].reached(when, &matter.places, matter.goals(), &self.tree)
        });
        found.into_iter().flatten().flat_map(|provision| self.provisions[provision].clone())
    }
}
