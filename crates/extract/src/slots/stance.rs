//! Decides whether a source says that it is so, that it is not, or that it cannot tell.

use crate::pattern::{Match, Pattern, Sight};
use crate::read::Clause;
use crate::text::Tag;
use crate::words::PatternId;
use truce_model::Stance;

/// The stance of a claim whose act stands at token `anchor` of `clause`.
pub(crate) fn stance_of(sight: Sight<'_>, clause: &Clause, m: Match, doubtful: &[Pattern]) -> Stance {
    let (tokens, anchor) = (sight.tokens, m.anchor);
    let first = clause.from.saturating_sub(8);
    // Their numbers follow each other.
    let nth = |number: PatternId| number.checked_sub(doubtful.first()?.number());
    let unsure = (first..clause.to).any(|i| {
        let begun = sight.words.begun_by(sight.known[i]).filter_map(nth);
        let mut begun = begun.filter_map(|nth| doubtful.get(nth as usize));
        begun.any(|pattern| pattern.matches(sight, i, clause.to).is_some())
    });
    if unsure {
        return Stance::Unsure;
    }
    // A rule that names the negation itself (`not granted`) means the act to be so.
    let named = (m.from..m.to)
        .any(|i| tokens[i].tag == Tag::Neg || tokens[i].lower.ends_with("n't") || tokens[i].is("no"));
    let verb = clause.verb.filter(|verb| verb.negated && anchor >= verb.from && !named);
    let none = !named
        && anchor > clause.from
        && (clause.from..anchor).rev().take(3).any(|i| {
            tokens[i].is("no")
                && tokens[i..anchor].iter().all(|t| !matches!(t.tag, Tag::Punct | Tag::Verb | Tag::Conj))
        });
    let nobody = tokens[clause.from..anchor.max(clause.from)]
        .iter()
        .take(2)
        .any(|t| ["nobody", "none", "neither"].contains(&t.lower.as_str()));
    if verb.is_some() || none || (nobody && !named) { Stance::Denies } else { Stance::Asserts }
}
