//! A block `toml reading`: one named way to understand contested terms, with who holds it and their words.

use super::{
    super::{
        fields::Fields,
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    book::Book,
    markdown::Block,
    provision::{id, not_before, time},
};
use jiff::tz::TimeZone;
use truce_model::{Change, Provision, ProvisionId, Reading, ReadingId, Words};

const KEYS: &[&str] = &["id", "title", "holders", "words", "change"];
const WORDS_KEYS: &[&str] = &["by", "on", "text", "cite"];
const CHANGE_KEYS: &[&str] = &["provision", "exclude", "include", "from", "until", "unbind"];

/// The id of the text as it stands.
const PLAIN: &str = "plain";

/// The text as it stands, which nobody needs to write down.
pub(super) fn plain() -> Reading {
    Reading {
        id: ReadingId::new(PLAIN),
        title: "The text as it stands".to_owned(),
        holders: vec![],
        words: vec![],
        changes: vec![],
        line: 1,
    }
}

/// Reads the block. `ids` are those of every provision, `known` the provisions that are sound.
pub(super) fn parse(
    fields: &Fields,
    block: &Block,
    zone: Option<&TimeZone>,
    ids: &[String],
    known: &[&Provision],
    book: &Book,
    problems: &mut Problems,
) -> Option<Reading> {
    fields.only(KEYS, problems);
    let id = id(fields, "north-excludes-corps", problems);
    if id.as_deref() == Some(PLAIN) {
        let hint = "leave the block out: the text as it stands is always a reading";
        problems.add(&block.fence, "the reading `plain` is implied", Some(hint.into()));
    }
    let title = fields.need_words("title", "give it a title for reports", problems);
    let hint = "a reading is somebody's: holders = [\"north\"]";
    let named = fields.need_list("holders", hint, problems);
    let holders = book.actors(&named, problems);
    let hint = "quote who said so: words = [{ by = \"north\", text = \"…\", cite = \"…\" }]";
    fields.need_some("words", hint, problems);
    let quotes = fields.tables("words", "quote", problems);
    let words: Vec<Words> = quotes.iter().filter_map(|table| spoken(table, book, problems)).collect();
    let tables = fields.tables("change", "change", problems);
    let mut changes: Vec<(ProvisionId, Change)> = Vec::new();
    for table in &tables {
        if let Some((provision, change)) = changed(table, zone, ids, known, book, problems) {
            if changes.iter().any(|(other, _)| *other == provision) {
                problems.add(&table.at, format!("a second change of `{provision}`"), None);
            }
            changes.push((provision, change));
        }
    }
    let complete =
        words.len() == quotes.len() && changes.len() == tables.len() && holders.len() == named.len();
    complete.then_some(())?;
    Some(Reading { id: ReadingId::new(id?), title: title?.value, holders, words, changes, line: block.line })
}

fn spoken(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Words> {
    fields.only(WORDS_KEYS, problems);
    let by = fields.need_words("by", "give the id of who said so", problems);
    let on = fields.day("on", problems).map(|day| day.value);
    let text = fields.need_words("text", "give the words, quoted or retold", problems);
    let cite = fields.need_words("cite", "say where they stand: title, year, page or address", problems);
    let by = by.and_then(|id| book.actor(&id, problems));
    Some(Words { by: by?, on, text: text?.value, cite: cite?.value })
}

fn changed(
    fields: &Fields,
    zone: Option<&TimeZone>,
    ids: &[String],
    known: &[&Provision],
    book: &Book,
    problems: &mut Problems,
) -> Option<(ProvisionId, Change)> {
    fields.only(CHANGE_KEYS, problems);
    let provision = fields.need_words("provision", "name the provision that it changes", problems);
    let exclude = book.actors(&fields.list("exclude", problems), problems);
    let include = book.actors(&fields.list("include", problems), problems);
    let unbind = book.actors(&fields.list("unbind", problems), problems);
    let (from, until) = (time(fields, "from", zone, problems), time(fields, "until", zone, problems));
    let provision = provision?;
    if !ids.contains(&provision.value) {
        let hint = did_you_mean(&provision.value, ids.iter().map(String::as_str))
            .or_else(|| (!ids.is_empty()).then(|| format!("the provisions are: {}", ids.join(", "))));
        problems.add(&provision.at, format!("unknown provision `{}`", provision.value), hint);
        return None;
    }
    if !CHANGE_KEYS[1..].iter().any(|key| fields.has(key)) {
        let hint = format!("a change takes: {}", CHANGE_KEYS[1..].join(", "));
        problems.add(&fields.at, "a change that changes nothing", Some(hint));
    }
    if let Some(base) = known.iter().find(|base| base.id.as_str() == provision.value) {
        let placed = |value| Placed { value, at: fields.at.clone() };
        let start = from.clone().or(Some(placed(base.from)));
        let end = until.clone().or(base.until.map(placed));
        if from.is_some() || until.is_some() {
            not_before("until", &end, &start, problems);
        }
    }
    let (from, until) = (from.map(|from| from.value), until.map(|until| until.value));
    Some((ProvisionId::new(provision.value), Change { exclude, include, from, until, unbind }))
}
