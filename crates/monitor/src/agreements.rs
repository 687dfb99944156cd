//! Agreements in and out: a folder `agreements/<slug>/` is checked whole before anything is stored.

use crate::{Book, Monitor, MonitorError};
use jiff::Timestamp;
use std::path::Path;
use truce_exchange::{parse_agreement, parse_cases};
use truce_model::{Agreement, AgreementId, Record, Verdict};
use truce_store::{Entry, StoreError};

/// An agreement without mistakes, with the outcome of its cases.
#[derive(Clone, Debug)]
pub struct CheckedAgreement {
    /// The terms.
    pub agreement: Agreement,
    /// How many cases were judged as they say.
    pub cases: usize,
    /// Cases that were judged otherwise: which, and how.
    pub failed: Vec<String>,
}

/// Checks an agreement and judges its cases.
///
/// `folder` is its folder as it was named, whose last part is the agreement's id; `files` are the files in it, each
/// by its path there (`agreement.md`, `cases/NAME.toml`).
pub fn check_agreement(
    folder: &Path,
    files: &[(String, String)],
    book: &Book,
) -> Result<CheckedAgreement, MonitorError> {
    let shown = |file: &str| folder.join(file).display().to_string();
    let slug = folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if slug.is_empty() || !slug.bytes().all(sound) {
        let problem = "an agreement's folder is named in lower-case letters, digits and hyphens".to_owned();
        return Err(MonitorError::Folder { folder: folder.display().to_string(), problem });
    }
    let Some((file, text)) = files.iter().find(|(file, _)| file == "agreement.md") else {
        let problem = "it holds no file `agreement.md`".to_owned();
        return Err(MonitorError::Folder { folder: folder.display().to_string(), problem });
    };
    let agreement = parse_agreement(&slug, &shown(file), text, &book.actors, &book.places)
        .map_err(MonitorError::Agreement)?;
    let (mut cases, mut failed) = (0, Vec::new());
    for (file, text) in files.iter().filter(|(file, _)| file.starts_with("cases/") && file.ends_with(".toml"))
    {
        for case in parse_cases(&shown(file), text).map_err(MonitorError::Agreement)? {
            let verdict = judge(&agreement, &case, book);
            if verdict == Some(case.verdict) {
                cases += 1;
            } else {
                let got = verdict.map_or("no finding", |verdict| verdict.word());
                failed.push(format!("{}: {}: expected {}, got {got}", shown(file), case.name, case.verdict));
            }
        }
    }
    Ok(CheckedAgreement { agreement, cases, failed })
}

/// The verdict on a case; where its claims make several incidents, they must agree.
fn judge(agreement: &Agreement, case: &truce_exchange::Case, book: &Book) -> Option<Verdict> {
    let mut claims = case.claims.clone();
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    let incidents = truce_reconcile::reconcile(&claims, &book.actors, &book.places);
    let agreements = std::slice::from_ref(agreement);
    let findings = truce_assess::findings(&incidents, &claims, agreements, &book.actors, &book.places);
    let of_case = |f: &&truce_model::Finding| f.provision == case.provision && f.reading == case.reading;
    let mut verdicts = findings.iter().filter(of_case).map(|finding| finding.verdict);
    let first = verdicts.next()?;
    verdicts.all(|verdict| verdict == first).then_some(first)
}

impl Monitor {
    /// Adds an agreement, or a new version of it; the same again adds nothing. Tells whether it was new.
    pub fn add_agreement(&mut self, agreement: Agreement, at: Timestamp) -> Result<bool, MonitorError> {
        loop {
            let head = self.log().head()?;
            if self.stored(&agreement.id)?.as_ref() == Some(&agreement) {
                return Ok(false);
            }
            let record = Record::Agreement { agreement: Box::new(agreement.clone()) };
            match self.log_mut().append(head, at, &[Entry::new(record)]) {
                Ok(_) => return Ok(true),
                Err(StoreError::Moved { .. }) => continue,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn stored(&self, id: &AgreementId) -> Result<Option<Agreement>, MonitorError> {
        Ok(self.agreements(self.head()?)?.into_iter().find(|agreement| &agreement.id == id))
    }
}
