//! One trainable matrix: product, gradients, Adam step.

use crate::rng::Rng;
use truce_extract::parse::{Matrix, Packed};

const DECAY: (f32, f32) = (0.9, 0.98);

/// Holds a matrix with its gradients and moments.
pub struct Layer {
    pub matrix: Matrix,
    forward: Packed,
    backward: Packed,
    pub grad: Vec<f32>,
    moments: Vec<(f32, f32)>,
}

/// Reusable buffers of the backward pass.
#[derive(Default)]
pub struct Buffers {
    turned: Vec<f32>,
    packed: Packed,
    product: Vec<f32>,
}

impl Layer {
    /// Starts with random weights of the usual size.
    pub fn new(inner: usize, cols: usize, rng: &mut Rng) -> Layer {
        let size = (6.0 / (inner + cols) as f32).sqrt();
        let weights = (0..inner * cols).map(|_| (rng.unit() * 2.0 - 1.0) * size).collect();
        let matrix = Matrix { inner, cols, weights, bias: vec![0.0; cols] };
        let mut layer = Layer {
            forward: Packed::new(&matrix),
            backward: Packed::default(),
            grad: vec![0.0; (inner + 1) * cols],
            moments: vec![(0.0, 0.0); (inner + 1) * cols],
            matrix,
        };
        layer.repack();
        layer
    }

    fn repack(&mut self) {
        self.forward = Packed::new(&self.matrix);
        self.backward.fill_transposed(&self.matrix.weights, self.matrix.cols, self.matrix.inner);
    }

    /// Multiplies.
    pub fn apply(&self, x: &[f32], out: &mut Vec<f32>) {
        self.forward.apply(x, out);
    }

    /// Adds gradients and gives that of the input.
    pub fn back(&mut self, x: &[f32], dy: &[f32], dx: &mut Vec<f32>, buffers: &mut Buffers) {
        let (inner, cols) = (self.matrix.inner, self.matrix.cols);
        let n = x.len() / inner;
        turn(x, n, inner, &mut buffers.turned);
        buffers.packed.fill(dy, n, cols);
        buffers.packed.apply(&buffers.turned, &mut buffers.product);
        for (g, p) in self.grad.iter_mut().zip(&buffers.product) {
            *g += p;
        }
        for row in dy.chunks_exact(cols) {
            for (g, d) in self.grad[inner * cols..].iter_mut().zip(row) {
                *g += d;
            }
        }
        self.backward.apply(dy, dx);
    }

    /// Moves by the gathered gradients and forgets them.
    pub fn step(&mut self, rate: f32, scale: f32) {
        let all = self.matrix.weights.iter_mut().chain(self.matrix.bias.iter_mut());
        for ((w, g), m) in all.zip(&mut self.grad).zip(&mut self.moments) {
            adam(w, *g * scale, m, rate);
            *g = 0.0;
        }
        self.repack();
    }
}

/// Moves one weight by Adam's rule.
#[inline]
pub fn adam(w: &mut f32, g: f32, m: &mut (f32, f32), rate: f32) {
    m.0 = DECAY.0 * m.0 + (1.0 - DECAY.0) * g;
    m.1 = DECAY.1 * m.1 + (1.0 - DECAY.1) * g * g;
    *w -= rate * m.0 / (m.1.sqrt() + 1e-8);
}

/// Transposes `rows * cols` values.
pub fn turn(x: &[f32], rows: usize, cols: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(rows * cols, 0.0);
    for (i, row) in x.chunks_exact(cols).enumerate().take(rows) {
        for (j, &v) in row.iter().enumerate() {
            out[j * rows + i] = v;
        }
    }
}
