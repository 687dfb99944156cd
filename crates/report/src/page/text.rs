//! Running text, before it is written in any format. Escapes nothing: the writers do.

use super::{Refs, words};

/// A stretch of text of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Plain(String),
    /// Words that stand out.
    Strong(String),
    /// Quoted words, in quotation marks.
    Quoted(String),
    /// A figure with the numbers of its quotes.
    Figure(String, Refs),
    /// Numbers of quotes.
    Refs(Refs),
    /// The number of an incident in the annex.
    Incident(usize),
}

/// Pieces in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text(pub Vec<Piece>);

impl Text {
    /// Text of words alone.
    pub fn of(words: impl Into<String>) -> Text {
        Text(vec![Piece::Plain(words.into())])
    }

    /// Adds words.
    pub fn say(self, words: impl Into<String>) -> Text {
        self.and(Piece::Plain(words.into()))
    }

    /// Adds words that stand out.
    pub fn strong(self, words: impl Into<String>) -> Text {
        self.and(Piece::Strong(words.into()))
    }

    /// Adds words in quotation marks.
    pub fn quoted(self, words: impl AsRef<str>) -> Text {
        self.and(Piece::Quoted(words::quotation(words.as_ref())))
    }

    /// Adds a piece.
    pub fn and(mut self, piece: Piece) -> Text {
        self.0.push(piece);
        self
    }
}
