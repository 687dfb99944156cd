//! TOML as tokens, also where it is broken. Builds no tree.

use std::ops::Range;

/// A piece of TOML; spaces are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What sort of piece.
    pub sort: Sort,
    /// Where it stands.
    pub at: Range<usize>,
}

/// What sort of piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A key, a number, a time: whatever stands without marks.
    Bare,
    /// Words in quotation marks, each as long as told; without the closing one they reach to the end of the line.
    Quoted {
        /// Length of the opening marks.
        marks: usize,
        /// Whether the closing marks are there.
        closed: bool,
    },
    /// From `#` to the end of the line.
    Comment,
    /// The end of a line.
    Newline,
    /// One of `[]{}=,`.
    Mark(u8),
}

impl Token {
    /// The words without their quotation marks.
    pub fn words<'t>(&self, toml: &'t str) -> &'t str {
        toml.get(self.inner()).unwrap_or("")
    }

    /// Where the words stand without their quotation marks.
    pub fn inner(&self) -> Range<usize> {
        match self.sort {
            Sort::Quoted { marks, closed } => {
                let start = self.at.start + marks;
                start..self.at.end.saturating_sub(if closed { marks } else { 0 }).max(start)
            }
            Sort::Bare | Sort::Comment | Sort::Newline | Sort::Mark(_) => self.at.clone(),
        }
    }
}

/// Takes TOML apart. Every byte that is not in a token is white space.
pub(crate) fn tokens(toml: &str) -> Vec<Token> {
    let bytes = toml.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let (sort, end) = match byte {
            b'\n' => (Sort::Newline, at + 1),
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'#' => (Sort::Comment, until(bytes, at, |byte| byte == b'\n')),
            b'[' | b']' | b'{' | b'}' | b'=' | b',' => (Sort::Mark(*byte), at + 1),
            b'"' | b'\'' => quoted(bytes, at),
            _ => (
                Sort::Bare,
                until(bytes, at, |byte| byte.is_ascii_whitespace() || b"[]{}=,#\"'".contains(&byte)),
            ),
        };
        found.push(Token { sort, at: at..end });
        at = end;
    }
    found
}

/// The comments, without spaces at their ends, in order.
pub(crate) fn comments(toml: &str) -> Vec<&str> {
    let all = tokens(toml).into_iter().filter(|token| token.sort == Sort::Comment);
    all.filter_map(|token| toml.get(token.at).map(str::trim_end)).collect()
}

fn until(bytes: &[u8], start: usize, ends: impl Fn(u8) -> bool) -> usize {
    bytes[start..].iter().position(|byte| ends(*byte)).map_or(bytes.len(), |length| start + length)
}

fn quoted(bytes: &[u8], start: usize) -> (Sort, usize) {
    let mark = bytes[start];
    let marks = if bytes[start..].starts_with(&[mark; 3]) { 3 } else { 1 };
    let mut at = start + marks;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if mark == b'"' && (marks == 3 || bytes.get(at + 1) != Some(&b'\n')) => at += 1,
            b'\n' if marks == 1 => return (Sort::Quoted { marks, closed: false }, at),
            byte if *byte == mark && marks == 1 => return (Sort::Quoted { marks, closed: true }, at + 1),
            byte if *byte == mark && bytes[at..].starts_with(&[mark; 3]) => {
                // Up to two more marks belong to the words: `""""quoted""""`.
                let run = until(bytes, at, |byte| byte != mark) - at;
                return (Sort::Quoted { marks, closed: true }, at + run.min(5));
            }
            _ => {}
        }
        at += 1;
    }
    (Sort::Quoted { marks, closed: false }, bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(toml: &str, pieces: &[&str]) {
        let found: Vec<String> = tokens(toml).into_iter().map(|token| toml[token.at].to_owned()).collect();
        assert_eq!(found, pieces, "{toml:?}");
    }

    #[test]
    fn toml_is_taken_apart() {
        check("id = \"a # b\" # c", &["id", "=", "\"a # b\"", "# c"]);
        check("[[words]]\nby.x=1", &["[", "[", "words", "]", "]", "\n", "by.x", "=", "1"]);
        check("a = ['x', \"y\\\"\"]", &["a", "=", "[", "'x'", ",", "\"y\\\"\"", "]"]);
        check("a = \"\"\"b\n\"c\"\"\"\"\n", &["a", "=", "\"\"\"b\n\"c\"\"\"\"", "\n"]);
    }

    #[test]
    fn broken_toml_is_taken_apart_too() {
        check("a = \"open\nb = 1", &["a", "=", "\"open", "\n", "b", "=", "1"]);
        check("a = \"\\\nb", &["a", "=", "\"\\", "\n", "b"]);
        check("a = \"\"\"open\nb", &["a", "=", "\"\"\"open\nb"]);
        check("a = \"\\", &["a", "=", "\"\\"]);
        check("é = [", &["é", "=", "["]);
    }

    #[test]
    fn comments_keep_their_words() {
        assert_eq!(comments("# a \r\nb = '#' # c\n"), ["# a", "# c"]);
    }
}
