//! A case: documents that tell of a truce, with the day and agreement of its report.

use crate::MonitorError;
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use truce_model::{AgreementId, Name};

/// A document of a case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDocument {
    /// Path, from the folder of `case.toml`.
    pub file: String,
    /// Its outlet, where the text does not tell.
    pub outlet: Option<Name>,
    /// When it was published; `None`: unknown.
    pub published: Option<Timestamp>,
}

/// What `case.toml` tells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The folder's name.
    pub id: String,
    /// A title.
    pub title: String,
    /// The agreement that its report is about.
    pub agreement: AgreementId,
    /// The day whose report shows most.
    pub report_day: Date,
    /// Its documents in the order in which they were published.
    #[serde(rename = "document")]
    pub documents: Vec<CaseDocument>,
}

impl Case {
    /// Reads `case.toml`.
    pub fn parse(file: &str, text: &str) -> Result<Case, MonitorError> {
        toml::from_str(text)
            .map_err(|error| MonitorError::Case { file: file.to_owned(), problem: error.to_string() })
    }
}
