//! Learns weights of signs so that the right ones of several options weigh most; the same options give the same weights.

use crate::rng::Mixer;
use std::collections::BTreeMap;

const ROUNDS: usize = 6;
const STEP: f64 = 0.025;
/// The weights after each of the last rounds are averaged.
const KEPT: usize = 3;
/// How strongly weights are drawn to zero.
const DECAY: f64 = 1e-3;
/// Signs that are seen with fewer choices say nothing.
const LEAST: usize = 3;

/// A slot to fill: each option with its signs and how far it agrees with what was annotated.
#[derive(Clone, Debug)]
pub struct Question {
    pub options: Vec<(Vec<u32>, f64)>,
}

impl Question {
    fn top(&self) -> f64 {
        self.options.iter().map(|(_, agreement)| *agreement).fold(0.0, f64::max)
    }
}

/// Weights by the number of the sign.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub weights: Vec<f64>,
}

impl Model {
    fn sum(&self, signs: &[u32]) -> f64 {
        signs.iter().map(|sign| self.weights.get(*sign as usize).copied().unwrap_or(0.0)).sum()
    }

    /// How far what the weights choose agrees with what was annotated.
    pub fn answer(&self, question: &Question) -> f64 {
        let mut best = (f64::MIN, 0.0);
        for (signs, agreement) in &question.options {
            let sum = self.sum(signs);
            if sum > best.0 {
                best = (sum, *agreement);
            }
        }
        best.1
    }
}

/// Learns from questions; of `signs` there are so many. Steps shrink for signs seen often (Duchi and others, Adaptive
/// Subgradient Methods, 2011).
pub fn learn(questions: &[&Question], signs: usize) -> Model {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    for question in questions {
        let mut all: Vec<u32> = question.options.iter().flat_map(|(signs, _)| signs).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().for_each(|sign| *seen.entry(sign).or_default() += 1);
    }
    let usual: Vec<bool> =
        (0..signs).map(|sign| seen.get(&(sign as u32)).is_some_and(|n| *n >= LEAST)).collect();
    let mut model = Model { weights: vec![0.0; signs] };
    let mut squares = vec![1e-6_f64; signs];
    let mut sums = vec![0.0_f64; signs];
    let asked: Vec<&&Question> = questions.iter().filter(|q| q.top() >= 0.5 && q.options.len() > 1).collect();
    let mut order: Vec<usize> = (0..asked.len()).collect();
    let mut mixer = Mixer::default();
    for round in 0..ROUNDS {
        mixer.mix(&mut order);
        for &at in &order {
            step(&mut model, &mut squares, asked[at], &usual);
        }
        if round >= ROUNDS - KEPT {
            sums.iter_mut().zip(&model.weights).for_each(|(sum, weight)| *sum += weight / KEPT as f64);
        }
    }
    Model { weights: sums }
}

/// One step towards the options that agree best.
fn step(model: &mut Model, squares: &mut [f64], question: &Question, usual: &[bool]) {
    let sums: Vec<f64> = question.options.iter().map(|(signs, _)| model.sum(signs)).collect();
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let raised: Vec<f64> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let total: f64 = raised.iter().sum();
    let top = question.top();
    let good = |agreement: f64| agreement >= top - 1e-9;
    let right: f64 =
        question.options.iter().zip(&raised).filter(|((_, a), _)| good(*a)).map(|(_, share)| share).sum();
    let mut slopes: BTreeMap<u32, f64> = BTreeMap::new();
    for ((signs, agreement), share) in question.options.iter().zip(&raised) {
        let wanted = if good(*agreement) { share / right } else { 0.0 };
        let error = share / total - wanted;
        if error.abs() > 1e-6 {
            for sign in signs.iter().filter(|sign| usual[**sign as usize]) {
                *slopes.entry(*sign).or_default() += error;
            }
        }
    }
    for (sign, error) in slopes {
        let at = sign as usize;
        let slope = error + DECAY * model.weights[at];
        squares[at] += slope * slope;
        model.weights[at] -= STEP * slope / squares[at].sqrt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_right_options_is_chosen() {
        let question = Question { options: vec![(vec![0, 2], 0.0), (vec![1, 2], 1.0)] };
        let many: Vec<&Question> = std::iter::repeat_n(&question, 20).collect();
        let model = learn(&many, 3);
        assert!(model.weights[1] > model.weights[0]);
        assert_eq!(model.answer(&question), 1.0);
    }
}
