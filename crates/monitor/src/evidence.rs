//! Checkpoints of the log and proofs against them. Signs and checks; what a record says is no matter here.

use crate::{Monitor, MonitorError};
use std::ops::ControlFlow;
use truce_evidence::{
    Checkpoint, ConsistencyProof, InclusionProof, Prover, Seal, SignedCheckpoint, Signer, Tree,
};
use truce_model::{Hash, Logged, Record, Seq};

/// A record as others can check it: the parts of its hash, and its content.
pub(crate) struct Sealed {
    pub(crate) seal: Seal,
    pub(crate) payload: String,
}

/// The hash before the first record.
const NOTHING: [u8; 32] = [0; 32];

/// The parts of a record's hash; an error if it stands in the log in other bytes than this program writes.
pub(crate) fn sealed(logged: &Logged, before: Hash) -> Result<Sealed, MonitorError> {
    let seq = logged.seq;
    let written = serde_json::to_string(&logged.record).ok();
    let payload = written.ok_or(MonitorError::OtherBytes { seq })?;
    let kind = match &logged.record {
        Record::Document { .. } => "document",
        Record::Extraction { .. } => "extraction",
        Record::Agreement { .. } => "agreement",
        Record::Decision { .. } => "decision",
    };
    // As in the log: one length for all times.
    let recorded_at = format!("{:.9}", logged.recorded_at);
    let content = Hash::of(payload.as_bytes());
    let seal = Seal { seq, recorded_at, kind: kind.to_owned(), before, content };
    if seal.hash() == logged.hash {
        Ok(Sealed { seal, payload })
    } else {
        Err(MonitorError::OtherBytes { seq })
    }
}

