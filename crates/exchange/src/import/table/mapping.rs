//! How a table's columns are to be read: the mapping file. Says nothing of any row.

use super::precision::{Ground, Width};
use crate::{
    ExchangeError,
    import::problem::{Problem, Problems},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use truce_model::Act;

/// How a table's columns are to be read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What its documents are named after, with the row's id: `ucdp-ged`.
    pub name: String,
    /// What it is called in texts: `UCDP GED`.
    pub title: String,
    /// Who publishes it, and so makes its claims.
    pub source: String,
    /// The column of the row's id.
    pub id: String,
    /// The encoding, where it is not to be found out.
    #[serde(default)]
    pub encoding: Option<String>,
    /// What stands between two cells; a comma if nothing is told.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Columns that may be missing.
    #[serde(default)]
    pub optional: Vec<String>,
    /// Further columns whose words the document keeps.
    #[serde(default)]
    pub quoted: Vec<String>,
    /// When it happened.
    pub date: DateColumns,
    /// What happened.
    pub act: ActColumn,
    /// Who did it to whom.
    #[serde(default)]
    pub who: Option<WhoColumns>,
    /// Where.
    #[serde(default)]
    pub place: Option<PlaceColumns>,
    /// How many were killed.
    #[serde(default)]
    pub killed: Option<PeopleColumns>,
    /// How many were injured.
    #[serde(default)]
    pub injured: Option<PeopleColumns>,
    /// From whom the publisher has it.
    #[serde(default)]
    pub via: Option<ViaColumn>,
    /// When the row was published.
    #[serde(default)]
    pub published: Option<PublishedColumn>,
}

/// When it happened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateColumns {
    /// The first day, or the only one.
    pub start: String,
    /// The last day.
    #[serde(default)]
    pub end: Option<String>,
    /// How days may be written, as `strptime` has it.
    pub formats: Vec<String>,
    /// How closely the day is known.
    #[serde(default)]
    pub precision: Option<Codes<Width>>,
}

/// A column of codes, each with what it means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes<T> {
    /// The column.
    pub column: String,
    /// What its codes mean; a code that is not among them is refused.
    pub values: BTreeMap<String, T>,
}

/// What happened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActColumn {
    /// The column.
    pub column: String,
    /// What its values mean; a value that is not among them names no act.
    pub values: BTreeMap<String, Act>,
}

/// Who did it to whom.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhoColumns {
    /// Who did it.
    pub agent: String,
    /// To whom.
    #[serde(default)]
    pub target: Option<String>,
    /// Where the order of the two tells who did it only in some rows: which.
    #[serde(default)]
    pub directed: Option<Chosen>,
}

/// Rows that have one of these values in a column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The column.
    pub column: String,
    /// The values.
    pub values: Vec<String>,
}

/// Where.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceColumns {
    /// Columns of names, most specific first.
    pub names: Vec<String>,
    /// Degrees north.
    #[serde(default)]
    pub latitude: Option<String>,
    /// Degrees east.
    #[serde(default)]
    pub longitude: Option<String>,
    /// How closely the place is known.
    #[serde(default)]
    pub precision: Option<Codes<Ground>>,
}

/// How many people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleColumns {
    /// The lowest number.
    #[serde(default)]
    pub low: Option<String>,
    /// The likeliest number, or the only one.
    #[serde(default)]
    pub best: Option<String>,
    /// The highest number.
    #[serde(default)]
    pub high: Option<String>,
    /// How many of them nobody could assign to a part.
    #[serde(default)]
    pub unknown: Option<String>,
    /// Parts of the best number.
    #[serde(default)]
    pub parts: Vec<PartColumn>,
    /// Whether the only number is the least that is known, and not all.
    #[serde(default)]
    pub floor: bool,
    /// Whether nought says that it was nobody; else it says nothing.
    #[serde(default)]
    pub zero_is_none: bool,
}

/// A part of the people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartColumn {
    /// The column of the number.
    pub column: String,
    /// Who they are.
    #[serde(default)]
    pub who: Option<String>,
    /// The column that tells who they are.
    #[serde(default)]
    pub of: Option<String>,
}

/// From whom the publisher has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViaColumn {
    /// The column.
    pub column: String,
    /// What stands between several.
    #[serde(default)]
    pub separator: Option<String>,
}

/// When the row was published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedColumn {
    /// The column.
    pub column: String,
    /// `unix` for seconds since 1970, else as `strptime` has it.
    pub format: String,
}

