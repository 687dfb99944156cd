//! Whether the words around an expression look back or ahead. Reads a few words on each side, no syntax.

use super::cursor::Cursor;
use super::words::Word;

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Back,
    Ahead,
    Unclear,
}

/// How far a word of tense reaches.
const REACH: usize = 14;

impl Cursor<'_> {
    /// Where the clause around tokens `from..to` looks: by the nearest verb before, else the nearest after.
    pub fn look(&self, from: usize, to: usize) -> Look {
        let mut apart = false;
        for (steps, i) in (0..from).rev().take(REACH).enumerate() {
            if self.is(i, &[";", "\"", "“", "”"]) {
                break;
            }
            match self.cue(i, steps, from) {
                // `said` looks back for its own day only: `told his cabinet on Sunday that he would`.
                Some(Look::Unclear)
                    if steps <= 2 || (steps <= 9 && !apart && self.before(from, 1) == "on") =>
                {
                    return Look::Back;
                }
                Some(Look::Unclear) => {}
                Some(look) => return look,
                None => {}
            }
            apart |= self.is(i, &["that", ","]);
        }
        for i in (to..self.tokens.len()).take(REACH) {
            if self.is(i, &[";", "\"", "“", "”", "."]) {
                break;
            }
            match self.cue(i, i - to, from) {
                Some(Look::Unclear) => return Look::Back,
                Some(look) => return look,
                None => {}
            }
        }
        Look::Unclear
    }

    /// What the word at `i` says of its clause; `Unclear` for a verb of saying.
    fn cue(&self, i: usize, steps: usize, from: usize) -> Option<Look> {
        let lower = self.w(i);
        if self.tokens[i].capital && i > 0 {
            return None;
        }
        // `will be held`: the tense stands before.
        if i > 0 && self.w(i - 1) == "be" {
            return None;
        }
        match lower {
            "may" | "might" => return Some(Look::Ahead),
            "is" | "are" | "was" | "were" if self.w(i + 1) == "to" => return Some(Look::Ahead),
            "has" | "have" if self.w(i + 1) == "to" => return Some(Look::Ahead),
            "has" | "have" if self.is(i + 1, &["until", "till"]) => return Some(Look::Ahead),
            "to" => {
                let willing = [
                    "scheduled",
                    "expected",
                    "plans",
                    "hopes",
                    "wants",
                    "agreed",
                    "likely",
                    "ready",
                    "how",
                    "decided",
                    "want",
                ];
                return self.is(i.wrapping_sub(1), &willing).then_some(Look::Ahead);
            }
            "is" | "are" | "'s" | "'re" if lower != "'s" && steps <= 4 && i < from => {
                return Some(Look::Ahead);
            }
            _ => {}
        }
        match self.word(i) {
            Word::Ahead => Some(Look::Ahead),
            Word::Back => Some(Look::Back),
            Word::Saying => Some(Look::Unclear),
            Word::Plain
                if lower.len() > 4
                    && lower.ends_with("ed")
                    && !self.is(i, &["united", "hundred", "armed"]) =>
            {
                Some(Look::Back)
            }
            _ => None,
        }
    }
}
