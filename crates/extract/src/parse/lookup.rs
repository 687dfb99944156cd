//! From a form to its own vector and to what it gives its neighbours; words met before are remembered.

use super::Matrix;
use super::feature::{self, Keys};
use super::fixed::{self, Fixed, Steps, Way};
use super::known::Known;
use super::model::{Model, WINDOW, broken};
use crate::ExtractError;
use std::sync::atomic::{AtomicU64, Ordering};

/// The value of one step of a row; a power of two, so that only rounding is lost.
pub const STEP: f32 = 1.0 / 512.0;

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
            spread: Fixed::new(&[&side_by_side(&model.conv, model.hidden)]),
        })
    }

    /// Finds a row of vectors for each form, in steps of [`STEP`]: its own, and what it adds to the convolution
    /// of each word of the window, from the last of the next words to the first of those before.
    #[inline(always)]
    pub fn read(&self, way: impl Way, forms: &[&str], known: &mut Known, steps: &mut Steps) {
        known.begin(self.id, self.width());
        for (i, form) in forms.iter().enumerate() {
            known.place(feature::keys(form, i == 0));
        }
        self.fill_missing(way, known, steps);
    }

    #[inline(always)]
    fn fill_missing(&self, way: impl Way, known: &mut Known, steps: &mut Steps) {
        let (width, h) = (self.width(), self.hidden);
        let Known { missing, keys, cells, sums, spread, .. } = known;
        sums.clear();
        sums.resize(missing.len() * h, 0.0);
        for (&row, sum) in missing.iter().zip(sums.chunks_exact_mut(h)) {
            self.sum(&keys[row], sum);
        }
        self.spread.steps(sums, steps);
        self.spread.apply(way, steps, spread);
        let parts = sums.chunks_exact(h).zip(spread.chunks_exact(WINDOW * h));
        for (row, (sum, spread)) in missing.iter().zip(parts) {
            let (own, rest) = cells[row * width..][..width].split_at_mut(h);
            own.iter_mut().zip(sum).for_each(|(cell, v)| *cell = step(*v));
            rest.iter_mut().zip(spread).for_each(|(cell, v)| *cell = step(*v));
        }
    }

    /// Counts the values of a row.
    fn width(&self) -> usize {
        (1 + WINDOW) * self.hidden
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

/// Turns a value into steps; what lies outside the range is cut to it.
#[inline(always)]
fn step(value: f32) -> i16 {
    let most = f32::from(i16::MAX) * STEP;
    let value = if value > most { most } else { value };
    let value = if value < -most { -most } else { value };
    fixed::whole(value / STEP)
}

/// Turns a convolution over a window into what one word gives to each word of its window.
fn side_by_side(conv: &Matrix, hidden: usize) -> Matrix {
    let mut weights = vec![0.0; conv.weights.len()];
    for (i, row) in conv.weights.chunks_exact(hidden).enumerate() {
        let at = (i % hidden) * WINDOW * hidden + (i / hidden) * hidden;
        weights[at..at + hidden].copy_from_slice(row);
    }
    let mut bias = vec![0.0; WINDOW * hidden];
    bias[WINDOW / 2 * hidden..][..hidden].copy_from_slice(&conv.bias);
    Matrix { inner: hidden, cols: WINDOW * hidden, weights, bias }
}
