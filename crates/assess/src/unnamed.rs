//! Words for fighters, aid and the sick that do not tell whose they are. Names nobody.

mod words;

use std::borrow::Cow;
use truce_model::Name;
use words::{
    ARMS, BESIDE, LINKS, NUMBERS, OF_AID, OF_ANYBODY, OF_CIVILIANS, OF_FIGHTERS, OF_MEDICINE, OF_PEOPLE,
    SIDES, SIDES_OF_THE_SKY, VOICES, WHO_FIGHTS,
};

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
