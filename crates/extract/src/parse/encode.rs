//! From forms to a vector for each token: feature rows, convolution, recurrent layers; no decisions.

use super::fixed::{Fixed, Steps, Way};
use super::known::Known;
use super::lookup::{Lookup, STEP};
use super::model::{Model, WINDOW};
use crate::ExtractError;

/// Squeezes a value to between 0 and 1, by square root alone so that all machines agree.
#[inline(always)]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * x / (1.0 + x * x).sqrt()
}

/// Holds the vectors of a sentence while it is read.
#[derive(Debug, Default)]
pub struct Vectors {
    /// One vector a token, in the end that of the whole sentence around it.
    pub state: Vec<f32>,
    /// Buffer of inputs in whole numbers.
    pub steps: Steps,
    known: Known,
    sum: Vec<i16>,
    layer: Vec<f32>,
    carry: Vec<f32>,
}

/// Reads tokens into vectors.
#[derive(Debug)]
pub struct Encoder {
    hidden: usize,
    lookup: Lookup,
    layers: Vec<Fixed>,
}

impl Encoder {
    /// Takes its part of a model.
    pub fn new(model: &Model) -> Result<Encoder, ExtractError> {
        let layers = model.layers.iter().map(|l| Fixed::new(&[l])).collect();
        Ok(Encoder { hidden: model.hidden, lookup: Lookup::new(model)?, layers })
    }

    /// Reads a sentence.
    #[inline(always)]
    pub fn read(&self, way: impl Way, forms: &[&str], vectors: &mut Vectors) {
        self.lookup.read(way, forms, &mut vectors.known, &mut vectors.steps);
        self.convolve(forms.len(), vectors);
        for layer in &self.layers {
            layer.steps(&vectors.state, &mut vectors.steps);
            layer.apply(way, &vectors.steps, &mut vectors.layer);
            self.recur(vectors);
        }
    }

    /// Adds to each word's own vector what it and its neighbours give.
    #[inline(always)]
    fn convolve(&self, n: usize, vectors: &mut Vectors) {
        let h = self.hidden;
        let width = (1 + WINDOW) * h;
        let Vectors { state, known, sum, .. } = vectors;
        state.resize(n * h, 0.0);
        sum.resize(h, 0);
        for (t, state) in state.chunks_exact_mut(h).enumerate() {
            sum.fill(0);
            for slot in 0..WINDOW {
                let near = (t + slot).checked_sub(WINDOW / 2).and_then(|at| known.row(at, width));
                if let Some(row) = near {
                    let part = &row[(1 + slot) * h..][..h];
                    sum.iter_mut().zip(part).for_each(|(a, b)| *a = a.saturating_add(*b));
                }
            }
            let own = known.row(t, width).unwrap_or_default();
            for ((x, &y), &own) in state.iter_mut().zip(sum.iter()).zip(own) {
                *x = (i32::from(own) + i32::from(y.max(0))) as f32 * STEP;
            }
        }
    }

    /// Carries what was read along the sentence: half of each vector forwards, half backwards.
    #[inline(always)]
    fn recur(&self, vectors: &mut Vectors) {
        let h = self.hidden;
        let half = h / 2;
        let Vectors { state, layer, carry, .. } = vectors;
        let n = state.len() / h;
        for side in [0, 1] {
            carry.clear();
            carry.resize(half, 0.0);
            for step in 0..n {
                let t = if side == 0 { step } else { n - 1 - step };
                let parts = &layer[t * 2 * h + side * h..][..h];
                let (z, f) = parts.split_at(half);
                let state = &mut state[t * h + side * half..][..half];
                for ((c, x), (&z, &f)) in carry.iter_mut().zip(state).zip(z.iter().zip(f)) {
                    *c = z + gate(f) * (*c - z);
                    *x += *c;
                }
            }
        }
    }
}
