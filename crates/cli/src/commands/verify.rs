//! `truce verify`: checks the whole record, and pieces of evidence about it.

use crate::{
    arguments::StoreArgument,
    failure::{Failure, note},
    files, keeping,
};
use clap::Args;
use std::path::{Path, PathBuf};
use truce_monitor::{Checked, Checkpoint, Monitor, Proof, SignedCheckpoint, Verifier, timestamp};

/// Check the whole record: chain of hashes, texts, quotes, views, judgements; and checkpoints, proofs, timestamps
///
/// Names the first bad record. The chain alone does not show an end that was cut off, nor a chain that was written anew
/// from some record on: a checkpoint that lies elsewhere does.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce verify\n  \
    truce verify --checkpoint desk.checkpoint --verifier-key desk.pub")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    evidence: EvidenceArguments,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Evidence")]
struct EvidenceArguments {
    /// Check that the log is that of this checkpoint, or continues it; several narrow a change down
    #[arg(long, value_name = "FILE", requires = "verifier_key")]
    checkpoint: Vec<PathBuf>,
    /// The key by which signatures are checked, or a file that holds it
    #[arg(long, value_name = "KEY")]
    verifier_key: Option<String>,
    /// Check a proof of `truce prove`; one of two checkpoints needs the earlier by --checkpoint
    #[arg(long, value_name = "FILE", requires = "verifier_key")]
    proof: Option<PathBuf>,
    /// Check a timestamp of the checkpoint
    #[arg(long, value_name = "FILE", requires_all = ["authority", "checkpoint"])]
    timestamp: Option<PathBuf>,
    /// The certificates of the timestamp's authority, PEM
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// Check only the files that are named, not a store
    #[arg(long, requires = "verifier_key")]
    no_store: bool,
}

/// Checks the store and names the first bad record; then what else is given.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let evidence = &arguments.evidence;
    let verifier = evidence.verifier_key.as_deref().map(keeping::verifier).transpose()?;
    let read = |path: &PathBuf| Ok((path.clone(), keeping::checkpoint(path)?));
    let checkpoints: Vec<_> = evidence.checkpoint.iter().map(read).collect::<Result<_, Failure>>()?;
    if evidence.no_store && checkpoints.is_empty() && evidence.proof.is_none() {
        let hint = "name a --checkpoint or a --proof";
        return Err(Failure::Usage("there is nothing to check".into(), Some(hint.into())));
    }
    let monitor = if evidence.no_store { None } else { Some(check_store(arguments)?) };
    if let Some(verifier) = &verifier {
        check_checkpoints(&checkpoints, verifier, monitor.as_ref())?;
        if let Some(path) = &evidence.proof {
            check_proof(path, verifier, &checkpoints, monitor.as_ref())?;
        }
    }
    evidence.timestamp.as_deref().map_or(Ok(()), |path| check_timestamp(path, evidence, &checkpoints))
}

fn check_store(arguments: &Arguments) -> Result<Monitor, Failure> {
    let store = arguments.store.store()?;
    let monitor = Monitor::open_read_only(&store)?;
    let Checked { verified, judged, by_others } = monitor.verify()?;
    anstream::println!("{}: sound; {verified}", store.shown());
    let days = |count: usize| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
    if judged > 0 {
        anstream::println!("the judgements kept of {} are those of this program", days(judged));
    }
    if by_others > 0 {
        note(&format!(
            "{} judged by another version or with other lists; `truce rebuild` judges anew",
            if by_others == 1 { "1 day was".to_owned() } else { format!("{by_others} days were") }
        ));
    }
    Ok(monitor)
}

fn check_checkpoints(
    checkpoints: &[(PathBuf, SignedCheckpoint)],
    verifier: &Verifier,
    monitor: Option<&Monitor>,
) -> Result<(), Failure> {
    let open =
        |(path, signed): &(PathBuf, SignedCheckpoint)| keeping::of(path, signed.opened(verifier).cloned());
    let opened: Vec<Checkpoint> = checkpoints.iter().map(open).collect::<Result<_, _>>()?;
    let held = match monitor {
        Some(monitor) => {
            monitor.check(&opened)?;
            "which this store still holds"
        }
        None => "no store was looked at",
    };
    for ((path, _), Checkpoint { origin, size, .. }) in checkpoints.iter().zip(&opened) {
        anstream::println!("{}: {origin} signed {size} records; {held}", path.display());
    }
    Ok(())
}

fn check_proof(
    path: &Path,
    verifier: &Verifier,
    checkpoints: &[(PathBuf, SignedCheckpoint)],
    monitor: Option<&Monitor>,
) -> Result<(), Failure> {
    match keeping::parsed(path, Proof::parse)? {
        Proof::Inclusion(proof) => {
            let size = keeping::of(path, proof.opened(verifier))?.size;
            if let Some(monitor) = monitor {
                monitor.check_record(&proof.seal)?;
            }
            let (seal, by) = (&proof.seal, verifier.name());
            let (file, seq, kind) = (path.display(), seal.seq, &seal.kind);
            anstream::println!("{file}: record {seq} ({kind}) stands in the log of {size} that {by} signed");
            anstream::println!("    its content has the SHA-256 {}", seal.content);
            Ok(())
        }
        Proof::Consistency(proof) => {
            let earlier = checkpoints.iter().find(|(_, old)| old.unchecked().size == proof.old_size);
            let Some((_, earlier)) = earlier else {
                let hint = format!("name the checkpoint of {} records by --checkpoint", proof.old_size);
                let message = format!("{}: the earlier checkpoint is missing", path.display());
                return Err(Failure::Usage(message, Some(hint)));
            };
            let size = keeping::of(path, proof.opened(verifier, earlier))?.size;
            let (file, old) = (path.display(), proof.old_size);
            anstream::println!("{file}: the log of {size} records continues that of {old}");
            Ok(())
        }
    }
}

fn check_timestamp(
    path: &Path,
    evidence: &EvidenceArguments,
    checkpoints: &[(PathBuf, SignedCheckpoint)],
) -> Result<(), Failure> {
    let ([(of, checkpoint)], Some(certificates)) = (checkpoints, &evidence.authority) else {
        let hint = "name the one --checkpoint that it is of";
        return Err(Failure::Usage("a timestamp is of one checkpoint".into(), Some(hint.into())));
    };
    let authority = keeping::authority(certificates)?;
    let stamped = timestamp(&files::read(path)?, checkpoint.to_string().as_bytes(), None, &authority);
    let stamped = keeping::of(path, stamped)?;
    anstream::println!("{}: {} existed at {}, by {}", path.display(), of.display(), stamped.at, stamped.by);
    Ok(())
}
