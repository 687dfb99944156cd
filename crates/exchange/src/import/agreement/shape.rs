//! The keys of each block as a tree, read from the schemas of the forms: their order, what they mean, what they take.
//! Checks no value.

use super::form;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::LazyLock};

/// The keys that a table may have, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shape {
    /// What the table says, in a sentence or two.
    pub about: String,
    /// Its keys.
    pub keys: Vec<Key>,
}

/// One key of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Key {
    /// As it is written.
    pub name: String,
    /// What it says.
    pub about: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it takes a list.
    pub list: bool,
    /// What it takes, or what each entry of its list is.
    pub takes: Takes,
}

/// What stands in a key's place for a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Takes {
    /// Words in quotation marks.
    #[default]
    Text,
    /// A number.
    Number,
    /// true or false.
    Flag,
    /// One of these words, each with its meaning.
    Words(Vec<(String, String)>),
    /// A table.
    Table(Shape),
    /// Words in quotation marks, or a table.
    TextOr(Shape),
}

impl Takes {
    /// The table that may stand here.
    pub fn table(&self) -> Option<&Shape> {
        match self {
            Takes::Table(shape) | Takes::TextOr(shape) => Some(shape),
            Takes::Text | Takes::Number | Takes::Flag | Takes::Words(_) => None,
        }
    }
}

impl Shape {
    /// A table of which only the names of the keys are known, some with tables below them.
    pub fn named(keys: &[&str], below: Vec<(&str, Shape)>) -> Shape {
        let key = |name: &&str| {
            let table = below.iter().find(|(key, _)| key == name);
            let takes = table.map_or(Takes::Text, |(_, shape)| Takes::Table(shape.clone()));
            Key { name: (*name).to_owned(), takes, ..Key::default() }
        };
        Shape { about: String::new(), keys: keys.iter().map(key).collect() }
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The table that this path of keys leads to.
    pub fn at<S: AsRef<str>>(&self, path: &[S]) -> Option<&Shape> {
        path.iter().try_fold(self, |shape, name| shape.key(name.as_ref())?.takes.table())
    }

    /// Where a key stands in the order; keys without a place come last.
    pub fn rank(&self, name: &str) -> usize {
        self.keys.iter().position(|key| key.name == name).unwrap_or(usize::MAX)
    }
}

/// The shape of each block by the word on its fence.
pub(crate) static SHAPES: LazyLock<BTreeMap<&'static str, Shape>> = LazyLock::new(|| {
    let of = |(word, schema): (&'static str, schemars::Schema)| {
        let defs = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
        schema.as_object().map(|node| (word, shape(node, &defs)))
    };
    form::schemas().into_iter().filter_map(of).collect()
});

/// Every form and closed list, by the name of its type.
pub(super) fn types() -> BTreeMap<String, Takes> {
    let mut types = BTreeMap::new();
    for schema in form::schemas().into_values() {
        let Some(node) = schema.as_object() else { continue };
        let defs = node.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
        let own =
            node.get("title").and_then(Value::as_str).map(|name| (name.to_owned(), takes(node, &defs).1));
        types.extend(own);
        let named = |(name, node): (&String, &Value)| Some((name.clone(), takes(node.as_object()?, &defs).1));
        types.extend(defs.iter().filter_map(named));
    }
    types
}

fn shape(node: &Map<String, Value>, defs: &Map<String, Value>) -> Shape {
    let required: Vec<&str> = node
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = node.get("properties").and_then(Value::as_object).into_iter().flatten();
    let keys = properties.filter_map(|(name, property)| {
        let property = property.as_object()?;
        let (list, takes) = takes(property, defs);
        let (name, required) = (name.clone(), required.contains(&name.as_str()));
        Some(Key { name, about: about(property), required, list, takes })
    });
    Shape { about: about(node), keys: keys.collect() }
}

