//! Finds claims by the words in which they stand, without computing a situation, so that it serves an archive as well.

use crate::{
    Filter, Knowledge, Monitor, MonitorError,
    table::{CLAIM, claim},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use truce_exchange::Table;
use truce_model::{Document, DocumentId};
use truce_store::{BoundingBox, ClaimFilter, Hit};

/// The columns of what was found that fit a terminal.
pub const FOUND_FOR_PEOPLE: &[&str] = &["score", "id", "when", "source", "places", "quote"];

/// How many more are looked at in a round than in the one before, while too few of them pass the filter.
const WIDER: usize = 8;

impl Monitor {
    /// The claims in which all words of `asked` stand, best first, at most `limit`: those that pass the filter, of
    /// which the agreement does not count here, and that lie within a part of the globe where one is given.
    pub fn search(
        &self,
        asked: &str,
        filter: &Filter,
        within: Option<BoundingBox>,
        knowledge: &Knowledge,
        limit: usize,
    ) -> Result<Table, MonitorError> {
        filter.check_range()?;
        if !asked.chars().any(char::is_alphanumeric) {
            return Err(MonitorError::NoWords { asked: asked.to_owned() });
        }
        let stored =
            ClaimFilter { first_day: filter.from, last_day: filter.to, within, ..ClaimFilter::default() };
        let mut wide = limit.max(1);
        let hits: Vec<Hit> = loop {
            let found = self.log().search(knowledge.up_to, asked, &stored, wide)?;
            let exhausted = found.len() < wide;
            let passes = |hit: &Hit| filter.claim(self.book(), &hit.claim);
            let hits: Vec<Hit> = found.into_iter().filter(passes).take(limit).collect();
            if exhausted || hits.len() == limit {
                break hits;
            }
            wide = wide.saturating_mul(WIDER);
        };
        self.found(&hits, knowledge)
    }

    /// A row for each, in their order.
    fn found(&self, hits: &[Hit], knowledge: &Knowledge) -> Result<Table, MonitorError> {
        let mut documents: BTreeMap<&DocumentId, Option<Document>> = BTreeMap::new();
        let mut rows: Vec<Vec<Value>> = Vec::with_capacity(hits.len());
        for Hit { claim: said, score } in hits {
            if !documents.contains_key(&said.document) {
                let document = self.log().document_at(&said.document, knowledge.up_to)?;
                documents.insert(&said.document, document);
            }
            let document = documents.get(&said.document).and_then(Option::as_ref);
            // Two decimals tell what fits better; more would seem to measure something.
            let score = json!((f64::from(*score) * 100.0).round() / 100.0);
            rows.push([vec![score], claim(document, said)].concat());
        }
        Ok(Table { columns: ["score"].iter().chain(CLAIM).copied().collect(), rows })
    }
}
