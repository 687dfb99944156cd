//! What a provision makes of an incident, as a small table: readings down, questions across, the verdict at the end.

use serde::Serialize;
use truce_model::{Agreement, AtomName, Finding, Provision, Truth, Verdict};

/// One provision's findings on one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictTable {
    /// The questions that are asked.
    pub atoms: Vec<AtomName>,
    /// A row for each reading, in the order of the agreement.
    pub rows: Vec<VerdictRow>,
}

/// What it comes to under one reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictRow {
    /// The reading.
    pub reading: String,
    /// The finding.
    pub finding: String,
    /// The answers in the order of the questions; `None`: not asked.
    pub answers: Vec<Option<Truth>>,
    /// The verdict.
    pub verdict: Verdict,
}

impl VerdictTable {
    /// The table of these findings, which are all of one incident and one provision.
    pub(crate) fn of(agreement: &Agreement, findings: &[&Finding]) -> VerdictTable {
        let asked = |name: &AtomName| findings.iter().any(|finding| finding.atom(*name).is_some());
        let atoms: Vec<AtomName> = AtomName::ALL.into_iter().filter(asked).collect();
        let place =
            |finding: &Finding| agreement.readings.iter().position(|reading| reading.id == finding.reading);
        let mut ordered = findings.to_vec();
        ordered.sort_by_key(|finding| (place(finding), finding.id.clone()));
        let row = |finding: &&Finding| VerdictRow {
            reading: finding.reading.to_string(),
            finding: finding.id.to_string(),
            answers: atoms.iter().map(|name| finding.atom(*name).map(|atom| atom.truth)).collect(),
            verdict: finding.verdict,
        };
        VerdictTable { rows: ordered.iter().map(row).collect(), atoms }
    }

    /// Its header and rows in words.
    pub fn cells(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = std::iter::once("reading".to_owned())
            .chain(self.atoms.iter().map(|name| name.word().to_owned()))
            .chain(["verdict".to_owned()]);
        let row = |row: &VerdictRow| {
            let answers = row.answers.iter().map(|truth| truth.map_or("–", |truth| truth.word()).to_owned());
            std::iter::once(row.reading.clone())
                .chain(answers)
                .chain([row.verdict.word().to_owned()])
                .collect()
        };
        (header.collect(), self.rows.iter().map(row).collect())
    }
}

/// The clause that a provision puts into terms, its beginning only where it is long.
pub(crate) fn clause(agreement: &Agreement, provision: &Provision) -> Option<String> {
    agreement.articles.get(provision.article).map(|article| article.text.clone())
}
