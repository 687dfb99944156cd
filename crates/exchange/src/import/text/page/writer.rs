//! Writes the words of blocks as plain text, and notes from where in the page each comes.

use super::super::offsets::Run;
use super::block::{Block, Piece};
use html5gum::{Token, Tokenizer};
use std::ops::Range;

/// Writes the words of blocks: white space is one space, references are their characters.
pub(super) struct Writer<'s> {
    pub(super) source: &'s str,
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    /// White space that comes before the next word, by its place.
    pub(super) space: Option<Range<usize>>,
}

impl Writer<'_> {
    pub(super) fn block(&mut self, block: &Block) {
        self.space = None;
        let mut first = true;
        for piece in &block.pieces {
            match piece {
                Piece::Break(_) if first => {}
                Piece::Break(at) => {
                    self.space = None;
                    if !self.text.ends_with('\n') {
                        self.put("\n", *at..*at);
                    }
                }
                Piece::Words(range) => {
                    let source = &self.source[range.clone()];
                    if first && source.trim().is_empty() {
                        continue;
                    }
                    if first && !self.text.is_empty() {
                        self.put("\n\n", range.start..range.start);
                    }
                    first = false;
                    self.words(range.clone());
                }
            }
        }
    }

    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let Some(letter) = rest.chars().next() else { break };
            let width = letter.len_utf8();
            if letter == '&' {
                at = self.reference(at, rest);
            } else if letter.is_whitespace() && letter != '\u{a0}' {
                self.space.get_or_insert(at..at + width);
                at += width;
            } else {
                self.letters(at..at + width);
                at += width;
            }
        }
    }

    fn letters(&mut self, range: Range<usize>) {
        self.give_space();
        let source = self.source;
        self.put(&source[range.clone()], range);
    }

    fn give_space(&mut self) {
        if let Some(space) = self.space.take()
            && !self.text.is_empty()
            && !self.text.ends_with('\n')
        {
            self.put(" ", space);
        }
    }

    /// Writes the character that `&name;` or `&#number;` stands for; returns where the text goes on.
    fn reference(&mut self, at: usize, rest: &str) -> usize {
        let body = rest[1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let closed = rest.as_bytes().get(1 + body) == Some(&b';');
        let raw = &rest[..1 + body + usize::from(closed)];
        let read = Tokenizer::new(raw).filter_map(Result::ok).find_map(|token| match token {
            Token::String(words) => String::from_utf8(words.value.to_vec()).ok(),
            _ => None,
        });
        let Some(words) = read.filter(|words| words != raw) else {
            self.letters(at..at + 1);
            return at + 1;
        };
        // A name that needs no semicolon may have letters of the text behind it.
        let tail = words.bytes().rev().zip(raw[1..].bytes().rev()).take_while(|(a, b)| a == b).count();
        let tail =
            if closed { 0 } else { tail.min(words.len() - words.chars().next().map_or(0, char::len_utf8)) };
        let (taken, said) = (raw.len() - tail, &words[..words.len() - tail]);
        if said.trim().is_empty() && !said.contains('\u{a0}') {
            self.space.get_or_insert(at..at + taken);
        } else {
            self.give_space();
            self.put(said, at..at + taken);
        }
        at + taken
    }

    fn put(&mut self, words: &str, from: Range<usize>) {
        let (at, len, taken) = (self.text.len(), words.len(), from.len());
        self.text.push_str(words);
        let same = self.source.get(from.clone()) == Some(words);
        match self.runs.last_mut() {
            Some(last) if last.same && same && last.from + last.taken == from.start => {
                last.len += len;
                last.taken += taken;
            }
            _ => self.runs.push(Run { at, len, from: from.start, taken, same }),
        }
    }
}
