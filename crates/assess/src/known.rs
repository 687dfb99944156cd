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
    /// The actors for whom it speaks, as "a rebel commander" for the rebels.
    pub(crate) speaks_for: Vec<Number>,
    /// Whether it names a state's side without the state, as "government jets".
    pub(crate) is_bare_side: bool,
    /// Whether it fits fighters or their things without saying whose.
    pub(crate) may_be_of_fighters: bool,
    /// Whether it is relief.
    pub(crate) is_aid: bool,
    /// Whether it is a hospital, an ambulance, a medic.
    pub(crate) is_medical: bool,
    /// The listed place that it means.
    pub(crate) place: Option<PlaceNumber>,
}

/// Every name of some incidents.
#[derive(Default)]
pub(crate) struct Names<'a> {
    known: FxHashMap<&'a str, Known>,
}

impl<'a> Names<'a> {
    /// Looks up the names that an incident and its claims use.
    pub(crate) fn learn(&mut self, facts: &Facts<'a>, roll: &Roll, tree: &Tree) {
        let incident = facts.incident;
        let told = incident.attribution.named().into_iter().chain(&incident.targets).chain(&incident.places);
        let claims = facts.told.iter().chain(&facts.denied).chain(&facts.tolls);
        let said = claims.flat_map(|claim| {
            let count = claim.count.as_ref().and_then(|count| count.who.as_ref());
            claim.agent.iter().chain(&claim.target).chain(&claim.source).chain(count)
        });
        for name in told.chain(said) {
            if !self.known.contains_key(name.as_str()) {
                self.known.insert(name.as_str(), look_up(name, roll, tree));
            }
        }
    }

    /// What a name means.
    pub(crate) fn of(&self, name: &Name) -> &Known {
        self.known.get(name.as_str()).expect("every name of an incident is looked up before it is judged")
    }
}

fn look_up(name: &Name, roll: &Roll, tree: &Tree) -> Known {
    let actors = roll.actors();
    let mut listed: Vec<Number> =
        actors.named(name.as_str()).iter().filter_map(|id| roll.number(id)).collect();
    listed.sort_unstable();
    let scanned = if listed.is_empty() { scan(name, roll) } else { vec![] };
    let speaks_for = if listed.is_empty() && scanned.is_empty() { speaks_for(name, roll) } else { vec![] };
    Known {
        listed,
        scanned,
        speaks_for,
        is_bare_side: unnamed::is_bare_side(name),
        may_be_of_fighters: unnamed::may_be_of_fighters(name),
        is_aid: unnamed::is_aid(name),
        is_medical: unnamed::is_medical(name),
        place: tree.locate(name.as_str()),
    }
}

/// The actors whose names stand anywhere in the words, as in "positions of the South Guard".
fn scan(name: &Name, roll: &Roll) -> Vec<Number> {
    let words: Vec<&str> = name.as_str().split(' ').collect();
    let (mut found, mut from) = (Vec::new(), 0);
    while from < words.len() {
        // The longest name that begins here wins, so that "South Guard" is not read as "South".
        let longest = (from + 1..=words.len())
            .rev()
            .find_map(|to| Some((to, roll.number(&roll.actors().find(&words[from..to].join(" "))?.id)?)));
        from = match longest {
            Some((to, number)) => {
                found.push(number);
                to
            }
            None => from + 1,
        };
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn speaks_for(name: &Name, roll: &Roll) -> Vec<Number> {
    let actors = roll.actors();
    let spoken = |word: &str| actors.find(word).or_else(|| actors.find(&format!("{word}s")));
    let words = name.as_str().split(' ');
    words.filter_map(|word| roll.number(&spoken(word)?.id)).collect()
}
