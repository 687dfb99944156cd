//! Finds the names of places. Whether a thing happened there is for the claim to say.

use crate::Reader;
use crate::lexicon::Lexicon;
use crate::read::text_of;
use crate::text::{Tag, Token};
use std::collections::BTreeSet;
use truce_model::{Actors, FeatureKind, PlaceKind, Places};

/// A place named in tokens `from..to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub from: usize,
    pub to: usize,
    pub name: String,
    pub country: bool,
}

/// What the finding of places looks up.
#[derive(Clone, Copy)]
pub(crate) struct Maps<'r> {
    pub lexicon: &'r Lexicon,
    pub places: &'r Places,
    pub actors: &'r Actors,
    /// Names that the story uses as places somewhere, which it may elsewhere use without saying so.
    pub told: Option<&'r BTreeSet<String>>,
    /// Names that the gazetteer takes for countries in this story.
    pub lands: Option<&'r BTreeSet<String>>,
}

/// The names that a story's sentence uses as places: `in Tal`, `shelled Tal`.
pub(crate) fn told_places(text: &str, tokens: &[Token], maps: Maps<'_>, told: &mut BTreeSet<String>) {
    for place in places_in(text, tokens, 0, tokens.len(), maps).into_iter().filter(|place| !place.country) {
        let unlisted = tokens[place.from..place.to].iter().all(|t| t.tag == Tag::Proper);
        if unlisted && maps.places.find(&place.name).is_none() {
            told.insert(place.name);
        }
    }
    for i in 1..tokens.len() {
        let entered = tokens[i - 1].tag == Tag::Verb && maps.lexicon.has("place-verbs", &tokens[i - 1].lemma);
        if !entered || tokens[i].tag != Tag::Proper {
            continue;
        }
        let end = (i..tokens.len()).find(|k| tokens[*k].tag != Tag::Proper).unwrap_or(tokens.len());
        let name = text_of(text, tokens, i, end);
        let people = tokens.get(end).is_some_and(|t| t.tag == Tag::Noun || t.tag == Tag::Poss)
            || tokens[end - 1].lower.ends_with('s')
            || maps.lexicon.rest("demonyms", &tokens[i].lower).is_some()
            || tokens[i..end].iter().any(|t| maps.lexicon.has("not-places", &t.lower));
        if !people && maps.actors.find(&name).is_none() && maps.places.find(&name).is_none() {
            told.insert(name);
        }
    }
}

/// Adds to `told` the places that the gazetteer and the words around find in a story; gives the countries apart.
pub(crate) fn told_by_gazetteer(
    reader: &Reader,
    text: &str,
    told: &mut BTreeSet<String>,
) -> BTreeSet<String> {
    let mut lands = BTreeSet::new();
    for toponym in reader.places_in(text) {
        let words = toponym.span.of(text).unwrap_or("").replace('’', "'");
        let listed = reader.actors.find(&words).is_some() || reader.places.find(&words).is_some();
        let sort_alone = reader.lexicon.has("not-places", &words.to_lowercase());
        match toponym.kind {
            Some(FeatureKind::Country) if reader.places.find(&words).is_none() => drop(lands.insert(words)),
            Some(FeatureKind::Continent) => {}
            _ if listed || sort_alone => {}
            _ => drop(told.insert(words)),
        }
    }
    lands
}

