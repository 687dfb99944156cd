//! Ladders of categories that a user gives: for the values of a column what they are, from fine to coarse. Compares nothing.

use crate::import::{
    nearest,
    problem::{Problem, Problems},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use truce_model::Act;

/// The name under which incidents have their values.
pub const INCIDENTS: &str = "incidents";

/// The ladders of a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderFile {
    /// Whether the actors are compared beside them.
    #[serde(default = "yes")]
    pub actors: bool,
    /// On how many ladders a pair may agree on no level.
    #[serde(default)]
    pub partial: usize,
    /// The ladders.
    pub ladder: Vec<Ladder>,
}

/// A ladder of categories.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// What it is called.
    name: Spanned<String>,
    /// What it counts in the mean of all.
    #[serde(default = "one")]
    weight: Spanned<f64>,
    /// What its levels are called, the finest first.
    levels: Spanned<Vec<String>>,
    /// What each table has on it, by the name of its mapping.
    of: BTreeMap<String, Rungs>,
}

/// What a table has on a ladder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rungs {
    /// The column of the values; our acts where it is left out.
    #[serde(default)]
    column: Option<Spanned<String>>,
    /// For each value its category on each level; nothing between quotation marks where a level is not told.
    values: BTreeMap<Spanned<String>, Spanned<Vec<String>>>,
}

fn yes() -> bool {
    true
}

fn one() -> Spanned<f64> {
    Spanned::new(0..0, 1.0)
}

const PAGE: &str = "docs/reference/event-tables.md shows a file of ladders with all its keys";

impl LadderFile {
    /// Reads a file of ladders, or tells its mistakes with their places.
    pub fn parse(file: &str, text: &str) -> Result<LadderFile, Vec<Problem>> {
        let mut problems = Problems::of(file, text);
        match toml::from_str::<LadderFile>(text) {
            Err(error) => {
                problems.add(&error.span().unwrap_or(0..0), error.message(), Some(PAGE.to_owned()));
                problems.into_result(None)
            }
            Ok(ladders) => {
                if ladders.ladder.is_empty() {
                    problems.add(&(0..0), "no ladder is given", Some(PAGE.to_owned()));
                }
                if ladders.partial >= ladders.ladder.len().max(1) {
                    let at = text.find("partial").map_or(0..0, |at| at..at + "partial".len());
                    let message =
                        format!("`partial` is less than the number of ladders, {}", ladders.ladder.len());
                    problems.add(&at, message, None);
                }
                for (at, ladder) in ladders.ladder.iter().enumerate() {
                    if ladders.ladder[..at].iter().any(|other| other.name() == ladder.name()) {
                        let message = format!("two ladders are called `{}`", ladder.name());
                        problems.add(&ladder.name.span(), message, None);
                    }
                    ladder.check(&mut problems);
                }
                problems.into_result(Some(ladders))
            }
        }
    }

    /// The columns that it asks of a table, by the name of its mapping.
    pub fn columns(&self) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, rungs) in self.ladder.iter().flat_map(|ladder| &ladder.of) {
            let columns = found.entry(table.clone()).or_default();
            columns.extend(rungs.column.iter().map(|column| column.get_ref().clone()));
        }
        found
    }

    /// Why a table cannot be compared by it, if it cannot.
    pub fn lacks(&self, table: &str) -> Option<String> {
        let ladder = self.ladder.iter().find(|ladder| !ladder.of.contains_key(table))?;
        let near = nearest::did_you_mean(table, ladder.of.keys().map(String::as_str));
        let near = near.map_or(String::new(), |near| format!("; {near}"));
        Some(format!("the ladder `{}` has no [ladder.of.{table}]{near}", ladder.name()))
    }
}

impl Ladder {
    /// What it is called.
    pub fn name(&self) -> &str {
        self.name.get_ref()
    }

    /// What it counts in the mean of all.
    pub fn weight(&self) -> f64 {
        *self.weight.get_ref()
    }

