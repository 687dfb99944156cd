//! Products in whole numbers: half the work of `dense`, and the same bits everywhere because the sums are exact.

use super::Matrix;

#[cfg(target_arch = "x86_64")]
mod wide;

/// Counts the columns that are summed together.
pub const TILE: usize = 16;

/// Counts the inputs that a matrix may have.
pub const MOST_INPUTS: usize = 512;

/// Largest quantised value of weights and inputs; with it the products of all inputs fit a 32-bit sum.
const MOST: f32 = 2047.0;

/// Says by which instructions the products are made; the sums are the same by each.
pub trait Way: Copy {
    /// Multiplies four rows of inputs by one tile of weights.
    fn four(self, rows: [&[[i16; 2]]; 4], tile: &[[i16; 2 * TILE]]) -> [[i32; TILE]; 4];
}

/// Work that can go each way.
pub trait Work {
    /// Does the work; inlined wholly, so that all of it is compiled for the instructions of the way.
    fn go<W: Way>(self, way: W);
}

/// Does work by the widest instructions that the processor has.
pub fn dispatch(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    let Err(work) = wide::dispatch(work) else {
        return;
    };
    work.go(Plain);
}

/// The way that every processor can go.
#[derive(Clone, Copy)]
struct Plain;

/// Holds a weight matrix in 12-bit steps, cut into tiles of columns with two inputs side by side.
#[derive(Debug, Clone)]
pub struct Fixed {
    inner: usize,
    cols: usize,
    pairs: usize,
    tiles: Vec<[i16; 2 * TILE]>,
    scales: Vec<[f32; TILE]>,
    bias: Vec<[f32; TILE]>,
}

/// Holds inputs in steps, between calls.
#[derive(Debug, Default)]
pub struct Steps {
    values: Vec<i16>,
    scales: Vec<f32>,
}

impl Fixed {
    /// Packs stored matrices of the same inputs side by side; no more than [`MOST_INPUTS`] inputs.
    pub fn new(parts: &[&Matrix]) -> Fixed {
        let inner = parts.first().map_or(0, |p| p.inner);
        let cols: usize = parts.iter().map(|p| p.cols).sum();
        let (pairs, count) = (inner.div_ceil(2), cols.div_ceil(TILE));
        let (tiles, line) = (vec![[0; 2 * TILE]; pairs * count], vec![[0.0; TILE]; count]);
        let mut fixed = Fixed { inner, cols, pairs, tiles, scales: line.clone(), bias: line };
        let mut at = 0;
        for part in parts {
            for j in 0..part.cols {
                fixed.column(at + j, part, j);
            }
            at += part.cols;
        }
        fixed
    }

    fn column(&mut self, at: usize, from: &Matrix, j: usize) {
        let weights = || from.weights.iter().skip(j).step_by(from.cols).take(from.inner);
        let most = weights().fold(1e-9_f32, |m, v| m.max(v.abs()));
        for (k, w) in weights().enumerate() {
            self.tiles[(at / TILE) * self.pairs + k / 2][2 * (at % TILE) + k % 2] = whole(w * (MOST / most));
        }
        self.scales[at / TILE][at % TILE] = most / MOST;
        self.bias[at / TILE][at % TILE] = from.bias[j];
    }

    /// Counts the outputs.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Multiplies inputs in steps, into `out` of rows of [`Fixed::cols`].
    #[inline(always)]
    pub fn apply(&self, way: impl Way, steps: &Steps, out: &mut Vec<f32>) {
        let count = steps.scales.len();
        out.resize(count * self.cols, 0.0);
        if self.pairs == 0 || count == 0 {
            return;
        }
        let tiles = self.tiles.chunks_exact(self.pairs).zip(&self.bias).zip(&self.scales);
        let (values, _) = steps.values.as_chunks::<2>();
        for (t, ((tile, bias), scale)) in tiles.enumerate() {
            let at = t * TILE;
            let width = TILE.min(self.cols - at);
            let mut place = at;
            for (block, steps) in values.chunks(4 * self.pairs).zip(steps.scales.chunks(4)) {
                // A block of fewer rows repeats its last one, which costs less than single rows.
                let row = |i: usize| &block[i.min(steps.len() - 1) * self.pairs..][..self.pairs];
                let sums = way.four([row(0), row(1), row(2), row(3)], tile);
                for (sum, step) in sums.iter().zip(steps) {
                    let mut line = *bias;
                    for j in 0..TILE {
                        line[j] += sum[j] as f32 * (step * scale[j]);
                    }
                    match out[place..].first_chunk_mut::<TILE>() {
                        Some(full) if width == TILE => *full = line,
                        _ => out[place..place + width].copy_from_slice(&line[..width]),
                    }
                    place += self.cols;
                }
            }
        }
    }

    /// Turns rows of inputs into steps, as [`Fixed::apply`] of this matrix and its equals in size takes them.
    #[inline(always)]
    pub fn steps(&self, rows: &[f32], steps: &mut Steps) {
        let (inner, width) = (self.inner.max(1), 2 * self.pairs);
        let count = rows.len() / inner;
        steps.values.resize(count * width, 0);
        steps.scales.resize(count, 0.0);
        let places = steps.values.chunks_exact_mut(width.max(1)).zip(&mut steps.scales);
        for (row, (values, place)) in rows.chunks_exact(inner).zip(places) {
            let mut most = [1e-9_f32; TILE];
            let (chunks, rest) = row.as_chunks::<TILE>();
            for chunk in chunks {
                for j in 0..TILE {
                    most[j] = if chunk[j].abs() > most[j] { chunk[j].abs() } else { most[j] };
                }
            }
            let most = most.iter().copied().chain(rest.iter().map(|v| v.abs())).fold(1e-9, f32::max);
            let scale = MOST / most;
            *place = most / MOST;
            values[inner..].fill(0);
            for (value, v) in values.iter_mut().zip(row) {
                *value = whole(v * scale);
            }
        }
    }
}

/// Rounds to the nearest whole number, if it is one of 16 bits.
#[inline(always)]
pub fn whole(value: f32) -> i16 {
    // Added to 1.5 * 2^23, a small number leaves its whole part in the lowest bits, without a slow conversion.
    (value + 12_582_912.0).to_bits() as i16
}

impl Way for Plain {
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
