//! Signed notes: a text with signature lines below, and the keys that make them. Knows Ed25519 and nothing else.
//!
//! The form is "Note", C2SP signed-note (v1.0.0, 2023): text, blank line, and for each signature an em dash, the key's
//! name and base64 of the key's number with the signature. Verifier keys (`name+number+base64`) and signer keys
//! (`PRIVATE+KEY+name+number+base64`) are written as by `golang.org/x/mod/sumdb/note`, so that other programs read them.

use crate::EvidenceError;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

/// The largest note that is read, in bytes.
const LARGEST: usize = 1 << 20;
/// The most signatures that are read.
const MOST_SIGNATURES: usize = 100;
/// The byte by which an Ed25519 key is told from others.
const ED25519: u8 = 1;

/// A name that may stand in a signature line.
fn check_name(name: &str) -> Result<(), EvidenceError> {
    let bad = |c: char| c.is_whitespace() || c == '+' || c.is_control();
    if name.is_empty() || name.contains(bad) {
        return Err(EvidenceError::Key(format!("its name `{name}` is empty or holds a space or a plus")));
    }
    Ok(())
}

/// The number of a key: the first four bytes of a hash over its name, kind and bytes.
fn key_id(name: &str, public: &[u8; 32]) -> u32 {
    let mut hasher = Sha256::new();
    hasher.update(name.as_bytes());
    hasher.update([b'\n', ED25519]);
    hasher.update(public);
    let hash = hasher.finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// `name`, number and the 32 bytes of a key in text.
fn key_parts(text: &str) -> Result<(&str, u32, [u8; 32]), EvidenceError> {
    let none = |problem: &str| EvidenceError::Key(problem.to_owned());
    let (name, rest) = text.split_once('+').ok_or_else(|| none("it is not name+number+base64"))?;
    let (id, key) = rest.split_once('+').ok_or_else(|| none("it is not name+number+base64"))?;
    check_name(name)?;
    let hexadecimal = id.len() == 8 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let id = u32::from_str_radix(id, 16).ok().filter(|_| hexadecimal);
    let id = id.ok_or_else(|| none("its number is not eight hexadecimal digits"))?;
    let key = STANDARD.decode(key).map_err(|_| none("its bytes are no base64"))?;
    match key.split_first() {
        Some((&ED25519, bytes)) => {
            let bytes = bytes.try_into().map_err(|_| none("it has not 32 bytes"))?;
            Ok((name, id, bytes))
        }
        _ => Err(none("it is no Ed25519 key")),
    }
}

/// A key that signs. Its text is a secret; it is shown by no `Debug`.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Signer {
    /// The key of that name made of 32 random bytes.
    pub fn new(name: &str, seed: [u8; 32]) -> Result<Signer, EvidenceError> {
        check_name(name)?;
        Ok(Signer { name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    /// Reads `PRIVATE+KEY+name+number+base64`; a line end behind it is allowed.
    pub fn parse(text: &str) -> Result<Signer, EvidenceError> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let rest = line.strip_prefix("PRIVATE+KEY+");
        let rest = rest.ok_or_else(|| EvidenceError::Key("it does not start with PRIVATE+KEY+".into()))?;
        let (name, id, seed) = key_parts(rest)?;
        let signer = Signer::new(name, seed)?;
        if signer.verifier().id != id {
            return Err(EvidenceError::Key("its number does not belong to its bytes".into()));
        }
        Ok(signer)
    }

    /// The key in text, to be kept secret.
    pub fn secret_text(&self) -> String {
        let bytes = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        format!("PRIVATE+KEY+{}+{:08x}+{bytes}\n", self.name, self.verifier().id)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key by which others check.
    pub fn verifier(&self) -> Verifier {
        let key = self.key.verifying_key();
        Verifier { name: self.name.clone(), id: key_id(&self.name, key.as_bytes()), key }
    }

    /// The note over `text`, which ends its last line.
    pub fn sign(&self, text: &str) -> Result<Note, EvidenceError> {
        check_text(text)?;
        let signature = NoteSignature {
            name: self.name.clone(),
            id: self.verifier().id,
            bytes: self.key.sign(text.as_bytes()).to_bytes().to_vec(),
        };
        Ok(Note { text: text.to_owned(), signatures: vec![signature] })
    }
}

/// A key by which a signature is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl Verifier {
    /// Reads `name+number+base64`; a line end behind it is allowed.
    pub fn parse(text: &str) -> Result<Verifier, EvidenceError> {
        if text.starts_with("PRIVATE+KEY+") {
            let problem = "it is the secret key, which is for nobody else; give the verifier key";
            return Err(EvidenceError::Key(problem.into()));
        }
        let (name, id, bytes) = key_parts(text.strip_suffix('\n').unwrap_or(text))?;
        let key = VerifyingKey::from_bytes(&bytes);
        let key = key.map_err(|_| EvidenceError::Key("its bytes are no point of the curve".into()))?;
        if id != key_id(name, &bytes) {
            return Err(EvidenceError::Key("its number does not belong to its name and bytes".into()));
        }
        Ok(Verifier { name: name.to_owned(), id, key })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key itself, 32 bytes as RFC 8032 has them.
    pub fn public_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        write!(f, "{}+{:08x}+{bytes}", self.name, self.id)
    }
}

/// One line below a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The number of the key.
    pub id: u32,
    /// The signature itself.
    pub bytes: Vec<u8>,
}

/// A text with its signatures, of which none is checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// A text that can be signed: whole lines without control characters.
fn check_text(text: &str) -> Result<(), EvidenceError> {
    let none = |problem: &str| Err(EvidenceError::Note(problem.to_owned()));
    if !text.ends_with('\n') {
        return none("its last line does not end");
    }
    if text.chars().any(|c| c < ' ' && c != '\n') {
        return none("it holds a control character");
    }
    Ok(())
}

impl Note {
    /// Reads a note; it says nothing of whether its signatures hold.
    pub fn parse(note: &str) -> Result<Note, EvidenceError> {
        let none = |problem: &str| EvidenceError::Note(problem.to_owned());
        if note.len() > LARGEST {
            return Err(none("it is larger than a mebibyte"));
        }
        check_text(note)?;
        let split = note.rfind("\n\n").ok_or_else(|| none("no blank line stands before the signatures"))?;
        let (text, below) = (&note[..=split], &note[split + 2..]);
        let mut signatures = Vec::new();
        for line in below.lines() {
            let parts = line.strip_prefix("— ").and_then(|rest| rest.split_once(' '));
            let (name, bytes) = parts.ok_or_else(|| none("a line below it is no signature"))?;
            check_name(name).map_err(|_| none("a signature has no name"))?;
            let bytes = STANDARD.decode(bytes).map_err(|_| none("a signature is no base64"))?;
            let (id, bytes) =
                bytes.split_first_chunk::<4>().ok_or_else(|| none("a signature is too short"))?;
            if bytes.is_empty() {
                return Err(none("a signature is empty"));
            }
            let id = u32::from_be_bytes(*id);
            signatures.push(NoteSignature { name: name.to_owned(), id, bytes: bytes.to_vec() });
        }
        if signatures.is_empty() || signatures.len() > MOST_SIGNATURES {
            return Err(none("it has no signature, or more than a hundred"));
        }
        Ok(Note { text: text.to_owned(), signatures })
    }

    /// What is signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Who is said to have signed.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The text, if this key signed it; signatures of other keys are passed over.
    pub fn opened(&self, verifier: &Verifier) -> Result<&str, EvidenceError> {
        let known = |s: &&NoteSignature| s.name == verifier.name && s.id == verifier.id;
        let mut of_the_key = self.signatures.iter().filter(known).peekable();
        if of_the_key.peek().is_none() {
            return Err(EvidenceError::Unsigned { name: verifier.name.clone(), id: verifier.id });
        }
        for signature in of_the_key {
            let forged = || EvidenceError::Forged { name: verifier.name.clone() };
            let signature = Signature::from_slice(&signature.bytes).map_err(|_| forged())?;
            verifier.key.verify_strict(self.text.as_bytes(), &signature).map_err(|_| forged())?;
        }
        Ok(&self.text)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for NoteSignature { name, id, bytes } in &self.signatures {
            let bytes = STANDARD.encode([id.to_be_bytes().as_slice(), bytes].concat());
            writeln!(f, "— {name} {bytes}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signer() -> Signer {
        Signer::new("example.org/desk", [7; 32]).unwrap()
    }

    #[test]
    fn a_key_reads_back_and_its_verifier_opens_what_it_signed() {
        let signer = Signer::parse(&signer().secret_text()).unwrap();
        let verifier = Verifier::parse(&signer.verifier().to_string()).unwrap();
        let note = signer.sign("first\n\nsecond\n").unwrap();
        let read = Note::parse(&note.to_string()).unwrap();
        assert_eq!(read, note);
        assert_eq!(read.opened(&verifier), Ok("first\n\nsecond\n"));
        let other = Signer::new("example.org/desk", [8; 32]).unwrap().verifier();
        assert!(matches!(read.opened(&other), Err(EvidenceError::Unsigned { .. })));
    }

    #[test]
    fn the_example_of_the_go_package_is_read() {
        // The key pair and note of the documentation of golang.org/x/mod/sumdb/note, package note, "Generating Keys".
        let key = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        let signer = Signer::parse(key).unwrap();
        let public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(signer.verifier().to_string(), public);
    }

    #[test]
    fn a_secret_is_not_shown_and_not_taken_for_a_verifier_key() {
        let secret = signer().secret_text();
        assert!(!format!("{:?}", signer()).contains(&secret[40..]));
        assert!(Verifier::parse(&secret).unwrap_err().to_string().contains("secret key"));
    }

    fn check(note: &str, problem: &str) {
        let refused = Note::parse(note).unwrap_err().to_string();
        assert!(refused.contains(problem), "{note:?}: {refused}");
    }

    #[test]
    fn what_is_no_note_is_refused() {
        let line = "— example.org/desk AAAAAAA=";
        check("", "does not end");
        check("text\n", "no blank line");
        check("text\n\n", "no signature");
        check(&format!("text\n\n{line}"), "does not end");
        check(&format!("te\rxt\n\n{line}\n"), "control");
        check("text\n\n- example.org/desk AAAAAAA=\n", "no signature");
        check("text\n\n— example.org/desk AAAAAAA\n", "no base64");
        check("text\n\n— example.org/desk AAAA\n", "too short");
        check("text\n\n— example.org/desk AAAAAA==\n", "is empty");
        check("text\n\n— a+b AAAAAAA=\n", "no name");
        check("text\n\n—  AAAAAAA=\n", "no name");
        check(&format!("text\n\n{}", format!("{line}\n").repeat(101)), "more than a hundred");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let key = signer().verifier().to_string();
        let other_name = key.replacen("desk", "disk", 1);
        for bad in
            ["", "a", "a+b", "a+0000000g+AA==", "+00000000+AA==", "a b+00000000+AA==", &other_name, &key[1..]]
        {
            assert!(matches!(Verifier::parse(bad), Err(EvidenceError::Key(_))), "{bad}");
        }
        assert!(Signer::parse(&key).is_err());
        assert!(Signer::new("a b", [0; 32]).is_err() && Signer::new("", [0; 32]).is_err());
    }

    proptest! {
        #[test]
        fn a_changed_byte_opens_nothing(at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let whole = signer().sign("a line\nanother line\n").unwrap().to_string();
            let mut bytes = whole.clone().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let opened = String::from_utf8(bytes).ok().and_then(|text| Note::parse(&text).ok());
            let opened = opened.and_then(|note| note.opened(&signer().verifier()).ok().map(str::to_owned));
            prop_assert_eq!(opened, None);
        }

        #[test]
        fn no_input_is_too_odd(text in "\\PC{0,200}") {
            let _ = Note::parse(&text).map(|note| note.opened(&signer().verifier()).is_ok());
            let _ = (Verifier::parse(&text), Signer::parse(&text));
        }
    }
}
