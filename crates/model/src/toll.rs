//! A count of people, with bounds and scope. Unknown is never zero.

use crate::{Act, ClaimId, Hash, IncidentId, Interval, Name, TollId};
use serde::{Deserialize, Serialize};

/// What befell the people counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TollOf {
    /// Killed.
    Killed,
    /// Injured.
    Injured,
    /// Left their homes.
    Displaced,
    /// Missing.
    Missing,
}

impl TollOf {
    /// Every kind, in the order of reports.
    pub const ALL: [TollOf; 4] = [TollOf::Killed, TollOf::Injured, TollOf::Displaced, TollOf::Missing];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            TollOf::Killed => "killed",
            TollOf::Injured => "injured",
            TollOf::Displaced => "displaced",
            TollOf::Missing => "missing",
        }
    }

    /// What a toll claim counts, if it counts people in one of these ways.
    pub fn of_act(act: Act) -> Option<TollOf> {
        match act {
            Act::Killed => Some(TollOf::Killed),
            Act::Injured => Some(TollOf::Injured),
            Act::Displaced => Some(TollOf::Displaced),
            Act::Missing => Some(TollOf::Missing),
            _ => None,
        }
    }
}

/// What a toll covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "kebab-case")]
pub enum Scope {
    /// One incident.
    Incident {
        /// Which.
        incident: IncidentId,
    },
    /// A stretch of time and places that a source sums up; never added to incidents.
    Aggregate {
        /// The place, where one is given.
        place: Option<Name>,
        /// The stretch of time.
        over: Interval,
    },
}

/// One side of a toll's bounds with the claims that set it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The number; `None`: no claim bounds it on this side. `Some(0)`: a claim says that it was none.
    pub number: Option<u64>,
    /// The claims that set it.
    pub claims: Vec<ClaimId>,
}

/// How many people were affected in one scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    /// Derived from scope, kind and group.
    pub id: TollId,
    /// What it covers.
    #[serde(flatten)]
    pub scope: Scope,
    /// What befell them.
    pub of: TollOf,
    /// Which people, where it is a part of the whole (`children`); `None`: everybody.
    pub who: Option<Name>,
    /// When.
    pub occurred: Interval,
    /// Where, most specific first.
    pub places: Vec<Name>,
    /// The lowest number that a claim gives: at least so many on the most careful account.
    pub low: Bound,
    /// The highest number that a claim gives; `None` where a claim leaves the top open.
    pub high: Bound,
    /// The highest figure that any claim gives, as a top or as a floor, whether or not the top is open.
    ///
    /// Where `high` is open, it is what "at least 90" gives: the most that anybody told.
    pub highest: Bound,
    /// Every claim it rests on.
    pub claims: Vec<ClaimId>,
}

impl Toll {
    /// The id of the toll of this scope, kind and group.
    pub fn id_of(scope: &Scope, of: TollOf, who: Option<&Name>) -> TollId {
        let scope = match scope {
            Scope::Incident { incident } => incident.to_string(),
            Scope::Aggregate { place, over } => format!("{place:?} {over}"),
        };
        let who = who.map(Name::key).unwrap_or_default();
        TollId::of(Hash::of_parts([scope.as_bytes(), of.word().as_bytes(), who.as_bytes()]))
    }
}