/// A description on one line.
fn about(node: &Map<String, Value>) -> String {
    let words = node.get("description").and_then(Value::as_str).unwrap_or("");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a node takes a list, and of what.
fn takes(node: &Map<String, Value>, defs: &Map<String, Value>) -> (bool, Takes) {
    if let Some(entry) = node.get("items").and_then(Value::as_object) {
        return (true, takes(entry, defs).1);
    }
    if let Some(target) = referred(node, defs) {
        return takes(target, defs);
    }
    if node.contains_key("properties") {
        return (false, Takes::Table(shape(node, defs)));
    }
    let branches = |key: &str| node.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let words: Vec<(String, String)> = branches("oneOf").iter().filter_map(word).collect();
    if !words.is_empty() {
        return (false, Takes::Words(words));
    }
    let several = branches("anyOf");
    let several: Vec<_> =
        several.iter().filter_map(Value::as_object).filter(|node| !is(node, "null")).collect();
    if let [only] = several[..] {
        return takes(only, defs);
    }
    let table = several.iter().find_map(|node| match takes(node, defs).1 {
        Takes::Table(shape) => Some(shape),
        _ => None,
    });
    let simple = [("integer", Takes::Number), ("number", Takes::Number), ("boolean", Takes::Flag)];
    let simple = simple.into_iter().find(|(sort, _)| is(node, sort)).map(|(_, takes)| takes);
    (false, table.map(Takes::TextOr).or(simple).unwrap_or_default())
}

fn referred<'d>(node: &Map<String, Value>, defs: &'d Map<String, Value>) -> Option<&'d Map<String, Value>> {
    let name = node.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?;
    defs.get(name)?.as_object()
}

/// Whether the node's type is that one, alone or among others.
fn is(node: &Map<String, Value>, sort: &str) -> bool {
    match node.get("type") {
        Some(Value::Array(sorts)) => sorts.iter().any(|of| of.as_str() == Some(sort)),
        of => of.and_then(Value::as_str) == Some(sort),
    }
}

fn word(node: &Value) -> Option<(String, String)> {
    let word = node.get("const")?.as_str()?;
    Some((word.to_owned(), about(node.as_object()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, sort: &str) {
        let (word, rest) = path.split_once('.').unwrap();
        let names: Vec<&str> = rest.split('.').collect();
        let (name, above) = names.split_last().unwrap();
        let shape = SHAPES.get(word).unwrap();
        let key = shape.at(above).unwrap().key(name).unwrap();
        let takes = match &key.takes {
            Takes::Text => "text".to_owned(),
            Takes::Number => "number".to_owned(),
            Takes::Flag => "flag".to_owned(),
            Takes::Words(words) => format!("{} words", words.len()),
            Takes::Table(shape) => format!("table of {}", shape.keys.len()),
            Takes::TextOr(shape) => format!("text or table of {}", shape.keys.len()),
        };
        let list = if key.list { "list of " } else { "" };
        let required = if key.required { "required " } else { "" };
        assert_eq!(format!("{required}{list}{takes}"), sort, "{path}");
        assert!(!key.about.is_empty() && !key.about.contains('\n'), "{path}");
    }

    #[test]
    fn keys_are_read_from_the_schemas() {
        check("agreement.kind", "required 3 words");
        check("agreement.parties", "required list of table of 3");
        check("agreement.parties.role", "required 6 words");
        check("agreement.supersedes.lasts", "required 2 words");
        check("area.edge_km", "number");
        check("area.places", "list of text");
        check("provision.binds", "required list of text");
        check("provision.due", "text or table of 2");
        check("provision.due.within", "required text");
        check("provision.every_hours", "number");
        check("provision.may", "list of 5 words");
        check("provision.windows.from", "required text");
        check("turn.contested", "flag");
        check("reading.change.windows.until", "required text");
    }

    #[test]
    fn keys_stand_in_the_order_of_the_forms() {
        let provision = SHAPES.get("provision").unwrap();
        let ranks = ["id", "term", "binds", "from", "until", "zone", "acts", "nothing"]
            .map(|key| provision.rank(key));
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert_eq!(ranks[7], usize::MAX);
    }
}
