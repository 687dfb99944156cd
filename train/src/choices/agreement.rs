//! How far a slot agrees with the annotated one, as the scorer beside the annotated stories reckons it.

use serde_json::Value;
use std::collections::BTreeSet;
use truce_extract::Slot;

/// Agreement of one slot of two claims in the guide's format, from 0 to 1.
pub fn agreement(slot: Slot, told: &Value, gold: &Value) -> f64 {
    match slot {
        Slot::Act => f64::from(u8::from(told["act"] == gold["act"])),
        Slot::Source | Slot::Agent | Slot::Target => same_name(&told[slot.word()], &gold[slot.word()]),
        Slot::Places => same_places(&told["places"], &gold["places"]),
        Slot::Time => {
            (same_moment(&told["start"], &gold["start"]) + same_moment(&told["end"], &gold["end"])) / 2.0
        }
    }
}

fn words(name: &Value) -> BTreeSet<String> {
    const SMALL: [&str; 9] = ["the", "a", "an", "of", "for", "in", "s", "and", "its"];
    let lower = name.as_str().unwrap_or_default().to_lowercase().replace('’', "'").replace("'s", "");
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.filter(|word| !SMALL.contains(word) && *word != "their").map(str::to_owned).collect()
}

/// 1 where both are empty or one name's words hold the other's; else the shared part of all words.
pub fn same_name(a: &Value, b: &Value) -> f64 {
    let (a, b) = (words(a), words(b));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 1.0,
        (false, false) if a.is_subset(&b) || b.is_subset(&a) => 1.0,
        (false, false) => a.intersection(&b).count() as f64 / a.union(&b).count() as f64,
        _ => 0.0,
    }
}

fn same_places(a: &Value, b: &Value) -> f64 {
    let none = Vec::new();
    let (a, b) = (a.as_array().unwrap_or(&none), b.as_array().unwrap_or(&none));
    if a.is_empty() || b.is_empty() {
        return f64::from(u8::from(a.is_empty() && b.is_empty()));
    }
    let share = |these: &[Value], those: &[Value]| {
        let hits = these.iter().filter(|one| those.iter().any(|other| same_name(one, other) == 1.0)).count();
        hits as f64 / these.len() as f64
    };
    let (precision, recall) = (share(a, b), share(b, a));
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

fn same_moment(a: &Value, b: &Value) -> f64 {
    let (a, b) = (a.as_str().unwrap_or_default(), b.as_str().unwrap_or_default());
    match (a.get(..10), b.get(..10)) {
        (None, None) => 1.0,
        (Some(day), Some(other)) if day == other => {
            let clock = |text: &str| text.get(10..16).map(str::to_owned);
            match (clock(a), clock(b)) {
                (Some(one), Some(two)) if one != two => 0.5,
                _ => 1.0,
            }
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn slots_agree_as_the_scorer_reckons() {
        let check = |slot, a: Value, b: Value, is: f64| {
            assert_eq!(agreement(slot, &a, &b), is, "{a} {b}");
        };
        check(Slot::Agent, json!({"agent": "the Arden army"}), json!({"agent": "Arden"}), 1.0);
        check(Slot::Target, json!({"target": "North Tal"}), json!({"target": "South Tal"}), 1.0 / 3.0);
        check(Slot::Agent, json!({"agent": null}), json!({"agent": "Arden"}), 0.0);
        check(Slot::Places, json!({"places": ["Tal"]}), json!({"places": ["Tal", "Ruba"]}), 2.0 / 3.0);
        let day = |start: &str, end: Value| json!({"start": start, "end": end});
        check(Slot::Time, day("2031-03-05", json!(null)), day("2031-03-05", json!("2031-03-06")), 0.5);
        check(Slot::Time, day("2031-03-05T10:00", json!(null)), day("2031-03-05T11:00", json!(null)), 0.75);
    }
}
