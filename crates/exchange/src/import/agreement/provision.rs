//! A block `toml provision`: one binding unit of the article above it.

use super::{
    super::{
        fields::Fields,
        problem::{Placed, Problems},
        times,
    },
    book::Book,
    markdown::Block,
    term::{self, TERMS},
};
use jiff::{Timestamp, tz::TimeZone};
use truce_model::{Provision, ProvisionId};

const KEYS: &[&str] = &["id", "term", "binds", "from", "until", "zone", "due"];

/// Reads the block; times without an offset are in `zone`.
pub(super) fn parse(
    fields: &Fields,
    block: &Block,
    zone: Option<&TimeZone>,
    book: &Book,
    problems: &mut Problems,
) -> Option<Provision> {
    let known: Vec<&str> =
        KEYS.iter().chain(TERMS.iter().flat_map(|written| written.keys)).copied().collect();
    fields.only(&known, problems);
    if block.article.is_none() {
        let hint = "quote the article above it: > Article 2. …";
        problems.add(&block.fence, "a provision without an article above it", Some(hint.into()));
    }
    let id = id(fields, "art-2", problems);
    let term = term::parse(fields, book, problems);
    let named = fields.need_list("binds", "say who is held to it: binds = [\"north\", \"south\"]", problems);
    let binds = book.actors(&named, problems);
    if !fields.has("from") {
        fields.missing("from", "say from when it binds: from = \"2031-03-05T06:00\"", problems);
    }
    let from = time(fields, "from", zone, problems);
    let until = time(fields, "until", zone, problems);
    let due = time(fields, "due", zone, problems);
    not_before("until", &until, &from, problems);
    not_before("due", &due, &from, problems);
    let names = fields.list("zone", problems);
    let places: Vec<String> = names.iter().filter_map(|name| book.place(name, problems)).collect();
    Some(Provision {
        id: ProvisionId::new(id?),
        article: block.article?,
        term: term?,
        binds,
        from: from?.value,
        until: until.map(|until| until.value),
        zone: places,
        due: due.map(|due| due.value),
        line: block.line,
    })
}

/// The id of a block; small letters, digits, hyphens and dots.
pub(super) fn id(fields: &Fields, example: &str, problems: &mut Problems) -> Option<String> {
    let id = fields.need_words("id", &format!("give it a name: id = \"{example}\""), problems)?;
    let sound =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.".contains(letter);
    if !id.value.chars().all(sound) {
        let hint = format!("use small letters, digits and hyphens, such as {example}");
        problems.add(&id.at, format!("`{}` is no id", id.value), Some(hint));
        return None;
    }
    Some(id.value)
}

/// A moment; `None` where it is missing, mistaken, or lacks a zone to be read in.
pub(super) fn time(
    fields: &Fields,
    key: &str,
    zone: Option<&TimeZone>,
    problems: &mut Problems,
) -> Option<Placed<Timestamp>> {
    let Placed { value, at } = fields.time_words(key, problems)?;
    match times::time(&value, zone) {
        Ok(time) => time.map(|value| Placed { value, at }),
        Err(fault) => {
            problems.add(&at, fault.message, fault.hint);
            None
        }
    }
}

/// Notes an end that does not lie after the start.
pub(super) fn not_before(
    key: &str,
    end: &Option<Placed<Timestamp>>,
    start: &Option<Placed<Timestamp>>,
    problems: &mut Problems,
) {
    if let (Some(end), Some(start)) = (end, start)
        && end.value <= start.value
    {
        let message = format!("`{key}` ({}) is not after `from` ({})", end.value, start.value);
        problems.add(&end.at, message, None);
    }
}
