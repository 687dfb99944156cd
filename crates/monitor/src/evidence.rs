//! Checkpoints of the log and proofs against them. Signs and checks; what a record says is no matter here.

use crate::{Monitor, MonitorError};
use std::ops::ControlFlow;
use truce_evidence::{
    Checkpoint, ConsistencyProof, InclusionProof, Prover, Seal, SignedCheckpoint, Signer, Tree,
};
use truce_model::{Hash, Record, Seq};
use truce_store::Line;

/// The hash before the first record.
const NOTHING: [u8; 32] = [0; 32];

/// The parts of a record's hash.
pub(crate) fn seal(line: &Line) -> Seal {
    Seal {
        seq: line.seq,
        recorded_at: line.recorded_at.clone(),
        kind: line.kind.clone(),
        before: line.before.unwrap_or(Hash::from_bytes(NOTHING)),
        content: line.content,
    }
}

/// The record in a line.
pub(crate) fn record(line: &Line) -> Result<Record, MonitorError> {
    line.record().map_err(|cause| MonitorError::Unreadable { seq: line.seq, problem: cause.to_string() })
}

impl Monitor {
    /// Shows the lines up to `up_to` in order; ends at the first error.
    pub(crate) fn each_line(
        &self,
        up_to: Seq,
        mut see: impl FnMut(Line) -> Result<(), MonitorError>,
    ) -> Result<(), MonitorError> {
        let mut failed = None;
        self.log().each_line(0, up_to, &mut |line| match see(line) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// The tree over the log up to `up_to`.
    pub(crate) fn tree(&self, up_to: Seq) -> Result<Tree, MonitorError> {
        let mut tree = Tree::default();
        self.each_line(up_to, |line| {
            tree.push(line.hash);
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
        self.each_line(Seq::MAX, |line| {
            tree.push(line.hash);
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
        self.each_line(seal.seq, |line| {
            found = (line.seq == seal.seq).then_some(line.hash);
            Ok(())
        })?;
        match found {
            Some(hash) if hash == seal.hash() => Ok(()),
            Some(_) => Err(MonitorError::OtherRecord { seq: seal.seq }),
            None => Err(MonitorError::NoRecord { seq: seal.seq, head: self.head()? }),
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
        self.each_line(size, |line| {
            prover.push(line.hash);
            if line.seq == seq {
                seal = Some(self::seal(&line));
            }
            Ok(())
        })?;
        let (Some(seal), Some(path)) = (seal, prover.inclusion(index, size)) else {
            return Err(MonitorError::NoRecord { seq, head: self.head()? });
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
        self.each_line(new_size, |line| {
            prover.push(line.hash);
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
                return Err(MonitorError::NoRecord { seq, head });
            }
            return Ok(seq);
        }
        let mut found: Vec<(String, Seq)> = Vec::new();
        let mut note = |id: &str, seq| {
            if !id.starts_with(what) {
                return;
            }
            // What was recorded again is proven as it is now.
            match found.iter_mut().find(|(known, _)| known == id) {
                Some((_, last)) => *last = seq,
                None => found.push((id.to_owned(), seq)),
            }
        };
        self.each_line(head, |line| {
            match &record(&line)? {
                Record::Document { document } => note(document.id.as_str(), line.seq),
                Record::Extraction { claims, .. } => {
                    claims.iter().for_each(|claim| note(claim.id.as_str(), line.seq));
                }
                Record::Agreement { agreement } => note(agreement.id.as_str(), line.seq),
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
