//! From bytes to tagged sentences.

mod kinds;
mod sentence;
mod tag;
mod token;

pub(crate) use kinds::SAME_PAST;
pub(crate) use sentence::{LONGEST, Sentence, sentences};
pub(crate) use tag::tag;
pub(crate) use token::{Form, Tag, Token, tokenise};
