//! Decides whether a source says that it is so, that it is not, or that it cannot tell.

use crate::parse::Relation;
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
    let named = m.negates;
    let verb = clause.verb.filter(|verb| {
        // `No civilians were killed in the raid`: the raid is so all the same.
        verb.negated && anchor >= verb.from && !named && !aside(sight, verb.main, anchor)
    });
    // `the raid did not happen`
    let failed = clause.verb.is_some_and(|verb| {
        let main = &tokens[verb.main];
        let place = tokens.get(verb.main + 1).is_some_and(|t| t.is("place"));
        let happens = ["happen", "occur", "materialise", "materialize"].contains(&main.lemma.as_str());
        let ever = tokens[clause.from..verb.main].iter().any(|t| t.is("never")) || verb.negated;
        let done =
            ["use", "employ", "conduct", "launch", "fire"].contains(&main.lemma.as_str()) && verb.passive;
        anchor < verb.from && ever && !named && (happens || done || main.lemma == "take" && place)
    });
    let none = !named
        && anchor > clause.from
        && (clause.from..anchor).rev().take(3).any(|i| {
            tokens[i].is("no")
                && tokens[i..anchor].iter().all(|t| !matches!(t.tag, Tag::Punct | Tag::Verb | Tag::Conj))
        });
    let nobody = tokens[clause.from..anchor.max(clause.from)]
        .iter()
        .take(2)
        .any(|t| ["nobody", "none"].contains(&t.lower.as_str()));
    let neither = !named && tokens[clause.from..clause.to].iter().any(|t| t.is("neither") || t.is("nor"));
    if verb.is_some() || failed || none || neither || (nobody && !named) {
        Stance::Denies
    } else {
        Stance::Asserts
    }
}

/// Whether an act is only told beside what a verb says, where or when it happened: `in the raid`, `after the shelling`.
fn aside(sight: Sight<'_>, main: usize, anchor: usize) -> bool {
    const BESIDE: [&str; 8] = ["in", "after", "during", "since", "amid", "before", "following", "despite"];
    let tree = sight.tree;
    let hangs = tree.head(anchor) == Some(main) && tree.is(anchor, &[Relation::Obl, Relation::Nmod]);
    let case = tree.case(sight.tokens, anchor).map(|i| sight.tokens[i].lower.as_str());
    hangs && main < anchor && case.is_some_and(|case| BESIDE.contains(&case))
}
