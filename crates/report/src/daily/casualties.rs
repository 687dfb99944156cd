//! How many people were affected, between bounds. Aggregates stand apart and are never added.

use crate::{Area, Figure, When, calendar::lies_in, view::View};
use jiff::civil::Date;
use serde::Serialize;
use truce_model::{ClaimId, IncidentId, Interval, Moment, Name, Scope, Standing, Toll, TollId, TollOf};

/// The sum over incidents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The sum of the bounds; an open top stays open, and the low counts nobody twice.
    pub figure: Figure,
    /// The incidents with a figure of which some may be one; empty: the sum is over certainly different incidents.
    pub may_be_one: Vec<IncidentId>,
    /// Whether figures of the sort are told that are not dated to these days alone; they are in no sum.
    pub not_dated: bool,
    /// How many of these incidents that can have hurt people have no figure; they are in no sum.
    pub incidents_without_figure: Figure,
}

/// One side of a toll's bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The number; null: no claim bounds it on this side.
    pub number: Option<u64>,
    /// The claims that set it.
    pub claims: Vec<ClaimId>,
}

/// How many people were affected in one scope and one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TollLine {
    /// Which toll.
    pub id: TollId,
    /// The incident; null for an aggregate.
    pub incident: Option<IncidentId>,
    /// What befell them.
    pub of: TollOf,
    /// Which people; null: everybody.
    pub who: Option<Name>,
    /// Where, most specific first; empty: not known.
    pub places: Vec<Name>,
    /// When.
    pub occurred: When,
    /// Between which bounds.
    pub figure: Figure,
    /// The claims at the lower bound.
    pub low: Side,
    /// The claims at the upper bound.
    pub high: Side,
    /// The highest figure that any claim gives, also where the top is open.
    pub highest: Side,
}

/// People affected on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Casualties {
    /// By incident of the day.
    pub incidents: Vec<TollLine>,
    /// By incident that is not dated to one day.
    pub not_dated: Vec<TollLine>,
    /// Without any time, first told on the day or in a document without a date.
    pub undated: Vec<TollLine>,
    /// Sums that sources give for a stretch of time; never added to incidents.
    pub aggregates: Vec<TollLine>,
}

/// Lists the tolls of the day.
pub(crate) fn casualties(view: &View, day: Date) -> Casualties {
    let of = |incidents: Vec<&truce_model::Incident>| {
        let tolls = incidents.into_iter().flat_map(|incident| {
            let mut tolls = view.tolls(&incident.id).to_vec();
            tolls.sort_by_key(|toll| (TollOf::ALL.iter().position(|of| *of == toll.of), toll.who.clone()));
            tolls
        });
        tolls.map(|toll| line(view, toll)).collect()
    };
    let without_time = |toll: &Toll| is_undated(toll) && told_in(view, toll, day, day);
    let mut undated: Vec<TollLine> = of(view.incidents_without_time(day));
    undated.extend(aggregates(view, without_time));
    Casualties {
        incidents: of(view.incidents_on(day)),
        not_dated: of(view.incidents_across(day)),
        undated,
        aggregates: aggregates(view, |toll| over(toll).touches(day)),
    }
}

fn aggregates(view: &View, keep: impl Fn(&Toll) -> bool) -> Vec<TollLine> {
    let aggregate = |toll: &&Toll| matches!(toll.scope, Scope::Aggregate { .. });
    let all = view.situation.tolls.iter().filter(aggregate);
    let mut tolls: Vec<_> = all.filter(|toll| keep(toll) && concerned(view, toll)).collect();
    tolls.sort_by_cached_key(|toll| {
        let area = Area::of(&toll.places, view.places);
        (area, TollOf::ALL.iter().position(|of| *of == toll.of), toll.who.clone(), toll.id.clone())
    });
    tolls.into_iter().map(|toll| line(view, toll)).collect()
}

/// Whether figures are told that may be of these days and are in no sum over them.
pub(crate) fn told_apart(view: &View, of: TollOf, first: Date, last: Date) -> bool {
    let days = Interval::between(Moment::Day(first), Moment::Day(last));
    let mut tolls = view.situation.tolls.iter().filter(|toll| toll.of == of && has_number(toll));
    tolls.any(|toll| {
        let summed = matches!(toll.scope, Scope::Incident { .. }) && lies_in(&over(toll), first, last);
        let near = if is_undated(toll) { told_in(view, toll, first, last) } else { over(toll).meets(&days) };
        !summed && near && concerned(view, toll)
    })
}

/// When a toll counts from and to.
fn over(toll: &Toll) -> Interval {
    match &toll.scope {
        Scope::Incident { .. } => toll.occurred,
        Scope::Aggregate { over, .. } => *over,
    }
}

fn is_undated(toll: &Toll) -> bool {
    over(toll).is_unknown()
}

fn has_number(toll: &Toll) -> bool {
    toll.low.number.or(toll.high.number).is_some()
}

/// Whether it was first told in these days, or in a document without a date.
fn told_in(view: &View, toll: &Toll, first: Date, last: Date) -> bool {
    view.first_published(&toll.claims).is_none_or(|told| first <= told && told <= last)
}

fn concerned(view: &View, toll: &Toll) -> bool {
    let claims = || toll.claims.iter().filter_map(|id| view.situation.claim(id));
    match &toll.scope {
        Scope::Incident { incident } => view
            .situation
            .incident(incident)
            .is_some_and(|incident| view.concerned(incident) && incident.standing != Standing::Denied),
        Scope::Aggregate { .. } => claims().any(|claim| view.claim_concerned(claim)),
    }
}

fn line(view: &View, toll: &Toll) -> TollLine {
    let incident = match &toll.scope {
        Scope::Incident { incident } => Some(incident.clone()),
        Scope::Aggregate { .. } => None,
    };
    let side = |bound: &truce_model::Bound| Side { number: bound.number, claims: view.sorted(&bound.claims) };
    TollLine {
        id: toll.id.clone(),
        incident,
        of: toll.of,
        who: toll.who.clone(),
        places: toll.places.clone(),
        occurred: view.calendar.when(over(toll)),
        figure: Figure::people(toll, view.sorted(&toll.claims)),
        low: side(&toll.low),
        high: side(&toll.high),
        highest: side(&toll.highest),
    }
}
