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

/// Hits of like confidence: how many, what they say of themselves on average, and how often they were right.
struct Tenth {
    low: f64,
    hits: usize,
    said: f64,
    right: f64,
}

fn tenths(sure: &[(f64, bool)]) -> Vec<Tenth> {
    (0..10)
        .map(|tenth| {
            let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
            let within: Vec<&(f64, bool)> =
                sure.iter().filter(|(p, _)| *p >= low && (*p < high || tenth == 9)).collect();
            let n = within.len().max(1) as f64;
            Tenth {
                low,
                hits: within.len(),
                said: within.iter().map(|(p, _)| p).sum::<f64>() / n,
                right: within.iter().filter(|(_, right)| *right).count() as f64 / n,
            }
        })
        .collect()
}

/// How often hits of each confidence were right, and what taking them from the threshold on comes to.
pub fn table(sure: &[(f64, bool)], gold: usize, from: f64) -> String {
    let mut out = String::from("confidence    hits   said  right\n");
    let tenths = tenths(sure);
    for Tenth { low, hits, said, right } in &tenths {
        let _ = writeln!(out, "{low:.1} to {:.1}  {hits:6}  {said:.3}  {right:.3}", low + 0.1);
    }
    let gap: f64 = tenths.iter().map(|t| (t.said - t.right).abs() * t.hits as f64).sum();
    let taken = sure.iter().filter(|(p, _)| *p >= from).count();
    let right = sure.iter().filter(|(p, right)| *p >= from && *right).count();
    let _ = writeln!(out, "mean distance of said and right: {:.3}", gap / sure.len().max(1) as f64);
    let _ = writeln!(
        out,
        "taken from {from:.2} on: {taken} hits, {right} right; precision {:.3}, recall {:.3}, F1 {:.3}",
        right as f64 / taken.max(1) as f64,
        right as f64 / gold.max(1) as f64,
        f1(sure, gold, from)
    );
    out
}

/// The same as a diagram: what is said to the right, what was right upwards; on the line both are one.
pub fn diagram(sure: &[(f64, bool)]) -> String {
    const SIDE: f64 = 300.0;
    let (x, y) = (|share: f64| 50.0 + SIDE * share, |share: f64| 20.0 + SIDE * (1.0 - share));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"370\" height=\"370\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>How often readings of each confidence were right, on stories that did not serve to learn</title>\n\
         <rect x=\"50\" y=\"20\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#888\"/>\n\
         <line x1=\"50\" y1=\"320\" x2=\"350\" y2=\"20\" stroke=\"#888\" stroke-dasharray=\"4\"/>\n"
    );
    for tenth in tenths(sure).iter().filter(|tenth| tenth.hits > 0) {
        let radius = (tenth.hits as f64).sqrt() / 3.0 + 2.0;
        let (cx, cy) = (x(tenth.said), y(tenth.right));
        let _ = writeln!(
            out,
            "<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"{radius:.1}\" fill=\"#26c\" fill-opacity=\"0.7\"><title>{} hits</title></circle>",
            tenth.hits
        );
    }
    for share in [0.0, 0.5, 1.0] {
        let _ = writeln!(out, "<text x=\"{:.0}\" y=\"336\" text-anchor=\"middle\">{share}</text>", x(share));
        let _ =
            writeln!(out, "<text x=\"44\" y=\"{:.0}\" text-anchor=\"end\">{share}</text>", y(share) + 4.0);
    }
    out.push_str(
        "<text x=\"200\" y=\"358\" text-anchor=\"middle\">confidence</text>\n\
         <text x=\"16\" y=\"170\" text-anchor=\"middle\" transform=\"rotate(-90 16 170)\">share that was right</text>\n</svg>\n",
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
    fn the_diagram_shows_a_circle_for_each_tenth_with_hits() {
        let sure = [(0.95, true), (0.94, true), (0.3, false)];
        assert_eq!(diagram(&sure).matches("<circle").count(), 2);
        assert!(
            table(&sure, 3, 0.5).contains("0.9 to 1.0       2  0.945  1.000"),
            "{}",
            table(&sure, 3, 0.5)
        );
    }

    #[test]
    fn the_threshold_leaves_out_what_is_mostly_wrong() {
        let sure = [(0.9, true), (0.8, true), (0.3, false), (0.3, false), (0.3, false)];
        assert!(threshold(&sure, 2) > 0.3);
    }
}
