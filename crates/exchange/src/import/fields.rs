//! Reads the entries of a TOML table, each with its place in the file. Notes what is missing, misspelt or of the
//! wrong sort, and goes on.

use super::{
    nearest::did_you_mean,
    problem::{Placed, Problems},
};
use jiff::civil::Date;
use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A table of a file with what it is, for messages.
pub(super) struct Fields<'t> {
    table: &'t DeTable<'t>,
    base: usize,
    /// What the table describes: `provision`, `party`.
    pub what: &'static str,
    /// Where to point when something is missing.
    pub at: Range<usize>,
}

impl<'t> Fields<'t> {
    /// The fields of `table`, which was parsed from the text that begins at byte `base` of the file.
    pub fn of(table: &'t DeTable<'t>, base: usize, what: &'static str, at: Range<usize>) -> Fields<'t> {
        Fields { table, base, what, at }
    }

    /// Notes every key that is not among `known`.
    pub fn only<K: AsRef<str>>(&self, known: &[K], problems: &mut Problems) {
        let names: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !names.contains(&name) {
                let hint = did_you_mean(name, names.iter().copied())
                    .unwrap_or_else(|| format!("known keys are: {}", names.join(", ")));
                let message = format!("unknown key `{name}` in this {}", self.what);
                problems.add(&self.shift(key.span()), message, Some(hint));
            }
        }
    }

    /// Notes that `key` is missing.
    pub fn missing(&self, key: &str, hint: &str, problems: &mut Problems) {
        problems.add(&self.at, format!("this {} has no `{key}`", self.what), Some(hint.to_owned()));
    }

    /// Whether the key is there, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Where the key itself stands.
    pub fn key_at(&self, key: &str) -> Option<Range<usize>> {
        self.table.get_key_value(key).map(|(key, _)| self.shift(key.span()))
    }

    /// Where the value of the key stands; without one, where to point when something is missing.
    pub fn value_at(&self, key: &str) -> Range<usize> {
        self.value(key).map_or_else(|| self.at.clone(), |value| self.shift(value.span()))
    }

    /// Whether the value of the key is a table.
    pub fn holds_table(&self, key: &str) -> bool {
        self.value(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// Whether the value of the key is a list without entries.
    pub fn is_empty_list(&self, key: &str) -> bool {
        self.value(key).and_then(|value| value.get_ref().as_array()).is_some_and(|list| list.is_empty())
    }

    /// Words in quotation marks.
    pub fn words(&self, key: &str, problems: &mut Problems) -> Option<Placed<String>> {
        self.as_words(&format!("`{key}`"), self.value(key)?, problems)
    }

    /// Words that must be there; `hint` tells what is wanted.
    pub fn need_words(&self, key: &str, hint: &str, problems: &mut Problems) -> Option<Placed<String>> {
        if !self.has(key) {
            self.missing(key, hint, problems);
        }
        self.words(key, problems)
    }

    /// Words of any kind: also a date or time without quotation marks.
    pub fn time_words(&self, key: &str, problems: &mut Problems) -> Option<Placed<String>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Datetime(time) => Some(Placed { value: time.to_string(), at: self.shift(value.span()) }),
            _ => self.as_words(&format!("`{key}`"), value, problems),
        }
    }

    /// A day, such as `2031-03-05`.
    pub fn day(&self, key: &str, problems: &mut Problems) -> Option<Placed<Date>> {
        let Placed { value, at } = self.time_words(key, problems)?;
        match super::times::day(&value) {
            Ok(value) => Some(Placed { value, at }),
            Err(fault) => {
                problems.add(&at, fault.message, fault.hint);
                None
            }
        }
    }

    /// A list of words; empty when the key is missing.
    pub fn list(&self, key: &str, problems: &mut Problems) -> Vec<Placed<String>> {
        self.entries(key, problems)
            .into_iter()
            .filter_map(|entry| self.as_words(&format!("an entry of `{key}`"), entry, problems))
            .collect()
    }

    /// A list of words that must hold at least one; `hint` tells what is wanted.
    pub fn need_list(&self, key: &str, hint: &str, problems: &mut Problems) -> Vec<Placed<String>> {
        self.need_some(key, hint, problems);
        self.list(key, problems)
    }

