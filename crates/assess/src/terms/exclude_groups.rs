//! These groups are not protected and not bound. Changes how other provisions read; judges nothing by itself.

use std::collections::BTreeSet;
use truce_model::{ActorId, Provision, Reading, Term};

/// Whom a provision leaves out.
#[derive(Default)]
pub(crate) struct Excluded {
    /// By name or by list.
    pub(crate) groups: BTreeSet<ActorId>,
    /// Together with whoever fights beside them.
    pub(crate) partners_of: Vec<ActorId>,
}

/// The groups that an excluding provision leaves out, as the reading has it; nobody for any other provision.
pub(crate) fn excluded(provision: &Provision, reading: &Reading) -> Excluded {
    let Term::ExcludeGroups { groups, partners_of } = &provision.term else { return Excluded::default() };
    let change = reading.change(&provision.id);
    let taken_back = |id: &&ActorId| !change.is_some_and(|change| change.include.contains(id));
    let added = change.into_iter().flat_map(|change| &change.exclude);
    Excluded {
        groups: groups.iter().chain(added).filter(taken_back).cloned().collect(),
        partners_of: partners_of.clone(),
    }
}
