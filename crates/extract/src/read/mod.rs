//! From tagged sentences to who says what in which clause.

mod attribution;
mod clause;
mod names;
mod phrase;
mod speech;

pub(crate) use attribution::{Attribution, Said, stretches};
pub(crate) use clause::{Clause, clauses, skip_adverbs};
pub(crate) use names::{Names, capitals, text_of};
pub(crate) use phrase::{Phrase, joined_at, phrase_at};
