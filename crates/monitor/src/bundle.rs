//! A folder that hands evidence over: texts, claims, the records behind them and proofs. Judges nothing of them.

mod chosen;
mod page;

use crate::{
    AsOf, Monitor, MonitorError,
    evidence::{record, seal},
};
use chosen::{Chosen, Held};
use jiff::{Timestamp, civil::Date};
use page::Listed;
use serde::Serialize;
use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::Path,
};
use truce_evidence::{Bag, Checkpoint, InclusionProof, Prover, Seal, SignedCheckpoint, Verifier};
use truce_model::{AgreementId, Claim, ClaimId, DocumentId, Hash, Record, Seq};

/// The script by which a bundle is checked without this program.
const CHECK: &str = include_str!("bundle/check.py");

/// What is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The whole log.
    Everything,
    /// Some documents, by enough of their ids.
    Documents(Vec<String>),
    /// The documents that tell of an incident, by enough of its id.
    Incident(String),
    /// The documents that tell of what the terms of an agreement reach on a day.
    Day(AgreementId, Date),
}

/// What goes beside the documents, and how far the log counts.
#[derive(Clone, Debug)]
pub struct BundleOptions {
    /// As of when the record is read; `None`: all of it.
    pub as_of: Option<AsOf>,
    /// The time of the bundle.
    pub now: Timestamp,
    /// The checkpoint against which everything is proven; only what it covers is handed over.
    pub checkpoint: Option<SignedCheckpoint>,
    /// The key of the checkpoint.
    pub verifier: Option<Verifier>,
    /// An authority's timestamp of the checkpoint.
    pub timestamp: Option<Vec<u8>>,
    /// The name and version of the program.
    pub program: String,
}

/// What was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// Documents.
    pub documents: usize,
    /// Of these, without their text, which was erased.
    pub erased: usize,
    /// Claims that count.
    pub claims: usize,
    /// Records of the log.
    pub records: usize,
    /// Records that the tree holds.
    pub size: Seq,
}

/// What a bundle is of, as the script reads it.
#[derive(Serialize)]
struct Subject {
    asked: String,
    everything: bool,
    size: Seq,
    records: Vec<Seq>,
    documents: Vec<DocumentId>,
    erased: Vec<DocumentId>,
    claims: BTreeSet<ClaimId>,
}

/// A line of the records. Of one that was erased, the payload is what is left.
#[derive(Serialize)]
struct Written<'a> {
    seq: Seq,
    recorded_at: &'a str,
    kind: &'a str,
    before: Hash,
    content: Hash,
    hash: Hash,
    erased: bool,
    payload: &'a str,
}

impl Monitor {
    /// Writes what is handed over to `folder`, which must not be there yet.
    pub fn bundle(
        &self,
        folder: &Path,
        handed: &Handed,
        options: &BundleOptions,
    ) -> Result<Bundled, MonitorError> {
        let mut up_to = self.knowledge(options.as_of, options.now)?.up_to;
        if let Some(checkpoint) = &options.checkpoint {
            let checkpoint = match &options.verifier {
                Some(verifier) => checkpoint.opened(verifier)?,
                None => checkpoint.unchecked(),
            };
            self.check(std::slice::from_ref(checkpoint))?;
            up_to = up_to.min(checkpoint.size);
        }
        let mut wanted = self.wanted(handed, up_to, options)?;
        self.add_erased(&mut wanted, up_to)?;
        let mut chosen = Chosen::default();
        self.each_line(up_to, |line| {
            chosen.see(&wanted, line.seq, &record(&line)?, line.erased);
            Ok(())
        })?;
        if let Some(document) = chosen.unexplained() {
            return Err(MonitorError::ErasedLater { document: document.to_string(), up_to });
        }
        if chosen.records.is_empty() {
            return Err(MonitorError::NothingToHandOver);
        }
        let mut bag = Bag::begin(folder)?;
        let head = match &options.checkpoint {
            Some(checkpoint) => checkpoint.to_string(),
            None => Checkpoint::of(&self.tree(up_to)?, "unsigned").to_string(),
        };
        let size = options.checkpoint.as_ref().map_or(up_to, |checkpoint| checkpoint.unchecked().size);
        self.write_records(&mut bag, &chosen, size, &head)?;
        let claims = self.write_claims(&mut bag, &chosen, up_to)?;
        let erased = self.write_documents(&mut bag, &chosen)?;
        let bundled = Bundled {
            documents: chosen.documents.len(),
            erased: erased.len(),
            claims,
            records: chosen.records.len(),
            size,
        };
        let subject = Subject {
            asked: wanted.asked,
            everything: chosen.records.len() as u64 == size,
            size,
            records: chosen.records.iter().copied().collect(),
            documents: chosen.documents.keys().cloned().collect(),
            erased,
            claims: wanted.claims.intersection(&chosen.claims).cloned().collect(),
        };
        write_rest(&mut bag, &subject, &chosen, &head, options)?;
        let root = head.lines().nth(2).unwrap_or_default();
        bag.finish(&[
            ("Bag-Software-Agent", options.program.clone()),
            ("Bagging-Date", options.now.to_string()[..10].to_owned()),
            ("External-Description", subject.asked.clone()),
            ("External-Identifier", format!("log of {size} records with the root {root}")),
        ])?;
        Ok(bundled)
    }

