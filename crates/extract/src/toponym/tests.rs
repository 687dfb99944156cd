//! Names found and resolved in sentences of invented news.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use super::*;
use proptest::prelude::*;

/// The names found in a text, each with its country, point and precision.
fn found(text: &str) -> Vec<String> {
    let show = |t: Toponym| {
        let point = t.point.map_or("?".to_owned(), |(lat, lon)| format!("{lat:.1},{lon:.1}"));
        format!("{}={} {point}", &text[t.span.start..t.span.end], t.country.unwrap_or_default())
    };
    Toponyms::builtin().unwrap().find(text).into_iter().map(show).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn what_holds_a_place_tells_which_is_meant() {
    check(
        "A fire broke out in Springfield, Illinois.",
        &["Springfield=US 39.8,-89.6", "Illinois=US 40.0,-89.2"],
    );
    check("A fire broke out in Paris, Texas.", &["Paris=US 33.7,-95.6", "Texas=US 31.2,-99.2"]);
}

#[test]
fn spellings_of_one_sound_are_one_place() {
    check("Shells fell in Deir ez-Zor on Monday.", &["Deir ez-Zor=SY 35.3,40.1"]);
    check("Shells fell in Deir al-Zor on Monday.", &["Deir al-Zor=SY 35.3,40.1"]);
}

#[test]
fn a_distance_moves_the_point() {
    check("The convoy stopped 20 km north of Homs.", &["Homs=SY 34.9,36.7"]);
}

#[test]
fn an_unlisted_village_is_found_without_a_point() {
    check("Troops entered the village of Kovancik at noon.", &["Kovancik= ?"]);
}

#[test]
fn the_program_carries_a_sound_gazetteer() {
    Toponyms::world().unwrap().verify().unwrap();
}

proptest! {
    #[test]
    fn no_text_panics_and_spans_stand_in_order(text in "([A-Za-zéŞ’'.,()\\-\\n \u{a0}“”]{0,12}(Homs|al-Bab|in|of the|U.S.|St. Louis| ){0,3}){0,12}") {
        let places = Toponyms::builtin().unwrap().find(&text);
        for place in &places {
            prop_assert!(text.get(place.span.start..place.span.end).is_some_and(|words| !words.is_empty()));
        }
        prop_assert!(places.windows(2).all(|two| two[0].span.end <= two[1].span.start));
    }
}
