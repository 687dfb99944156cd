//! Decides which records may follow those in the log, the same for every backend. Writes nothing.

use crate::StoreError;
use truce_model::{Claim, Decision, Document, DocumentId, Doubt, Guarded, Hash, Record};

/// What a record is checked against: the log before it, and the blobs.
pub(crate) trait Before {
    /// The address of the text of a document that is in the log and not withdrawn.
    fn text_in_force(&self, id: &DocumentId) -> Result<Option<Hash>, StoreError>;

    /// Whether a document of that id ever was in the log.
    fn was_known(&self, id: &DocumentId) -> Result<bool, StoreError>;

    /// The content with this hash, checked against it.
    fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether the content with this hash was erased.
    fn was_erased(&self, hash: Hash) -> Result<bool, StoreError>;
}

/// Checks that `record` may follow: what it names is there, and claims stand in their texts.
pub(crate) fn follows(before: &impl Before, record: &Record) -> Result<(), StoreError> {
    match record {
        Record::Document { document } => new_document(before, document),
        Record::Extraction { document, claims, doubts, .. } => {
            let hash = in_force(before, document)?;
            match before.blob(hash)? {
                // Of a text that was erased nothing can be quoted any more.
                None if claims.is_empty() && doubts.is_empty() && before.was_erased(hash)? => Ok(()),
                blob => extraction(document, &text(document, hash, blob)?, claims, doubts),
            }
        }
        Record::Agreement { .. } => Ok(()),
        Record::Decision { decision: Decision::Withdraw { document, .. } } => {
            in_force(before, document).map(drop)
        }
        // What was withdrawn still holds its words.
        Record::Decision { decision: Decision::Erase { document, .. } } => {
            if before.was_known(document)? {
                return Ok(());
            }
            Err(StoreError::NoDocument { document: document.clone() })
        }
        Record::Decision { decision: Decision::Classify { guarded: Guarded::Document { document }, .. } }
            if !before.was_known(document)? =>
        {
            Err(StoreError::NoDocument { document: document.clone() })
        }
        Record::Decision { decision: Decision::Classify { guarded: Guarded::Source { names }, .. } }
            if names.is_empty() =>
        {
            let problem = "it names no source".to_owned();
            Err(StoreError::Malformed { what: "the classification of a source".to_owned(), problem })
        }
        // A claim that a decision names may go with its document; the decision stays in the log and says nothing.
        Record::Decision {
            decision:
                Decision::Rule { .. } | Decision::Match { .. } | Decision::Classify { .. } | Decision::Undo { .. },
        } => Ok(()),
    }
}

/// Checks that a claim's words stand where it says.
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

/// The text in a blob.
pub(crate) fn text(document: &DocumentId, hash: Hash, blob: Option<Vec<u8>>) -> Result<String, StoreError> {
    let bytes = blob.ok_or_else(|| StoreError::NoBlob { document: document.clone(), hash })?;
    String::from_utf8(bytes).map_err(|_| malformed(document, "its text is not UTF-8"))
}

fn in_force(before: &impl Before, document: &DocumentId) -> Result<Hash, StoreError> {
    before.text_in_force(document)?.ok_or_else(|| StoreError::NoDocument { document: document.clone() })
}

fn new_document(before: &impl Before, document: &Document) -> Result<(), StoreError> {
    let id = &document.id;
    if before.text_in_force(id)?.is_some() {
        return Err(StoreError::Repeated { document: id.clone() });
    }
    if id != &Document::id_of(document.text) {
        return Err(malformed(id, "its id is not that of its text"));
    }
    if before.blob(document.original)?.is_none() && !before.was_erased(document.original)? {
        return Err(StoreError::NoBlob { document: id.clone(), hash: document.original });
    }
    let text = match before.blob(document.text)? {
        None if before.was_erased(document.text)? => return Ok(()),
        blob => text(id, document.text, blob)?,
    };
    if document.blocks.iter().any(|block| block.span.of(&text).is_none()) {
        return Err(malformed(id, "a block reaches beyond its text or cuts a character"));
    }
    Ok(())
}

fn extraction(
    document: &DocumentId,
    text: &str,
    claims: &[Claim],
    doubts: &[Doubt],
) -> Result<(), StoreError> {
    let malformed =
        |problem| Err(StoreError::Malformed { what: format!("extraction from {document}"), problem });
    if let Some(other) = claims.iter().find(|claim| &claim.document != document) {
        return malformed(format!("holds claim {} of document {}", other.id, other.document));
    }
    if let Some(doubt) = doubts.iter().find(|d| &d.document != document || d.span.of(text).is_none()) {
        return malformed(format!("holds a doubt that does not stand in it, at byte {}", doubt.span.start));
    }
    claims.iter().try_for_each(|said| claim(said, text))
}

fn malformed(document: &DocumentId, problem: &str) -> StoreError {
    StoreError::Malformed { what: format!("document {document}"), problem: problem.to_owned() }
}
