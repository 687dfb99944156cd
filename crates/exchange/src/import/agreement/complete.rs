//! What may be written at the cursor in an agreement's file, for editors. Offers; checks nothing.

mod cursor;
mod names;
mod snippets;

pub use snippets::snippets;

use super::{
    fences::{Fence, fences_while_typing},
    form::TermWord,
    keys,
    shape::{Key, SHAPES, Shape, Takes},
};
use cursor::{Cursor, Entry, Outline, Spot, outline};
use names::{Book, names};
use serde::Serialize;
use std::ops::Range;
use truce_model::{Actors, Places};

/// Something that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// What a list of choices shows.
    pub label: String,
    /// What it means, in a line.
    pub detail: String,
    /// What is written if it is chosen.
    pub insert: String,
    /// The column, from 1, of the first character that `insert` replaces; it replaces all up to the cursor.
    pub column: usize,
}

/// The keys by which an area is drawn, of which it has exactly one.
const DRAWN_BY: &[&str] = &["places", "pcodes", "geojson", "along"];

/// Keys of which a table has one only.
const ONE_OF: [&[&str]; 2] = [&["until", "through", "lasts"], DRAWN_BY];

/// What may stand at the cursor in an `agreement.md`, best first: what begins as the words that are there already,
/// then what holds them. `line` and `column` count from 1, columns in characters.
pub fn complete_agreement(
    text: &str,
    line: usize,
    column: usize,
    actors: &Actors,
    places: &Places,
) -> Vec<Completion> {
    let Some(at) = offset(text, line, column) else { return Vec::new() };
    let fences = fences_while_typing(text);
    let Some(fence) = fences.iter().find(|fence| holds(fence, at, text)) else { return Vec::new() };
    let (typed, offers) = if on_head(fence, at, text) {
        block_words(text, fence, at, &fences)
    } else {
        let Some((word, shape)) = fence.word().and_then(|word| SHAPES.get_key_value(word)) else {
            return Vec::new();
        };
        let outline = outline(&text[fence.body.clone()], Some(at - fence.body.start));
        let Some(cursor) = outline.cursor.clone() else { return Vec::new() };
        let typed = fence.body.start + cursor.typed.start..at;
        let book = Book { text, fences: &fences, actors, places };
        let site = Site { word, shape, outline: &outline, cursor: &cursor, book: &book };
        let offers = match cursor.spot {
            Spot::Key => site.keys(),
            Spot::Header => {
                site.headers().map(|key| Offer::new(&key.name, &key.about, key.name.clone())).collect()
            }
            Spot::Value => site.values(),
            Spot::Nothing => Vec::new(),
        };
        (typed, offers)
    };
    fitting(text, typed, offers)
}

/// Something that might stand at the cursor.
struct Offer {
    label: String,
    detail: String,
    insert: String,
    /// Whether it is also meant by words of its detail, as an actor by its name.
    by_detail: bool,
}

impl Offer {
    fn new(label: &str, detail: &str, insert: String) -> Offer {
        Offer { label: label.to_owned(), detail: detail.to_owned(), insert, by_detail: false }
    }
}

/// Where in the text the cursor is; a column behind the end of its line is that end.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line.max(1) {
        start += text[start..].find('\n')? + 1;
    }
    let words = text[start..].split('\n').next().unwrap_or("").trim_end_matches('\r');
    let before = words.chars().take(column.max(1) - 1).map(char::len_utf8).sum::<usize>();
    Some(start + before)
}

fn on_head(fence: &Fence, at: usize, text: &str) -> bool {
    fence.head.start <= at && !text[fence.head.start..at].contains('\n')
}

/// Whether the cursor is on the opening line or between the fences; below a block that is not closed yet, too.
fn holds(fence: &Fence, at: usize, text: &str) -> bool {
    let last = at == text.len() && fence.body.end == at;
    on_head(fence, at, text) || (fence.body.start <= at && (at < fence.body.end || last))
}

/// The words that may follow `toml` on a fence.
fn block_words(text: &str, fence: &Fence, at: usize, fences: &[Fence]) -> (Range<usize>, Vec<Offer>) {
    let before = &text[fence.head.start..at];
    let Some((_, after)) = before.split_once("toml").filter(|(_, after)| after.starts_with([' ', '\t']))
    else {
        return (at..at, Vec::new());
    };
    let typed = after.trim_start();
    if typed.contains([' ', '\t']) {
        return (at..at, Vec::new());
    }
    // There is one block of the whole agreement.
    let taken = fences.iter().any(|other| other.head != fence.head && other.word() == Some("agreement"));
    let offers = SHAPES
        .iter()
        .filter(|(word, _)| **word != "agreement" || !taken)
        .map(|(word, shape)| Offer::new(word, &shape.about, (*word).to_owned()));
    (at - typed.len()..at, offers.collect())
}