impl Monitor {
    /// Shows the records up to `up_to` in order, each with the hash of the one before; ends at the first error.
    pub(crate) fn each_logged(
        &self,
        up_to: Seq,
        mut see: impl FnMut(Logged, Hash) -> Result<(), MonitorError>,
    ) -> Result<(), MonitorError> {
        let (mut before, mut failed) = (Hash::from_bytes(NOTHING), None);
        self.log().each_record(0, up_to, &mut |logged| {
            let hash = std::mem::replace(&mut before, logged.hash);
            match see(logged, hash) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// The tree over the log up to `up_to`.
    pub(crate) fn tree(&self, up_to: Seq) -> Result<Tree, MonitorError> {
        let mut tree = Tree::default();
        self.each_logged(up_to, |logged, _| {
            tree.push(logged.hash);
            Ok(())
        })?;
        Ok(tree)
    }

    /// Signs the log as it is; refuses if it does not continue what an earlier checkpoint was signed over.
    pub fn checkpoint(
        &self,
        signer: &Signer,
        earlier: Option<&SignedCheckpoint>,
    ) -> Result<SignedCheckpoint, MonitorError> {
        if let Some(earlier) = earlier {
            self.check(&[earlier.opened(&signer.verifier())?.clone()])?;
        }
        let tree = self.tree(self.head()?)?;
        Ok(Checkpoint::of(&tree, signer.name()).sign(signer)?)
    }

    /// Checks that the log is that of each of these checkpoints, and goes on from there.
    ///
    /// Fails with the stretch of the log in which the first record stands that is not what was signed.
    pub fn check(&self, checkpoints: &[Checkpoint]) -> Result<(), MonitorError> {
        let mut checkpoints: Vec<&Checkpoint> = checkpoints.iter().collect();
        checkpoints.sort_by_key(|checkpoint| checkpoint.size);
        let (mut tree, mut sound) = (Tree::default(), 0);
        let mut open = checkpoints.into_iter().peekable();
        let mut settle = |tree: &Tree| {
            while let Some(checkpoint) = open.next_if(|next| next.size == tree.size()) {
                let Checkpoint { origin, size, root, .. } = checkpoint;
                if tree.root() != *root {
                    let (origin, from) = (origin.clone(), sound + 1);
                    return Err(MonitorError::Rewritten { origin, size: *size, from });
                }
                sound = *size;
            }
            Ok(())
        };
        settle(&tree)?;
        self.each_logged(Seq::MAX, |logged, _| {
            tree.push(logged.hash);
            settle(&tree)
        })?;
        open.next().map_or(Ok(()), |beyond| {
            let (origin, size) = (beyond.origin.clone(), beyond.size);
            Err(MonitorError::CutOff { origin, size, head: tree.size() })
        })
    }

    /// Checks that the record of a proof is the one in the log.
    pub fn check_record(&self, seal: &Seal) -> Result<(), MonitorError> {
        let mut found = None;
        self.each_logged(seal.seq, |logged, _| {
            found = (logged.seq == seal.seq).then_some(logged.hash);
            Ok(())
        })?;
        match found {
            Some(hash) if hash == seal.hash() => Ok(()),
            Some(_) => Err(MonitorError::OtherRecord { seq: seal.seq }),
            None => Err(MonitorError::BeyondTheLog { seq: seal.seq, head: self.head()? }),
        }
    }

    /// Proves that a record stands in the log of a checkpoint: by its number, or by the id of the document that came
    /// with it or of a claim that was read in it (the beginning is enough).
    pub fn prove(&self, what: &str, checkpoint: &SignedCheckpoint) -> Result<InclusionProof, MonitorError> {
        let size = checkpoint.unchecked().size;
        let seq = self.record_of(what)?;
        if seq > size {
            return Err(MonitorError::AfterTheCheckpoint { what: what.to_owned(), seq, size });
        }
        self.check(std::slice::from_ref(checkpoint.unchecked()))?;
        let index = seq - 1;
        let mut prover = Prover::default();
        prover.want_inclusion(index, size);
        let mut seal = None;
        self.each_logged(size, |logged, before| {
            prover.push(logged.hash);
            if logged.seq == seq {
                seal = Some(sealed(&logged, before)?.seal);
            }
            Ok(())
        })?;
        let (Some(seal), Some(path)) = (seal, prover.inclusion(index, size)) else {
            return Err(MonitorError::BeyondTheLog { seq, head: self.head()? });
        };
        Ok(InclusionProof { seal, path, checkpoint: checkpoint.clone() })
    }

    /// Proves that the log of a checkpoint continues that of an earlier one.
    pub fn prove_consistency(
        &self,
        old: &Checkpoint,
        new: &SignedCheckpoint,
    ) -> Result<ConsistencyProof, MonitorError> {
        let (old_size, new_size) = (old.size, new.unchecked().size);
        if old_size == 0 || old_size > new_size {
            return Err(MonitorError::NotEarlier { old: old_size, new: new_size });
        }
        self.check(&[old.clone(), new.unchecked().clone()])?;
        let mut prover = Prover::default();
        prover.want_consistency(old_size, new_size);
        self.each_logged(new_size, |logged, _| {
            prover.push(logged.hash);
            Ok(())
        })?;
        let path = prover.consistency(old_size, new_size);
        let path = path.ok_or(MonitorError::BeyondTheLog { seq: new_size, head: self.head()? })?;
        Ok(ConsistencyProof { old_size, path, checkpoint: new.clone() })
    }

    /// The record that is meant.
    fn record_of(&self, what: &str) -> Result<Seq, MonitorError> {
        let head = self.head()?;
        if let Ok(seq) = what.parse::<Seq>() {
            if seq == 0 || seq > head {
                return Err(MonitorError::BeyondTheLog { seq, head });
            }
            return Ok(seq);
        }
        let mut found: Vec<(String, Seq)> = Vec::new();
        let mut note = |id: &str, seq| {
            if id.starts_with(what) && !found.iter().any(|(known, _)| known == id) {
                found.push((id.to_owned(), seq));
            }
        };
        self.each_logged(head, |logged, _| {
            match &logged.record {
                Record::Document { document } => note(document.id.as_str(), logged.seq),
                Record::Extraction { claims, .. } => {
                    claims.iter().for_each(|claim| note(claim.id.as_str(), logged.seq));
                }
                Record::Agreement { agreement } => note(agreement.id.as_str(), logged.seq),
                Record::Decision { .. } => {}
            }
            Ok(())
        })?;
        match found.as_slice() {
            _ if what.is_empty() => Err(MonitorError::UnknownId { id: what.to_owned() }),
            [] => Err(MonitorError::UnknownId { id: what.to_owned() }),
            [(_, seq)] => Ok(*seq),
            several => match several.iter().find(|(id, _)| id == what) {
                Some((_, seq)) => Ok(*seq),
                None => {
                    let matches = several.iter().take(5).map(|(id, _)| id.clone()).collect();
                    Err(MonitorError::AmbiguousId { id: what.to_owned(), matches })
                }
            },
        }
    }
}
