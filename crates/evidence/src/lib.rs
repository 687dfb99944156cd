//! What shows others that a log was not changed: trees, checkpoints, proofs, timestamps, bags. Knows no store.
//!
//! A record enters by its hash in the chain. The Merkle tree over these hashes is that of RFC 9162; its root is signed
//! as a checkpoint, proofs tie a record or an earlier checkpoint to it, an authority's timestamp ties it to a time, and
//! a bag carries all of it to somebody who does not have the store.
//!
//! ```
//! use truce_evidence::{Checkpoint, Prover, Signer, Tree};
//! use truce_model::Hash;
//! let records = [Hash::of(b"first"), Hash::of(b"second"), Hash::of(b"third")];
//! let tree: Tree = records.into_iter().collect();
//! let signer = Signer::new("example.org/desk", [7; 32])?;
//! let checkpoint = Checkpoint::of(&tree, signer.name()).sign(&signer)?;
//! assert_eq!(checkpoint.opened(&signer.verifier())?.size, 3);
//!
//! let mut prover = Prover::default();
//! prover.want_inclusion(1, 3);
//! records.iter().for_each(|record| prover.push(*record));
//! let path = prover.inclusion(1, 3).expect("all three records were shown");
//! assert!(truce_evidence::includes(records[1], 1, &path, 3, tree.root()));
//! # Ok::<(), truce_evidence::EvidenceError>(())
//! ```

mod bag;
mod checkpoint;
mod error;
mod note;
mod proof;
mod seal;
mod timestamp;
mod tree;

pub use bag::Bag;
pub use checkpoint::{Checkpoint, SignedCheckpoint};
pub use error::EvidenceError;
pub use note::{Note, NoteSignature, Signer, Verifier};
pub use proof::{ConsistencyProof, InclusionProof, Proof};
pub use seal::Seal;
pub use timestamp::{Authority, LARGEST_RESPONSE, Stamped, timestamp, timestamp_request};
pub use tree::{Prover, Tree, includes, is_consistent};
