//! The network in training: forward with dropout, loss, and the way back; the finished model is cut from it.

use crate::layer::{Buffers, Layer, adam};
use crate::rng::Rng;
use crate::sample::{Inventory, Sample};
use crate::sru::{self, Trace};
use truce_extract::parse::model::{DISTANCES, Model, WINDOW};

/// Holds the sizes and rates of a run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub hidden: usize,
    pub arc: usize,
    pub label: usize,
    pub depth: usize,
    pub dropout: f32,
    pub rate: f32,
    pub epochs: usize,
}

/// Holds all trainable weights.
pub struct Net {
    pub settings: Settings,
    table: Vec<f32>,
    moments: Vec<(f32, f32)>,
    grad: Vec<f32>,
    touched: Vec<u32>,
    marks: Vec<bool>,
    conv: Layer,
    layers: Vec<Layer>,
    pub tag: Layer,
    pub heads: Layer,
    pub meet: Layer,
    pub root: Layer,
    pub near: Layer,
    pub label_near: Layer,
    pub relation: Layer,
    pub buffers: Buffers,
}

impl Net {
    /// Starts at random.
    pub fn new(inventory: &Inventory, settings: Settings, rng: &mut Rng) -> Net {
        let Settings { hidden: h, arc, label, depth, .. } = settings;
        let rows = inventory.keys.len() + 1;
        Net {
            table: (0..rows * h).map(|_| (rng.unit() * 2.0 - 1.0) * 0.12).collect(),
            moments: vec![(0.0, 0.0); rows * h],
            grad: vec![0.0; rows * h],
            touched: Vec::new(),
            marks: vec![false; rows],
            conv: Layer::new(WINDOW * h, h, rng),
            layers: (0..depth).map(|_| Layer::new(h, 2 * h, rng)).collect(),
            tag: Layer::new(h, inventory.tags.len(), rng),
            heads: Layer::new(h, 2 * (arc + label), rng),
            meet: Layer::new(arc, arc, rng),
            root: Layer::new(1, arc, rng),
            near: Layer::new(arc, DISTANCES, rng),
            label_near: Layer::new(DISTANCES, label, rng),
            relation: Layer::new(label, inventory.relations.len(), rng),
            buffers: Buffers::default(),
            settings,
        }
    }

    pub fn mask(&self, count: usize, rng: &mut Rng) -> Vec<f32> {
        let p = self.settings.dropout;
        (0..count).map(|_| if rng.chance(p) { 0.0 } else { 1.0 / (1.0 - p) }).collect()
    }

    /// Reads one sentence, adds its gradients, gives its loss.
    pub fn learn(&mut self, sample: &Sample, rng: &mut Rng) -> f32 {
        let h = self.settings.hidden;
        let n = sample.rows.len();
        let mut x0 = vec![0.0; n * h];
        for (cell, rows) in x0.chunks_exact_mut(h).zip(&sample.rows) {
            for &row in rows {
                let at = row as usize * h;
                add(cell, &self.table[at..at + h]);
            }
        }
        let mask0 = self.mask(n * h, rng);
        times(&mut x0, &mask0);
        let window = window(&x0, h);
        let mut conv = Vec::new();
        self.conv.apply(&window, &mut conv);
        conv.iter_mut().for_each(|v| *v = v.max(0.0));
        let mask1 = self.mask(n * h, rng);
        let mut x = x0.clone();
        for ((x, c), m) in x.iter_mut().zip(&conv).zip(&mask1) {
            *x += c * m;
        }
        let mut traces: Vec<Trace> = Vec::new();
        for layer in &self.layers {
            let mask = self.mask(h, rng);
            let mut trace = Trace::new(x, mask, h);
            layer.apply(&trace.masked, &mut trace.parts);
            x = sru::forward(&mut trace, h);
            traces.push(trace);
        }
        let mask = self.mask(h, rng);
        rows_times(&mut x, &mask);
        let mut dx = Vec::new();
        let loss = self.outputs(sample, &x, &mut dx, rng);
        rows_times(&mut dx, &mask);
        let mut back = Vec::new();
        for (layer, trace) in self.layers.iter_mut().zip(&traces).rev() {
            let dparts = sru::backward(trace, &dx, h);
            layer.back(&trace.masked, &dparts, &mut back, &mut self.buffers);
            rows_times(&mut back, &trace.mask);
            add(&mut dx, &back);
        }
        let relu = |((&d, &c), &m): ((&f32, &f32), &f32)| if c > 0.0 { d * m } else { 0.0 };
        let dconv: Vec<f32> = dx.iter().zip(&conv).zip(&mask1).map(relu).collect();
        self.conv.back(&window, &dconv, &mut back, &mut self.buffers);
        unwindow(&back, h, &mut dx);
        times(&mut dx, &mask0);
        for (cell, rows) in dx.chunks_exact(h).zip(&sample.rows) {
            for &row in rows {
                let at = row as usize * h;
                add(&mut self.grad[at..at + h], cell);
                if !self.marks[row as usize] {
                    self.marks[row as usize] = true;
                    self.touched.push(row);
                }
            }
        }
        loss
    }

