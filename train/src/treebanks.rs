//! Which files train the parser and which only test it; every eighth news document of GUM is held out.

use crate::conllu::{self, Sentence};
use std::path::Path;

/// Names a set of sentences that never trains.
pub type Test = (&'static str, Vec<Sentence>);

/// Reads what trains.
pub fn train(folder: &Path) -> Result<Vec<Sentence>, String> {
    let mut train = conllu::read(&folder.join("en_ewt-ud-train.conllu"))?;
    train.extend(gum(folder)?.0);
    Ok(train)
}

/// Reads what tests; the first set is the one by which settings were chosen.
pub fn tests(folder: &Path) -> Result<Vec<Test>, String> {
    Ok(vec![
        ("ewt-dev", conllu::read(&folder.join("en_ewt-ud-dev.conllu"))?),
        ("ewt-test", conllu::read(&folder.join("en_ewt-ud-test.conllu"))?),
        ("pud", pud(folder)?),
        ("gum-news", gum(folder)?.1),
    ])
}

/// Reads PUD, news and encyclopaedia in equal parts.
pub fn pud(folder: &Path) -> Result<Vec<Sentence>, String> {
    conllu::read(&folder.join("en_pud-ud-test.conllu"))
}

/// Reads GUM, cut into what trains and what tests.
fn gum(folder: &Path) -> Result<(Vec<Sentence>, Vec<Sentence>), String> {
    let all = conllu::read(&folder.join("en_gum-open.conllu"))?;
    let mut news: Vec<String> = all.iter().map(|s| s.document.clone()).collect();
    news.retain(|d| d.starts_with("GUM_news"));
    news.dedup();
    let held: Vec<String> = news.into_iter().step_by(8).collect();
    Ok(all.into_iter().partition(|s| !held.contains(&s.document)))
}
