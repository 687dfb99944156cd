//! Holds the reader to numbers that a text tells: no floor is a nought, no share of a toll is the toll.

use super::read;
use truce_model::{Act, Stance};

/// The tolls of an act that a sentence gives, as bounds.
#[track_caller]
fn check(text: &str, act: Act, expected: &[&str]) {
    let shown = |number: Option<u64>| number.map_or(String::new(), |n| n.to_string());
    let found: Vec<String> = read(text)
        .iter()
        .filter(|claim| claim.act == act && claim.stance == Stance::Asserts)
        .filter_map(|claim| claim.count.as_ref())
        .map(|count| format!("{}-{}", shown(count.min), shown(count.max)))
        .collect();
    assert_eq!(found, expected, "{text} {:?}", read(text));
}

#[test]
fn no_fewer_than_a_number_is_a_floor_and_not_nought() {
    for words in ["No fewer than", "Not fewer than", "No less than", "Not less than"] {
        check(&format!("{words} 14 people were killed in Arden on Friday."), Act::Killed, &["14-"]);
    }
    check("The raid killed no fewer than 14 people in Arden.", Act::Killed, &["14-"]);
    check("No more than 14 people were killed in Arden.", Act::Killed, &["-14"]);
    check("No civilians were killed in Arden on Friday.", Act::Killed, &["0-0"]);
}

#[test]
fn a_share_of_those_killed_is_not_those_killed() {
    check("About a third of the 30 villagers killed in Arden on Friday were women.", Act::Killed, &["30-30"]);
    check("Three of the nine soldiers killed in the raid on Arden were officers.", Act::Killed, &["9-9"]);
    check("Three of the nine soldiers missing since the raid were killed.", Act::Killed, &["3-3"]);
}

#[test]
fn killed_or_injured_is_no_floor_of_either() {
    check("Seven people were killed or wounded in Arden on Friday.", Act::Killed, &["-7"]);
    check("Seven people were killed and nine were wounded in Arden on Friday.", Act::Killed, &["7-7"]);
}

#[test]
fn the_first_group_of_a_list_may_not_be_all_of_it() {
    check("Four civilians, two children and a medic were killed in Arden on Friday.", Act::Killed, &["4-"]);
}
