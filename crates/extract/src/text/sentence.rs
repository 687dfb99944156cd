//! Cuts a paragraph into sentences. Knows abbreviations and closing quotation marks, no grammar.

use super::{Token, tag, tokenise};
use crate::lexicon::Lexicon;
use truce_model::Span;

/// Longest sentence that is read, in bytes. Prose stays far below it.
pub(crate) const LONGEST: usize = 4_000;

/// A sentence with its tagged tokens.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    pub span: Span,
    pub tokens: Vec<Token>,
}

impl Sentence {
    /// The bytes from token `from` up to token `to`, exclusive.
    pub fn span_of(&self, from: usize, to: usize) -> Span {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => Span::new(first.span.start, last.span.end),
            _ => Span::new(self.span.start, self.span.start),
        }
    }
}

/// The sentences of a paragraph, and the stretches too long to be any.
pub(crate) fn sentences(text: &str, paragraph: Span, lexicon: &Lexicon) -> (Vec<Sentence>, Vec<Span>) {
    let tokens = tokenise(text, paragraph, lexicon);
    let (mut read, mut set_aside) = (Vec::new(), Vec::new());
    let mut from = 0;
    for i in 0..tokens.len() {
        if i + 1 < tokens.len() && !ends_at(&tokens, i, lexicon) {
            continue;
        }
        let run = &tokens[from..=i];
        from = i + 1;
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let span = Span::new(first.span.start, last.span.end);
        if span.len() > LONGEST {
            set_aside.push(span);
            continue;
        }
        let mut tokens = run.to_vec();
        tag(&mut tokens, lexicon);
        read.push(Sentence { span, tokens });
    }
    (read, set_aside)
}

/// Whether a sentence ends with token `i`, which has a token after it.
fn ends_at(tokens: &[Token], i: usize, lexicon: &Lexicon) -> bool {
    let (token, next) = (&tokens[i], &tokens[i + 1]);
    let stop = |t: &Token| matches!(t.text.as_str(), "." | "!" | "?" | "…");
    let closing = |t: &Token| t.closes_quote() || t.text == ")" || t.text == "’";
    let opens = |t: &Token| {
        let first = t.text.chars().next();
        first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || "“\"‘(«".contains(c))
    };
    let gap = next.span.start > token.span.end;
    if !gap || !opens(next) || stop(next) || closing(next) {
        return false;
    }
    if stop(token) && token.text != "…" {
        return true;
    }
    if closing(token) {
        // A comma inside the closing mark means that the attribution is still to come.
        return i > 0 && stop(&tokens[i - 1]);
    }
    let abbreviated = token.text.len() > 1 && token.text.ends_with('.');
    abbreviated
        && !lexicon.has("titles", &token.lower)
        && (lexicon.has("starters", &next.lower) || next.text == "“")
}
