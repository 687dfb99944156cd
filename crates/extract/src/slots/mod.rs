//! What fills a claim: who, to whom, where, when, how many, how sure.

mod calendar;
mod context;
mod count;
mod party;
mod place;
mod stance;
mod time;

pub(crate) use calendar::is_time_word;
pub(crate) use context::{Context, Subject};
pub(crate) use count::{Number, number_word, numbers, plural};
pub(crate) use party::Parties;
pub(crate) use place::{Maps, places_in, told_by_gazetteer, told_places};
pub(crate) use stance::stance_of;
pub(crate) use time::{When, times};
