//! What has changed since the reports of earlier days, and what made the change. Rewrites no earlier report.

use super::{
    CutOff, Total,
    access::Cited,
    header::cut_off,
    summary::{all, count_verdict},
};
use crate::{Figure, FigureValue, Input, view::View};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;
use truce_model::{Act, ClaimId, Incident, Name, Toll, TollOf, Verdict};

/// What an earlier report counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Incidents of the day.
    Incidents,
    /// Violations under the leading reading.
    Violations,
    /// Undetermined under the leading reading.
    Undetermined,
    /// People killed.
    Killed,
    /// People injured.
    Injured,
}

impl Counted {
    /// Whether it is a sum of tolls of that kind.
    fn adds_up(self, of: TollOf) -> bool {
        match self {
            Counted::Killed => of == TollOf::Killed,
            Counted::Injured => of == TollOf::Injured,
            Counted::Incidents | Counted::Violations | Counted::Undetermined => false,
        }
    }
}

/// A figure that is no longer what the earlier report gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What is counted.
    pub of: Counted,
    /// As the day's own report gave it.
    pub was: Figure,
    /// As it is known now.
    pub now: Figure,
}

/// A toll of one incident that is no longer what the earlier report gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TollChange {
    /// What happened.
    pub act: Act,
    /// Where, most specific first; empty: not known.
    pub places: Vec<Name>,
    /// What befell them.
    pub toll: TollOf,
    /// Which people; null: everybody.
    pub who: Option<Name>,
    /// As the day's own report gave it.
    pub was: Figure,
    /// As it is known now.
    pub now: Figure,
}

/// What has changed about one earlier day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The earlier day.
    pub day: Date,
    /// The cut-off of its own report.
    pub reported: CutOff,
    /// Whether the record as it now is also made the earlier figures: no report of the day itself is known, and they
    /// are what it would have said on what was published by then.
    pub reconstructed: bool,
    /// The figures that changed.
    pub changes: Vec<Change>,
    /// The tolls of single incidents that changed, also where their sum did not.
    pub tolls: Vec<TollChange>,
    /// The figures that stand, with all their parts.
    pub stand: Vec<Counted>,
    /// Claims on that day's incidents that its own report did not have.
    pub added: Cited,
    /// Claims on that day's incidents that no longer count.
    pub removed: Cited,
}

/// Compares each earlier day's own report with what is known now. Days without a change are left in, changes empty.
pub(crate) fn corrections(input: &Input, now: &View) -> Vec<Correction> {
    let earlier = input.earlier.iter().filter(|(day, _)| *day < input.day && *day >= now.calendar.first);
    earlier
        .map(|(day, situation)| correction(*day, &View::new(input, situation, now.calendar), now))
        .collect()
}

fn correction(day: Date, was: &View, now: &View) -> Correction {
    let (before, after) = (was.incidents_on(day), now.incidents_on(day));
    let tolls = tolls(was, &before, now, &after);
    let (mut changes, mut stand) = (vec![], vec![]);
    for (of, was, now) in
        figures(was, &before, day).into_iter().zip(figures(now, &after, day)).map(|(a, b)| (a.0, a.1, b.1))
    {
        if was.value != now.value {
            changes.push(Change { of, was, now });
        } else if !tolls.iter().any(|toll| of.adds_up(toll.toll)) {
            stand.push(of);
        }
    }
    let of = |incidents: &[&Incident]| -> BTreeSet<ClaimId> {
        incidents.iter().flat_map(|incident| incident.all_claims().cloned()).collect()
    };
    let added = of(&after).into_iter().filter(|id| was.situation.claim(id).is_none());
    let removed = of(&before).into_iter().filter(|id| now.situation.claim(id).is_none());
    let (added, removed): (Vec<_>, Vec<_>) = (added.collect(), removed.collect());
    Correction {
        day,
        reported: cut_off(was.situation, now.calendar),
        // One that a later record already belongs to cannot have been made at the time.
        reconstructed: was.situation.seq == now.situation.seq,
        changes,
        tolls,
        stand,
        added: Cited { claims: now.sorted(&added) },
        removed: Cited { claims: was.sorted(&removed) },
    }
}

/// Compares tolls that share a claim; an incident's id may change as claims join it.
fn tolls(was: &View, before: &[&Incident], now: &View, after: &[&Incident]) -> Vec<TollChange> {
    let figure = |view: &View, toll: &Toll| Figure::people(toll, view.sorted(&toll.claims));
    let silent = || Figure { value: FigureValue::NoFigure, claims: vec![] };
    let then: Vec<(&Incident, &Toll)> = told(was, before);
    let mut changed = vec![];
    for (incident, toll) in told(now, after) {
        let earlier = then.iter().find(|(_, earlier)| same(earlier, toll));
        let (old, new) = (earlier.map_or_else(silent, |(_, old)| figure(was, old)), figure(now, toll));
        if old.value != new.value {
            changed.push(change(incident, toll, old, new));
        }
    }
    // One that moved to another day with its incident is gone from this day's sum, and not from the record.
    let gone = then.iter().filter(|(_, old)| !now.situation.tolls.iter().any(|toll| same(old, toll)));
    changed.extend(gone.map(|(incident, toll)| change(incident, toll, figure(was, toll), silent())));
    changed
}

fn told<'a>(view: &View<'a>, incidents: &[&'a Incident]) -> Vec<(&'a Incident, &'a Toll)> {
    incidents.iter().flat_map(|i| view.tolls(&i.id).iter().map(|toll| (*i, *toll))).collect()
}

fn same(one: &Toll, other: &Toll) -> bool {
    one.of == other.of
        && one.who.as_ref().map(Name::key) == other.who.as_ref().map(Name::key)
        && one.claims.iter().any(|claim| other.claims.contains(claim))
}

fn change(incident: &Incident, toll: &Toll, was: Figure, now: Figure) -> TollChange {
    let (act, places) = (incident.act, incident.places.clone());
    TollChange { act, places, toll: toll.of, who: toll.who.clone(), was, now }
}

fn figures(view: &View, incidents: &[&Incident], day: Date) -> Vec<(Counted, Figure)> {
    let verdict = |verdict| {
        let none = || Figure::count(0, vec![]);
        view.lead().map_or_else(none, |reading| count_verdict(view, incidents, reading, Some(verdict)))
    };
    let people = |of| {
        let Total { figure, .. } = view.total(incidents, of, (day, day));
        figure
    };
    vec![
        (Counted::Incidents, all(view, incidents)),
        (Counted::Violations, verdict(Verdict::Violation)),
        (Counted::Undetermined, verdict(Verdict::Undetermined)),
        (Counted::Killed, people(TollOf::Killed)),
        (Counted::Injured, people(TollOf::Injured)),
    ]
}
