//! Cuts a sentence into tokens as the English Universal Dependencies treebanks do; no sentence splitting.
//!
//! `don't` gives `do n't`, `Syria's` gives `Syria 's`, most hyphens stand alone, `re-elected` and `U.N.` stay whole.

mod inside;
mod list;

/// Marks one token in its text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Token {
    /// Gives the token's form.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Cuts a sentence into tokens; they are in order, apart, never empty, and hold all but white space.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5 + 1);
    let end = text.trim_end().len();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                chunk(text, from, at, at >= end, &mut out);
                start = None;
            }
            (None, true) | (Some(_), false) => {}
        }
    }
    out
}

fn push(start: usize, end: usize, out: &mut Vec<Token>) {
    if start < end {
        out.push(Token { start, end });
    }
}

/// Longer stretches without a space are cut blindly, so that the time stays linear.
const LONGEST: usize = 512;

/// Cuts what stands between two spaces.
fn chunk(text: &str, mut start: usize, mut end: usize, last: bool, out: &mut Vec<Token>) {
    while end - start > LONGEST {
        let mut ends = (start + 1..=start + LONGEST).rev();
        let middle = ends.find(|&at| text.is_char_boundary(at)).unwrap_or(end);
        chunk(text, start, middle, false, out);
        start = middle;
    }
    if list::is_run(&text[start..end]) {
        push(start, end, out);
        return;
    }
    while let Some(len) = opening(&text[start..end]) {
        push(start, start + len, out);
        start += len;
    }
    let mut after = Vec::new();
    while let Some(len) = closing(&text[start..end], last) {
        after.push((end - len, end));
        end -= len;
    }
    if list::is_address(&text[start..end]) {
        push(start, end, out);
    } else {
        inside::cut(text, start, end, out);
    }
    for (from, to) in after.into_iter().rev() {
        push(from, to, out);
    }
}

/// Gives the length of a mark that opens the chunk, if more follows it.
fn opening(chunk: &str) -> Option<usize> {
    let mut chars = chunk.chars();
    let (first, rest) = (chars.next()?, chars.as_str());
    if rest.is_empty() || list::is_face(chunk) {
        return None;
    }
    let len = match first {
        '(' | '[' | '{' | '"' | '“' | '”' | '„' | '«' | '»' | '…' | '¿' | '¡' => first.len_utf8(),
        '*' | '_' => run(chunk, first),
        '$' | '£' | '€' | '¥' | '~' | '=' | '<' | '>' | '|' | '•' | '·' => run(chunk, first),
        ')' | ']' | '}' | ',' | ';' | ':' | '?' | '!' | '%' | '&' | '/' | '\\' => first.len_utf8(),
        '-' | '–' | '—' => run(chunk, first),
        '.' if rest.starts_with('.') => run(chunk, '.'),
        '.' if !rest.starts_with(|c: char| c.is_ascii_digit()) => 1,
        '`' => run(chunk, '`'),
        '\'' | '‘' | '’' if !list::keeps_apostrophe(rest) => run(chunk, first),
        '#' if rest.starts_with(|c: char| c.is_ascii_digit()) => 1,
        _ => return None,
    };
    (len < chunk.len()).then_some(len)
}

/// Gives the length of a mark that closes the chunk, if something stands before it.
fn closing(chunk: &str, last: bool) -> Option<usize> {
    let mut chars = chunk.chars();
    let end = chars.next_back()?;
    let before = chars.as_str();
    if before.is_empty() || list::is_face(chunk) {
        return None;
    }
    let len = match end {
        ',' | ';' | ':' | ')' | ']' | '}' | '"' | '“' | '”' | '»' | '«' | '…' | '%' => end.len_utf8(),
        '|' | '>' | '<' | '=' | '_' | '+' => end_run(chunk, end),
        '?' | '!' => marks(chunk),
        '\'' | '’' | '‘' if before.ends_with(end) => 2 * end.len_utf8(),
        '\'' | '’' | '‘' => end.len_utf8(),
        '-' | '–' | '—' | '*' | '`' => end_run(chunk, end),
        '.' if before.ends_with('.') && list::is_abbreviation(&before[..before.len() - 1], false) => 1,
        '.' if before.ends_with('.') => end_run(chunk, '.'),
        '.' if list::is_abbreviation(before, last) => return None,
        '.' => 1,
        '/' if !before.contains("//") => 1,
        _ => return None,
    };
    (len < chunk.len()).then_some(len)
}

fn run(chunk: &str, c: char) -> usize {
    chunk.len() - chunk.trim_start_matches(c).len()
}

fn end_run(chunk: &str, c: char) -> usize {
    chunk.len() - chunk.trim_end_matches(c).len()
}

fn marks(chunk: &str) -> usize {
    chunk.len() - chunk.trim_end_matches(['?', '!']).len()
}
