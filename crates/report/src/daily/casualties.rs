//! How many people were affected, between bounds. Aggregates stand apart and are never added.

use crate::{Area, Figure, When, view::View};
use jiff::civil::Date;
use serde::Serialize;
use truce_model::{ClaimId, IncidentId, Name, Scope, Toll, TollId, TollOf};

/// The sum over incidents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The sum of the bounds; an open top stays open, and the low counts nobody twice.
    pub figure: Figure,
    /// The incidents with a figure of which some may be one; empty: the sum is over certainly different incidents.
    pub may_be_one: Vec<IncidentId>,
    /// How many of these incidents have no figure; they are in no sum.
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
    Casualties {
        incidents: of(view.incidents_on(day)),
        not_dated: of(view.incidents_across(day)),
        aggregates: aggregates(view, day),
    }
}

fn aggregates(view: &View, day: Date) -> Vec<TollLine> {
    let mut tolls: Vec<_> = view
        .situation
        .tolls
        .iter()
        .filter(|toll| match &toll.scope {
            Scope::Aggregate { over, .. } => over.touches(day),
            Scope::Incident { .. } => false,
        })
        .filter(|toll| {
            toll.claims.iter().any(|id| view.situation.claim(id).is_some_and(|c| view.claim_concerned(c)))
        })
        .collect();
    tolls.sort_by_cached_key(|toll| {
        let area = Area::of(&toll.places, view.places);
        (area, TollOf::ALL.iter().position(|of| *of == toll.of), toll.who.clone(), toll.id.clone())
    });
    tolls.into_iter().map(|toll| line(view, toll)).collect()
}

fn line(view: &View, toll: &Toll) -> TollLine {
    let (incident, over) = match &toll.scope {
        Scope::Incident { incident } => (Some(incident.clone()), toll.occurred),
        Scope::Aggregate { over, .. } => (None, *over),
    };
    let side = |bound: &truce_model::Bound| Side { number: bound.number, claims: view.sorted(&bound.claims) };
    TollLine {
        id: toll.id.clone(),
        incident,
        of: toll.of,
        who: toll.who.clone(),
        places: toll.places.clone(),
        occurred: view.calendar.when(over),
        figure: Figure::people(toll, view.sorted(&toll.claims)),
        low: side(&toll.low),
        high: side(&toll.high),
        highest: side(&toll.highest),
    }
}
