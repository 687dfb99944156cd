//! Prints TOML that was parsed with its comments: keys in the order of their shape, one way to write lists and times.

use crate::import::agreement::shape::Shape;
use regex::Regex;
use std::sync::LazyLock;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, RawString, Table, TomlError, Value};

/// The most columns of a list on one line.
const WIDEST: usize = 110;

/// The keys under which words that look like a time are one.
const TIMES: [&str; 11] =
    ["made_on", "since", "from", "until", "through", "due", "first", "at", "on", "start", "end"];

/// A block in its tidy form.
pub(super) fn tidy(body: &str, shape: &Shape) -> Result<String, TomlError> {
    let document: DocumentMut = body.parse()?;
    let (head, rest) = body.split_at(head(body));
    let mut printer = Printer::default();
    printer.remarks(head);
    let remarks = std::mem::take(&mut printer.out);
    let remarks = remarks.trim_end_matches('\n');
    // The remarks at the head stay there whichever key comes first.
    let document = if head.is_empty() { document } else { rest.parse()? };
    printer.fresh = true;
    printer.table(document.as_table(), shape, &mut Vec::new());
    printer.remarks(text_of(Some(document.trailing())));
    let trimmed = printer.out.trim_end_matches('\n');
    let parts: Vec<String> =
        [remarks, trimmed].iter().filter(|part| !part.is_empty()).map(|part| format!("{part}\n")).collect();
    Ok(parts.join("\n"))
}

/// A day, an hour or both as the tidy form writes them, if the words are one.
pub(super) fn time(words: &str) -> Option<String> {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"^(?:(\d{4}-\d\d-\d\d)[Tt ])?(\d\d:\d\d)(?::00(?:\.0+)?|(:\d\d(?:\.\d+)?))?([Zz]|[+-]\d\d:\d\d)?$";
        Regex::new(pattern).expect("the pattern is sound")
    });
    let found = TIME.captures(words)?;
    let part = |index: usize| found.get(index).map_or("", |part| part.as_str());
    let day = if part(1).is_empty() { String::new() } else { format!("{}T", part(1)) };
    Some(format!("{day}{}{}{}", part(2), part(3), part(4).to_uppercase()))
}

/// Where the remarks at the head of a block end: comments with a blank line between them and the first key.
fn head(body: &str) -> usize {
    let (mut at, mut end, mut told) = (0, 0, false);
    for raw in body.split_inclusive('\n') {
        let line = raw.trim();
        if !line.is_empty() && !line.starts_with('#') {
            return end;
        }
        told |= line.starts_with('#');
        at += raw.len();
        if line.is_empty() && told {
            end = at;
        }
    }
    at
}

#[derive(Default)]
struct Printer {
    out: String,
    /// Whether no blank line may follow: at the start, and below a header.
    fresh: bool,
}

impl Printer {
    /// The keys of a table, then the tables below it.
    fn table(&mut self, table: &Table, shape: &Shape, path: &mut Vec<String>) {
        let mut values: Vec<_> = table.get_values().into_iter().enumerate().collect();
        values.sort_by_cached_key(|(_, (keys, _))| ranks(shape, &path[..], keys));
        for (index, (keys, value)) in values {
            // A blank line between a header and its first key belongs to neither.
            let above = text_of(keys.last().and_then(|key| key.leaf_decor().prefix()));
            self.remarks(if index == 0 { above.trim_start() } else { above });
            self.entry(&keys, value, shape, path);
        }
        self.below(table, shape, path);
    }

    fn entry(&mut self, keys: &[&Key], value: &Value, shape: &Shape, path: &[String]) {
        let name: Vec<String> = keys.iter().map(|key| key_text(key.get())).collect();
        let name = name.join(".");
        let inner: Vec<&str> =
            path.iter().map(String::as_str).chain(keys.iter().map(|key| key.get())).collect();
        self.out.push_str(&name);
        self.out.push_str(" = ");
        let column = name.chars().count() + 3;
        self.out.push_str(&laid_out(value, &Place { shape, path: inner }, column));
        self.remark_after(text_of(value.decor().suffix()));
        self.fresh = false;
    }

