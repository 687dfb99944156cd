//! Why a file's sentences were read as they were, each with its place in the file. Decides nothing.

use crate::MonitorError;
use serde_json::{Value, json};
use std::ops::Range;
use truce_exchange::{ExchangeError, Import, ImportOptions, Imported, guide_line, import_line, import_text};
use truce_extract::{
    Reader,
    explain::{ClauseCut, Explained, ExplainedWord, RuleHit, Sign, Stretch, Weighed},
};

/// A sentence as it was read, with its place in the file.
#[derive(Clone, Debug)]
pub struct ExplainedSentence {
    /// The story's name.
    pub story: String,
    /// The number of the sentence among those of the story's paragraphs, from 1.
    pub number: usize,
    /// Whose voice unattributed sentences are.
    pub outlet: Option<String>,
    /// The sentence as it stands in the file.
    pub evidence: String,
    /// Where, in characters of the file or of the line's text.
    pub span: [usize; 2],
    /// What was seen in it.
    pub seen: Explained,
    /// Its claims, as lines of the annotation guide's format.
    pub claims: Vec<Value>,
    /// Where each of its words stands.
    places: Vec<[usize; 2]>,
}

/// What a file or line came to.
#[derive(Debug, Default)]
pub struct ReadExplained {
    /// Its sentences, in order.
    pub sentences: Vec<ExplainedSentence>,
    /// Stories that were set aside, and why.
    pub aside: Vec<ExchangeError>,
    /// What the user should know of how the file was read.
    pub notes: Vec<String>,
}

/// Explains every sentence of a file.
pub fn explain_file(
    reader: &Reader,
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<ReadExplained, MonitorError> {
    let Import { stories, aside, guessed } = import_text(name, bytes, options)?;
    let guessed = guessed.map(|encoding| format!("{name}: no UTF-8; read as {encoding}"));
    let mut read = ReadExplained { aside, notes: guessed.into_iter().collect(), ..ReadExplained::default() };
    stories.iter().for_each(|imported| explain(reader, imported, &mut read));
    Ok(read)
}

/// Explains every sentence of one line of a file of documents.
pub fn explain_line(
    reader: &Reader,
    file: &str,
    line: usize,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<ReadExplained, MonitorError> {
    let mut read = ReadExplained::default();
    explain(reader, &import_line(file, line, bytes, options)?, &mut read);
    Ok(read)
}

fn explain(reader: &Reader, imported: &Imported, read: &mut ReadExplained) {
    let story = &imported.document.name;
    let seen = reader.explain(&imported.document, &imported.text);
    if seen.is_none() {
        read.notes.push(format!("{story}: not read, for it names nothing of war or truce"));
    }
    let sentences = seen.into_iter().flatten().enumerate();
    read.sentences.extend(sentences.map(|(at, seen)| sentence(imported, at + 1, seen)));
}

fn sentence(imported: &Imported, number: usize, seen: Explained) -> ExplainedSentence {
    let source = imported.source.as_bytes();
    let place = |span| {
        let bytes = imported.offsets.original(span);
        [bytes.start, bytes.end].map(|at| imported.offsets.characters(source, at))
    };
    let bytes = imported.offsets.original(seen.span);
    ExplainedSentence {
        story: imported.document.name.clone(),
        number,
        outlet: imported.document.outlet.as_ref().map(|name| name.as_str().to_owned()),
        evidence: imported.source.get(bytes.start..bytes.end).unwrap_or_default().to_owned(),
        span: place(seen.span),
        claims: seen.claims.iter().map(|claim| guide_line(imported, claim)).collect(),
        places: seen.words.iter().map(|word| place(word.span)).collect(),
        seen,
    }
}

impl ExplainedSentence {
    /// The sentence as one object; its form is told in `docs/reference/explain.md`.
    pub fn to_json(&self) -> Value {
        let words = self.seen.words.iter().zip(&self.places).enumerate();
        json!({
            "story": self.story,
            "sentence": self.number,
            "evidence": self.evidence,
            "span": self.span,
            "outlet": self.outlet,
            "words": words.map(|(at, (one, place))| word(at + 1, one, *place)).collect::<Vec<_>>(),
            "stretches": self.seen.stretches.iter().map(stretch).collect::<Vec<_>>(),
            "claims": self.claims,
            "doubt": self.seen.doubt,
        })
    }
}

/// The first and the last word of a range, counted from 1.
fn numbers(range: &Range<usize>) -> [usize; 2] {
    [range.start + 1, range.end.max(range.start + 1)]
}

fn word(number: usize, word: &ExplainedWord, [b, e]: [usize; 2]) -> Value {
    let parsed = word.parsed.as_ref();
    json!({
        "n": number,
        "b": b,
        "e": e,
        "word": word.text,
        "lemma": word.lemma,
        "tag": parsed.map(|parsed| parsed.upos.as_str()),
        "head": parsed.map(|parsed| parsed.head.map_or(0, |head| head + 1)),
        "relation": parsed.map(|parsed| parsed.relation.as_str()),
        "sure": parsed.map(|parsed| parsed.sure_percent),
    })
}

fn stretch(stretch: &Stretch) -> Value {
    let said = stretch.voice.as_ref().map(|voice| {
        json!({
            "sources": voice.sources,
            "via": voice.via,
            "verb": voice.verb,
            "words": voice.words.as_ref().map(numbers),
            "goes_on": voice.goes_on,
        })
    });
    json!({
        "words": numbers(&stretch.words),
        "said": said,
        "treatment": stretch.treatment.word(),
        "clauses": stretch.clauses.iter().map(clause).collect::<Vec<_>>(),
    })
}

fn clause(clause: &ClauseCut) -> Value {
    let all = |ranges: &[Range<usize>]| ranges.iter().map(numbers).collect::<Vec<_>>();
    json!({
        "words": numbers(&clause.words),
        "verb": clause.verb.map(|verb| verb + 1),
        "subject": all(&clause.subject),
        "object": all(&clause.object),
        "marks": clause.marks,
        "hits": clause.hits.iter().map(hit).collect::<Vec<_>>(),
    })
}

fn hit(hit: &RuleHit) -> Value {
    let draft = hit.draft.as_ref().map(|claim| {
        json!({
            "source": claim.source,
            "stance": claim.stance,
            "agent": claim.agent,
            "target": claim.target,
            "places": claim.places,
            "start": claim.occurred.start,
            "end": claim.occurred.end,
            "count": claim.count,
        })
    });
    json!({
        "rule": hit.rule,
        "kind": hit.act.kind(),
        "act": hit.act.word(),
        "words": numbers(&hit.words),
        "anchor": hit.anchor + 1,
        "outcome": hit.outcome.word(),
        "silenced_by": hit.outcome.silencer().map(numbers),
        "weighed": hit.weighed.as_ref().map(weighed),
        "draft": draft,
    })
}

fn weighed(weighed: &Weighed) -> Value {
    let signs = |signs: &[Sign]| {
        let one = |sign: &Sign| json!({ "sign": sign.name, "weight": thousandths(sign.weight) });
        signs.iter().map(one).collect::<Vec<_>>()
    };
    json!({
        "confidence": thousandths(weighed.confidence),
        "threshold": thousandths(weighed.threshold),
        "for": signs(&weighed.spoke_for),
        "against": signs(&weighed.spoke_against),
    })
}

/// A number with three digits behind the point.
fn thousandths(number: f32) -> f64 {
    (f64::from(number) * 1e3).round() / 1e3
}