    /// Writes the chosen records, and for each its proof unless all of the tree is there.
    fn write_records(
        &self,
        bag: &mut Bag,
        chosen: &Chosen,
        size: Seq,
        head: &str,
    ) -> Result<(), MonitorError> {
        let all = chosen.records.len() as u64 == size;
        let mut prover = Prover::default();
        if !all {
            chosen.records.iter().for_each(|seq| prover.want_inclusion(seq - 1, size));
        }
        let mut seals: Vec<Seal> = Vec::new();
        let mut failed = Ok(());
        bag.write("records.jsonl", |out| {
            failed = self.each_line(size, |line| {
                if !all {
                    prover.push(line.hash);
                }
                if !chosen.records.contains(&line.seq) {
                    return Ok(());
                }
                let seal = seal(&line);
                let written = Written {
                    seq: seal.seq,
                    recorded_at: &seal.recorded_at,
                    kind: &seal.kind,
                    before: seal.before,
                    content: seal.content,
                    hash: line.hash,
                    erased: line.erased,
                    payload: &line.payload,
                };
                write_line(out, &written).map_err(|e| unwritten("records.jsonl", &e))?;
                if !all {
                    seals.push(seal);
                }
                Ok(())
            });
            Ok(())
        })?;
        failed?;
        for seal in seals {
            let path = prover.inclusion(seal.seq - 1, size).expect("all records of the tree went by");
            let text = InclusionProof::text(&seal, &path, head);
            bag.add(&format!("proofs/{}.tlog-proof", seal.seq), text.as_bytes())?;
        }
        Ok(())
    }

    /// Writes the claims that count, in the order of the log.
    fn write_claims(&self, bag: &mut Bag, chosen: &Chosen, up_to: Seq) -> Result<usize, MonitorError> {
        let (mut count, mut failed) = (0, Ok(()));
        bag.write("claims.jsonl", |out| {
            failed = self.each_line(up_to, |line| {
                let Record::Extraction { document, claims, .. } = &record(&line)? else { return Ok(()) };
                if !chosen.counts(line.seq, document) {
                    return Ok(());
                }
                count += claims.len();
                let mut write = |claim: &Claim| write_line(out, claim);
                claims.iter().try_for_each(&mut write).map_err(|e| unwritten("claims.jsonl", &e))
            });
            Ok(())
        })?;
        failed.map(|()| count)
    }

    /// Writes texts and originals; gives the documents of which the text was erased.
    fn write_documents(&self, bag: &mut Bag, chosen: &Chosen) -> Result<Vec<DocumentId>, MonitorError> {
        let mut erased = Vec::new();
        for (id, Held { document, .. }) in &chosen.documents {
            match self.log().blob(document.text)? {
                Some(text) => bag.add(&format!("documents/{id}.txt"), &text)?,
                None => erased.push(id.clone()),
            }
            // A file that held several stories is the original of each of them.
            let original = format!("originals/{}", document.original);
            if !bag.holds(&original)
                && let Some(bytes) = self.log().blob(document.original)?
            {
                bag.add(&original, &bytes)?;
            }
        }
        Ok(erased)
    }
}

/// Writes what explains the bundle: what it is of, the tree, the key, the script and the page.
fn write_rest(
    bag: &mut Bag,
    subject: &Subject,
    chosen: &Chosen,
    head: &str,
    options: &BundleOptions,
) -> Result<(), MonitorError> {
    bag.write("subject.json", |out| write_line(out, subject))?;
    let signed = options.checkpoint.is_some();
    bag.add(if signed { "checkpoint.txt" } else { "tree-head.txt" }, head.as_bytes())?;
    if let Some(verifier) = options.verifier.as_ref().filter(|_| signed) {
        bag.add("verifier-key.txt", format!("{verifier}\n").as_bytes())?;
    }
    if let Some(timestamp) = options.timestamp.as_ref().filter(|_| signed) {
        bag.add("checkpoint.tsr", timestamp)?;
    }
    bag.add("check.py", CHECK.as_bytes())?;
    let listed = chosen.documents.values().map(|held| Listed {
        document: &held.document,
        withdrawn: held.withdrawn,
        erased: subject.erased.contains(&held.document.id),
    });
    let page = page::page(subject, listed, head, options, &Hash::of(CHECK.as_bytes()));
    Ok(bag.add("index.html", page.as_bytes())?)
}

fn write_line(out: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    let line = serde_json::to_string(value).map_err(io::Error::from)?;
    writeln!(out, "{line}")
}

fn unwritten(path: &str, error: &io::Error) -> MonitorError {
    let (path, problem) = (path.to_owned(), error.to_string().to_lowercase());
    truce_evidence::EvidenceError::Bag { path, problem }.into()
}
