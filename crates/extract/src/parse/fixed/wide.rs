//! The way by instructions that multiply sixteen pairs at once (x86-64 with AVX2); the same sums.

use super::{TILE, Way, Work};
use pulp::x86::V3;
use pulp::{NullaryFnOnce, cast, i16x16, i32x8};

struct Going<W>(W, V3);

impl<W: Work> NullaryFnOnce for Going<W> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.go(self.1);
    }
}

/// Does the work, if the processor has the instructions; gives it back otherwise.
pub fn dispatch<W: Work>(work: W) -> Result<(), W> {
    match V3::try_new() {
        Some(way) => {
            way.vectorize(Going(work, way));
            Ok(())
        }
        None => Err(work),
    }
}

impl Way for V3 {
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
