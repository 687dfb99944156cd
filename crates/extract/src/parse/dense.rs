//! Matrix products over the tokens of a sentence; each output is summed in one fixed order, so that
//! every processor gives the same bits.

use pulp::{Arch, NullaryFnOnce};

/// Counts the columns that are summed together.
pub const TILE: usize = 16;

/// Holds a weight matrix with a bias, as stored: row-major, one row for each input.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Number of inputs.
    pub inner: usize,
    /// Number of outputs.
    pub cols: usize,
    /// Weights, `inner * cols`.
    pub weights: Vec<f32>,
    /// Bias, `cols`.
    pub bias: Vec<f32>,
}

/// Holds a matrix cut into tiles of columns, ready for fast products.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Packed {
    inner: usize,
    cols: usize,
    tiles: Vec<[f32; TILE]>,
    bias: Vec<[f32; TILE]>,
}

/// A product on its way to the widest instructions that the processor has.
struct Product<'a> {
    matrix: &'a Packed,
    rows: &'a [f32],
    out: &'a mut [f32],
}

impl NullaryFnOnce for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.matrix.product(self.rows, self.matrix.inner, self.out);
    }
}

impl Packed {
    /// Packs a stored matrix.
    pub fn new(matrix: &Matrix) -> Packed {
        let mut packed = Packed::default();
        packed.fill(&matrix.weights, matrix.inner, matrix.cols);
        for (j, &b) in matrix.bias.iter().enumerate().take(matrix.cols) {
            packed.bias[j / TILE][j % TILE] = b;
        }
        packed
    }

    /// Packs row-major weights in place, with a bias of zero.
    pub fn fill(&mut self, weights: &[f32], inner: usize, cols: usize) {
        self.shape(inner, cols);
        for (k, row) in weights.chunks_exact(cols.max(1)).take(inner).enumerate() {
            for (t, part) in row.chunks(TILE).enumerate() {
                self.tiles[t * inner + k][..part.len()].copy_from_slice(part);
            }
        }
    }

    /// Packs the transpose of row-major weights (`cols` rows of `inner`), with a bias of zero.
    pub fn fill_transposed(&mut self, weights: &[f32], inner: usize, cols: usize) {
        self.shape(inner, cols);
        for (j, row) in weights.chunks_exact(inner.max(1)).take(cols).enumerate() {
            let start = (j / TILE) * inner;
            for (tile, &w) in self.tiles[start..start + inner].iter_mut().zip(row) {
                tile[j % TILE] = w;
            }
        }
    }

    fn shape(&mut self, inner: usize, cols: usize) {
        let count = cols.div_ceil(TILE);
        self.inner = inner;
        self.cols = cols;
        self.tiles.clear();
        self.tiles.resize(count * inner, [0.0; TILE]);
        self.bias.clear();
        self.bias.resize(count, [0.0; TILE]);
    }

    /// Counts the outputs.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Multiplies `rows` of `inner` values each, into `out` of `rows * cols`.
    pub fn apply(&self, rows: &[f32], out: &mut Vec<f32>) {
        let count = rows.len() / self.inner.max(1);
        out.clear();
        out.resize(count * self.cols, 0.0);
        if self.inner > 0 && self.cols > 0 {
            Arch::new().dispatch(Product { matrix: self, rows, out });
        }
    }

    /// Multiplies the first `inner` values of each row of `stride` values; for callers that were dispatched.
    #[inline(always)]
    pub(super) fn apply_within(&self, rows: &[f32], stride: usize, out: &mut Vec<f32>) {
        out.resize(rows.len() / stride.max(1) * self.cols, 0.0);
        if self.inner > 0 && self.cols > 0 {
            self.product(rows, stride, out);
        }
    }

    #[inline(always)]
    fn product(&self, rows: &[f32], stride: usize, out: &mut [f32]) {
        let tiles = self.tiles.chunks_exact(self.inner).zip(&self.bias);
        for (t, (tile, bias)) in tiles.enumerate() {
            let at = t * TILE;
            let width = TILE.min(self.cols - at);
            let mut place = at;
            for block in rows.chunks(4 * stride) {
                // A block of fewer rows repeats its last one, which costs less than single rows.
                let count = block.len() / stride;
                let row = |i: usize| &block[i.min(count - 1) * stride..][..self.inner];
                for acc in four([row(0), row(1), row(2), row(3)], tile, bias).iter().take(count) {
                    match out[place..].first_chunk_mut::<TILE>() {
                        Some(full) if width == TILE => *full = *acc,
                        _ => out[place..place + width].copy_from_slice(&acc[..width]),
                    }
                    place += self.cols;
                }
            }
        }
    }
}

#[inline(always)]
fn four(rows: [&[f32]; 4], tile: &[[f32; TILE]], bias: &[f32; TILE]) -> [[f32; TILE]; 4] {
    let [a, b, c, d] = rows;
    let [mut p, mut q, mut r, mut s] = [*bias; 4];
    for ((((w, &a), &b), &c), &d) in tile.iter().zip(a).zip(b).zip(c).zip(d) {
        for j in 0..TILE {
            p[j] += a * w[j];
            q[j] += b * w[j];
            r[j] += c * w[j];
            s[j] += d * w[j];
        }
    }
    [p, q, r, s]
}
