//! New training sentences from parts of old ones: reports of what somebody said, as news writes them, and other names.
//!
//! The treebanks are poor in `S, a spokesman said`; clauses and speakers of the training text are put together.

use crate::conllu::{Gold, Sentence};
use crate::rng::Rng;
use std::collections::BTreeSet;
use truce_extract::parse::{Number, Relation, Tag, Upos, VerbForm};

const SAYING: &[(&str, VerbForm)] = &[
    ("said", VerbForm::Past),
    ("said", VerbForm::Past),
    ("said", VerbForm::Past),
    ("says", VerbForm::Present),
    ("added", VerbForm::Past),
    ("announced", VerbForm::Past),
    ("reported", VerbForm::Past),
    ("claimed", VerbForm::Past),
    ("stated", VerbForm::Past),
    ("confirmed", VerbForm::Past),
    ("warned", VerbForm::Past),
];

const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const LONGEST_SPEAKER: usize = 14;

/// Holds the parts.
pub struct Parts {
    speakers: Vec<Vec<Gold>>,
    names: Vec<String>,
}

impl Parts {
    /// Gathers speakers and names from the training text.
    pub fn new(train: &[Sentence]) -> Parts {
        let (mut speakers, mut names) = (Vec::new(), BTreeSet::new());
        for sentence in train {
            for (i, word) in sentence.words.iter().enumerate() {
                let says = word.head > 0 && SAYING.iter().any(|s| s.0 == sentence.words[word.head - 1].form);
                if word.relation == Relation::Nsubj && says {
                    speakers.extend(speaker(&sentence.words, i));
                }
                if is_name(word) {
                    names.insert(word.form.clone());
                }
            }
        }
        Parts { speakers, names: names.into_iter().collect() }
    }

    /// Changes names for others.
    pub fn rename(&self, sentence: &mut Sentence, rng: &mut Rng) {
        for word in sentence.words.iter_mut().filter(|w| is_name(w)) {
            if rng.chance(0.6) {
                word.form.clone_from(&self.names[rng.below(self.names.len())]);
            }
        }
    }

    /// Makes a report of what somebody said out of a plain sentence.
    pub fn report(&self, sentence: &Sentence, rng: &mut Rng) -> Option<Sentence> {
        let clause = clause(&sentence.words)?;
        let speaker = self.speakers.get(rng.below(self.speakers.len()))?.clone();
        let (verb, form) = SAYING[rng.below(SAYING.len())];
        let tag = Tag { upos: Upos::Verb, form, number: Number::Not, passive: false };
        let verb = vec![gold(verb, tag, 0, Relation::Root)];
        let tail = tail(rng);
        let kind = rng.unit();
        let mut out = Builder::default();
        if kind < 0.35 {
            // “S,” a speaker said on Monday.
            let quoted = rng.chance(0.35);
            out.clause(clause, quoted, Some(","));
            out.part(speaker, Relation::Nsubj);
            out.verb(verb);
            out.part(tail, Relation::Obl);
        } else if kind < 0.45 {
            // “S,” said a speaker.
            out.clause(clause, true, Some(","));
            out.verb(verb);
            out.part(speaker, Relation::Nsubj);
        } else {
            // A speaker said on Monday that S.
            out.part(speaker, Relation::Nsubj);
            out.verb(verb);
            out.part(tail, Relation::Obl);
            let that = rng.chance(0.5);
            out.marked(clause, that);
        }
        Some(out.finish())
    }
}

fn is_name(word: &Gold) -> bool {
    word.tag.upos == Upos::Propn
        && word.form.chars().count() > 2
        && word.form.starts_with(char::is_uppercase)
        && word.form.chars().all(char::is_alphabetic)
        && !DAYS.contains(&word.form.as_str())
}

fn gold(form: &str, tag: Tag, head: usize, relation: Relation) -> Gold {
    Gold { form: form.to_string(), tag, head, relation, span: (0, 0) }
}

fn plain(form: &str, upos: Upos, head: usize, relation: Relation) -> Gold {
    let number = if matches!(upos, Upos::Noun | Upos::Propn) { Number::Singular } else { Number::Not };
    gold(form, Tag { upos, form: VerbForm::Not, number, passive: false }, head, relation)
}

