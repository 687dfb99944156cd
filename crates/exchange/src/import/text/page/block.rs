//! Cuts a page into blocks, the stretches that stand on lines of their own, and tells prose from links.

use super::name;
use super::regions::Regions;
use html5gum::Token;
use std::ops::Range;

/// Elements that stand within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "img", "input", "nobr", "acronym",
];

/// A stretch of a page that stands on lines of its own.
pub(super) struct Block {
    /// Its first token.
    pub(super) token: usize,
    /// Stretches of the source that hold its words, and line breaks between them.
    pub(super) pieces: Vec<Piece>,
    pub(super) bytes: usize,
    /// Bytes that lead elsewhere.
    linked: usize,
    heading: bool,
    /// Whether it ends like a sentence.
    closed: bool,
}

pub(super) enum Piece {
    Words(Range<usize>),
    Break(usize),
}

impl Block {
    /// Whether it reads like a sentence of the article and not like a button or a list of links.
    pub(super) fn is_prose(&self) -> bool {
        self.bytes >= 25 && self.linked * 2 < self.bytes && self.closed
    }

    pub(super) fn is_of_article(&self) -> bool {
        self.is_prose()
            || (self.bytes > 0 && (self.heading || (self.linked * 2 < self.bytes && self.bytes >= 12)))
    }
}

pub(super) fn blocks(source: &str, tokens: &[Token<usize>], regions: &Regions) -> Vec<Block> {
    let new = |token: usize, heading: bool| Block {
        token,
        pieces: Vec::new(),
        bytes: 0,
        linked: 0,
        heading,
        closed: false,
    };
    let (mut blocks, mut block) = (Vec::new(), new(0, false));
    let (mut links, mut headings) = (0usize, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        let (tag, starts) = match token {
            Token::String(_) if regions.aside[at] => continue,
            Token::String(words) => {
                let range = words.span.start..words.span.end.min(source.len());
                let Some(raw) = source.get(range.clone()) else { continue };
                let said = raw.split_whitespace().map(str::len).sum::<usize>();
                block.bytes += said;
                block.linked += if links > 0 { said } else { 0 };
                if said > 0 {
                    let end = raw.trim_end().trim_end_matches(['”', '"', '’', '\'', ')', '»']);
                    block.closed = end.ends_with(['.', '!', '?', '…', ';']);
                }
                block.pieces.push(Piece::Words(range));
                continue;
            }
            Token::StartTag(tag) => (name(&tag.name), true),
            Token::EndTag(tag) => (name(&tag.name), false),
            _ => continue,
        };
        if tag == "a" {
            links = usize::from(starts);
        } else if tag == "br" {
            let Token::StartTag(here) = token else { continue };
            block.pieces.push(Piece::Break(here.span.start));
        } else if !INLINE.contains(&tag) {
            if matches!(tag, "h1" | "h2" | "h3") {
                headings = usize::from(starts);
            }
            links = 0;
            blocks.push(std::mem::replace(&mut block, new(at, headings > 0)));
        }
    }
    blocks.push(block);
    blocks.retain(|block| block.bytes > 0);
    blocks
}