/// The places named in tokens `from..to`, in the order of the text.
pub(crate) fn places_in(text: &str, tokens: &[Token], from: usize, to: usize, maps: Maps<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut i = from;
    while i < to {
        if tokens[i].tag != Tag::Proper {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < to && tokens[end].tag == Tag::Proper {
            end += 1;
        }
        let after_place = found.last().is_some_and(|last| last.to + 1 == i);
        match place_in_run(text, tokens, i, end, to, after_place, maps) {
            Some(place) => {
                i = place.to.max(i + 1);
                if !found.iter().any(|f| f.name == place.name) {
                    found.push(place);
                }
            }
            None => i = end,
        }
    }
    found
}

/// The place that the run of capitalised words `i..end` names, alone or with the common words around it.
fn place_in_run(
    text: &str,
    tokens: &[Token],
    i: usize,
    end: usize,
    to: usize,
    after_place: bool,
    maps: Maps<'_>,
) -> Option<Found> {
    let lexicon = maps.lexicon;
    let word = |k: usize| tokens.get(k).filter(|_| k < to).map_or("", |t| t.lower.as_str());
    let people = |k: usize| lexicon.rest("demonyms", &tokens[k].lower).is_some();
    let mut start = i;
    while start < end && people(start) && word(start + 1) != "border" {
        start += 1;
    }
    if start == end || tokens[start..end].iter().any(|t| lexicon.has("not-places", &t.lower)) {
        return None;
    }
    if far(tokens, start) || in_name(tokens, start) {
        return None;
    }
    let (known, end) = longest_known(text, tokens, start, end, maps);
    let country = known == Some(PlaceKind::Country);
    let capital_speaks = lexicon.rest("metonyms", &tokens[start].lower).is_some();
    let joined = start > 1 && tokens[start - 1].is("and") && after_place;
    let (placed, border) = (governed(tokens, start, lexicon), word(end) == "border");
    let noun_after = lexicon.has("place-nouns", word(end)) && !["state", "line", "base"].contains(&word(end));
    let is_actor = maps.actors.find(&text_of(text, tokens, start, end)).is_some();
    let possessor = tokens.get(end).is_some_and(|t| t.tag == Tag::Poss);
    let accept = match known {
        Some(PlaceKind::Country) => (placed == Governed::Strongly || border) && !possessor,
        Some(_) if capital_speaks => placed == Governed::Strongly,
        Some(_) => true,
        None => (joined || placed == Governed::Strongly || border || noun_after) && !is_actor && !possessor,
    };
    if !accept {
        return None;
    }
    let mut from = start;
    if start > 0 && lexicon.has("directions", &tokens[start - 1].lower) && tokens[start - 1].tag == Tag::Adj {
        from = start - 1;
    }
    let keeps = [
        "province",
        "countryside",
        "border",
        "governorate",
        "peninsula",
        "valley",
        "road",
        "region",
        "highway",
        "strait",
        "enclave",
        "airport",
        "camp",
    ];
    let tail = if keeps.contains(&word(end)) && !tokens[end].is("region") && !tokens[end].is("enclave") {
        end + 1
    } else {
        end
    };
    Some(Found { from, to: tail, name: text_of(text, tokens, from, tail), country })
}

/// The kind of the longest known place that begins the run, and where it ends.
fn longest_known(
    text: &str,
    tokens: &[Token],
    start: usize,
    end: usize,
    maps: Maps<'_>,
) -> (Option<PlaceKind>, usize) {
    for to in (start + 1..=end.min(start + 6)).rev() {
        let name = text_of(text, tokens, start, to);
        if let Some(place) = maps.places.find(&name) {
            return (Some(place.kind), to);
        }
        if maps.lands.is_some_and(|lands| lands.contains(&name)) {
            return (Some(PlaceKind::Country), to);
        }
        if maps.told.is_some_and(|told| told.contains(&name)) {
            return (Some(PlaceKind::Town), to);
        }
    }
    (None, end)
}

/// How firmly the words before a name say that it is a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Governed {
    No,
    Weakly,
    Strongly,
}

fn governed(tokens: &[Token], start: usize, lexicon: &Lexicon) -> Governed {
    let mut i = start;
    let mut noun = false;
    while i > 0 {
        let token = &tokens[i - 1];
        match token.tag {
            Tag::Det | Tag::Adj | Tag::Punct if token.tag != Tag::Punct || token.opens_quote() => {}
            Tag::Verb if token.form.is_some() && lexicon.has("adjectives", &token.lower) => {}
            Tag::Proper if lexicon.rest("demonyms", &token.lower).is_some() => {}
            Tag::Noun
                if lexicon.has("place-nouns", &token.lower) || lexicon.has("place-nouns", &token.lemma) =>
            {
                noun = true
            }
            Tag::Prep if token.is("of") && i > 1 && lexicon.has("place-nouns", &tokens[i - 2].lower) => {}
            Tag::Prep => {
                let strong =
                    ["in", "near", "around", "across", "throughout", "inside", "outside", "into", "at"];
                return if noun || strong.contains(&token.lower.as_str()) {
                    Governed::Strongly
                } else if lexicon.has("locatives", &token.lower) {
                    Governed::Weakly
                } else {
                    Governed::No
                };
            }
            _ => break,
        }
        i -= 1;
    }
    if noun { Governed::Strongly } else { Governed::No }
}

/// Whether a name only measures a distance: `40 km from Ruba`.
fn far(tokens: &[Token], start: usize) -> bool {
    tokens[start.saturating_sub(5)..start]
        .iter()
        .any(|t| ["km", "kilometres", "kilometers", "miles", "km)"].contains(&t.lower.as_str()))
}

/// Whether a name closes that of a body: `Organization for Security and Cooperation in Europe`.
fn in_name(tokens: &[Token], start: usize) -> bool {
    const ENDS: &[&str] = &[
        "cooperation",
        "co-operation",
        "assistance",
        "affairs",
        "peace",
        "security",
        "democracy",
        "mission",
    ];
    start > 1
        && ["in", "for", "to"].contains(&tokens[start - 1].lower.as_str())
        && tokens[start - 2].tag == Tag::Proper
        && ENDS.contains(&tokens[start - 2].lower.as_str())
}
