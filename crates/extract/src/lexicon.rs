//! Word lists and the forms of verbs. Knows words one by one, never a sentence.

use crate::ExtractError;
use crate::text::Form;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    name: String,
    #[serde(rename = "reason")]
    _reason: String,
    words: Vec<String>,
}

/// One list: single words, and runs of words.
#[derive(Debug, Default)]
pub(crate) struct List {
    single: FxHashSet<String>,
    runs: Vec<Vec<String>>,
    /// From the first word of an entry of several words to the rest of the first entry that begins so.
    rests: FxHashMap<String, String>,
    /// The rests of all entries of several words.
    ends: FxHashSet<String>,
}

impl List {
    /// Whether a single word stands in the list.
    pub fn has(&self, word: &str) -> bool {
        self.single.contains(word)
    }

    /// Its single words.
    pub fn single(&self) -> impl Iterator<Item = &String> {
        self.single.iter()
    }

    /// Its entries, in no order.
    pub fn entries(&self) -> impl Iterator<Item = String> {
        self.single.iter().cloned().chain(self.runs.iter().map(|run| run.join(" ")))
    }

    /// The words with which its entries begin.
    pub fn firsts(&self) -> impl Iterator<Item = &String> {
        self.single.iter().chain(self.runs.iter().filter_map(|run| run.first()))
    }

    /// What stands behind a word in the first entry of several words that it begins: `iraqi` gives `iraq`.
    pub fn rest(&self, first: &str) -> Option<&str> {
        self.rests.get(first).map(String::as_str)
    }

    /// Whether words stand behind the first word of some entry.
    pub fn ends(&self, words: &str) -> bool {
        self.ends.contains(words)
    }

    fn add(&mut self, entry: String) {
        let Some((first, rest)) = entry.split_once(' ') else {
            self.single.insert(entry);
            return;
        };
        self.rests.entry(first.to_owned()).or_insert_with(|| rest.to_owned());
        self.ends.insert(rest.to_owned());
        self.runs.push(entry.split(' ').map(str::to_owned).collect());
    }

    /// The entries of several words.
    pub fn runs(&self) -> &[Vec<String>] {
        &self.runs
    }
}

/// Every list by its name, and every verb form.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    lists: FxHashMap<String, List>,
    verbs: FxHashMap<String, (String, Form)>,
}

impl Lexicon {
    /// Reads list files, each given with its path.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Lexicon, ExtractError> {
        let mut lexicon = Lexicon::default();
        let mut bases = BTreeSet::new();
        let mut irregular = Vec::new();
        for (file, text) in files {
            let fault = |problem: String| ExtractError::List { file: file.to_owned(), problem };
            let list: ListFile = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
            match list.name.as_str() {
                "verbs" => bases.extend(list.words.iter().cloned()),
                "irregular-verbs" => irregular.extend(list.words.iter().cloned()),
                _ => {}
            }
            let entry = lexicon.lists.entry(list.name).or_default();
            for word in list.words {
                entry.add(word);
            }
        }
        for base in &bases {
            lexicon.add_regular(base);
        }
        for line in &irregular {
            let forms: Vec<&str> = line.split(' ').collect();
            let [base, past, part] = forms[..] else {
                let problem = format!("`{line}` is not base, past, participle");
                return Err(ExtractError::List { file: "irregular-verbs".into(), problem });
            };
            lexicon.verbs.insert(past.to_owned(), (base.to_owned(), Form::Past));
            if part != past {
                lexicon.verbs.insert(part.to_owned(), (base.to_owned(), Form::Part));
            }
            lexicon.verbs.insert(base.to_owned(), (base.to_owned(), Form::Base));
        }
        Ok(lexicon)
    }

    fn add_regular(&mut self, base: &str) {
        for (form, is) in regular(base) {
            self.verbs.entry(form).or_insert((base.to_owned(), is));
        }
        self.verbs.insert(base.to_owned(), (base.to_owned(), Form::Base));
    }

    /// Whether a single word stands in the list of that name.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|list| list.has(word))
    }

    /// What stands behind a word in the list of that name: `turkish` in `demonyms` gives `turkey`.
    pub fn rest(&self, list: &str, first: &str) -> Option<&str> {
        self.lists.get(list)?.rest(first)
    }

    /// The list of that name.
    pub fn list(&self, list: &str) -> Option<&List> {
        self.lists.get(list)
    }

    /// Every list with its name, in the order of the names.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &List)> {
        let mut all: Vec<_> = self.lists.iter().map(|(name, list)| (name.as_str(), list)).collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        all.into_iter()
    }

    /// The base form of a verb form, and which form it is.
    pub fn verb(&self, word: &str) -> Option<(&str, Form)> {
        self.verbs.get(word).map(|(base, form)| (base.as_str(), *form))
    }
}

/// The regular forms of a verb: third person, past, -ing.
fn regular(base: &str) -> Vec<(String, Form)> {
    let letters: Vec<char> = base.chars().collect();
    let vowel = |c: &char| "aeiou".contains(*c);
    let (last, before) = (letters.last(), letters.iter().rev().nth(1));
    let ends_y = last == Some(&'y') && before.is_some_and(|c| !vowel(c));
    let s = if ends_y {
        format!("{}ies", &base[..base.len() - 1])
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    let stem = base.strip_suffix('e').unwrap_or(base);
    let past = if ends_y { format!("{}ied", &base[..base.len() - 1]) } else { format!("{stem}ed") };
    let ing = if base.ends_with("ee") { format!("{base}ing") } else { format!("{stem}ing") };
    let mut forms = vec![(s, Form::S), (past, Form::Past), (ing, Form::Ing)];
    let third = letters.iter().rev().nth(2);
    let doubles = last.is_some_and(|c| !vowel(c) && !"wxyh".contains(*c))
        && before.is_some_and(vowel)
        && third.is_none_or(|c| !vowel(c));
    if let (true, Some(last)) = (doubles, last) {
        forms.push((format!("{base}{last}ed"), Form::Past));
        forms.push((format!("{base}{last}ing"), Form::Ing));
    }
    forms
}

/// The singular of a regular noun.
pub(crate) fn singular(word: &str) -> String {
    let irregular = [("men", "man"), ("children", "child"), ("people", "people"), ("lives", "life")];
    if let Some((_, one)) = irregular.iter().find(|(many, _)| word == *many) {
        return (*one).to_owned();
    }
    match word {
        _ if word.len() < 4 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => {
            word.to_owned()
        }
        _ if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if ["sses", "shes", "ches", "xes"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 2].to_owned()
        }
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}
