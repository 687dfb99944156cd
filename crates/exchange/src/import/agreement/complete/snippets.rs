//! Snippets for editors: every block with the keys that it must have. Reads no file.

use super::super::shape::{Key, SHAPES, Shape, Takes};
use super::DRAWN_BY;
use serde_json::{Map, Value, json};

/// Snippets in the form of Visual Studio Code: one a block, with a stop at each value of the required keys.
pub fn snippets() -> Value {
    let snippets = SHAPES.iter().map(|(word, shape)| {
        let mut stops = 0;
        let mut body = vec![format!("```toml {word}")];
        body.extend(required(shape, &mut stops));
        body.extend(["```".to_owned(), "$0".to_owned()]);
        let snippet = json!({
            "scope": "markdown",
            "prefix": format!("toml {word}"),
            "description": shape.about,
            "body": body,
        });
        (format!("Block toml {word}"), snippet)
    });
    Value::Object(snippets.collect::<Map<String, Value>>())
}

fn required(shape: &Shape, stops: &mut usize) -> Vec<String> {
    // No single one of these is required, but without any there is no area.
    let drawn = DRAWN_BY.iter().all(|name| shape.key(name).is_some()).then(|| DRAWN_BY[0]);
    let keys = shape.keys.iter().filter(|key| key.required || drawn == Some(key.name.as_str()));
    keys.map(|key| format!("{} = {}", key.name, value(key, stops))).collect()
}

/// A value with its stops; a list has one entry.
fn value(key: &Key, stops: &mut usize) -> String {
    let mut stop = || {
        *stops += 1;
        *stops
    };
    let value = match &key.takes {
        Takes::Text | Takes::TextOr(_) => format!("\"${{{}:{}}}\"", stop(), key.name),
        Takes::Number => format!("${{{}:0}}", stop()),
        Takes::Flag => format!("${{{}|true,false|}}", stop()),
        Takes::Words(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
            format!("\"${{{}|{}|}}\"", stop(), words.join(","))
        }
        // A brace that ends a table is not the end of a stop.
        Takes::Table(shape) => format!("{{ {} }}", required(shape, stops).join(", ")),
    };
    if key.list { format!("[{value}]") } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, body: &[&str]) {
        let snippets = snippets();
        let snippet = &snippets[format!("Block toml {word}")];
        assert_eq!(snippet["body"], json!(body));
        assert_eq!(snippet["prefix"], format!("toml {word}"));
    }

    #[test]
    fn a_snippet_holds_the_required_keys() {
        let area = ["id = \"${1:id}\"", "title = \"${2:title}\"", "places = [\"${3:places}\"]"];
        check("area", &[&["```toml area"], &area[..], &["```", "$0"]].concat());
        check(
            "agreement",
            &[
                "```toml agreement",
                "kind = \"${1|agreement,declaration,demand|}\"",
                "made_on = \"${2:made_on}\"",
                "zone = \"${3:zone}\"",
                "parties = [{ actor = \"${4:actor}\", role = \"${5|party,signatory,broker,guarantor,monitor,refused|}\" }]",
                "cite = [\"${6:cite}\"]",
                "```",
                "$0",
            ],
        );
    }

    #[test]
    fn every_block_has_a_snippet() {
        assert_eq!(snippets().as_object().map(Map::len), Some(SHAPES.len()));
    }
}
