//! Gathers what could fill a slot, the same value once with all that speaks for it.

use super::{Filler, Value};

/// How many fillers are weighed at most.
const MOST: usize = 48;

/// What could fill a slot, in the order in which it was found.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub fillers: Vec<Filler>,
}

impl Pool {
    /// Adds a value that comes from somewhere.
    pub fn from(&mut self, value: Value, origin: &'static str) {
        if let Some(filler) = self.of(value)
            && !filler.origins.contains(&origin)
        {
            filler.origins.push(origin);
        }
    }

    /// Adds a value that stands somewhere in the sentence.
    pub fn stands(&mut self, value: Value, roles: impl IntoIterator<Item = String>) {
        if let Some(filler) = self.of(value) {
            for role in roles {
                if !filler.roles.contains(&role) {
                    filler.roles.push(role);
                }
            }
        }
    }

    /// Adds the classes by meaning of a value's word.
    pub fn kin(&mut self, value: Value, kin: impl Iterator<Item = String>) {
        if let Some(filler) = self.of(value).filter(|filler| filler.kin.is_empty()) {
            filler.kin.extend(kin);
        }
    }

    fn of(&mut self, value: Value) -> Option<&mut Filler> {
        let at = match self.fillers.iter().position(|filler| filler.value == value) {
            Some(at) => at,
            None if self.fillers.len() < MOST => {
                self.fillers.push(Filler {
                    value,
                    origins: Vec::new(),
                    roles: Vec::new(),
                    sorts: Vec::new(),
                    kin: Vec::new(),
                });
                self.fillers.len() - 1
            }
            None => return None,
        };
        self.fillers.get_mut(at)
    }
}
