//! Which claims to read. Compares words and days; knows no aliases and no geography.

use crate::BoundingBox;
use jiff::civil::Date;
use truce_model::{Act, Claim, ClaimId, DocumentId, Kind, Name};

/// Which claims to read; a claim must pass every part that is set. An empty list or `None` sets nothing.
///
/// Names are compared by [`Name::key`]. Whoever wants an actor under all its names, or a place with all that
/// lies in it, gives all those names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// One of these claims.
    pub ids: Vec<ClaimId>,
    /// In one of these documents.
    pub documents: Vec<DocumentId>,
    /// Of one of these kinds.
    pub kinds: Vec<Kind>,
    /// With one of these acts.
    pub acts: Vec<Act>,
    /// Said by one of these.
    pub sources: Vec<Name>,
    /// Done by or to one of these.
    pub actors: Vec<Name>,
    /// In one of these places.
    pub places: Vec<Name>,
    /// Can have happened on this day or later. A claim of which no time is known passes no day filter.
    pub first_day: Option<Date>,
    /// Can have happened on this day or earlier.
    pub last_day: Option<Date>,
    /// Where its source gives coordinates: within this part of the globe. A claim without any passes no box.
    pub within: Option<BoundingBox>,
}

/// Some of the claims that pass a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The claims, in the page's order.
    pub claims: Vec<Claim>,
    /// Behind what the next page begins; `None`: there is nothing more.
    pub next: Option<(i64, i64)>,
}
