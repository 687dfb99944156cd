//! What goes out: a file a format.

pub mod format;
pub mod guide;
pub mod places;
pub mod table;

mod csv;
mod json;
