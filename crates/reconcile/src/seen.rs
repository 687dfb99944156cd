//! A claim with all that the lists tell of its names, looked up once.

use crate::{family::Family, lookup::Lookup, party::Party, place::Site, telling, time::Extent};
use jiff::civil::Date;
use std::{collections::BTreeSet, rc::Rc};
use truce_model::{Act, Claim, DocumentId, Stance};

/// A claim, looked up.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) family: Family,
    pub(crate) extent: Extent,
    pub(crate) site: Rc<Site<'a>>,
    pub(crate) agent: Option<Rc<Party>>,
    pub(crate) target: Option<Rc<Party>>,
    /// Where the target is a place.
    pub(crate) target_site: Option<Rc<Site<'a>>>,
    pub(crate) source: Option<Rc<Party>>,
    pub(crate) witness: Option<Rc<str>>,
    pub(crate) on_aid: bool,
    /// The event table of which its document is a row.
    pub(crate) table: Option<&'a str>,
    /// Whether it tells no place and speaks of something as known, by its day and by what was hit.
    pub(crate) recalls: bool,
}

impl<'a> Seen<'a> {
    /// Looks up the names of a claim.
    pub(crate) fn of(claim: &'a Claim, lookup: &Lookup<'a>) -> Seen<'a> {
        let extent = match telling::sums_up(claim) {
            true => Extent::Long(claim.occurred),
            false => Extent::of(claim.occurred),
        };
        let day = extent.known().and_then(|at| at.start).map(|moment| moment.date());
        let party = |name| lookup.party(name, day);
        let target_site = claim.target.as_ref().and_then(|name| lookup.target_site(name));
        Seen {
            claim,
            family: Family::of(claim.act),
            table: claim.table(),
            recalls: claim.places.is_empty()
                && claim.target.as_ref().is_some_and(|target| !telling::is_general(&target.key()))
                && matches!(extent, Extent::Short(_))
                && telling::looks_back(&claim.quote, claim.target.as_ref()),
            extent,
            site: lookup.site(claim),
            agent: claim.agent.as_ref().map(party),
            target: claim.target.as_ref().map(party),
            target_site,
            source: claim.source.as_ref().map(party),
            witness: claim.source.as_ref().map(|source| lookup.source(source)),
            on_aid: claim.act == Act::AttackOnAid
                || claim.target.as_ref().is_some_and(|t| names_aid(&t.key())),
        }
    }

    /// The row of an event table that it stands for: the table and the document.
    pub(crate) fn row(&self) -> Option<(&'a str, &'a DocumentId)> {
        self.table.map(|table| (table, &self.claim.document))
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