    /// Notes a list that is missing or empty; `hint` tells what is wanted.
    pub fn need_some(&self, key: &str, hint: &str, problems: &mut Problems) {
        match self.value(key) {
            None => self.missing(key, hint, problems),
            Some(value) if value.get_ref().as_array().is_some_and(|list| list.is_empty()) => {
                problems.add(&self.shift(value.span()), format!("`{key}` is empty"), Some(hint.to_owned()));
            }
            Some(_) => {}
        }
    }

    /// A list of tables, each called `what`; empty when the key is missing.
    pub fn tables(&self, key: &str, what: &'static str, problems: &mut Problems) -> Vec<Fields<'t>> {
        let mut found = Vec::new();
        for entry in self.entries(key, problems) {
            let at = self.shift(entry.span());
            match entry.get_ref().as_table() {
                Some(table) => found.push(Fields::of(table, self.base, what, at)),
                None => self.wrong(&format!("an entry of `{key}`"), entry, "a table such as { … }", problems),
            }
        }
        found
    }

    /// One table, called `what`.
    pub fn table(&self, key: &str, what: &'static str, problems: &mut Problems) -> Option<Fields<'t>> {
        let value = self.value(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Fields::of(table, self.base, what, self.shift(value.span()))),
            None => {
                self.wrong(&format!("`{key}`"), value, "a table such as { … }", problems);
                None
            }
        }
    }

    /// A whole number from zero.
    pub fn number(&self, key: &str, problems: &mut Problems) -> Option<Placed<u64>> {
        let value = self.value(key)?;
        let whole = value
            .get_ref()
            .as_integer()
            .and_then(|number| u64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok());
        if whole.is_none() {
            self.wrong(&format!("`{key}`"), value, "a whole number from zero", problems);
        }
        Some(Placed { value: whole?, at: self.shift(value.span()) })
    }

    /// A number with or without decimals.
    pub fn decimal(&self, key: &str, problems: &mut Problems) -> Option<Placed<f64>> {
        let value = self.value(key)?;
        let written = match value.get_ref() {
            DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Integer(number) => {
                i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
                    .ok()
                    .map(|whole| whole as f64)
            }
            _ => None,
        };
        match written.filter(|number| number.is_finite()) {
            Some(number) => Some(Placed { value: number, at: self.shift(value.span()) }),
            None if value.get_ref().is_float() || value.get_ref().is_integer() => {
                problems.add(&self.shift(value.span()), format!("`{key}` is out of range"), None);
                None
            }
            None => {
                self.wrong(&format!("`{key}`"), value, "a number such as 2.5", problems);
                None
            }
        }
    }

    /// `true` or `false`; `false` when the key is missing.
    pub fn flag(&self, key: &str, problems: &mut Problems) -> bool {
        let Some(value) = self.value(key) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(&format!("`{key}`"), value, "true or false", problems);
        }
        flag.unwrap_or(false)
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    fn entries(&self, key: &str, problems: &mut Problems) -> Vec<&'t Spanned<DeValue<'t>>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => {
                self.wrong(&format!("`{key}`"), value, "a list in brackets", problems);
                Vec::new()
            }
        }
    }

    fn as_words(
        &self,
        label: &str,
        value: &Spanned<DeValue>,
        problems: &mut Problems,
    ) -> Option<Placed<String>> {
        let at = self.shift(value.span());
        match value.get_ref().as_str() {
            Some(words) if words.trim().is_empty() => {
                problems.add(&at, format!("{label} is empty"), None);
                None
            }
            Some(words) => Some(Placed { value: words.trim().to_owned(), at }),
            None => {
                self.wrong(label, value, "words in quotation marks", problems);
                None
            }
        }
    }

    fn wrong(&self, label: &str, value: &Spanned<DeValue>, wanted: &str, problems: &mut Problems) {
        let sort = match value.get_ref() {
            DeValue::String(_) => "words",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        problems.add(&self.shift(value.span()), format!("{label} is {sort}, not {wanted}"), None);
    }

    fn shift(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.base..span.end + self.base
    }
}

/// Parses TOML that begins at byte `base` of the file. Returns what could be read, and whether that is all of it.
pub(super) fn parse<'t>(toml: &'t str, base: usize, problems: &mut Problems) -> (DeTable<'t>, bool) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        problems.add(
            &(span.start + base..span.end + base),
            format!("invalid TOML: {}", error.message()),
            None,
        );
    }
    (table.into_inner(), errors.is_empty())
}
