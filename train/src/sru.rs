//! The gated recurrence in training: the same sums as in the encoder, and their derivatives.

use truce_extract::parse::encode::gate;

/// Remembers what the way back needs.
pub struct Trace {
    pub input: Vec<f32>,
    pub masked: Vec<f32>,
    pub mask: Vec<f32>,
    pub parts: Vec<f32>,
    cells: Vec<f32>,
}

impl Trace {
    /// Starts a layer's trace from its input and the mask over its columns.
    pub fn new(input: Vec<f32>, mask: Vec<f32>, h: usize) -> Trace {
        let mut masked = input.clone();
        for row in masked.chunks_exact_mut(h) {
            row.iter_mut().zip(&mask).for_each(|(a, b)| *a *= b);
        }
        Trace { input, masked, mask, parts: Vec::new(), cells: Vec::new() }
    }
}

fn order(side: usize, step: usize, n: usize) -> usize {
    if side == 0 { step } else { n - 1 - step }
}

/// Runs the recurrence over the gates in the trace.
pub fn forward(trace: &mut Trace, h: usize) -> Vec<f32> {
    let (n, half) = (trace.input.len() / h, h / 2);
    trace.cells = vec![0.0; n * h];
    let mut out = vec![0.0; n * h];
    for side in [0, 1] {
        let mut carry = vec![0.0; half];
        for step in 0..n {
            let t = order(side, step, n);
            let p = &trace.parts[t * 2 * h + side * h..][..h];
            for j in 0..half {
                let at = t * h + side * half + j;
                carry[j] = p[j] + gate(p[half + j]) * (carry[j] - p[j]);
                trace.cells[at] = carry[j];
                out[at] = trace.input[at] + carry[j];
            }
        }
    }
    out
}

/// Gives the gradients of the gates; that of the direct path is the one that comes in.
pub fn backward(trace: &Trace, dout: &[f32], h: usize) -> Vec<f32> {
    let (n, half) = (trace.input.len() / h, h / 2);
    let mut dparts = vec![0.0; n * 2 * h];
    for side in [0, 1] {
        let mut dcarry = vec![0.0; half];
        for step in (0..n).rev() {
            let t = order(side, step, n);
            let start = t * 2 * h + side * h;
            let p = &trace.parts[start..][..h];
            let d = &mut dparts[start..][..h];
            for j in 0..half {
                let at = t * h + side * half + j;
                let before = match step {
                    0 => 0.0,
                    _ => trace.cells[order(side, step - 1, n) * h + side * half + j],
                };
                let f = gate(p[half + j]);
                let dc = dcarry[j] + dout[at];
                d[half + j] = dc * (before - p[j]) * slope(p[half + j]);
                d[j] = dc * (1.0 - f);
                dcarry[j] = dc * f;
            }
        }
    }
    dparts
}

fn slope(x: f32) -> f32 {
    let s = 1.0 + x * x;
    0.5 / (s * s.sqrt())
}