    /// The tables below a table that have headers of their own.
    fn below(&mut self, table: &Table, shape: &Shape, path: &mut Vec<String>) {
        let mut items: Vec<(&str, &Item)> = table.iter().collect();
        let known = shape.at(&path[..]);
        items.sort_by_key(|(key, _)| known.map_or(usize::MAX, |shape| shape.rank(key)));
        for (key, item) in items {
            path.push(key.to_owned());
            match item {
                Item::Table(table) if table.is_dotted() => self.below(table, shape, path),
                Item::Table(table) => {
                    if !table.is_implicit() {
                        self.header(table, path, "[", "]");
                    }
                    self.table(table, shape, path);
                }
                Item::ArrayOfTables(tables) => {
                    for table in tables {
                        self.header(table, path, "[[", "]]");
                        self.table(table, shape, path);
                    }
                }
                Item::None | Item::Value(_) => {}
            }
            path.pop();
        }
    }

    fn header(&mut self, table: &Table, path: &[String], open: &str, close: &str) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.fresh = true;
        self.remarks(text_of(table.decor().prefix()));
        let name: Vec<String> = path.iter().map(|key| key_text(key)).collect();
        self.out.push_str(&format!("{open}{}{close}", name.join(".")));
        self.remark_after(text_of(table.decor().suffix()));
        self.fresh = true;
    }

    /// Comments on lines of their own, with at most one blank line between them.
    fn remarks(&mut self, text: &str) {
        let mut lines: Vec<&str> = text.split('\n').map(str::trim).collect();
        // What stands after the last line's end is the indent of the key.
        if lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        for line in lines {
            if !line.is_empty() {
                self.out.push_str(&format!("{line}\n"));
                self.fresh = false;
            } else if !self.fresh && !self.out.is_empty() && !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
        }
    }

    /// A comment on the line that is being written, and the end of that line.
    fn remark_after(&mut self, text: &str) {
        let remark = text.trim();
        if !remark.is_empty() {
            self.out.push_str(&format!(" {remark}"));
        }
        self.out.push('\n');
    }
}

/// Where a value stands, for the order of the keys in it.
struct Place<'p> {
    shape: &'p Shape,
    path: Vec<&'p str>,
}

impl Place<'_> {
    fn is_time(&self) -> bool {
        self.path.last().is_some_and(|key| TIMES.contains(key))
    }
}

fn ranks<S: AsRef<str>>(shape: &Shape, path: &[S], keys: &[&Key]) -> Vec<usize> {
    let mut here = shape.at(path);
    let rank = |key: &&Key| {
        let rank = here.map_or(usize::MAX, |shape| shape.rank(key.get()));
        here = here.and_then(|shape| shape.at(&[key.get()]));
        rank
    };
    keys.iter().map(rank).collect()
}

/// A value that begins in this column: on one line if it fits or cannot be broken, else an entry a line.
fn laid_out(value: &Value, place: &Place, column: usize) -> String {
    match value {
        Value::Array(array) if has_remarks(value) => entry_a_line(array, place),
        value if has_remarks(value) => verbatim(value),
        Value::Array(array) => {
            let line = one_line(value, place);
            let fits = column + line.chars().count() <= WIDEST && !line.contains('\n');
            if fits || array.is_empty() { line } else { entry_a_line(array, place) }
        }
        value => one_line(value, place),
    }
}

