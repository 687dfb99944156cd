//! Proofs as text: that a record stands in the log of a checkpoint, that a checkpoint continues an earlier one.
//!
//! A proof of inclusion is written as "Transparency Log Proofs", C2SP tlog-proof (2025); its `extra` line holds the
//! record's [`Seal`]. A proof of consistency is written as the request of "Transparency Log Witness Protocol", C2SP
//! tlog-witness (2024), section "add-checkpoint".

use crate::{
    Checkpoint, EvidenceError, Seal, SignedCheckpoint, Verifier,
    checkpoint::{base64, hash, number},
    includes, is_consistent,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::fmt;
use truce_model::Hash;

/// The first line of a proof of inclusion.
const MARK: &str = "c2sp.org/tlog-proof@v1";
/// The longest path that a tree of 64 bits can ask for, twice over.
const LONGEST: usize = 128;

/// That a record stands in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// The record.
    pub seal: Seal,
    /// From the leaf's neighbour up to the root's child.
    pub path: Vec<Hash>,
    /// Of the log.
    pub checkpoint: SignedCheckpoint,
}

/// That a log continues what an earlier checkpoint of it was signed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The size of the earlier checkpoint.
    pub old_size: u64,
    /// The parts of the tree that show it.
    pub path: Vec<Hash>,
    /// The later checkpoint.
    pub checkpoint: SignedCheckpoint,
}

/// Either of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// That a record stands in a log.
    Inclusion(InclusionProof),
    /// That a log continues an earlier one.
    Consistency(ConsistencyProof),
}

fn none(line: usize, problem: &str) -> EvidenceError {
    EvidenceError::Proof { line, problem: problem.to_owned() }
}

/// The lines above the blank line, and the checkpoint below.
fn halves(text: &str) -> Result<(Vec<&str>, SignedCheckpoint), EvidenceError> {
    let (above, below) = text.split_once("\n\n").ok_or_else(|| none(1, "no blank line ends it"))?;
    Ok((above.split('\n').collect(), SignedCheckpoint::parse(below)?))
}

fn path(lines: &[&str], first: usize) -> Result<Vec<Hash>, EvidenceError> {
    if lines.len() > LONGEST {
        return Err(none(first + LONGEST, "it is longer than any tree is high"));
    }
    let read = |(at, line): (usize, &&str)| hash(line).ok_or_else(|| none(first + at, "no hash in base64"));
    lines.iter().enumerate().map(read).collect()
}

impl InclusionProof {
    /// Reads one; nothing is checked yet.
    pub fn parse(text: &str) -> Result<InclusionProof, EvidenceError> {
        let (lines, checkpoint) = halves(text)?;
        let [mark, extra, index, rest @ ..] = lines.as_slice() else {
            return Err(none(1, "it is too short"));
        };
        if *mark != MARK {
            return Err(none(1, "it does not start with c2sp.org/tlog-proof@v1"));
        }
        let seal = extra.strip_prefix("extra ").and_then(|extra| STANDARD.decode(extra).ok());
        let seal = seal.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| Seal::parse(&text));
        let seal = seal.ok_or_else(|| none(2, "it does not tell of which record it is"))?;
        let index = index.strip_prefix("index ").and_then(number);
        let index = index.ok_or_else(|| none(3, "no index"))?;
        if index.checked_add(1) != Some(seal.seq) {
            return Err(none(3, "the index is not that of the record"));
        }
        Ok(InclusionProof { seal, path: path(rest, 4)?, checkpoint })
    }

    /// The text of a proof over a tree's head as it stands: a checkpoint, or one that nobody signed yet.
    pub fn text(seal: &Seal, path: &[Hash], head: &str) -> String {
        let extra = STANDARD.encode(seal.to_string());
        let hashes: String = path.iter().map(|hash| base64(*hash) + "\n").collect();
        format!("{MARK}\nextra {extra}\nindex {}\n{hashes}\n{head}", seal.seq.saturating_sub(1))
    }

    /// The checkpoint, if the record stands in the log that the key signed.
    pub fn opened(&self, verifier: &Verifier) -> Result<&Checkpoint, EvidenceError> {
        let checkpoint = self.checkpoint.opened(verifier)?;
        self.holds()?;
        Ok(checkpoint)
    }

    /// Whether the record stands in the log of the checkpoint, whoever signed that.
    pub fn holds(&self) -> Result<(), EvidenceError> {
        let Checkpoint { size, root, .. } = *self.checkpoint.unchecked();
        let index = self.seal.seq.wrapping_sub(1);
        if includes(self.seal.hash(), index, &self.path, size, root) {
            return Ok(());
        }
        let seq = self.seal.seq;
        Err(EvidenceError::Broken(format!("record {seq} is not in the log of the checkpoint as told")))
    }
}

impl ConsistencyProof {
    /// Reads one; nothing is checked yet.
    pub fn parse(text: &str) -> Result<ConsistencyProof, EvidenceError> {
        let (lines, checkpoint) = halves(text)?;
        let old_size = lines.first().and_then(|line| line.strip_prefix("old ")).and_then(number);
        let old_size = old_size.ok_or_else(|| none(1, "it does not start with `old` and a size"))?;
        Ok(ConsistencyProof { old_size, path: path(&lines[1..], 2)?, checkpoint })
    }

