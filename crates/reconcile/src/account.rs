//! What the claims of an incident agree on: a fight, or one who attacked, and who tells just that. Judges nothing.

use crate::{attribution::camps, family::Family, seen::Seen};
use std::collections::BTreeSet;
use truce_model::Act;

/// How the claims of an incident are to be taken together.
pub(crate) struct Account<'s, 'a> {
    /// Claims that say who did it, by whom they name.
    pub(crate) camps: Vec<Vec<&'s Seen<'a>>>,
    /// Claims of a clash by sources that do not themselves say who attacked.
    pub(crate) fight: Vec<&'s Seen<'a>>,
    /// Claims that tell of the act and the actor that the incident is held to be.
    pub(crate) tellers: Vec<&'s Seen<'a>>,
}

impl<'s, 'a> Account<'s, 'a> {
    /// Takes the claims together.
    pub(crate) fn of(members: &[&'s Seen<'a>]) -> Account<'s, 'a> {
        let asserting: Vec<&Seen> = members.iter().copied().filter(|m| m.asserts()).collect();
        let (clashes, others): (Vec<&Seen>, Vec<&Seen>) =
            asserting.iter().copied().partition(|m| m.claim.act == Act::Clash);
        let naming: Vec<&Seen> = others.iter().copied().filter(|m| m.agent.is_some()).collect();
        // Who tells of an attack and of the clash that followed tells of one thing, and takes nothing back.
        let attacks: BTreeSet<&str> = others
            .iter()
            .filter(|m| m.family == Family::Ground)
            .filter_map(|m| m.witness.as_deref())
            .collect();
        let tells_more = |clash: &Seen| clash.witness.as_deref().is_some_and(|by| attacks.contains(by));
        let fight: Vec<&Seen> = clashes.into_iter().filter(|clash| !tells_more(clash)).collect();
        let camps = camps(&naming);
        let tellers = match camps.as_slice() {
            [camp] if fight.is_empty() => camp.clone(),
            _ => asserting,
        };
        Account { camps, fight, tellers }
    }

    /// Whether all that the claims agree on is that there was a fight: some name an attacker, others only the clash.
    pub(crate) fn is_fight(&self) -> bool {
        !self.fight.is_empty()
    }
}