/// Takes the words under a subject, if they stand together; heads count from 1 within, 0 for the top.
fn speaker(words: &[Gold], top: usize) -> Option<Vec<Gold>> {
    let inside = |mut i: usize| {
        for _ in 0..words.len() {
            match (i == top, words[i].head) {
                (true, _) => return true,
                (false, 0) => return false,
                (false, h) => i = h - 1,
            }
        }
        false
    };
    let all: Vec<usize> = (0..words.len()).filter(|&i| inside(i)).collect();
    let (&first, &last) = (all.first()?, all.last()?);
    if last + 1 - first != all.len() || all.len() > LONGEST_SPEAKER {
        return None;
    }
    let mut part: Vec<Gold> = words[first..=last].to_vec();
    for (i, word) in part.iter_mut().enumerate() {
        word.head = if first + i == top { 0 } else { word.head - first };
    }
    lower_first(&mut part);
    Some(part)
}

fn lower_first(part: &mut [Gold]) {
    if let Some(word) = part.first_mut()
        && word.tag.upos != Upos::Propn
        && word.form != "I"
        && word.form.chars().skip(1).all(char::is_lowercase)
    {
        word.form = word.form.to_lowercase();
    }
}

/// Takes a plain sentence with subject and full stop, without them both.
fn clause(words: &[Gold]) -> Option<Vec<Gold>> {
    let (last, rest) = words.split_last()?;
    let root = words.iter().position(|w| w.head == 0)?;
    let subject = |w: &Gold| w.head == root + 1 && w.relation.base() == "nsubj";
    let fine = last.form == "."
        && last.head == root + 1
        && (5..32).contains(&rest.len())
        && rest.iter().any(subject)
        && rest.iter().all(|w| !["\"", "“", "”", ":", ";", "(", ".", "?"].contains(&w.form.as_str()));
    fine.then(|| rest.to_vec())
}

fn tail(rng: &mut Rng) -> Vec<Gold> {
    let day = DAYS[rng.below(DAYS.len())];
    match rng.below(6) {
        0 | 1 => vec![plain("on", Upos::Adp, 2, Relation::Case), plain(day, Upos::Propn, 0, Relation::Obl)],
        2 => vec![
            plain("in", Upos::Adp, 3, Relation::Case),
            plain("a", Upos::Det, 3, Relation::Det),
            plain("statement", Upos::Noun, 0, Relation::Obl),
        ],
        _ => Vec::new(),
    }
}

/// Puts parts together; heads that are not yet known are marked by the verb's place to come.
#[derive(Default)]
struct Builder {
    words: Vec<Gold>,
    waiting: Vec<usize>,
    verb: usize,
}

impl Builder {
    fn part(&mut self, part: Vec<Gold>, relation: Relation) -> Option<usize> {
        let base = self.words.len();
        let mut top = None;
        for (i, mut word) in part.into_iter().enumerate() {
            if word.head == 0 {
                word.relation = relation;
                top = Some(base + i + 1);
                self.waiting.push(base + i);
            } else {
                word.head += base;
            }
            self.words.push(word);
        }
        top
    }

    fn verb(&mut self, verb: Vec<Gold>) {
        self.words.extend(verb);
        self.verb = self.words.len();
    }

    fn mark(&mut self, form: &str, head: usize) {
        self.words.push(plain(form, Upos::Punct, head, Relation::Punct));
    }

    fn clause(&mut self, clause: Vec<Gold>, quoted: bool, end: Option<&str>) {
        let opened = self.words.len();
        if quoted {
            self.mark("“", 0);
        }
        let Some(top) = self.part(clause, Relation::Ccomp) else {
            return;
        };
        if quoted {
            self.words[opened].head = top;
        }
        if let Some(end) = end {
            self.mark(end, top);
        }
        if quoted {
            self.mark("”", top);
        }
    }

    fn marked(&mut self, mut clause: Vec<Gold>, that: bool) {
        lower_first(&mut clause);
        let at = self.words.len();
        if that {
            self.words.push(plain("that", Upos::Sconj, 0, Relation::Mark));
        }
        let top = self.part(clause, Relation::Ccomp);
        if that && let Some(top) = top {
            self.words[at].head = top;
        }
    }

    fn finish(mut self) -> Sentence {
        for i in self.waiting {
            self.words[i].head = self.verb;
        }
        let root = self.verb;
        self.words.push(plain(".", Upos::Punct, root, Relation::Punct));
        if let Some(first) = self.words.iter_mut().find(|w| w.tag.upos != Upos::Punct) {
            let mut chars = first.form.chars();
            let start: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
            first.form = start + chars.as_str();
        }
        Sentence { words: self.words, ..Sentence::default() }
    }
}