impl Mapping {
    /// Reads a mapping file, or tells its first mistake with its place.
    pub fn parse(file: &str, text: &str) -> Result<Mapping, Vec<Problem>> {
        let mut problems = Problems::of(file, text);
        let mapping = match toml::from_str::<Mapping>(text) {
            Ok(mapping) => mapping,
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                problems.add(&at, error.message(), hint(error.message()));
                return problems.into_result(None);
            }
        };
        for (word, message) in mapping.mistakes() {
            let at = text.find(&word).map_or(0..0, |at| at..at + word.len());
            problems.add(&at, message, None);
        }
        problems.into_result(Some(mapping))
    }

    /// What no type can tell: each with a word of the file by which it is found.
    fn mistakes(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut say = |word: &str, message: String| found.push((word.to_owned(), message));
        for (key, words) in [("name", &self.name), ("title", &self.title), ("source", &self.source)] {
            if truce_model::Name::parse(words).is_err() {
                say(key, format!("`{key}` is empty or too long"));
            }
        }
        if self.date.formats.is_empty() {
            say("formats", "no format of dates is given, such as \"%Y-%m-%d\"".to_owned());
        }
        if let Some(label) = &self.encoding
            && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
        {
            say(label, format!("`{label}` is no encoding that is known, such as utf-8 or windows-1252"));
        }
        if let Some(mark) =
            self.delimiter.filter(|mark| !mark.is_ascii() || matches!(mark, '"' | '\n' | '\r'))
        {
            say("delimiter", format!("{mark:?} cannot stand between cells"));
        }
        if let Some(place) = &self.place {
            if place.latitude.is_some() != place.longitude.is_some() {
                say("itude", "latitude and longitude are given both or neither".to_owned());
            }
            let grounds = place.precision.iter().flat_map(|codes| codes.values.values());
            for from in grounds.filter_map(|ground| ground.from.as_ref()) {
                if !place.names.contains(from) {
                    say(from, format!("`{from}` is none of the columns of place names"));
                }
            }
        }
        for people in [&self.killed, &self.injured].into_iter().flatten() {
            if people.low.is_none() && people.best.is_none() && people.high.is_none() {
                say("killed", "none of low, best and high is given".to_owned());
            }
            for part in people.parts.iter().filter(|part| part.who.is_some() == part.of.is_some()) {
                say(&part.column, "a part has either `who` (words) or `of` (a column)".to_owned());
            }
        }
        for (value, act) in self.act.values.iter().filter(|(_, act)| act.kind() != truce_model::Kind::Event) {
            say(value, format!("`{act}` is no act of an event"));
        }
        found
    }

    /// Every column that it reads, each once, in the order in which a document shows them.
    pub(super) fn columns(&self) -> Vec<&str> {
        let mut all: Vec<&str> = vec![&self.id];
        all.extend(self.event_columns());
        for people in [&self.killed, &self.injured].into_iter().flatten() {
            all.extend(people.columns());
        }
        all.extend(self.via.iter().map(|via| via.column.as_str()));
        all.extend(self.published.iter().map(|published| published.column.as_str()));
        all.extend(self.quoted.iter().map(String::as_str));
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|column| seen.insert(*column));
        all
    }

    /// The columns that tell what happened, when, where, and who did it.
    pub(super) fn event_columns(&self) -> Vec<&str> {
        let mut all: Vec<&str> = vec![&self.act.column, &self.date.start];
        all.extend(self.date.end.as_deref());
        all.extend(self.date.precision.iter().map(|codes| codes.column.as_str()));
        if let Some(who) = &self.who {
            all.push(&who.agent);
            all.extend(who.target.as_deref());
            all.extend(who.directed.iter().map(|chosen| chosen.column.as_str()));
        }
        if let Some(place) = &self.place {
            all.extend(place.names.iter().map(String::as_str));
            all.extend(place.latitude.as_deref());
            all.extend(place.longitude.as_deref());
            all.extend(place.precision.iter().map(|codes| codes.column.as_str()));
        }
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|column| seen.insert(*column));
        all
    }

    /// What stands between two cells.
    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter.and_then(|mark| u8::try_from(mark).ok()).unwrap_or(b',')
    }
}

impl PeopleColumns {
    /// Its columns of numbers: the whole first, then what is not assigned, then the parts.
    pub(super) fn columns(&self) -> Vec<&str> {
        let whole = [&self.low, &self.best, &self.high, &self.unknown];
        let whole = whole.into_iter().flatten().map(String::as_str);
        whole.chain(self.parts.iter().map(|part| part.column.as_str())).collect()
    }
}

fn hint(message: &str) -> Option<String> {
    let act = message.contains("is no act");
    act.then(|| "docs/reference/acts.md lists the acts".to_owned()).or_else(|| {
        message.contains("unknown field").then(|| "docs/reference/event-tables.md lists the keys".to_owned())
    })
}

/// The tables that the program knows by their columns.
pub(super) const BUILTIN: &[(&str, &str)] =
    &[("ucdp-ged", include_str!("ucdp-ged.toml")), ("acled", include_str!("acled.toml"))];

/// The mappings that the program carries.
pub fn builtin_mappings() -> Result<Vec<Mapping>, ExchangeError> {
    BUILTIN.iter().map(|(name, text)| carried(name, text)).collect()
}

fn carried(name: &str, text: &str) -> Result<Mapping, ExchangeError> {
    Mapping::parse(name, text).map_err(|problems| ExchangeError::Table {
        file: name.to_owned(),
        problem: problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        hint: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "name = \"own\"\ntitle = \"Own\"\nsource = \"Arden Watch\"\nid = \"no\"\n[date]\nstart = \
                       \"day\"\nformats = [\"%Y-%m-%d\"]\n[act]\ncolumn = \"kind\"\nvalues = { raid = \
                       \"ground_attack\" }\n";

    fn check(change: (&str, &str), says: &str) {
        let problems = Mapping::parse("own.toml", &OWN.replace(change.0, change.1)).unwrap_err();
        let shown = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(shown.contains(says), "{shown}");
    }

    #[test]
    fn what_the_program_carries_is_sound() {
        assert_eq!(builtin_mappings().unwrap().len(), BUILTIN.len());
        assert!(Mapping::parse("own.toml", OWN).is_ok());
    }

    #[test]
    fn a_mistake_is_shown_at_its_place() {
        check(("\nid = ", "\nidd = "), "own.toml:4:1: unknown field `idd`");
        check(("ground_attack", "grund_attack"), "`grund_attack` is no act");
        check(("ground_attack", "killed"), "`killed` is no act of an event");
        check(("[\"%Y-%m-%d\"]", "[]"), "no format of dates");
        check(("\nid = ", "\nencoding = \"utf-99\"\nid = "), "`utf-99` is no encoding");
        check(("id = \"no\"\n", ""), "missing field `id`");
    }
}
