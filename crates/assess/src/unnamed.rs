//! Words for fighters and their things that do not tell whose they are. Names nobody.

use truce_model::Name;

/// Fighters, and what only fighters have.
const OF_FIGHTERS: &[&str] = &[
    "ammunition",
    "arms",
    "arsenal",
    "barracks",
    "bunker",
    "checkpoint",
    "combatant",
    "commander",
    "emplacement",
    "extremist",
    "fighter",
    "fortification",
    "frontline",
    "group",
    "gunman",
    "gunmen",
    "gunner",
    "hideout",
    "insurgency",
    "jihadi",
    "jihadist",
    "launcher",
    "leader",
    "militant",
    "military",
    "militia",
    "munitions",
    "outpost",
    "position",
    "sniper",
    "soldier",
    "stronghold",
    "tank",
    "target",
    "terrorist",
    "training",
    "trench",
    "trenches",
    "troops",
    "tunnel",
    "weapon",
];

/// What fighters and civilians both have.
const OF_ANYBODY: &[&str] = &[
    "area",
    "base",
    "camp",
    "car",
    "column",
    "compound",
    "convoy",
    "depot",
    "forces",
    "gathering",
    "headquarters",
    "lorries",
    "lorry",
    "men",
    "post",
    "site",
    "station",
    "store",
    "truck",
    "vehicle",
    "warehouse",
];

/// Words by which such a thing is shown to be of civilians: "refugee camp", "aid depot".
const OF_CIVILIANS: &[&str] = &[
    "aid",
    "ambulance",
    "bus",
    "civilian",
    "displaced",
    "fire",
    "fuel",
    "grain",
    "hospital",
    "humanitarian",
    "medical",
    "police",
    "power",
    "refugee",
    "relief",
    "rescue",
    "residential",
    "water",
];

/// Whether the words fit fighters or their things without saying whose: "positions", "a training camp", "targets".
pub(crate) fn may_be_of_fighters(name: &Name) -> bool {
    let key = name.key();
    let words: Vec<&str> =
        key.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let any = |list: &[&str]| words.iter().any(|word| list.contains(word) || list.contains(&singular(word)));
    any(OF_FIGHTERS) || (any(OF_ANYBODY) && !any(OF_CIVILIANS))
}

fn singular(word: &str) -> &str {
    word.strip_suffix("ies").or_else(|| word.strip_suffix('s')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: bool) {
        for words in words {
            assert_eq!(may_be_of_fighters(&Name::parse(words).unwrap()), expected, "{words}");
        }
    }

    #[test]
    fn what_fighters_have_does_not_tell_whose_it_is() {
        check(&["positions", "a training camp", "an ammunition depot", "targets", "vehicles"], true);
        check(&["fighters near a hospital", "a military hospital", "field commanders", "headquarters"], true);
        check(&["trenches", "a base", "hideouts", "militias"], true);
    }

    #[test]
    fn people_and_what_they_live_by_are_nobodys_positions() {
        check(
            &["civilians", "Arden", "a house", "the market", "a school", "hospitals", "Mill bridge"],
            false,
        );
        check(&["a refugee camp", "an aid depot", "aid lorries", "a police station", "aid convoy"], false);
    }
}
