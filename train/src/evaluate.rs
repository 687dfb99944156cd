//! Scores of a parser on annotated sentences.

use crate::conllu::Sentence;
use crate::treebanks::Test;
use crate::triples;
use truce_extract::parse::{self, Parser, Scratch, Upos};

/// Gives the scores of a model on each test set, a line each kind of score.
pub fn table(bytes: &[u8], tests: &[Test]) -> Result<String, String> {
    let parser = Parser::from_bytes(bytes).map_err(|e| e.to_string())?;
    let mut table = format!("model {} bytes\n", bytes.len());
    for (name, sentences) in tests {
        table += &format!("{name:9} gold tokens  {}\n", gold_tokens(&parser, sentences));
        table += &format!("{name:9} gold tokens  {}\n", triples::score(&parser, sentences));
        table += &format!("{name:9} own tokens   {}\n", own_tokens(&parser, sentences));
    }
    Ok(table)
}

/// Counts right answers.
#[derive(Debug, Default, Clone, Copy)]
pub struct Score {
    words: usize,
    upos: usize,
    tag: usize,
    head: usize,
    base: usize,
    full: usize,
    /// Words joined with their head, whichever of the two the parser has as head.
    joined: usize,
    /// Words other than punctuation, with right head, with right head and label.
    plain: [usize; 3],
}

impl Score {
    fn share(&self, count: usize) -> f64 {
        100.0 * count as f64 / self.words.max(1) as f64
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "words {:6}  UPOS {:.2}  tag {:.2}  UAS {:.2}  LAS {:.2}  LAS+subtypes {:.2}  joined {:.2}  without punctuation UAS {:.2} LAS {:.2}",
            self.words,
            self.share(self.upos),
            self.share(self.tag),
            self.share(self.head),
            self.share(self.base),
            self.share(self.full),
            self.share(self.joined),
            100.0 * self.plain[1] as f64 / self.plain[0].max(1) as f64,
            100.0 * self.plain[2] as f64 / self.plain[0].max(1) as f64,
        )
    }
}

/// Scores a parser on the annotators' own tokens.
pub fn gold_tokens(parser: &Parser, sentences: &[Sentence]) -> Score {
    let (mut score, mut scratch) = (Score::default(), Scratch::default());
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        let words = parser.parse(&forms, &mut scratch);
        for (i, (word, gold)) in words.iter().zip(&sentence.words).enumerate() {
            score.words += 1;
            let turned = gold.head.checked_sub(1).is_some_and(|h| words[h].head == Some(i));
            score.joined += usize::from(turned || word.head.map_or(0, |h| h + 1) == gold.head);
            score.upos += usize::from(word.upos == gold.tag.upos);
            let tag = (word.upos, word.form, word.number, word.passive);
            let want = (gold.tag.upos, gold.tag.form, gold.tag.number, gold.tag.passive);
            score.tag += usize::from(tag == want);
            let mark = gold.tag.upos == Upos::Punct;
            let head = word.head.map_or(0, |h| h + 1) == gold.head;
            let label = head && word.relation.base() == gold.relation.base();
            for (count, hit) in score.plain.iter_mut().zip([true, head, label]) {
                *count += usize::from(hit && !mark);
            }
            if head {
                score.head += 1;
                score.base += usize::from(word.relation.base() == gold.relation.base());
                score.full += usize::from(word.relation == gold.relation);
            }
        }
    }
    score
}

/// Scores a parser on its own tokens, as F1 over words that stand on the same characters.
pub fn own_tokens(parser: &Parser, sentences: &[Sentence]) -> Own {
    let (mut own, mut scratch) = (Own::default(), Scratch::default());
    for sentence in sentences {
        let text = sentence.text.as_str();
        let tokens = parse::tokens(text);
        let forms: Vec<&str> = tokens.iter().map(|t| t.of(text)).collect();
        let place = |byte: usize| text[..byte].chars().count();
        let spans: Vec<_> = tokens.iter().map(|t| (place(t.start), place(t.end))).collect();
        let words = parser.parse(&forms, &mut scratch);
        own.gold += sentence.words.len();
        own.found += words.len();
        for (word, span) in words.iter().zip(&spans) {
            let Some(gold) = sentence.words.iter().find(|g| g.span == *span) else {
                continue;
            };
            own.tokens += 1;
            own.upos += usize::from(word.upos == gold.tag.upos);
            let head = word.head.map(|h| spans[h]);
            let want = gold.head.checked_sub(1).map(|h| sentence.words[h].span);
            if head == want {
                own.head += 1;
                own.base += usize::from(word.relation.base() == gold.relation.base());
            }
        }
    }
    own
}

/// Counts right answers on own tokens.
#[derive(Debug, Default, Clone, Copy)]
pub struct Own {
    gold: usize,
    found: usize,
    tokens: usize,
    upos: usize,
    head: usize,
    base: usize,
}

impl std::fmt::Display for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |count: usize| 200.0 * count as f64 / (self.gold + self.found).max(1) as f64;
        write!(
            f,
            "tokens {:.2}  UPOS {:.2}  UAS {:.2}  LAS {:.2}",
            share(self.tokens),
            share(self.upos),
            share(self.head),
            share(self.base)
        )
    }
}
