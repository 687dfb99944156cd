//! Writes down what a reader sees while it reads. Nothing that is read depends on it.

use super::{ClauseCut, Explained, ExplainedWord, Outcome, Parsed, RuleHit, Stretch, Treatment, Voice};
use crate::Extraction;
use crate::draft::Draft;
use crate::read::{Clause, Said, Tree};
use crate::story::Speakers;
use crate::text::{Sentence, Token};
use std::cell::RefCell;
use truce_model::{Claim, Document};

/// The notes on one document, written from many places while it is read.
#[derive(Debug)]
pub(crate) struct Trace<'a> {
    document: &'a Document,
    text: &'a str,
    notes: RefCell<Vec<Explained>>,
}

impl<'a> Trace<'a> {
    /// Opens the notes on a document.
    pub fn new(document: &'a Document, text: &'a str) -> Trace<'a> {
        Trace { document, text, notes: RefCell::default() }
    }

    /// Begins a sentence.
    pub fn sentence(&self, sentence: &Sentence) {
        self.notes.borrow_mut().push(Explained {
            span: sentence.span,
            words: sentence.tokens.iter().map(word).collect(),
            stretches: Vec::new(),
            claims: Vec::new(),
            doubt: None,
        });
    }

    /// Begins a stretch at which nobody looks.
    pub fn voiceless(&self, stretch: &Said) {
        self.push(Stretch {
            words: stretch.from..stretch.to,
            voice: None,
            treatment: Treatment::Voiceless,
            clauses: Vec::new(),
        });
    }

    /// Begins a stretch with its tokens as the parse retags them, its parse, those who say it, and its clauses.
    pub fn stretch(
        &self,
        (tokens, stretch): (&[Token], &Said),
        tree: &Tree,
        tried: bool,
        speakers: Option<&Speakers>,
        read: &[Clause],
    ) {
        let by = stretch.by.as_ref();
        let voice = speakers.map(|speakers| Voice {
            sources: speakers.names.clone(),
            via: speakers.via.clone(),
            verb: by.map(|by| by.verb.clone()),
            words: by.map(|by| by.from..by.to),
            goes_on: by.is_some_and(|by| by.goes_on),
        });
        let treatment = match (tried, tree.tokens().is_empty()) {
            (false, _) => Treatment::Passed,
            (true, true) => Treatment::Unfit,
            (true, false) => Treatment::Parsed,
        };
        if let Some(sentence) = self.notes.borrow_mut().last_mut() {
            for i in tree.tokens() {
                sentence.words[i] = ExplainedWord { parsed: parsed(tree, i), ..word(&tokens[i]) };
            }
        }
        let clauses = read.iter().map(cut).collect();
        self.push(Stretch { words: stretch.from..stretch.to, voice, treatment, clauses });
    }

    /// Notes that no rule looks at the stretch that was begun last.
    pub fn only_thought(&self) {
        if let Some(stretch) = self.notes.borrow_mut().last_mut().and_then(|s| s.stretches.last_mut()) {
            stretch.treatment = Treatment::OnlyThought;
        }
    }

    /// Notes what a rule found in a clause of the stretch that was begun last.
    pub fn hit(&self, clause: &Clause, hit: RuleHit) {
        let mut notes = self.notes.borrow_mut();
        let clauses = notes.last_mut().and_then(|s| s.stretches.last_mut()).map(|s| &mut s.clauses);
        let words = clause.from..clause.to;
        if let Some(clause) = clauses.into_iter().flatten().find(|c| c.words == words) {
            clause.hits.push(hit);
        }
    }

    /// Notes that the hit noted last came to something else in the end.
    pub fn instead(&self, clause: &Clause, outcome: Outcome) {
        let mut notes = self.notes.borrow_mut();
        let clauses = notes.last_mut().and_then(|s| s.stretches.last_mut()).map(|s| &mut s.clauses);
        let words = clause.from..clause.to;
        let clause = clauses.into_iter().flatten().find(|c| c.words == words);
        if let Some(hit) = clause.and_then(|c| c.hits.last_mut()) {
            hit.outcome = outcome;
        }
    }

    /// The claim that a draft makes, with the first of its sources.
    pub fn claim(&self, draft: &Draft) -> Option<Claim> {
        draft.claims(self.document, self.text).into_iter().next()
    }

    /// Closes the notes: gives each sentence its claims and its doubt.
    pub fn finish(self, read: Extraction) -> Vec<Explained> {
        let mut notes = self.notes.into_inner();
        notes.sort_by_key(|sentence| sentence.span.start);
        let holder = |at: usize, notes: &[Explained]| {
            let behind = notes.partition_point(|sentence| sentence.span.start <= at);
            behind.checked_sub(1).filter(|i| at < notes[*i].span.end)
        };
        for claim in read.claims {
            if let Some(i) = holder(claim.span.start, &notes) {
                notes[i].claims.push(claim);
            }
        }
        let mut unread = Vec::new();
        for doubt in read.doubts {
            match holder(doubt.span.start, &notes) {
                Some(i) => notes[i].doubt = Some(doubt.because),
                None => unread.push(Explained {
                    span: doubt.span,
                    words: Vec::new(),
                    stretches: Vec::new(),
                    claims: Vec::new(),
                    doubt: Some(doubt.because),
                }),
            }
        }
        notes.extend(unread);
        notes.sort_by_key(|sentence| sentence.span.start);
        notes
    }

    fn push(&self, stretch: Stretch) {
        if let Some(sentence) = self.notes.borrow_mut().last_mut() {
            sentence.stretches.push(stretch);
        }
    }
}

fn word(token: &Token) -> ExplainedWord {
    ExplainedWord { span: token.span, text: token.text.clone(), lemma: token.lemma.clone(), parsed: None }
}

fn parsed(tree: &Tree, i: usize) -> Option<Parsed> {
    let word = tree.word(i)?;
    Some(Parsed {
        upos: word.upos,
        head: tree.head(i),
        relation: word.relation,
        sure_percent: word.sure_percent(),
    })
}

fn cut(clause: &Clause) -> ClauseCut {
    let verb = clause.verb;
    let is = |mark: fn(&crate::read::VerbGroup) -> bool| verb.as_ref().is_some_and(mark);
    let marks = [
        (is(|verb| verb.passive), "passive"),
        (is(|verb| verb.negated), "negated"),
        (is(|verb| verb.modal), "modal"),
        (is(|verb| verb.progressive), "progressive"),
        (is(|verb| verb.perfect), "perfect"),
        (is(|verb| verb.past), "past"),
        (is(|verb| !verb.finite), "not finite"),
        (clause.dependent, "dependent"),
        (clause.resumed, "resumed"),
    ];
    let ranges = |phrases: &[crate::read::Phrase]| phrases.iter().map(|p| p.from..p.to).collect();
    ClauseCut {
        words: clause.from..clause.to,
        verb: verb.map(|verb| verb.main),
        subject: ranges(&clause.subject),
        object: ranges(&clause.object),
        marks: marks.iter().filter(|(yes, _)| *yes).map(|(_, mark)| *mark).collect(),
        hits: Vec::new(),
    }
}
