//! Fenced blocks of a Markdown file with their lines. Knows nothing of what they hold.

use super::shape::SHAPES;
use std::ops::Range;

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    /// The opening marks.
    pub marks: String,
    /// What stands after them.
    pub info: String,
    /// The opening line, without its end.
    pub head: Range<usize>,
    /// The lines between the fences.
    pub body: Range<usize>,
    /// Where the text goes on: behind the closing line, at the end of the body if there is none.
    pub end: usize,
}

impl Fence {
    /// The word after `toml`, where it is that of a block of agreements.
    pub fn word(&self) -> Option<&str> {
        let mut words = self.info.split_whitespace();
        let word = words.next().filter(|language| *language == "toml").and_then(|_| words.next())?;
        SHAPES.contains_key(word).then_some(word)
    }

    /// Whether a line closes it.
    pub fn is_closed(&self) -> bool {
        self.end > self.body.end
    }
}

/// The fenced blocks of a finished file. One that is never closed reaches to the end.
pub(crate) fn fences(text: &str) -> Vec<Fence> {
    scan(text, false)
}

/// The fenced blocks of a file that somebody is writing: a new TOML block ends one that is not closed yet.
pub(crate) fn fences_while_typing(text: &str) -> Vec<Fence> {
    scan(text, true)
}

fn scan(text: &str, typing: bool) -> Vec<Fence> {
    let (mut found, mut open, mut at) = (Vec::new(), None::<Fence>, 0);
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end();
        let head = at..at + line.len();
        let next = at + raw.len();
        let begins = fence_of(line);
        let anew = typing && begins.as_ref().is_some_and(|(_, info)| info.starts_with("toml"));
        let ends = open.as_ref().is_some_and(|open| anew || closes(line, &open.marks));
        if ends && let Some(mut fence) = open.take() {
            fence.body.end = at;
            fence.end = if anew { at } else { next };
            found.push(fence);
        }
        if let (None, Some((marks, info))) = (&open, begins)
            && (!ends || anew)
        {
            open = Some(Fence { marks, info, head, body: next..text.len(), end: text.len() });
        }
        at = next;
    }
    found.extend(open);
    found
}

fn closes(line: &str, marks: &str) -> bool {
    let rest = line.trim_start().strip_prefix(marks);
    rest.is_some_and(|rest| rest.chars().all(|mark| marks.starts_with(mark)))
}

/// The marks of an opening fence and what stands after them.
fn fence_of(line: &str) -> Option<(String, String)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|mark| "`~".contains(*mark))?;
    let info = line.trim_start_matches(mark);
    let marks = &line[..line.len() - info.len()];
    (marks.len() >= 3 && !info.contains('`')).then(|| (marks.to_owned(), info.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{super::problem::Problems, markdown},
        *,
    };
    use proptest::prelude::*;

    fn check(text: &str, found: &[(&str, &str)], typing: &[(&str, &str)]) {
        let told = |fences: Vec<Fence>| -> Vec<(String, String)> {
            fences.into_iter().map(|fence| (fence.info, text[fence.body].to_owned())).collect()
        };
        let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(info, body)| ((*info).to_owned(), (*body).to_owned())).collect()
        };
        assert_eq!(told(fences(text)), own(found), "{text:?}");
        assert_eq!(told(fences_while_typing(text)), own(typing), "{text:?}");
    }

    #[test]
    fn blocks_are_found_with_their_lines() {
        let one = [("toml provision", "id = 1\n")];
        check("a\n```toml provision\nid = 1\n```\nb", &one, &one);
        check("~~~~ toml provision\nid = 1\n~~~~~\n", &one, &one);
        check("> ```toml provision\n> id = 1\n", &[], &[]);
        check("```\n", &[("", "")], &[("", "")]);
        check("", &[], &[]);
        let left_open = "```toml turn\nid = 1\n```toml area\nid = 2\n```\n";
        check(
            left_open,
            &[("toml turn", "id = 1\n```toml area\nid = 2\n")],
            &[("toml turn", "id = 1\n"), ("toml area", "id = 2\n")],
        );
    }

    proptest! {
        #[test]
        fn blocks_lie_one_behind_the_other_and_are_told_with_their_lines(lines in proptest::collection::vec(
            "(> )?(```|~~~|````)(toml provision|toml|text| toml turn )?|# a|> b|[`~]{0,4}|id = 1", 0..12
        )) {
            let text = lines.join("\n");
            let mut at = 0;
            for fence in fences(&text) {
                let ends = [at, fence.head.start, fence.head.end, fence.body.start, fence.body.end, fence.end];
                prop_assert!(ends.is_sorted() && fence.end <= text.len());
                prop_assert!(fence.end == text.len() || text[..fence.end].ends_with('\n'));
                prop_assert!(fence.is_closed() || fence.end == text.len());
                at = fence.end;
            }
            for block in markdown::parts(&text, &mut Problems::of("", &text)).blocks {
                prop_assert_eq!(block.line, 1 + text[..block.fence.start].matches('\n').count());
            }
        }
    }

    #[test]
    fn only_known_words_make_a_block_of_agreements() {
        let word = |line: &str| fences(line).first().and_then(|fence| fence.word().map(str::to_owned));
        assert_eq!(word("```toml provision"), Some("provision".into()));
        assert_eq!(word("```toml provisio"), None);
        assert_eq!(word("```toml"), None);
        assert_eq!(word("```json provision"), None);
    }
}
