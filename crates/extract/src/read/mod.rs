//! From tagged sentences to who says what in which clause.

mod acronym;
mod attribution;
mod clause;
mod country;
mod credit;
mod cut;
mod names;
mod office;
mod phrase;
mod speech;
mod subject;
mod tree;

pub(crate) use attribution::{Attribution, Said, stretches};
pub(crate) use clause::{Clause, begins_finite, clauses, skip_adverbs};
pub(crate) use cut::cut;
pub(crate) use names::{Names, capitals, strip_article, text_of};
pub(crate) use phrase::{Phrase, VerbGroup, joined_at, phrase_at};
pub(crate) use tree::{Tree, retag};
