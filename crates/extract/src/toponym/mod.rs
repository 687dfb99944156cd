//! Finds the names of places in any text and the places that they mean. Says nothing of what happened there.
//!
//! Runs of capitalised words are labelled by a small model that knows the gazetteer, the words around, lists of
//! people's names, and how the text uses each word elsewhere. What is called a place is then looked up and resolved.

mod context;
mod distance;
mod evidence;
mod feature;
mod find;
mod label;
mod lists;
mod model;
mod prepared;
mod resolve;
mod run;
mod token;

pub use find::{Toponym, Toponyms};
pub use label::Label;
pub use lists::Lists;
pub use model::Weights;
pub use prepared::{Parts, Prepared};
pub use token::{Word, hash_of};

#[cfg(test)]
mod tests;