    /// The later checkpoint, if the key signed both and the later continues the earlier.
    pub fn opened(&self, verifier: &Verifier, old: &SignedCheckpoint) -> Result<&Checkpoint, EvidenceError> {
        let (old, new) = (old.opened(verifier)?, self.checkpoint.opened(verifier)?);
        if old.size != self.old_size {
            let problem = format!("it is for a checkpoint of {} records, not of {}", self.old_size, old.size);
            return Err(EvidenceError::Broken(problem));
        }
        if is_consistent((old.size, old.root), (new.size, new.root), &self.path) {
            return Ok(new);
        }
        let problem =
            "the later checkpoint does not continue the earlier: the log was rewritten between them";
        Err(EvidenceError::Broken(problem.into()))
    }
}

impl Proof {
    /// Reads either.
    pub fn parse(text: &str) -> Result<Proof, EvidenceError> {
        if text.starts_with("old ") {
            return ConsistencyProof::parse(text).map(Proof::Consistency);
        }
        InclusionProof::parse(text).map(Proof::Inclusion)
    }
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&InclusionProof::text(&self.seal, &self.path, &self.checkpoint.to_string()))
    }
}

impl fmt::Display for ConsistencyProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", base64(*hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Prover, Signer, Tree};
    use proptest::prelude::*;

    fn signer() -> Signer {
        Signer::new("example.org/desk", [7; 32]).unwrap()
    }

    /// A chain of so many records.
    fn seals(count: u64) -> Vec<Seal> {
        let mut before = Hash::from_bytes([0; 32]);
        let seal = |seq: u64| {
            let recorded_at = format!("2031-03-05T06:00:00.{seq:09}Z");
            let content = Hash::of(&seq.to_be_bytes());
            let seal = Seal { seq, recorded_at, kind: "document".into(), before, content };
            before = seal.hash();
            seal
        };
        (1..=count).map(seal).collect()
    }

    fn signed(seals: &[Seal]) -> SignedCheckpoint {
        let tree: Tree = seals.iter().map(Seal::hash).collect();
        Checkpoint::of(&tree, "example.org/desk").sign(&signer()).unwrap()
    }

    fn inclusion(size: u64, seq: u64) -> InclusionProof {
        let seals = seals(size);
        let mut prover = Prover::default();
        prover.want_inclusion(seq - 1, size);
        seals.iter().for_each(|seal| prover.push(seal.hash()));
        let path = prover.inclusion(seq - 1, size).unwrap();
        InclusionProof { seal: seals[seq as usize - 1].clone(), path, checkpoint: signed(&seals) }
    }

    fn consistency(old: u64, new: u64) -> (SignedCheckpoint, ConsistencyProof) {
        let seals = seals(new);
        let mut prover = Prover::default();
        prover.want_consistency(old, new);
        seals.iter().for_each(|seal| prover.push(seal.hash()));
        let path = prover.consistency(old, new).unwrap();
        let proof = ConsistencyProof { old_size: old, path, checkpoint: signed(&seals) };
        (signed(&seals[..old as usize]), proof)
    }

    #[test]
    fn proofs_read_back_and_hold() {
        let proof = inclusion(11, 4);
        let Ok(Proof::Inclusion(read)) = Proof::parse(&proof.to_string()) else {
            panic!("no proof of inclusion")
        };
        assert_eq!(read, proof);
        assert_eq!(read.opened(&signer().verifier()).map(|checkpoint| checkpoint.size), Ok(11));
        let (old, proof) = consistency(4, 11);
        let Ok(Proof::Consistency(read)) = Proof::parse(&proof.to_string()) else {
            panic!("none of consistency")
        };
        assert_eq!(read, proof);
        assert_eq!(read.opened(&signer().verifier(), &old).map(|checkpoint| checkpoint.size), Ok(11));
        let (other, _) = consistency(5, 11);
        assert!(read.opened(&signer().verifier(), &other).is_err());
    }

    fn check(text: &str, problem: &str) {
        let refused = Proof::parse(text).unwrap_err().to_string();
        assert!(refused.contains(problem), "{refused}");
    }

    #[test]
    fn what_is_no_proof_is_refused_by_its_line() {
        let good = inclusion(5, 2).to_string();
        check("", "line 1: no blank line");
        check(&good.replace("@v1", "@v2"), "line 1: it does not start");
        check(&good.replace("extra ", "extra A"), "line 2");
        check(&good.replace("index 1", "index 01"), "line 3: no index");
        check(&good.replace("index 1", "index 2"), "line 3: the index is not");
        let broken = good.lines().enumerate().map(|(at, line)| if at == 4 { "AAAA" } else { line });
        check(&(broken.collect::<Vec<_>>().join("\n") + "\n"), "line 5: no hash");
        check("old 07\n\n", "the note is none");
    }

    proptest! {
        #[test]
        fn a_changed_byte_proves_nothing(size in 1u64..20, seq in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let proof = inclusion(size, 1 + seq.index(size as usize) as u64);
            let mut bytes = proof.to_string().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let held = String::from_utf8(bytes).ok().and_then(|text| InclusionProof::parse(&text).ok());
            prop_assert!(held.is_none_or(|proof| proof.opened(&signer().verifier()).is_err()));
        }
    }
}
