//! Measures loading, tagging and parsing on one core.

use crate::conllu::Sentence;
use std::time::Instant;
use truce_extract::parse::{self, Parser, Scratch};

const ROUNDS: usize = 20;

/// Prints the figures of a model on the sentences given.
pub fn run(bytes: &[u8], sentences: &[Sentence]) -> Result<(), String> {
    let start = Instant::now();
    let parser = Parser::from_bytes(bytes).map_err(|e| e.to_string())?;
    println!("load {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut scratch = Scratch::default();
    let (mut best, mut words) = (f64::MAX, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        words = 0;
        for sentence in sentences {
            let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
            words += parser.parse(&forms, &mut scratch).len();
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("tag and parse: {words} tokens, {:.0} tokens/s (best of {ROUNDS})", words as f64 / best);
    let size: usize = sentences.iter().map(|s| s.text.len()).sum();
    let mut best = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let all: Vec<_> = sentences.iter().map(|s| parse::tokens(&s.text)).collect();
        best.0 = best.0.min(start.elapsed().as_secs_f64());
        for (sentence, tokens) in sentences.iter().zip(&all) {
            let forms: Vec<&str> = tokens.iter().map(|t| t.of(&sentence.text)).collect();
            std::hint::black_box(parser.parse(&forms, &mut scratch));
        }
        best.1 = best.1.min(start.elapsed().as_secs_f64());
    }
    let rate = |t: f64| size as f64 / t / 1e6;
    println!("tokens only {:.1} MB/s; text to tree {:.2} MB/s", rate(best.0), rate(best.1));
    Ok(())
}
