//! Subjects and objects of verbs, the arcs that events are read from, as triples to compare across annotation styles.

use crate::conllu::Sentence;
use truce_extract::parse::{Parser, Scratch, Upos};

/// Counts triples (kind, verb, word) of gold, of the parser, and of both.
#[derive(Debug, Default, Clone, Copy)]
pub struct Core {
    gold: usize,
    found: usize,
    both: usize,
}

const KINDS: [&str; 3] = ["nsubj", "nsubj:pass", "obj"];

/// Scores the triples on gold tokens; verbs are those of the annotators.
pub fn score(parser: &Parser, sentences: &[Sentence]) -> Core {
    let (mut core, mut scratch) = (Core::default(), Scratch::default());
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        for (word, gold) in parser.parse(&forms, &mut scratch).iter().zip(&sentence.words) {
            let verb = |head: usize| sentence.words[head].tag.upos == Upos::Verb;
            let kind = |name: &'static str| KINDS.contains(&name).then_some(name);
            let want = gold.head.checked_sub(1).filter(|&h| verb(h));
            let want = want.and_then(|h| Some((kind(gold.relation.as_str())?, h)));
            let have = word.head.filter(|&h| verb(h));
            let have = have.and_then(|h| Some((kind(word.relation.as_str())?, h)));
            core.gold += usize::from(want.is_some());
            core.found += usize::from(have.is_some());
            core.both += usize::from(want.is_some() && want == have);
        }
    }
    core
}

impl std::fmt::Display for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        write!(
            f,
            "subjects and objects of verbs: precision {:.2}  recall {:.2}  F1 {:.2}",
            share(self.both, self.found),
            share(self.both, self.gold),
            share(2 * self.both, self.gold + self.found)
        )
    }
}
