//! An index of place names in one block of bytes, and how it is written. Opens no file; decides nothing about texts.
//!
//! The bytes may lie in the program or be mapped from a file. Nothing is unpacked when an index is opened, each
//! access is checked against the length, and a broken index gives no answer or a wrong one, never a panic.

mod fold;
mod format;
mod index;
mod writer;

pub(crate) use fold::Hash;
pub use fold::{Key, fold, key};
pub use format::{Hit, Naming, Record, Region};
pub use index::{Bytes, Gazetteer};
pub use writer::{Entry, GazetteerWriter, Heap, Totals};

#[cfg(test)]
mod tests;
