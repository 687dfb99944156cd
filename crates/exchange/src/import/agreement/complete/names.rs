//! The names that a key may take: those of the lists, and the ids of the file itself. Knows no TOML.

use super::{
    super::fences::Fence,
    cursor::{Outline, outline},
};
use std::fmt::Write;
use truce_model::{Act, Actors, Place, PlaceKind, Places, Target};

/// The lists, and the file that is being written.
pub(super) struct Book<'b> {
    pub text: &'b str,
    pub fences: &'b [Fence],
    pub actors: &'b Actors,
    pub places: &'b Places,
}

/// What sort of name a key wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    Actors,
    /// Acts; the second word stands for every use of force.
    Acts,
    ActsOrForce,
    Targets,
    Places,
    PCodes,
    /// Places, P-codes, areas of the file.
    Zones,
    TimeZones,
    Provisions,
    Permits,
    Powers,
    Turns,
    /// Turns that count only where a reading accepts them.
    Contested,
    /// Turns and provisions.
    Steps,
}

/// The keys that take names, by the block's word and the keys that lead to them.
const WANTS: &[(&str, &str, Want)] = &[
    ("agreement", "zone", Want::TimeZones),
    ("agreement", "parties.actor", Want::Actors),
    ("area", "places", Want::Places),
    ("area", "pcodes", Want::PCodes),
    ("provision", "binds", Want::Actors),
    ("provision", "zone", Want::Zones),
    ("provision", "outside", Want::Zones),
    ("provision", "due.of", Want::Steps),
    ("provision", "owed_to", Want::Actors),
    ("provision", "after", Want::Steps),
    ("provision", "unless", Want::Permits),
    ("provision", "acts", Want::ActsOrForce),
    ("provision", "targets", Want::Targets),
    ("provision", "met_by", Want::Acts),
    ("provision", "broken_by", Want::Acts),
    ("provision", "at", Want::Places),
    ("provision", "groups", Want::Actors),
    ("provision", "partners_of", Want::Actors),
    ("provision", "to", Want::Places),
    ("provision", "by", Want::Places),
    ("provision", "from_place", Want::Places),
    ("provision", "over", Want::Provisions),
    ("provision", "put_by", Want::Actors),
    ("turn", "provisions", Want::Provisions),
    ("turn", "by", Want::Actors),
    ("turn", "under", Want::Powers),
    ("reading", "holders", Want::Actors),
    ("reading", "words.by", Want::Actors),
    ("reading", "change.provision", Want::Provisions),
    ("reading", "change.exclude", Want::Actors),
    ("reading", "change.include", Want::Actors),
    ("reading", "change.unbind", Want::Actors),
    ("reading", "change.bind", Want::Actors),
    ("reading", "change.zone", Want::Zones),
    ("reading", "change.after", Want::Steps),
    ("reading", "accepts", Want::Contested),
    ("reading", "rejects", Want::Turns),
];

/// The names that may stand under a key, each with what it means.
pub(super) fn names(word: &str, path: &[String], here: &Outline, book: &Book) -> Vec<(String, String)> {
    let path = path.join(".");
    let Some((.., want)) = WANTS.iter().find(|(block, key, _)| *block == word && *key == path) else {
        return Vec::new();
    };
    let own = if word == "reading" { None } else { here.value("id") };
    let others =
        |found: Vec<(String, String)>| found.into_iter().filter(|(id, _)| Some(id.as_str()) != own).collect();
    match want {
        Want::Actors => actors(book),
        Want::Acts => acts().collect(),
        Want::ActsOrForce => {
            [("force".to_owned(), "every use of force".to_owned())].into_iter().chain(acts()).collect()
        }
        Want::Targets => {
            let words = Target::WORDS.map(|(word, _)| (word.to_owned(), "whosever they are".to_owned()));
            words.into_iter().chain(actors(book)).collect()
        }
        Want::Places => places(book),
        Want::PCodes => pcodes(book),
        Want::Zones => [ids(book, "area", |_| true), places(book), pcodes(book)].concat(),
        Want::TimeZones => {
            let zones = jiff::tz::db().available();
            zones.map(|zone| (zone.as_str().to_owned(), "IANA zone of time".to_owned())).collect()
        }
        Want::Provisions => others(ids(book, "provision", |_| true)),
        Want::Permits => others(ids(book, "provision", |block| block.value("term") == Some("permit"))),
        Want::Powers => ids(book, "provision", |block| block.value("term") == Some("power")),
        Want::Turns => ids(book, "turn", |_| true),
        Want::Contested => ids(book, "turn", |block| block.value("contested") == Some("true")),
        Want::Steps => others([ids(book, "turn", |_| true), ids(book, "provision", |_| true)].concat()),
    }
}

fn actors(book: &Book) -> Vec<(String, String)> {
    book.actors.iter().map(|actor| (actor.id.as_str().to_owned(), actor.name.clone())).collect()
}

fn acts() -> impl Iterator<Item = (String, String)> {
    Act::ALL.iter().map(|act| (act.word().to_owned(), act.kind().word().to_owned()))
}

fn places(book: &Book) -> Vec<(String, String)> {
    book.places.iter().map(|place| (place.name.clone(), told(place))).collect()
}

fn pcodes(book: &Book) -> Vec<(String, String)> {
    let code = |place: &Place| Some((place.pcode.clone()?, place.name.clone()));
    book.places.iter().filter_map(code).collect()
}

/// A place in a line: "town in South".
fn told(place: &Place) -> String {
    let mut line = match place.kind {
        PlaceKind::Country => "country",
        PlaceKind::Province => "province",
        PlaceKind::Area => "area",
        PlaceKind::Town => "town",
        PlaceKind::Quarter => "quarter",
        PlaceKind::Road => "road",
        PlaceKind::Crossing => "crossing",
    }
    .to_owned();
    if let Some(whole) = &place.part_of {
        line.push_str(" in ");
        line.push_str(whole);
    }
    if !place.aliases.is_empty() {
        // Other spellings are found as well.
        let _ = write!(line, " ({})", place.aliases.join(", "));
    }
    line
}

/// The ids of the file's blocks of a sort, each with what the block says of itself.
fn ids(book: &Book, word: &str, which: impl Fn(&Outline) -> bool) -> Vec<(String, String)> {
    let blocks = book.fences.iter().filter(|fence| fence.word() == Some(word));
    let blocks = blocks.map(|fence| outline(&book.text[fence.body.clone()], None)).filter(which);
    let told = |block: Outline| {
        let said = ["term", "what", "title", "text"].map(|key| block.value(key));
        let line: Vec<&str> = said.into_iter().flatten().collect();
        let line = line.join(": ").split_whitespace().collect::<Vec<_>>().join(" ");
        Some((block.value("id")?.to_owned(), line))
    };
    blocks.filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::super::shape::SHAPES, *};

    #[test]
    fn every_key_that_takes_names_is_one_of_the_forms() {
        for (word, path, _) in WANTS {
            let names: Vec<&str> = path.split('.').collect();
            let (name, above) = names.split_last().unwrap();
            let shape = SHAPES.get(word).unwrap().at(above);
            assert!(shape.is_some_and(|shape| shape.key(name).is_some()), "{word}: {path}");
        }
    }
}
