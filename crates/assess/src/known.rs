//! What the words of a name mean in the lists: actors, a place, fighters, aid. Looked up once for every name.

use crate::{
    facts::Facts,
    roll::{Number, Roll},
    tree::{PlaceNumber, Tree},
    unnamed,
};
use rustc_hash::FxHashMap;
use truce_model::Name;

/// What a name means, whatever the terms.
pub(crate) struct Known {
    /// The actors that it names, all of them; none where a part of it is not listed.
    pub(crate) listed: Vec<Number>,
    /// The actors whose names stand anywhere in it.
    pub(crate) scanned: Vec<Number>,
    /// Whether the other words leave it theirs, as in "positions of the South Guard".
    pub(crate) is_of_their_arms: bool,
    /// Whether the other words leave it their voice, as in "a South Guard spokesman".
    pub(crate) is_their_voice: bool,
    /// Whether another name stands in it beside those of actors: "an aid convoy for Arden".
    pub(crate) names_more: bool,
    /// The actors for whom it speaks, as "a rebel commander" for the rebels.
    pub(crate) speaks_for: Vec<Number>,
    /// Whether it names a state's side without the state, as "government jets".
    pub(crate) is_bare_side: bool,
    /// Whether it names who speaks for a state's side without the state, as "a military source".
    pub(crate) is_bare_voice: bool,
    /// Whether it fits fighters or their things without saying whose.
    pub(crate) may_be_of_fighters: bool,
    /// Whether whoever is called so can be of a side: "a commander", "the army".
    pub(crate) may_speak_for_a_side: bool,
    /// Whether a word of it tells of people and their things.
    pub(crate) tells_of_people: bool,
    /// Whether it is relief.
    pub(crate) is_aid: bool,
    /// Whether it is a hospital, an ambulance, a medic.
    pub(crate) is_medical: bool,
    /// The listed place that it means.
    pub(crate) place: Option<PlaceNumber>,
    /// Whether it means listed places, one or several.
    pub(crate) is_place: bool,
}

/// Every name of some incidents, by the country in which they were: the rebels of one war are not those of another.
#[derive(Default)]
pub(crate) struct Names<'a> {
    by_country: FxHashMap<Option<PlaceNumber>, Meanings<'a>>,
}

/// What names mean in one country, or where nobody knows in which.
#[derive(Default)]
pub(crate) struct Meanings<'a> {
    known: FxHashMap<&'a str, Known>,
}

/// Where the names of an incident are to be understood.
pub(crate) struct Scene {
    /// Its listed places, most specific first.
    pub(crate) places: Vec<PlaceNumber>,
    /// The country in which all of them lie, if they lie in one.
    pub(crate) country: Option<PlaceNumber>,
}

impl<'a> Names<'a> {
    /// Looks up the names that an incident and its claims use, and says where they are to be understood.
    pub(crate) fn learn(&mut self, facts: &Facts<'a>, roll: &Roll, tree: &Tree) -> Scene {
        let incident = facts.incident;
        let nowhere = self.by_country.entry(None).or_default();
        let places = incident.places.iter().filter_map(|name| nowhere.learn(name, None, roll, tree).place);
        let places: Vec<PlaceNumber> = places.collect();
        let mut countries = places.iter().filter_map(|place| tree.site(*place).country);
        let first = countries.next();
        let country = first.filter(|first| countries.all(|other| other == *first));
        let told = incident.attribution.named().into_iter().chain(&incident.targets);
        let claims = facts.told.iter().chain(&facts.denied).chain(&facts.tolls);
        let said = claims.flat_map(|claim| {
            let count = claim.count.as_ref().and_then(|count| count.who.as_ref());
            claim.agent.iter().chain(&claim.target).chain(&claim.source).chain(count)
        });
        let meanings = self.by_country.entry(country).or_default();
        for name in told.chain(said) {
            meanings.learn(name, country, roll, tree);
        }
        Scene { places, country }
    }

    /// What the names mean in a country.
    pub(crate) fn within(&mut self, country: Option<PlaceNumber>) -> &Meanings<'a> {
        self.by_country.entry(country).or_default()
    }
}

impl<'a> Meanings<'a> {
    fn learn(&mut self, name: &'a Name, country: Option<PlaceNumber>, roll: &Roll, tree: &Tree) -> &Known {
        self.known.entry(name.as_str()).or_insert_with(|| look_up(name, country, roll, tree))
    }

    /// What a name means.
    pub(crate) fn of(&self, name: &Name) -> &Known {
        self.known.get(name.as_str()).expect("every name of an incident is looked up before it is judged")
    }
}

