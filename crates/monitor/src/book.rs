//! The reference lists that every step looks names up in.

use crate::MonitorError;
use truce_model::{Actors, Places};

/// Actors and places.
#[derive(Clone, Debug)]
pub struct Book {
    /// Parties, groups, sources.
    pub actors: Actors,
    /// Places and what holds them.
    pub places: Places,
}

impl Book {
    /// The lists that the program carries.
    pub fn builtin() -> Result<Book, MonitorError> {
        Ok(Book { actors: Actors::builtin()?, places: Places::builtin()? })
    }
}
