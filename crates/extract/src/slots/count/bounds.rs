//! Reads the words around a number that bound it or take a part of it. Finds no number by itself but a second one.

use super::{Number, number_at, number_word};
use crate::text::{Tag, Token};

/// Words that make a number or a share of one a rough one.
const ABOUT: &[&str] =
    &["about", "around", "some", "roughly", "approximately", "nearly", "almost", "over", "perhaps", "maybe"];

/// Reads what stands before a number: at least, more than, nearly, about.
pub(super) fn bounds(tokens: &[Token], from: usize, number: &mut Number) {
    let word = |back: usize| {
        number.from.checked_sub(back).filter(|i| *i >= from).map_or("", |i| tokens[i].lower.as_str())
    };
    if number.min != number.max && number.max.is_some() {
        return;
    }
    let (one, two) = (word(1), word(2));
    let n = number.min.unwrap_or(0);
    let or_more = |k: usize| tokens.get(number.to + k).map_or("", |t| t.lower.as_str());
    if or_more(0) == "or" && or_more(1) == "more" {
        (number.max, number.to) = (None, number.to + 2);
    }
    let (min, max, approx, words) = match (two, one) {
        ("fewer" | "less", "than") if ["no", "not"].contains(&word(3)) => (Some(n), None, number.approx, 3),
        ("at", "least") | ("at", "minimum") => (Some(n), None, number.approx, 2),
        ("more", "than") if ["no", "not"].contains(&word(3)) => (None, Some(n), false, 3),
        ("more" | "greater", "than") | ("upward" | "upwards" | "excess", "of") => {
            (Some(n + u64::from(!number.approx)), None, number.approx, 2)
        }
        ("up", "to") | ("many", "as") | ("at", "most") => (None, Some(n), false, 2),
        ("fewer", "than") | ("less", "than") => (None, Some(n.saturating_sub(1)), false, 2),
        (_, "under" | "below") if !after_verb(tokens, number.from) => {
            (None, Some(n.saturating_sub(1)), false, 1)
        }
        (_, "over") if !number.approx && !after_verb(tokens, number.from) => (Some(n + 1), None, false, 1),
        (_, "nearly" | "almost") | ("close", "to") => (None, Some(n), true, 1),
        (
            _,
            "about" | "around" | "some" | "roughly" | "approximately" | "estimated" | "perhaps" | "maybe",
        ) => (Some(n), number.max, true, 1),
        _ => return,
    };
    (number.min, number.max, number.approx) = (min, max, approx);
    number.from -= words;
}

/// Reads what stands behind a number: `30 to 40`, `at least 10 but no more than 15`.
pub(super) fn upper(tokens: &[Token], to: usize, number: &mut Number) {
    let word = |k: usize| tokens.get(k).filter(|_| k < to).map_or("", |t| t.lower.as_str());
    let Some(low) = number.min else { return };
    let exact = number.max == Some(low);
    if exact && matches!(word(number.to), "to" | "or") {
        let high = number_at(tokens, number.to + 1, to).filter(|n| n.min == n.max && n.min > Some(low));
        let Some(high) = high.filter(|_| number.to + 1 < to) else { return };
        let risen =
            number.from.checked_sub(1).is_some_and(|i| tokens[i].is("from")) && word(number.to) == "to";
        // `rose from 12 to 15` tells of 15.
        number.min = if risen { high.min } else { number.min };
        (number.max, number.to) = (high.max, high.to);
        return;
    }
    let comma = usize::from(word(number.to) == ",");
    if number.max.is_some() || !matches!(word(number.to + comma), "but" | "and" | "or") {
        return;
    }
    let first = number.to + comma + 1;
    let second = (first..to.min(first + 4)).find_map(|i| number_at(tokens, i, to));
    if let Some(mut second) = second {
        bounds(tokens, first, &mut second);
        if second.min.is_none() && second.from == first && second.max >= number.min {
            (number.max, number.to) = (second.max, second.to);
        }
    }
}

/// Reads a part of a number: `half of the 100`, `two of the 12`, `all but two of the 12`.
pub(super) fn part_of(tokens: &[Token], from: usize, number: &mut Number) {
    let word = |k: Option<usize>| k.filter(|i| *i >= from).map_or("", |i| tokens[i].lower.as_str());
    let (Some(whole), true) = (number.min, number.min == number.max) else { return };
    let mut at = number.from.checked_sub(1);
    while matches!(word(at), "the" | "those" | "these" | "its" | "some" | "about") {
        at = at.and_then(|i| i.checked_sub(1));
    }
    let back = |n: usize| at.and_then(|i| i.checked_sub(n));
    if word(at) != "of" {
        return;
    }
    let share = match word(back(1)) {
        "half" => 2,
        "third" if matches!(word(back(2)), "a" | "one") => 3,
        "quarter" if matches!(word(back(2)), "a" | "one") => 4,
        "fifth" if matches!(word(back(2)), "a" | "one") => 5,
        other => {
            let but = word(back(2)) == "but" && word(back(3)) == "all";
            let told = number_word(other).or_else(|| other.parse().ok()).filter(|n| *n <= whole);
            // `two of the five`, of which the whole may count as well; `one of five` is any one.
            let named = at.is_some_and(|of| of + 1 < number.from) || but;
            if let Some(part) = told.filter(|_| named) {
                let part = if but { whole - part } else { part };
                (number.min, number.max, number.whole) = (Some(part), Some(part), Some(whole));
            }
            return;
        }
    };
    let part = (whole as f64 / share as f64).round() as u64;
    let about = back(2).is_some_and(|i| i >= from && ABOUT.contains(&tokens[i].lower.as_str()));
    (number.min, number.max, number.whole) = (Some(part), Some(part), Some(whole));
    number.approx |= whole % share != 0 || about;
}

/// Whether the word before `at - 1` is a verb whose particle stands there: `handed over 20 boxes`.
fn after_verb(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(2).is_some_and(|i| tokens[i].tag == Tag::Verb)
}
