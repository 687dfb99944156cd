//! What leads from provision to provision: steps that come first, exceptions. Notes what leads back to itself.

use super::{super::problem::Problems, provision::Drawn, reading::Held};
use std::{collections::HashMap, ops::Range};

/// Which ids each id leads to.
type Ways<'a> = HashMap<&'a str, Vec<&'a str>>;

/// Notes steps and exceptions that lead back to where they began, in the text or under a reading.
pub(super) fn check(provisions: &[&Drawn], readings: &[&Held], problems: &mut Problems) {
    let order: Vec<&str> = provisions.iter().map(|drawn| drawn.provision.id.as_str()).collect();
    let text: Ways = ways(provisions, |drawn| drawn.provision.after.iter().map(|id| id.as_str()).collect());
    let mut places: HashMap<&str, Range<usize>> = HashMap::new();
    places.extend(provisions.iter().map(|drawn| (drawn.provision.id.as_str(), drawn.after.clone())));
    let in_text = note(&order, &text, &places, "`after` leads back to where it began", problems);
    for held in readings.iter().filter(|held| !in_text && !held.after.is_empty()) {
        let mut changed = text.clone();
        for (provision, change) in &held.reading.changes {
            if let Some(after) = &change.after {
                changed.insert(provision.as_str(), after.iter().map(|id| id.as_str()).collect());
            }
        }
        let places = held.after.iter().map(|(id, at)| (id.as_str(), at.clone())).collect();
        let message =
            format!("under the reading `{}`, `after` leads back to where it began", held.reading.id);
        // A circle begins with a change of the reading, since the text has none.
        let order: Vec<&str> = held.after.iter().map(|(id, _)| id.as_str()).collect();
        note(&order, &changed, &places, &message, problems);
    }
    let unless = ways(provisions, |drawn| drawn.provision.unless.iter().map(|id| id.as_str()).collect());
    let places = provisions.iter().map(|drawn| (drawn.provision.id.as_str(), drawn.unless.clone())).collect();
    note(&order, &unless, &places, "`unless` leads back to where it began", problems);
}

fn ways<'a>(provisions: &[&'a Drawn], to: impl Fn(&'a Drawn) -> Vec<&'a str>) -> Ways<'a> {
    provisions.iter().map(|drawn| (drawn.provision.id.as_str(), to(drawn))).collect()
}

/// Notes each circle once, at the first of its members in `order`. Returns whether there is one.
fn note(
    order: &[&str],
    ways: &Ways,
    places: &HashMap<&str, Range<usize>>,
    message: &str,
    problems: &mut Problems,
) -> bool {
    let mut noted: Vec<&str> = Vec::new();
    for start in order {
        let Some(circle) = circle(start, ways).filter(|_| !noted.contains(start)) else { continue };
        let whole: Vec<&str> = circle.iter().chain([start]).copied().collect();
        let message = format!("{message}: {}", whole.join(" → "));
        if let Some(at) = places.get(start) {
            problems.add(at, message, Some("leave out one of these steps".into()));
        }
        noted.extend(circle);
    }
    !noted.is_empty()
}

/// The shortest way from an id back to itself.
fn circle<'a>(start: &'a str, ways: &Ways<'a>) -> Option<Vec<&'a str>> {
    let mut came_from: HashMap<&str, &str> = HashMap::new();
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(id) = open.pop_front() {
        for next in ways.get(id).into_iter().flatten().copied() {
            if next == start {
                let mut back = vec![id];
                while let Some(before) = came_from.get(back[back.len() - 1]) {
                    back.push(before);
                }
                back.reverse();
                return Some(back);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, id);
                open.push_back(next);
            }
        }
    }
    None
}