fn look_up(name: &Name, country: Option<PlaceNumber>, roll: &Roll, tree: &Tree) -> Known {
    let country = country.and_then(|country| tree.country(country));
    let numbers = |words: &str| {
        let ids = roll.actors().named_in(words, country);
        ids.iter().filter_map(|id| roll.number(id)).collect::<Vec<Number>>()
    };
    // "South" is an actor where "south" is a side of the sky.
    let begins_alike = |a: &str, b: &str| {
        let is_upper = |words: &str| words.starts_with(char::is_uppercase);
        is_upper(a) || !is_upper(b)
    };
    let one = |words: &str| {
        let actor = roll.actors().find_in(words, country)?;
        let alike = actor.names().any(|own| truce_model::same_name(own, words) && begins_alike(words, own));
        roll.number(&actor.id).filter(|_| alike)
    };
    let mut listed = numbers(name.as_str());
    listed.sort_unstable();
    let (scanned, rest) = if listed.is_empty() { scan(name, one) } else { Default::default() };
    let speaks_for = if listed.is_empty() && scanned.is_empty() { speaks_for(name, one) } else { vec![] };
    let keys: Vec<String> = rest.iter().map(|word| word.to_lowercase()).collect();
    // What stands after such a word is only where they are.
    let before = keys.iter().take_while(|word| !PLACING.contains(&word.as_str())).collect::<Vec<_>>();
    let exact = tree.number(name.as_str());
    let crossing = exact.is_some_and(|place| tree.site(place).is_crossing);
    let in_town = |place: &PlaceNumber| {
        exact.is_some() || !tree.site(*place).is_town || !unnamed::is_wider_than_a_town(name)
    };
    let aside = unnamed::is_beside(name) && !crossing;
    let place = tree.locate(name.as_str()).filter(in_town).filter(|_| !aside);
    let places: Vec<&str> = name.as_str().split(" and ").flat_map(|part| part.split(", ")).collect();
    Known {
        names_more: listed.is_empty()
            && rest.iter().any(|word| word.starts_with(char::is_uppercase) && !unnamed::is_common(word)),
        is_of_their_arms: before.iter().all(|word| unnamed::is_of_arms(word)),
        is_their_voice: before.iter().all(|word| unnamed::is_of_voices(word)),
        listed,
        scanned,
        speaks_for,
        is_bare_side: unnamed::is_bare_side(name),
        is_bare_voice: unnamed::is_bare_voice(name),
        may_be_of_fighters: unnamed::may_be_of_fighters(name),
        may_speak_for_a_side: unnamed::may_speak_for_a_side(name),
        tells_of_people: unnamed::tells_of_people(name),
        is_aid: unnamed::is_aid(name),
        is_medical: unnamed::is_medical(name),
        place,
        is_place: tree.locate(name.as_str()).is_some()
            || places.len() > 1 && places.iter().all(|part| tree.locate(part).is_some()),
    }
}

/// Words after which a place follows.
const PLACING: &[&str] = &["around", "at", "in", "inside", "near", "on", "outside"];

/// The actors whose names stand anywhere in the words, as in "positions of the South Guard", and the other words.
fn scan(name: &Name, one: impl Fn(&str) -> Option<Number>) -> (Vec<Number>, Vec<&str>) {
    let words: Vec<&str> = name.as_str().split(' ').collect();
    // "Korean People's Army" is a name as it stands, "South's" one with its ending.
    let named = |words: &[&str]| {
        let words = words.join(" ");
        let without = words.strip_suffix("'s").or_else(|| words.strip_suffix("’s"));
        one(&words).or_else(|| one(without?))
    };
    let (mut found, mut rest, mut from) = (Vec::new(), Vec::new(), 0);
    while from < words.len() {
        // The longest name that begins here wins, so that "South Guard" is not read as "South".
        let longest = (from + 1..=words.len()).rev().find_map(|to| Some((to, named(&words[from..to])?)));
        from = match longest {
            Some((to, number)) => {
                found.push(number);
                to
            }
            None => {
                rest.push(words[from]);
                from + 1
            }
        };
    }
    found.sort_unstable();
    found.dedup();
    (found, rest)
}

fn speaks_for(name: &Name, one: impl Fn(&str) -> Option<Number>) -> Vec<Number> {
    let spoken = |word: &str| one(word).or_else(|| one(&format!("{word}s")));
    name.as_str().split(' ').filter_map(spoken).collect()
}
