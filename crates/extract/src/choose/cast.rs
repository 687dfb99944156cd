//! Counts whom and what a whole story names, so that what it is about is known before it is told.

use super::party::describes;
use crate::read::Names;
use crate::slots::{Maps, places_in};
use crate::text::{Sentence, Tag};
use std::collections::BTreeMap;

/// How many of each are kept.
const KEPT: usize = 4;

/// The places and parties that a story names most, the first most often.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub places: Vec<String>,
    pub parties: Vec<String>,
}

impl Cast {
    /// Counts the names of a story.
    pub fn of<'s>(
        (text, maps): (&str, Maps<'_>),
        names: &Names<'_>,
        sentences: impl Iterator<Item = &'s Sentence>,
    ) -> Cast {
        let (mut places, mut parties) = (BTreeMap::new(), BTreeMap::new());
        for sentence in sentences {
            let tokens = &sentence.tokens;
            for place in places_in(text, tokens, 0, tokens.len(), maps) {
                *places.entry(place.name).or_insert(0) += 1;
            }
            for (at, token) in tokens.iter().enumerate().filter(|(_, t)| t.tag == Tag::Proper || t.capital())
            {
                let Some(name) = describes(token, names, maps.lexicon) else { continue };
                let party = names.can_act(&name) && !names.names_person(&name);
                if party && (at > 0 || names.is_state(&name)) {
                    *parties.entry(name).or_insert(0) += 1;
                }
            }
        }
        let kept = |counts| most(counts, KEPT).into_iter().cloned().collect();
        Cast { places: kept(&places), parties: kept(&parties) }
    }
}

/// The names counted most often and more than once, the first of equals by name.
pub(super) fn most(counts: &BTreeMap<String, usize>, kept: usize) -> Vec<&String> {
    let mut all: Vec<(&String, &usize)> = counts.iter().filter(|(_, n)| **n > 1).collect();
    all.sort_by_key(|(_, n)| usize::MAX - **n);
    all.into_iter().take(kept).map(|(name, _)| name).collect()
}
