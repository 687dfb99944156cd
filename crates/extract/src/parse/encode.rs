//! From forms to a vector for each token: feature rows, convolution, recurrent layers; no decisions.

use super::fixed::{Fixed, Steps};
use super::lookup::{Known, Lookup};
use super::model::Model;
use crate::ExtractError;
use pulp::{Arch, NullaryFnOnce};

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
    cells: Vec<f32>,
    layer: Vec<f32>,
    next: Vec<f32>,
    carry: Vec<f32>,
}

/// Reads tokens into vectors.
#[derive(Debug)]
pub struct Encoder {
    hidden: usize,
    lookup: Lookup,
    layers: Vec<Fixed>,
}

struct Recur<'a>(&'a Encoder, &'a mut Vectors);

impl NullaryFnOnce for Recur<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.recur(self.1);
    }
}

impl Encoder {
    /// Takes its part of a model.
    pub fn new(model: &Model) -> Result<Encoder, ExtractError> {
        let layers = model.layers.iter().map(Fixed::new).collect();
        Ok(Encoder { hidden: model.hidden, lookup: Lookup::new(model)?, layers })
    }

    /// Reads a sentence.
    pub fn read(&self, forms: &[&str], vectors: &mut Vectors) {
        self.lookup.read(forms, &mut vectors.known, &mut vectors.steps, &mut vectors.cells);
        self.convolve(vectors);
        for layer in &self.layers {
            layer.apply(&vectors.state, &mut vectors.steps, &mut vectors.layer);
            Arch::new().dispatch(Recur(self, vectors));
        }
    }

    /// Adds to each word's own vector what it and its neighbours give.
    fn convolve(&self, vectors: &mut Vectors) {
        let h = self.hidden;
        let Vectors { state, cells, next, .. } = vectors;
        let n = cells.len() / (4 * h);
        state.clear();
        for t in 0..n {
            let part = |t: usize, slot: usize| &cells[(4 * t + slot) * h..][..h];
            next.clear();
            next.extend_from_slice(part(t, 2));
            let before = t.checked_sub(1).map(|t| part(t, 1));
            let after = (t + 1 < n).then(|| part(t + 1, 3));
            for near in before.into_iter().chain(after) {
                next.iter_mut().zip(near).for_each(|(a, b)| *a += b);
            }
            state.extend(part(t, 0).iter().zip(next.iter()).map(|(x, y)| x + y.max(0.0)));
        }
    }

    #[inline(always)]
    fn recur(&self, vectors: &mut Vectors) {
        let h = self.hidden;
        let half = h / 2;
        let Vectors { state, layer, next, carry, .. } = vectors;
        next.clear();
        next.resize(state.len(), 0.0);
        let n = state.len() / h;
        for side in [0, 1] {
            carry.clear();
            carry.resize(half, 0.0);
            for step in 0..n {
                let t = if side == 0 { step } else { n - 1 - step };
                let parts = &layer[t * 3 * h + side * 3 * half..][..3 * half];
                let (z, rest) = parts.split_at(half);
                let (f, r) = rest.split_at(half);
                let at = t * h + side * half;
                let (input, output) = (&state[at..at + half], &mut next[at..at + half]);
                let gates = z.iter().zip(f).zip(r);
                let cells = carry.iter_mut().zip(input).zip(output);
                for (((&z, &f), &r), ((c, &x), out)) in gates.zip(cells) {
                    *c = z + gate(f) * (*c - z);
                    *out = x + gate(r) * (*c - x);
                }
            }
        }
        std::mem::swap(state, next);
    }
}
