//! Keys of a token's form: the folded word, its ends, its shape; no context, no model.

/// Counts the keys that one token can have at most.
pub const MAX_KEYS: usize = 12;

const FOLDED: usize = 32;

/// Holds the keys of one token; the first is that of the whole word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keys {
    keys: [u32; MAX_KEYS],
    len: usize,
}

impl Keys {
    fn push(&mut self, key: u32) {
        if let Some(slot) = self.keys.get_mut(self.len) {
            *slot = key;
            self.len += 1;
        }
    }

    /// Gives the key of the whole folded word.
    pub fn word(&self) -> u32 {
        self.keys[0]
    }

    /// Gives the keys of ends, shape and place.
    pub fn rest(&self) -> &[u32] {
        &self.keys[1..self.len.max(1)]
    }
}

/// Computes the keys of a form; `first` tells whether it opens the sentence.
pub fn keys(form: &str, first: bool) -> Keys {
    let mut folded = [' '; FOLDED];
    let mut len = 0;
    let mut shape = 0x51_u64;
    let (mut last, mut run) = ('\0', 0);
    let mut tail = [' '; 4];
    for c in form.chars() {
        for f in fold(c) {
            if len < FOLDED {
                folded[len] = f;
                len += 1;
            }
            tail.rotate_left(1);
            tail[3] = f;
        }
        let class = class(c);
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            shape = mix(shape, class as u64);
        }
    }
    let word = &folded[..len];
    let mut out = Keys::default();
    out.push(hash(1, word));
    for n in 1..=4 {
        if len >= n {
            out.push(hash(2 + n as u64, &tail[4 - n..]));
        }
    }
    for n in 1..=4 {
        if len > n {
            out.push(hash(8 + n as u64, &word[..n]));
        }
    }
    out.push(finish(shape));
    let place = u64::from(first) << 8 | (len.min(8) as u64);
    out.push(finish(mix(0x77, place)));
    out.push(finish(mix(shape ^ 0x99, u64::from(first))));
    out
}

fn fold(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '`' | '´' => '\'',
        '–' | '—' | '‐' | '‑' | '‒' => '-',
        c if c.is_numeric() => '0',
        c => c,
    };
    plain.to_lowercase().take(1)
}

fn class(c: char) -> char {
    if c.is_uppercase() {
        'X'
    } else if c.is_alphabetic() {
        'x'
    } else if c.is_numeric() {
        '0'
    } else {
        fold(c).next().unwrap_or(c)
    }
}

fn hash(kind: u64, text: &[char]) -> u32 {
    finish(text.iter().fold(mix(0x9e37, kind), |h, &c| mix(h, c as u64)))
}

fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn finish(hash: u64) -> u32 {
    let h = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (h >> 32) as u32
}
