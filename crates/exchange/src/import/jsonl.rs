//! Documents as JSON lines: `{"id", "dct", "text"}`, one a line. Reads a line; the caller cuts the file into lines.

use super::text::{ImportOptions, Imported, one_story};
use crate::ExchangeError;
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde_json::{Map, Value};
use truce_model::Published;

/// The longest line that is let in, in bytes: a document of the largest size with every letter escaped.
pub const LONGEST_LINE: usize = 48 << 20;

/// Reads one line of a file of documents; its spans count characters of its `text` as given.
///
/// The document's name is the line's `id`; its date is the option's, else `dct`, else what name and text say. Fields
/// beside the three are let in and left alone.
pub fn import_line(
    file: &str,
    line: usize,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<Imported, ExchangeError> {
    let fault = |problem: String| ExchangeError::Line { file: file.to_owned(), line, problem };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut fields: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|error| fault(not_json(bytes, &error)))?;
    let id = match fields.get("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        Some(other) => return Err(fault(format!("`id` is {}, not a name", kind(other)))),
        None => return Err(fault("no `id`".to_owned())),
    };
    let published = match fields.get("dct") {
        None | Some(Value::Null) => None,
        Some(Value::String(words)) => Some(
            published(words.trim())
                .ok_or_else(|| fault(format!("`dct` of document `{id}` is no date: `{}`", short(words))))?,
        ),
        Some(other) => {
            return Err(fault(format!("`dct` of document `{id}` is {}, not a date", kind(other))));
        }
    };
    let text = match fields.remove("text") {
        Some(Value::String(text)) => text,
        Some(other) => {
            return Err(fault(format!("`text` of document `{id}` is {}, not a text", kind(&other))));
        }
        None => return Err(fault(format!("document `{id}` has no `text`"))),
    };
    if text.len() > options.max_bytes {
        let max = options.max_bytes;
        return Err(ExchangeError::LongLine { file: file.to_owned(), line, bytes: text.len() as u64, max });
    }
    let options = ImportOptions { published: options.published.or(published), ..options.clone() };
    one_story(&id, &text, &options).map_err(|language| ExchangeError::Language {
        file: file.to_owned(),
        line,
        language,
    })
}

/// A day, a moment with its offset, or a clock time without a zone, of which the day is kept.
fn published(words: &str) -> Option<Published> {
    let moment = words.parse::<Timestamp>().map(Published::At);
    let local = || words.parse::<DateTime>().map(|time| Published::Day(time.date()));
    let day = || words.parse::<Date>().map(Published::Day);
    let whole = words.len() >= 10 && words.as_bytes().get(4) == Some(&b'-');
    moment.or_else(|_| day()).or_else(|_| local()).ok().filter(|_| whole)
}

fn not_json(bytes: &[u8], error: &serde_json::Error) -> String {
    if let Err(error) = std::str::from_utf8(bytes) {
        return format!("invalid UTF-8 at byte {} of the line", error.valid_up_to());
    }
    match error.classify() {
        serde_json::error::Category::Eof => "the line ends inside its JSON object".to_owned(),
        serde_json::error::Category::Data => "no JSON object".to_owned(),
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            format!("no JSON, from column {}", error.column())
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "empty",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn short(words: &str) -> String {
    words.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Imported, String> {
        import_line("in.jsonl", 7, line.as_bytes(), &ImportOptions::default()).map_err(|e| e.to_string())
    }

    fn dct(dct: &str) -> Option<String> {
        let line = format!(r#"{{"id": "a", "dct": {dct}, "text": "Arden was quiet."}}"#);
        read(&line).unwrap().document.published.map(|published| published.to_string())
    }

    #[test]
    fn a_line_is_one_document_with_its_id_and_date() {
        let imported = read(
            r#"{"id": "nb/é 1", "dct": "2031-03-05", "text": "Caf\u00e9 quiet.\r\n\f\r\nRuba\u00ad was.", "x": 1}"#,
        )
        .unwrap();
        assert_eq!(imported.document.name, "nb/é 1");
        assert_eq!(&*imported.source, "Café quiet.\r\n\u{c}\r\nRuba\u{ad} was.");
        assert_eq!(imported.text, "Café quiet.\n\u{c}\nRuba was.");
        assert_eq!(read("\u{feff}{\"id\": 12, \"text\": \"\"}").unwrap().document.name, "12");
    }

    #[test]
    fn the_date_keeps_its_precision_and_may_be_unknown() {
        assert_eq!(dct("\"2031-03-05\"").as_deref(), Some("2031-03-05"));
        assert_eq!(dct("\"2031-03-05T06:10:00Z\"").as_deref(), Some("2031-03-05T06:10:00Z"));
        assert_eq!(dct("\"2031-03-05T06:10:00\"").as_deref(), Some("2031-03-05"));
        assert_eq!(dct("null"), None);
    }

    fn check(line: &str, message: &str) {
        assert_eq!(read(line).unwrap_err(), format!("in.jsonl:7: {message}"));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_with_its_place() {
        check("Arden was quiet.", "no JSON, from column 1");
        check("[1]", "no JSON object");
        check(r#"{"id": "a", "text": "Ard"#, "the line ends inside its JSON object");
        check(r#"{"dct": null, "text": "Arden"}"#, "no `id`");
        check(r#"{"id": "", "text": "Arden"}"#, "`id` is empty, not a name");
        check(r#"{"id": "a"}"#, "document `a` has no `text`");
        check(r#"{"id": "a", "text": null}"#, "`text` of document `a` is null, not a text");
        check(
            r#"{"id": "a", "dct": "2031-02-30", "text": ""}"#,
            "`dct` of document `a` is no date: `2031-02-30`",
        );
        check(r#"{"id": "a", "dct": "Tuesday", "text": ""}"#, "`dct` of document `a` is no date: `Tuesday`");
        check(r#"{"id": "a", "dct": 5, "text": ""}"#, "`dct` of document `a` is a number, not a date");
    }
}
