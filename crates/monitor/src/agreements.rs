//! Agreements in and out: a folder `agreements/<slug>/` is checked whole before anything is stored.

use crate::{Book, Monitor, MonitorError};
use jiff::Timestamp;
use std::path::Path;
use truce_assess::IdleTurn;
use truce_exchange::{Case, Expected, Problem, parse_agreement, parse_cases};
use truce_model::{Agreement, AgreementId, Claim, ProvisionId, Record, Stage, Verdict};
use truce_store::{Entry, StoreError};

/// An agreement without mistakes, with the outcome of its cases.
#[derive(Clone, Debug)]
pub struct CheckedAgreement {
    /// The terms.
    pub agreement: Agreement,
    /// The cases that came out as they say: the provision, and the word for what came of it.
    pub cases: Vec<(ProvisionId, &'static str)>,
    /// Cases that were judged otherwise, and turns that change nothing.
    pub failed: Vec<Problem>,
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
    let beside: Vec<(String, String)> =
        files.iter().filter(|(name, _)| name != "agreement.md").cloned().collect();
    let agreement = parse_agreement(&slug, &shown(file), text, &beside, &book.actors, &book.places)
        .map_err(MonitorError::Agreement)?;
    let mut failed: Vec<Problem> = truce_assess::idle_turns(&agreement)
        .iter()
        .map(|idle| idle_problem(&agreement, idle, &shown(file), text))
        .collect();
    let mut cases = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| file.starts_with("cases/") && file.ends_with(".toml"))
    {
        for case in parse_cases(&shown(file), text, &agreement).map_err(MonitorError::Agreement)? {
            match outcome(&agreement, &case, book) {
                Ok(word) => cases.push((case.provision.clone(), word)),
                Err(words) => {
                    let message = format!("the case \"{}\" comes out otherwise: {words}", case.name);
                    let hint = "see to the case and to the terms: one of them does not say what is meant";
                    failed.push(Problem::at(&shown(file), text, &case.at, message, Some(hint.into())));
                }
            }
        }
    }
    Ok(CheckedAgreement { agreement, cases, failed })
}

/// A turn that changes nothing, shown at its block.
fn idle_problem(agreement: &Agreement, idle: &IdleTurn, file: &str, text: &str) -> Problem {
    let line = agreement.turns.iter().find(|turn| turn.id == idle.turn).map_or(1, |turn| turn.line);
    let finds = idle.finds.as_ref().map_or("it concerns no provision".to_owned(), |(provision, stage)| {
        format!("it finds `{provision}` {}", stage.word())
    });
    let message =
        format!("the turn `{}` changes nothing under the reading `{}`: {finds}", idle.turn, idle.reading);
    let hint = "see to its `at` and `provisions`, and to the turns before it; or leave it out";
    Problem::on_line(file, text, line, message, Some(hint.into()))
}

/// The word for what comes of a case, if that is what it says; else how the two differ.
fn outcome(agreement: &Agreement, case: &Case, book: &Book) -> Result<&'static str, String> {
    let (expected, got) = match &case.expected {
        Expected::Verdict { claims, verdict } => {
            let got = verdict_on(agreement, case, claims, book)?;
            (verdict.word(), got.map_or("no finding", |verdict| verdict.word()))
        }
        Expected::Stage { at, stage } => {
            let word = |stage: Option<Stage>| stage.map_or("unknown", |stage| stage.word());
            let terms = agreement.provision(&case.provision).zip(agreement.reading(&case.reading));
            let (provision, reading) = terms.ok_or("no such provision or reading")?;
            (word(*stage), word(truce_assess::stage(agreement, provision, reading, *at)))
        }
    };
    if expected == got { Ok(got) } else { Err(format!("expected {expected}, got {got}")) }
}

/// The verdict on a case; where its claims make several incidents, they must agree.
fn verdict_on(
    agreement: &Agreement,
    case: &Case,
    claims: &[Claim],
    book: &Book,
) -> Result<Option<Verdict>, String> {
    let mut claims = claims.to_vec();
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    let incidents = truce_reconcile::reconcile(&claims, &book.actors, &book.places);
    let agreements = std::slice::from_ref(agreement);
    let by = (&agreement.id, &case.provision, &case.reading);
    let findings = truce_assess::findings_by(by, &incidents, &claims, agreements, &book.actors, &book.places);
    let mut verdicts: Vec<Verdict> = findings.iter().map(|finding| finding.verdict).collect();
    verdicts.dedup();
    match verdicts.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        several => {
            let words: Vec<&str> = several.iter().map(|verdict| verdict.word()).collect();
            Err(format!("its claims make several incidents: {}", words.join(", ")))
        }
    }
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
            match self.append(head, at, &[Entry::new(record)]) {
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
