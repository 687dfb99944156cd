//! Claims as lines of the annotation guide's format, with the rules that found them and how sure the reading is.

use crate::Imported;
use serde_json::{Value, json};
use truce_model::{Claim, Doubt, Span};

/// Writes each claim of a story as a line of JSON, in the guide's order of fields.
pub fn guide_lines(imported: &Imported, claims: &[Claim]) -> Vec<String> {
    claims.iter().map(|claim| guide_line(imported, claim).to_string()).collect()
}

/// How many characters of a doubtful sentence are shown; its span tells where all of it stands.
const SHOWN: usize = 400;

/// Writes each doubt of a story as a line of JSON: the sentence, cut short where it is very long, its place in the file, and
/// the reason.
pub fn doubt_lines(imported: &Imported, doubts: &[Doubt]) -> Vec<String> {
    let line = |doubt: &Doubt| {
        let (evidence, span) = evidence(imported, doubt.span);
        let mut shown: String = evidence.chars().take(SHOWN).collect();
        if shown.len() < evidence.len() {
            shown.push('…');
        }
        let story = &imported.document.name;
        json!({ "story": story, "evidence": shown, "span": span, "because": doubt.because }).to_string()
    };
    doubts.iter().map(line).collect()
}

/// Writes a claim as the guide does. Its `span` counts characters of the whole file, `end` exclusive, and its
/// `evidence` is what stands there.
pub fn guide_line(imported: &Imported, claim: &Claim) -> Value {
    let (evidence, span) = evidence(imported, claim.span);
    json!({
        "story": imported.document.name,
        "evidence": evidence,
        "span": span,
        "kind": claim.kind(),
        "act": claim.act.word(),
        "source": claim.source,
        "via": claim.via,
        "stance": claim.stance,
        "agent": claim.agent,
        "target": claim.target,
        "places": claim.places,
        "start": claim.occurred.start,
        "end": claim.occurred.end,
        "count": claim.count,
        "found_by": claim.found_by,
        "confidence": claim.confidence,
    })
}

/// The words of the file at a span of the story's text, and their place in characters of the file.
fn evidence(imported: &Imported, span: Span) -> (&str, [usize; 2]) {
    let bytes = imported.offsets.original(span);
    let words = imported.source.get(bytes.start..bytes.end).unwrap_or_default();
    let characters = |at: usize| imported.offsets.characters(imported.source.as_bytes(), at);
    (words, [characters(bytes.start), characters(bytes.end)])
}
