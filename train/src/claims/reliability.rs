//! Measures whether a confidence is right as often as it says, and from which one on a hit is best taken.

use super::logistic::share;
use std::fmt::Write as _;

/// Slope and intercept that make logits right as often as they say (Platt, Probabilistic Outputs, 1999).
pub fn calibrate(held: &[(f64, bool)]) -> (f64, f64) {
    let loss = |slope: f64, intercept: f64| -> f64 {
        held.iter().map(|(logit, right)| cost(slope * logit + intercept, *right)).sum()
    };
    let (mut slope, mut intercept) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0; 2], [1e-3, 0.0, 1e-3]);
        for (logit, right) in held {
            let p = share(slope * logit + intercept);
            let error = p - f64::from(u8::from(*right));
            let spread = p * (1.0 - p);
            g[0] += error * logit;
            g[1] += error;
            h[0] += spread * logit * logit;
            h[1] += spread * logit;
            h[2] += spread;
        }
        let det = h[0] * h[2] - h[1] * h[1];
        let step = [(h[2] * g[0] - h[1] * g[1]) / det, (h[0] * g[1] - h[1] * g[0]) / det];
        // A full step may overshoot: it is halved until it helps.
        let here = loss(slope, intercept);
        let fits = (0..20)
            .map(|k| 0.5_f64.powi(k))
            .find(|k| loss(slope - k * step[0], intercept - k * step[1]) < here);
        let Some(k) = fits else { break };
        slope -= k * step[0];
        intercept -= k * step[1];
    }
    (slope, intercept)
}

/// What a logit costs against what is right.
fn cost(logit: f64, right: bool) -> f64 {
    let signed = if right { -logit } else { logit };
    if signed > 30.0 { signed } else { signed.exp().ln_1p() }
}

/// The confidence from which on hits are taken so that the F1 of found claims is highest.
pub fn threshold(sure: &[(f64, bool)], gold: usize) -> f64 {
    let steps = (5..96).map(|percent| f64::from(percent) / 100.0);
    steps.max_by(|a, b| f1(sure, gold, *a).total_cmp(&f1(sure, gold, *b))).unwrap_or(0.5)
}

fn f1(sure: &[(f64, bool)], gold: usize, from: f64) -> f64 {
    let taken = sure.iter().filter(|(p, _)| *p >= from).count();
    let right = sure.iter().filter(|(p, right)| *p >= from && *right).count();
    2.0 * right as f64 / (taken + gold).max(1) as f64
}

/// How often hits of each confidence were right, and what taking them from the threshold on comes to.
pub fn table(sure: &[(f64, bool)], gold: usize, from: f64) -> String {
    let mut out = String::from("confidence    hits   said  right\n");
    let mut gap = 0.0;
    for tenth in 0..10 {
        let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let within: Vec<&(f64, bool)> =
            sure.iter().filter(|(p, _)| *p >= low && (*p < high || tenth == 9)).collect();
        let n = within.len().max(1) as f64;
        let said = within.iter().map(|(p, _)| p).sum::<f64>() / n;
        let right = within.iter().filter(|(_, right)| *right).count() as f64 / n;
        gap += (said - right).abs() * within.len() as f64 / sure.len().max(1) as f64;
        let _ = writeln!(out, "{low:.1} to {high:.1}  {:6}  {said:.3}  {right:.3}", within.len());
    }
    let taken = sure.iter().filter(|(p, _)| *p >= from).count();
    let right = sure.iter().filter(|(p, right)| *p >= from && *right).count();
    let _ = writeln!(out, "mean distance of said and right: {gap:.3}");
    let _ = writeln!(
        out,
        "taken from {from:.2} on: {taken} hits, {right} right; precision {:.3}, recall {:.3}, F1 {:.3}",
        right as f64 / taken.max(1) as f64,
        right as f64 / gold.max(1) as f64,
        f1(sure, gold, from)
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overconfident_logits_are_drawn_in() {
        let held: Vec<(f64, bool)> =
            (0..100).map(|i| (if i % 2 == 0 { 5.0 } else { -5.0 }, i % 4 == 0 || i % 8 == 1)).collect();
        let (slope, _) = calibrate(&held);
        assert!(slope < 0.5, "{slope}");
    }

    #[test]
    fn the_threshold_leaves_out_what_is_mostly_wrong() {
        let sure = [(0.9, true), (0.8, true), (0.3, false), (0.3, false), (0.3, false)];
        assert!(threshold(&sure, 2) > 0.3);
    }
}
