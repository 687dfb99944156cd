//! The best projective tree with one root for a table of arc scores; knows nothing of words.

/// Holds the tables of the decoder between calls.
#[derive(Debug, Default)]
pub struct TreeScratch {
    arcs: Vec<(u16, u16)>,
    open: Vec<u16>,
    state: Vec<u8>,
    tables: Tables,
}

/// Scores of spans `s..=t`, each kept twice where both of its ends are walked along.
#[derive(Debug, Default)]
struct Tables {
    n: usize,
    /// Complete spans headed at `s`, at `s * n + t`.
    right: Vec<f32>,
    /// Complete spans headed at `t`, at `t * n + s`.
    left: Vec<f32>,
    /// Spans closed by an arc from `s` to `t`, at `t * n + s`.
    arc_right: Vec<f32>,
    /// Spans closed by an arc from `t` to `s`, at `s * n + t`.
    arc_left: Vec<f32>,
    /// Where the best arc, left and right span at `s * n + t` were cut.
    back: Vec<[u16; 3]>,
}

/// Finds heads for `n` words; `scores[i * (n + 1) + j]` is that of word `i` under head `j`, where
/// head 0 is the root and head `j` the word `j - 1`. The answer uses the same numbering.
#[inline(always)]
pub fn decode(scores: &[f32], n: usize, scratch: &mut TreeScratch, heads: &mut Vec<usize>) {
    heads.clear();
    if n == 0 {
        return;
    }
    for (i, row) in scores.chunks_exact(n + 1).take(n).enumerate() {
        heads.push(best(row, i + 1));
    }
    if !is_tree(heads, scratch) {
        scratch.tables.fill(scores, n);
        scratch.tables.read(scores, heads);
    }
}

/// Gives the lead of a word's head over every other, in eighths; 0 if another scores higher, for the tree's sake.
#[inline(always)]
pub fn lead(row: &[f32], own: usize, head: usize) -> u8 {
    let mut next = f32::NEG_INFINITY;
    for (j, &score) in row.iter().enumerate() {
        if score > next && j != own && j != head {
            next = score;
        }
    }
    // The cast keeps to the ends of the range.
    ((row[head] - next) * 8.0) as u8
}

#[inline(always)]
fn best(row: &[f32], own: usize) -> usize {
    let (mut at, mut top) = (usize::from(own == 0), f32::NEG_INFINITY);
    for (j, &score) in row.iter().enumerate() {
        if score > top && j != own {
            (at, top) = (j, score);
        }
    }
    at
}

/// Says whether the heads form one projective tree with one root.
pub fn is_tree(heads: &[usize], scratch: &mut TreeScratch) -> bool {
    let n = heads.len();
    heads.iter().all(|&h| h <= n)
        && heads.iter().filter(|&&h| h == 0).count() == 1
        && acyclic(heads, &mut scratch.state)
        && nested(heads, scratch)
}

fn acyclic(heads: &[usize], state: &mut Vec<u8>) -> bool {
    state.clear();
    state.resize(heads.len() + 1, 0);
    state[0] = 2;
    for start in 1..=heads.len() {
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            at = heads[at - 1];
        }
        if state[at] == 1 {
            return false;
        }
        at = start;
        while state[at] == 1 {
            state[at] = 2;
            at = heads[at - 1];
        }
    }
    true
}

fn nested(heads: &[usize], scratch: &mut TreeScratch) -> bool {
    scratch.arcs.clear();
    for (i, &head) in heads.iter().enumerate() {
        let (low, high) = (head.min(i + 1) as u16, head.max(i + 1) as u16);
        scratch.arcs.push((low, u16::MAX - high));
    }
    scratch.arcs.sort_unstable();
    scratch.open.clear();
    for &(low, high) in &scratch.arcs {
        let high = u16::MAX - high;
        while scratch.open.last().is_some_and(|&end| end <= low) {
            scratch.open.pop();
        }
        if scratch.open.last().is_some_and(|&end| end < high) {
            return false;
        }
        scratch.open.push(high);
    }
    true
}

impl Tables {
    #[inline(always)]
    fn fill(&mut self, scores: &[f32], n: usize) {
        self.n = n;
        for table in [&mut self.right, &mut self.left, &mut self.arc_right, &mut self.arc_left] {
            table.clear();
            table.resize(n * n, 0.0);
        }
        self.back.clear();
        self.back.resize(n * n, [0; 3]);
        let arc = |dependent: usize, head: usize| scores[dependent * (n + 1) + head + 1];
        for width in 1..n {
            for s in 0..n - width {
                let t = s + width;
                let (row, column) = (s * n, t * n);
                // Cut at q: s..=q headed at s, q+1..=t headed at t.
                let (cut, both) =
                    top(&self.right[row + s..row + t], &self.left[column + s + 1..column + t + 1]);
                self.arc_right[column + s] = both + arc(t, s);
                self.arc_left[row + t] = both + arc(s, t);
                // Cut at q: s..=q headed at q, q..=t with an arc from t to q.
                let mut by_left = (s, f32::NEG_INFINITY);
                for q in s..t {
                    let sum = self.left[q * n + s] + self.arc_left[q * n + t];
                    if sum > by_left.1 {
                        by_left = (q, sum);
                    }
                }
                // Cut at q: s..=q with an arc from s to q, q..=t headed at q.
                let mut by_right = (t, f32::NEG_INFINITY);
                for q in s + 1..=t {
                    let sum = self.arc_right[q * n + s] + self.right[q * n + t];
                    if sum > by_right.1 {
                        by_right = (q, sum);
                    }
                }
                self.left[column + s] = by_left.1;
                self.right[row + t] = by_right.1;
                self.back[row + t] = [(s + cut) as u16, by_left.0 as u16, by_right.0 as u16];
            }
        }
    }

    fn read(&self, scores: &[f32], heads: &mut [usize]) {
        let n = self.n;
        let total = |r: usize| scores[r * (n + 1)] + self.left[r * n] + self.right[r * n + n - 1];
        let mut root = 0;
        for r in 1..n {
            if total(r) > total(root) {
                root = r;
            }
        }
        heads[root] = 0;
        let mut work = vec![(0, root, Span::Left), (root, n - 1, Span::Right)];
        while let Some((s, t, span)) = work.pop() {
            if s == t {
                continue;
            }
            let [cut, left, right] = self.back[s * n + t].map(usize::from);
            match span {
                Span::Left => work.extend([(s, left, Span::Left), (left, t, Span::ArcLeft)]),
                Span::Right => work.extend([(s, right, Span::ArcRight), (right, t, Span::Right)]),
                Span::ArcLeft | Span::ArcRight => {
                    match span {
                        Span::ArcLeft => heads[s] = t + 1,
                        _ => heads[t] = s + 1,
                    }
                    work.extend([(s, cut, Span::Right), (cut + 1, t, Span::Left)]);
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Span {
    Left,
    Right,
    ArcLeft,
    ArcRight,
}

#[inline(always)]
fn top(a: &[f32], b: &[f32]) -> (usize, f32) {
    let (mut at, mut most) = (0, f32::NEG_INFINITY);
    for (i, (x, y)) in a.iter().zip(b).enumerate() {
        if x + y > most {
            (at, most) = (i, x + y);
        }
    }
    (at, most)
}
