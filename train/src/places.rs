//! Trains and scores the finding of place names, from texts whose entities are marked and lists of people's names.

mod gum;
mod learn;
mod marked;
mod vary;

use crate::rng::Rng;
use std::path::Path;
use truce_extract::gazetteer::{Gazetteer, key};
use truce_extract::toponym::{Lists, Toponyms, Weights, hash_of};
use truce_model::FeatureKind;

/// How often each text is learnt from once more, with other names.
const VARIED: usize = 3;

/// A text with the names of places in it, in bytes, and a class for each other name.
pub struct Text {
    /// What the text is called.
    pub id: String,
    /// The text.
    pub text: String,
    /// Names: first byte, byte behind the last, what they name.
    pub names: Vec<(usize, usize, gum::Sort)>,
}

/// Trains a model on everything but the held-out texts, and prints the scores on those.
pub fn train(treebanks: &Path, names: &Path, model: &Path) -> Result<(), String> {
    let texts = gum::read(&treebanks.join("en_gum-open.conllu"))?;
    let (held_out, texts): (Vec<Text>, Vec<Text>) =
        texts.into_iter().partition(|text| gum::held_out(&text.id));
    let lists = lists(treebanks, names)?;
    let gazetteers = [Toponyms::world().map_err(|e| e.to_string())?];
    let texts: Vec<Text> = texts.into_iter().map(|text| as_places(text, &gazetteers)).collect();
    let read = |file: &str| std::fs::read_to_string(names.join(file)).map_err(|e| format!("{file}: {e}"));
    let given = read("dist.male.first")? + &read("dist.female.first")?;
    let names = vary::Names::collect(&gazetteers[0], &given, &read("dist.all.last")?);
    let mut rng = Rng::new(11);
    let varied: Vec<Text> =
        (0..VARIED).flat_map(|_| texts.iter()).map(|text| vary::vary(text, &names, &mut rng)).collect();
    let texts: Vec<Text> = texts.into_iter().chain(varied).collect();
    let weights = learn::run(&texts, &gazetteers, lists);
    std::fs::write(model, weights.to_bytes()).map_err(|e| format!("{}: {e}", model.display()))?;
    let held_out: Vec<Text> = held_out.into_iter().map(|text| as_places(text, &gazetteers)).collect();
    report("GUM news, held out", &held_out, weights)
}

/// Prints the scores of the model that the program carries on held-out texts and those of a folder.
pub fn score(treebanks: &Path, marked: &Path) -> Result<(), String> {
    let weights = Toponyms::builtin().map_err(|e| e.to_string())?;
    let texts = gum::read(&treebanks.join("en_gum-open.conllu"))?;
    let world = weights.gazetteers();
    let held_out = texts.into_iter().filter(|text| gum::held_out(&text.id));
    let held_out: Vec<Text> = held_out.map(|text| as_places(text, world)).collect();
    print(&weights, "GUM news, held out", &held_out, false);
    for entry in ["", "held-out"] {
        let folder = marked.join(entry);
        if folder.is_dir() {
            print(&weights, &folder.display().to_string(), &marked::read(&folder)?, true);
        }
    }
    Ok(())
}

/// Calls a body that is named by a land or city alone a place: `Syria said`.
fn as_places(mut text: Text, gazetteers: &[Gazetteer]) -> Text {
    for (from, to, sort) in text.names.iter_mut().filter(|name| name.2 == gum::Sort::Body) {
        let key = key(text.text[*from..*to].trim_start_matches("the ")).exact;
        let large = gazetteers.iter().any(|g| {
            g.hits(key).filter_map(|hit| g.record(hit.place)).any(|record| {
                matches!(record.kind, FeatureKind::Country | FeatureKind::Province)
                    || (record.kind == FeatureKind::Town && record.population > Some(100_000))
            })
        });
        *sort = if large { gum::Sort::Place } else { *sort };
    }
    text
}

