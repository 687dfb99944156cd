//! The outputs of the network in training: tags, arcs, labels, their losses and gradients.

use crate::layer::turn;
use crate::net::{Net, Settings, add};
use crate::rng::Rng;
use crate::sample::Sample;
use truce_extract::parse::Packed;
use truce_extract::parse::model::{DISTANCES, distance};

impl Net {
    /// Scores tags, arcs and labels; gives the loss, and in `dx` its gradient.
    pub fn outputs(&mut self, sample: &Sample, x: &[f32], dx: &mut Vec<f32>, rng: &mut Rng) -> f32 {
        let mut logits = Vec::new();
        self.tag.apply(x, &mut logits);
        let gold = |i: usize| sample.tags[i];
        let mut loss = cross(&mut logits, self.tag.matrix.cols, gold, |_| None);
        self.tag.back(x, &logits, dx, &mut self.buffers);
        let mut parts = Vec::new();
        self.heads.apply(x, &mut parts);
        let mut dparts = vec![0.0; parts.len()];
        loss += self.arcs(sample, &parts, &mut dparts, rng);
        loss += self.labels(sample, &parts, &mut dparts, rng);
        let mut back = Vec::new();
        self.heads.back(x, &dparts, &mut back, &mut self.buffers);
        add(dx, &back);
        loss
    }

    fn arcs(&mut self, s: &Sample, parts: &[f32], dparts: &mut [f32], rng: &mut Rng) -> f32 {
        let Settings { arc, label, .. } = self.settings;
        let (width, n) = (2 * (arc + label), s.heads.len());
        let mask = self.mask(2 * arc, rng);
        let (mut dependents, mut columns) = (Vec::new(), self.root.matrix.weights.clone());
        for part in parts.chunks_exact(width) {
            let kept = |r: std::ops::Range<usize>| r.map(|j| part[j].max(0.0) * mask[j]);
            dependents.extend(kept(0..arc));
            columns.extend(kept(arc..2 * arc));
        }
        let (mut met, mut near, mut scores) = (Vec::new(), Vec::new(), Vec::new());
        self.meet.apply(&dependents, &mut met);
        self.near.apply(&dependents, &mut near);
        let mut packed = Packed::default();
        packed.fill_transposed(&columns, arc, n + 1);
        packed.apply(&met, &mut scores);
        for (i, row) in scores.chunks_exact_mut(n + 1).enumerate() {
            for (j, score) in row.iter_mut().enumerate() {
                *score += near[i * DISTANCES + distance(i, j.checked_sub(1))];
            }
        }
        let loss = cross(&mut scores, n + 1, |i| Some(s.heads[i]), |i| Some(i + 1));
        let mut dnear = vec![0.0; near.len()];
        for (i, row) in scores.chunks_exact(n + 1).enumerate() {
            for (j, d) in row.iter().enumerate() {
                dnear[i * DISTANCES + distance(i, j.checked_sub(1))] += d;
            }
        }
        let (mut da, mut back, mut dmet) = (Vec::new(), Vec::new(), Vec::new());
        self.near.back(&dependents, &dnear, &mut da, &mut self.buffers);
        packed.fill(&columns, n + 1, arc);
        packed.apply(&scores, &mut dmet);
        self.meet.back(&dependents, &dmet, &mut back, &mut self.buffers);
        add(&mut da, &back);
        let (mut turned, mut dcolumns) = (Vec::new(), Vec::new());
        turn(&scores, n, n + 1, &mut turned);
        packed.fill(&met, n, arc);
        packed.apply(&turned, &mut dcolumns);
        add(&mut self.root.grad[..arc], &dcolumns[..arc]);
        for (i, d) in dparts.chunks_exact_mut(width).enumerate() {
            let part = &parts[i * width..];
            for j in 0..arc {
                let on = |k: usize, g: f32| if part[k] > 0.0 { g * mask[k] } else { 0.0 };
                d[j] += on(j, da[i * arc + j]);
                d[arc + j] += on(arc + j, dcolumns[(i + 1) * arc + j]);
            }
        }
        loss
    }

    fn labels(&mut self, s: &Sample, parts: &[f32], dparts: &mut [f32], rng: &mut Rng) -> f32 {
        let Settings { arc, label, .. } = self.settings;
        let width = 2 * (arc + label);
        let mask = self.mask(label, rng);
        let kept: Vec<usize> = (0..s.heads.len()).filter(|&i| s.heads[i] > 0).collect();
        if kept.is_empty() {
            return 0.0;
        }
        let mut pairs = Vec::with_capacity(kept.len() * label);
        for &i in &kept {
            let head = s.heads[i] - 1;
            let own = &parts[i * width + 2 * arc..];
            let over = &parts[head * width + 2 * arc + label..];
            let near = &self.label_near.matrix.weights[distance(i, Some(head)) * label..];
            pairs.extend((0..label).map(|j| (own[j] + over[j] + near[j]).max(0.0) * mask[j]));
        }
        let mut logits = Vec::new();
        self.relation.apply(&pairs, &mut logits);
        let cols = self.relation.matrix.cols;
        let loss = cross(&mut logits, cols, |k| Some(s.relations[kept[k]]), |_| None);
        let mut dpairs = Vec::new();
        self.relation.back(&pairs, &logits, &mut dpairs, &mut self.buffers);
        for (k, &i) in kept.iter().enumerate() {
            let head = s.heads[i] - 1;
            let near = distance(i, Some(head)) * label;
            for j in 0..label {
                if pairs[k * label + j] > 0.0 {
                    let d = dpairs[k * label + j] * mask[j];
                    dparts[i * width + 2 * arc + j] += d;
                    dparts[head * width + 2 * arc + label + j] += d;
                    self.label_near.grad[near + j] += d;
                }
            }
        }
        loss
    }
}

/// Turns scores into gradients of the cross entropy, in place, and gives the loss.
fn cross(
    scores: &mut [f32],
    cols: usize,
    gold: impl Fn(usize) -> Option<usize>,
    barred: impl Fn(usize) -> Option<usize>,
) -> f32 {
    let mut loss = 0.0;
    for (i, row) in scores.chunks_exact_mut(cols).enumerate() {
        let Some(gold) = gold(i) else {
            row.fill(0.0);
            continue;
        };
        if let Some(b) = barred(i) {
            row[b] = f32::NEG_INFINITY;
        }
        let top = row.iter().fold(f32::NEG_INFINITY, |m, v| m.max(*v));
        row.iter_mut().for_each(|v| *v = (*v - top).exp());
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|v| *v /= sum);
        loss -= row[gold].max(1e-9).ln();
        row[gold] -= 1.0;
    }
    loss
}
