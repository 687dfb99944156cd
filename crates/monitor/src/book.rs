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
        Book::with(&[])
    }

    /// The lists that the program carries with those of a cell's own, each by its path in their folder: places below
    /// `places/`, actors beside it. An actor or place of the cell stands in place of one of the same id or name.
    pub fn with(lists: &[(String, String)]) -> Result<Book, MonitorError> {
        let of = |places: bool| {
            let wanted = move |(file, _): &&(String, String)| file.starts_with("places/") == places;
            lists.iter().filter(wanted).map(|(file, text)| (file.as_str(), text.as_str()))
        };
        Ok(Book { actors: Actors::builtin_with(of(false))?, places: Places::builtin_with(of(true))? })
    }
}
