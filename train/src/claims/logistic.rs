//! Logistic regression over named features, by stochastic steps; the same examples give the same weights.

use super::examples::Example;
use crate::rng::Mixer;
use std::collections::{BTreeMap, HashMap};

const ROUNDS: usize = 8;
const STEP: f64 = 0.03;
/// The weights after each of the last rounds are averaged.
const KEPT: usize = 4;
/// How strongly weights are drawn to zero.
const DECAY: f64 = 1.5e-3;
/// Features that are seen less often say nothing.
const LEAST: usize = 3;

/// Weights by feature.
pub struct Model {
    pub by: BTreeMap<String, f64>,
}

impl Model {
    /// The sum of the weights.
    pub fn logit(&self, features: &[String]) -> f64 {
        features.iter().filter_map(|name| self.by.get(name)).sum()
    }
}

/// The share that a logit stands for.
pub fn share(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Learns weights with steps that shrink for features seen often (Duchi and others, Adaptive Subgradient Methods, 2011).
pub fn learn(examples: &[&Example]) -> Model {
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for name in examples.iter().flat_map(|e| &e.features) {
        *seen.entry(name).or_default() += 1;
    }
    let names: Vec<&str> = seen.iter().filter(|(_, n)| **n >= LEAST).map(|(name, _)| *name).collect();
    index.extend(names.iter().enumerate().map(|(i, name)| (*name, i)));
    let rows: Vec<(Vec<usize>, f64)> = examples
        .iter()
        .map(|e| {
            let mut at: Vec<usize> =
                e.features.iter().filter_map(|f| index.get(f.as_str()).copied()).collect();
            at.sort_unstable();
            at.dedup();
            (at, if e.right { 1.0 } else { 0.0 })
        })
        .collect();
    let (mut weights, mut squares) = (vec![0.0_f64; names.len()], vec![1e-6_f64; names.len()]);
    let mut sums = vec![0.0_f64; names.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut mixer = Mixer::default();
    for round in 0..ROUNDS {
        mixer.mix(&mut order);
        for &row in &order {
            let (at, right) = &rows[row];
            let error = share(at.iter().map(|i| weights[*i]).sum()) - right;
            for &i in at {
                let slope = error + DECAY * weights[i];
                squares[i] += slope * slope;
                weights[i] -= STEP * slope / squares[i].sqrt();
            }
        }
        if round >= ROUNDS - KEPT {
            sums.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight / KEPT as f64);
        }
    }
    Model { by: names.iter().map(|name| (*name).to_owned()).zip(sums).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_right_hits_speaks_for_them() {
        let example =
            |name: &str, right| Example { features: vec![name.to_owned(), "all".to_owned()], right };
        let all: Vec<Example> =
            (0..4000).map(|i| example(if i % 2 == 0 { "good" } else { "bad" }, i % 2 == 0)).collect();
        let model = learn(&all.iter().collect::<Vec<_>>());
        assert!(model.by["good"] > 0.5 && model.by["bad"] < -0.5);
        assert!(share(model.logit(&["good".to_owned()])) > 0.7);
    }
}
