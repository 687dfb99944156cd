//! A claim with all that the lists tell of its names, looked up once.

use crate::{family::Family, party::Party, place::Site, time::Extent, witness::identity};
use jiff::civil::Date;
use std::collections::BTreeSet;
use truce_model::{Act, Actors, Claim, Places, Stance};

/// A claim, looked up.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) family: Family,
    pub(crate) extent: Extent,
    pub(crate) site: Site<'a>,
    pub(crate) agent: Option<Box<Party>>,
    pub(crate) target: Option<Box<Party>>,
    /// Where the target is a place.
    pub(crate) target_site: Option<Site<'a>>,
    pub(crate) source: Option<Party>,
    pub(crate) witness: Option<String>,
    pub(crate) on_aid: bool,
}

impl<'a> Seen<'a> {
    /// Looks up the names of a claim.
    pub(crate) fn of(claim: &'a Claim, actors: &Actors, places: &'a Places) -> Seen<'a> {
        let extent = Extent::of(claim.occurred);
        let day = extent.known().and_then(|at| at.start).map(|moment| moment.date());
        let party = |name| Party::of(name, actors, day);
        let target_site =
            claim.target.as_ref().map(|name| Site::of(std::slice::from_ref(name), "", places)).filter(
                |site| {
                    site.is_known()
                        && claim.target.as_ref().is_some_and(|name| places.locate(name.as_str()).is_some())
                },
            );
        Seen {
            claim,
            family: Family::of(claim.act),
            extent,
            site: Site::of(&claim.places, &claim.quote, places),
            agent: claim.agent.as_ref().map(party).map(Box::new),
            target: claim.target.as_ref().map(party).map(Box::new),
            target_site,
            source: claim.source.as_ref().map(party),
            witness: claim.source.as_ref().map(|source| identity(source, actors)),
            on_aid: claim.act == Act::AttackOnAid
                || claim.target.as_ref().is_some_and(|t| names_aid(&t.key())),
        }
    }

    /// Whether its source says that it is so.
    pub(crate) fn asserts(&self) -> bool {
        self.claim.stance == Stance::Asserts
    }

    /// Whether its source says that it is not so.
    pub(crate) fn denies(&self) -> bool {
        self.claim.stance == Stance::Denies
    }

    /// The first and the last day by which its time is compared.
    pub(crate) fn days(&self) -> BTreeSet<Date> {
        let known = self.extent.known().map_or([None, None], |known| [known.start, known.end]);
        known.into_iter().flatten().map(|moment| moment.date()).collect()
    }

    /// Bytes between the two claims in their common document; 0 where they overlap.
    pub(crate) fn gap(&self, other: &Seen) -> Option<usize> {
        (self.claim.document == other.claim.document).then(|| {
            let (a, b) = (self.claim.span, other.claim.span);
            b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
        })
    }
}

/// Words by which a target shows itself as aid or as care for the hurt.
const AID: &[&str] = &[
    "aid",
    "convoy",
    "relief",
    "humanitarian",
    "crescent",
    "ambulance",
    "ambulances",
    "clinic",
    "hospital",
    "medical",
    "warehouse",
];

fn names_aid(key: &str) -> bool {
    key.split(' ').any(|word| AID.contains(&word))
}
