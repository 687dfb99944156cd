//! Words for fighters, aid and the sick that do not tell whose they are. Names nobody.

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

/// Words that name a state's side without the state: one of them must stand in a name such as "government jets".
const SIDES: &[&str] = &["army", "government", "military", "regime"];

/// Words that may stand beside them and leave the side as it is.
const ARMS: &[&str] = &[
    "a",
    "an",
    "aircraft",
    "air",
    "artillery",
    "base",
    "bases",
    "checkpoint",
    "checkpoints",
    "force",
    "forces",
    "helicopter",
    "helicopters",
    "jet",
    "jets",
    "plane",
    "planes",
    "position",
    "positions",
    "post",
    "posts",
    "soldier",
    "soldiers",
    "tanks",
    "the",
    "troops",
    "unit",
    "units",
    "warplane",
    "warplanes",
];

/// What carries or is relief.
const OF_AID: &[&str] = &["aid", "food", "humanitarian", "relief"];

/// What heals, and who does.
const OF_MEDICINE: &[&str] =
    &["ambulance", "clinic", "doctor", "hospital", "medic", "medical", "nurse", "paramedic"];

fn has(name: &Name, list: &[&str]) -> bool {
    let key = name.key();
    let words = key.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.clone().any(|word| list.contains(&word) || list.contains(&singular(word)))
}

/// Whether the words name a state's side without the state: "the army", "government jets".
pub(crate) fn is_bare_side(name: &Name) -> bool {
    let key = name.key();
    key.split(' ').all(|word| SIDES.contains(&word) || ARMS.contains(&word))
        && key.split(' ').any(|word| SIDES.contains(&word))
}

/// Whether the words name relief: "an aid convoy", "food lorries".
pub(crate) fn is_aid(name: &Name) -> bool {
    has(name, OF_AID)
}

/// Whether the words name what heals, unless it is an army's: "a hospital", "ambulances".
pub(crate) fn is_medical(name: &Name) -> bool {
    has(name, OF_MEDICINE) && !has(name, &["military"])
}

/// Whether the words fit fighters or their things without saying whose: "positions", "a training camp", "targets".
pub(crate) fn may_be_of_fighters(name: &Name) -> bool {
    has(name, OF_FIGHTERS) || (has(name, OF_ANYBODY) && !has(name, OF_CIVILIANS))
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
    fn aid_and_medicine_are_told_by_their_words() {
        let name = |words: &str| Name::parse(words).unwrap();
        assert!(is_aid(&name("food lorries")) && !is_aid(&name("lorries")));
        assert!(is_medical(&name("two hospitals")) && !is_medical(&name("a military hospital")));
        assert!(is_bare_side(&name("Government jets")) && !is_bare_side(&name("an army of volunteers")));
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
