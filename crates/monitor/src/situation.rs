//! Computes what is held and judged at one moment. A pure function of what the log holds.

use crate::Book;
use jiff::{Timestamp, tz::TimeZone};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use truce_model::{
    Agreement, Claim, Document, DocumentId, Doubt, Incident, Matched, Matching, Ruling, Seq, Situation,
    Standing, Withdrawn,
};
use truce_reconcile::{Copies, Known};

/// Which part of the record counts.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// Last record that counts.
    pub up_to: Seq,
    /// The moment for which the situation is computed: it tells which duties are due.
    pub as_of: Timestamp,
    /// Where only what was published before a moment counts: that moment, and the zone in which a document's day of
    /// publication is meant.
    pub cut_off: Option<(Timestamp, TimeZone)>,
}

/// What the record holds at one of its records, before anything is computed from it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) documents: Vec<Document>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) agreements: Vec<Agreement>,
    pub(crate) rulings: Vec<Ruling>,
    pub(crate) matchings: Vec<Matched>,
    /// What was withdrawn; it tells which incidents are retracted, and nothing else.
    pub(crate) withdrawn: Vec<Withdrawn>,
    /// For each document that counts the record that brought it.
    pub(crate) came: BTreeMap<DocumentId, Seq>,
    /// Which documents repeat which.
    pub(crate) copies: Arc<Copies>,
}

/// Computes the situation from what the record holds at `knowledge.up_to`.
///
/// Before a cut-off, a document published on a day counts from the beginning of that day; one of unknown date
/// counts always.
pub(crate) fn compute(knowledge: &Knowledge, held: Held, book: &Book) -> Situation {
    let Held { mut documents, mut claims, mut doubts, mut agreements, mut rulings, matchings, .. } = held;
    let Held { mut withdrawn, came, copies, .. } = held;
    if let Some((cut_off, zone)) = &knowledge.cut_off {
        let counts = |document: &Document| {
            document.published.is_none_or(|published| published.earliest(zone) < *cut_off)
        };
        documents.retain(|document| counts(document));
        withdrawn.retain(|one| counts(&one.document));
    }
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let counted: BTreeSet<&DocumentId> = documents.iter().map(|document| &document.id).collect();
    claims.retain(|claim| counted.contains(&claim.document));
    doubts.retain(|doubt| counted.contains(&doubt.document));
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    claims.dedup_by(|a, b| a.id == b.id);
    agreements.sort_by(|a, b| a.id.cmp(&b.id));
    rulings.retain(|ruling| claims.binary_search_by(|claim| claim.id.cmp(&ruling.claim)).is_ok());
    let Book { actors, places } = book;
    let decided: Vec<&Matching> = matchings.iter().map(|matched| &matched.matching).collect();
    let known = Known { matchings: &decided, copies: &copies };
    let told = truce_reconcile::reconcile_knowing(&claims, &known, actors, places);
    let (mut retracted, incidents): (Vec<Incident>, Vec<Incident>) =
        told.into_iter().partition(|incident| incident.standing == Standing::Retracted);
    let gone: Vec<(Seq, &Claim)> =
        withdrawn.iter().flat_map(|one| one.claims.iter().map(|claim| (one.seq, claim))).collect();
    let recorded = |id: &DocumentId| came.get(id).copied().unwrap_or_default();
    retracted.extend(truce_reconcile::retracted(&claims, recorded, &gone, &known, actors, places));
    retracted.sort_by(|a, b| a.id.cmp(&b.id));
    let findings = truce_assess::findings(&incidents, &claims, &agreements, actors, places);
    let tolls = truce_assess::tolls(&incidents, &claims);
    let obligations = truce_assess::obligations(&claims, &agreements, actors, places, knowledge.as_of);
    Situation {
        seq: knowledge.up_to,
        as_of: knowledge.as_of,
        agreements,
        documents,
        claims,
        doubts,
        incidents,
        findings,
        tolls,
        obligations,
        rulings,
        matchings,
        retracted,
        withdrawn,
    }
}
