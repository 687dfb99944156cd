//! Parts of speech and dependencies of one sentence: tokens in, words with heads out; pure, and no sentence splitting.
//!
//! A small network reads the tokens: hashed features of the form, one convolution, two layers of a
//! gated recurrence, then scores for tags, arcs and labels. The best projective tree is decoded.

mod dense;
pub mod encode;
pub mod feature;
mod fixed;
mod known;
mod lookup;
pub mod model;
mod parser;
mod relation;
mod tag;
mod token;
mod tree;

pub use dense::{Matrix, Packed};
pub use parser::{Parser, Scratch, Word};
pub use relation::Relation;
pub use tag::{Number, Tag, Upos, VerbForm};
pub use token::{Token, tokens};

#[cfg(test)]
mod tests;