    /// The categories of an event of that table, the finest first; `cell` gives what stands in a column, or the act where
    /// none is named. `None`: the value stands on no level.
    pub fn rungs<'c>(
        &self,
        table: &str,
        cell: impl Fn(Option<&str>) -> Option<&'c str>,
    ) -> Result<Vec<Option<String>>, &'c str> {
        let open = || vec![None; self.levels.get_ref().len()];
        let Some(rungs) = self.of.get(table) else { return Ok(open()) };
        let Some(value) = cell(rungs.column.as_ref().map(|column| column.get_ref().as_str())) else {
            return Ok(open());
        };
        let found = rungs.values.iter().find(|(known, _)| known.get_ref().eq_ignore_ascii_case(value));
        let told = |word: &String| Some(word.clone()).filter(|word| !word.is_empty());
        match found {
            Some((_, categories)) => Ok(categories.get_ref().iter().map(told).collect()),
            None if value.is_empty() => Ok(open()),
            None => Err(value),
        }
    }

    /// How many levels it has.
    pub fn height(&self) -> usize {
        self.levels.get_ref().len()
    }

    fn check(&self, problems: &mut Problems<'_>) {
        let mut say = |at: std::ops::Range<usize>, message: String, hint: Option<&str>| {
            problems.add(&at, message, hint.map(str::to_owned));
        };
        if self.name().trim().is_empty() {
            say(self.name.span(), "a ladder has a name".to_owned(), None);
        }
        if !(self.weight() > 0.0 && self.weight() <= 1000.0) {
            let message = format!("a weight is above 0 and at most 1000, not {}", self.weight());
            say(self.weight.span(), message, None);
        }
        let levels = self.height();
        if levels == 0 {
            say(self.levels.span(), "a ladder has a level at least".to_owned(), None);
        }
        for (table, rungs) in &self.of {
            if let Some(column) = rungs.column.as_ref().filter(|_| table == INCIDENTS) {
                let message = "incidents have acts and no columns".to_owned();
                say(column.span(), message, Some("leave `column` out: the values are our acts"));
            }
            for (value, categories) in &rungs.values {
                let given = categories.get_ref().len();
                if given != levels {
                    let message = format!("`{}` has {given} categories for {levels} levels", value.get_ref());
                    let hint = "one for each level, \"\" where it is not told";
                    say(categories.span(), message, Some(hint));
                }
                if rungs.column.is_none() && value.get_ref().parse::<Act>().is_err() {
                    let message =
                        format!("`{}` is no act, and [ladder.of.{table}] names no column", value.get_ref());
                    say(value.span(), message, Some("docs/reference/acts.md lists the acts"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "[[ladder]]\nname = \"kind\"\nlevels = [\"means\", \"force\"]\n[ladder.of.own]\ncolumn = \
                       \"what\"\nvalues = { raid = [\"ground\", \"force\"], talk = [\"\", \"none\"] }\n\
                       [ladder.of.incidents]\nvalues = { ground_attack = [\"ground\", \"force\"] }\n";

    fn check(change: (&str, &str), says: &str) {
        let problems = LadderFile::parse("own.toml", &OWN.replace(change.0, change.1)).unwrap_err();
        let shown = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(shown.contains(says), "{shown}");
    }

    #[test]
    fn the_ladders_that_the_project_carries_are_sound() {
        let text = include_str!("../../../../../cases/tables/violence.toml");
        let file = LadderFile::parse("violence.toml", text).unwrap();
        for table in ["acled", "ucdp-ged", INCIDENTS] {
            assert_eq!(file.lacks(table), None);
        }
    }

    #[test]
    fn a_value_has_a_category_on_each_level() {
        let file = LadderFile::parse("own.toml", OWN).unwrap();
        let told = |value: &'static str| file.ladder[0].rungs("own", |_| Some(value));
        let words =
            |words: [&str; 2]| words.map(|word| Some(word.to_owned()).filter(|w| !w.is_empty())).to_vec();
        assert_eq!(told("Raid"), Ok(words(["ground", "force"])));
        assert_eq!(told("talk"), Ok(words(["", "none"])));
        assert_eq!(told(""), Ok(words(["", ""])));
        assert_eq!(told("siege"), Err("siege"));
        assert_eq!(file.columns()["own"], ["what"]);
        assert_eq!(file.lacks("own"), None);
        assert!(file.lacks("owm").unwrap().contains("did you mean `own`?"));
    }

    #[test]
    fn a_mistake_is_shown_at_its_place() {
        check(("levels", "level"), "own.toml:3:1: unknown field `level`");
        check(
            ("[\"ground\", \"force\"], talk", "[\"ground\"], talk"),
            "own.toml:6:19: `raid` has 1 categories for 2",
        );
        check(("ground_attack", "grund_attack"), "own.toml:8:12: `grund_attack` is no act");
        check(("[ladder.of.incidents]\n", "[ladder.of.incidents]\ncolumn = \"x\"\n"), "incidents have acts");
        check(("name = \"kind\"", "name = \"kind\"\nweight = -1.0"), "own.toml:3:10: a weight is above 0");
        check(("[[ladder]]", "partial = 1\n[[ladder]]"), "own.toml:1:1: `partial` is less than the number");
        check(("name = \"kind\"\n", ""), "missing field `name`");
    }
}
