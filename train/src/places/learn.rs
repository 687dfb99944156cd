//! An averaged perceptron over the words of runs, labelled from left to right as the program does.

use super::{Text, gum::Sort};
use crate::rng::Rng;
use truce_extract::gazetteer::Gazetteer;
use truce_extract::toponym::{Label, Lists, Parts, Prepared, Weights};

const EPOCHS: usize = 8;
const LABELS: usize = Label::ALL.len();

struct Run {
    text: usize,
    run: usize,
    gold: Vec<Label>,
}

/// Learns weights.
pub fn run(texts: &[Text], gazetteers: &[Gazetteer], lists: Lists) -> Weights {
    let prepared: Vec<Prepared<'_>> =
        texts.iter().map(|t| Prepared::new(&t.text, gazetteers, &lists)).collect();
    let mut runs: Vec<Run> = Vec::new();
    for (text, p) in prepared.iter().enumerate() {
        for run in 0..p.runs() {
            let gold = p.run(run).map(|word| gold(&texts[text], p, word)).collect();
            runs.push(Run { text, run, gold });
        }
    }
    let size = Weights::features() * LABELS;
    let (mut now, mut total, mut stamp) = (vec![0i32; size], vec![0i64; size], vec![0u32; size]);
    // A feature that stands once in the texts says nothing of others.
    let mut seen = vec![0u8; Weights::features()];
    for pass in 0..2 {
        let _ = pass;
        for run in &runs {
            let mut parts = Parts::default();
            prepared[run.text].look(run.run, &mut parts);
            let mut before = Label::Plain;
            for (k, word) in prepared[run.text].run(run.run).enumerate() {
                if pass == 0 {
                    prepared[run.text].features(run.run, &parts, word, before, |f| {
                        seen[f as usize] = seen[f as usize].saturating_add(1);
                    });
                }
                before = run.gold[k];
            }
        }
    }
    let mut rng = Rng::new(7);
    let mut step = 0u32;
    let mut order: Vec<usize> = (0..runs.len()).collect();
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            order.swap(i, rng.below(i + 1));
        }
        let mut wrong = 0;
        for at in &order {
            let Run { text, run, gold } = &runs[*at];
            let mut parts = Parts::default();
            prepared[*text].look(*run, &mut parts);
            let mut before = Label::Plain;
            for (k, word) in prepared[*text].run(*run).enumerate() {
                step += 1;
                let mut features = Vec::with_capacity(64);
                prepared[*text].features(*run, &parts, word, before, |f| {
                    if seen[f as usize] > 1 {
                        features.push(f as usize);
                    }
                });
                let score = |label: usize| features.iter().map(|f| now[f * LABELS + label]).sum::<i32>();
                let allowed = |label: usize| label != Label::Inside as usize || before.place();
                let best = (0..LABELS).filter(|l| allowed(*l)).max_by_key(|l| score(*l)).unwrap_or(0);
                // A place that the run entered wrongly cannot be gone on with.
                let want = if allowed(gold[k] as usize) { gold[k] } else { Label::Begins } as usize;
                if best != want {
                    wrong += 1;
                    for f in &features {
                        for (label, by) in [(want, 1), (best, -1)] {
                            let at = f * LABELS + label;
                            total[at] += i64::from(now[at]) * i64::from(step - stamp[at]);
                            stamp[at] = step;
                            now[at] += by;
                        }
                    }
                }
                before = Label::ALL[best];
            }
        }
        eprintln!("pass {epoch}: {wrong} words wrong");
    }
    for at in 0..size {
        total[at] += i64::from(now[at]) * i64::from(step - stamp[at]);
    }
    let mean = |at: usize| total[at] as f64 / f64::from(step);
    let mut sizes: Vec<f64> = (0..size).map(|at| mean(at).abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    // The few largest weights are cut, so that the many small ones keep their steps.
    let top = sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0);
    let mut weights = Weights::empty(lists.clone());
    for (at, weight) in weights.weights.iter_mut().enumerate() {
        *weight = (mean(at) / top * 127.0).round().clamp(-127.0, 127.0) as i8;
    }
    weights
}

fn gold(text: &Text, prepared: &Prepared<'_>, word: usize) -> Label {
    let Some(word) = prepared.word(word) else { return Label::Plain };
    let (from, to) = (word.from as usize, word.to as usize);
    let Some(name) = text.names.iter().find(|n| n.0 < to && from < n.1) else { return Label::Plain };
    match name.2 {
        Sort::Place if from <= name.0 => Label::Begins,
        Sort::Place => Label::Inside,
        Sort::Person => Label::Person,
        Sort::Body => Label::Body,
        Sort::Other => Label::Other,
    }
}
