//! The quoted words behind the report, numbered in the order of first reference. Cuts no quote.

use super::Daily;
use crate::{Input, view::View};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use truce_model::{Act, Claim, ClaimId, DocumentId, Name, Published, Situation, Stance};

/// A claim that the report refers to, with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Its number in this report, from 1.
    pub number: usize,
    /// Which claim.
    pub claim: ClaimId,
    /// The quoted words, whole.
    pub quote: String,
    /// Who says it; null: the text does not tell.
    pub source: Option<Name>,
    /// The outlet through which the source is quoted, where that is another than the document's.
    pub via: Option<Name>,
    /// Whether the source says that it is so.
    pub stance: Stance,
    /// What is said to have happened.
    pub act: Act,
    /// The document that carries it.
    pub document: DocumentId,
    /// The name under which the document came.
    pub document_name: String,
    /// Whose document it is; null: not known.
    pub outlet: Option<Name>,
    /// When it was published, in words; null: not known.
    pub published: Option<String>,
    /// Whether it no longer counts: it stood in an earlier report only.
    pub withdrawn: bool,
}

/// The quotes behind everything that `report` refers to.
pub(crate) fn quotes(report: &Daily, input: &Input, view: &View) -> Vec<Quote> {
    let tree = serde_json::to_value(report).expect("a report holds only strings as keys");
    let mut cited = vec![];
    collect(&tree, &mut cited);
    let mut seen = BTreeSet::new();
    let first = cited.into_iter().filter(|id| seen.insert(id.clone()));
    let found = first.filter_map(|id| {
        let held = view.situation.claim(&id).map(|claim| (claim, view.situation, false));
        held.or_else(|| {
            let mut earlier = input.earlier.iter().rev();
            earlier.find_map(|(_, situation)| Some((situation.claim(&id)?, situation, true)))
        })
    });
    let numbered = found.enumerate();
    numbered.map(|(at, (claim, from, withdrawn))| quote(view, at + 1, claim, from, withdrawn)).collect()
}

/// Every claim named under a key `claims`, in the order in which the report names them.
fn collect(tree: &Value, cited: &mut Vec<ClaimId>) {
    match tree {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::Array(ids) if key == "claims" => {
                        cited.extend(ids.iter().filter_map(Value::as_str).map(ClaimId::new));
                    }
                    value => collect(value, cited),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, cited)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn quote(view: &View, number: usize, claim: &Claim, from: &Situation, withdrawn: bool) -> Quote {
    let document = from.document(&claim.document);
    let published = document.and_then(|document| document.published).map(|published| match published {
        Published::Day(day) => crate::calendar::day_words(day),
        Published::At(time) => view.calendar.moment(time),
    });
    Quote {
        number,
        claim: claim.id.clone(),
        quote: claim.quote.clone(),
        source: claim.source.clone(),
        via: claim.via.clone(),
        stance: claim.stance,
        act: claim.act,
        document: claim.document.clone(),
        document_name: document.map_or_else(|| claim.document.to_string(), |document| document.name.clone()),
        outlet: document.and_then(|document| document.outlet.clone()),
        published,
        withdrawn,
    }
}
