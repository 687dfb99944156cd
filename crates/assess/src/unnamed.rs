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
    "water",
];

/// Who fights, governs, or speaks for those who do.
const WHO_FIGHTS: &[&str] = &[
    "armed",
    "authorities",
    "authority",
    "battalion",
    "brigade",
    "combatant",
    "command",
    "commander",
    "faction",
    "fighter",
    "force",
    "forces",
    "governor",
    "guard",
    "guerrilla",
    "gunman",
    "gunmen",
    "insurgent",
    "jihadi",
    "jihadist",
    "leader",
    "militant",
    "militia",
    "minister",
    "ministry",
    "officer",
    "official",
    "opposition",
    "paramilitary",
    "parliament",
    "police",
    "presidency",
    "president",
    "rebel",
    "separatist",
    "soldier",
    "staff",
    "troops",
];

/// People and what they live by, by which it is shown that no fighters are meant.
const OF_PEOPLE: &[&str] = &[
    "apartment",
    "baby",
    "bakery",
    "bazaar",
    "block",
    "boy",
    "bridge",
    "building",
    "bus",
    "cemetery",
    "child",
    "children",
    "church",
    "cinema",
    "city",
    "civilian",
    "clinic",
    "crop",
    "demonstrator",
    "district",
    "driver",
    "consulate",
    "dwelling",
    "embassy",
    "factory",
    "family",
    "farm",
    "farmer",
    "field",
    "fisherman",
    "fishermen",
    "funeral",
    "garden",
    "girl",
    "hamlet",
    "home",
    "homes",
    "hotel",
    "house",
    "household",
    "housing",
    "inhabitant",
    "journalist",
    "kindergarten",
    "laborer",
    "labourer",
    "mall",
    "market",
    "marketplace",
    "mosque",
    "mourner",
    "museum",
    "neighborhood",
    "neighbourhood",
    "nursery",
    "orchard",
    "park",
    "passer-by",
    "patient",
    "pedestrian",
    "pharmacy",
    "protester",
    "pupil",
    "quarter",
    "refugee",
    "resident",
    "restaurant",
    "road",
    "school",
    "settlement",
    "shelter",
    "shop",
    "shopkeeper",
    "shopper",
    "square",
    "street",
    "student",
    "suburb",
    "teacher",
    "temple",
    "tent",
    "theatre",
    "toddler",
    "tourist",
    "town",
    "townspeople",
    "traveller",
    "university",
    "village",
    "villager",
    "wedding",
    "well",
    "woman",
    "women",
    "worker",
    "worshipper",
];

/// Words that tell how many.
const NUMBERS: &[&str] =
    &["dozen", "few", "five", "four", "many", "other", "several", "some", "ten", "three", "two"];

/// Words that put something beside a place.
const BESIDE: &[&str] =
    &["around", "between", "beyond", "border", "frontier", "near", "off", "outside", "toward", "towards"];

/// Sides of the sky.
const SIDES_OF_THE_SKY: &[&str] =
    &["east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"];

/// Words that join others in a name.
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
    let words: Vec<&str> =
        key.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    // "A rebel-held town" is a town.
    let held = |at: usize| words.get(at + 1).is_some_and(|next| matches!(*next, "held" | "controlled"));
    let of = |word: &str| list.contains(&word) || list.contains(&singular(word).as_ref());
    words.iter().enumerate().any(|(at, word)| !held(at) && of(word))
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
    let of_aid = has(name, OF_AID) || has(name, OF_MEDICINE);
    let of_a_state =
        has(name, &["state"]) && has(name, &["agency", "media", "news", "radio", "television", "tv"]);
    of_a_state || (!of_aid && (has(name, SIDES) || has(name, WHO_FIGHTS)))
}

/// Whether a word leaves an actor what it is when it stands beside the actor's name: "positions of", "fighters".
pub(crate) fn is_of_arms(word: &str) -> bool {
    let plain = [LINKS, ARMS, OF_FIGHTERS, OF_ANYBODY, NUMBERS];
    let is = |word: &str| plain.iter().any(|list| list.contains(&word));
    word.chars().all(|c| !c.is_alphabetic()) || is(word) || is(&singular(word))
}

/// Whether a word leaves a speaker somebody who speaks for the actor beside whose name it stands.
pub(crate) fn is_of_voices(word: &str) -> bool {
    let plain =
        [LINKS, VOICES, WHO_FIGHTS, &["defence", "defense", "foreign", "general", "interior", "senior"]];
    let is = |word: &str| plain.iter().any(|list| list.contains(&word));
    is(word) || is(&singular(word))
}

/// Whether a word is one of the language and no name, though it may begin a sentence: "Aid", "Residents", "Two".
pub(crate) fn is_common(word: &str) -> bool {
    let key = word.to_lowercase();
    let lists = [OF_AID, OF_MEDICINE, OF_PEOPLE, OF_CIVILIANS];
    let is = |word: &str| lists.iter().any(|list| list.contains(&word));
    is_of_arms(&key) || is(&key) || is(&singular(&key))
}

/// Whether words put something beside a place and not into it: "near Arden", "east of Arden", "the border".
pub(crate) fn is_beside(name: &Name) -> bool {
    let key = name.key();
    let words: Vec<&str> = key.split(' ').collect();
    let aside = |word: &&str| BESIDE.contains(word);
    words.iter().any(aside)
        || words.windows(2).any(|pair| SIDES_OF_THE_SKY.contains(&pair[0]) && pair[1] == "of")
}

/// Whether words mean a stretch of land that may be wider than the town by which it is called.
pub(crate) fn is_wider_than_a_town(name: &Name) -> bool {
    has(name, &["area", "countryside", "district", "enclave", "governorate", "province", "region", "rural"])
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
    fn whoever_may_fight_may_speak_for_a_side() {
        let speaks = |words: &str| may_speak_for_a_side(&Name::parse(words).unwrap());
        assert!(speaks("a field commander") && speaks("the army") && speaks("rebels"));
        assert!(speaks("the defence ministry") && speaks("state television") && speaks("police"));
        assert!(!speaks("residents") && !speaks("a rights group") && !speaks("aid workers"));
        assert!(!speaks("a health official of the hospital"));
    }

    #[test]
    fn beside_a_place_is_not_in_it() {
        let beside = |words: &str| is_beside(&Name::parse(words).unwrap());
        assert!(beside("near Arden") && beside("east of Arden") && beside("Arden border"));
        assert!(!beside("eastern Arden") && !beside("Arden"));
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
