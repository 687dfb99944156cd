//! Finds the country that a story is about, by how often each is named. Guesses none where two are near.

use super::names::{capitals, text_of};
use crate::lexicon::Lexicon;
use crate::text::{Tag, Token};
use std::collections::BTreeMap;
use truce_model::{PlaceKind, Places};

/// Counts the countries that a sentence names: by a name of two words, by one, or by their people.
pub(super) fn count(
    text: &str,
    tokens: &[Token],
    (lexicon, places): (&Lexicon, &Places),
    countries: &mut BTreeMap<String, usize>,
) {
    let proper = |at: usize| tokens.get(at).is_some_and(|t| t.tag == Tag::Proper);
    let mut i = 0;
    while i < tokens.len() {
        let two = (proper(i) && proper(i + 1)).then(|| text_of(text, tokens, i, i + 2));
        let pair = two.and_then(|words| of(&words, lexicon, places));
        let step = 1 + usize::from(pair.is_some());
        let one = || of(&tokens[i].text, lexicon, places).filter(|_| proper(i));
        if let Some(country) = pair.or_else(one) {
            *countries.entry(country).or_default() += 1;
        }
        i += step;
    }
}

/// The country that words name, itself or by its people.
fn of(words: &str, lexicon: &Lexicon, places: &Places) -> Option<String> {
    if let Some(place) = places.find(words) {
        let country = places.wholes(place).into_iter().find(|p| p.kind == PlaceKind::Country)?;
        return Some(country.name.clone());
    }
    let lower = words.to_lowercase();
    let known = lexicon.list("countries")?;
    if known.has(&lower) || known.runs().iter().any(|run| run.join(" ") == lower) {
        return Some(words.to_owned());
    }
    lexicon.rest("demonyms", &lower).map(capitals)
}

/// The country named more than twice as often as any other that is not a mediator.
pub(super) fn leading(countries: BTreeMap<String, usize>, lexicon: &Lexicon) -> Option<String> {
    let mut ranked: Vec<(String, usize)> = countries
        .into_iter()
        .filter(|(name, _)| !lexicon.has("mediators", &name.to_lowercase().replace(' ', "-")))
        .collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (name, times) = ranked.first()?;
    let next = ranked.get(1).map_or(0, |(_, times)| *times);
    (*times > 2 * next).then(|| name.clone())
}
