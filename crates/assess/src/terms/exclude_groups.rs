//! These groups are not protected and not bound. Changes how other provisions read; judges nothing by itself.

use super::Questions;
use std::collections::BTreeSet;
use truce_model::{ActorId, Agreement, Provision, Reading, Term};

/// The term modifies others: no incident keeps or breaks it.
pub(crate) fn questions() -> Option<Questions> {
    None
}

/// The groups left out of a provision: those that the agreement names, as the reading has them.
///
/// A reading may add or take back groups in the excluding provision, for every other one, or in the judged
/// provision alone.
pub(crate) fn excluded(agreement: &Agreement, judged: &Provision, reading: &Reading) -> BTreeSet<ActorId> {
    let excluding = |provision: &&Provision| matches!(provision.term, Term::ExcludeGroups { .. });
    let mut groups: BTreeSet<ActorId> = BTreeSet::new();
    for provision in agreement.provisions.iter().filter(excluding) {
        if let Term::ExcludeGroups { groups: named } = &provision.term {
            groups.extend(named.iter().cloned());
        }
    }
    let of: Vec<_> = agreement.provisions.iter().filter(excluding).map(|provision| &provision.id).collect();
    let changes = || {
        reading
            .changes
            .iter()
            .filter(|(id, _)| id == &judged.id || of.contains(&id))
            .map(|(_, change)| change)
    };
    groups.extend(changes().flat_map(|change| change.exclude.iter().cloned()));
    for back in changes().flat_map(|change| &change.include) {
        groups.remove(back);
    }
    groups
}
