//! What the words of a block are read against: lists, zone of time, parties, ids of other blocks, files beside.

use super::{
    super::{
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    book::Book,
    header::Header,
    index::Index,
    markdown::Sort,
};
use jiff::{Timestamp, tz::TimeZone};
use truce_model::{ActorId, AgreementKind, AreaId, ProvisionId, Role, StepId, Term, Zone};

/// What the words of a block are read against.
pub(super) struct Scope<'a> {
    /// Actors and places.
    pub book: &'a Book<'a>,
    /// The blocks of the file by their ids.
    pub index: &'a Index,
    /// The block `toml agreement`, if it could be read.
    pub header: Option<&'a Header>,
    /// The latest moment to which a turn extends terms.
    pub runs_to: Option<Timestamp>,
    /// The other files of the folder by their paths in it, with their texts.
    pub beside: &'a [(String, String)],
}

impl Scope<'_> {
    /// The zone of time in which days and hours are meant.
    pub fn zone(&self) -> Option<&TimeZone> {
        self.header.and_then(|header| header.zone.as_ref())
    }

    /// The steps of those ids.
    pub fn steps(&self, ids: &[Placed<String>], problems: &mut Problems) -> Vec<StepId> {
        ids.iter().filter_map(|id| self.index.step(id, problems)).map(StepId::new).collect()
    }

    /// The provisions of those ids.
    pub fn provisions(&self, ids: &[Placed<String>], problems: &mut Problems) -> Vec<ProvisionId> {
        let known = ids.iter().filter_map(|id| self.index.need(Sort::Provision, id, problems));
        known.map(ProvisionId::new).collect()
    }

    /// The entries of a zone: areas of the agreement, P-codes, listed places.
    pub fn zones(&self, names: &[Placed<String>], problems: &mut Problems) -> Vec<Zone> {
        names.iter().filter_map(|name| self.entry(name, problems)).collect()
    }

    fn entry(&self, name: &Placed<String>, problems: &mut Problems) -> Option<Zone> {
        if self.index.has(Sort::Area, &name.value) {
            return Some(Zone::Area { area: AreaId::new(name.value.clone()) });
        }
        let places = self.book.places;
        if let Some(place) = places.of_pcode(&name.value).or_else(|| places.find(&name.value)) {
            return Some(Zone::Place(place.name.clone()));
        }
        let names = places.iter().flat_map(|place| place.aliases.iter().chain([&place.name]));
        let hint = did_you_mean(&name.value, self.index.ids(Sort::Area).chain(names.map(String::as_str)))
            .unwrap_or_else(|| {
                "write the id of an area, a P-code, or a place of `actors/places/`".to_owned()
            });
        problems.add(&name.at, format!("unknown place or area `{}`", name.value), Some(hint));
        None
    }

    /// Notes words for a reading that another party of the agreement said, which belongs to none of its holders. Whoever
    /// has no role of their own may speak for a holder: an office, an envoy, an agency.
    pub fn spoken_for(
        &self,
        who: &ActorId,
        holders: &[ActorId],
        at: &Placed<String>,
        problems: &mut Problems,
    ) {
        let roles = self.header.map(|header| header.parties.as_slice()).unwrap_or_default();
        let is_party = roles.iter().any(|party| party.actor == *who && party.role == Role::Party);
        let wholes = |actor: &ActorId| {
            let mut found = vec![actor.clone()];
            let mut next = 0;
            while let Some(actor) = found.get(next).and_then(|id| self.book.actors.get(id)) {
                let above = actor.member_of.iter().map(|link| link.of.clone());
                let new: Vec<ActorId> = above.filter(|whole| !found.contains(whole)).collect();
                found.extend(new);
                next += 1;
            }
            found
        };
        let own = wholes(who);
        let related = |holder: &ActorId| own.contains(holder) || wholes(holder).contains(who);
        if is_party && !holders.is_empty() && !holders.iter().any(related) {
            let hint = format!("add `{who}` to `holders`, or quote who holds the reading");
            problems.add(&at.at, format!("`{who}` is a party that does not hold this reading"), Some(hint));
        }
    }

    /// Notes somebody who is bound without having made or accepted the terms.
    pub fn bound(&self, actor: &ActorId, term: Option<&Term>, at: &Placed<String>, problems: &mut Problems) {
        let Some(header) = self.header.filter(|header| header.parties_whole) else { return };
        let roles: Vec<Role> =
            header.parties.iter().filter(|party| &party.actor == actor).map(|party| party.role).collect();
        let makers = header.parties.iter().filter(|party| party.role == Role::Party);
        let makers: Vec<&str> = makers.map(|party| party.actor.as_str()).collect();
        match header.kind {
            Some(AgreementKind::Declaration) if !roles.contains(&Role::Party) => {
                let message = format!("`{actor}` did not make this declaration and is not bound by it");
                let hint = match (term, &makers[..]) {
                    (Some(Term::Ultimatum { .. }), _) => {
                        "an ultimatum is a demand: kind = \"demand\"".to_owned()
                    }
                    (_, []) => "a declaration binds who made it: give them the role `party`".to_owned(),
                    (_, makers) => format!("a declaration binds who made it, here: {}", makers.join(", ")),
                };
                problems.add(&at.at, message, Some(hint));
            }
            Some(AgreementKind::Agreement) if roles.is_empty() => {
                let hint = format!("add it to `parties`: {{ actor = \"{actor}\", role = \"party\" }}");
                problems.add(&at.at, format!("`{actor}` has no role in this agreement"), Some(hint));
            }
            Some(AgreementKind::Agreement) if roles.iter().all(|role| *role == Role::Refused) => {
                let hint = "nobody is bound by what they refused; leave it out, or give its other role too";
                problems.add(&at.at, format!("`{actor}` refused this agreement"), Some(hint.into()));
            }
            _ => {}
        }
    }
}
