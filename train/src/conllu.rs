//! Reads CoNLL-U files into sentences; ranges and empty nodes keep only what the text needs.

use std::path::Path;
use truce_extract::parse::{Number, Relation, Tag, Upos, VerbForm};

/// Holds one annotated word.
#[derive(Debug, Clone)]
pub struct Gold {
    pub form: String,
    pub tag: Tag,
    /// 0 for the root, else the head's place counted from 1.
    pub head: usize,
    pub relation: Relation,
    /// Characters of the text that the word stands on.
    pub span: (usize, usize),
}

/// Holds one annotated sentence.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    pub document: String,
    pub text: String,
    pub words: Vec<Gold>,
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Vec<Sentence>, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
    let (mut out, mut document) = (Vec::new(), String::new());
    for block in text.split("\n\n").filter(|b| !b.trim().is_empty()) {
        let mut sentence = Sentence::default();
        let mut builder = Spans::default();
        for line in block.lines() {
            if let Some(id) = line.strip_prefix("# newdoc id = ") {
                document = id.to_string();
            } else if let Some(t) = line.strip_prefix("# text = ") {
                sentence.text = t.to_string();
                builder = Spans::new(t);
            } else if !line.starts_with('#') && !line.is_empty() {
                row(line, &mut sentence, &mut builder).map_err(|e| format!("{name}: {e}: {line}"))?;
            }
        }
        sentence.document.clone_from(&document);
        out.push(sentence);
    }
    Ok(out)
}

fn row(line: &str, sentence: &mut Sentence, spans: &mut Spans) -> Result<(), &'static str> {
    let f: Vec<&str> = line.split('\t').collect();
    let [id, form, _, upos, xpos, feats, head, relation, ..] = f[..] else {
        return Err("too few columns");
    };
    if let Some((from, to)) = id.split_once('-') {
        let (from, to): (usize, usize) =
            (from.parse().map_err(|_| "bad id")?, to.parse().map_err(|_| "bad id")?);
        spans.range(form, to + 1 - from);
        return Ok(());
    }
    if id.contains('.') {
        return Ok(());
    }
    sentence.words.push(Gold {
        form: form.to_string(),
        tag: tag(upos, xpos, feats).ok_or("unknown part of speech")?,
        head: head.parse().map_err(|_| "bad head")?,
        relation: Relation::named(relation).ok_or("unknown relation")?,
        span: spans.word(form),
    });
    Ok(())
}

fn tag(upos: &str, xpos: &str, feats: &str) -> Option<Tag> {
    let upos = Upos::named(upos)?;
    let feat =
        |name: &str| feats.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('=')).unwrap_or("");
    let form = match (upos, feat("VerbForm")) {
        (Upos::Verb | Upos::Aux, "Inf") => VerbForm::Infinitive,
        (Upos::Verb | Upos::Aux, "Ger") => VerbForm::Gerund,
        (Upos::Verb | Upos::Aux, "Part") if feat("Tense") == "Past" => VerbForm::PastParticiple,
        (Upos::Verb | Upos::Aux, "Part") => VerbForm::PresentParticiple,
        (Upos::Verb | Upos::Aux, "Fin") if xpos == "MD" => VerbForm::Modal,
        (Upos::Verb | Upos::Aux, "Fin") if feat("Mood") == "Imp" => VerbForm::Imperative,
        (Upos::Verb | Upos::Aux, "Fin") if feat("Tense") == "Past" => VerbForm::Past,
        (Upos::Verb | Upos::Aux, "Fin") => VerbForm::Present,
        _ => VerbForm::Not,
    };
    let number = match (upos, feat("Number")) {
        (Upos::Noun | Upos::Propn | Upos::Pron, "Sing") => Number::Singular,
        (Upos::Noun | Upos::Propn | Upos::Pron, "Plur" | "Ptan") => Number::Plural,
        _ => Number::Not,
    };
    let passive = form == VerbForm::PastParticiple && feat("Voice") == "Pass";
    Some(Tag { upos, form, number, passive })
}

/// Finds the words of a sentence in its text, in characters.
#[derive(Default)]
struct Spans {
    text: Vec<char>,
    at: usize,
    /// Words still to come of a written token, and where that token stands.
    pending: usize,
    token: (usize, usize),
}

impl Spans {
    fn new(text: &str) -> Spans {
        Spans { text: text.chars().collect(), ..Spans::default() }
    }

    fn next(&mut self, form: &str) -> (usize, usize) {
        while self.text.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        (self.at, self.at + form.chars().count())
    }

    fn range(&mut self, form: &str, count: usize) {
        self.token = self.next(form);
        self.pending = count;
    }

    fn word(&mut self, form: &str) -> (usize, usize) {
        let span = self.next(form);
        if self.pending == 0 {
            self.at = span.1;
            return span;
        }
        self.pending -= 1;
        let end = if self.pending == 0 { self.token.1 } else { span.1.min(self.token.1) };
        let span = (self.at.min(end), end);
        self.at = end;
        span
    }
}
