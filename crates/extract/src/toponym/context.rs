//! What stands around a name and makes it a place's whatever the name: `the village of`, `near`, a dateline.

use super::token::{Class, Word, hash_of};

const SORTS: &[u32] = &[
    hash_of("village"),
    hash_of("town"),
    hash_of("city"),
    hash_of("hamlet"),
    hash_of("suburb"),
    hash_of("district"),
    hash_of("province"),
    hash_of("port"),
    hash_of("island"),
    hash_of("region"),
    hash_of("county"),
    hash_of("municipality"),
    hash_of("neighbourhood"),
    hash_of("neighborhood"),
    hash_of("settlement"),
    hash_of("villages"),
    hash_of("towns"),
    hash_of("cities"),
    hash_of("outskirts"),
    hash_of("countryside"),
    hash_of("governorate"),
];

const LOCATIVES: &[u32] = &[
    hash_of("in"),
    hash_of("near"),
    hash_of("outside"),
    hash_of("from"),
    hash_of("at"),
    hash_of("around"),
    hash_of("to"),
    hash_of("across"),
    hash_of("towards"),
    hash_of("toward"),
    hash_of("into"),
    hash_of("inside"),
    hash_of("between"),
    hash_of("off"),
    hash_of("through"),
];

const DIRECTIONS: &[u32] = &[
    hash_of("north"),
    hash_of("south"),
    hash_of("east"),
    hash_of("west"),
    hash_of("northeast"),
    hash_of("northwest"),
    hash_of("southeast"),
    hash_of("southwest"),
];

fn at(words: &[Word], i: usize, back: usize) -> u32 {
    i.checked_sub(back).filter(|_| !words[i].opens).map_or(0, |k| words[k].hash)
}

/// Whether words before a name say what sort of place it is: `the village of`, `north of`.
pub(super) fn told(words: &[Word], from: usize) -> bool {
    at(words, from, 1) == hash_of("of")
        && (SORTS.contains(&at(words, from, 2)) || DIRECTIONS.contains(&at(words, from, 2)))
}

/// Whether the words behind a name say what sort of place it is: `Ruba, a town`.
pub(super) fn told_behind(words: &[Word], to: usize) -> bool {
    let hash = |k: usize| words.get(to + k).filter(|w| !w.opens).map_or(0, |w| w.hash);
    let article = [hash_of("a"), hash_of("the"), hash_of("an")].contains(&hash(1));
    hash(0) == hash_of(",") && article && (2..5).any(|k| SORTS.contains(&hash(k)))
}

/// Whether the word before a name may lead to a place: `in`, `of`.
pub(super) fn led(words: &[Word], from: usize) -> bool {
    let before = at(words, from, 1);
    LOCATIVES.contains(&before) || before == hash_of("of")
}

/// Whether words around a name leave room for a place: `in`, `near the`, or a comma and a name behind it.
pub(super) fn room(words: &[Word], from: usize, to: usize) -> bool {
    let the = at(words, from, 1) == hash_of("the");
    let before = at(words, from, if the { 2 } else { 1 });
    let listed = at(words, from, 1) == hash_of(",") || at(words, from, 1) == hash_of("and");
    let comma = words.get(to).is_some_and(|w| w.hash == hash_of(","))
        && words.get(to + 1).is_some_and(|w| w.capital());
    let sort = words.get(to).is_some_and(|w| SORTS.contains(&w.hash));
    told(words, from) || LOCATIVES.contains(&before) || comma || sort || listed
}

/// Whether a paragraph begins with a name as a dateline does: `ARDEN (Agency) –`, `RUBA, Westland —`.
pub(super) fn dateline(text: &str, words: &[Word], from: usize) -> bool {
    let dash = |w: &Word| matches!(w.of(text), "—" | "–" | "--") || (w.of(text) == "-" && !w.joined);
    words[from].opens
        && words[from].class == Class::Upper
        && words[from + 1..].iter().take(14).take_while(|w| !w.opens).any(dash)
}