/// Those that hold what is typed; those that begin with it first.
fn fitting(text: &str, typed: Range<usize>, offers: Vec<Offer>) -> Vec<Completion> {
    let words = text[typed.clone()].to_lowercase();
    let line_start = text[..typed.start].rfind('\n').map_or(0, |end| end + 1);
    let column = 1 + text[line_start..typed.start].chars().count();
    let rank = |offer: &Offer| {
        let label = offer.label.trim_start_matches(['[', '{', ' ']).to_lowercase();
        let told = offer.by_detail && offer.detail.to_lowercase().contains(&words);
        let held = [label.starts_with(&words), label.contains(&words), told];
        held.iter().position(|held| *held)
    };
    let mut ranked: Vec<(usize, Offer)> =
        offers.into_iter().filter_map(|offer| Some((rank(&offer)?, offer))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let completion = |(_, Offer { label, detail, insert, .. })| Completion { label, detail, insert, column };
    ranked.into_iter().map(completion).collect()
}

/// A cursor in a block.
struct Site<'s> {
    word: &'s str,
    shape: &'s Shape,
    outline: &'s Outline,
    cursor: &'s Cursor,
    book: &'s Book<'s>,
}

impl<'s> Site<'s> {
    /// What stands in the frame of the cursor, but for what is being written.
    fn others(&self) -> impl Iterator<Item = &'s Entry> {
        let typed = self.cursor.typed.clone();
        let entries = &self.outline.frames[self.cursor.frame].entries;
        // An empty stretch at the start of an entry is written before it.
        entries.iter().filter(move |entry| typed.end <= entry.at.start || entry.at.end < typed.end)
    }

    /// The keys of the table that are not there yet and fit its term, then headers.
    fn keys(&self) -> Vec<Offer> {
        let frame = &self.outline.frames[self.cursor.frame];
        let Some(shape) = self.shape.at(&frame.path) else { return Vec::new() };
        let taken: Vec<&str> = self.others().map(|entry| entry.name.as_str()).collect();
        let provision = self.word == "provision" && frame.path.is_empty();
        // A term that is not written out yet bars no key.
        let known = |term: &String| keys::of::<TermWord>().contains(term);
        let term = self.outline.value("term").map(str::to_owned).filter(|term| provision && known(term));
        let owned_by_others = |key: &Key| match (&term, keys::owners(&key.name)) {
            (Some(term), Some(owners)) => !owners.contains(term),
            _ => false,
        };
        let barred = |key: &Key| {
            let group = ONE_OF.iter().find(|group| group.contains(&key.name.as_str()));
            taken.contains(&key.name.as_str())
                || group.is_some_and(|group| group.iter().any(|other| taken.contains(other)))
                || owned_by_others(key)
        };
        let free = shape.keys.iter().filter(|key| !barred(key));
        let keys = free.map(|key| Offer::new(&key.name, &key.about, format!("{} = ", key.name)));
        let headers = self.headers().filter(|_| !frame.inline);
        let headers = headers.map(|key| {
            let header = format!("[[{}]]", key.name);
            Offer::new(&header, &key.about, format!("{header}\n"))
        });
        keys.chain(headers).collect()
    }

    /// The keys that may be written as headers: lists of tables.
    fn headers(&self) -> impl Iterator<Item = &'s Key> {
        self.shape.keys.iter().filter(|key| key.list && key.takes.table().is_some())
    }

    /// What the key takes, with the marks that are missing.
    fn values(&self) -> Vec<Offer> {
        let Some((name, above)) = self.cursor.path.split_last() else { return Vec::new() };
        let Some(key) = self.shape.at(above).and_then(|shape| shape.key(name)) else { return Vec::new() };
        let in_list = self.outline.frames[self.cursor.frame].list;
        let listed = |insert: String| if key.list && !in_list { format!("[{insert}]") } else { insert };
        let mut offers = Vec::new();
        if let Some(shape) = key.takes.table()
            && !self.cursor.quoted
        {
            let insert = listed(table_of(shape));
            offers.push(Offer::new(&insert.clone(), &shape.about, insert));
        }
        if key.takes == Takes::Flag && !self.cursor.quoted {
            offers.extend(["true", "false"].map(|flag| Offer::new(flag, &key.about, flag.to_owned())));
        }
        let words = match &key.takes {
            Takes::Words(words) => words.clone(),
            Takes::Text => names(self.word, &self.cursor.path, self.outline, self.book),
            Takes::Number | Takes::Flag | Takes::Table(_) | Takes::TextOr(_) => Vec::new(),
        };
        let taken: Vec<&str> =
            if in_list { self.others().map(|entry| entry.name.as_str()).collect() } else { Vec::new() };
        let free = words.into_iter().filter(|(word, _)| !taken.contains(&word.as_str()));
        offers.extend(free.map(|(word, detail)| {
            let escaped = word.replace('\\', "\\\\").replace('"', "\\\"");
            let insert = if self.cursor.quoted { escaped } else { listed(format!("\"{escaped}\"")) };
            Offer { label: word, detail, insert, by_detail: key.takes == Takes::Text }
        }));
        offers
    }
}

/// A table with its required keys, to be filled in.
fn table_of(shape: &Shape) -> String {
    let blank = |key: &Key| {
        let value = match (&key.takes, key.list) {
            (_, true) => "[]",
            (Takes::Number, false) => "0",
            (Takes::Flag, false) => "false",
            (Takes::Text | Takes::Words(_) | Takes::TextOr(_), false) => "\"\"",
            (Takes::Table(_), false) => "{}",
        };
        format!("{} = {value}", key.name)
    };
    let keys: Vec<String> = shape.keys.iter().filter(|key| key.required).map(blank).collect();
    format!("{{ {} }}", keys.join(", "))
}

#[cfg(test)]
mod tests;
