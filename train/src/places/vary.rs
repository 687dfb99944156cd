//! Makes further texts of one: the same sentences with other places and people, so that what stands around is learnt.

use super::{Text, gum::Sort};
use crate::rng::Rng;
use std::collections::BTreeMap;
use truce_extract::gazetteer::Gazetteer;
use truce_model::FeatureKind;

/// Names to draw from.
pub struct Names {
    towns: Vec<String>,
    lands: Vec<String>,
    given: Vec<String>,
    family: Vec<String>,
}

impl Names {
    /// Collects names of towns and lands from a gazetteer, and of people from lists in capitals.
    pub fn collect(gazetteer: &Gazetteer, given: &str, family: &str) -> Names {
        let (mut towns, mut lands) = (Vec::new(), Vec::new());
        for record in (0..gazetteer.places()).filter_map(|place| gazetteer.record(place)) {
            let name = gazetteer.name(&record).to_owned();
            let plain = name.chars().next().is_some_and(char::is_uppercase);
            match record.kind {
                FeatureKind::Country | FeatureKind::Province => lands.push(name),
                FeatureKind::Town if plain => towns.push(name),
                _ => {}
            }
        }
        let people = |list: &str| {
            let first = |line: &str| Some(capitalised(line.split_whitespace().next()?));
            list.lines().filter_map(first).take(3000).collect()
        };
        Names { towns, lands, given: people(given), family: people(family) }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()
    })
}

fn draw<'n>(list: &'n [String], rng: &mut Rng) -> &'n str {
    list.get(rng.below(list.len())).map_or("Tal", String::as_str)
}

/// A name that no list holds: the beginning of one town's and the end of another's.
fn unheard(names: &Names, rng: &mut Rng) -> String {
    let half = |name: &str, first: bool| {
        let letters: Vec<char> = name.split([' ', '-']).next().unwrap_or("Tal").chars().collect();
        let middle = letters.len().div_ceil(2);
        if first { letters[..middle].iter().collect::<String>() } else { letters[middle..].iter().collect() }
    };
    half(draw(&names.towns, rng), true) + &half(draw(&names.towns, rng), false)
}

/// The text with other names; one name is replaced by the same throughout.
pub fn vary(text: &Text, names: &Names, rng: &mut Rng) -> Text {
    let mut sorted = text.names.clone();
    sorted.sort_by_key(|name| name.0);
    let mut chosen: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Text { id: text.id.clone(), text: String::new(), names: Vec::new() };
    let mut at = 0;
    for (from, to, sort) in sorted {
        if from < at {
            continue;
        }
        out.text.push_str(&text.text[at..from]);
        let old = &text.text[from..to];
        let new = chosen.entry(old.to_owned()).or_insert_with(|| other(old, sort, names, rng)).clone();
        let begin = out.text.len();
        out.text.push_str(&new);
        out.names.push((begin, out.text.len(), sort));
        at = to;
    }
    out.text.push_str(&text.text[at..]);
    out
}

fn other(old: &str, sort: Sort, names: &Names, rng: &mut Rng) -> String {
    let words = old.split(' ').count();
    match sort {
        Sort::Place if rng.chance(0.25) || words > 2 => old.to_owned(),
        Sort::Place if rng.chance(0.25) => draw(&names.lands, rng).to_owned(),
        Sort::Place if rng.chance(0.25) => unheard(names, rng),
        Sort::Place => draw(&names.towns, rng).to_owned(),
        Sort::Person if words == 1 && rng.chance(0.5) => draw(&names.family, rng).to_owned(),
        Sort::Person if words == 2 && rng.chance(0.6) => {
            let last = if rng.chance(0.2) { draw(&names.towns, rng) } else { draw(&names.family, rng) };
            format!("{} {last}", draw(&names.given, rng))
        }
        _ => old.to_owned(),
    }
}
