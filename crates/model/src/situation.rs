//! Everything that is held and judged at one moment, computed from the log up to one record.

use crate::{
    Agreement, Claim, ClaimId, Document, DocumentId, Doubt, Finding, Incident, IncidentId, Matched,
    Obligation, Ruling, Seq, Toll, Withdrawn,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of knowledge: a function of the log up to `seq` and of `as_of`.
///
/// Every list is sorted by id, so that equal knowledge gives equal bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Situation {
    /// Last record that it rests on.
    pub seq: Seq,
    /// The moment for which it is computed: what was published later does not count.
    pub as_of: Timestamp,
    /// The agreements, by id.
    pub agreements: Vec<Agreement>,
    /// The documents that count, by id.
    pub documents: Vec<Document>,
    /// Their claims, by id.
    pub claims: Vec<Claim>,
    /// Their sentences that seem to carry a claim and could not be read, by document and place.
    pub doubts: Vec<Doubt>,
    /// The incidents, by id.
    pub incidents: Vec<Incident>,
    /// The findings, by id.
    pub findings: Vec<Finding>,
    /// The tolls, by id.
    pub tolls: Vec<Toll>,
    /// The obligations, by id.
    pub obligations: Vec<Obligation>,
    /// What people who looked into incidents held of them, in the order in which they were recorded.
    #[serde(default)]
    pub rulings: Vec<Ruling>,
    /// What people decided of claims that may tell of one incident, in the order in which it was recorded; what was
    /// undone is left out.
    #[serde(default)]
    pub matchings: Vec<Matched>,
    /// Incidents of which every assertion was withdrawn or taken back, by id. Nothing counts or judges them.
    #[serde(default)]
    pub retracted: Vec<Incident>,
    /// The documents that were withdrawn, by id; what they said stands only in `retracted`.
    #[serde(default)]
    pub withdrawn: Vec<Withdrawn>,
}

impl Situation {
    /// The claim of that id.
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.binary_search_by(|claim| claim.id.cmp(id)).ok().map(|at| &self.claims[at])
    }

    /// The document of that id.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.binary_search_by(|document| document.id.cmp(id)).ok().map(|at| &self.documents[at])
    }

    /// The claim of that id, also of a document that was withdrawn.
    pub fn any_claim(&self, id: &ClaimId) -> Option<&Claim> {
        let gone = || self.withdrawn.iter().flat_map(|one| &one.claims).find(|claim| &claim.id == id);
        self.claim(id).or_else(gone)
    }

    /// Why a document was withdrawn, if it was.
    pub fn withdrawal(&self, id: &DocumentId) -> Option<&Withdrawn> {
        self.withdrawn.iter().find(|one| &one.document.id == id)
    }

    /// The incident of that id.
    pub fn incident(&self, id: &IncidentId) -> Option<&Incident> {
        self.incidents.binary_search_by(|incident| incident.id.cmp(id)).ok().map(|at| &self.incidents[at])
    }
}
