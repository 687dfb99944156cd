//! Words for fighters, aid and the sick that do not tell whose they are. Names nobody.

use std::borrow::Cow;
use truce_model::Name;

/// Fighters, and what only fighters have.
const OF_FIGHTERS: &[&str] = &[
    "ambush",
    "ammunition",
    "armor",
    "armored",
    "armour",
    "armoured",
    "arms",
    "army",
    "arsenal",
    "artillery",
    "barracks",
    "battalion",
    "battery",
    "brigade",
    "bunker",
    "cell",
    "checkpoint",
    "combat",
    "combatant",
    "commander",
    "commando",
    "company",
    "conscript",
    "contingent",
    "corps",
    "defences",
    "defenses",
    "detachment",
    "division",
    "drone",
    "emplacement",
    "extremist",
    "faction",
    "fighter",
    "force",
    "fortification",
    "front",
    "frontline",
    "garrison",
    "group",
    "guard",
    "guerrilla",
    "gunboat",
    "gunman",
    "gunmen",
    "gunner",
    "hideout",
    "infantry",
    "insurgency",
    "insurgent",
    "jihadi",
    "jihadist",
    "launcher",
    "leader",
    "line",
    "marine",
    "mercenary",
    "militant",
    "military",
    "militia",
    "missile",
    "mortar",
    "munitions",
    "navy",
    "officer",
    "outpost",
    "paramilitary",
    "patrol",
    "pilot",
    "platoon",
    "position",
    "rebel",
    "radar",
    "recruit",
    "regiment",
    "rocket",
    "sailor",
    "separatist",
    "serviceman",
    "servicemen",
    "sniper",
    "soldier",
    "squad",
    "squadron",
    "stronghold",
    "tank",
    "target",
    "terrorist",
    "training",
    "trench",
    "trenches",
    "troop",
    "troops",
    "tunnel",
    "unit",
    "warplane",
    "warship",
    "weapon",
];

/// What fighters and civilians both have.
const OF_ANYBODY: &[&str] = &[
    "airbase",
    "aircraft",
    "airfield",
    "airport",
    "area",
    "base",
    "boat",
    "bridgehead",
    "camp",
    "car",
    "column",
    "compound",
    "convoy",
    "depot",
    "forces",
    "gathering",
    "headquarters",
    "helicopter",
    "jet",
    "lorries",
    "lorry",
    "men",
    "plane",
    "post",
    "ship",
    "site",
    "station",
    "store",
    "territory",
    "truck",
    "vehicle",
    "vessel",
    "warehouse",
];

/// Words by which such a thing is shown to be of civilians: "refugee camp", "aid depot".
const OF_CIVILIANS: &[&str] = &[
    "aid",
    "ambulance",
    "bus",
    "cargo",
    "civil",
    "civilian",
    "commercial",
    "displaced",
    "fire",
    "fishing",
    "fuel",
    "grain",
    "hospital",
    "humanitarian",
    "medical",
    "merchant",
    "passenger",
    "police",
    "power",
    "refugee",
    "relief",
    "rescue",
    "residential",
    "school",
    "water",
];

/// Who fights, or speaks for those who do.
const WHO_FIGHTS: &[&str] = &[
    "armed",
    "battalion",
    "brigade",
    "combatant",
    "commander",
    "faction",
    "fighter",
    "force",
    "forces",
    "guard",
    "guerrilla",
    "gunman",
    "gunmen",
    "insurgent",
    "jihadi",
    "jihadist",
    "militant",
    "militia",
    "officer",
    "opposition",
    "paramilitary",
    "rebel",
    "separatist",
    "soldier",
    "troops",
];

/// People and what they live by, of which some have names of their own: "Mill School", "Old Market".
const OF_PEOPLE: &[&str] = &[
    "bakery",
    "bazaar",
    "bridge",
    "church",
    "city",
    "civilians",
    "clinic",
    "district",
    "family",
    "farm",
    "home",
    "house",
    "market",
    "mosque",
    "neighborhood",
    "neighbourhood",
    "people",
    "quarter",
    "resident",
    "road",
    "school",
    "square",
    "street",
    "suburb",
    "town",
    "university",
    "village",
];

