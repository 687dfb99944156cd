//! The course of training: settings, epochs, pace; the same seed gives the same model.

use crate::compose::Parts;
use crate::conllu::Sentence;
use crate::evaluate;
use crate::net::{Net, Settings};
use crate::rng::Rng;
use crate::sample::Inventory;
use std::time::Instant;
use truce_extract::parse::Parser;

const SEED: u64 = 2031;

/// Tokens between two steps.
const BATCH: usize = 256;

/// How readily rare words are hidden, so that unknown ones are learnt.
const HIDDEN_WORDS: f32 = 0.6;

/// Reads settings of the form `name=value`.
pub fn settings(args: &[&str]) -> Result<Settings, String> {
    let mut settings =
        Settings { hidden: 112, arc: 64, label: 48, depth: 3, dropout: 0.2, rate: 0.002, epochs: 24 };
    for arg in args {
        let bad = || format!("setting {arg}: not understood");
        let (name, value) = arg.split_once('=').ok_or_else(bad)?;
        let number: f32 = value.parse().map_err(|_| bad())?;
        match name {
            "hidden" => settings.hidden = number as usize,
            "arc" => settings.arc = number as usize,
            "label" => settings.label = number as usize,
            "depth" => settings.depth = number as usize,
            "dropout" => settings.dropout = number,
            "rate" => settings.rate = number,
            "epochs" => settings.epochs = number as usize,
            _ => return Err(bad()),
        }
    }
    Ok(settings)
}

/// Trains, and gives the bytes of the model.
pub fn run(mut train: Vec<Sentence>, dev: &[Sentence], settings: Settings) -> Result<Vec<u8>, String> {
    let mut rng = Rng::new(SEED);
    let inventory = Inventory::new(&train, 2, 4);
    let parts = Parts::new(&train);
    let mut net = Net::new(&inventory, settings, &mut rng);
    println!("{settings:?}: {} sentences, {} features", train.len(), inventory.keys.len());
    let words: usize = train.iter().map(|s| s.words.len()).sum();
    let total = words * settings.epochs;
    let (start, mut seen) = (Instant::now(), 0);
    for epoch in 1..=settings.epochs {
        rng.shuffle(&mut train);
        let (mut loss, mut batch) = (0.0, 0);
        for sentence in &train {
            let changed = change(sentence, &parts, &mut rng);
            let sentence = changed.as_ref().unwrap_or(sentence);
            let sample = inventory.sample(sentence, HIDDEN_WORDS, &mut rng);
            batch += sample.rows.len();
            loss += net.learn(&sample, &mut rng);
            if batch >= BATCH {
                seen += batch;
                net.step(pace(seen as f32 / total as f32) * settings.rate, batch);
                batch = 0;
            }
        }
        let parser = Parser::from_model(&net.model(&inventory)).map_err(|e| e.to_string())?;
        let score = evaluate::gold_tokens(&parser, dev);
        let time = start.elapsed().as_secs();
        println!("epoch {epoch} {time} s loss {:.3} dev {score}", loss / words as f32);
    }
    Ok(net.model(&inventory).to_bytes())
}

/// Rises quickly, then falls in a straight line.
fn pace(done: f32) -> f32 {
    (done / 0.02).min(1.0) * (1.0 - done).max(0.01)
}

/// Makes another sentence of some, towards the language of news.
fn change(sentence: &Sentence, parts: &Parts, rng: &mut Rng) -> Option<Sentence> {
    let mut changed = if rng.chance(0.12) { parts.report(sentence, rng) } else { None };
    if rng.chance(0.1) {
        let mut renamed = changed.unwrap_or_else(|| sentence.clone());
        parts.rename(&mut renamed, rng);
        changed = Some(renamed);
    }
    changed
}
