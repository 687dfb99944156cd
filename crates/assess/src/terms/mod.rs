//! One file per term: which acts it concerns and what it asks of them.

pub(crate) mod cease_hostilities;
pub(crate) mod exclude_groups;
pub(crate) mod grant_access;
pub(crate) mod renew;
pub(crate) mod withdraw;

use crate::{facts::Facts, lens::Lens};
use truce_model::{Actors, Atom, Places, Term};

/// What a term asks of an incident.
pub(crate) struct Questions {
    /// The questions with their answers.
    pub(crate) atoms: Vec<Atom>,
    /// Whether the act is what the term asks for, so that it cannot be a breach.
    pub(crate) fulfils: bool,
}

/// The questions that a provision asks of an incident; `None`: acts of that kind are no matter of that term.
pub(crate) fn questions(facts: &Facts, lens: &Lens, actors: &Actors, places: &Places) -> Option<Questions> {
    match &lens.provision.term {
        Term::CeaseHostilities => cease_hostilities::questions(facts, lens, actors, places),
        Term::GrantAccess { to, by } => {
            grant_access::questions(facts, lens, &grant_access::route(to, by.as_deref()), actors, places)
        }
        Term::Withdraw { from_place } => withdraw::questions(facts, lens, from_place, actors, places),
        Term::ExcludeGroups { .. } => exclude_groups::questions(),
        Term::Renew { .. } => renew::questions(),
    }
}