/// Words that stand in a name of its own and begin small.
const LINKS: &[&str] = &["a", "al", "an", "and", "ar", "as", "at", "de", "el", "of", "the"];

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

/// Words that may stand beside them for who speaks.
const VOICES: &[&str] = &[
    "a",
    "an",
    "command",
    "media",
    "official",
    "officials",
    "source",
    "sources",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "statement",
    "television",
    "the",
];

/// What carries or is relief.
const OF_AID: &[&str] = &["aid", "food", "humanitarian", "relief"];

/// What heals, and who does.
const OF_MEDICINE: &[&str] =
    &["ambulance", "clinic", "doctor", "hospital", "medic", "medical", "nurse", "paramedic"];

fn has(name: &Name, list: &[&str]) -> bool {
    let key = name.key();
    let mut words = key.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.any(|word| list.contains(&word) || list.contains(&singular(word).as_ref()))
}

/// Whether the words name a state's side without the state: "the army", "government jets".
pub(crate) fn is_bare_side(name: &Name) -> bool {
    is_bare(name, ARMS)
}

/// Whether the words name somebody who speaks for a state's side without the state: "a military source".
pub(crate) fn is_bare_voice(name: &Name) -> bool {
    is_bare(name, VOICES)
}

fn is_bare(name: &Name, others: &[&str]) -> bool {
    let key = name.key();
    key.split(' ').all(|word| SIDES.contains(&word) || others.contains(&word))
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

/// Whether whoever is called so may speak for a side: "a commander", "the army", "officials of the government".
pub(crate) fn may_speak_for_a_side(name: &Name) -> bool {
    has(name, SIDES) || has(name, WHO_FIGHTS)
}

/// Whether it is written as a name of its own, as "Tiger Brigade", and no word of it tells of people and their things,
/// as in "Mill Hospital".
pub(crate) fn is_proper(name: &Name) -> bool {
    let mut words = name.as_str().split([' ', '-']).filter(|word| !LINKS.contains(word)).peekable();
    words.peek().is_some() && words.all(|word| word.starts_with(char::is_uppercase)) && !tells_of_people(name)
}

/// Whether a word of it tells of people and their things: "a school of the South Guard".
pub(crate) fn tells_of_people(name: &Name) -> bool {
    has(name, OF_CIVILIANS) || has(name, OF_MEDICINE) || has(name, OF_PEOPLE)
}

fn singular(word: &str) -> Cow<'_, str> {
    match word.strip_suffix("ies") {
        Some(stem) => Cow::Owned(format!("{stem}y")),
        None => Cow::Borrowed(word.strip_suffix('s').unwrap_or(word)),
    }
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
        check(&["a battalion", "guerrillas", "border guards", "front lines", "rebel-held positions"], true);
    }

    #[test]
    fn aid_and_medicine_are_told_by_their_words() {
        let name = |words: &str| Name::parse(words).unwrap();
        assert!(is_aid(&name("food lorries")) && !is_aid(&name("lorries")));
        assert!(is_medical(&name("two hospitals")) && !is_medical(&name("a military hospital")));
        assert!(is_bare_voice(&name("a military source")) && !is_bare_voice(&name("a source")));
        assert!(is_bare_side(&name("Government jets")) && !is_bare_side(&name("an army of volunteers")));
    }

    #[test]
    fn a_name_of_its_own_tells_neither_people_nor_fighters() {
        let proper = |words: &str| is_proper(&Name::parse(words).unwrap());
        assert!(proper("Tiger Brigade") && proper("Khan Arden") && proper("Sons of the Hill"));
        assert!(!proper("Mill Hospital") && !proper("the Old Market") && !proper("villagers of Arden"));
    }

    #[test]
    fn whoever_may_fight_may_speak_for_a_side() {
        let speaks = |words: &str| may_speak_for_a_side(&Name::parse(words).unwrap());
        assert!(speaks("a field commander") && speaks("the army") && speaks("rebels"));
        assert!(!speaks("residents") && !speaks("a rights group") && !speaks("aid workers"));
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
