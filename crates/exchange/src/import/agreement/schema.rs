//! The blocks of an agreement as a JSON Schema, for editors and for whoever writes blocks by program. Checks nothing
//! itself.

use super::{form, term::FORCE};
use serde_json::{Map, Value, json};
use truce_model::{Act, Target};

/// Where the acts of a provision stand.
const ACTS: [&str; 3] = ["acts", "met_by", "broken_by"];

/// One document in the terms of JSON Schema 2020-12, with each block under `$defs` by the word after `toml` on its
/// fence.
pub fn agreement_schema() -> Value {
    let mut defs = Map::new();
    let mut parts = Map::new();
    for (word, schema) in form::schemas() {
        let mut schema = schema.to_value();
        let Some(block) = schema.as_object_mut() else { continue };
        block.remove("$schema");
        if let Some(Value::Object(own)) = block.remove("$defs") {
            parts.extend(own);
        }
        block.insert("title".into(), json!(format!("toml {word}")));
        defs.insert(word.to_owned(), schema);
    }
    defs.extend(parts);
    let mut defs = Value::Object(defs);
    without_null(&mut defs);
    let provision = &mut defs["provision"]["properties"];
    for key in ACTS {
        provision[key]["items"] = acts();
    }
    provision["targets"]["items"] = targets();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The blocks of an agreement",
        "description": "What may be written in the TOML blocks of an agreement.md; each block is under $defs by the \
                        word after `toml` on its fence.",
        "$defs": defs,
    })
}

fn acts() -> Value {
    let words: Vec<&str> = [FORCE].into_iter().chain(Act::ALL.iter().map(Act::word)).collect();
    json!({ "type": "string", "enum": words })
}

fn targets() -> Value {
    let words = Target::WORDS.map(|(word, _)| word);
    json!({ "anyOf": [
        { "type": "string", "enum": words },
        { "type": "string", "description": "An id from `actors/`." },
    ] })
}

/// Takes out the null that stands for a key that is left out: TOML has none.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Array(kinds)) = fields.get_mut("type") {
                kinds.retain(|kind| kind != "null");
                if let [kind] = &kinds[..] {
                    let kind = kind.clone();
                    fields.insert("type".into(), kind);
                }
            }
            let choices = fields.get_mut("anyOf").and_then(Value::as_array_mut);
            let before = choices.as_ref().map_or(0, |choices| choices.len());
            let left = choices.map(|choices| {
                choices.retain(|choice| choice != &json!({ "type": "null" }));
                choices.clone()
            });
            if let Some([Value::Object(only)]) = left.as_deref().filter(|left| left.len() < before) {
                fields.remove("anyOf");
                fields.extend(only.clone());
            }
            fields.values_mut().for_each(without_null);
        }
        Value::Array(entries) => entries.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