fn report(title: &str, texts: &[Text], weights: Weights) -> Result<(), String> {
    let world = Toponyms::world().map_err(|e| e.to_string())?;
    let toponyms = Toponyms::with(world, weights).map_err(|e| e.to_string())?;
    print(&toponyms, title, texts, false);
    Ok(())
}

/// Prints how many names are found, by overlap and exactly; `misses`: also which are not.
fn print(toponyms: &Toponyms, title: &str, texts: &[Text], misses: bool) {
    let (mut gold, mut found, mut right, mut exact) = (0, 0, 0, 0);
    for text in texts {
        let names: Vec<_> = text.names.iter().filter(|n| n.2 == gum::Sort::Place).collect();
        let places = toponyms.find(&text.text);
        gold += names.len();
        found += places.len();
        let meets = |a: usize, b: usize| names.iter().any(|n| n.0 < b && a < n.1);
        right += places.iter().filter(|p| meets(p.span.start, p.span.end)).count();
        exact +=
            places.iter().filter(|p| names.iter().any(|n| (n.0, n.1) == (p.span.start, p.span.end))).count();
        if misses || std::env::var_os("MISSES").is_some() {
            let around = |a: usize, b: usize| {
                let from =
                    (0..=a.saturating_sub(25)).rev().find(|i| text.text.is_char_boundary(*i)).unwrap_or(0);
                let to = (b + 15..).find(|i| text.text.is_char_boundary(*i) || *i >= text.text.len());
                let to = to.unwrap_or(0).min(text.text.len());
                format!("{}[{}]{}", &text.text[from..a], &text.text[a..b], &text.text[b..to])
                    .replace('\n', " ")
            };
            for place in places.iter().filter(|p| !meets(p.span.start, p.span.end)) {
                println!("  + {}: {}", text.id, around(place.span.start, place.span.end));
            }
            let lost = |n: &&&(usize, usize, gum::Sort)| {
                !places.iter().any(|p| n.0 < p.span.end && p.span.start < n.1)
            };
            for name in names.iter().filter(lost) {
                println!("  - {}: {}", text.id, around(name.0, name.1));
            }
        }
    }
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let f1 = |right: usize| 2.0 * right as f64 / (gold + found).max(1) as f64;
    println!(
        "{title}: {gold} names, {found} found; overlap P {:.3} R {:.3} F1 {:.3}; exact F1 {:.3}",
        share(right, found),
        share(right, gold),
        f1(right),
        f1(exact)
    );
}

/// The lists of words that features ask: people's names by rank, and words that treebanks write small.
fn lists(treebanks: &Path, names: &Path) -> Result<Lists, String> {
    let read = |path: std::path::PathBuf| {
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    let first_words = |text: &str, most: usize| {
        text.lines()
            .filter_map(|line| Some(hash_of(line.split_whitespace().next()?)))
            .take(most)
            .collect::<Vec<u32>>()
    };
    let mut given = first_words(&read(names.join("dist.male.first"))?, 1219);
    given.extend(first_words(&read(names.join("dist.female.first"))?, 2500));
    let family = first_words(&read(names.join("dist.all.last"))?, 8000);
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for file in ["en_ewt-ud-train.conllu", "en_gum-open.conllu"] {
        for line in read(treebanks.join(file))?.lines() {
            let mut fields = line.split('\t').skip(1);
            if let (Some(form), Some(_), Some(upos)) = (fields.next(), fields.next(), fields.next())
                && upos != "PROPN"
                && form.chars().all(|c| c.is_ascii_lowercase())
            {
                *counts.entry(form.to_owned()).or_default() += 1;
            }
        }
    }
    let mut common: Vec<u32> =
        counts.iter().filter(|(_, n)| **n > 2).map(|(word, _)| hash_of(word)).collect();
    let sorted = |list: &mut Vec<u32>| {
        list.sort_unstable();
        list.dedup();
    };
    let mut lists = Lists { given, family, common: std::mem::take(&mut common) };
    [&mut lists.given, &mut lists.family, &mut lists.common].into_iter().for_each(sorted);
    Ok(lists)
}
