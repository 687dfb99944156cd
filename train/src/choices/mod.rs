//! Learns what a slot is best filled with, from annotated stories; writes the weights and how often they choose rightly.

mod agreement;
mod softmax;

use crate::claims::{Annotated, annotated, pairs, reader, settings};
use softmax::Question;
use std::collections::HashMap;
use std::path::Path;
use truce_exchange::guide_lines;
use truce_extract::{Choice, Reader, Slot, encode_weights};

/// Documents are divided into so many parts.
const FOLDS: usize = 8;
/// Weights nearer to zero are left out: they change no choice that anybody would notice.
const FAINT: f64 = 0.03;
const SLOTS: [Slot; 6] = [Slot::Act, Slot::Source, Slot::Agent, Slot::Target, Slot::Places, Slot::Time];

/// A story's questions, each with its slot.
struct Asked {
    held: bool,
    questions: Vec<(Slot, Question)>,
}

/// Learns from pairs of folders, stories and their claims; `held=STEM` only tests, `without=STEM` is left out.
pub fn run(rules: &Path, out: &Path, rest: &[&str]) -> Result<(), String> {
    let set = settings(rest)?;
    let reader = reader(rules)?.unchosen();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut stories = Vec::new();
    for story in annotated(&set)? {
        let held = set.held.contains(&story.stem.as_str());
        stories.push(Asked { held, questions: ask(&reader, &story, &mut numbers)? });
    }
    let mut learned: Vec<(String, f64)> = Vec::new();
    let mut names: Vec<(&String, &u32)> = numbers.iter().collect();
    names.sort();
    println!("slot      claims   rules  folds  held-out (rules)  at hand");
    for slot in SLOTS {
        let of = |keep: &dyn Fn(usize, &Asked) -> bool| -> Vec<&Question> {
            let kept = stories.iter().enumerate().filter(|(i, story)| keep(*i, story));
            kept.flat_map(|(_, s)| &s.questions).filter(|(s, _)| *s == slot).map(|(_, q)| q).collect()
        };
        let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
        let mut folded = Vec::new();
        for fold in 0..FOLDS {
            let model = softmax::learn(&of(&|i, s| !s.held && i % FOLDS != fold), numbers.len());
            folded.extend(of(&|i, s| !s.held && i % FOLDS == fold).iter().map(|q| model.answer(q)));
        }
        let taught = of(&|_, s| !s.held);
        let model = softmax::learn(&taught, numbers.len());
        let held = of(&|_, s| s.held);
        let first = |all: &[&Question]| mean(&all.iter().map(|q| q.options[0].1).collect::<Vec<_>>());
        let hand: Vec<f64> =
            taught.iter().map(|q| q.options.iter().map(|o| o.1).fold(0.0, f64::max)).collect();
        println!(
            "{:8} {:7}   {:.3}  {:.3}  {:.3}    ({:.3})   {:.3}",
            slot.word(),
            taught.len(),
            first(&taught),
            mean(&folded),
            mean(&held.iter().map(|q| model.answer(q)).collect::<Vec<_>>()),
            first(&held),
            mean(&hand),
        );
        let own = names.iter().filter(|(name, _)| name.split(' ').next() == Some(slot.word()));
        let weighed = own.map(|(name, at)| ((*name).clone(), model.weights[**at as usize]));
        learned.extend(weighed.filter(|(_, weight)| weight.abs() >= FAINT));
    }
    let file = encode_weights(&learned, 0.0, 1.0, 0.0);
    std::fs::write(out, file).map_err(|e| format!("{}: {e}", out.display()))
}

/// The questions that a story's claims ask, where an annotated claim stands.
fn ask(
    reader: &Reader,
    story: &Annotated,
    numbers: &mut HashMap<String, u32>,
) -> Result<Vec<(Slot, Question)>, String> {
    let mut questions = Vec::new();
    for imported in &story.imported {
        let choices = reader.choices(&imported.document, &imported.text);
        let drafts: Vec<&[Choice]> = choices.chunks(SLOTS.len()).collect();
        let lines = |claims: &[truce_model::Claim]| -> Result<Vec<serde_json::Value>, String> {
            guide_lines(imported, claims)
                .iter()
                .map(|line| serde_json::from_str(line).map_err(|e| e.to_string()))
                .collect()
        };
        let mut told = Vec::new();
        for draft in &drafts {
            let claim =
                draft.first().and_then(|choice| choice.options.first()).ok_or("a choice of nothing")?;
            told.extend(lines(std::slice::from_ref(&claim.0))?);
        }
        for (at, gold) in pairs(&told, &story.gold) {
            for choice in drafts[at] {
                let mut options = Vec::with_capacity(choice.options.len());
                for (claim, signs) in &choice.options {
                    let line = lines(std::slice::from_ref(claim))?.pop().ok_or("a claim has no line")?;
                    let agreed = agreement::agreement(choice.slot, &line, &story.gold[gold]);
                    let mut known: Vec<u32> = Vec::with_capacity(signs.len());
                    for sign in signs {
                        let next = u32::try_from(numbers.len()).map_err(|e| e.to_string())?;
                        known.push(*numbers.entry(sign.clone()).or_insert(next));
                    }
                    known.sort_unstable();
                    known.dedup();
                    options.push((known, agreed));
                }
                questions.push((choice.slot, Question { options }));
            }
        }
    }
    Ok(questions)
}
