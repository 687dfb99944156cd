//! The product by instructions that multiply sixteen pairs at once (x86-64 with AVX2); the same sums.

use super::{Fixed, Four, Product, Steps, TILE};
use pulp::x86::V3;
use pulp::{cast, i16x16, i32x8};

/// Multiplies, if the processor has the instructions.
pub fn apply(matrix: &Fixed, rows: &[f32], steps: &mut Steps, out: &mut [f32]) -> bool {
    let Some(way) = V3::try_new() else {
        return false;
    };
    way.vectorize(Product { matrix, rows, steps, out, way });
    true
}

impl Four for V3 {
    #[inline(always)]
    fn four(self, rows: [&[[i16; 2]]; 4], tile: &[[i16; 2 * TILE]]) -> [[i32; TILE]; 4] {
        let [a, b, c, d] = rows;
        let zero = self.splat_i32x8(0);
        let [mut p, mut q, mut r, mut s] = [[zero; 2]; 4];
        for ((((w, &a), &b), &c), &d) in tile.iter().zip(a).zip(b).zip(c).zip(d) {
            let w: [i16x16; 2] = cast(*w);
            pair(self, &mut p, w, a);
            pair(self, &mut q, w, b);
            pair(self, &mut r, w, c);
            pair(self, &mut s, w, d);
        }
        [cast(p), cast(q), cast(r), cast(s)]
    }
}

#[inline(always)]
fn pair(way: V3, sum: &mut [i32x8; 2], w: [i16x16; 2], a: [i16; 2]) {
    let a: i16x16 = cast(way.splat_i32x8(cast(a)));
    for (sum, w) in sum.iter_mut().zip(w) {
        *sum = way.wrapping_add_i32x8(*sum, way.multiply_wrapping_add_adjacent_i16x16(w, a));
    }
}
