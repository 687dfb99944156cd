//! A row as a text that can be quoted: a line for each cell that holds anything, under a head.

use std::collections::BTreeMap;
use truce_model::{Block, BlockRole, Span};

/// The text of a row while it is written.
pub(super) struct Page {
    pub(super) text: String,
    head: Span,
    lines: BTreeMap<String, Span>,
}

impl Page {
    /// A page with its head alone.
    pub(super) fn new(head: String) -> Page {
        let span = Span::new(0, head.len());
        Page { text: head, head: span, lines: BTreeMap::new() }
    }

    /// Adds a cell, once; one that holds nothing is left out.
    pub(super) fn add(&mut self, column: &str, cell: &str) {
        let words: Vec<&str> = cell
            .split(|letter: char| letter.is_whitespace() || letter.is_control())
            .filter(|w| !w.is_empty())
            .collect();
        if words.is_empty() || self.lines.contains_key(column) {
            return;
        }
        self.text.push('\n');
        let start = self.text.len();
        self.text += &format!("{column}: {}", words.join(" "));
        self.lines.insert(column.to_owned(), Span::new(start, self.text.len()));
    }

    /// From the first to the last of the lines of these columns that there are.
    pub(super) fn span(&self, columns: &[&str]) -> Option<Span> {
        let spans = || columns.iter().filter_map(|column| self.lines.get(*column));
        Some(Span::new(spans().map(|span| span.start).min()?, spans().map(|span| span.end).max()?))
    }

    /// From the head to the last of the lines of these columns.
    pub(super) fn head_to(&self, columns: &[&str]) -> Span {
        Span::new(0, self.span(columns).map_or(self.head.end, |span| span.end))
    }

    /// Its parts: the head, and all the rest.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let rest = Span::new((self.head.end + 1).min(self.text.len()), self.text.len());
        let head = Block { role: BlockRole::Headline, span: self.head };
        let rest = Block { role: BlockRole::Paragraph, span: rest };
        [head, rest].into_iter().filter(|block| !block.span.is_empty()).collect()
    }
}
