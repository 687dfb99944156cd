//! Names in recorded terms that the lists at hand do not hold. Judges nothing.

use crate::{Book, Monitor, MonitorError};
use truce_model::{ActorId, Agreement, AgreementId, Seq, Shape, Term, Zone};

/// What terms name and the lists at hand do not hold, so that what rests on it is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// The agreement.
    pub agreement: AgreementId,
    /// Ids of actors and names of places, each once, in order.
    pub names: Vec<String>,
}

impl Monitor {
    /// The agreements as they stood at record `up_to` that name what the lists do not hold, with those names.
    pub fn unlisted(&self, up_to: Seq) -> Result<Vec<Unlisted>, MonitorError> {
        let of = |agreement: Agreement| {
            let names = names(&agreement, self.book());
            (!names.is_empty()).then_some(Unlisted { agreement: agreement.id, names })
        };
        Ok(self.agreements(up_to)?.into_iter().filter_map(of).collect())
    }
}

fn names(agreement: &Agreement, book: &Book) -> Vec<String> {
    let changes = || agreement.readings.iter().flat_map(|reading| &reading.changes).map(|(_, change)| change);
    let of_changes =
        changes().flat_map(|change| [&change.bind, &change.unbind, &change.exclude, &change.include]);
    let of_terms = agreement.provisions.iter().flat_map(|provision| match &provision.term {
        Term::ExcludeGroups { groups, partners_of } => vec![&provision.binds, groups, partners_of],
        _ => vec![&provision.binds],
    });
    let parties = agreement.parties.iter().map(|party| &party.actor);
    let actors = of_changes.chain(of_terms).flatten().chain(parties);
    let unknown = actors.filter(|id: &&ActorId| book.actors.get(id).is_none()).map(ActorId::to_string);
    let own =
        agreement.provisions.iter().flat_map(|provision| provision.zone.iter().chain(&provision.outside));
    let zones = own.chain(changes().filter_map(|change| change.zone.as_ref()).flatten());
    let named = zones.filter_map(|zone| match zone {
        Zone::Place(name) => Some(name.as_str()),
        Zone::Area { .. } => None,
    });
    let drawn = agreement.areas.iter().flat_map(|area| match &area.shape {
        Shape::Places { names } => names.iter().map(String::as_str).collect(),
        Shape::Polygons { .. } | Shape::Corridor { .. } => vec![],
    });
    let goals = agreement.provisions.iter().flat_map(|provision| match &provision.term {
        Term::GrantAccess { to, by } => std::iter::once(to).chain(by).map(String::as_str).collect(),
        Term::Withdraw { from_place } => vec![from_place.as_str()],
        Term::Oblige { at, .. } => at.iter().map(String::as_str).collect(),
        _ => vec![],
    });
    let nowhere = named.chain(drawn).chain(goals).filter(|name| book.places.locate(name).is_none());
    let mut found: Vec<String> = unknown.chain(nowhere.map(str::to_owned)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
