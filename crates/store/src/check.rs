//! Checks that claims, doubts and blocks stand in their text, the same for every backend. Pure.

use crate::StoreError;
use truce_model::{Claim, Document, DocumentId, Doubt, Hash};

/// The text in a blob.
pub(crate) fn text(document: &DocumentId, hash: Hash, blob: Option<Vec<u8>>) -> Result<String, StoreError> {
    let bytes = blob.ok_or_else(|| StoreError::NoBlob { document: document.clone(), hash })?;
    String::from_utf8(bytes).map_err(|_| malformed(document, "its text is not UTF-8"))
}

/// Whether a document is what it says, given its text.
pub(crate) fn document(document: &Document, text: &str) -> Result<(), StoreError> {
    if document.id != Document::id_of(document.text) {
        return Err(malformed(&document.id, "its id is not that of its text"));
    }
    if document.blocks.iter().any(|block| block.span.of(text).is_none()) {
        return Err(malformed(&document.id, "a block reaches beyond its text or cuts a character"));
    }
    Ok(())
}

/// Whether what was read from a document stands in its text.
pub(crate) fn extraction(
    document: &DocumentId,
    text: &str,
    claims: &[Claim],
    doubts: &[Doubt],
) -> Result<(), StoreError> {
    if let Some(other) = claims.iter().find(|claim| &claim.document != document) {
        let problem = format!("holds claim {} of document {}", other.id, other.document);
        return Err(StoreError::Malformed { what: format!("the extraction from {document}"), problem });
    }
    if let Some(doubt) = doubts.iter().find(|d| &d.document != document || d.span.of(text).is_none()) {
        let problem = format!("holds a doubt that does not stand in it, at byte {}", doubt.span.start);
        return Err(StoreError::Malformed { what: format!("the extraction from {document}"), problem });
    }
    claims.iter().try_for_each(|said| claim(said, text))
}

/// Whether a claim's words stand where it says.
pub(crate) fn claim(claim: &Claim, text: &str) -> Result<(), StoreError> {
    if claim.resolves_in(text) {
        return Ok(());
    }
    Err(StoreError::Unresolved {
        claim: claim.id.clone(),
        document: claim.document.clone(),
        start: claim.span.start,
        end: claim.span.end,
    })
}

fn malformed(document: &DocumentId, problem: &str) -> StoreError {
    StoreError::Malformed { what: format!("document {document}"), problem: problem.to_owned() }
}
