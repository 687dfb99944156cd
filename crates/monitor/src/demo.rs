//! The demo case that the program carries: the truce of September 2016 in Syria.

use crate::{Case, ImportOptions, Ingested, Monitor, MonitorError, Store, check_agreement};
use include_dir::{Dir, include_dir};
use jiff::Timestamp;
use std::{collections::BTreeSet, path::Path};
use truce_model::{AgreementId, DocumentId, Published};

static CASE: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../cases/september-2016-truce");
static AGREEMENT: Dir =
    include_dir!("$CARGO_MANIFEST_DIR/../../agreements/cessation-of-hostilities-2016-09-12");

/// The agreement of the demo case.
pub const DEMO_AGREEMENT: &str = "cessation-of-hostilities-2016-09-12";

/// The demo case, ready to be loaded.
#[derive(Clone, Debug)]
pub struct Demo {
    /// What the case tells of itself.
    pub case: Case,
}

impl Demo {
    /// The case that the program carries.
    pub fn builtin() -> Result<Demo, MonitorError> {
        Ok(Demo { case: Case::parse("case.toml", contents(&CASE, "case.toml")?)? })
    }

    /// Loads the case into the record, each document with the moment of its publication as that of its recording.
    ///
    /// Loading it again changes nothing. A record that holds other documents is left alone.
    pub fn load(&self, monitor: &mut Monitor, store: &Store) -> Result<Vec<Ingested>, MonitorError> {
        let mut files = Vec::new();
        let mut at = None;
        for document in &self.case.documents {
            let file = CASE.get_file(&document.file).ok_or_else(|| missing(&document.file))?;
            let published = document.published.map(Published::At);
            let options =
                ImportOptions { published, outlet: document.outlet.clone(), ..ImportOptions::default() };
            at = document.published.or(at);
            files.push((at, monitor.prepare(&document.file, file.contents().to_vec(), &options)?));
        }
        let known: BTreeSet<DocumentId> = files.iter().flat_map(|(_, file)| file.documents()).collect();
        let head = monitor.log().head()?;
        let others = monitor.log().documents(head)?.iter().filter(|d| !known.contains(&d.id)).count();
        if others > 0 {
            return Err(MonitorError::NotTheDemo { store: store.shown(), documents: others });
        }
        let agreement =
            check_agreement(Path::new(DEMO_AGREEMENT), &folder(&AGREEMENT, ""), monitor.book())?.agreement;
        let start = files.iter().find_map(|(at, _)| *at).unwrap_or(Timestamp::UNIX_EPOCH);
        monitor.put_off_telling();
        monitor.add_agreement(agreement, start)?;
        let mut done = Vec::new();
        for (at, file) in files {
            done.extend(monitor.ingest(vec![file], at.unwrap_or(start))?);
        }
        monitor.tell()?;
        Ok(done)
    }

    /// The agreement of its report.
    pub fn agreement(&self) -> &AgreementId {
        &self.case.agreement
    }
}

fn contents<'d>(dir: &'d Dir, file: &str) -> Result<&'d str, MonitorError> {
    dir.get_file(file).and_then(|file| file.contents_utf8()).ok_or_else(|| missing(file))
}

fn missing(file: &str) -> MonitorError {
    MonitorError::Case { file: file.to_owned(), problem: "the demo case lacks this file".into() }
}

/// The text files below a folder, by their paths in it.
fn folder(dir: &Dir, prefix: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = dir
        .files()
        .filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned())))
        .filter(|(path, _)| path.starts_with(prefix))
        .collect();
    files.extend(dir.dirs().flat_map(|sub| folder(sub, prefix)));
    files
}
