//! The same products as in `dense`, in whole numbers: half the work, and the same bits everywhere because sums are exact.

use super::Matrix;
use pulp::{Arch, NullaryFnOnce};

#[cfg(target_arch = "x86_64")]
mod wide;

const TILE: usize = 16;

/// Largest quantised value of weights and inputs; with it 512 products fit a 32-bit sum.
const MOST: f32 = 2047.0;

/// Holds a weight matrix in 12-bit steps, cut into tiles of columns with two inputs side by side.
#[derive(Debug, Clone)]
pub struct Fixed {
    inner: usize,
    cols: usize,
    pairs: usize,
    tiles: Vec<[i16; 2 * TILE]>,
    scale: f32,
    bias: Vec<[f32; TILE]>,
}

/// Holds inputs in steps, between calls.
#[derive(Debug, Default)]
pub struct Steps {
    values: Vec<[i16; 2]>,
    scales: Vec<f32>,
}

/// Multiplies four rows of inputs by one tile of weights.
trait Four: Copy {
    fn four(self, rows: [&[[i16; 2]]; 4], tile: &[[i16; 2 * TILE]]) -> [[i32; TILE]; 4];
}

/// The way that every processor can go.
#[derive(Clone, Copy)]
struct Plain;

struct Product<'a, F> {
    matrix: &'a Fixed,
    rows: &'a [f32],
    steps: &'a mut Steps,
    out: &'a mut [f32],
    way: F,
}

impl<F: Four> NullaryFnOnce for Product<'_, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.steps.fill(self.rows, self.matrix.inner, self.matrix.pairs);
        self.matrix.product(self.steps, self.out, self.way);
    }
}

impl Fixed {
    /// Packs a stored matrix; no more than 512 inputs.
    pub fn new(matrix: &Matrix) -> Fixed {
        let (inner, cols) = (matrix.inner, matrix.cols);
        let (pairs, count) = (inner.div_ceil(2), cols.div_ceil(TILE));
        let most = matrix.weights.iter().fold(1e-9_f32, |m, v| m.max(v.abs()));
        let mut tiles = vec![[0; 2 * TILE]; pairs * count];
        for (k, row) in matrix.weights.chunks_exact(cols.max(1)).take(inner).enumerate() {
            for (j, w) in row.iter().enumerate() {
                tiles[(j / TILE) * pairs + k / 2][2 * (j % TILE) + k % 2] = step(w * (MOST / most));
            }
        }
        let mut bias = vec![[0.0; TILE]; count];
        for (j, &b) in matrix.bias.iter().enumerate().take(cols) {
            bias[j / TILE][j % TILE] = b;
        }
        Fixed { inner, cols, pairs, tiles, scale: most / MOST, bias }
    }

    /// Multiplies `rows` of `inner` values each, into `out` of `rows * cols`.
    pub fn apply(&self, rows: &[f32], steps: &mut Steps, out: &mut Vec<f32>) {
        let count = rows.len() / self.inner.max(1);
        out.clear();
        out.resize(count * self.cols, 0.0);
        if self.inner > 0 && self.cols > 0 {
            #[cfg(target_arch = "x86_64")]
            if wide::apply(self, rows, steps, out) {
                return;
            }
            Arch::new().dispatch(Product { matrix: self, rows, steps, out, way: Plain });
        }
    }

    #[inline(always)]
    fn product(&self, steps: &Steps, out: &mut [f32], way: impl Four) {
        let tiles = self.tiles.chunks_exact(self.pairs).zip(&self.bias);
        for (t, (tile, bias)) in tiles.enumerate() {
            let at = t * TILE;
            let width = TILE.min(self.cols - at);
            let mut place = at;
            let blocks = steps.values.chunks(4 * self.pairs).zip(steps.scales.chunks(4));
            for (block, scales) in blocks {
                let count = scales.len();
                let row = |i: usize| &block[i.min(count - 1) * self.pairs..][..self.pairs];
                let sums = way.four([row(0), row(1), row(2), row(3)], tile);
                for (sum, scale) in sums.iter().zip(scales) {
                    let mut line = *bias;
                    for j in 0..TILE {
                        line[j] += sum[j] as f32 * (scale * self.scale);
                    }
                    out[place..place + width].copy_from_slice(&line[..width]);
                    place += self.cols;
                }
            }
        }
    }
}

impl Steps {
    #[inline(always)]
    fn fill(&mut self, rows: &[f32], inner: usize, pairs: usize) {
        self.values.clear();
        self.scales.clear();
        for row in rows.chunks_exact(inner) {
            let mut most = [1e-9_f32; 16];
            let (chunks, rest) = row.as_chunks::<16>();
            for chunk in chunks {
                for j in 0..16 {
                    most[j] = most[j].max(chunk[j].abs());
                }
            }
            let most = most.iter().copied().chain(rest.iter().map(|v| v.abs())).fold(1e-9, f32::max);
            let scale = MOST / most;
            self.scales.push(most / MOST);
            let (whole, last) = row.as_chunks::<2>();
            self.values.extend(whole.iter().map(|[a, b]| [step(a * scale), step(b * scale)]));
            self.values.extend(last.first().map(|a| [step(a * scale), 0]));
        }
        debug_assert_eq!(self.values.len(), self.scales.len() * pairs);
    }
}

/// Rounds to the nearest step.
#[inline(always)]
fn step(value: f32) -> i16 {
    // Adding and taking away 1.5 * 2^23 rounds to a whole number without a call.
    let rounded = (value + 12_582_912.0) - 12_582_912.0;
    rounded as i16
}

impl Four for Plain {
    #[inline(always)]
    fn four(self, rows: [&[[i16; 2]]; 4], tile: &[[i16; 2 * TILE]]) -> [[i32; TILE]; 4] {
        rows.map(|row| {
            let mut sum = [0; TILE];
            for (w, a) in tile.iter().zip(row) {
                for j in 0..TILE {
                    let (x, y) = (i32::from(w[2 * j]), i32::from(w[2 * j + 1]));
                    sum[j] += x * i32::from(a[0]) + y * i32::from(a[1]);
                }
            }
            sum
        })
    }
}
