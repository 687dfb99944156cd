//! From a form to its own vector and to what it gives its neighbours; words met before are remembered.

use super::Matrix;
use super::feature::{self, Keys};
use super::fixed::{Fixed, Steps};
use super::model::{Model, broken};
use crate::ExtractError;
use pulp::{Arch, NullaryFnOnce};
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the words that are remembered; a few megabytes for each thread.
const REMEMBERED: usize = 2048;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// Finds the vectors of forms.
#[derive(Debug)]
pub struct Lookup {
    hidden: usize,
    /// Tells apart the words remembered for different models.
    id: u64,
    slots: Vec<(u32, u32)>,
    scales: Vec<f32>,
    rows: Vec<i8>,
    spread: Fixed,
}

/// Remembers words, and holds buffers; what is remembered never changes an answer.
#[derive(Debug, Default)]
pub struct Known {
    owner: u64,
    keys: Vec<Keys>,
    cells: Vec<f32>,
    missing: Vec<(usize, Keys)>,
    sums: Vec<f32>,
    spread: Vec<f32>,
}

struct Sum<'a>(&'a Lookup, &'a [(usize, Keys)], &'a mut [f32]);

impl NullaryFnOnce for Sum<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for ((_, keys), cell) in self.1.iter().zip(self.2.chunks_exact_mut(self.0.hidden)) {
            self.0.sum(keys, cell);
        }
    }
}

impl Lookup {
    /// Takes its part of a model.
    pub fn new(model: &Model) -> Result<Lookup, ExtractError> {
        let size = (model.keys.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, 0); size];
        for (i, &key) in model.keys.iter().enumerate() {
            let row = u32::try_from(i + 1).map_err(|_| broken("keys", "is out of range"))?;
            let mut at = key as usize & (size - 1);
            while slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, row);
        }
        Ok(Lookup {
            hidden: model.hidden,
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            slots,
            scales: model.scales.clone(),
            rows: model.rows.clone(),
            spread: Fixed::new(&side_by_side(&model.conv, model.hidden)),
        })
    }

    /// Finds four vectors for each form, one after the other: its own, and what it adds to the
    /// convolution of the next word, of itself and of the word before.
    pub fn read(&self, forms: &[&str], known: &mut Known, steps: &mut Steps, out: &mut Vec<f32>) {
        let width = 4 * self.hidden;
        known.prepare(self.id, width);
        out.clear();
        for (i, form) in forms.iter().enumerate() {
            let keys = feature::keys(form, i == 0);
            let at = place(&keys);
            if known.keys[at] == keys {
                out.extend_from_slice(&known.cells[at * width..(at + 1) * width]);
            } else {
                out.resize((i + 1) * width, 0.0);
                known.missing.push((i, keys));
            }
        }
        let Known { keys, cells, missing, sums, spread, .. } = known;
        sums.clear();
        sums.resize(missing.len() * self.hidden, 0.0);
        Arch::new().dispatch(Sum(self, missing, sums));
        self.spread.apply(sums, steps, spread);
        let parts = sums.chunks_exact(self.hidden).zip(spread.chunks_exact(3 * self.hidden));
        for ((i, own), (sum, spread)) in missing.drain(..).zip(parts) {
            let cell = &mut out[i * width..(i + 1) * width];
            cell[..self.hidden].copy_from_slice(sum);
            cell[self.hidden..].copy_from_slice(spread);
            let at = place(&own);
            keys[at] = own;
            cells[at * width..(at + 1) * width].copy_from_slice(cell);
        }
    }

    #[inline(always)]
    fn row(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return 0,
                (k, row) if k == key => return row as usize,
                _ => at = (at + 1) & mask,
            }
        }
    }

    #[inline(always)]
    fn sum(&self, keys: &Keys, cell: &mut [f32]) {
        self.add(self.row(keys.word()), cell);
        for &key in keys.rest() {
            match self.row(key) {
                0 => {}
                row => self.add(row, cell),
            }
        }
    }

    #[inline(always)]
    fn add(&self, row: usize, cell: &mut [f32]) {
        let scale = self.scales[row];
        let bytes = &self.rows[row * self.hidden..(row + 1) * self.hidden];
        for (c, &b) in cell.iter_mut().zip(bytes) {
            *c += f32::from(b) * scale;
        }
    }
}

impl Known {
    fn prepare(&mut self, owner: u64, width: usize) {
        if self.owner != owner {
            self.owner = owner;
            self.keys = vec![Keys::default(); REMEMBERED];
            self.cells = vec![0.0; REMEMBERED * width];
        }
        self.missing.clear();
    }
}

fn place(keys: &Keys) -> usize {
    keys.word() as usize % REMEMBERED
}

/// Turns a convolution over three words into what one word gives to each of three.
fn side_by_side(conv: &Matrix, hidden: usize) -> Matrix {
    let mut weights = vec![0.0; conv.weights.len()];
    for (i, row) in conv.weights.chunks_exact(hidden).enumerate() {
        let at = (i % hidden) * 3 * hidden + (i / hidden) * hidden;
        weights[at..at + hidden].copy_from_slice(row);
    }
    let mut bias = vec![0.0; 3 * hidden];
    bias[hidden..2 * hidden].copy_from_slice(&conv.bias);
    Matrix { inner: hidden, cols: 3 * hidden, weights, bias }
}
