//! Reads the entities of GUM: which stretches of its texts name a place, a person, a body or something else.

use super::Text;
use std::path::Path;
use truce_extract::toponym::hash_of;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A place.
    Place,
    /// A person.
    Person,
    /// A body of people.
    Body,
    /// Anything else.
    Other,
}

/// Whether a text is kept from training: every second one of news.
pub fn held_out(id: &str) -> bool {
    id.starts_with("GUM_news") && hash_of(id).is_multiple_of(2)
}

/// Buildings, which name no place on a map of towns and lands.
const BUILDINGS: &[&str] = &[
    "University",
    "Hospital",
    "School",
    "College",
    "Museum",
    "Church",
    "Library",
    "Hotel",
    "Theatre",
    "Theater",
    "Stadium",
    "House",
    "Center",
    "Centre",
    "Cathedral",
    "Institute",
    "Academy",
    "Court",
    "Gallery",
    "Restaurant",
];

struct Word {
    form: String,
    proper: bool,
    from: usize,
    to: usize,
}

struct Open {
    id: String,
    sort: Sort,
    from: usize,
    /// The place of its head among its words, from 1.
    head: usize,
}

/// A closed entity: first word, last word, head.
struct Entity {
    sort: Sort,
    from: usize,
    to: usize,
    head: usize,
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Vec<Text>, String> {
    let file = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut texts: Vec<Text> = Vec::new();
    for block in file.split("\n\n").filter(|block| !block.trim().is_empty()) {
        if let Some(id) = block.lines().find_map(|line| line.strip_prefix("# newdoc id = ")) {
            texts.push(Text { id: id.to_owned(), text: String::new(), names: Vec::new() });
        }
        let Some(text) = texts.last_mut() else { continue };
        let fresh = block.lines().any(|line| line.starts_with("# newpar"));
        if !text.text.is_empty() {
            text.text.push_str(if fresh { "\n\n" } else { " " });
        }
        sentence(block, text);
    }
    Ok(texts)
}

fn sentence(block: &str, text: &mut Text) {
    let base = text.text.len();
    let whole = block.lines().find_map(|line| line.strip_prefix("# text = ")).unwrap_or("");
    text.text.push_str(whole);
    let (mut words, mut open, mut spans): (Vec<Word>, Vec<Open>, Vec<Entity>) = Default::default();
    let mut at = 0;
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let f: Vec<&str> = line.split('\t').collect();
        if f.len() < 10 || f[0].contains(['-', '.']) {
            continue;
        }
        let from = whole[at..].find(f[1]).map_or(at, |found| at + found);
        let to = (from + f[1].len()).min(whole.len());
        at = to;
        words.push(Word { form: f[1].to_owned(), proper: f[3] == "PROPN", from: base + from, to: base + to });
        let entity = f[9].split('|').find_map(|field| field.strip_prefix("Entity=")).unwrap_or("");
        entities(entity, words.len() - 1, &mut open, &mut spans);
    }
    // The widest names come first: a place inside the name of a body is none.
    spans.sort_by_key(|e| (e.from, usize::MAX - e.to));
    let mut taken = vec![false; words.len()];
    let ranked = spans
        .iter()
        .filter(|e| e.sort != Sort::Person)
        .chain(spans.iter().filter(|e| e.sort == Sort::Person));
    for entity in ranked {
        name(&words, entity, &mut taken, text);
    }
}

/// Opens and closes the entities of a word: `(12-place-new…`, `12)`.
fn entities(field: &str, word: usize, open: &mut Vec<Open>, spans: &mut Vec<Entity>) {
    let mut rest = field;
    while !rest.is_empty() {
        let begins = rest.starts_with('(');
        let body = rest.trim_start_matches('(');
        let end = body.find(['(', ')']).unwrap_or(body.len());
        let (inner, after) = body.split_at(end);
        let closes = after.starts_with(')');
        let mut parts = inner.split('-');
        let id = parts.next().unwrap_or("").to_owned();
        if begins {
            let sort = match parts.next() {
                Some("place") => Sort::Place,
                Some("person") => Sort::Person,
                Some("organization") => Sort::Body,
                _ => Sort::Other,
            };
            let head = parts.nth(3).and_then(|span| span.split(',').next()?.parse().ok()).unwrap_or(1);
            open.push(Open { id: id.clone(), sort, from: word, head });
        }
        if closes && let Some(at) = open.iter().rposition(|o| o.id == id) {
            let entity = open.remove(at);
            let head = entity.from + entity.head - 1;
            spans.push(Entity { sort: entity.sort, from: entity.from, to: word, head });
        }
        rest = if closes { &after[1..] } else { after };
        if !begins && !closes {
            break;
        }
    }
}

/// Adds the name in an entity, which holds its head: proper nouns and what links them.
fn name(words: &[Word], entity: &Entity, taken: &mut [bool], text: &mut Text) {
    let Entity { sort, from, to, head } = *entity;
    let first_letter = |w: &Word| w.form.chars().next();
    let capital = |w: &Word| first_letter(w).is_some_and(char::is_uppercase);
    let link = |w: &Word| LINKS.contains(&w.form.as_str());
    if !words.get(head).is_some_and(|w| capital(w) && w.proper) {
        return;
    }
    let inside = |i: usize| capital(&words[i]) || link(&words[i]);
    let begin = (from..=head).rev().take_while(|i| inside(*i)).last().unwrap_or(head);
    let Some(first) = (begin..=head).find(|i| capital(&words[*i]) && words[*i].form != "The") else { return };
    let end = (head..=to).take_while(|i| inside(*i)).last().unwrap_or(head);
    let last = (head..=end).rev().find(|i| capital(&words[*i])).unwrap_or(head);
    if (first..=last).any(|i| taken[i]) {
        return;
    }
    let building = words[first..=last].iter().any(|w| BUILDINGS.contains(&w.form.as_str()));
    let sort = if sort == Sort::Place && building { Sort::Body } else { sort };
    taken[first..=last].fill(true);
    text.names.push((words[first].from, words[last].to, sort));
}

/// Words that link the parts of a name.
const LINKS: &[&str] = &["of", "the", "de", "la", "du", "del", "al", "-", "le", "el", "and", "van", "von"];