fn one_line(value: &Value, place: &Place) -> String {
    match value {
        Value::Array(array) => {
            let entries: Vec<String> = array.iter().map(|entry| one_line(entry, place)).collect();
            format!("[{}]", entries.join(", "))
        }
        Value::InlineTable(table) => inline_table(table, place),
        Value::String(words) => {
            let written = words.display_repr();
            let told = words.value();
            let literal = written.starts_with('\'') && !written.starts_with("'''");
            let time = time(told).filter(|time| place.is_time() && time != told && !written.contains('\n'));
            match time {
                Some(time) => format!("\"{time}\""),
                None if literal && !told.contains(['"', '\\']) => format!("\"{told}\""),
                None => written.into_owned(),
            }
        }
        Value::Datetime(moment) => {
            let written = moment.value().to_string();
            format!("\"{}\"", time(&written).unwrap_or(written))
        }
        Value::Integer(number) => number.display_repr().into_owned(),
        Value::Float(number) => number.display_repr().into_owned(),
        Value::Boolean(flag) => flag.display_repr().into_owned(),
    }
}

fn inline_table(table: &InlineTable, place: &Place) -> String {
    let mut values = table.get_values();
    values.sort_by_cached_key(|(keys, _)| ranks(place.shape, &place.path, keys));
    let entry = |(keys, value): (Vec<&Key>, &Value)| {
        let name: Vec<String> = keys.iter().map(|key| key_text(key.get())).collect();
        let path: Vec<&str> = place.path.iter().copied().chain(keys.iter().map(|key| key.get())).collect();
        format!("{} = {}", name.join("."), one_line(value, &Place { shape: place.shape, path }))
    };
    let entries: Vec<String> = values.into_iter().map(entry).collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// A list with an entry a line and its comments where they were.
fn entry_a_line(array: &Array, place: &Place) -> String {
    let mut list = List { out: "[".to_owned(), remarked: false };
    for entry in array {
        list.remarks(text_of(entry.decor().prefix()));
        let written = if has_remarks(entry) { verbatim(entry) } else { one_line(entry, place) };
        list.line(&format!("{written},"));
        list.remarks(text_of(entry.decor().suffix()));
    }
    list.remarks(text_of(Some(array.trailing())));
    list.out.push_str("\n]");
    list.out
}

struct List {
    out: String,
    /// Whether the last line ends in a comment.
    remarked: bool,
}

impl List {
    fn line(&mut self, line: &str) {
        self.out.push_str("\n  ");
        self.out.push_str(line);
        self.remarked = line.starts_with('#');
    }

    /// Comments that stand between entries: the first stays on its line.
    fn remarks(&mut self, text: &str) {
        for (index, line) in text.split('\n').map(str::trim).enumerate() {
            match (line.is_empty(), index == 0 && !self.remarked) {
                (true, _) => {}
                (false, true) => {
                    self.out.push_str(&format!(" {line}"));
                    self.remarked = true;
                }
                (false, false) => self.line(line),
            }
        }
    }
}

/// As the author wrote it.
fn verbatim(value: &Value) -> String {
    let mut value = value.clone();
    value.decor_mut().set_prefix("");
    value.decor_mut().set_suffix("");
    value.to_string()
}

/// Whether comments stand in a list or table.
fn has_remarks(value: &Value) -> bool {
    let told = |raw: Option<&RawString>| text_of(raw).contains('#');
    match value {
        Value::Array(array) => {
            let entry = |entry: &Value| {
                told(entry.decor().prefix()) || told(entry.decor().suffix()) || has_remarks(entry)
            };
            told(Some(array.trailing())) || array.iter().any(entry)
        }
        Value::InlineTable(table) => {
            let entry = |(keys, value): (Vec<&Key>, &Value)| {
                let decors = keys.iter().flat_map(|key| [key.leaf_decor(), key.dotted_decor()]);
                decors.chain([value.decor()]).any(|decor| told(decor.prefix()) || told(decor.suffix()))
                    || has_remarks(value)
            };
            told(Some(table.trailing())) || table.get_values().into_iter().any(entry)
        }
        _ => false,
    }
}

fn key_text(key: &str) -> String {
    Key::new(key).display_repr().into_owned()
}

fn text_of(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or("")
}