    /// Moves all weights by what was gathered over `tokens` tokens.
    pub fn step(&mut self, rate: f32, tokens: usize) {
        let scale = 1.0 / tokens.max(1) as f32;
        for layer in self.layers.iter_mut().chain([
            &mut self.conv,
            &mut self.tag,
            &mut self.heads,
            &mut self.meet,
            &mut self.root,
            &mut self.near,
            &mut self.label_near,
            &mut self.relation,
        ]) {
            layer.step(rate, scale);
        }
        let h = self.settings.hidden;
        for &row in &self.touched {
            self.marks[row as usize] = false;
            for at in row as usize * h..(row as usize + 1) * h {
                adam(&mut self.table[at], self.grad[at] * scale, &mut self.moments[at], rate);
                self.grad[at] = 0.0;
            }
        }
        self.touched.clear();
    }

    /// Cuts the finished model.
    pub fn model(&self, inventory: &Inventory) -> Model {
        let Settings { hidden, arc, label, .. } = self.settings;
        let (mut scales, mut rows) = (Vec::new(), Vec::new());
        for row in self.table.chunks_exact(hidden) {
            let most = row.iter().fold(1e-9_f32, |m, v| m.max(v.abs()));
            scales.push(most / 127.0);
            rows.extend(row.iter().map(|v| (v * 127.0 / most).round() as i8));
        }
        Model {
            hidden,
            arc,
            label,
            tags: inventory.tags.clone(),
            relations: inventory.relations.clone(),
            keys: inventory.keys.clone(),
            scales,
            rows,
            conv: self.conv.matrix.clone(),
            layers: self.layers.iter().map(|l| l.matrix.clone()).collect(),
            tag: self.tag.matrix.clone(),
            heads: self.heads.matrix.clone(),
            meet: self.meet.matrix.clone(),
            root: self.root.matrix.clone(),
            near: self.near.matrix.clone(),
            label_near: self.label_near.matrix.clone(),
            relation: self.relation.matrix.clone(),
        }
    }
}

/// Adds values to values.
pub fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(a, b)| *a += b);
}

fn times(to: &mut [f32], mask: &[f32]) {
    to.iter_mut().zip(mask).for_each(|(a, b)| *a *= b);
}

fn rows_times(to: &mut [f32], mask: &[f32]) {
    to.chunks_exact_mut(mask.len()).for_each(|row| times(row, mask));
}

fn window(x: &[f32], h: usize) -> Vec<f32> {
    let n = x.len() / h;
    let mut out = vec![0.0; WINDOW * x.len()];
    for (i, cell) in x.chunks_exact(h).enumerate() {
        for slot in 0..WINDOW {
            let at = (i + WINDOW / 2).wrapping_sub(slot);
            if at < n {
                out[(at * WINDOW + slot) * h..][..h].copy_from_slice(cell);
            }
        }
    }
    out
}

fn unwindow(dwindow: &[f32], h: usize, dx: &mut [f32]) {
    let n = dx.len() / h;
    for (i, cell) in dx.chunks_exact_mut(h).enumerate() {
        for slot in 0..WINDOW {
            let at = (i + WINDOW / 2).wrapping_sub(slot);
            if at < n {
                add(cell, &dwindow[(at * WINDOW + slot) * h..][..h]);
            }
        }
    }
}
