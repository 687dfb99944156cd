//! Checkpoints: the size and root of a log's tree, signed. Does not look at the log.
//!
//! The form is "Transparency Log Checkpoints", C2SP tlog-checkpoint (v1.0.0, 2023): origin, size, root in base64, and
//! lines of others' extensions, which are kept and not understood.

use crate::{EvidenceError, Note, Signer, Tree, Verifier};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::fmt;
use truce_model::Hash;

/// What a log's tree was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the name that its keeper gave it.
    pub origin: String,
    /// How many records.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// Lines that others define.
    pub extensions: Vec<String>,
}

/// A decimal number without a sign and without leading zeros.
pub(crate) fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let led = text.len() > 1 && text.starts_with('0');
    text.parse().ok().filter(|_| digits && !led)
}

/// A hash in base64.
pub(crate) fn hash(text: &str) -> Option<Hash> {
    let bytes: [u8; 32] = STANDARD.decode(text).ok()?.try_into().ok()?;
    Some(Hash::from_bytes(bytes))
}

/// Base64 of a hash.
pub(crate) fn base64(hash: Hash) -> String {
    STANDARD.encode(hash.bytes())
}

impl Checkpoint {
    /// The checkpoint of a tree.
    pub fn of(tree: &Tree, origin: &str) -> Checkpoint {
        Checkpoint { origin: origin.to_owned(), size: tree.size(), root: tree.root(), extensions: vec![] }
    }

    /// Reads the text without its signatures.
    pub fn parse(text: &str) -> Result<Checkpoint, EvidenceError> {
        let none = |problem: &str| EvidenceError::Checkpoint(problem.to_owned());
        let body = text.strip_suffix('\n').ok_or_else(|| none("its last line does not end"))?;
        let mut lines = body.split('\n');
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let origin = origin.filter(|origin| !origin.is_empty()).ok_or_else(|| none("it names no log"))?;
        let size = size.and_then(number).ok_or_else(|| none("its second line is no size"))?;
        let root = root.and_then(hash).ok_or_else(|| none("its third line is no hash in base64"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(none("a line of it is empty"));
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root, extensions })
    }

    /// Signs it.
    pub fn sign(&self, signer: &Signer) -> Result<SignedCheckpoint, EvidenceError> {
        let note = signer.sign(&self.to_string())?;
        Ok(SignedCheckpoint { checkpoint: Checkpoint::parse(note.text())?, note })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checkpoint { origin, size, root, extensions } = self;
        write!(f, "{origin}\n{size}\n{}\n", base64(*root))?;
        extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A checkpoint with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads one; no signature is checked yet.
    pub fn parse(note: &str) -> Result<SignedCheckpoint, EvidenceError> {
        let note = Note::parse(note)?;
        Ok(SignedCheckpoint { checkpoint: Checkpoint::parse(note.text())?, note })
    }

    /// The checkpoint, if this key signed it and it is of the log that the key is for.
    pub fn opened(&self, verifier: &Verifier) -> Result<&Checkpoint, EvidenceError> {
        self.note.opened(verifier)?;
        if self.checkpoint.origin != verifier.name() {
            let (origin, name) = (&self.checkpoint.origin, verifier.name());
            let problem = format!("it is of the log `{origin}`, and the key is that of `{name}`");
            return Err(EvidenceError::Checkpoint(problem));
        }
        Ok(&self.checkpoint)
    }

    /// What it says, whoever signed it.
    pub fn unchecked(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note that it is.
    pub fn note(&self) -> &Note {
        &self.note
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::new("example.org/desk", [7; 32]).unwrap()
    }

    #[test]
    fn a_checkpoint_reads_back() {
        let tree: Tree = [Hash::of(b"a"), Hash::of(b"b")].into_iter().collect();
        let signed = Checkpoint::of(&tree, "example.org/desk").sign(&signer()).unwrap();
        let read = SignedCheckpoint::parse(&signed.to_string()).unwrap();
        assert_eq!(read, signed);
        let opened = read.opened(&signer().verifier()).unwrap();
        assert_eq!((opened.size, opened.root), (2, tree.root()));
    }

    #[test]
    fn a_checkpoint_of_another_log_is_refused() {
        let signed = Checkpoint::of(&Tree::default(), "example.org/other").sign(&signer()).unwrap();
        let refused = signed.opened(&signer().verifier()).unwrap_err().to_string();
        assert!(refused.contains("example.org/other"), "{refused}");
    }

    fn check(text: &str, problem: &str) {
        let refused = Checkpoint::parse(text).unwrap_err().to_string();
        assert!(refused.contains(problem), "{text:?}: {refused}");
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let root = base64(Hash::of(b""));
        check("", "does not end");
        check("\n", "names no log");
        check(&format!("o\n01\n{root}\n"), "no size");
        check(&format!("o\n+1\n{root}\n"), "no size");
        check(&format!("o\n-1\n{root}\n"), "no size");
        check(&format!("o\n18446744073709551616\n{root}\n"), "no size");
        check("o\n1\nAAAA\n", "no hash");
        check(&format!("o\n1\n{}\n", root.trim_end_matches('=')), "no hash");
        check(&format!("o\n1\n{root}\n\n"), "is empty");
        let kept = Checkpoint::parse(&format!("o\n0\n{root}\nother line\n")).unwrap();
        assert_eq!(kept.extensions, ["other line"]);
        assert_eq!(kept.to_string(), format!("o\n0\n{root}\nother line\n"));
    }
}
